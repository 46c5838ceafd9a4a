"""The sums of an import: what counts as pay stands apart from what must not be taken for it."""

import csv
import json

from click.testing import CliRunner
from openpyxl import load_workbook

from tests.validator.intake.statements.books import accounts, claim_book, statement
from validator.commands.wages import wages
from validator.intake.statements.provenance import BREAKS_HEAD, FILES_SHEET

ENTRIES = [
    ("工资", 3500),
    ("贷款发放", 20000),
    ("个人所得税退税", 560),
    ("转账", 3000),
    ("代发", 200),
    ("工资", 3600),
]


def mixed(folder):
    rows = [["户名：梁敏"], ["交易日期", "摘要", "收入", "支出", "余额", "对方户名"]]
    balance = 0
    for day, (memo, size) in enumerate(ENTRIES, 1):
        balance += size
        rows.append([f"2026-03-0{day}", memo, size, "", balance, "沙坡头伟物流有限公司"])
    rows.append(["2026-03-09", "消费", "", 100, balance - 100, "超市"])
    with (folder / "流水.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder / "流水.csv"


def run(*arguments):
    return CliRunner().invoke(wages, [str(part) for part in arguments])


def files_sheet(path):
    grid = [list(row) for row in load_workbook(path)[FILES_SHEET].iter_rows(values_only=True)]
    return [dict(zip(grid[2], row, strict=True)) for row in grid[3:]]


def test_the_sums_of_a_file_stand_apart(tmp_path):
    run("import", mixed(tmp_path), "-o", tmp_path / "o.xlsx")
    row = files_sheet(tmp_path / "o.xlsx")[0]
    sums = [row[head] for head in ("写入工资流水（元）", "待确认（元）", "不算工资（元）")]
    assert sums == [7100, 200, 23560]


def test_the_screen_says_them_apart(tmp_path):
    said = run("import", mixed(tmp_path), "-o", tmp_path / "o.xlsx").output
    assert "待确认 1 笔，共 200.00 元（没有写入工资流水）" in said
    assert "不算工资的款项 3 笔，共 23,560.00 元，没有写入，也不在下面的金额里。" in said
    assert "可写入工资流水 2 笔，共 7,100.00 元。" in said
    shown = run("show", tmp_path / "流水.csv").output
    assert "合计 工资 2 笔，共 7,100.00 元" in shown
    assert "合计 可能是工资（须确认） 1 笔，共 200.00 元" in shown
    assert "合计 不是工资（不计入） 3 笔，共 23,560.00 元" in shown


def test_other_programs_get_them_too(tmp_path):
    said = run("import", mixed(tmp_path), "-o", tmp_path / "o.xlsx", "--format", "json").stdout
    summary = json.loads(said)["summary"]
    assert [summary[key] for key in ("payments_yuan", "unsure_yuan", "other_yuan")] == [
        7100,
        200,
        23560,
    ]


def test_a_copy_of_a_file_adds_nothing_to_the_sums(tmp_path):
    path = mixed(tmp_path)
    (tmp_path / "另存.csv").write_bytes(path.read_bytes())
    said = run("import", path, tmp_path / "另存.csv", "-o", tmp_path / "o.xlsx").output
    assert "不算工资的款项 3 笔，共 23,560.00 元" in said


def test_sums_are_added_to_the_sheet_of_an_earlier_version_under_their_own_headings(tmp_path):
    made = accounts(1)
    claim = claim_book(tmp_path, made)
    run("import", statement(tmp_path, made[0], name="一.csv"), "--into", claim)
    old = load_workbook(tmp_path / "申报.已导入.xlsx")
    page = old[FILES_SHEET]
    places = [
        cell.column
        for cell in page[3]
        if cell.value in ("写入工资流水（元）", "待确认（元）", "不算工资（元）")
    ]
    page.delete_cols(places[0], len(places))
    old.save(tmp_path / "旧.xlsx")
    run("import", mixed(tmp_path), "--into", tmp_path / "旧.xlsx", "-o", tmp_path / "新.xlsx")
    first, second = files_sheet(tmp_path / "新.xlsx")
    assert len(first["对账单校验值"]) == len(second["对账单校验值"]) == 64
    assert second[BREAKS_HEAD] is None
    assert (first["不算工资（元）"], second["不算工资（元）"]) == (None, 23560)
