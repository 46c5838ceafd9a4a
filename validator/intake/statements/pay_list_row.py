"""One row of a pay list: whom it names, and whether it is somebody's at all."""

import re
from collections.abc import Collection, Sequence

from claimcheck.identity import tidy
from validator.intake.statements.holder import is_person
from validator.intake.statements.layout import layouts
from validator.intake.statements.list_headings import PayList
from validator.intake.statements.sources.page import Page
from validator.reading.ditto import is_ditto
from validator.reading.headers import plain

_DIGIT = re.compile(r"\d")
#: （同上）。 and shorter; most cells are longer, and need no look.
_LONGEST_DITTO = 5

_TOTALS = ("合计", "小计", "总计", "共计", "总额", "合计金额", "金额合计", "制表", "审核", "制表人")
_TOTAL_OF = re.compile(r".{0,12}[合总小共]计[:：]?")
#: 审核人：, 单位负责人（签字）：, 第 1 页, 共 3 页: whoever follows them is not paid.
_LABEL = re.compile(r"[一-鿿（）()、/ ]{2,14}[:：]")
_PAGE = re.compile(r"第\s*\d+\s*页|共\s*\d+\s*页|\d+\s*/\s*\d+\s*页")
#: What stands for "nothing" in a cell.
NOTHING = ("", "-", "—", "/", "0", "0.00")


class PayListRow:
    """One row under the heads of a list."""

    def __init__(self, page: Page, number: int, table: PayList, cells: Sequence[str]) -> None:
        """Take a row.

        Args:
            page: its page.
            number: its 1-based line.
            table: the columns of the list.
            cells: what it holds.
        """
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

    def may_be_headings(self) -> bool:
        """Whether it may be the headings of the next page, firm or group."""
        place = self.table.columns["name"]
        name = self.cells[place] if place < len(self.cells) else ""
        # People have numbers, headings seldom have: only 1月, 2月.
        return (
            _DIGIT.search("".join(self.cells)) is None
            or plain(name) == plain(self.table.headings[place])
        ) and bool(self.first)

    def is_note(self, above: Collection[str]) -> bool:
        """Whether it says something about the list: a title, who made it out, the page's number.

        Args:
            above: the lines above the list, each as one text, which some programs repeat.
        """
        if self.is_person():
            return False
        noise, name = tuple(layouts().cells.noise), self.text("name")
        # 打印车间 or 本期新进 in front of a person is where he works, not a note.
        if self.first.startswith(noise) or name.startswith(noise):
            return True
        if self._holds_amounts():
            return False
        filled = [text.strip() for text in self.cells if text.strip()]
        return (
            as_one_text(self.cells) in above
            or any(_LABEL.match(text) for text in (self.first, name))
            or any(_PAGE.search(text) for text in filled)
            or (len(filled) == 1 and bool(name) and not is_person(name))
        )

    def is_total(self) -> bool:
        """Whether it adds up others: 合 计 in whatever cell, where nobody is named; 一车间小计."""
        name = self.text("name")
        if name and not self.is_person() and _TOTAL_OF.fullmatch(re.sub(r"\s", "", name)):
            return True
        texts = (self.first, name) if name else self.cells
        return any(re.sub(r"[\s:：]", "", text) in _TOTALS for text in texts)

    def _holds_amounts(self) -> bool:
        places = {*self.table.months, self.table.columns.get("amount", -1)}
        return any(
            0 <= place < len(self.cells) and _DIGIT.search(self.cells[place]) is not None
            for place in places
        )

    def result(self, field: str) -> str:
        """The text under a heading; "" where it only says that there is nothing."""
        text = self.text(field)
        return "" if text in NOTHING or text in layouts().cells.empty else text

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


def as_one_text(cells: Sequence[str]) -> str:
    """A line without its gaps, to be compared with others."""
    return re.sub(r"\s", "", "".join(cells))


def with_dittos(table: PayList, cells: Sequence[str], above: Sequence[str]) -> Sequence[str]:
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
