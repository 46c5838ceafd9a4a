"""Which files a call of `validate` means."""

from collections.abc import Callable, Iterable
from pathlib import Path

from claimcheck.text import shown_name
from validator.common.naming import READABLE, imported_from

#: How our own outputs end: they are never taken for inputs.
OWN_OUTPUTS = (".核查.xlsx", ".核查.xlsm", ".审核.xlsx")


def expand(paths: Iterable[Path], tell: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Turn files and folders into files, each once, folders in the order of names.

    A file that is named is always taken; in a folder only workbooks are, without the lock
    files of open workbooks (~$…) and without our own outputs. Where a folder holds a claim
    and its copy with imported payments, only the copy is taken.

    Args:
        paths: files and folders.
        tell: told in Chinese which claims give way to their copies.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _inside(path, tell) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _inside(folder: Path, tell: Callable[[str], None]) -> list[Path]:
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in READABLE
        and not path.name.startswith(("~$", "."))
        and not path.name.endswith(OWN_OUTPUTS)
    )
    newest: dict[tuple[Path, str, str], tuple[int, Path]] = {}
    for file in files:
        claim, number = imported_from(file)
        key = (file.parent, claim, file.suffix.lower())
        if key not in newest or newest[key][0] <= number:
            newest[key] = (number, file)
    taken = []
    for file in files:
        claim, number = imported_from(file)
        latest, copy = newest[file.parent, claim, file.suffix.lower()]
        if number < latest:
            tell(f"“{shown_name(file)}”已有导入流水后的“{shown_name(copy)}”，只取后者。")
        else:
            taken.append(file)
    return taken
