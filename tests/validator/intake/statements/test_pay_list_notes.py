"""Lines in the middle of a pay list that are nobody's: titles, signatures, pages, subtotals."""

import pytest

from tests.validator.intake.statements.test_pay_lists import PEOPLE, TITLE, read, save

HEADS = ["姓名", "身份证号", "银行卡号", "实发工资"]
NUMBERED = ["序号", *HEADS]


def people(rows, width=0):
    return [
        [*([1] if width else []), *PEOPLE[0], 3500],
        *rows,
        [*([2] if width else []), *PEOPLE[1], 3600],
    ]


@pytest.mark.parametrize(
    "line",
    [
        [TITLE],
        ["制表人：苏伟 审核人：马建国"],
        ["审核人：马建国"],
        ["单位负责人（签字）：", "", "复核："],
        ["第1页/共3页"],
        ["第 1 页"],
        ["", "", "", "第 2 页 共 3 页"],
        ["1/3 页"],
        ["生产一部（12人）"],
        ["后勤保障与环境卫生部"],
        HEADS,
    ],
)
def test_lines_in_the_middle_of_a_list_are_nobodys_wage(tmp_path, line):
    found = read(save(tmp_path, [[TITLE], HEADS, *people([line])]))
    assert found.unread == []
    assert found.frame["size_fen"].to_list() == [350000, 360000]


@pytest.mark.parametrize(
    "line", [["", TITLE], ["审核人：", "马建国", "", "制表："], ["", "第1页/共3页"], NUMBERED]
)
def test_the_same_lines_beside_a_column_of_numbers(tmp_path, line):
    found = read(save(tmp_path, [[TITLE], NUMBERED, *people([line], 1)]))
    assert found.unread == []
    assert found.frame["size_fen"].to_list() == [350000, 360000]


def test_headings_that_name_months_are_known_again_on_the_next_page(tmp_path):
    heads = ["姓名", "身份证号", "1月", "2月"]
    rows = [
        ["沙坡头伟物流有限公司2026年工资表"],
        heads,
        [*PEOPLE[0][:2], 3500, 3510],
        heads,
        [*PEOPLE[1][:2], 3600, 3610],
    ]
    found = read(save(tmp_path, rows))
    assert found.unread == []
    assert found.frame["size_fen"].to_list() == [350000, 351000, 360000, 361000]


def test_headings_in_two_rows_are_known_again_on_the_next_page(tmp_path):
    heads = [
        ["姓名", "身份证号", "应发项目", None, "发放"],
        [None, None, "基本工资", "加班", "实发工资"],
    ]
    one, two = ([*person[:2], 3000, 500, 3500] for person in PEOPLE[:2])
    found = read(save(tmp_path, [[TITLE], *heads, one, [TITLE], *heads, two]))
    assert found.unread == []
    assert found.frame["size_fen"].to_list() == [350000, 350000]


def test_a_subtotal_of_a_department_is_nobodys_wage(tmp_path):
    found = read(save(tmp_path, [[TITLE], HEADS, *people([["生产一部小计", None, None, 3500]])]))
    assert found.frame["party"].to_list() == ["梁敏", "苏伟"]


def test_a_person_without_an_amount_is_still_listed(tmp_path):
    found = read(save(tmp_path, [[TITLE], HEADS, *people([[*PEOPLE[2], None], ["马建国"]])]))
    assert [(row, why) for _, row, why in found.unread] == [
        (4, "实发工资是空的"),
        (5, "实发工资是空的"),
    ]


def test_an_amount_beside_a_signature_is_never_lost(tmp_path):
    found = read(save(tmp_path, [[TITLE], HEADS, *people([["审核人：马建国", None, None, 4000]])]))
    assert 400000 in found.frame["size_fen"].to_list()
