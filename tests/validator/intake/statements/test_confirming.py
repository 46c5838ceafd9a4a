"""Unsure income: a clerk says whether it is pay, and imports the same statements again."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from claimcheck.settings import Settings
from samples.statements.accounts import Account
from tests.validator.intake.statements.books import accounts, claim_book, statement
from tests.validator.intake.statements.test_import import payments, run
from validator.commands.validate import validate
from validator.run.validate import run_validation

UNSURE = "待确认收入"


@pytest.fixture
def imported(tmp_path) -> tuple[Path, Path, Account]:
    """The statement and the copy with pay; three more payments are unsure."""
    made = accounts(1)[0]
    claim = claim_book(tmp_path, [made])
    paper = statement(tmp_path, made)
    run("import", paper, "--into", claim)
    return paper, tmp_path / "申报.已导入.xlsx", made


def rows(path: Path) -> list[dict[str, object]]:
    page = load_workbook(path)[UNSURE]
    heads = [cell.value for cell in page[3]]
    return [
        dict(zip(heads, row, strict=True)) for row in page.iter_rows(min_row=4, values_only=True)
    ]


def fill(path: Path, decisions: dict[int, str], people: dict[int, str] | None = None) -> None:
    book = load_workbook(path)
    page = book[UNSURE]
    for row, word in decisions.items():
        page.cell(row, 1, word)
    for row, number in (people or {}).items():
        page.cell(row, 2, number)
    book.save(path)


def again(paper: Path, copy: Path, *more: object):
    target = copy.with_name("完成.xlsx")
    return target, run("import", paper, "--into", copy, "-o", target, *more)


def test_the_sheet_says_what_to_do_and_has_a_list_to_choose_from(imported):
    _, copy, _ = imported
    page = load_workbook(copy)[UNSURE]
    assert "再导入一次" in page["A2"].value
    (choice,) = page.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"是,不是"', "A4:A6")
    assert page["B4"].number_format == "@"


def test_answers_are_not_lost_by_importing_into_the_first_claim_again(imported):
    paper, copy, _ = imported
    fill(copy, {4: "是", 5: "不是"})
    before = copy.read_bytes()
    refused = run("import", paper, "--into", copy.with_name("申报.xlsx"))
    assert refused.exit_code == 2
    assert "“申报.已导入.xlsx”的“待确认收入”表里已填了 2 笔，没有改动" in refused.output
    assert copy.read_bytes() == before
    assert run("import", paper, "--into", copy).exit_code in (0, 1)


def test_what_is_confirmed_becomes_pay_and_what_is_denied_does_not(imported):
    paper, copy, made = imported
    unsure = rows(copy)
    fill(copy, {4: "是", 5: "不是"})
    target, result = again(paper, copy)
    assert "1 笔已确认不是工资" in result.output
    assert "待确认 1 笔" in result.output
    before, after = payments(copy), payments(target)
    added = after.join(before, on="row", how="anti")
    assert added["id_number"].to_list() == [made.id_number]
    assert added["amount_fen"].to_list() == [round(float(str(unsure[0]["金额（元）"])) * 100)]
    outcomes = [row["处理结果"] for row in rows(target)]
    assert outcomes == [f"已写入工资流水第 {added['row'][0]} 行", "已确认不是工资", None]


def test_a_confirmed_row_keeps_its_origin_and_says_that_a_person_confirmed_it(imported):
    paper, copy, _ = imported
    fill(copy, {4: "是"})
    target, _ = again(paper, copy)
    page = load_workbook(target)["导入记录"]
    heads = [cell.value for cell in page[3]]
    last = dict(zip(heads, [cell.value for cell in page[page.max_row]], strict=True))
    assert last["归属依据"] == "人工确认，账号"
    assert last["来源文件"] == paper.name


def test_a_third_import_changes_nothing_more(imported):
    paper, copy, _ = imported
    fill(copy, {4: "是", 5: "不是", 6: "不是"})
    target, _ = again(paper, copy)
    result = run("import", paper, "--into", target, "-o", target.with_name("再.xlsx"))
    assert result.exit_code == 0, result.output
    assert payments(target.with_name("再.xlsx")).equals(payments(target))
    assert rows(target.with_name("再.xlsx")) == rows(target)


def test_another_word_is_named_and_nothing_is_taken(imported):
    paper, copy, _ = imported
    fill(copy, {4: "大概是"})
    target, result = again(paper, copy)
    assert "待确认收入 第 4 行：“是否工资”填的是“大概是”，请填“是”或“不是”" in result.output
    assert payments(target).equals(payments(copy))


def test_whose_pay_it_is_can_be_written_where_only_the_name_fits(tmp_path):
    made = accounts(1)[0]
    claim = claim_book(tmp_path, [made])
    paper = tmp_path / "流水.csv"
    paper.write_text(
        f"户名：{made.name}\n交易日期,摘要,交易金额,余额,对方户名\n"
        "2026-03-05,工资,3200,3300,另一家公司\n2026-04-05,工资,3200,6500,另一家公司\n",
        "utf-8",
    )
    run("import", paper, "--into", claim)
    copy = tmp_path / "申报.已导入.xlsx"
    assert len(rows(copy)) == 2
    assert payments(copy).is_empty()
    fill(copy, {4: "是", 5: "是"}, {4: made.id_number, 5: "640598199001010016"})
    target, result = again(paper, copy)
    assert payments(target).select("id_number", "paid_on").rows() == [
        (made.id_number, date(2026, 3, 5))
    ]
    assert "不在花名册" in str(rows(target)[1]["为什么待确认"])
    assert "640598199001010016" not in result.output


def test_confirmed_without_saying_whose_it_is_still_waits(tmp_path):
    claim = claim_book(tmp_path, accounts(1))
    paper = tmp_path / "流水.csv"
    paper.write_text("交易日期,摘要,交易金额,余额\n2026-03-05,工资,3200,3300\n", "utf-8")
    run("import", paper, "--into", claim)
    copy = tmp_path / "申报.已导入.xlsx"
    fill(copy, {4: "是"})
    target, _ = again(paper, copy)
    assert payments(target).is_empty()
    assert "还须在“归属身份证号”填" in str(rows(target)[0]["为什么待确认"])


def test_a_new_workbook_of_payments_follows_the_decisions_of_the_one_before(tmp_path):
    paper = statement(tmp_path, accounts(1)[0])
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    run("import", paper, "-o", first)
    fill(first, {4: "是", 5: "不是"})
    run("import", paper, "-o", second, "--confirm", first)
    assert payments(second).height == payments(first).height + 1


def test_validate_tells_how_much_still_waits(imported):
    paper, copy, _ = imported

    def said(path: Path) -> list[str]:
        found = run_validation([path], Settings(on=date(2026, 11, 20))).findings
        return found.filter(found["code"] == "CC315")["message"].to_list()

    assert said(copy) == ["待确认收入：有 3 笔收入没有确认是不是工资，没有计入"]
    fill(copy, {4: "是", 5: "不是", 6: "不是"})
    assert "其中 3 笔已填好" in said(copy)[0]
    target, _ = again(paper, copy)
    assert said(target) == []
    output = CliRunner().invoke(validate, [str(copy), "--no-write", "--on", "2026-11-20"]).output
    assert "CC315" in output
