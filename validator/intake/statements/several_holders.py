"""Statements of several people in one file: refused, because wages would go to the wrong one."""

from collections.abc import Iterable

from claimcheck.names import plain_name
from validator.intake.statements.headings import StatementTable
from validator.intake.statements.holder import Holder, find_holder
from validator.intake.statements.layout import layouts
from validator.intake.statements.sources.page import Page
from validator.reading.unreadable import UnreadableError


def refuse_several_holders(read: Iterable[tuple[Page, StatementTable, int]]) -> None:
    """Refuse a file that names a second holder, on another sheet or further down.

    Args:
        read: each page with its columns and the row below its headings.

    Raises:
        UnreadableError: there is a second holder.
    """
    first = Holder()
    for page, table, start in read:
        above = max(start - 1, 0)
        for row, lines in [(above, page.rows[:above]), *_lines_of_holders(page, table, start)]:
            holder = find_holder([(Page(page.name, lines), len(lines))])
            if not holder.name and not holder.account:
                continue
            if _differ(first, holder):
                raise UnreadableError(
                    f"{page.name}第 {row + 1} 行前后是不同的户主：一个文件里有几个人的流水。"
                    "请按户主分别另存为一个文件再导入。"
                )
            first = first if first.name or first.account else holder


def _lines_of_holders(
    page: Page, table: StatementTable, start: int
) -> Iterable[tuple[int, list[list[str]]]]:
    """Lines below the headings that begin with 户名 or 账号 and hold no date, with their rows."""
    data = layouts().preamble
    labels = (*data.holder, *data.account)
    dates = table.columns["date"]
    for row, cells in enumerate(page.rows[start:], start):
        first = next((cell for cell in cells if cell.strip()), "").strip()
        if not first or first[0].isdigit() or not first.lower().startswith(labels):
            continue
        if not any(cells[at].strip()[:1].isdigit() for at in dates if at < len(cells)):
            yield row, [cells]


def _differ(one: Holder, other: Holder) -> bool:
    """Whether two are different people, as far as the bank shows them."""
    if one.name and other.name:
        hidden = "*" in one.name + other.name
        return not hidden and plain_name(one.name) != plain_name(other.name)
    whole = one.account.isdigit() and other.account.isdigit()
    return whole and one.account != other.account
