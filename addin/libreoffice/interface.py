"""The functions' types, as LibreOffice wants them: an IDL interface, compiled.

The compiled form is kept in this folder, because the compiler belongs to LibreOffice's
development kit, which offices do not have. A test compiles it anew and compares.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from addin.catalogue import FUNCTIONS, Argument, CellFunction
from claimcheck.errors import ClaimcheckError

COMPILED = Path(__file__).with_name("interface.rdb")

_DEVELOPMENT_KIT = Path("/usr/lib/libreoffice/sdk/bin")
_TYPES = ("/usr/lib/libreoffice/program/types.rdb", "/usr/lib/libreoffice/program/types/offapi.rdb")

# Calc takes a block only where the type says so: an `any` that holds rows is an error there.
_BLOCK = "sequence< sequence<any> >"

_TEMPLATE = """\
#include <com/sun/star/uno/XInterface.idl>

module org {{ module claimcheck {{

interface XCellFunctions
{{
{methods}
}};

}}; }};
"""


class CompilerError(ClaimcheckError, RuntimeError):
    """Raised when the interface cannot be compiled on this machine."""


def source() -> str:
    """The interface as IDL, one method a function."""
    return _TEMPLATE.format(methods="\n".join(f"    {_method(entry)}" for entry in FUNCTIONS))


def compiler() -> Path | None:
    """The IDL compiler; None where the development kit is not installed."""
    found = shutil.which("unoidl-write")
    path = Path(found) if found else _DEVELOPMENT_KIT / "unoidl-write"
    return path if path.exists() else None


def compile_interface(target: Path) -> None:
    """Write the compiled interface to `target`.

    Raises:
        CompilerError: the compiler is missing or refuses the interface.
    """
    program = compiler()
    if program is None:
        raise CompilerError("未找到 LibreOffice 开发工具（unoidl-write），无法编译加载项接口。")
    with tempfile.TemporaryDirectory() as folder:
        idl = Path(folder) / "XCellFunctions.idl"
        idl.write_text(source(), encoding="ascii")
        result = subprocess.run(  # noqa: S603 - our own file, a known program
            [str(program), *_TYPES, str(idl), str(target)],
            capture_output=True,
            text=True,
            check=False,
        )
    if result.returncode != 0:
        raise CompilerError(f"加载项接口编译失败：{result.stderr.strip()}")


def _method(function: CellFunction) -> str:
    arguments = ", ".join(
        f"[in] {_type(entry)} {_camel(entry.name)}" for entry in function.arguments
    )
    return f"{_BLOCK if function.block else 'any'} {function.method}({arguments});"


def _camel(name: str) -> str:
    """IDL allows no underscore here: id_number becomes idNumber."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def _type(argument: Argument) -> str:
    return _BLOCK if argument.block else "any"
