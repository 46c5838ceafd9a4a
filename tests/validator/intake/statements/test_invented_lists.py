"""Layouts of pay lists that people invent: what each is imported as, or what is said of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from samples.statements.accounts import Account
from tests.validator.intake.statements.books import accounts, claim_book
from tests.validator.intake.statements.test_import import payments, run

WORKERS = accounts(3)
ABOVE: list[list[object]] = [["中宁国栋物流有限公司"], ["2026年3月工资表"]]
HEADS = ["序号", "姓名", "身份证号", "实发工资", "发放日期"]
DAY = "2026-03-15"

Rows = list[list[object]]


def people(
    *,
    day: Callable[[int], object] = lambda _: DAY,
    amount: Callable[[int], object] = lambda _: 3500,
) -> Rows:
    return [
        [number, worker.name, worker.id_number, amount(number), day(number)]
        for number, worker in enumerate(WORKERS, 1)
    ]


def exchanged(worker: Account) -> list[object]:
    return [1, worker.id_number, worker.name, DAY, 3500]


ALL = people()
#: Layouts of which everybody's 3,500 yuan of 15 March are read.
READ: dict[str, Rows] = {
    "as it should be": [HEADS, *ALL],
    "group heads": [["序号", "个人信息", None, "工资", None], HEADS, *ALL],
    "days once": [HEADS, *people(day=lambda number: DAY if number == 1 else "同上")],
    "sums once": [HEADS, *people(amount=lambda number: 3500 if number == 1 else "〃")],
    "what a sum includes": [HEADS, *people(amount=lambda _: "3500（含加班）")],
    "a unit": [HEADS, *people(amount=lambda _: "3,500.00元")],
    "sums in the middle": [HEADS, *ALL[:2], [None, "小计", None, 7000, None], ALL[2]],
    "firms below each other": [HEADS, *ALL[:2], ["第二分公司"], HEADS, ALL[2]],
    "firms below each other, columns exchanged": [
        HEADS, *ALL[:2], ["第二分公司"], ["序号", "身份证号", "姓名", "发放日期", "实发工资"],
        exchanged(WORKERS[2]),
    ],
    "marks in headings": [
        ["序号", "★姓名", "身份证\n号（必填）", "3.实发工资（元）", "发放日期必填"], *ALL
    ],
    "Chinese figures": [HEADS, *people(day=lambda _: "二〇二六年三月十五日")],
    "days as they are spoken": [HEADS, *people(day=lambda _: "2026年3月15号")],
    "days in digits": [HEADS, *people(day=lambda _: 20260315)],
}  # fmt: skip


def imported(folder: Path, pages: dict[str, Rows], *options: str) -> tuple[str, Rows]:
    """What an import says, and what it wrote: ID number, day, fen."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in pages.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / "工资.xlsx")
    said = run("import", folder / "工资.xlsx", "--into", claim_book(folder, WORKERS), *options)
    target = folder / "申报.已导入.xlsx"
    if not target.exists():
        return said.output, []
    found = payments(target).select("id_number", "paid_on", "amount_fen")
    return said.output, sorted([str(number), str(day), fen] for number, day, fen in found.rows())


@pytest.mark.parametrize("name", READ)
def test_a_layout_without_doubt_is_read_whole(name: str, tmp_path: Path):
    said, paid = imported(tmp_path, {"工资": [*ABOVE, *READ[name]]})
    assert paid == sorted([worker.id_number, DAY, 350_000] for worker in WORKERS), said


def test_a_sheet_and_a_column_a_month_are_payments_of_these_months(tmp_path: Path):
    sheets = {
        f"2026年{month}月": [
            *ABOVE[:1],
            [f"2026年{month}月工资表"],
            HEADS[:4],
            *(row[:4] for row in ALL),
        ]
        for month in (1, 2, 3)
    }
    columns: Rows = [
        *ABOVE, ["序号", "姓名", "身份证号", "1月", "2月", "3月"],
        *([number, worker.name, worker.id_number, 3500, 3500, 3500]
          for number, worker in enumerate(WORKERS, 1)),
    ]  # fmt: skip
    expected = sorted(
        [worker.id_number, f"2026-0{month}-10", 350_000]
        for worker in WORKERS
        for month in (1, 2, 3)
    )
    for name, pages in {"sheets": sheets, "columns": {"工资": columns}}.items():
        folder = tmp_path / name
        folder.mkdir()
        said, paid = imported(folder, pages, "--pay-day", "10")
        assert paid == expected, said


@pytest.mark.parametrize("written", ["3500（未发）", "约3500", "3500-4000", "同上"])
def test_a_sum_that_may_be_another_is_named_by_its_row(written: str, tmp_path: Path):
    said, paid = imported(tmp_path, {"工资": [*ABOVE, HEADS, *people(amount=lambda _: written)]})
    assert paid == []
    assert all(f"工资第 {row} 行，金额看不懂" in said for row in (4, 5, 6))
