import os
import re
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from claimcheck.writing import WriteError
from tests.validator.books import checked, claims, save
from tests.validator.output.marked.made import all_marked
from validator.common.workers.limits import Limits
from validator.common.workers.pool import shared
from validator.common.workers.process import Ending, WorkerDiedError
from validator.output.marked.copies import CopiesOfRun, MarkedCopy
from validator.output.marked.marking import being_marked, write_marked
from validator.output.marked.naming import marked_paths
from validator.output.marked.result_sheet import TITLE
from validator.output.package.copying import PackageCopy

RED, ORANGE = "FFFFC7CE", "FFFFE5B4"


def marked(tmp_path: Path, *, low: bool = False) -> tuple[Path, Path]:
    """An input with one wrong ID (and one low month), and its marked copy."""
    made = claims(6, months=7)
    made[0].people[0].row["id_number"] = "640598199001011230"
    made[0].people[0].row["name"] = "=马龙"
    if low:
        made[0].people[1].payments[2]["amount_yuan"] = 2999

    def decorate(book: Workbook) -> None:
        choice = DataValidation("list", formula1='"甲,乙"')
        choice.add("D4:D100")
        book["人员花名册"].add_data_validation(choice)
        book["申报表"]["M4"] = "=SUM(K4:K9)"
        book["申报表"].column_dimensions["A"].width = 33

    path = save(tmp_path / "三月.xlsx", made, decorate)
    written, problems = all_marked(checked(path))
    assert problems == []
    return path, written[0]


def test_the_copy_stands_beside_the_input_and_the_input_stays_as_it_was(tmp_path: Path):
    path = save(tmp_path / "a.xlsx", claims(4))
    before = path.read_bytes()
    written, _ = all_marked(checked(path))
    assert written == [tmp_path / "a.核查.xlsx"]
    assert path.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "a.核查.xlsx"]


def test_a_wrong_cell_is_red_with_a_note_that_says_what_to_do(tmp_path: Path):
    _, copy = marked(tmp_path)
    cell = load_workbook(copy)["人员花名册"]["C4"]
    assert cell.fill.fgColor.rgb == RED
    assert "CC201" in cell.comment.text
    assert "怎么改：请对照身份证原件更正。" in cell.comment.text
    assert cell.value == "640598199001011230", "what the clerk typed stays"


def test_a_reminder_is_orange(tmp_path: Path):
    _, copy = marked(tmp_path, low=True)
    sheet = load_workbook(copy)["工资流水"]
    assert [row[3].fill.fgColor.rgb for row in sheet.iter_rows(min_row=4)].count(ORANGE) == 1


def test_nothing_else_of_the_workbook_changes(tmp_path: Path):
    path, copy = marked(tmp_path)
    before, after = load_workbook(path), load_workbook(copy)
    assert after.sheetnames == [TITLE, *before.sheetnames]
    for sheet in before:
        assert list(sheet.values) == list(after[sheet.title].values)
        assert len(sheet.data_validations.dataValidation) == len(
            after[sheet.title].data_validations.dataValidation
        )
    assert after["申报表"].column_dimensions["A"].width == 33


def test_every_line_of_the_result_sheet_links_to_its_cell(tmp_path: Path):
    _, copy = marked(tmp_path)
    sheet = load_workbook(copy)[TITLE]
    rows = list(sheet.iter_rows(min_row=7))
    assert rows
    for row in rows:
        place = row[4]
        name, cell = place.value.split(" ")
        assert place.hyperlink.location == f"'{name}'!{cell}" or place.hyperlink.target == (
            f"#'{name}'!{cell}"
        )


def test_ids_are_masked_in_notes_and_results(tmp_path: Path):
    _, copy = marked(tmp_path)
    book = load_workbook(copy)
    texts = [str(value) for row in book[TITLE].values for value in row if value]
    texts += [c.comment.text for s in book for row in s.iter_rows() for c in row if c.comment]
    assert not any("640598199001011230" in text for text in texts)


def test_text_that_could_run_as_a_formula_does_not(tmp_path: Path):
    made = claims(5)
    made[0].row["county"] = "=HYPERLINK(1)"
    made[0].row["claim_id"] = "@SB"
    written, _ = all_marked(checked(save(tmp_path / "a.xlsx", made)))
    sheet = load_workbook(written[0])[TITLE]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_a_marked_copy_that_was_corrected_is_clean_again(tmp_path: Path):
    _, copy = marked(tmp_path, low=True)
    written, _ = all_marked(checked(copy))
    book = load_workbook(written[0])
    assert book.sheetnames.count(TITLE) == 1
    notes = [c.comment.text for s in book for row in s.iter_rows() for c in row if c.comment]
    codes = [re.findall(r"CC\d{3}", text) for text in notes]
    assert all(len(found) == len(set(found)) for found in codes)


def test_no_half_written_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left")

    found = checked(save(tmp_path / "a.xlsx", claims(4)))
    (copy,) = CopiesOfRun(found, marked_paths(found, None))
    monkeypatch.setattr(PackageCopy, "put", full)
    with pytest.raises(WriteError, match="磁盘已满"):
        write_marked(copy)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_copies_are_told_in_the_order_of_the_inputs(tmp_path: Path):
    paths = [save(tmp_path / f"{number}.xlsx", claims(4)) for number in range(4)]
    found = checked(*paths)
    (tmp_path / "1.核查.xlsx").mkdir()
    told: list[str] = []
    written, problems = all_marked(found, None, told.append)
    assert [path.name for path in written] == ["0.核查.xlsx", "2.核查.xlsx", "3.核查.xlsx"]
    assert len(problems) == 1
    assert "1.核查.xlsx" in problems[0]
    assert sorted(what[-5:] for what in told) == [f"（{number}/4）" for number in range(1, 5)]
    assert load_workbook(written[0]).sheetnames[0] == TITLE


def test_a_copy_that_ends_its_worker_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def submit(function: Callable[[MarkedCopy], None], copy: MarkedCopy) -> "Future[None]":
        future: Future[None] = Future()
        if copy.label == "a.xlsx":
            future.set_exception(WorkerDiedError(Ending.TIME, Limits(1, 60, 180)))
        else:
            future.set_result(function(copy))
        return future

    found = checked(save(tmp_path / "a.xlsx", claims(4)), save(tmp_path / "b.xlsx", claims(4)))
    monkeypatch.setattr(shared(), "submit", submit)
    written, problems = all_marked(found)
    assert [path.name for path in written] == ["b.核查.xlsx"]
    (problem,) = problems
    assert "标注“a.xlsx”时超过 180 秒仍未完成" in problem


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_broken_off_marking_ends_at_once(tmp_path: Path):
    paths = [save(tmp_path / f"{number}.xlsx", claims(4)) for number in range(4)]
    found = checked(*paths)
    for path in paths:  # each hangs the worker that opens it
        path.unlink()
        os.mkfifo(path)
    copies = CopiesOfRun(found, marked_paths(found, None))
    with (
        pytest.raises(KeyboardInterrupt),
        being_marked(copies, lambda _: None) as marking,
    ):
        raise KeyboardInterrupt
    assert marking.done()
    assert marking.exception() is not None
    assert not any("核查" in path.name for path in tmp_path.iterdir())
