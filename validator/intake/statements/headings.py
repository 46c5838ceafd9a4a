"""Recognises a statement by its headings: which layout, which row, which column is what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from validator.intake.statements.amount_headings import AMOUNT_FIELDS, amount_field, is_like_amount
from validator.intake.statements.double_headings import joined_headings
from validator.intake.statements.known_headings import forms_of, known_count, names_direction
from validator.intake.statements.layout import Layout, Shape, layouts
from validator.intake.statements.sources.page import Page
from validator.reading.headers import plain

#: How far down a header row is looked for.
SEARCHED_ROWS = 60


@dataclass(frozen=True)
class StatementTable:
    """Where a page's table begins and what its columns are."""

    layout: Layout
    shape: Shape
    row: int  #: 0-based row of the headings
    columns: dict[str, tuple[int, ...]]  #: field → columns; several only for `memo`
    headings: tuple[str, ...]  #: of all columns, as they are written
    unused: tuple[str, ...]  #: headings that were not taken for anything
    #: columns beside those that were taken in which money may stand as well
    rivals: tuple[int, ...] = field(default=())

    def used(self) -> dict[str, str]:
        """Field → its heading(s), for messages."""
        return {
            field: "、".join(self.headings[place].strip() for place in places)
            for field, places in self.columns.items()
        }


def generic() -> Layout:
    """The layout of a statement that no other describes: common headings alone."""
    return Layout(id="generic", title="通用版式（按常用列名识别）")


def find_table(page: Page, extra: Layout | None) -> StatementTable | None:
    """The table of a page, in the layout that fits best; None where there is none.

    Args:
        page: the page.
        extra: an office's own layout, which comes before all others where it fits.
    """
    best: tuple[tuple[int, int], StatementTable] | None = None
    for row, cells in enumerate(page.rows[:SEARCHED_ROWS]):
        if extra is None and known_count(cells) < 2:
            continue
        for at, headings in _one_or_two(page, row):
            places = _places(headings)
            for layout in _candidates(places, page, row, extra):
                table = _table(layout, at, headings, places)
                if table is None:
                    continue
                own = 2 if layout is extra else bool(layout.signature)
                rank = (own, len(layout.signature) + len(table.columns))
                if best is None or rank > best[0]:
                    best = (rank, table)
    return _without_empty_doubles(best[1], page) if best else None


def _one_or_two(page: Page, row: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The headings of a row, and those of two rows where the lower one parts the upper.

    Yields:
        The last row of the headings, and the headings.
    """
    yield row, page.rows[row]
    if row + 1 < len(page.rows):
        lower = page.rows[row + 1]
        if any(map(names_direction, lower)) and not any(map(_has_digit, lower)):
            yield row + 1, joined_headings(page.rows[row], lower)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _without_empty_doubles(table: StatementTable, page: Page) -> StatementTable:
    """Of columns with one heading, take the first that holds anything.

    The holder's own name and account always stand before those of the other side.
    """
    names: dict[str, list[int]] = {}
    for place, text in enumerate(table.headings):
        if text.strip():
            names.setdefault(plain(text), []).append(place)
    taken = {place for places in table.columns.values() for place in places}
    columns, rivals = dict(table.columns), set(table.rivals)
    for name, places in table.columns.items():
        alike = [
            place
            for place in names.get(plain(table.headings[places[0]]), ())
            if place not in taken or place == places[0]
        ]
        if name == "memo" or name.startswith("own_") or len(alike) < 2:
            continue
        filled = [place for place in alike if _is_filled(page, table.row, place)]
        columns[name] = (filled[0] if filled else places[0],)
        if name in AMOUNT_FIELDS:
            rivals = (rivals | set(filled)) - set(columns[name])
    return replace(table, columns=columns, rivals=tuple(sorted(rivals)))


def _is_filled(page: Page, row: int, place: int) -> bool:
    return any(len(cells) > place and cells[place].strip() for cells in page.rows[row + 1 :])


def _places(cells: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Plain heading → columns; a whole heading comes before a shortened one."""
    found: dict[str, list[int]] = {}
    forms = [(place, forms_of(text)) for place, text in enumerate(cells) if text.strip()]
    for place, texts in forms:
        found.setdefault(texts[0], []).append(place)
    shortened: dict[str, list[int]] = {}
    for place, texts in forms:
        for text in texts[1:]:
            shortened.setdefault(text, []).append(place)
    for text, places in shortened.items():
        found.setdefault(text, places)
    return {text: tuple(places) for text, places in found.items()}


def _candidates(
    places: Mapping[str, tuple[int, ...]], page: Page, row: int, extra: Layout | None
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
    layout: Layout, row: int, cells: Sequence[str], places: Mapping[str, tuple[int, ...]]
) -> StatementTable | None:
    """The columns of a layout; None where date or amount is not among them."""
    columns: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    common = layouts().headings
    own_first = [*layout.headings, *(field for field in common if field not in layout.headings)]
    for name in own_first:
        texts = layout.headings.get(name) or common[name]
        found = [place for text in texts for place in places.get(plain(text), ())]
        if name in AMOUNT_FIELDS and name not in layout.headings:
            found += [at for at, text in enumerate(cells) if amount_field(text) == name]
        free = [place for place in dict.fromkeys(found) if place not in taken]
        if not free:
            continue
        columns[name] = tuple(free) if name == "memo" else (free[0],)
        taken.update(columns[name])
    shape = layout.shape or _shape(columns)
    if "date" not in columns or shape is None or not _has_amount(shape, columns):
        return None
    left = [(at, text) for at, text in enumerate(cells) if text.strip() and at not in taken]
    rivals = tuple(at for at, text in left if is_like_amount(text))
    unused = tuple(text.strip() for _, text in left)
    return StatementTable(layout, shape, row, columns, tuple(cells), unused, rivals)


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
