"""Payments beside the roster: for whom of it each of them is."""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.by_files import some_files_each
from claimcheck.forms import SheetKind
from validator.checks.base import Context

WAGES = SheetKind.WAGES

#: What says who somebody is in a batch.
PERSON = ["input", "id_number"]

#: So many payments are looked at together.
_ROWS = 200_000


def of_people(context: Context, asked: pl.Expr) -> pl.DataFrame:
    """The payments to people of the roster of which something holds, with what the roster says.

    Each payment has its person's first roster row (`listed`, the name there, among others)
    and the `applicant` of his claim. Only the columns that are asked for are put beside all
    payments: the others would take several hundred bytes for each.

    Args:
        context: the batch.
        asked: what must hold, by columns of the payments and of `_people`.

    Raises:
        SkippedError: there are no payments.
    """
    context.require(WAGES)
    wages, people, places = context.batch.wages, _people(context), _places(context)
    names = dict.fromkeys(asked.meta.root_names())
    listed = set(people.columns).difference(PERSON)
    holds = pl.concat(
        pl.DataFrame(
            [people[name].gather(at) if name in listed else some[name] for name in names]
        ).select(holds=asked.fill_null(value=False) & at.is_not_null())
        for some, at in _some_at_a_time(wages.select(names.keys() - listed), places)
    ).to_series()
    here = people.select(pl.exclude(PERSON).gather(places.filter(holds)))
    return pl.concat([wages.filter(holds), here], how="horizontal")


def with_claims(context: Context, payments: pl.DataFrame) -> pl.DataFrame:
    """The same payments, each with the `claim_id` of the person's first roster row.

    It is null where the person is not on the roster.
    """
    people = context.batch.roster.select(*PERSON, "claim_id")
    first = people.filter(pl.col("id_number").is_not_null()).unique(PERSON, keep="first")
    return payments.join(first, on=PERSON, how="left", maintain_order="left")


def _some_at_a_time(
    wages: pl.DataFrame, places: pl.Series
) -> Iterator[tuple[pl.DataFrame, pl.Series]]:
    """Payments and whom they are for: what is put beside all of a large batch takes too much."""
    for start in range(0, places.len(), _ROWS):
        yield wages.slice(start, _ROWS), places.slice(start, _ROWS)


def _places(context: Context) -> pl.Series:
    """The place among `_people` of whom each payment is for; null where he is not on the roster."""
    return context.keeping("people of payments", _placed).to_series()


def _placed(context: Context) -> pl.DataFrame:
    numbered = _people(context).select(*PERSON, place=pl.int_range(pl.len(), dtype=pl.UInt32))
    return pl.concat(
        wages.join(people, on=PERSON, how="left", maintain_order="left").select("place")
        for wages, people in some_files_each(context.batch.wages.select(PERSON), numbered)
    )


def _people(context: Context) -> pl.DataFrame:
    """Each person of a file once, by the first row of the roster."""
    return context.keeping("people of the roster", _first_rows)


def _first_rows(context: Context) -> pl.DataFrame:
    wanted = {
        "employer": pl.String, "bank_account": pl.String, "hired_on": pl.Date, "left_on": pl.Date,
    }  # fmt: skip
    roster = context.batch.roster
    known = [name for name in ("claim_id", "name", *wanted) if name in roster.columns]
    first = (
        roster.select(*PERSON, *known)
        .filter(pl.col("id_number").is_not_null())
        .unique(PERSON, keep="first", maintain_order=True)
    )
    claims = context.batch.claims.unique(["input", "claim_id"], keep="first").select(
        "input", "claim_id", "applicant"
    )
    return first.join(claims, on=["input", "claim_id"], how="left", maintain_order="left").select(
        "input",
        "id_number",
        "claim_id",
        "applicant",
        listed="name",
        **{
            name: pl.col(name) if name in known else pl.lit(None, dtype)
            for name, dtype in wanted.items()
        },
    )
