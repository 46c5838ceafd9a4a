"""People sort, insert, delete, cut, paste, fill and filter: the sums stay right, or it is said."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from addin.template.plan import Plan
from claimcheck.forms import SheetKind
from tests.addin.template.bad_values import Table, honest, write
from tests.libreoffice import SYSTEM_PYTHON, LibreOffice
from tests.validator.books import checked

TYPES = ["hiring", "insurance", "transport", "station", "gig"]
#: What changes no sum that is shown without changing that of `validate`.
QUIET = [
    *("nothing", "sort_people", "sort_claims", "sort_payments"),
    *("delete_a_person", "delete_a_payment"),
    *("insert_a_row_and_cut_somebody_into_it", "insert_a_row_among_the_payments"),
    *("cut_somebody_to_the_end", "close_the_gap", "copy_somebody_over_another"),
    *("paste_from_another_workbook", "drag_the_claims_number_down"),
    *("filter_by_the_first_claim", "show_all_rows_again"),
    *("add_a_column", "insert_a_row_above_the_table", "delete_the_row_above_the_table"),
    *("write_over_a_result", "fill_the_results_down_again"),
    *("rename_a_heading", "name_it_again"),
    *("delete_rows_at_the_end", "paste_more_people_than_there_are_rows", "delete_a_column"),
]
#: After these the sheets show no sum, and say why.
STOPPING = {
    "rename_a_heading": "申报表的表头“事项编号”被改动",
    "paste_more_people_than_there_are_rows": "行起有 3 行没有计入",
    "delete_a_column": "申报表的表头“事项编号”被改动、移动或删去",
}
LAST = "delete_a_column"


def done(
    made: Table, acts: list[str], folder: Path, calc: LibreOffice, workbook: Path
) -> list[dict[str, Any]]:
    """What is seen after each of the acts."""
    # The profile is made on first use.
    order = {
        "profile": calc.profile.as_uri(),
        "arguments": calc.arguments[1:],
        "workbook": str(workbook),
        "sheets": _sheets(made),
        "acts": acts,
        "folder": str(folder),
    }
    result = subprocess.run(
        [SYSTEM_PYTHON, "-m", "tests.addin.template.hands_in_calc"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
        env={"PATH": os.defpath, "HOME": str(folder)},
    )
    assert result.returncode == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def _sheets(made: Table) -> dict[str, dict[str, object]]:
    plan: Plan = made.plan
    return {
        str(sheet.kind.value): {
            "name": sheet.name,
            "header": plan.block(sheet.kind).header_row,
            "rows": plan.block(sheet.kind).rows,
            "inputs": len(sheet.inputs),
            "columns": len(sheet.columns),
            "filled": len(made.rows[sheet.kind]),
        }
        for sheet in plan.sheets
    }


def by_validate(path: Path, *, lists_people: bool) -> dict[str, tuple[int, float]]:
    """People and sum of each claim that `validate` judges."""
    claims = checked(path).claims
    people = pl.col("headcount") if lists_people else pl.lit(0)
    judged = claims.filter(pl.col("outcome").is_not_null())
    yuan = (pl.col("amount_fen").fill_null(0) / 100).round(2)
    return {
        claim: (counted or 0, sum_)
        for claim, counted, sum_ in judged.select("claim_id", people, yuan).rows()
    }


def by_sheet(claims: dict[str, list[Any]]) -> dict[str, tuple[int, float]]:
    """The same as the sheet shows it."""
    return {
        claim: (int(people or 0), round(float(sum_ or 0), 2))
        for claim, (people, sum_) in claims.items()
    }


@pytest.mark.parametrize("claim_type", TYPES)
def test_whatever_people_do_the_sums_are_those_of_validate_or_it_is_said(
    claim_type: str, tmp_path: Path, plain_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = honest(claim_type)
    path = write(made, tmp_path / "filled.xlsx", monkeypatch)
    plain_calc.recalculate(path)
    lists_people = made.plan.has(SheetKind.ROSTER)
    wrong = {}
    for seen in done(made, QUIET, tmp_path, plain_calc, path):
        act, notes = seen["act"], "".join(seen["notes"])
        stopped = [said for name, said in STOPPING.items() if name == act]
        if stopped:
            if stopped[0] not in notes or any(any(row) for row in seen["claims"].values()):
                wrong[act] = (notes, seen["claims"])
            continue
        shown = by_sheet(seen["claims"])
        expected = by_validate(Path(seen["path"]), lists_people=lists_people)
        if act == "write_over_a_result":
            if "申报表第 4 行起有灰色单元格被改动" not in notes:
                wrong[act] = (notes, None)
            continue
        different = {
            claim: (shown[claim], expected.get(claim))
            for claim in shown
            if shown[claim] != expected.get(claim, (0, 0.0))
        }
        if different or "核算金额。" in notes:
            wrong[act] = (different, notes)
        if act == "nothing":
            assert sum(yuan for _, yuan in shown.values()) > 0
    assert wrong == {}
