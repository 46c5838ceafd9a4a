"""Recognises pay lists by their headings: who was paid, and how much.

What was paid is never guessed: a wage before anything is taken off is another thing, and of
two columns with one heading neither counts in silence.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from validator.intake.statements.double_headings import joined_headings
from validator.intake.statements.headings import SEARCHED_ROWS
from validator.intake.statements.known_headings import forms_of, ways_of_payment
from validator.intake.statements.layout import layouts
from validator.intake.statements.sources.page import Page
from validator.reading.headers import plain

_LONGEST_HEADING = 60
#: What stands above a group is short (收款人信息); titles are longer.
_LONGEST_GROUP = 12
_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH_HEADING = re.compile(
    r"(?:(?P<year>20\d{2})[年\-/.]?)?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月?(?:份)?"
    r"(?:实发|应发|工资|实发工资|发放金额|金额)*"
)


@dataclass(frozen=True)
class PayList:
    """Where the table of a list begins, and what its columns are."""

    row: int
    columns: dict[str, int]
    months: dict[int, tuple[int, int]]  #: column → (year or 0, month)
    rivals: tuple[int, ...] = ()  #: other columns with the heading of the amount
    #: columns under other words that say what was paid as well (代发金额 beside 实发工资)
    besides: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()  #: of all columns; those of two rows are put together

    @property
    def complete(self) -> bool:
        """Whether it says who was paid how much."""
        named = "name" in self.columns and bool({"id_number", "account"} & set(self.columns))
        return named and ("amount" in self.columns or bool(self.months))


def find_list(page: Page) -> PayList | None:
    """The pay list on a page; None where there is none."""
    below = 0
    for row in range(min(len(page.rows), SEARCHED_ROWS)):
        if row < below:
            continue  # the lower row of headings that name no amount
        found = headings_at(page, row)
        if found is not None and found.complete:
            return _with_filled_amount(page, found)
        below = found.row + 1 if found is not None else 0
    return None


def headings_at(page: Page, row: int) -> PayList | None:
    """The headings that begin in a row: it alone, or with the row below that parts its groups.

    金额 above 应发 and 实发 is no amount by itself: the lower row says which was paid.
    """
    cells = page.rows[row]
    alone = list_at(row, cells)
    lower = page.rows[row + 1] if row + 1 < len(page.rows) else []
    if not _parts(cells, lower, alone):
        return alone
    both = list_at(row + 1, joined_headings(cells, lower))
    if both is None or both.complete or alone is not None:
        return both or alone
    below = list_at(row + 1, lower)
    return both if below is not None and _is_unpaid_above(cells, below) else None


def _parts(upper: Sequence[str], lower: Sequence[str], alone: PayList | None) -> bool:
    """Whether a row says what the parts of the groups above it are."""
    if any(map(_has_digit, lower)):
        return False
    if alone is None:
        groups = [cell.strip() for cell in upper if cell.strip()]
        words = layouts().paid.titles
        return len(groups) > 1 and not any(
            len(cell) > _LONGEST_GROUP or _has_digit(cell) or any(word in cell for word in words)
            for cell in groups
        )
    if not alone.complete:
        return True
    names, _, _ = _names()
    return any(
        cell.strip() and (_about_wages(cell) or any(form in names for form in forms_of(cell)))
        for cell in lower
    )


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _is_unpaid_above(upper: Sequence[str], below: PayList) -> bool:
    """Whether the group above the amount says that it was not paid: 应发 above 金额."""
    place = below.columns.get("amount", -1)
    group = plain(upper[place]) if 0 <= place < len(upper) else ""
    return any(word in group for word in layouts().paid.other)


def _with_filled_amount(page: Page, table: PayList) -> PayList:
    """Of columns with one heading, the one that holds the amounts where only one does."""
    places = [table.columns.get("amount", -1), *table.rivals]
    filled = [
        place
        for place in places
        if any(
            0 <= place < len(cells) and cells[place].strip() for cells in page.rows[table.row + 1 :]
        )
    ]
    if len(places) < 2 or not filled:
        return table
    columns = {**table.columns, "amount": filled[0]}
    return replace(table, columns=columns, rivals=tuple(filled[1:]))


def like_list(page: Page) -> tuple[int, PayList] | None:
    """The 0-based row of headings that name people and wages but no amount that was paid."""
    for row in range(min(len(page.rows), SEARCHED_ROWS)):
        found = headings_at(page, row)
        if found is not None and not found.complete and sum(map(_about_wages, found.headings)) >= 2:
            return found.row, found
    return None


def _about_wages(heading: str) -> bool:
    """Whether a heading is about wages: what was earned, taken off or paid."""
    text = plain(heading)
    return len(heading) < _LONGEST_HEADING and any(word in text for word in layouts().paid.wages)


@cache
def _names() -> tuple[dict[str, str], frozenset[str], tuple[str, ...]]:
    """Plain heading → field; headings of statements; headings of names."""
    names = {plain(text): field for field, texts in layouts().pay_list.items() for text in texts}
    bank = {
        plain(text)
        for field in ("balance", "party", "party_account", "party_both", "income", "expense")
        for text in layouts().headings[field]
    } - set(names)
    who = tuple(text for text, field in names.items() if field == "name")
    return names, frozenset(bank), who


def list_at(row: int, cells: Sequence[str]) -> PayList | None:
    """What a line says as the headings of a list; None where it names nobody."""
    names, bank, who = _names()
    whole = plain("".join(cell for cell in cells if len(cell) < _LONGEST_HEADING))
    if not any(text in whole for text in who):
        return None
    columns: dict[str, int] = {}
    months: dict[int, tuple[int, int]] = {}
    amounts: list[int] = []
    vague: list[int] = []
    for place, cell in enumerate(cells):
        if any(form in bank for form in forms_of(cell)):
            return None
        field = next((names[form] for form in forms_of(cell) if form in names), "")
        if _is_paid(cell):
            amounts.append(place)
        elif field == "amount":
            if not any(word in plain(cell) for word in layouts().paid.other):
                vague.append(place)
        elif field:
            columns.setdefault(field, place)
        elif month := month_of_heading(cell):
            months[place] = month
    rivals: tuple[int, ...] = ()
    besides: tuple[int, ...] = ()
    if amounts:
        columns["amount"], rivals = _best(cells, amounts)
        besides = tuple(
            place
            for place, cell in enumerate(cells)
            if place not in (columns["amount"], *rivals)
            and (place in amounts or plain(cell) in ways_of_payment())
        )
    elif vague and sum(map(_about_wages, cells)) <= 1:
        columns["amount"], rivals = vague[0], tuple(vague[1:])
    if "name" not in columns:
        return None
    return PayList(row, columns, months, rivals, besides, tuple(cells))


def _is_paid(heading: str) -> bool:
    """Whether a heading says what was paid out, in whatever words (工资实发合计)."""
    text = plain(heading)
    words = layouts().paid
    return (
        len(heading) < _LONGEST_HEADING
        and month_of_heading(heading) is None
        and (
            text in words.by_bank
            or (
                any(word in text for word in words.words)
                and not any(word in text for word in words.other)
            )
        )
    )


def _best(cells: Sequence[str], places: Sequence[int]) -> tuple[int, tuple[int, ...]]:
    """Of several columns that say what was paid, the sum; and those with the same heading."""
    sums = [place for place in places if "合计" in cells[place]]
    best = (sums or places)[0]
    alike = plain(cells[best])
    return best, tuple(at for at in places if at != best and plain(cells[at]) == alike)


def month_of_heading(cell: str) -> tuple[int, int] | None:
    """Year (0 where it is not said) and month that a heading names: 3月实发, 2026-03, 202603."""
    text = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", cell))
    compact = re.fullmatch(r"(20\d{2})(0[1-9]|1[0-2])", text)
    if compact:
        return int(compact[1]), int(compact[2])
    match = _MONTH_HEADING.fullmatch(text)
    if match is None or not re.search(r"月|20\d{2}", text):
        return None
    return int(match["year"] or 0), _number(match["month"])


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _CHINESE_MONTHS.index(text) + 1
