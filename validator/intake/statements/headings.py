"""Recognises a statement by its headings: which layout, which row, which column is what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from validator.intake.statements.layout import Layout, Shape, layouts
from validator.intake.statements.sources.page import Page
from validator.reading.headers import plain, without_remark

#: How far down a header row is looked for.
SEARCHED_ROWS = 60

_LONGEST_HEADING = 60
_NUMBERS = tuple("0123456789+-¥￥/")

_FOREIGN_TAIL = re.compile(r"(?<=[一-鿿)])[a-z'./&#()]+$")


@dataclass(frozen=True)
class Table:
    """Where a page's table begins and what its columns are."""

    layout: Layout
    shape: Shape
    row: int  #: 0-based row of the headings
    columns: dict[str, tuple[int, ...]]  #: field → columns; several only for `memo`
    headings: tuple[str, ...]  #: of all columns, as they are written
    unused: tuple[str, ...]  #: headings that were not taken for anything

    def used(self) -> dict[str, str]:
        """Field → its heading(s), for messages."""
        return {
            field: "、".join(self.headings[place].strip() for place in places)
            for field, places in self.columns.items()
        }


@lru_cache(maxsize=8192)
def forms_of(text: str) -> tuple[str, ...]:
    """The ways to compare a heading, the surest first: whole, without remark or English."""
    whole = plain(text)
    chinese = _FOREIGN_TAIL.sub("", whole)
    return tuple(dict.fromkeys([whole, without_remark(text), chinese]))


@cache
def known_headings() -> frozenset[str]:
    """Every heading of every layout, in plain form."""
    data = layouts()
    lists = [
        *data.headings.values(),
        *data.pay_list.values(),
        *(layout.signature for layout in data.layout),
        *(texts for layout in data.layout for texts in layout.headings.values()),
    ]
    return frozenset(plain(text) for texts in lists for text in texts)


def known_count(cells: Sequence[str], more: frozenset[str] = frozenset()) -> int:
    """How many cells of a row are headings."""
    known = known_headings() | more if more else known_headings()
    return sum(
        1
        for cell in cells
        # What begins like a number or is long is no heading: most cells need no more look.
        if cell
        and len(cell) <= _LONGEST_HEADING
        and cell.lstrip()[:1] not in _NUMBERS
        and any(form in known for form in forms_of(cell))
    )


def generic() -> Layout:
    """The layout of a statement that no other describes: common headings alone."""
    return Layout(id="generic", title="通用版式（按常用列名识别）")


def find_table(page: Page, extra: Layout | None = None) -> Table | None:
    """The table of a page, in the layout that fits best; None where there is none.

    Args:
        page: the page.
        extra: an office's own layout, which comes before all others where it fits.
    """
    best: tuple[tuple[int, int], Table] | None = None
    for row, cells in enumerate(page.rows[:SEARCHED_ROWS]):
        if extra is None and known_count(cells) < 2:
            continue
        places = _places(cells)
        for layout in _candidates(places, page, row, extra):
            table = _table(layout, row, cells, places)
            if table is None:
                continue
            own = 2 if layout is extra else bool(layout.signature)
            rank = (own, len(layout.signature) + len(table.columns))
            if best is None or rank > best[0]:
                best = (rank, table)
    return best[1] if best else None


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Plain heading → column; a whole heading comes before a shortened one."""
    found: dict[str, int] = {}
    forms = [(place, forms_of(text)) for place, text in enumerate(cells) if text.strip()]
    for place, texts in forms:
        found.setdefault(texts[0], place)
    for place, texts in forms:
        for text in texts[1:]:
            found.setdefault(text, place)
    return found


def _candidates(
    places: Mapping[str, int], page: Page, row: int, extra: Layout | None
) -> list[Layout]:
    fitting = [
        layout
        for layout in ([extra] if extra else []) + layouts().layout
        if all(plain(text) in places for text in layout.signature)
        and (not layout.marks or _marked(layout, page, row))
    ]
    return [*fitting, generic()]


def _marked(layout: Layout, page: Page, row: int) -> bool:
    above = "".join("".join(cells) for cells in page.rows[:row])
    return any(mark in above for mark in layout.marks)


def _table(
    layout: Layout, row: int, cells: Sequence[str], places: Mapping[str, int]
) -> Table | None:
    """The columns of a layout; None where date or amount is not among them."""
    columns: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    common = layouts().headings
    own_first = [*layout.headings, *(field for field in common if field not in layout.headings)]
    for field in own_first:
        texts = layout.headings.get(field) or common[field]
        found = [places[plain(text)] for text in texts if plain(text) in places]
        free = [place for place in dict.fromkeys(found) if place not in taken]
        if not free:
            continue
        columns[field] = tuple(free) if field == "memo" else (free[0],)
        taken.update(columns[field])
    shape = layout.shape or _shape(columns)
    if "date" not in columns or shape is None or not _has_amount(shape, columns):
        return None
    unused = [
        text.strip() for place, text in enumerate(cells) if text.strip() and place not in taken
    ]
    return Table(layout, shape, row, columns, tuple(cells), tuple(unused))


def _shape(columns: Mapping[str, object]) -> Shape | None:
    if "income" in columns:
        return Shape.SPLIT
    if "amount" in columns:
        return Shape.DIRECTION if "direction" in columns else Shape.SIGNED
    return None


def _has_amount(shape: Shape, columns: Mapping[str, object]) -> bool:
    match shape:
        case Shape.SPLIT:
            return "income" in columns or "expense" in columns
        case Shape.SIGNED:
            return "amount" in columns
    return "amount" in columns and "direction" in columns
