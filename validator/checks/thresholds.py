"""Family 4 (and 7): what the measure requires of every person and of the claim.

Nothing here knows a threshold: requirements, bounds, words and codes come from the
measure, and whether they are met from the evaluation.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from claimcheck.compiler.outcomes import INCOMPLETE
from claimcheck.evaluate.derive import SOURCES
from claimcheck.evaluate.requirements import Test, shown
from claimcheck.forms import SheetKind
from claimcheck.policy import Fact, FactType
from claimcheck.policy.model import Level
from claimcheck.policy.uses import uses
from validator.checks.base import WRONG_CELLS, Context, Judged
from validator.checks.running import check

#: A claim that gets nothing for such a reason is told so by the amounts (CC501).
_ELSEWHERE = frozenset({"CC501"})

#: What the evidence says more about than the requirement itself, where months are counted.
_BY_EVIDENCE = frozenset({"months_employed", "monthly_wage_yuan"})

_SYMBOLS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}


@check(
    "CC206", "CC210", "CC401", "CC402", "CC403", "CC404", "CC405", "CC406", "CC407", "CC408",
    "CC502", "CC607", "CC608", "CC701", "CC702", "CC703", judges=True, sees=(WRONG_CELLS,),
)  # fmt: skip
def thresholds(context: Context) -> Iterator[pl.DataFrame]:
    """Requirements that a person or a claim does not meet, and facts that are missing."""
    for judged in context.judged:
        yield from _missing_facts(context, judged)
        counted = judged.rule.measure.employment is not None
        for test in judged.evaluation.person_tests:
            if counted and test.requirement.fact in _BY_EVIDENCE:
                continue
            yield from _failing(context, judged, test, judged.people, SheetKind.ROSTER)
        for test in judged.evaluation.claim_tests:
            if test.requirement.finding not in _ELSEWHERE:
                yield from _failing(context, judged, test, judged.claims, SheetKind.CLAIMS)


def _missing_facts(context: Context, judged: Judged) -> Iterator[pl.DataFrame]:
    """Facts without which a claim cannot be computed (CC206)."""
    incomplete = judged.claims.filter(pl.col("outcome") == INCOMPLETE)
    if incomplete.is_empty():
        return
    for use in uses(judged.rule.measure, judged.evaluation.chosen):
        if use.required and use.level is Level.CLAIM and use.fact.column in incomplete.columns:
            rows = incomplete.filter(pl.col(use.fact.column).is_null())
            yield _not_given(context, judged, use.fact, rows, SheetKind.CLAIMS)
    counted = judged.people.filter("counted").join(
        incomplete.select("input", "claim_id"), on=["input", "claim_id"], how="semi"
    )
    for use in uses(judged.rule.measure, judged.evaluation.chosen):
        if use.required and use.level is Level.PERSON and use.fact.column in counted.columns:
            rows = counted.filter(pl.col(use.fact.column).is_null())
            yield _not_given(context, judged, use.fact, rows, SheetKind.ROSTER)


def _not_given(
    context: Context,
    judged: Judged,
    fact: Fact,
    rows: pl.DataFrame,
    kind: SheetKind,
    grounds: Sequence[str] = (),
) -> pl.DataFrame:
    key = _key(context, fact, kind, begins=True)
    if not grounds:
        rows = rows.join(
            context.faulty(kind, key), on=["input", "row"], how="anti", maintain_order="left"
        )
    return context.writer.write(
        "CC206",
        rows,
        kind=kind,
        key=key,
        value=pl.lit("（空）"),
        expected="必填",
        what=pl.lit(f"“{_name(context, fact, kind)}”未填写，{judged.rule.id} 须填"),
        grounds=grounds or (fact.key,),
        clause=judged.rule.clause,
        about="cell",
    )


def _failing(
    context: Context, judged: Judged, test: Test, rows: pl.DataFrame, kind: SheetKind
) -> Iterator[pl.DataFrame]:
    key = _key(context, test.fact, kind)
    # A cell that is wrong in itself has been reported: what follows from it has not to be.
    failing = rows.filter(~pl.col(test.name).fill_null(value=True)).join(
        context.still_faulty(kind, key), on=["input", "row"], how="anti", maintain_order="left"
    )
    given = test.observed.is_not_null()
    if test.requirement.formula is None:
        missing = failing.filter(~given)
        yield _not_given(context, judged, test.fact, missing, kind, (test.requirement.name,))
        failing = failing.filter(given)
    unit = f" {test.fact.unit}" if test.fact.unit else ""
    own_cell = key == test.requirement.fact
    yield context.writer.write(
        test.requirement.finding,
        failing,
        kind=kind,
        key=key,
        value=shown(test.fact, test.observed)
        + (unit if test.fact.type is not FactType.CHOICE else ""),
        expected=_SYMBOLS.get(test.symbol, "") + test.required + unit,
        what=test.phrase(judged.rule) + f"（{judged.rule.cited}）",
        clause=judged.rule.clause,
        about="cell" if own_cell else "row",
        grounds=(test.requirement.name,),
    )


def _name(context: Context, fact: Fact, kind: SheetKind) -> str:
    """What the column is called that is not filled in; the fact where it has none."""
    sheet = context.batch.form.sheet(kind)
    key = _key(context, fact, kind, begins=True)
    shows = key == fact.key or key in SOURCES.get(fact.column, ())
    return sheet.column(key).title if sheet and shows else fact.label


def _key(context: Context, fact: Fact, kind: SheetKind, *, begins: bool = False) -> str:
    """The column that shows the fact, the one it is found from, or one that speaks for the row.

    Args:
        context: knows the form.
        fact: the fact.
        kind: the sheet.
        begins: whether of a span its beginning is wanted, which must be filled in; else its end.
    """
    sheet = context.batch.form.sheet(kind)
    keys = [column.key for column in sheet.inputs] if sheet else []
    if fact.key in keys:
        return fact.key
    if kind is SheetKind.ROSTER:
        sources = [name for name in SOURCES.get(fact.column, ()) if name in keys]
        if not sources or fact.key == "age":
            return "id_number"
        return sources[0] if begins else sources[-1]
    speaking = "claimed_people" if fact.type is FactType.COUNT else "claimed_yuan"
    return speaking if speaking in keys else "claimed_yuan"
