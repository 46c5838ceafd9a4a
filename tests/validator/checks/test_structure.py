from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from claimcheck.forms import form
from tests.validator.books import checked, claims, codes, only, save
from validator.reading.templates import templates


def test_a_missing_sheet_is_said_once_and_nothing_is_concluded_from_it(tmp_path: Path):
    def drop(book: Workbook) -> None:
        del book["工资流水"]

    found = checked(save(tmp_path / "a.xlsx", claims(5), drop))
    assert codes(found) == ["CC102"]
    assert "现有工作表：申报表、人员花名册" in str(only(found, "CC102")["message"])
    assert found.claims["verdict"].to_list() == ["flagged"]
    assert found.claims["amount_fen"].to_list() == [None]


def test_a_missing_column_is_said_once(tmp_path: Path):
    def drop(book: Workbook) -> None:
        book["人员花名册"].delete_cols(6)

    found = checked(save(tmp_path / "a.xlsx", claims(5), drop))
    assert codes(found) == ["CC103"]
    assert only(found, "CC103")["column"] == "入职日期"


def test_a_sheet_without_rows_is_said_once(tmp_path: Path):
    made = claims(5)
    for person in made[0].people:
        person.payments.clear()
    assert codes(checked(save(tmp_path / "a.xlsx", made))) == ["CC104"]


def test_checks_that_could_not_run_say_why(tmp_path: Path):
    def drop(book: Workbook) -> None:
        del book["工资流水"]

    ran = {item.code: item for item in checked(save(tmp_path / "a.xlsx", claims(5), drop)).checks}
    assert ran["CC201"].status == "ran"
    assert ran["CC302"].status == "skipped"
    assert ran["CC302"].why


def test_one_unreadable_file_does_not_keep_the_others_from_being_checked(tmp_path: Path):
    good = save(tmp_path / "好.xlsx", claims(5))
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04")
    found = checked(bad, good)
    assert codes(found) == ["CC101"]
    assert found.exit_status == 2
    assert found.claims["verdict"].to_list() == ["passed"]


def test_a_row_marked_only_by_formats_is_no_row(tmp_path: Path):
    def paint(book: Workbook) -> None:
        for row in range(20, 200):
            book["人员花名册"].cell(row, 3).number_format = "@"
            book["人员花名册"].cell(row, 3).value = "  "

    assert codes(checked(save(tmp_path / "a.xlsx", claims(5), paint))) == []


def stamped(stamp: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        name = "claimcheck_template"
        book.defined_names[name] = DefinedName(name, attr_text=f'"{stamp}"', hidden=True)

    return change


def test_the_template_of_today_is_nothing_to_speak_of(tmp_path: Path):
    change = stamped(f"hiring {templates().current}")
    assert codes(checked(save(tmp_path / "a.xlsx", claims(5), change))) == []


@pytest.mark.parametrize(
    ("stamp", "said"),
    [
        (f"hiring {templates().current - 1}", "这是旧版模板（第"),
        (f"hiring {templates().current + 1}", "比本程序（第"),
        ("broker 1", f"这是“{form('broker').title}”的模板"),
        ("nothing 1", "这是另一类申报的模板"),
        ("hiring", "模板的标记已被改动"),
    ],
)
def test_another_template_is_told_apart_by_type_and_version(tmp_path: Path, stamp: str, said: str):
    found = checked(save(tmp_path / "a.xlsx", claims(5), stamped(stamp)))
    assert codes(found) == ["CC105"]
    assert said in str(only(found, "CC105")["message"])


def test_a_newer_template_asks_for_a_newer_program(tmp_path: Path):
    change = stamped(f"hiring {templates().current + 1}")
    finding = only(checked(save(tmp_path / "a.xlsx", claims(5), change)), "CC105")
    assert finding["fix"] == "请升级 claimcheck 后再核查。"


@pytest.mark.parametrize(
    ("heading", "code"),
    [("付款单位", "CC306"), ("收款账号", "CC308"), ("流水号", "CC307"), ("摘要", "CC310")],
)
def test_a_check_without_its_column_says_that_it_was_skipped(
    tmp_path: Path, heading: str, code: str
):
    def drop(book: Workbook) -> None:
        sheet = book["工资流水"]
        sheet.delete_cols(next(cell.column for cell in sheet[3] if cell.value == heading))

    found = checked(save(tmp_path / "a.xlsx", claims(5), drop))
    assert codes(found) == []
    ran = {item.code: item for item in found.checks}
    assert (ran[code].status, ran[code].why) == ("skipped", f"工资流水没有“{heading}”列")
    assert ran["CC305"].status == "ran"


def test_a_number_among_unknown_headings_stays_hidden(tmp_path: Path):
    def spoil(book: Workbook) -> None:
        book["人员花名册"]["D3"] = "640598199001011230"

    found = checked(save(tmp_path / "a.xlsx", claims(5), spoil))
    assert "640598********1230" in str(only(found, "CC103")["message"])
