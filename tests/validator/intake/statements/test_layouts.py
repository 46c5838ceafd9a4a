"""Every layout: rows read, wages found, nothing wrongly taken for wages, the balance chain."""

import json
import sys
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from samples.statements.layouts import LOOKS
from samples.statements.make_statements import account_for, expected, write
from samples.statements.table import table
from tests.rebuild import how
from tests.validator.intake.statements.books import SAMPLES
from validator.intake.statements.keeping import read_any
from validator.intake.statements.layout import layouts
from validator.intake.statements.statement import Options, Statement

EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))


def read(file: str) -> Statement:
    return read_any(SAMPLES / file, Options())


def wages_of(statement: Statement) -> list[str]:
    rows = statement.frame.filter(statement.frame["kind"] == "工资")
    return sorted(
        f"{day} {fen / 100:.2f}" for day, fen in rows.select("date", "size_fen").iter_rows()
    )


@pytest.mark.parametrize("file", EXPECTED)
def test_every_row_is_read_and_every_wage_found_and_nothing_else(file):
    known, found = EXPECTED[file], read(file)
    # `pytest -rP` shows these lines as a table.
    sys.stdout.write(
        f"{found.layout.id:16} {file:20} rows {found.frame.height}/{known['rows']} "
        f"wages {len(wages_of(found))}/{len(known['wages'])} "
        f"wrongly {len(set(wages_of(found)) - set(known['wages']))} "
        f"balance {found.chain.state}\n"
    )
    assert found.layout.id == known["layout"]
    assert found.frame.height == known["rows"]
    assert found.unread == []
    assert wages_of(found) == known["wages"]


@pytest.mark.parametrize("file", EXPECTED)
def test_the_balance_chain_holds_wherever_there_is_a_balance(file):
    chain = read(file).chain
    assert chain.breaks == ()
    assert (chain.links == EXPECTED[file]["rows"] - 1) is EXPECTED[file]["balance"]


@pytest.mark.parametrize("file", EXPECTED)
def test_the_holder_is_who_stands_above_the_table_and_never_the_other_side(file):
    holder = read(file).holder
    assert (holder.name, holder.account) == (EXPECTED[file]["holder"], EXPECTED[file]["account"])


def test_every_layout_has_a_sample():
    sampled = {known["layout"] for known in EXPECTED.values()}
    for layout in layouts().layout:
        if layout.id not in sampled:
            pytest.fail(
                f"no sample of the layout {layout.id}: write how it looks at the end of LOOKS in "
                f"samples/statements/layouts.py, {how('statements')}"
            )


def test_the_expectations_are_those_of_the_program_that_makes_the_samples():
    made = {
        look.file: expected(look, account_for(look, seed)) for seed, look in enumerate(LOOKS, 20260)
    }
    assert json.loads(json.dumps(made)) == EXPECTED, how("statements")


@pytest.mark.parametrize(
    ("look", "seed"),
    [
        (look, seed)
        for seed, look in enumerate(LOOKS, 20260)
        if look.file.endswith((".csv", ".html"))
    ],
    ids=lambda value: getattr(value, "file", None),
)
def test_a_sample_is_what_the_program_writes(look, seed, tmp_path):
    made = tmp_path / look.file
    write(look, account_for(look, seed), made)
    assert made.read_bytes() == (SAMPLES / look.file).read_bytes(), how("statements")


def test_the_table_in_the_guide_is_what_is_read_now():
    guide = (SAMPLES.parents[1] / "docs" / "statements.zh-CN.md").read_text("utf-8")
    assert table() in guide


@pytest.mark.parametrize("file", [name for name in EXPECTED if name.endswith(".csv")])
def test_text_files_are_told_by_content_in_whatever_encoding(file, tmp_path):
    text = _decode(SAMPLES / file)
    for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"):
        # The ending says nothing: banks hand out text as .xls too.
        copy = tmp_path / f"{encoding}.xls"
        # GBK has only the wide sign for yuan.
        copy.write_bytes(text.replace("¥", "￥").encode(encoding))
        assert wages_of(read_any(copy, Options())) == EXPECTED[file]["wages"], encoding


def _decode(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def test_typed_cells_of_the_newer_wechat_workbook_are_read_like_texts(tmp_path):
    book = Workbook()
    book.active.append(["微信支付账单明细"])
    book.active.append([])
    heads = [
        "交易时间",
        "交易类型",
        "交易对方",
        "商品",
        "收/支",
        "金额(元)",
        "支付方式",
        "当前状态",
    ]
    book.active.append([*heads, "交易单号", "商户单号", "备注"])
    for month in (1, 2):
        day = datetime(2026, month, 10, 8, 12, 33)
        row = [day, "转账", "某某有限公司", f"{month}月工资", "收入", 3510.5, "/", "已存入零钱"]
        book.active.append([*row, "1000039801", "/", "/"])
    book.save(tmp_path / "微信支付账单.xlsx")
    read = read_any(tmp_path / "微信支付账单.xlsx", Options())
    assert read.layout.id == "wechat"
    assert wages_of(read) == ["2026-01-10 3510.50", "2026-02-10 3510.50"]
