"""People sort, insert, delete, cut, paste, fill and filter: the sums stay right, or it is said."""

from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from addin.template.plan import Plan
from claimcheck.forms import SheetKind
from tests.addin.template.bad_values import Table, honest, write
from tests.libreoffice import LibreOffice
from tests.validator.books import checked

#: Python in the cells is tried with hiring.
TYPES = ["insurance", "station", "gig"]
ACTS = [
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
#: After these they say that what is shown is not what was computed.
SAID = {"write_over_a_result": ("申报表第 8 行起", "有灰色单元格被改动")}


def done(
    made: Table, acts: list[str], folder: Path, calc: LibreOffice, workbook: Path
) -> list[dict[str, Any]]:
    """What is seen after each of the acts."""
    found: list[dict[str, Any]] = calc.driven(
        "tests.addin.template.hands_in_calc",
        folder,
        400,
        workbook=str(workbook),
        sheets=_sheets(made),
        acts=acts,
    )
    return found


def _sheets(made: Table) -> dict[str, dict[str, object]]:
    plan: Plan = made.plan
    return {
        str(sheet.kind.value): {
            "name": sheet.name,
            "header": plan.block(sheet.kind).header_row,
            "rows": plan.block(sheet.kind).rows,
            "start": plan.block(sheet.kind).index(sheet.inputs[0].key),
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
    assert wrong_after(made, ACTS, tmp_path, plain_calc, path) == {}


def test_python_in_the_cells_sees_what_people_did(
    tmp_path: Path, addin_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its array formulas stand on sheets of their own, and look at all rows wherever they went."""
    made = honest("hiring")
    path = write(made, tmp_path / "filled.xlsx", monkeypatch)
    assert wrong_after(made, ACTS, tmp_path, addin_calc, path) == {}


@pytest.mark.parametrize("way", ["xlsx", "ods", "openpyxl"])
def test_saved_by_another_program_a_template_goes_on_as_before(
    way: str, tmp_path: Path, plain_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = honest("hiring")
    path = write(made, tmp_path / "filled.xlsx", monkeypatch)
    saved = _saved_by(way, path, tmp_path, plain_calc)
    expected = by_validate(path, lists_people=True)
    assert by_validate(saved, lists_people=True) == expected
    acts = ["nothing", "sort_people", "delete_a_person", "insert_a_row_and_cut_somebody_into_it"]
    assert wrong_after(made, [*acts, "rename_a_heading"], tmp_path, plain_calc, saved) == {}


def _saved_by(way: str, path: Path, folder: Path, calc: LibreOffice) -> Path:
    if way == "openpyxl":
        book = openpyxl.load_workbook(path)
        book.save(folder / "saved.xlsx")
        return folder / "saved.xlsx"
    saved = calc.convert(path, way, folder / "saved")
    return calc.convert(saved, "xlsx", folder / "again")


def wrong_after(
    made: Table, acts: list[str], folder: Path, calc: LibreOffice, workbook: Path
) -> dict[str, object]:
    """After which acts the sheet shows another sum than `validate` finds, or does not say why."""
    lists_people = made.plan.has(SheetKind.ROSTER)
    wrong: dict[str, object] = {}
    for seen in done(made, acts, folder, calc, workbook):
        act, notes = seen["act"], "".join(seen["notes"])
        if act in STOPPING:
            shown = [row for row in seen["claims"].values() if any(row)]
            if shown or STOPPING[act] not in notes:
                wrong[act] = (notes, shown)
        elif act in SAID:
            if not all(words in notes for words in SAID[act]):
                wrong[act] = notes
        else:
            expected = by_validate(Path(seen["path"]), lists_people=lists_people)
            # A claim in a row that was put in shows nothing, and that is said.
            said = "申报表第" in notes and "没有公式" in notes
            claims = {claim: row for claim, row in seen["claims"].items() if any(row) or not said}
            different = {
                claim: (row, expected.get(claim))
                for claim, row in by_sheet(claims).items()
                if row != expected.get(claim, (0, 0.0))
            }
            if different or "不出核算金额" in notes:
                wrong[act] = (different, notes)
    return wrong
