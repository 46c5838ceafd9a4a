# ruff: noqa: E501 - a case on one line
"""An ID number that differs from the roster's, where everything else fits."""

import pytest
from openpyxl import Workbook, load_workbook

from claimcheck.identity import id_check_character
from claimcheck.names import plain_name
from tests.validator.intake.statements.books import accounts, claim_book
from tests.validator.intake.statements.test_import import payments, run
from validator.intake.statements.differing import difference, is_slip
from validator.intake.statements.matching import match
from validator.intake.statements.roster import Person, _indexed

FIRM = "中宁国栋物流有限公司"
ID, ACCOUNT = "640598199001010017", "6229991000000000011"
HE = Person(ID, "马小龙", {ACCOUNT}, {plain_name(FIRM)}, row=9)
ROSTER = _indexed([HE], [Person("640598199202020030", "苏伟", {"6229991000000000029"}, row=10)])


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ("640598199101010017", "第 10 位不同（1 和 0）"), ("640598199001010071", "第 17 位不同（7 和 1）、第 18 位不同（1 和 7）"),
        ("64059819900101001", "位数不同（17 位和 18 位）"), ("7" + ID[1:], "第 1 位不同（7 和 6）"),
    ],
)  # fmt: skip
def test_a_slip_names_the_row_and_the_place(wrong, where):
    found = match(ROSTER, wrong, ACCOUNT, "马 小龙", "")
    assert found.person is None
    assert found.candidate is HE
    assert found.doubt.startswith("花名册第 9 行同名同账号，身份证号不一致：")
    assert where in found.doubt
    assert wrong not in found.doubt
    assert ID not in found.doubt


def test_without_an_account_name_and_payer_say_it():
    found = match(ROSTER, "640598199101010017", "", "马小龙", FIRM)
    assert "花名册第 9 行同名同单位，身份证号不一致" in found.doubt


def test_another_number_altogether_is_nobodys():
    found = match(ROSTER, "640598198512310033", ACCOUNT, "马小龙", "")
    assert "不在花名册，花名册第 9 行同名同账号" in found.doubt
    assert found.candidate is None


def test_a_name_alone_makes_nobody_a_candidate():
    assert "花名册第" not in match(ROSTER, "640598199101010017", "", "马小龙", "").doubt


def test_a_number_of_the_first_generation_is_the_same_person():
    she = Person("64059819900101001X", "王秀梅", row=11)
    found = match(_indexed([she]), "640598900101001", "", "王秀梅", "")
    assert found.person is she
    assert "15 位旧号码" in found.by


@pytest.mark.parametrize("number", ["640598199202020038", ""])
def test_a_wrong_number_on_the_roster_is_said(number):
    found = match(ROSTER, number, "6229991000000000029", "苏伟", "")
    assert found.person is None
    assert "花名册第 10 行同名同账号，但那一行" in found.doubt
    assert "不在花名册" not in found.doubt


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("1234", "1235", True),
        ("1234", "1243", True),
        ("123", "1234", True),
        ("1234", "4321", False),
        ("1234", "1234", False),
    ],
)
def test_what_a_slip_is(one, other, slip):
    assert is_slip(one, other) is slip


def test_both_numbers_are_masked():
    assert difference(ID, "640598199101010017").startswith(
        "这里是 640598********0017，花名册是 640598********0017"
    )


def test_yes_takes_the_person_of_the_row(tmp_path):
    (worker,) = accounts(1)
    claim = claim_book(tmp_path, [worker])
    digits = (
        worker.id_number[:15] + str((int(worker.id_number[15]) + 1) % 10) + worker.id_number[16]
    )
    wrong = digits + id_check_character(digits)
    book = Workbook()
    for row in (
        ["2026年3月工资"],
        ["姓名", "身份证号", "银行卡号", "实发工资", "发放日期"],
        [worker.name, wrong, worker.number, 3500, "2026-03-15"],
    ):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    first = run("import", tmp_path / "名单.xlsx", "--into", claim)
    assert first.exit_code == 1
    assert "同名同账号，身份证号不一致" in first.output
    copy = tmp_path / "申报.已导入.xlsx"
    filled = load_workbook(copy)
    filled["待确认收入"]["A4"] = "是"
    filled.save(copy)
    again = run("import", tmp_path / "名单.xlsx", "--into", copy)
    assert again.exit_code == 0
    written = tmp_path / "申报.已导入（2）.xlsx"
    assert payments(written)["id_number"].to_list() == [worker.id_number]
    assert not (tmp_path / "申报.已导入.已导入.xlsx").exists()
    third = run("import", tmp_path / "名单.xlsx", "--into", written)
    assert third.exit_code == 0
    assert (tmp_path / "申报.已导入（3）.xlsx").exists()
