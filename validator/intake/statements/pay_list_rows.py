"""The rows of a pay list: who was paid how much for which month, and what could not be read."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from claimcheck.identity import hide_numbers, tidy
from claimcheck.money import show_yuan
from validator.intake.statements.layout import layouts
from validator.intake.statements.list_headings import PayList, list_at, month_of_heading
from validator.intake.statements.months import month_of_title
from validator.intake.statements.pay_list_results import subject_of, told
from validator.intake.statements.sources.page import Page
from validator.intake.statements.statement import Options
from validator.intake.statements.values import fen_by_text, read_fen
from validator.reading.date_columns import read_date
from validator.reading.ditto import is_ditto

_DIGIT = re.compile(r"\d")
#: （同上）。 and shorter; most cells are longer, and need no look.
_LONGEST_DITTO = 5

_TOTALS = ("合计", "小计", "总计", "共计", "总额", "合计金额", "金额合计", "制表", "审核", "制表人")
_YEAR_AND_MONTH = re.compile(r"(20\d{2})[年\-/.]?(1[0-2]|0[1-9]|[1-9](?!\d))月?")
_YEAR = re.compile(r"(20\d{2})年")
_DAY = re.compile(r"(?:发放|代发|入账|付款|发薪)(?:日期|时间)[:：]?\s*(20\d{2}\S{4,8})")
#: What stands for "nothing" in the column of a month.
_NOTHING = ("", "-", "—", "/", "0", "0.00")


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
        self._day = read_date(day[1]) if (day := _DAY.search(about)) else None

    def read(self, table: PayList) -> None:
        """Take every row below the heads of a list, and of those that follow it."""
        noise = tuple(layouts().cells.noise)
        money = self._money(table)
        above: Sequence[str] = ()  # the row of the person before
        for number, written in enumerate(self._page.rows[table.row + 1 :], table.row + 2):
            row = _Row(self._page, number, table, _with_dittos(table, written, above))
            # People have numbers, headings have none: only such a line is worth a look.
            if _DIGIT.search("".join(row.cells)) is None:
                again = list_at(number - 1, row.cells)
                if again is not None and again.complete:
                    table = again  # the next firm or group, with headings of its own
                    continue
            name = row.text("name")
            # 打印车间 or 本期新进 in front of a person is where he works, not a note.
            if not row.is_person() and (row.first.startswith(noise) or name.startswith(noise)):
                continue
            if _is_total(row, name):
                continue
            if not name:
                if row.text("id_number") or row.text("account") or self._adds_nothing_up(row):
                    self._leave(row, "没有姓名")
                continue
            above = row.cells
            self._pay(row, money)

    def _money(self, table: PayList) -> dict[str, int | None]:
        places = {*table.months, table.columns.get("amount", -1)}
        return fen_by_text(
            cells[place]
            for cells in self._page.rows[table.row + 1 :]
            for place in places
            if 0 <= place < len(cells)
        )

    def _adds_nothing_up(self, row: "_Row") -> bool:
        """Whether a row without a name holds an amount that is not the sum of those above."""
        fen = read_fen(row.text("amount")) or 0
        return fen != 0 and fen != sum(int(str(entry["size_fen"])) for entry in self.rows)

    def _pay(self, row: "_Row", money: dict[str, int | None]) -> None:
        """Enter the payments of one person's row."""
        said = row.result("date")
        day = read_date(said) if said else self._day
        if said and day is None:
            self._leave(row, f"日期看不懂（{hide_numbers(said)}）")
            return
        in_row = row.text("month") or row.text("memo")
        amounts = _amounts(row, _month(in_row, self._year) or self._month, self._year)
        if not any(text.strip() for _, text in amounts):
            self._leave(row, "实发工资是空的")
        if differing := _rival(row.table, row.cells):
            self._leave(row, f"两列“{differing}”的金额不同")
            return
        for month, text in amounts:
            if text.strip() in _NOTHING:
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

    def _leave(self, row: "_Row", why: str) -> None:
        self.unread.append((self._page.name, row.number, why))


class _Row:
    """One row under the heads of a list."""

    def __init__(self, page: Page, number: int, table: PayList, cells: Sequence[str]) -> None:
        self.page, self.number, self.table, self.cells = page, number, table, cells
        self.first = next((text.strip() for text in cells if text.strip()), "")

    def text(self, field: str) -> str:
        """The text under the heading of a field; "" where it is a number that lost digits."""
        place = self.table.columns.get(field, -1)
        if not 0 <= place < len(self.cells) or (self.number - 1, place) in self.page.numbers:
            return ""
        return re.sub(r"[\s\x00-\x1f]+", " ", self.cells[place]).strip()[:300]

    def is_person(self) -> bool:
        """Whether it names somebody with an ID number or account: such a row is never a note."""
        numbers = self.text("id_number") + self.text("account")
        return bool(self.text("name")) and _DIGIT.search(numbers) is not None

    def result(self, field: str) -> str:
        """The text under a heading; "" where it only says that there is nothing."""
        text = self.text(field)
        return "" if text in _NOTHING or text in layouts().cells.empty else text

    def person(self) -> dict[str, object]:
        """Whom the row is about."""
        return {
            "page": self.page.name,
            "row": self.number,
            "party": self.text("name"),
            "party_id": tidy(self.text("id_number")) or None,
            "party_account": tidy(self.text("account")) or None,
            "reference": self.text("reference") or None,
            "own_name": self.text("employer") or None,
            "status": self.text("status") or None,
        }


def _with_dittos(table: PayList, cells: Sequence[str], above: Sequence[str]) -> Sequence[str]:
    """The cells of a row with those of the row above where they say 同上; never who it is."""
    own = {table.columns.get(field) for field in ("name", "id_number", "account")}
    return [
        above[place]
        if len(text) <= _LONGEST_DITTO
        and place < len(above)
        and place not in own
        and is_ditto(text)
        else text
        for place, text in enumerate(cells)
    ]


def _is_total(row: _Row, name: str) -> bool:
    """Whether a line adds up others: 合 计 in whatever cell, where nobody is named."""
    texts = (row.first, name) if name else row.cells
    return any(re.sub(r"[\s:：]", "", text) in _TOTALS for text in texts)


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


def _amounts(row: _Row, month: str, year: int) -> list[tuple[str, str]]:
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


def _pay_day(month: str, day: int) -> date | None:
    if not month or not day:
        return None
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, min(day, monthrange(year, number)[1]))
