"""`claimcheck wages import`: from statements to the sheet 工资流水."""

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from addin.template.layout import HEADER_ROW
from claimcheck.forms import SheetKind, forms
from tests.validator.intake.statements.books import (
    SAMPLES,
    accounts,
    claim_book,
    into_template,
    statement,
)
from validator.commands.wages import wages
from validator.intake.statements.provenance import (
    RECORD_SHEET,
    ImportedRow,
    read_records,
    traced,
)
from validator.reading.workbook import read_workbook

TEMPLATE = Path(__file__).parents[4] / "templates" / "hiring.xlsx"


def run(*arguments: object):
    return CliRunner().invoke(wages, [str(argument) for argument in arguments])


def changed_rows(path: Path) -> list[ImportedRow]:
    """The imported rows of a workbook that were changed or deleted by hand."""
    wages = read_workbook(path, forms(), lambda _: None).sheets[SheetKind.WAGES]
    return [row for row in traced(read_records(path), wages) if row.changed]


def payments(path: Path) -> pl.DataFrame:
    return read_workbook(path, forms(), lambda _: None).sheets[SheetKind.WAGES].frame


def imported(folder: Path, count: int = 3) -> tuple[Path, Path, list]:
    """A claim with some workers, their statements, and the copy with their pay."""
    made = accounts(count)
    claim = claim_book(folder, made)
    papers = folder / "流水"
    papers.mkdir()
    for worker in made:
        statement(papers, worker)
    result = run("import", papers, "--into", claim)
    assert result.exit_code in (0, 1), result.output
    return claim, folder / "申报.已导入.xlsx", made


def test_all_pay_and_nothing_else_is_written_to_the_right_people(tmp_path):
    _, copy, made = imported(tmp_path)
    rows = payments(copy)
    for worker in made:
        own = rows.filter(pl.col("id_number") == worker.id_number)
        truth = [(e.day, int(e.amount * 100)) for e in worker.entries if e.truth == "工资"]
        assert list(own.select("paid_on", "amount_fen").iter_rows()) == truth
        assert own["payee_account"].unique().to_list() == [worker.number]
        assert own["payer"].unique().to_list() == [worker.employer]
    assert rows.height == 24


def test_the_claim_itself_is_never_changed(tmp_path):
    made = accounts(1)
    claim = claim_book(tmp_path, made)
    before = hashlib.sha256(claim.read_bytes()).hexdigest()
    run("import", statement(tmp_path, made[0]), "--into", claim)
    assert hashlib.sha256(claim.read_bytes()).hexdigest() == before
    refused = run("import", statement(tmp_path, made[0]), "--into", claim, "-o", claim)
    assert refused.exit_code == 2
    assert hashlib.sha256(claim.read_bytes()).hexdigest() == before


def test_somebody_elses_workbook_is_not_replaced(tmp_path):
    made = accounts(1)
    other = claim_book(tmp_path, made)
    before = other.read_bytes()
    refused = run("import", statement(tmp_path, made[0]), "-o", other)
    assert refused.exit_code == 2
    assert "已经存在，不是以前写出的导入结果，没有改动" in refused.output
    assert other.read_bytes() == before


def test_importing_again_replaces_the_earlier_result(tmp_path):
    paper = statement(tmp_path, accounts(1)[0])
    for _ in range(2):
        assert run("import", paper, "-o", tmp_path / "out.xlsx").exit_code in (0, 1)


def test_the_same_statement_twice_adds_nothing(tmp_path):
    _, copy, _ = imported(tmp_path)
    result = run("import", tmp_path / "流水", "--into", copy, "-o", tmp_path / "again.xlsx")
    assert "24 笔以前已经导入" in result.output
    assert payments(tmp_path / "again.xlsx").equals(payments(copy))


def test_the_same_file_under_two_names_counts_once(tmp_path):
    made = accounts(1)
    first = statement(tmp_path, made[0])
    shutil.copy(first, tmp_path / "另存.csv")
    result = run("import", first, tmp_path / "另存.csv", "-o", tmp_path / "out.xlsx")
    assert "完全相同" in result.output
    assert payments(tmp_path / "out.xlsx").height == 8


def test_overlapping_statements_count_each_payment_once(tmp_path):
    made = accounts(1)[0]
    whole = statement(tmp_path, made, name="全年.csv")
    made.entries = made.entries[:20]
    half = statement(tmp_path, made, name="上半年.csv")
    run("import", half, whole, "-o", tmp_path / "out.xlsx")
    assert payments(tmp_path / "out.xlsx").height == 8


def test_every_row_knows_file_line_and_content_hash(tmp_path):
    _, copy, _ = imported(tmp_path, 1)
    source = next((tmp_path / "流水").iterdir())
    page = load_workbook(copy)[RECORD_SHEET]
    heads = [cell.value for cell in page[3]]
    first = dict(zip(heads, (cell.value for cell in page[4]), strict=True))
    assert first["来源文件"] == source.name
    assert first["对账单校验值"] == hashlib.sha256(source.read_bytes()).hexdigest()
    line = source.read_text("utf-8").splitlines()[int(first["来源行"]) - 1]
    assert "月工资" in line
    assert first["归属依据"] == "账号"
    assert first["余额核对"] == "连续"


def test_untouched_rows_are_not_reported_as_changed(tmp_path):
    _, copy, _ = imported(tmp_path)
    assert changed_rows(copy) == []


def test_an_amount_changed_by_hand_is_found_with_its_cell(tmp_path):
    _, copy, _ = imported(tmp_path)
    book = load_workbook(copy)
    book["工资流水"]["D7"] = 9999
    book.save(copy)
    (found,) = changed_rows(copy)
    assert (found.row, found.keys, found.letters["amount_yuan"]) == (7, ("amount_yuan",), "D")
    assert found.file.endswith(".csv")


def test_a_row_that_was_deleted_is_found(tmp_path):
    _, copy, _ = imported(tmp_path)
    book = load_workbook(copy)
    book["工资流水"].delete_rows(8)
    book.save(copy)
    (found,) = changed_rows(copy)
    assert found.gone


def test_sorting_the_rows_changes_none_but_is_no_cover_for_a_change(tmp_path):
    _, copy, _ = imported(tmp_path)
    book = load_workbook(copy)
    page = book["工资流水"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    rows.sort(key=lambda row: row[3])
    for number, row in enumerate(rows, 4):
        for column, value in enumerate(row, 1):
            page.cell(number, column).value = value
    book.save(copy)
    assert changed_rows(copy) == []
    page["E9"] = "另一家公司"
    book.save(copy)
    (found,) = changed_rows(copy)
    assert (found.row, found.keys) == (9, ("payer",))


def test_a_row_typed_by_hand_is_nobodys_change(tmp_path):
    _, copy, made = imported(tmp_path)
    book = load_workbook(copy)
    page = book["工资流水"]
    for column, value in enumerate([made[0].id_number, made[0].name, date(2026, 9, 9), 3500], 1):
        page.cell(page.max_row + (column == 1), column, value)
    book.save(copy)
    assert changed_rows(copy) == []


def test_a_workbook_without_imports_has_no_changed_rows(tmp_path):
    assert changed_rows(claim_book(tmp_path, accounts(1))) == []


@pytest.mark.skipif(not TEMPLATE.exists(), reason="the template is not built")
def test_the_real_template_keeps_its_formulas_checks_and_protection(tmp_path):
    made = accounts(2)
    claim = into_template(TEMPLATE, tmp_path / "申报.xlsx", made)
    for worker in made:
        statement(tmp_path, worker)
    run("import", *tmp_path.glob("*.csv"), "--into", claim)
    copy = tmp_path / "申报.已导入.xlsx"
    assert payments(copy).height == 16
    before, after = load_workbook(claim), load_workbook(copy)
    for page in before.worksheets:
        other = after[page.title]
        assert other.protection.sheet == page.protection.sheet
        assert len(other.data_validations.dataValidation) == len(
            page.data_validations.dataValidation
        )
        assert len(other.conditional_formatting) == len(page.conditional_formatting)
        assert _formulas(other) == _formulas(page)


def _formulas(page) -> dict[str, str]:
    return {
        cell.coordinate: str(getattr(cell.value, "text", cell.value))
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


@pytest.mark.skipif(not TEMPLATE.exists(), reason="the template is not built")
def test_a_template_without_room_is_refused_and_nothing_is_written(tmp_path):
    made = accounts(1)
    claim = into_template(TEMPLATE, tmp_path / "申报.xlsx", made)
    book = load_workbook(claim)
    page = book["工资流水"]
    rows = range(HEADER_ROW + 1, page.max_row + 1)
    last = max(row for row in rows if not page.cell(row, 1).protection.locked)
    page.cell(last - 2, 1, made[0].id_number)
    book.save(claim)
    result = run("import", statement(tmp_path, made[0]), "--into", claim)
    assert result.exit_code == 2
    assert "只剩 2 行，要写入 8 行" in result.output
    assert not (tmp_path / "申报.已导入.xlsx").exists()


def test_what_is_unsure_is_listed_with_its_reason_and_not_written(tmp_path):
    _, copy, _ = imported(tmp_path, 1)
    page = load_workbook(copy)["待确认收入"]
    reasons = [row[2] for row in page.iter_rows(min_row=4, values_only=True)]
    assert sorted(reasons) == [
        "可能是工资：摘要只有“代发”，没有写明工资",
        "可能是工资：摘要只有“劳务费”，没有写明工资",
        "可能是工资：摘要既有“工资”，又像报销",
    ]


def test_numbers_and_names_are_masked_on_the_screen(tmp_path):
    made = accounts(2)
    claim = claim_book(tmp_path, made)
    path = statement(tmp_path, made[0])
    for form in ("text", "json"):
        output = run("import", path, "--into", claim, "--format", form).output
        # The file's name is the user's own and happens to hold the number here.
        output = output.replace(path.name, "")
        assert made[0].name not in output
        assert made[0].number not in output
        assert made[0].id_number not in output


def test_json_says_what_was_recognised_and_what_was_not(tmp_path):
    result = run("import", SAMPLES / "建设银行.xls", "-o", tmp_path / "o.xlsx", "--format", "json")
    data = json.loads(result.stdout)
    assert data["files"][0]["recognised"]["余额"] == "账户余额"
    assert data["files"][0]["not_recognised"] == ["记账日", "交易时间", "交易地点"]
    assert data["summary"]["payments"] == 8


def test_a_broken_chain_ends_with_status_1_and_names_the_row(tmp_path):
    made = accounts(1)[0]
    path = statement(tmp_path, made)
    lines = path.read_text("utf-8").splitlines()
    del lines[10]
    path.write_text("\n".join(lines), "utf-8")
    result = run("import", path, "-o", tmp_path / "o.xlsx")
    assert result.exit_code == 1
    assert "余额断开：第 11 行" in result.output


def test_an_unreadable_file_does_not_stop_the_others(tmp_path):
    made = accounts(1)[0]
    statement(tmp_path, made)
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 100)
    result = run("import", tmp_path, "-o", tmp_path / "out" / "o.xlsx")
    assert result.exit_code == 2
    assert "无法读取“坏.xlsx”" in result.output
    assert payments(tmp_path / "out" / "o.xlsx").height == 8


def test_a_memo_that_looks_like_a_formula_stays_text(tmp_path):
    made = accounts(1)[0]
    made.entries[0].memo = '=HYPERLINK("http://x","工资")'
    run("import", statement(tmp_path, made), "-o", tmp_path / "o.xlsx")
    page = load_workbook(tmp_path / "o.xlsx")["工资流水"]
    assert page["H4"].data_type == "s"
    assert changed_rows(tmp_path / "o.xlsx") == []


def test_where_no_file_can_be_read_nothing_is_written(tmp_path):
    result = run("import", tmp_path / "没有.csv", "-o", tmp_path / "out.xlsx")
    assert result.exit_code == 2
    assert "没有写文件" in result.output
    assert not (tmp_path / "out.xlsx").exists()


def test_a_claim_given_as_a_statement_is_told_where_it_belongs(tmp_path):
    claim = claim_book(tmp_path, accounts(1))
    result = run("import", claim, "-o", tmp_path / "out.xlsx")
    assert "这是申报工作簿，不是对账单" in result.output
