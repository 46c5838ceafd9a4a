"""Payments without a name or a number, tied to a person by the account into which they went."""

import polars as pl

from claimcheck.forms import Column, SheetKind
from validator.checks.base import Context
from validator.findings.catalogue import entry

WAGES = SheetKind.WAGES


def unnamed_payments(context: Context, column: Column, rows: pl.DataFrame) -> pl.DataFrame:
    """Empty cells of the wage flow (CC206), with the person whose account was paid.

    A name adds nothing where the number is the person's and the account is his as well: then it
    is only told that it lacks. Where the number lacks, the account says whose it may be.

    Args:
        context: the batch.
        column: the column whose cells are empty.
        rows: the payments.
    """
    rows = rows.join(
        _owners(context), on=["input", "payee_account"], how="left", maintain_order="left"
    )
    title = column.title
    empty = f"“{title}”未填写"
    same = "，收款账号与花名册第 {} 行的银行账号相同"
    own = (pl.col("owner") == pl.col("id_number")).fill_null(value=False)
    own &= pl.lit(column.key == "name")
    may_be = pl.col("owner").is_not_null() & pl.lit(column.key == "id_number")
    what = (
        pl.when(own)
        .then(pl.format(f"{empty}{same}，视为本人", "owner_row"))
        .when(may_be)
        .then(pl.format(f"{empty}{same}，可能是此人的工资", "owner_row"))
        .otherwise(pl.lit(empty))
    )
    return context.writer.write(
        "CC206",
        rows,
        kind=WAGES,
        key=column.key,
        what=what,
        value=pl.lit("（空）"),
        expected="必填",
        fix=pl.when(may_be)
        .then(pl.lit("请核实后补填此人的身份证号。"))
        .otherwise(pl.lit(entry("CC206").fix)),
        severity=pl.when(own).then(pl.lit("info")).otherwise(pl.lit("error")),
    )


def _owners(context: Context) -> pl.DataFrame:
    """input, payee_account, owner, owner_row: accounts that the roster gives to one person."""
    roster = context.batch.roster
    account = pl.col("bank_account") if "bank_account" in roster.columns else pl.lit(None)
    listed = roster.select(
        "input", payee_account=account.cast(pl.String), owner="id_number", owner_row="row"
    ).drop_nulls(["payee_account", "owner"])
    alone = pl.col("owner").n_unique().over("input", "payee_account") == 1
    return listed.filter(alone).unique(
        ["input", "payee_account"], keep="first", maintain_order=True
    )
