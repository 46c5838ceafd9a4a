"""Rows changed by hand after the import (CC312), and broken balances (CC313)."""

import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from claimcheck.settings import Settings
from samples import make_samples
from tests.validator.books import ON
from validator.commands.collecting import collect
from validator.run.validate import run_validation

SAMPLES = Path(make_samples.__file__).parent
CLEAN = SAMPLES / "imported-clean.xlsx"
BROKEN = SAMPLES / "faulty" / "导入后改动.xlsx"


def found(path: Path, code: str, *, unmask: bool = False) -> list[dict[str, object]]:
    rows = run_validation([path], Settings(on=ON), unmask=unmask).findings
    return rows.filter(pl.col("code") == code).to_dicts()


def changed(folder: Path, change) -> Path:
    book = load_workbook(CLEAN)
    change(book["工资流水"])
    book.save(folder / "改过.xlsx")
    return folder / "改过.xlsx"


def test_imported_rows_that_nobody_touched_are_not_mentioned():
    assert found(CLEAN, "CC312") == found(CLEAN, "CC313") == []


@pytest.mark.parametrize(
    ("cell", "value", "named"),
    [
        ("D9", 9999, "入账金额（元）"),
        ("C9", "2026-07-30", "入账日期"),
        ("E9", "另一家公司", "付款单位"),
        ("H9", "奖金", "摘要"),
        ("D9", None, "入账金额（元）"),
    ],
)
def test_a_changed_cell_is_named_with_the_line_of_the_statement(tmp_path, cell, value, named):
    def change(page):
        page[cell] = value

    (said,) = found(changed(tmp_path, change), "CC312")
    assert said["cell"] == cell
    assert f"导入后被改动的有：{named}（来自“流水1.csv”第 " in str(said["message"])


def test_a_deleted_row_is_said_of_the_sheet(tmp_path):
    (said,) = found(changed(tmp_path, lambda page: page.delete_rows(9)), "CC312")
    assert said["row"] is None
    assert "导入的 1 行已被删除" in str(said["message"])


def test_sorting_is_no_change(tmp_path):
    def change(page):
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
        for number, row in enumerate(sorted(rows, key=lambda row: row[3] or 0), 4):
            for column, value in enumerate(row, 1):
                page.cell(number, column).value = value

    assert found(changed(tmp_path, change), "CC312") == []


def test_a_broken_balance_names_the_statement_the_place_and_how_many_payments_rest_on_it():
    (said,) = found(BROKEN, "CC313")
    assert said["value"] == "断开 1 处"
    assert "余额应为" in str(said["message"])
    assert "据此导入了 7 笔工资" in str(said["message"])
    assert len(said["related"]) == 6  # type: ignore[arg-type]


def test_numbers_in_the_names_of_statements_are_masked(tmp_path):
    def change(page):
        page["D9"] = 9999

    path = changed(tmp_path, change)
    book = load_workbook(path)
    page = book["导入记录"]
    for row in range(4, page.max_row + 1):
        page.cell(row, 3, "马小龙6405981990010112340000.csv")
    book.save(path)
    (said,) = found(path, "CC312")
    assert "6405981990010112340000" not in str(said)


def test_a_collected_workbook_tells_the_same(tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(BROKEN, tmp_path / "in" / "甲.xlsx")
    shutil.copy(CLEAN, tmp_path / "in" / "乙.xlsx")
    batch = tmp_path / "batch.xlsx"
    CliRunner().invoke(collect, [str(tmp_path / "in"), "-o", str(batch)])
    alone = found(BROKEN, "CC312") + found(BROKEN, "CC313")
    together = found(batch, "CC312") + found(batch, "CC313")
    assert [said["id"] for said in together] == [said["id"] for said in alone]


def test_a_record_that_was_destroyed_is_no_traceback(tmp_path):
    book = load_workbook(CLEAN)
    page = book["导入记录"]
    for row in range(4, page.max_row + 1):
        for column in range(1, page.max_column + 1):
            page.cell(row, column, "坏" * (row % 3))
    book.save(tmp_path / "坏.xlsx")
    result = run_validation([tmp_path / "坏.xlsx"], Settings(on=ON))
    assert {ran.status for ran in result.checks} <= {"ran", "skipped"}


def test_a_column_changed_in_every_row_is_found_row_by_row(tmp_path):
    def change(page):
        for row in range(4, page.max_row + 1):
            page.cell(row, 5, "另一家公司")
            page.cell(row, 8, "奖金")

    said = found(changed(tmp_path, change), "CC312")
    assert len(said) == 35
    assert {row["cell"] for row in said} == {f"E{row}" for row in range(4, 39)}


def test_changed_rows_that_were_sorted_are_known_by_what_was_left(tmp_path):
    def change(page):
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
        rows[7][3] += 500
        wanted = list(rows[7])
        for number, row in enumerate(reversed(rows), 4):
            for column, value in enumerate(row, 1):
                page.cell(number, column).value = value
        assert page.cell(31, 4).value == wanted[3]

    (said,) = found(changed(tmp_path, change), "CC312")
    assert said["cell"] == "D31"
