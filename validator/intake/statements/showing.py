"""Shows one statement: what was recognised, and each row that brings money in."""

from collections.abc import Iterator

import polars as pl

from claimcheck.identity import mask_account, mask_name
from claimcheck.money import show_yuan
from claimcheck.text import shown_name
from validator.intake.statements.fields import FIELDS
from validator.intake.statements.pay import FOREIGN, RowKind
from validator.intake.statements.statement import Statement

_PAID_OUT = ("支出", "收入")
#: What the sums of the rows are called: none holds what is in another.
_SUMS = {
    RowKind.WAGES: "合计 工资",
    RowKind.PERHAPS: "合计 可能是工资（须确认）",
    RowKind.NOT_WAGES: "合计 不是工资（不计入）",
}


def lines(statement: Statement, *, unmask: bool) -> Iterator[str]:
    """The statement in plain text; spending is not shown."""
    holder = statement.holder
    name = holder.name if unmask or holder.organisation else mask_name(holder.name)
    account = holder.account if unmask else mask_account(holder.account)
    yield f"{shown_name(statement.path)}：{statement.layout.title}"
    yield f"  户名 {name or '未写明'}，账号 {account or '未写明'}"
    yield f"  余额核对：{statement.chain.state}"
    known = "、".join(f"{FIELDS.get(key, key)}={text}" for key, text in statement.used.items())
    yield f"  认出的列：{known}"
    if statement.unused:
        yield f"  没有用到的列：{'、'.join(statement.unused)}"
    for remark in statement.remarks:
        yield f"  {remark}"
    for page, line, why in statement.unread:
        yield f"  没有读到：{page}第 {line} 行，{why}。"
    for found in statement.chain.breaks:
        yield f"  余额断开：{found.page}第 {found.row} 行，{found.text()}。"
    shown = statement.frame.filter(~pl.col("reason").is_in(_PAID_OUT))
    for row in shown.iter_rows(named=True):
        month = f"（{row['month']}）" if row["month"] else ""
        yield (
            f"  第 {row['row']} 行 {row['date'] or '无日期'} {show_yuan(row['size_fen'])} 元 "
            f"{row['kind']}{month}：{row['reason']}"
        )
    for kind in RowKind:
        rows = shown.filter((pl.col("kind") == kind) & (pl.col("reason") != FOREIGN))
        if rows.height:
            fen = int(rows["size_fen"].sum())
            yield f"  {_SUMS[kind]} {rows.height:,} 笔，共 {show_yuan(fen)} 元"
