"""Amounts that are not in yuan: a table in 万元 is refused, never read as yuan."""

import re
from collections.abc import Iterable, Sequence

from validator.intake.statements.layout import layouts
from validator.intake.statements.sources.page import Page
from validator.reading.unreadable import UnreadableError

_ABOVE = r"单位[:：]?(?:人民币)?"


def refuse_other_units(
    page: Page, row: int, headings: Sequence[str], places: Iterable[int]
) -> None:
    """Refuse a table whose amounts are written in thousands or more.

    Args:
        page: the page.
        row: the 0-based row of the headings.
        headings: of all columns.
        places: the columns of amounts.

    Raises:
        UnreadableError: a heading or a line above says so.
    """
    other = f"({'|'.join(map(re.escape, layouts().amounts.other_units))})"
    for place in places:
        heading = headings[place].strip() if 0 <= place < len(headings) else ""
        if found := re.search(other, _bare(heading)):
            raise UnreadableError(_fault(page, f"“{heading}”列", found[1]))
    for cells in page.rows[:row]:
        if found := re.search(_ABOVE + other, _bare(" ".join(cells))):
            raise UnreadableError(_fault(page, "金额", found[1]))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _fault(page: Page, what: str, unit: str) -> str:
    place = f"“{page.name}”的" if page.name else ""
    return f"{place}{what}以{unit}为单位，没有读取。请换算成元，把单位改为“元”再导入。"
