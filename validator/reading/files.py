"""Which files a call of `validate` means."""

from collections.abc import Iterable
from pathlib import Path

#: What the reader can open. Others are refused by name, with advice.
READABLE = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")

#: How our own outputs end: they are never taken for inputs.
OWN_OUTPUTS = (".核查.xlsx", ".审核.xlsx")


def expand(paths: Iterable[Path]) -> list[Path]:
    """Turn files and folders into files, each once, folders in the order of names.

    A file that is named is always taken; in a folder only workbooks are, without the lock
    files of open workbooks (~$…) and without our own outputs.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _inside(path) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _inside(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in READABLE
        and not path.name.startswith(("~$", "."))
        and not path.name.endswith(OWN_OUTPUTS)
    )
