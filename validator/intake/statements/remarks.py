"""What is said of a statement beside its rows: what is missing, hidden, or was not compared."""

from validator.intake.statements.chain import Chain
from validator.intake.statements.headings import StatementTable
from validator.intake.statements.hidden_parts import hidden_remarks
from validator.intake.statements.holder import Holder
from validator.intake.statements.rows import Rows
from validator.intake.statements.sources import StatementSource
from validator.intake.statements.sources.page import Page


def remarks_of(
    source: StatementSource,
    read: list[tuple[Page, StatementTable, int]],
    holder: Holder,
    rows: Rows,
    balance: Chain,
) -> list[str]:
    """What a clerk should know of a statement beside its rows.

    Args:
        source: the file.
        read: each page with its columns and the row below its headings.
        holder: whose account it is.
        rows: the transactions.
        balance: how their balance was found.
    """
    table = read[0][1]
    remarks = [table.layout.note] if table.layout.note else []
    if not holder.name and not holder.id_number:
        remarks.append(
            "对账单没有写明户名。可用 --holder 指定，或用 --holder-from-name 取文件名开头的姓名。"
        )
    if "balance" in table.columns and rows.frame["balance_fen"].is_null().all():
        remarks.append("余额列没有内容，余额没有核对。")
    if balance.reordered:
        remarks.append("各行不是按时间先后排的（可能排过序）：按日期重新排列后，余额连续。")
    accounts = table.columns.get("own_account", ())
    if any(column in accounts for page, _, _ in read for _, column in page.numbers):
        remarks.append("账号列被存成了数字，末几位已丢失，没有用来匹配。")
    known = {page.name for page, _, _ in read} | {page for page, _, _ in rows.unread}
    skipped = sum(page.name not in known for page in source.pages)
    if skipped > 0 and any(len(page.rows) > 1 for page in source.pages):
        remarks.append(f"另有 {skipped} 个工作表或页没有流水表格，已略过。")
    if rows.frame.is_empty():
        remarks.append("表格里没有读到流水行。")
    tables = [(page, table.headings, _places(table)) for page, table, _ in read]
    return remarks + hidden_remarks(source, rows.frame, tables)


def _places(table: StatementTable) -> list[int]:
    return [place for places in table.columns.values() for place in places]
