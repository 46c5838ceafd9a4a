"""What files are called: inputs where they are shown, and outputs so that none meets another.

A name that is shown hides numbers of persons and holds nothing that a terminal would obey.
Where several inputs are called the same, their folders tell them apart. Names of outputs are
made of the inputs' names, fit for every system, and different even where the inputs' differ
only in folder, ending or in the part that is hidden.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from claimcheck.text import one_line, shown_name, shown_path
from validator.reading.kinds import READABLE

#: File systems allow 255 bytes; the endings of our outputs need some of them.
_STEM_BYTES = 190

#: Not allowed in names by Windows.
_FORBIDDEN = re.compile(r'[<>:"/\\|?]+')

_USUAL = ".xlsx"

#: What `wages import` adds to the name of a claim workbook: the copy with payments.
IMPORTED = ".已导入"


def labels(paths: Sequence[Path]) -> list[str]:
    """How each input is named in what is shown: 申报.xlsx, or 甲/申报.xlsx beside 乙/申报.xlsx."""
    return _apart(
        [shown_name(path) for path in paths],
        lambda at, depth: "/".join([*_folders(paths[at], depth), shown_name(paths[at])]),
    )


def unique_paths(paths: Sequence[Path]) -> list[str]:
    """Each path as it is shown; those that differ only in what is hidden get a number."""
    return _numbered([("", shown_path(path)) for path in paths])


def output_paths(paths: Sequence[Path], out: Path | None, ending: str) -> list[Path]:
    """Where the output of each input goes; no two are the same, and none is an input.

    Args:
        paths: the inputs.
        out: the folder of all outputs; None: each input's own.
        ending: how the outputs' names end, such as ".核查.xlsx".
    """
    folders = [out if out is not None else path.parent for path in paths]
    stems = _apart(
        [output_stem(path) for path in paths],
        lambda at, depth: _fit("-".join([*_folders(paths[at], depth), output_stem(paths[at])])),
        [str(folder.resolve()) for folder in folders],
    )
    taken = {_key(path.resolve()) for path in paths}
    found = []
    for folder, stem in zip(folders, stems, strict=True):
        number, target = 1, folder / f"{stem}{ending}"
        while _key(target.resolve()) in taken:
            number += 1
            target = folder / f"{stem}（{number}）{ending}"
        taken.add(_key(target.resolve()))
        found.append(target)
    return found


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
    """The name of the copy of a claim into which `wages import` writes."""
    return f"{_fit(path.stem)}{IMPORTED}{path.suffix}"


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
    return [name for part in path.resolve().parent.parts[-depth:] if (name := shown_name(part))]


def _apart(
    names: list[str], longer: Callable[[int, int], str], groups: Sequence[str] = ()
) -> list[str]:
    """Make equal names differ: by more and more of their folders, at last by a number.

    Args:
        names: the names, the shortest that may do.
        longer: the name of an index with so many folders.
        groups: only names of the same group have to differ; empty: all.
    """
    places = groups or [""] * len(names)
    for depth in range(1, 5):
        counts = Counter((place, _key(name)) for place, name in zip(places, names, strict=True))
        again = [
            at
            for at, (place, name) in enumerate(zip(places, names, strict=True))
            if counts[place, _key(name)] > 1
        ]
        if not again:
            return names
        names = [longer(at, depth) if at in set(again) else name for at, name in enumerate(names)]
    return _numbered(list(zip(places, names, strict=True)))


def _numbered(names: Sequence[tuple[str, str]]) -> list[str]:
    """Group and name → the name, with （2）, （3）… where it was there before in its group."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for place, name in names:
        key = (place, _key(name))
        seen[key] += 1
        found.append(name if seen[key] == 1 else f"{name}（{seen[key]}）")
    return found


def _key(name: object) -> str:
    """Equal for names that some system takes for the same."""
    return unicodedata.normalize("NFC", str(name)).casefold()
