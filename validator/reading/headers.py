"""Finds the header row of a sheet, and which column holds what."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimcheck.forms import Form, Sheet

#: How far down a header row is looked for.
SEARCHED_ROWS = 60

_BRACKETS = str.maketrans("[]{}<>【】〔〕《》〈〉「」", "()" * 8)
_REMARK = re.compile(r"\((?!.*万).*?\)")


@dataclass(frozen=True)
class Headers:
    """Where a sheet's header row stands and which column means what."""

    row: int  #: 0-based row in the frame
    positions: dict[str, int]  #: key → 0-based column in the frame
    texts: dict[str, str]  #: key → the heading as it is written
    strangers: tuple[str, ...]  #: headings that mean nothing to us


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A heading without what people vary: width, blanks, brackets, marks, case."""
    half = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return re.sub(r"[\s*:：、，,._\-—\"'“”]", "", half).lower()


@lru_cache(maxsize=4096)
def without_remark(text: str) -> str:
    """A plain heading without remarks in brackets, except where they name 万元."""
    return _REMARK.sub("", plain(text))


def names_of(sheet: Sheet) -> dict[str, tuple[int, str]]:
    """Plain heading → (rank, key); the lower the rank, the surer the match."""
    found: dict[str, tuple[int, str]] = {}
    for column in sheet.inputs:
        found[plain(column.header)] = (0, column.key)
    for column in sheet.inputs:
        for alias in column.aliases:
            found.setdefault(plain(alias), (1, column.key))
        found.setdefault(without_remark(column.header), (2, column.key))
    return found


def find_headers(sheet: Sheet, top: Sequence[Sequence[str | None]]) -> Headers | None:
    """The row of `top` that holds most of the sheet's headings; None where none holds two."""
    names = names_of(sheet)
    best: Headers | None = None
    for row, cells in enumerate(top):
        headers = _match(names, row, cells)
        if len(headers.positions) >= 2 and (
            best is None or len(headers.positions) > len(best.positions)
        ):
            best = headers
    return best


def _match(names: dict[str, tuple[int, str]], row: int, cells: Sequence[str | None]) -> Headers:
    chosen: dict[str, tuple[int, int]] = {}
    strangers = []
    for position, text in enumerate(cells):
        if text is None or not text.strip():
            continue
        rank_and_key = names.get(plain(text))
        if rank_and_key is None and (known := names.get(without_remark(text))):
            rank_and_key = (known[0] + 3, known[1])
        if rank_and_key is None:
            strangers.append(text.strip())
            continue
        rank, key = rank_and_key
        if key not in chosen or rank < chosen[key][0]:
            chosen[key] = (rank, position)
    positions = {key: position for key, (_, position) in chosen.items()}
    texts = {key: (cells[position] or "").strip() for key, position in positions.items()}
    return Headers(row, positions, texts, tuple(strangers))


def match_names(form: Form, names: Sequence[str]) -> dict[str, str]:
    """Which sheet of a workbook is which of the form, by its name: kind → name.

    The exact name is best, then an alias, then a name that contains the form's.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    plain_names = {name: plain(name) for name in names}
    for level in range(3):
        for sheet in form.sheets:
            if sheet.kind in found:
                continue
            wanted = {plain(sheet.name)} if level != 1 else {plain(name) for name in sheet.aliases}
            for name in names:
                if name in taken:
                    continue
                text = plain_names[name]
                if text in wanted or (level == 2 and any(part in text for part in wanted)):
                    found[sheet.kind] = name
                    taken.add(name)
                    break
    return found


def resembles(sheet: Sheet, headers: Headers) -> bool:
    """Whether headings alone are enough to take a sheet for this one of the form."""
    required = [column.key for column in sheet.inputs if column.required]
    present = sum(key in headers.positions for key in required)
    return present * 3 >= len(required) * 2
