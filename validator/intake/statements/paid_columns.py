"""Several columns of a pay list that say what was paid: where they differ, the clerk is asked.

实发 3,500 beside 代发 3,000 and 现金 500: only the bank's part can be found on a statement. Which
column is meant is never settled in silence.
"""

from collections.abc import Sequence

from claimcheck.money import show_yuan
from claimcheck.text import shown_name
from validator.intake.statements.layout import layouts
from validator.intake.statements.list_headings import PayList
from validator.intake.statements.sources.page import Page
from validator.intake.statements.values import fen_by_text, read_fen
from validator.reading.headers import plain


class PaidColumns:
    """The columns of one list that say what was paid, and the rows in which they differ."""

    def __init__(self, page: Page, table: PayList) -> None:
        """Find the columns that hold amounts.

        Args:
            page: the page, for its rows below the headings.
            table: the list's columns.
        """
        self._headings = table.headings
        self._taken = -1 if table.months else table.columns.get("amount", -1)
        self._fen = fen_by_text(
            cells[place]
            for cells in page.rows[table.row + 1 :]
            for place in (self._taken, *table.besides)
            if 0 <= place < len(cells)
        )
        self._others = [
            place
            for place in table.besides
            if self._taken >= 0
            and any(self._read(cells, place) is not None for cells in page.rows[table.row + 1 :])
        ]

    def doubt(self, cells: Sequence[str]) -> str:
        """How the other columns differ in a row from the one that is taken; "" where none does.

        Parts that add up to what is taken do not differ, unless one of them was paid in cash.
        """
        taken = self._read(cells, self._taken)
        if taken is None:
            return ""
        found = {place: self._read(cells, place) for place in self._others}
        by_bank, in_cash = set(layouts().paid.by_bank), set(layouts().paid.in_cash)
        for place, fen in found.items():
            if fen and self._name(place) in in_cash:
                return self._text(place, fen, taken, "其中", "没有经过银行")
        parts = [fen for fen in found.values() if fen]
        if sum(parts) == taken and len(parts) > 1:
            return ""
        for place, fen in found.items():
            # An empty cell says nothing, but for what went through the bank: then nothing did.
            said = 0 if fen is None and self._name(place) in by_bank else fen
            if said not in (None, taken) and self._name(place) not in in_cash:
                return self._text(place, int(said or 0), taken, "", "，不知以哪一列为准")
        return ""

    def _text(self, place: int, fen: int, taken: int, before: str, what: str) -> str:
        other, own = (shown_name(self._headings[at].strip()) for at in (place, self._taken))
        return (
            f"“{own}”{show_yuan(taken)} 元，{before}“{other}”{show_yuan(fen)} 元{what}。"
            f"确认“是”的按“{own}”；应按另一列的，请在名单里只留那一列再导入"
        )

    def _name(self, place: int) -> str:
        return plain(self._headings[place])

    def _read(self, cells: Sequence[str], place: int) -> int | None:
        if not 0 <= place < len(cells) or not cells[place].strip():
            return None
        text = cells[place]
        return self._fen[text] if text in self._fen else read_fen(text)
