"""The rows of a pay list: who was paid how much for which month, and what could not be read."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from claimcheck.identity import hide_numbers
from claimcheck.money import show_yuan
from validator.intake.statements.bonus import bonus_asked, bonus_in, bonus_of_row
from validator.intake.statements.list_headings import PayList, headings_at, month_of_heading
from validator.intake.statements.months import month_of_title
from validator.intake.statements.paid_columns import PaidColumns
from validator.intake.statements.pay_list_results import subject_of, told
from validator.intake.statements.pay_list_row import NOTHING, PayListRow, as_one_text, with_dittos
from validator.intake.statements.short_dates import Period, is_short, short_day, why_not
from validator.intake.statements.sources.page import Page
from validator.intake.statements.statement import Options
from validator.intake.statements.values import fen_by_text, read_fen
from validator.reading.date_columns import read_date

_YEAR_AND_MONTH = re.compile(r"(20\d{2})[年\-/.]?(1[0-2]|0[1-9]|[1-9](?!\d))月?")
_YEAR = re.compile(r"(20\d{2})年")
_DAY = re.compile(r"(?:发放|代发|入账|付款|发薪)(?:日期|时间)[:：]?\s*(20\d{2}\S{4,8})")


#: A wage is seldom paid later; within so many days a day without a year is only one.
_SOON_AFTER = timedelta(days=120)


class PageRows:
    """The people of one page, whose lists may stand one under another.

    Attributes:
        rows: one entry a payment, with the columns of the statement's frame and `month`.
        unread: page, row and what is wrong, for the rows that were not taken.
    """

    def __init__(self, page: Page, about: str, options: Options, title: str = "") -> None:
        """Read what is said about the whole page.

        Args:
            page: the page.
            about: the texts above the list, and the names of sheet and file.
            options: what the caller knows.
            title: the texts above the list, without the name of the firm.
        """
        self.rows: list[dict[str, object]] = []
        self.unread: list[tuple[str, int, str]] = []
        self._page = page
        self._options = options
        self._year = int(found[1]) if (found := _YEAR.search(about)) else 0
        self._month = month_of_title(about)
        self._subject = subject_of(title)
        self._bonus = bonus_in(about)
        self._day = read_date(day[1]) if (day := _DAY.search(about)) else None

    def read(self, table: PayList) -> None:
        """Take every row below the heads of a list, and of those that follow it."""
        money = self._money(table)
        paid = PaidColumns(self._page, table)
        titles = {as_one_text(cells) for cells in self._page.rows[: table.row]} - {""}
        above: Sequence[str] = ()  # the row of the person before
        for number, written in enumerate(self._page.rows[table.row + 1 :], table.row + 2):
            if number <= table.row + 1:
                continue  # the second line of headings that stand in two
            row = PayListRow(self._page, number, table, with_dittos(table, written, above))
            if row.may_be_headings():
                again = headings_at(self._page, number - 1)
                if again is not None and again.complete:
                    # The next firm, group or page, with headings of its own.
                    table, paid = again, PaidColumns(self._page, again)
                    continue
            if row.is_note(titles) or row.is_total():
                continue
            if not row.text("name"):
                if row.text("id_number") or row.text("account") or self._adds_nothing_up(row):
                    self._leave(row, "没有姓名")
                continue
            above = row.cells
            self._pay(row, money, paid)

    def _money(self, table: PayList) -> dict[str, int | None]:
        places = {*table.months, table.columns.get("amount", -1)}
        return fen_by_text(
            cells[place]
            for cells in self._page.rows[table.row + 1 :]
            for place in places
            if 0 <= place < len(cells)
        )

    def _adds_nothing_up(self, row: PayListRow) -> bool:
        """Whether a row without a name holds an amount that is not the sum of those above."""
        fen = read_fen(row.text("amount")) or 0
        return fen != 0 and fen != sum(int(str(entry["size_fen"])) for entry in self.rows)

    def _pay(self, row: PayListRow, money: dict[str, int | None], paid: PaidColumns) -> None:
        """Enter the payments of one person's row."""
        in_row = row.text("month") or row.text("memo")
        own_month = _month(in_row, self._year) or self._month
        said = row.result("date")
        day = _paid_on(said, own_month) if said else self._day
        if said and day is None:
            self._leave(row, _no_day(said, own_month))
            return
        amounts = _amounts(row, own_month, self._year)
        if not any(text.strip() for _, text in amounts):
            self._leave(row, "实发工资是空的")
        if differing := _rival(row.table, row.cells):
            self._leave(row, f"两列“{differing}”的金额不同")
            return
        for month, text in amounts:
            if text.strip() in NOTHING:
                continue
            fen = money[text] if text in money else read_fen(text)
            if fen is None:
                self._leave(row, "金额看不懂")
                continue
            if fen < 0:
                self._leave(row, f"实发是负数（{show_yuan(fen)} 元），没有写入，请核对当月实发")
                continue
            kind, reason = told(
                row.text("status"), row.result("failure"), row.text("memo"),
                self._subject, month, day,
                paid.doubt(row.cells) or self._bonus_asked(row),
            )  # fmt: skip
            payment = {
                "date": day or _pay_day(month, self._options.pay_day),
                "amount_fen": -fen,
                "size_fen": fen,
                "memo": row.text("memo") or f"代发工资名单 {month}".strip(),
                "kind": str(kind),
                "reason": reason,
                "month": month,
            }
            self.rows.append(row.person() | payment)

    def _bonus_asked(self, row: PayListRow) -> str:
        """What the office is asked where a bonus is, or is among, what was paid."""
        if self._bonus:
            return bonus_asked("名单的标题或文件名", self._bonus)
        return bonus_of_row(row.table, row.cells)

    def _leave(self, row: PayListRow, why: str) -> None:
        self.unread.append((self._page.name, row.number, why))


def _rival(table: PayList, cells: Sequence[str]) -> str:
    """The amount as another column of the same heading has it, where the two differ."""
    place = table.columns.get("amount", -1)
    if not table.rivals or not 0 <= place < len(cells):
        return ""
    own = read_fen(cells[place])
    for other in table.rivals:
        fen = read_fen(cells[other]) if other < len(cells) else None
        if fen is not None and fen != own:
            return f"{show_yuan(own or 0)}”和“{show_yuan(fen)}"
    return ""


def _amounts(row: PayListRow, month: str, year: int) -> list[tuple[str, str]]:
    """Month and amount text of a row: one, or one for each column of a month."""
    table, cells = row.table, row.cells
    if table.months:
        return [
            (f"{named or year}-{number:02d}" if named or year else "", cells[place])
            for place, (named, number) in table.months.items()
            if place < len(cells)
        ]
    place = table.columns["amount"]
    return [(month, cells[place])] if place < len(cells) else []


def _month(text: str, year: int) -> str:
    if match := _YEAR_AND_MONTH.search(re.sub(r"\s", "", text)):
        return f"{match[1]}-{int(match[2]):02d}"
    found = month_of_heading(text) if text else None
    if found and (found[0] or year):
        return f"{found[0] or year}-{found[1]:02d}"
    return ""


def _paid_on(said: str, month: str) -> date | None:
    """The day of payment; without a year (3月10日), the one soon after the month it is for."""
    day = read_date(said)
    if day is not None or not month:
        return day
    first = date(int(month[:4]), int(month[5:]), 1)
    return short_day(said, Period(first, first + _SOON_AFTER))


def _no_day(said: str, month: str) -> str:
    if not is_short(said):
        return f"日期看不懂（{hide_numbers(said)}）"
    lacking = f"和工资月份（{month}）对不上" if month else "标题也没有写明工资月份"
    return why_not(said, None, lacking)


def _pay_day(month: str, day: int) -> date | None:
    if not month or not day:
        return None
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, min(day, monthrange(year, number)[1]))
