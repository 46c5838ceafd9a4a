"""Family 3, continued: into which accounts single payments went (CC305, CC308)."""

from collections.abc import Iterator

import polars as pl

from claimcheck.forms import SheetKind
from validator.checks.base import Context
from validator.checks.grouping import first_of, times
from validator.checks.looking_alike import told_apart
from validator.checks.payments_to_people import PERSON, of_people
from validator.checks.running import check
from validator.findings.frame import masked_number

WAGES = SheetKind.WAGES


@check("CC308")
def accounts(context: Context) -> Iterator[pl.DataFrame]:
    """Accounts that receive for several people (CC308)."""
    context.require(WAGES, "payee_account")
    yield _one_account(context, _shared(context))


def other_account(context: Context) -> pl.DataFrame:
    """The account is not the one that the roster names (CC305); said once where it is CC308."""
    shared = _shared(context)
    other = pl.col("payee_account") != pl.col("bank_account")
    rows = of_people(context, other & ~_is_hidden("payee_account"))
    if not shared.is_empty():
        rows = rows.join(shared, on="payee_account", how="anti", maintain_order="left")
    rows = first_of(context, rows, WAGES, "payee_account", [*PERSON, "payee_account"])
    shown = masked_number("payee_account"), masked_number("bank_account")
    apart = told_apart("payee_account", "bank_account", shown, "位")
    return context.writer.write(
        "CC305",
        rows.with_columns(name="listed"),
        kind=WAGES,
        key="payee_account",
        value=pl.col("payee_account"),
        expected=pl.col("bank_account"),
        what=pl.format(
            "收款账号 {} 与花名册中的银行账号 {} 不一致{}{}", *shown, apart, times()
        ),
        related=pl.col("others"),
        about="person",
    )  # fmt: skip


def _one_account(context: Context, rows: pl.DataFrame) -> pl.DataFrame:
    """One account that receives for several people (CC308)."""
    people = rows.group_by("payee_account").agg(people=pl.col("id_number").n_unique())
    one_each = rows.unique([*PERSON, "payee_account"], keep="first", maintain_order=True)
    first = first_of(context, one_each, WAGES, "payee_account", ["payee_account"]).join(
        people, on="payee_account", how="left", maintain_order="left"
    )
    return context.writer.write(
        "CC308",
        first.drop("name", "id_number"),
        kind=WAGES,
        key="payee_account",
        value=pl.col("payee_account"),
        expected="一人一账号",
        what=pl.format("账号 {} 同时为 {} 人收款", masked_number("payee_account"), "people"),
        related=pl.col("others"),
    )


def _shared(context: Context) -> pl.DataFrame:
    """Payments into accounts that receive for several people, found once."""
    return context.keeping("payments into shared accounts", _shared_accounts)


def _shared_accounts(context: Context) -> pl.DataFrame:
    """Payments into accounts that receive for several people."""
    # Where every payment goes to the roster's account, the roster tells all there is to tell.
    own = pl.col("payee_account") == pl.col("bank_account")
    listed = of_people(context, ~own.fill_null(value=False) & pl.col("payee_account").is_not_null())
    roster = context.batch.roster
    if "bank_account" in roster.columns:
        accounts = roster.select("input", "id_number", payee_account="bank_account")
        twice = accounts.unique().filter(
            pl.col("payee_account").is_not_null() & pl.col("payee_account").is_duplicated()
        )
    else:
        twice = listed.select("input", "id_number", "payee_account").clear()
    doubtful = pl.concat([listed.select("payee_account"), twice.select("payee_account")]).unique()
    if doubtful.is_empty():
        return listed.clear()
    is_doubtful = pl.col("payee_account").is_in(doubtful.to_series().implode())
    return of_people(context, is_doubtful & ~_is_hidden("payee_account")).filter(
        pl.col("id_number").n_unique().over("payee_account") > 1
    )


def _is_hidden(account: str) -> pl.Expr:
    """Whether an account is given with stars in place of digits."""
    return pl.col(account).str.contains(r"[*＊]")
