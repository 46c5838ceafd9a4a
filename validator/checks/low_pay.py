"""Pay below the wage floor (CC304): of single months, or one wage of a person.

People are rows of `Judged.people` with the counts of `people_paid`.
"""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.by_files import joined
from claimcheck.evaluate.employment import Counting, tests_all_stints
from claimcheck.evaluate.pay import month_number
from claimcheck.evaluate.requirements import shown
from claimcheck.evaluate.stints import PERSON_OF_CLAIM
from claimcheck.forms import SheetKind
from validator.checks.base import Context, Judged
from validator.checks.held_against import MONTHS, WAGE, floor_of, names_of, person_test
from validator.checks.months import disqualifies, month_book, tests_each_month
from validator.checks.people_paid import PAID
from validator.findings.frame import RELATED

ROSTER, WAGES = SheetKind.ROSTER, SheetKind.WAGES


def below_floor(
    context: Context, judged: Judged, how: Counting, people: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """What is below the floor: single months, or the wage of a person where months do not count."""
    test = person_test(judged, WAGE)
    if test is None:
        return
    if not tests_each_month(how):
        failed = ~pl.col(test.name) & (pl.col("broken") == 0)
        failing = _with_stints(judged, people, how, failed)
        key = "monthly_wage_yuan" if how.employment.wage.value == "stated" else "id_number"
        yield context.writer.write(
            "CC304",
            failing,
            kind=ROSTER,
            key=key,
            value=pl.format("{} 元", shown(test.fact, test.observed)),
            expected=f"≥ {floor_of(judged, how)} 元",
            what=test.phrase(judged.rule) + f"（{judged.rule.cited}）",
            severity="error",
            clause=judged.rule.clause,
            about="person",
            grounds=names_of(test),
        )
        return
    is_low = (pl.col("lowest_fen") < how.floor_fen) & (pl.col("broken") == 0)
    low = _with_stints(judged, people, how, is_low)
    if not low.is_empty():
        yield _months_below(context, judged, how, low)


def _with_stints(
    judged: Judged, people: pl.DataFrame, how: Counting, failing: pl.Expr
) -> pl.DataFrame:
    """The paid rows whose months are held against the floor: of every stint where all count.

    Of these only the failing ones: few, while of all people a copy would be made.
    """
    each = pl.col("met_identity") & (pl.col("payments") > 0)
    if disqualifies(how):
        # One low month in any stint puts the person out.
        return people.filter(each & failing)
    if not tests_all_stints(how):
        return people.filter(PAID & failing)
    # Whether the person counts stands on one row; a row that shares days with one above is no
    # stint of its own.
    settled = [
        test.name for test in (person_test(judged, WAGE), person_test(judged, MONTHS)) if test
    ]
    standing = (
        pl.col(name).filter(pl.col("met_unique")).first().over(PERSON_OF_CLAIM).alias(name)
        for name in (*settled, MONTHS)
    )
    later = people.filter(pl.col("same_person").is_not_null()).with_columns(standing)
    return later.filter(each & (pl.col("met_unique") | pl.col("apart")) & failing)


def _months_below(
    context: Context, judged: Judged, how: Counting, people: pl.DataFrame
) -> pl.DataFrame:
    """One finding a person, at the first payment of the first month below the floor."""
    book = month_book(people, judged.evaluation.monthly_pay, how, context.settings.on)
    below = book.frame.filter("below").select("person", "month")
    payments = (
        joined(
            context.batch.wages.select("input", "row", "id_number", "paid_on"),
            people.select("input", "id_number", "person"),
            "id_number",
        )
        .with_columns(month=month_number("paid_on"))
        .join(below, on=["person", "month"], how="semi")
        .join(_places(context), on="input", how="left")
        .sort("person", "month", "row")
    )
    cell = pl.col("letter") + pl.col("row").cast(pl.String)
    first = payments.group_by("person", maintain_order=True).agg(
        pl.col("row").first(),
        count=pl.col("month").n_unique(),
        others=pl.struct("input", "sheet", cell=cell).slice(1),
    )
    rows = (
        people.rename({"row": "roster_row"})
        .join(first, on="person", how="inner", maintain_order="left")
        .join(book.below(), on="person", how="left", maintain_order="left")
    )
    floor = floor_of(judged, how)
    decides = _decides(judged)
    effect = "，该月不计入" if not disqualifies(how) else "，此人不能计入"
    return context.writer.write(
        "CC304",
        rows,
        kind=WAGES,
        key="amount_yuan",
        value=pl.col("below"),
        expected=f"≥ {floor} 元",
        what=pl.format(f"{{}}低于月工资 {floor} 元{effect}（{judged.rule.cited}）", "below"),
        severity=pl.when(decides).then(pl.lit("error")).otherwise(pl.lit("warning")),
        related=pl.col("others").cast(RELATED),
        clause=judged.rule.clause,
        about="person",
        person_row=pl.col("roster_row"),
        grounds=names_of(person_test(judged, WAGE)),
    )


def _decides(judged: Judged) -> pl.Expr:
    """Whether the months below the floor are what puts the person out."""
    wage, months = person_test(judged, WAGE), person_test(judged, MONTHS)
    decides = ~pl.col(wage.name) if wage else pl.lit(value=False)
    if months is not None:
        below = pl.col("count").cast(pl.Int64).sum().over(PERSON_OF_CLAIM)
        enough = pl.col("months_employed") + below >= int(months.required)
        decides |= ~pl.col(months.name) & enough
    return decides


def _places(context: Context) -> pl.DataFrame:
    amount = (pl.col("kind") == str(WAGES)) & (pl.col("key") == "amount_yuan")
    return context.batch.places.filter(amount).select("input", "sheet", "letter")
