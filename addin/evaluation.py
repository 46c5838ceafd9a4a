"""Evaluates blocks of cells: what CC_ROSTER and CC_TOTAL show.

Kept apart from `addin.functions`, which loads without polars.
"""

from functools import cache

import polars as pl

from addin.convert import Block, CellError
from addin.frames import SheetBlock, read_block
from addin.own_measures import Shown, by_own_measure
from claimcheck.evaluate import evaluate
from claimcheck.evaluate.batch import WAGE_COLUMNS
from claimcheck.forms import Sheet, SheetKind, whole_form
from claimcheck.policy import Rule
from claimcheck.policy import rule as find_rule
from claimcheck.settings import Settings

#: Columns of the claims that a roster block may carry, so that it can be judged alone.
_PERIOD = ("period_start", "period_end")

#: The columns of a payment that are looked at.
_PAY = {name.replace("_fen", "_yuan") for name in WAGE_COLUMNS}

_EMPTY = ""


def people(
    measure: str, roster: Block, wages: Block, settings: Settings, damaged: str
) -> list[list[Shown]]:
    """One row for each row of the roster below its header, empty where that is empty.

    Args:
        measure: the measure's id; "" for each person's own, named by a column `measure`
            of the roster.
        roster: the roster with its header row; period_start and period_end of each
            person's claim as further columns, where the template has them.
        wages: the wage flow with its header row.
        settings: the readings and the day to judge by.
        damaged: what to say of an ID number that is stored as a number.

    Returns:
        Rows of: months counted, lowest month and monthly average in yuan, 1 or 0 for
        counted or not, why not, the person's amount in yuan ('' where the clause pays for
        the group).

    Raises:
        UnknownMeasureError: no document has the measure.
        CellError: a block lacks a column, or holds an error.
    """

    @cache
    def blocks(claim_type: str) -> tuple[SheetBlock, pl.DataFrame]:
        sheets = _sheets(claim_type)
        period = [sheets[SheetKind.CLAIMS].column(key) for key in _PERIOD]
        table = read_block(roster, sheets[SheetKind.ROSTER], period)
        return table, _filled(wages, sheets.get(SheetKind.WAGES))

    def judged(rule: Rule, mine: pl.Series | None = None) -> list[list[Shown]]:
        if SheetKind.ROSTER not in _sheets(rule.measure.type):
            raise CellError(f"{rule.id} 不按人核算，没有花名册。")
        table, flow = blocks(rule.measure.type)
        return _judged(rule, table if mine is None else table.only(mine), flow, settings, damaged)

    if measure:
        return judged(find_rule(measure))
    return by_own_measure(
        roster, SheetKind.ROSTER, judged, lambda why: [*[_EMPTY] * 4, why, _EMPTY]
    )


def _judged(
    rule: Rule, table: SheetBlock, flow: pl.DataFrame, settings: Settings, damaged: str
) -> list[list[Shown]]:
    """The people of a table under one rule."""
    found = table.frame.filter(~table.blank)
    claims = found.unique("claim_id", keep="first", maintain_order=True).select(
        "input", "claim_id", *_PERIOD
    )
    result = evaluate(rule, claims, found.drop(_PERIOD), flow, settings).people
    reason = pl.when(table.damaged.filter(~table.blank)).then(pl.lit(damaged)).otherwise("reason")
    shown = result.select(
        _number("months_employed", result),
        _yuan("lowest_fen", result),
        _yuan("average_fen", result),
        pl.col("counted").cast(pl.Float64),
        reason.alias("reason"),
        _yuan("amount_fen", result),
    )
    return _spread(shown, table)


def claims(
    measure: str, claim: Block, roster: Block, wages: Block, settings: Settings
) -> list[list[Shown]]:
    """One row for each claim below the header row of `claim`.

    The claims of one applicant stand in the block together: what earlier ones have used
    is taken into account.

    Args:
        measure: the measure's id; "" for each claim's own.
        claim: the claims with their header row.
        roster: the roster with its header row.
        wages: the wage flow with its header row.
        settings: the readings and the day to judge by.

    Returns:
        Rows of: people counted, amount in yuan, the reasons in one line. Empty where the
        row is empty or is a claim of another measure.

    Raises:
        UnknownMeasureError: no document has the measure.
        CellError: a block lacks a column, or holds an error.
    """

    @cache
    def blocks(claim_type: str) -> tuple[SheetBlock, pl.DataFrame, pl.DataFrame]:
        sheets = _sheets(claim_type)
        table = read_block(claim, sheets[SheetKind.CLAIMS])
        listed = _filled(roster, sheets.get(SheetKind.ROSTER))
        return table, listed, _filled(wages, sheets.get(SheetKind.WAGES))

    def judged(rule: Rule, mine: pl.Series | None = None) -> list[list[Shown]]:
        table, listed, flow = blocks(rule.measure.type)
        if mine is None:
            mine = (table.frame["measure"] == measure).fill_null(value=False)
        table = table.only(mine)
        result = evaluate(rule, table.frame.filter(~table.blank), listed, flow, settings)
        shown = result.claims.select(
            pl.col("headcount").cast(pl.Float64), _yuan("amount_fen", result.claims), "reason"
        )
        return _spread(shown, table)

    if measure:
        return judged(find_rule(measure))
    return by_own_measure(claim, SheetKind.CLAIMS, judged, lambda why: [_EMPTY, _EMPTY, why])


def _filled(block: Block, sheet: Sheet | None) -> pl.DataFrame:
    """The filled rows of a block; no rows where the claim type has no such sheet."""
    if sheet is None:
        return pl.DataFrame(schema={"claim_id": pl.String, "id_number": pl.String})
    wanted = _PAY if sheet.kind is SheetKind.WAGES else None
    table = read_block(block, sheet, only=wanted)
    return table.frame.filter(~table.blank)


def _sheets(claim_type: str) -> dict[SheetKind, Sheet]:
    return {sheet.kind: sheet for sheet in whole_form(claim_type).sheets}


def _number(name: str, frame: pl.DataFrame) -> pl.Expr:
    value = pl.col(name) if name in frame.columns else pl.lit(None)
    return value.cast(pl.Float64).alias(name)


def _yuan(name: str, frame: pl.DataFrame) -> pl.Expr:
    # Polars multiplies by 1/100: rounding gives the number that the fen stand for.
    return (_number(name, frame) / 100).round(2)


def _spread(shown: pl.DataFrame, table: SheetBlock) -> list[list[Shown]]:
    """Put the results beside the rows they belong to, with empty cells in between."""
    rows = iter(shown.iter_rows())
    width = shown.width
    return [
        [_EMPTY] * width if blank else [_EMPTY if value is None else value for value in next(rows)]
        for blank in table.blank
    ]
