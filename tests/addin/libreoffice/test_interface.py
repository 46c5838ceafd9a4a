from pathlib import Path

import pytest

from addin.catalogue import FUNCTIONS
from addin.libreoffice import interface


def test_every_function_has_a_method() -> None:
    for function in FUNCTIONS:
        assert f" {function.method}(" in interface.source()


@pytest.mark.skipif(interface.compiler() is None, reason="the IDL compiler is not installed")
def test_the_kept_interface_is_what_the_compiler_makes_of_the_functions(tmp_path: Path) -> None:
    compiled = tmp_path / "interface.rdb"
    interface.compile_interface(compiled)
    assert compiled.read_bytes() == interface.COMPILED.read_bytes()


def test_without_a_compiler_one_plain_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interface, "compiler", lambda: None)
    with pytest.raises(interface.CompilerError, match="开发工具"):
        interface.compile_interface(Path("unused.rdb"))
