"""The other side of a transaction, where a statement names it in a way of its own."""

import polars as pl

from validator.intake.statements.amounts import Cells


def with_both(frame: pl.DataFrame, both: pl.Series) -> pl.DataFrame:
    """Part a cell that holds the other side's name and account."""
    if both.null_count() == len(both):
        return frame
    account = both.str.extract(r"([0-9*]{6,32}|[0-9]{3,}\*+[0-9]*)")
    name = both.str.replace_all(r"[0-9*]{5,}", "").str.strip_chars(" /|,，;；()（）-")
    name = pl.select(pl.when(name != "").then(name)).to_series()
    return frame.with_columns(
        party=pl.coalesce(frame["party"], name),
        party_account=pl.coalesce(frame["party_account"], account),
    )


def with_payer(frame: pl.DataFrame, column: Cells) -> pl.DataFrame:
    """Statements that name payer and payee: the other side is the one that is not us."""
    payer, payer_account = column("payer"), column("payer_account")
    if payer.null_count() == len(payer):
        return frame
    frame = frame.with_columns(payer=payer, payer_account=payer_account)
    received = pl.col("amount_fen") > 0
    return frame.with_columns(
        party=pl.when(received).then("payer").otherwise("payee"),
        party_account=pl.when(received).then("payer_account").otherwise("payee_account"),
        own_name=pl.when(received).then("payee").otherwise("payer"),
        own_account=pl.when(received).then("payee_account").otherwise("payer_account"),
    )
