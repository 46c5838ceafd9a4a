"""Family 4 (and 7): what the measure requires of every person and of the claim.

Nothing here knows a threshold: requirements, bounds, words and codes come from the
measure, and whether they are met from the evaluation.
"""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.requirements import Test, shown
from claimcheck.forms import SheetKind
from claimcheck.policy import FactType
from validator.checks.base import Context, Judged

#: Codes that other checks raise with more to say than the requirement itself.
_ELSEWHERE = frozenset({"CC302", "CC304", "CC402", "CC501"})

_SYMBOLS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}


def thresholds(context: Context) -> Iterator[pl.DataFrame]:
    """Requirements that a person or a claim does not meet."""
    for judged in context.judged:
        for test in judged.evaluation.person_tests:
            if test.requirement.finding not in _ELSEWHERE:
                yield _failing(context, judged, test, judged.people, SheetKind.ROSTER)
        for test in judged.evaluation.claim_tests:
            if test.requirement.finding not in _ELSEWHERE:
                yield _failing(context, judged, test, judged.claims, SheetKind.CLAIMS)


def _failing(
    context: Context, judged: Judged, test: Test, rows: pl.DataFrame, kind: SheetKind
) -> pl.DataFrame:
    key = _key(context, test, kind)
    # A cell that is wrong in itself has been reported: what follows from it has not to be.
    failing = rows.filter(~pl.col(test.name).fill_null(value=True)).join(
        context.faulty(kind, key), on=["input", "row"], how="anti", maintain_order="left"
    )
    unit = f" {test.fact.unit}" if test.fact.unit else ""
    own_cell = key == test.requirement.fact
    return context.writer.write(
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
    )


def _key(context: Context, test: Test, kind: SheetKind) -> str:
    """The column that shows the fact, or the one that speaks for the row."""
    sheet = context.batch.form.sheet(kind)
    keys = [column.key for column in sheet.inputs] if sheet else []
    if test.requirement.fact in keys:
        return test.requirement.fact
    if kind is SheetKind.ROSTER:
        return "id_number"
    return "claimed_people" if test.fact.type is FactType.COUNT else "claimed_yuan"
