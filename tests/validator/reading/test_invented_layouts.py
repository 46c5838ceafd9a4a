"""What each layout that people invent is read as: by `validate`, and by way of `collect`."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from claimcheck.forms import SheetKind
from tests.validator.books import checked, claims, codes, only, save, told
from tests.validator.reading import invented_layouts as made
from tests.validator.reading.invented_layouts import ROSTER, WAGES, Change
from validator.commands.collecting import collect
from validator.intake.statements import provenance
from validator.intake.statements.provenance import RECORD_SHEET, UNSURE_SHEET
from validator.reading import origin
from validator.reading.templates import templates
from validator.run.validate import Validation

AMOUNT, HIRED = "入账金额（元）", "入职日期"

#: Layouts that are read as if everything stood in its place: five people, 35 payments.
READ: dict[str, Change] = {
    "group heads merged over the columns": made.group_heads,
    "a common heading over its parts": made.parts_of_heads,
    "a serial number first": made.serial_numbers,
    "sums in the middle": made.subtotals(["小计", "合 计：", "马龙小计", "1-7月合计", "本月合计"]),
    "firms below each other": made.firms_below_each_other(),
    "firms below each other, in one cell each": made.firms_below_each_other(
        title="用工单位：中宁国栋物流有限公司（盖章）"
    ),
    "headings before everybody": made.headings_before_everybody,
    "a unit behind sums": made.column(WAGES, AMOUNT, lambda value, _: f"{value}元"),
    "what a sum includes": made.both(
        made.column(WAGES, AMOUNT, lambda value, _: f"{value}（含加班）"),
        made.column(ROSTER, "月工资（元）", lambda value, _: f"{value}元/月"),
    ),
    "同上": made.dittos("同上", "（同上）", "同上。", "同前"),
    "marks for 同上": made.dittos("〃", "″", '"', "”"),
    "the payee's name once": made.column(
        WAGES, "姓名", lambda value, row: value if (row - 4) % 7 == 0 else "同上"
    ),
    "a merged cell": made.merged_claim,
    "days in digits": made.both(
        made.column(ROSTER, HIRED, made.in_digits), made.column(WAGES, "入账日期", made.in_digits)
    ),
    "days in words": made.column(ROSTER, HIRED, made.in_words),
    "days in Chinese figures": made.column(ROSTER, HIRED, made.in_chinese),
    "headings with notes": made.headings(
        lambda head: f"{head}（必填）", lambda head: f"{head[:2]}\n{head[2:]}", "　".join,
        lambda head: f"{head}\n（请填写真实信息）", lambda head: f"{head}必填",
    ),
    "headings with marks": made.headings(
        lambda head: f"1.{head}", lambda head: f"★{head}：", lambda head: f"＊{head}",
        lambda head: f"（12）{head}", lambda head: f"③ {head}",
    ),
    "headings in full width": made.headings(
        lambda head: head.replace("（", "［").replace("）", "］") + "　"
    ),
}  # fmt: skip

#: Layouts that are refused: change, code, cell, and what is said of it.
REFUSED: dict[str, tuple[Change, str, str | None, str]] = {
    "firms below each other, columns exchanged": (
        made.firms_below_each_other(exchanged=True), "CC104", "A8",
        "人员花名册：第 8 行又是一行表头，各列的次序与第 3 行的表头不同，第 9 至 11 行没有读",
    ),
    "a sheet a month": (
        made.sheets_by_month("{year}年{month}月"), "CC104", "A3",
        "等 7 张表的表头与“2026年2月”相同，共 31 行，没有读",
    ),
    "a sheet a month under the form's name": (
        made.sheets_by_month("工资流水{month}月"), "CC104", "A3",
        "工作表“工资流水3月”、“工资流水4月”、“工资流水5月”、“工资流水6月”等 7 张表",
    ),
    "a second page": (
        made.second_page(), "CC104", "A3",
        "工作表“人员花名册（2）”的表头与“人员花名册”相同，共 2 行",
    ),
    "a second page without headings": (
        made.second_page(headed=False), "CC104", "C2", "工作表“人员花名册（2）”"
    ),
    "a column a month": (
        made.columns_by_month, "CC103", None, "像是一月一列的工资表，这里须一笔一行"
    ),
    "headings in the first column": (made.turned, "CC103", None, "没有找到表头"),
}  # fmt: skip

#: What may mean two things stays a mistake, named cell by cell: change, code, first cell.
UNREAD: dict[str, tuple[Change, str, str]] = {
    "a sum that was not paid": (
        made.column(WAGES, AMOUNT, lambda value, _: f"{value}（未发）"), "CC205", "D4"
    ),
    "a sum about so large": (
        made.column(WAGES, AMOUNT, lambda value, _: f"约{value}"), "CC205", "D4"
    ),
    "a year of two digits": (made.column(ROSTER, HIRED, lambda *_: "26.1.20"), "CC204", "F4"),
    "another's ID number": (
        made.column(ROSTER, "身份证号", lambda value, row: value if row == 4 else "同上"),
        "CC201", "C5",
    ),
    "同上 below nothing": (made.column(ROSTER, "申报编号", lambda *_: "同上"), "CC209", "A4"),
}  # fmt: skip


def collected(path: Path) -> tuple[str, Validation | None]:
    """What `collect` says of a workbook, and what `validate` says of the batch."""
    target = path.with_name("batch.xlsx")
    said = CliRunner().invoke(collect, [str(path), "-o", str(target)])
    assert said.exit_code in (0, 2), said.exception
    assert (said.exit_code == 0) == target.exists()
    return said.output, checked(target) if target.exists() else None


@pytest.mark.parametrize("name", READ)
def test_a_layout_without_doubt_is_read_whole(name: str, tmp_path: Path):
    path = save(tmp_path / "申报.xlsx", claims(5), READ[name])
    found = checked(path)
    sheets = found.inputs[0].sheets
    assert codes(found) == []
    assert [sheets[kind].frame.height for kind in (SheetKind.ROSTER, SheetKind.WAGES)] == [5, 35]
    assert found.claims["headcount"].to_list() == [5]
    said, batch = collected(path)
    assert batch is not None, said
    assert codes(batch) == []
    assert batch.claims["headcount"].to_list() == [5]


@pytest.mark.parametrize("name", REFUSED)
def test_a_layout_that_is_not_read_is_refused_in_one_sentence(name: str, tmp_path: Path):
    change, code, cell, words = REFUSED[name]
    path = save(tmp_path / "申报.xlsx", claims(5), change)
    found = checked(path)
    assert set(codes(found)) == {code}
    first = told(found).to_dicts()[0]
    assert (first["severity"], first["cell"]) == ("error", cell)
    assert words in str(first["message"])
    assert found.claims["headcount"].to_list() == [None]
    said, batch = collected(path)
    if batch is None:
        assert "没有收入" in said
    else:
        assert set(codes(batch)) == {code}


@pytest.mark.parametrize("name", UNREAD)
def test_what_may_mean_two_things_is_named_by_its_cell(name: str, tmp_path: Path):
    change, code, cell = UNREAD[name]
    found = told(checked(save(tmp_path / "申报.xlsx", claims(5), change)))
    named = found.filter(found["code"] == code)
    assert cell in named["cell"].to_list()
    assert set(named["severity"]) == {"error"}


def test_a_sheet_for_another_purpose_is_mentioned_and_stops_nothing(tmp_path: Path):
    path = save(tmp_path / "申报.xlsx", claims(5), made.another_list)
    finding = only(checked(path), "CC107")
    assert (finding["sheet"], finding["severity"]) == ("离职人员登记", "warning")
    assert "像“人员花名册”" in str(finding["message"])
    assert collected(path)[1] is not None


def test_what_our_own_commands_add_to_a_workbook_is_no_further_sheet(tmp_path: Path):
    added = [
        "导入记录",
        "导入文件",
        "待确认收入",
        "来源文件",
        "其他内容",
        "核查结果",
        "核算人员 ZW26-3",
    ]
    assert {RECORD_SHEET, provenance.FILES_SHEET, UNSURE_SHEET} <= set(added)
    assert {origin.FILES_SHEET, origin.LOOSE_SHEET, *templates().result_sheets} <= set(added)

    def add(book: Workbook) -> None:
        for name in added:
            page = book.copy_worksheet(book[ROSTER])
            page.title = name

    found = codes(checked(save(tmp_path / "申报.xlsx", claims(5), add)))
    assert {"CC104", "CC107"}.isdisjoint(found)


def test_a_hidden_further_sheet_is_said_to_be_hidden_alone(tmp_path: Path):
    def hide(book: Workbook) -> None:
        made.second_page()(book)
        book[f"{ROSTER}（2）"].sheet_state = "hidden"

    assert "CC104" not in codes(checked(save(tmp_path / "申报.xlsx", claims(6), hide)))
    assert "CC106" in codes(checked(tmp_path / "申报.xlsx"))


def test_only_so_many_sheets_are_named(tmp_path: Path):
    def add(book: Workbook) -> None:
        for number in range(2, 9):
            book.copy_worksheet(book[ROSTER]).title = f"{ROSTER}{number}"

    said = str(only(checked(save(tmp_path / "申报.xlsx", claims(5), add)), "CC104")["message"])
    assert "“人员花名册5”等 7 张表的表头与“人员花名册”相同，共 35 行" in said
    assert "人员花名册6" not in said
