"""Which files a call of `validate` means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from claimcheck.text import shown_name
from validator.common.naming import READABLE, imported_from

#: How our own outputs end: they are never taken for inputs.
OWN_OUTPUTS = (".核查.xlsx", ".核查.xlsm", ".审核.xlsx", ".核查报告.html")

#: How the names of files begin that Excel and WPS keep beside an open workbook.
LOCK = "~$"


@dataclass
class FilesOfCall:
    """What the files and folders of a call hold."""

    workbooks: list[Path] = field(default_factory=list)  #: each once, in order
    in_folders: set[Path] = field(default_factory=set)  #: those of them that nobody named
    others: list[Path] = field(default_factory=list)  #: of the folders, hidden ones left out


def expand(paths: Iterable[Path], tell: Callable[[str], None] = lambda _: None) -> list[Path]:
    """The workbooks that files and folders mean: see `look_over`."""
    return look_over(paths, tell).workbooks


def look_over(paths: Iterable[Path], tell: Callable[[str], None] = lambda _: None) -> FilesOfCall:
    """Turn files and folders into files, each once, folders in the order of names.

    A file that is named is always taken; in a folder only workbooks are, without the lock
    files of open workbooks (~$…) and without our own outputs. Where a folder holds a claim
    and its copy with imported payments, only the copy is taken.

    Args:
        paths: files and folders.
        tell: told in Chinese which claims give way to their copies.
    """
    given = [*paths]
    named = {path.resolve() for path in given if not path.is_dir()}
    seen: set[Path] = set()
    found = FilesOfCall()
    for path in given:
        for file in _taken(path, found, tell) if path.is_dir() else [path]:
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            found.workbooks.append(file)
            if file.resolve() not in named:
                found.in_folders.add(file)
    others: dict[Path, Path] = {}
    for file in found.others:
        others.setdefault(file.resolve(), file)
    found.others = [file for at, file in others.items() if at not in named]
    return found


def is_own_output(path: Path) -> bool:
    """Whether a file is called like one that `validate` writes."""
    return path.name.endswith(OWN_OUTPUTS)


def may_be_handed_in(path: Path) -> bool:
    """Whether a file is neither our own output nor kept beside an open workbook."""
    return not path.name.startswith(LOCK) and not is_own_output(path)


def _taken(folder: Path, found: FilesOfCall, tell: Callable[[str], None]) -> list[Path]:
    """The workbooks of a folder; what else lies in it goes to `found.others`."""
    there = sorted(
        path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")
    )
    files = [path for path in there if is_input(path)]
    found.others += [path for path in there if not is_input(path)]
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


def is_input(path: Path) -> bool:
    """Whether a file of a folder is called like a workbook that somebody hands in."""
    return path.suffix.lower() in READABLE and may_be_handed_in(path)
