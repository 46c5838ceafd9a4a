import pytest

from claimcheck.forms import form
from validator.reading.headers import find_headers, match_names

ROSTER = form("hiring").sheets[1]
CLAIMS = form("hiring").sheets[0]


def test_the_header_row_is_found_under_a_title_and_blank_rows():
    top = [("某某公司花名册", None, None), (None, None, None), ("姓名", "身份证号", "入职日期")]
    found = find_headers(ROSTER, top)
    assert found is not None
    assert found.row == 2
    assert found.positions == {"name": 0, "id_number": 1, "hired_on": 2}


@pytest.mark.parametrize(
    "written",
    [
        "身份证号",
        "身份证号码",
        "身 份 证 号",
        "*身份证号",
        "身份证号（必填）",
        "公民身份号码",
        "身份证号\n",
    ],
)
def test_a_heading_is_known_however_it_is_written(written: str):
    found = find_headers(ROSTER, [("姓名", "入职日期", written)])
    assert found is not None
    assert "id_number" in found.positions


def test_an_amount_in_wan_yuan_is_not_taken_for_yuan():
    found = find_headers(CLAIMS, [("申报编号", "事项编号", "申报金额（万元）")])
    assert found is not None
    assert "claimed_yuan" not in found.positions
    assert found.strangers == ("申报金额（万元）",)


def test_an_amount_in_wan_yuan_is_taken_where_that_is_asked_for_and_noted():
    top = [("申报编号", "事项编号", "申报金额（万元）")]
    found = find_headers(CLAIMS, top, ten_thousands=True)
    assert found is not None
    assert found.positions["claimed_yuan"] == 2
    assert found.in_ten_thousands == {"claimed_yuan"}


def test_headings_in_two_rows_are_put_together():
    top = [
        ("申报编号", "姓名", "身份证号", "劳动合同", None, "入职日期"),
        (None, None, None, "合同起", "合同止", None),
    ]
    found = find_headers(ROSTER, top)
    assert found is not None
    assert found.row == 1
    assert found.positions["contract_end"] == 4
    assert found.positions["hired_on"] == 5


def test_a_common_heading_and_its_part_are_one_heading():
    top = [("申报编号", "姓名", "合同", None), (None, None, "起", "止")]
    found = find_headers(ROSTER, top)
    assert found is not None
    assert found.positions["contract_end"] == 3


def test_the_exact_heading_wins_over_an_alias():
    found = find_headers(CLAIMS, [("编号", "申报编号", "事项编号")])
    assert found is not None
    assert found.positions["claim_id"] == 1


def test_a_row_of_values_is_not_a_header_row():
    assert find_headers(ROSTER, [("马龙", "640598199001011231", "2026-03-05")]) is None


def test_sheets_are_known_by_name_by_alias_and_by_part_of_the_name():
    names = ["说明", "申请表", "2026年人员花名册", "工资流水"]
    found = match_names(form("hiring").sheets, names)
    assert found == {"claims": "申请表", "roster": "2026年人员花名册", "wages": "工资流水"}
