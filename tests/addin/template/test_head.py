"""The rows above the tables: the result, what is missing, the first faults with their cells."""

from datetime import date
from pathlib import Path

import openpyxl

from addin.template.build import build_template
from addin.template.computed import OUTCOME_SAID
from addin.template.layout import HEADER_ROW
from addin.template.plan import make_plan
from claimcheck.forms import SheetKind
from claimcheck.settings import Settings
from tests.addin.template.bad_values import example
from tests.libreoffice import LibreOffice
from tests.validator.books import ON


def _heads(path: Path, calc: LibreOffice) -> dict[str, list[str]]:
    book = openpyxl.load_workbook(calc.recalculate(path), data_only=True)
    return {
        sheet.title: [str(sheet.cell(row, 1).value or "") for row in range(2, HEADER_ROW)]
        for sheet in book
        if sheet.sheet_state == "visible"
    }


def test_the_result_and_the_first_three_faults_stand_on_every_sheet(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    plan = make_plan("hiring", 12, 3, Settings(on=ON), payments=60)
    content = example("ZW26-3")
    path = tmp_path / "right.xlsx"
    path.write_bytes(build_template(plan, content))
    right = _heads(path, plain_calc)
    people = len(content[SheetKind.ROSTER])
    assert right["申报表"][0] == f"计入 {people} 人　核算金额 20,000.00 元（贰万元整）"
    assert right["申报表"] == right["人员花名册"] == right["工资流水"] == right["逐月工资"]
    content[SheetKind.ROSTER][1]["phone"] = "12"
    content[SheetKind.ROSTER][2]["name"] = None
    content[SheetKind.CLAIMS][0] |= {"claimed_yuan": 40_000, "county": "火星"}
    path = tmp_path / "wrong.xlsx"
    path.write_bytes(build_template(plan, content))
    result, _, *faults = _heads(path, plain_calc)["人员花名册"]
    assert result.endswith("申报 40,000.00 元，多报 20,000.00 元")
    block = plan.block(SheetKind.ROSTER)
    phone, name = (
        block.local_cell(key, block.first_row + row) for key, row in (("phone", 1), ("name", 2))
    )
    county = plan.block(SheetKind.CLAIMS).local_cell("county", block.first_row)
    assert faults[0].startswith(f"人员花名册 {phone}　联系电话：")
    assert faults[1] == f"人员花名册 {name}　姓名：未填"
    assert faults[2].startswith(f"申报表 {county}　申报县区：")


def test_before_anything_is_typed_the_head_says_where_to_begin(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(build_template(make_plan("transport", 5, 2)))
    first, *others = _heads(path, plain_calc)["申报表"]
    assert first == "还没有申报：请先在申报表填写申报编号和事项编号。"
    assert not any(others)


def test_the_result_stands_beside_the_name_and_what_is_typed_is_one_block() -> None:
    plan = make_plan("hiring", 5, 2)
    for kind in (SheetKind.CLAIMS, SheetKind.ROSTER):
        columns = [column.computed for column in plan.sheet(kind).columns]
        first = columns.index(False)
        size = columns.count(False)
        assert columns[first : first + size] == [False] * size
    block = plan.block(SheetKind.ROSTER)
    assert block.index("counted") == 0
    assert block.index("name") - block.index(OUTCOME_SAID) == 2


def test_payments_that_are_left_out_though_nothing_is_wrong_with_them_are_counted(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    plan = make_plan("hiring", 12, 3, Settings(on=ON), payments=60)
    content = example("ZW26-3")
    path = tmp_path / "left out.xlsx"
    payments = content[SheetKind.WAGES]
    payments[0]["paid_on"] = payments[1]["paid_on"] = date(2060, 3, 5)
    payments[2]["memo"] = "差旅报销"
    path.write_bytes(build_template(plan, content))
    missing = _heads(path, plain_calc)["工资流水"][1]
    assert missing.endswith("　工资流水中没有计入：入账晚于今天的 2 笔，摘要写明不是工资的 1 笔。")
    del payments[0]["paid_on"], payments[1]["paid_on"]
    path.write_bytes(build_template(plan, content))
    missing = _heads(path, plain_calc)["工资流水"][1]
    assert missing.endswith("　工资流水中没有计入：摘要写明不是工资的 1 笔。")
