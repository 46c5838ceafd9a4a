"""Compares what a recalculated template shows with what the evaluation says."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fastexcel
import openpyxl
import polars as pl

from addin.template.build import build_template
from addin.template.computed import rules_of
from addin.template.layout import HEADER_ROW
from addin.template.plan import Plan, make_plan
from claimcheck.evaluate import Evaluation, evaluate
from claimcheck.forms import SheetKind
from claimcheck.money import capital
from claimcheck.settings import Settings
from tests.addin.template.any_batch import AnyBatch

Cells = tuple[Any, ...]


@dataclass
class Tally:
    """What was compared for one rule."""

    claims: int = 0
    people: int = 0
    paid: int = 0  #: claims with a sum above 0
    counted: int = 0  #: people who count
    outcomes: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)


def plan_for(batch: AnyBatch, settings: Settings | None = None) -> Plan:
    """A template with room for the batch and a little more."""
    return make_plan(
        batch.form.type,
        people=len(batch.roster) + 3,
        claims=len(batch.claims) + 2,
        settings=settings,
        payments=len(batch.wages) + 5,
    )


def fill(batch: AnyBatch, target: Path, settings: Settings | None = None) -> Path:
    """Write the batch into a template."""
    target.write_bytes(build_template(plan_for(batch, settings), batch.content))
    return target


def compare(batch: AnyBatch, computed: Path, settings: Settings | None = None) -> dict[str, Tally]:
    """Every claim and person of a recalculated template against the evaluation, rule by rule."""
    plan = plan_for(batch, settings)
    claims = _read(computed, plan, SheetKind.CLAIMS, len(batch.claims))
    people = _read(computed, plan, SheetKind.ROSTER, len(batch.roster))
    frames = [batch.frame(kind) for kind in SheetKind]
    found = {}
    for rule in rules_of(batch.form.type):
        mine = frames[0].filter(pl.col("measure") == rule.id)
        if mine.is_empty():
            continue
        result = evaluate(rule, mine, frames[1], frames[2], settings)
        tally = found[rule.id] = Tally()
        _compare_claims(batch, rule.id, result, claims, tally)
        _compare_people(batch, rule.id, result, people, tally)
    return found


def by_python(computed: Path, plan: Plan) -> dict[SheetKind, int]:
    """How many rows of a recalculated template hold figures that Python gave, by sheet."""
    book = openpyxl.load_workbook(computed, read_only=True, data_only=True)
    given = {SheetKind.CLAIMS: "python_people", SheetKind.ROSTER: "python_counted"}
    found = {}
    for kind, key in given.items():
        if plan.has(kind):
            block = plan.shown(kind)
            column = block.index(key) + 1
            cells = book[block.sheet].iter_rows(
                block.first_row, block.last_row, column, column, values_only=True
            )
            found[kind] = sum(isinstance(value, (int, float)) for (value,) in cells)
    return found


def _compare_claims(
    batch: AnyBatch, rule_id: str, result: Evaluation, shown: list[dict[str, Any]], tally: Tally
) -> None:
    rows = [index for index, claim in enumerate(batch.claims) if claim["measure"] == rule_id]
    for index, claim in zip(rows, result.claims.iter_rows(named=True), strict=True):
        cells = shown[index]
        amount, outcome = claim["amount_fen"], claim["outcome"]
        expected = {"assessed_yuan": _yuan(amount), "assessment": claim["reason"]}
        if "counted_people" in cells:
            expected["counted_people"] = str(claim["headcount"])
        if "assessed_capital" in cells:
            claimed = claim["claimed_fen"]
            differs = amount is not None and claimed is not None
            expected["assessed_capital"] = "" if amount is None else capital(amount)
            expected["difference_yuan"] = _yuan(claimed - amount if differs else None)
        tally.claims += 1
        tally.paid += bool(amount)
        tally.outcomes[outcome] = tally.outcomes.get(outcome, 0) + 1
        for key, value in expected.items():
            if cells[key] != value:
                tally.differences.append(
                    f"{rule_id} 申报表 {index + HEADER_ROW + 1} {key}: {cells[key]!r} ≠ {value!r}"
                )


def _compare_people(
    batch: AnyBatch, rule_id: str, result: Evaluation, shown: list[dict[str, Any]], tally: Tally
) -> None:
    measures = {claim["claim_id"]: claim["measure"] for claim in batch.claims}
    frame = result.people
    for index, (person, found) in enumerate(
        zip(batch.roster, frame.iter_rows(named=True), strict=True)
    ):
        if measures.get(person["claim_id"]) != rule_id:
            continue
        tally.people += 1
        tally.counted += found["counted"]
        expected = {
            "counted": "计入" if found["counted"] else "不计入",
            "not_counted_because": found["reason"],
        }
        if result.rule.measure.employment:
            expected["months_counted"] = str(found["months_employed"])
        if "lowest_month_yuan" in shown[index] and result.rule.measure.employment:
            expected["lowest_month_yuan"] = _yuan(found["lowest_fen"])
            expected["average_month_yuan"] = _yuan(found["average_fen"])
        if "person_yuan" in shown[index]:
            expected["person_yuan"] = _yuan(found["amount_fen"])
        for key, value in expected.items():
            if shown[index][key] != value:
                place = f"{rule_id} 人员花名册 {index + HEADER_ROW + 1} {key}"
                tally.differences.append(f"{place}: {shown[index][key]!r} ≠ {value!r}")


def _read(computed: Path, plan: Plan, kind: SheetKind, rows: int) -> list[dict[str, Any]]:
    """The computed cells of a sheet by key, as texts."""
    if not plan.has(kind):
        return []
    block = plan.block(kind)
    reader = fastexcel.read_excel(computed)
    frame = reader.load_sheet(block.sheet, header_row=None, dtypes="string").to_polars()
    frame = frame[HEADER_ROW : HEADER_ROW + rows]
    columns = [column for column in plan.sheet(kind).columns if column.computed]
    return [
        {column.key: _shown(column.key, row[block.index(column.key)]) for column in columns}
        for row in frame.iter_rows()
    ]


def _shown(key: str, cell: str | None) -> str:
    if not cell:
        return ""
    if cell.startswith("#"):
        return cell  # an error is no number
    if key.endswith("_yuan"):
        # A sum is exact to the fen: 5972.65, not 5972.650000000001.
        fen = round(float(cell) * 100)
        return _yuan(fen) if float(cell) == fen / 100 else cell
    if key in {"counted_people", "months_counted"}:
        return str(int(float(cell)))
    return cell


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{fen / 100:.2f}"
