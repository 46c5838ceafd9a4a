"""Programs that no test runs still find what they import: the rest of the code moves on."""

import ast
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"addin", "benchmarks", "claimcheck", "samples", "tests", "validator"}
PROGRAMS = sorted(
    path
    for folder in ("benchmarks", "packaging", "samples")
    for path in (ROOT / folder).rglob("*.py")
)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_program_imports_of_ours_is_there(program: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT))
    wanted = [
        (node.module, name.name)
        for node in ast.walk(ast.parse(program.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS
        for name in node.names
        # It needs the Python of LibreOffice, and runs in it alone.
        if node.module != "tests.uno_desktop"
    ]
    missing = [f"{module}.{name}" for module, name in wanted if not _is_there(module, name)]
    assert missing == []


def _is_there(module: str, name: str) -> bool:
    return (
        hasattr(import_module(module), name)
        or f"{module}.{name}" in sys.modules
        or ((ROOT / module.replace(".", "/") / f"{name}.py").is_file())
    )
