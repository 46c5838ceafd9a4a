"""Family 5: what was claimed against what the evaluation gives."""

from collections.abc import Iterator

import polars as pl

from claimcheck.compiler.requirements import plain
from claimcheck.evaluate.rulings import EXCLUDED
from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from validator.checks.base import WRONG_CELLS, Context, Judged
from validator.checks.claimed_people import differing_groups, differing_people
from validator.checks.claimed_sums import differing_sums
from validator.checks.running import check
from validator.checks.sums_shown import yuan
from validator.checks.wrong_units import wrong_unit_of_wages
from validator.findings.frame import empty

CLAIMS = SheetKind.CLAIMS

#: Measures whose result is not what a claim asks to be paid, so that nothing is compared.
_NOT_CLAIMED = ("CNY_quota", "grade")


@check("CC501", "CC502", "CC503", "CC504", "CC506", judges=True, sees=(WRONG_CELLS,))
def amounts(context: Context) -> Iterator[pl.DataFrame]:
    """What is claimed against what is found: CC501 to CC506."""
    for judged in context.judged:
        claims = _comparable(context, judged.claims)
        if judged.rule.measure.unit not in _NOT_CLAIMED:
            yield from differing_sums(context, judged, claims)
        yield differing_people(context, judged, claims)
        yield differing_groups(context, judged, claims)
        yield _not_spent(context, judged, claims)
    yield wrong_unit_of_wages(context)


def _comparable(context: Context, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims whose own row is in order: from a wrong cell no figure can follow.

    Nor are those compared that were put out as a whole, which has been said.
    """
    wrong = context.faulty(CLAIMS)
    return claims.filter(pl.col(EXCLUDED).is_null()).join(
        wrong, on=["input", "row"], how="anti", maintain_order="left"
    )


def _not_spent(context: Context, judged: Judged, claims: pl.DataFrame) -> pl.DataFrame:
    """Less spent on the purpose to which a part of the sum is tied than must be (CC506)."""
    earmark = judged.rule.measure.earmark
    if earmark is None:
        return empty()
    spent = fact(earmark.fact)
    share = plain(judged.rule.measure.numbers[earmark.share].value)
    return context.writer.write(
        earmark.finding,
        claims.filter("earmark_short"),
        kind=CLAIMS,
        key=earmark.fact,
        value=pl.format("{} 元", yuan(spent.column)),
        expected=pl.format("≥ {} 元", yuan("earmark_fen")),
        what=pl.format(
            f"核定 {{}} 元的 {share}%、即 {{}} 元须{earmark.purpose}，"
            f"现为 {{}} 元（{judged.rule.cited}）",
            yuan("amount_fen"), yuan("earmark_fen"), yuan(spent.column),
        ),
        clause=judged.rule.clause,
        about="row",
    )  # fmt: skip
