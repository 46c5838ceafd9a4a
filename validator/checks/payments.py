"""Family 3, continued: to whom and by whom single payments were made (CC305, CC306)."""

from collections.abc import Callable, Iterator

import polars as pl

from claimcheck.forms import SheetKind
from validator.checks.base import Context
from validator.checks.grouping import first_of, times
from validator.checks.looking_alike import told_apart
from validator.checks.names import may_be_payer, may_be_same
from validator.checks.payment_accounts import other_account
from validator.checks.payments_to_people import PERSON, of_people
from validator.checks.running import check

WAGES = SheetKind.WAGES


@check("CC305")
def payees(context: Context) -> Iterator[pl.DataFrame]:
    """Names and accounts that are not the person's (CC305)."""
    yield _other_name(context)
    yield other_account(context)


@check("CC306")
def payers(context: Context) -> Iterator[pl.DataFrame]:
    """Payers that are neither the employer nor the applicant (CC306)."""
    context.require(WAGES, "payer")
    yield _other_payer(context)


def _other_name(context: Context) -> pl.DataFrame:
    """The payee's name is not the person's (CC305)."""
    doubtful = of_people(context, pl.col("name") != pl.col("listed"))
    rows = _unlike(doubtful, ["name", "listed"], may_be_same)
    rows = first_of(context, rows, WAGES, "name", [*PERSON, "name"])
    shown = _shown_name(context, "payee"), _shown_name(context, "name")
    apart = told_apart("payee", "name", shown, "个字")
    return context.writer.write(
        "CC305",
        rows.with_columns(payee="name", name="listed"),
        kind=WAGES,
        key="name",
        value=shown[0],
        expected=shown[1] + apart,
        what=pl.format("户名“{}”与花名册姓名“{}”不一致{}{}", *shown, apart, times()),
        related=pl.col("others"),
        about="person",
    )  # fmt: skip


def _other_payer(context: Context) -> pl.DataFrame:
    """The payer is neither the employer nor the applicant (CC306); once a payer and claim."""
    doubtful = of_people(
        context,
        (pl.col("payer") != pl.col("employer").fill_null(""))
        & (pl.col("payer") != pl.col("applicant").fill_null("")),
    )
    rows = _unlike(
        doubtful,
        ["payer", "employer", "applicant"],
        lambda payer, *firms: may_be_payer(payer, tuple(firm for firm in firms if firm)),
    )
    people = rows.group_by("input", "claim_id", "payer").agg(people=pl.col("id_number").n_unique())
    rows = first_of(context, rows, WAGES, "payer", ["input", "claim_id", "payer"]).join(
        people, on=["input", "claim_id", "payer"], how="left", nulls_equal=True,
        maintain_order="left",
    )  # fmt: skip
    return context.writer.write(
        "CC306",
        rows.drop("name", "id_number"),
        kind=WAGES,
        key="payer",
        value=pl.col("payer"),
        expected=pl.coalesce("employer", "applicant"),
        what=pl.format(
            "付款单位“{}”既不是用工单位也不是申报主体，涉及 {} 人{}", "payer", "people", times()
        ),
        related=pl.col("others"),
    )


def _unlike(rows: pl.DataFrame, names: list[str], alike: Callable[..., bool]) -> pl.DataFrame:
    """The rows whose names do not go together; each different combination is looked at once."""
    if rows.is_empty():
        return rows
    different = rows.select(names).unique()
    wrong = [not alike(*values) for values in different.iter_rows()]
    return rows.join(
        different.filter(pl.Series(wrong, dtype=pl.Boolean)),
        on=names,
        how="semi",
        nulls_equal=True,
        maintain_order="left",
    )


def _shown_name(context: Context, name: str) -> pl.Expr:
    column = pl.col(name)
    if context.unmask:
        return column
    stars = pl.lit("*").repeat_by(column.str.len_chars().cast(pl.Int64) - 1).list.join("")
    return column.str.head(1) + stars
