"""What people write into cells of dates and numbers: the sheet reads what `validate` reads.

Whatever the language of the PC: each is computed by a LibreOffice of two languages.
"""

from datetime import date, timedelta
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from xlsxwriter import Workbook

from addin.template.typed import limits, typed
from claimcheck.columns.model import LAST_DAY_COLUMNS
from claimcheck.forms import Column, ColumnType
from tests.libreoffice import LibreOffice
from validator.reading.convert import convert

_SERIAL_0 = date(1899, 12, 30)
_DATES: list[object] = [
    *("2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "2026 年 3 月 5 日", "20260305"),
    *("2026年3月", "2026-3", "2026/12", "2026.10", "2026.1", "2026-02", "2026年12月"),
    *("2026-02-30", "2026-13-01", "26-3-5", "3/5/2026", "5/3", "1900-01-05", "9999-12-31"),
    *("２０２６－３－５", " 2026-3-5 ", "abc", "2026", "今天", "5月6日", "46086", "20260"),
    *("2026-03-05 08:30", "2026/3/5 8:30:15", "2026年3月5日 8:30", "2026-03 08:30", "8:30"),
    *(
        "二〇二六年三月五日",
        "二〇二六年十二月二十一日",
        "二零二六年十月十日",
        "二O二六年元月三十日",
    ),
    *(
        "二〇二六年三月",
        "二〇二六年二月三十日",
        "二〇二六年三月份",
        "二〇二六年十月",
        "二〇二六年三月5日",
    ),
    *(
        "一九四九年三月五日",
        "一九九八年十一月二十日",
        "二一〇〇年一月一日",
        "二〇二六",
        "三月五日",
        "二〇二6年3月5日",
    ),
    *("2026-03-05 8时", "2026年3月5日8时30分", "2026年3月5日 8:30", "2026-03-05T08:30:00"),
    *(
        "2026 年 3 月 5 日 8:30",
        "2026年3月5号",
        "2026年3月5号 8:30",
        "20260305083000",
        "20260305abcdef",
    ),
    *(
        "二〇二六年三月五日8时",
        "二〇二六年三月五日八时",
        "2026、3、5",
        "2026。3。5",
        "2026年三月5日",
        "8时",
    ),
    *(46086, 46086.5, -3, 0, 5, 2026, 20260305, 999_999, 2026.3),
]
_NUMBERS: list[object] = [
    *("1000", "1,000.5", "1000元", "4万元", "4万", "2万5", "1元5", "１０００", "1000 元", "1亿元"),
    *("1次", "3人次", "5个月", "12人", "5%", "5％", "0.3%", "2026-1-5", "1/2", "1:30", "abc", " "),
    *("1e3", "1E3", "2.5e2", "¥5", "￥5", "¥ 1,000.50", "人民币5元", "5¥", "5Dec", "1e", "e3"),
    *("五", "1.5.2", "1.005", "1.005元", "-5", 0, 1000, -5, 1.005, 9999, 1e12, 0.3, 55.5, "元"),
]


def _columns() -> list[tuple[Column, list[object]]]:
    dates = {
        "hired_on": ColumnType.DATE,
        "left_on": ColumnType.DATE,
        "insured_from": ColumnType.MONTH,
    }
    assert "left_on" in LAST_DAY_COLUMNS
    numbers = {"a": ColumnType.YUAN, "b": ColumnType.COUNT, "c": ColumnType.PERCENT}
    numbers |= {"layoff_rate_percent": ColumnType.PERCENT, "subsidy_months": ColumnType.COUNT}
    return [
        (Column(key=key, header=key, type=kind), entries)
        for kinds, entries in ((dates, _DATES), (numbers, _NUMBERS))
        for key, kind in kinds.items()
    ]


def _read_by_sheet(calc: LibreOffice, folder: Path) -> list[list[float | None]]:
    path = folder / "written.xlsx"
    book = Workbook(path, {"strings_to_numbers": False})
    sheet = book.add_worksheet()
    for place, (column, entries) in enumerate(_columns()):
        for row, entry in enumerate(entries):
            sheet.write(row, 2 * place, entry)
            cell = f"${chr(65 + 2 * place)}${row + 1}"
            sheet.write_formula(row, 2 * place + 1, f"={typed(column, cell)}", None, "")
    book.close()
    found = fastexcel.read_excel(calc.recalculate(path)).load_sheet(
        0, header_row=None, dtypes="string"
    )
    frame = found.to_polars()
    return [
        [
            None if not text else float(text) if "-" not in text[1:] else _serial(text)
            for text in frame.to_series(2 * place + 1)[: len(entries)]
        ]
        for place, (_, entries) in enumerate(_columns())
    ]


def _serial(text: str) -> float:
    return float((date.fromisoformat(text[:10]) - _SERIAL_0).days)


def _month(serial: float | None) -> date | None:
    return None if serial is None else (_SERIAL_0 + timedelta(int(serial))).replace(day=1)


def _read_by_validate(column: Column, entry: object) -> float | None:
    text = f"{entry:.15g}" if isinstance(entry, (int, float)) else str(entry).strip()
    value = convert(pl.Series([text or None], dtype=pl.String), column)[0][0]
    if isinstance(value, date):
        return float((value - _SERIAL_0).days)
    if value is None:
        return None
    scale = {ColumnType.YUAN: 100, ColumnType.PERCENT: 10_000}.get(column.type, 1)
    least, most = limits(column)
    # What cannot be is a value for `validate`, and a finding.
    return value / scale if least <= value / scale <= most else None


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_the_sheet_reads_what_validate_reads(language: str, tmp_path: Path) -> None:
    calc = LibreOffice(tmp_path / "profile", language=language)
    differences = []
    for (column, entries), found in zip(_columns(), _read_by_sheet(calc, tmp_path), strict=True):
        for entry, value in zip(entries, found, strict=True):
            expected = _read_by_validate(column, entry)
            same = value == expected
            if column.type is ColumnType.MONTH:
                # Of a month any day of it will do.
                same = _month(value) == _month(expected)
            if not same:
                differences.append((column.key, entry, value, expected))
    assert differences == []
