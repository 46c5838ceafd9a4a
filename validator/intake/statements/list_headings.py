"""Recognises pay lists by their headings: who was paid, and how much.

What was paid is never guessed: a wage before anything is taken off is another thing, and of
two columns with one heading neither counts in silence.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from validator.intake.statements.headings import SEARCHED_ROWS, forms_of, joined_headings
from validator.intake.statements.layout import layouts
from validator.intake.statements.sources.page import Page
from validator.reading.headers import plain

_LONGEST_HEADING = 60
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

    @property
    def complete(self) -> bool:
        """Whether it says who was paid how much."""
        named = "name" in self.columns and bool({"id_number", "account"} & set(self.columns))
        return named and ("amount" in self.columns or bool(self.months))


def find_list(page: Page) -> PayList | None:
    """The pay list on a page; None where there is none."""
    for row, cells in enumerate(page.rows[:SEARCHED_ROWS]):
        found = list_at(row, cells)
        if found is not None and not found.complete and row + 1 < len(page.rows):
            # Group heads above: 姓名 stands in the upper row, 实发工资 in the lower one.
            found = list_at(row + 1, joined_headings(cells, page.rows[row + 1]))
        if found is not None and found.complete:
            return _with_filled_amount(page, found)
    return None


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
    for row, cells in enumerate(page.rows[:SEARCHED_ROWS]):
        found = list_at(row, cells)
        wages = sum(map(_about_wages, cells))
        if found is not None and not found.complete and wages >= 2:
            return row, found
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
    if amounts:
        columns["amount"], rivals = _best(cells, amounts)
    elif vague and sum(map(_about_wages, cells)) <= 1:
        columns["amount"], rivals = vague[0], tuple(vague[1:])
    return PayList(row, columns, months, rivals) if "name" in columns else None


def _is_paid(heading: str) -> bool:
    """Whether a heading says what was paid out, in whatever words (工资实发合计)."""
    text = plain(heading)
    words = layouts().paid
    return (
        len(heading) < _LONGEST_HEADING
        and month_of_heading(heading) is None
        and any(word in text for word in words.words)
        and not any(word in text for word in words.other)
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
