"""Finds the header row of a sheet, and which column holds what."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from claimcheck.forms import Sheet, SheetKind
from claimcheck.text import cleaned

#: How far down a header row is looked for.
SEARCHED_ROWS = 60

#: A common heading over several columns is short; a title is none.
_LONGEST_COMMON = 12

_BRACKETS = str.maketrans("[]{}<>【】〔〕《》〈〉「」", "()" * 8)
_REMARK = re.compile(r"\((?!.*万).*?\)")

#: What people put before a heading to number or mark it, and behind it to say who must fill it in.
_NUMBERED = re.compile(r"^[\s(（]*\d{1,2}[\s)）.．、:：]+(?=\D)|^[①-⑳⑴-⒛]")
_MARKED = re.compile(r"^[\s★☆※●◆▲△■□○◎✱✲✳▪•·#]+|[\s★☆※●◆▲△■□○◎✱✲✳▪•·#]+$")
_MUST = re.compile(r"(?:必填|选填|可选|如实填写|必须填写)(?:项|列)?$")


@dataclass(frozen=True)
class Headers:
    """Where a sheet's header row stands and which column means what."""

    row: int  #: 0-based row in the frame; of two rows of headings the lower one
    positions: dict[str, int]  #: key → 0-based column in the frame
    texts: dict[str, str]  #: key → the heading as it is written
    strangers: tuple[str, ...]  #: headings that mean nothing to us
    unnamed: tuple[int, ...] = ()  #: 0-based columns without any heading
    in_ten_thousands: frozenset[str] = field(default_factory=frozenset)  #: keys headed 万元
    #: key → 0-based columns that mean the same as the one that was taken
    doubles: dict[str, tuple[int, ...]] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A heading without what people vary: width, blanks, brackets, marks, case."""
    half = unicodedata.normalize("NFKC", cleaned(text)).translate(_BRACKETS)
    return re.sub(r"[\s*:：、，,._\-—\"'“”]", "", half).lower()


@lru_cache(maxsize=4096)
def without_remark(text: str) -> str:
    """A plain heading without remarks in brackets, except where they name 万元."""
    return _REMARK.sub("", plain(text))


@lru_cache(maxsize=4096)
def without_marks(text: str) -> str:
    """A plain heading without its number, marks, and words of who must fill it in."""
    bare = _MARKED.sub("", _NUMBERED.sub("", _MARKED.sub("", cleaned(text))))
    return _MUST.sub("", without_remark(bare))


#: The names of each form's sheet, by the object that it is, of which there is one.
_names: dict[int, tuple[Sheet, dict[str, tuple[int, str]]]] = {}


def names_of(sheet: Sheet) -> dict[str, tuple[int, str]]:
    """Plain heading → (rank, key); the lower the rank, the surer the match. Not to be changed."""
    if id(sheet) not in _names:
        _names[id(sheet)] = sheet, _names_of(sheet)
    return _names[id(sheet)][1]


def _names_of(sheet: Sheet) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for column in sheet.inputs:
        found[plain(column.header)] = (0, column.key)
    for column in sheet.inputs:
        for alias in column.aliases:
            found.setdefault(plain(alias), (1, column.key))
        found.setdefault(without_remark(column.header), (2, column.key))
    return found


def find_headers(
    sheet: Sheet, top: Sequence[Sequence[str | None]], *, ten_thousands: bool = False
) -> Headers | None:
    """The row of `top` that holds most of the sheet's headings; None where none holds two.

    Headings may take two rows, a common one above ("劳动合同") and its parts below ("起", "止").

    Args:
        sheet: the form's sheet.
        top: the first rows of the workbook's sheet.
        ten_thousands: take a heading in 万元 for the column in 元, and note it; otherwise it
            is a stranger.
    """
    names = names_of(sheet)
    possible = len({key for _, key in names.values()})
    best: Headers | None = None
    for row, cells in enumerate(top):
        if best is not None and len(best.positions) == possible:
            break  # no further row can hold more
        if not any(cells):
            continue
        options = [_match(names, row, cells, ten_thousands)]
        if options[0].positions and row + 1 < len(top):
            options.append(
                _match(names, row + 1, _joined(names, cells, top[row + 1]), ten_thousands)
            )
        for headers in options:
            if len(headers.positions) >= 2 and (
                best is None or len(headers.positions) > len(best.positions)
            ):
                best = headers
    return best


def _joined(
    names: dict[str, tuple[int, str]], upper: Sequence[str | None], lower: Sequence[str | None]
) -> list[str | None]:
    """Two rows of headings as one; a common heading holds for the empty cells to its right."""
    joined: list[str | None] = []
    common, known = "", "\n".join(names)
    for above, below in zip(upper, lower, strict=True):
        common = (above or "").strip() or (common if (below or "").strip() else "")
        own = (below or "").strip()
        if not own:
            choices = [(above or "").strip()]
        elif plain(own) in known:
            choices = [own, *_together(common, own)]
        else:  # a value, of which no heading is made
            choices = [own]
        joined.append(next((text for text in choices[::-1] if plain(text) in names), choices[0]))
    return joined


def _together(common: str, own: str) -> Iterator[str]:
    """劳动合同 over 起: 同起, …, 劳动合同起, each also with 日期 or 月 behind; the longest last."""
    common = common[-_LONGEST_COMMON:]
    for start in range(len(common) - 1, -1, -1):
        for unit in ("日期", "月份", "月", ""):
            yield common[start:] + own + unit


def match_row(names: dict[str, tuple[int, str]], cells: Sequence[str | None]) -> Headers:
    """What one row says as headings, whatever row it is."""
    return _match(names, 0, cells, ten_thousands=True)


def _match(
    names: dict[str, tuple[int, str]],
    row: int,
    cells: Sequence[str | None],
    ten_thousands: bool,
) -> Headers:
    chosen: dict[str, tuple[int, int]] = {}
    everywhere: dict[str, list[tuple[int, int]]] = {}
    strangers, unnamed = [], []
    scaled: set[str] = set()
    # Numbers, dates and codes, which most cells hold, need not be looked at closely.
    in_chinese = not any(map(str.isascii, names))
    for position, text in enumerate(cells):
        if text is None or not text.strip():
            unnamed.append(position)
            continue
        if in_chinese and text.isascii():
            strangers.append(text.strip())
            continue
        rank_and_key = names.get(plain(text))
        large = False
        if rank_and_key is None:
            known = names.get(without_remark(text)) or names.get(without_marks(text))
            rank_and_key = (known[0] + 3, known[1]) if known else None
        if rank_and_key is None and ten_thousands and "万元" in plain(text):
            rank_and_key = names.get(plain(text).replace("万元", "元")) or names.get(
                plain(text).replace("(万元)", "").removesuffix("万元")
            )
            large = rank_and_key is not None
        if rank_and_key is None:
            strangers.append(text.strip())
            continue
        rank, key = rank_and_key
        everywhere.setdefault(key, []).append((rank, position))
        if key not in chosen or rank < chosen[key][0]:
            chosen[key] = (rank, position)
            scaled = scaled | {key} if large else scaled - {key}
    positions = {key: position for key, (_, position) in chosen.items()}
    texts = {key: (cells[position] or "").strip() for key, position in positions.items()}
    # Of a heading and a mere alias of it, the heading is meant; of two that are as good as each
    # other nobody knows.
    doubles = {
        key: others
        for key, places in everywhere.items()
        if (
            others := tuple(
                place
                for sure, place in places
                if (sure, place) != chosen[key] and sure == chosen[key][0]
            )
        )
    }
    return Headers(
        row, positions, texts, tuple(strangers), tuple(unnamed), frozenset(scaled), doubles
    )


def match_names(sheets: Sequence[Sheet], names: Sequence[str]) -> dict[SheetKind, str]:
    """Which sheet of a workbook is which of these, by its name: kind → name.

    The exact name is best, then an alias, then a name that contains the form's.
    """
    found: dict[SheetKind, str] = {}
    taken: set[str] = set()
    plain_names = {name: plain(name) for name in names}
    for level in range(3):
        for sheet in sheets:
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
