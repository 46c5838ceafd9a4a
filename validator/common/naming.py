"""What files are called: inputs where they are shown, and outputs so that none meets another.

A name that is shown hides numbers of persons and holds nothing that a terminal would obey.
Where several inputs are called the same, their folders tell them apart. Names of outputs are
made of the inputs' names, fit for every system, and different even where the inputs' differ
only in folder, ending or in the part that is hidden.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

from claimcheck.text import one_line, shown_name, shown_path

#: How the names of files end that can be read. Others are refused by name, with advice.
READABLE = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")

#: File systems allow 255 bytes; the endings of our outputs need some of them.
_STEM_BYTES = 190

#: Not allowed in names by Windows.
_FORBIDDEN = re.compile(r'[<>:"/\\|?]+')

_USUAL = ".xlsx"

#: Names are told apart by fewer folders than this.
_DEEPEST = 7

#: What `wages import` adds to the name of a claim workbook: the copy with payments.
IMPORTED = ".已导入"
_IMPORTED = re.compile(rf"{re.escape(IMPORTED)}(?:（(\d{{1,3}})）)?$")


def labels(paths: Sequence[Path]) -> list[str]:
    """How each input is named in what is shown: 申报.xlsx, or 甲/申报.xlsx beside 乙/申报.xlsx."""
    names = _apart(
        [shown_name(path) for path in paths],
        lambda at, depth: "/".join([*_folders(paths[at], depth), shown_name(paths[at])]),
    )
    return _numbered(names)


def unique_paths(paths: Sequence[Path]) -> list[str]:
    """Each path as it is shown; those that differ only in what is hidden get a number."""
    return _numbered([shown_path(path) for path in paths])


def output_paths(
    paths: Sequence[Path],
    out: Path | None,
    ending: str,
    may_replace: Callable[[Path, Path], bool],
) -> list[Path]:
    """Where the output of each input goes; no two are the same, and none is an input.

    Args:
        paths: the inputs.
        out: the folder of all outputs; None: each input's own.
        ending: how the outputs' names end, such as ".核查.xlsx".
        may_replace: whether what is there may be replaced by the output of an input.
    """
    folders = [out if out is not None else path.parent for path in paths]
    stems = _apart(
        [output_stem(path) for path in paths],
        lambda at, depth: _fit("-".join([*_folders(paths[at], depth), output_stem(paths[at])])),
        [str(folder.resolve()) for folder in folders],
    )
    taken = {_key(path.resolve()) for path in paths}
    found = []
    for path, folder, stem in zip(paths, folders, stems, strict=True):
        target = next(
            name
            for name in numbered_names(folder / f"{stem}{ending}", ending)
            if _key(name.resolve()) not in taken and may_replace(path, name)
        )
        taken.add(_key(target.resolve()))
        found.append(target)
    return found


def numbered_names(wanted: Path, ending: str = "") -> Iterator[Path]:
    """The name that is wanted, and without end the same with numbers: 名单.xlsx, 名单（2）.xlsx.

    Args:
        wanted: where a file is wanted.
        ending: before what of its name numbers stand; empty: before its suffix.
    """
    ending = ending or wanted.suffix
    return (wanted.with_name(_with_number(wanted.name, number, ending)) for number in count(1))


def output_stem(path: Path) -> str:
    """An input's name for outputs, without its ending: hiring, or hiring.xlsm beside hiring.xlsx.

    Numbers of persons are hidden, and what some system does not allow is replaced.
    """
    ending = path.suffix if path.suffix.lower() != _USUAL and _has_twin(path) else ""
    return _fit(path.stem, ending)


def output_name(path: Path) -> str:
    """A file's name for a file that is given back: its own, as every system takes it."""
    ending = path.suffix if path.suffix.lower() in READABLE else ""
    return f"{_fit(path.stem if ending else path.name)}{ending}"


def imported_name(path: Path) -> str:
    """The name of the copy of a claim into which `wages import` writes.

    The copy of a copy is the next one: 申报.已导入.xlsx, 申报.已导入（2）.xlsx.
    """
    stem, number = imported_from(path)
    count = f"（{number + 1}）" if number else ""
    return f"{stem}{IMPORTED}{count}{path.suffix}"


def imported_from(path: Path) -> tuple[str, int]:
    """The name of a claim without ending, and how often payments were imported into it."""
    stem, number = path.stem, 0
    while (found := _IMPORTED.search(stem)) is not None:
        stem, number = stem[: found.start()], number + int(found[1] or 1)
    return _fit(stem), number


def _fit(stem: str, ending: str = "") -> str:
    text = shown_name(stem).replace("********", "××××")
    text = one_line(_FORBIDDEN.sub("_", text.replace("*", "×"))).strip(" ")
    text = f"{text}{ending}".rstrip(". ") or "未命名"
    return text if len(text.encode()) <= _STEM_BYTES else f"{_cut(text, ending)}…{ending}"


def _cut(text: str, ending: str) -> str:
    """The beginning of a text that leaves room for an ellipsis and the ending."""
    room = _STEM_BYTES - len(f"…{ending}".encode())
    return text.encode()[:room].decode(errors="ignore").rstrip(". ")


def _has_twin(path: Path) -> bool:
    """Whether a workbook of the same name but another ending stands beside a file."""
    others = {ending for ending in READABLE if ending != path.suffix.lower()}
    try:
        return any(path.with_suffix(ending).exists() for ending in others)
    except (OSError, ValueError):
        return False


def _folders(path: Path, depth: int) -> list[str]:
    """The names of the last folders that a file is in."""
    parts = path.resolve().parent.parts[1:]  # without the root
    return [name for part in parts[-depth:] if (name := shown_name(part))]


def _apart(
    names: list[str], longer: Callable[[int, int], str], groups: Sequence[str] = ()
) -> list[str]:
    """Make equal names differ by as few of their folders as are needed.

    Args:
        names: the names, the shortest that may do.
        longer: the name of an index with so many folders.
        groups: only names of the same group have to differ; empty: all.

    Returns:
        The names; those that no folder tells apart (of which only what is hidden differs) are
        still equal.
    """
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        alike[groups[at] if groups else "", _key(name)].append(at)
    found = list(names)
    for places in alike.values():
        best, most = [names[at] for at in places], 1
        for depth in range(1, _DEEPEST):
            if most == len(places):
                break
            tried = [longer(at, depth) for at in places]
            if len(different := {_key(name) for name in tried}) > most:
                best, most = tried, len(different)
        for at, name in zip(places, best, strict=True):
            found[at] = name
    return found


def _numbered(paths: Sequence[str]) -> list[str]:
    """The same, with （2）, （3）… before the ending of what was there before."""
    seen: Counter[str] = Counter()
    found = []
    for path in paths:
        seen[_key(path)] += 1
        found.append(_with_number(path, seen[_key(path)], Path(path).suffix))
    return found


def _with_number(name: str, number: int, ending: str) -> str:
    return name if number == 1 else f"{name.removesuffix(ending)}（{number}）{ending}"


def _key(name: object) -> str:
    """Equal for names that some system takes for the same."""
    return unicodedata.normalize("NFC", str(name)).casefold()
