"""The sheet 待审: one row a finding, and room for the decision about it."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from validator.ledger.audit.words import DECISION_WORDS
from validator.output.review_workbook.rows import HINT, Lines, shown_texts
from validator.output.styles import FILL_IN, LINE, ReportStyles, set_up_page
from validator.supervision.review_sheet import COLUMNS, HEADER_ROW, PLACES, SHEET

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Excel has room for so many rows in a sheet, and for so many links.
_MOST_ROWS = 1_048_576 - HEADER_ROW - 1
_MOST_LINKS = 65_000


def add_pending(
    book: "Workbook",
    styles: ReportStyles,
    findings: pl.DataFrame,
    copies: Mapping[int, Path],
    folder: Path,
    verdict: str,
) -> None:
    """Write the sheet.

    Args:
        book: the workbook; rows are written in order, so that it takes little memory.
        styles: its formats.
        findings: what `listing.listed` gives.
        copies: for each input the marked copy (or the input itself) that a place links to.
        folder: where the workbook will stand.
        verdict: the line that says whether the batch may be submitted.
    """
    sheet = book.add_worksheet(SHEET)
    _define_hint(book)
    _set_up(sheet, styles)
    heads = (
        ("待审", styles.title),
        (verdict, styles.of(bold=True)),
        (_advice(findings.height), styles.of(font_color="#595959")),
    )
    for at, (words, style) in enumerate(heads):
        sheet.write_string(at, 0, words, style)
        for place, column in enumerate(COLUMNS):
            if column.fill_in:  # only rows of findings are yellow
                sheet.write_blank(at, place, None, styles.of())
    sheet.set_row(HEADER_ROW, 32)
    for place, column in enumerate(COLUMNS):
        style = styles.fill_head if column.fill_in else styles.head
        sheet.write_string(HEADER_ROW, place, column.header, style)
    links = {number: _relative(path, folder) for number, path in copies.items()}
    shown = shown_texts(findings.head(_MOST_ROWS), several=len(copies) > 1)
    lines = Lines(sheet, styles)
    for number, row in enumerate(shown.iter_rows(named=True), 1):
        lines.write(number, row, links.get(row["input"], "") if number <= _MOST_LINKS else "")
    last = HEADER_ROW + max(shown.height, 1)
    _rules(sheet, styles, last)
    sheet.print_area(0, 0, last, PLACES["hint"])
    sheet.autofilter(HEADER_ROW, 0, last, PLACES["hint"])
    sheet.freeze_panes(HEADER_ROW + 1, PLACES["claim_id"] + 1)


def _advice(count: int) -> str:
    cut = (
        f"共 {count:,} 处，工作表容不下，只列出前 {_MOST_ROWS:,} 处。" if count > _MOST_ROWS else ""
    )
    return (
        f"{cut}请在黄色各栏裁定：通过、退回补正、核减、不予支持。错误裁定“通过”须写理由；"
        "空白不算裁定。可以排序、筛选、向下填充，请勿改动隐藏的列。"
    )


def _set_up(sheet: "Worksheet", styles: ReportStyles) -> None:
    for place, column in enumerate(COLUMNS):
        dated = column.key in ("decided_on", "until")
        style = styles.of(
            bg_color=FILL_IN, border=1, border_color=LINE, text_wrap=True,
            num_format="yyyy-mm-dd" if dated else "@",
        )  # fmt: skip
        sheet.set_column(
            place,
            place,
            column.width,
            style if column.fill_in else None,
            {"hidden": column.hidden},
        )
    set_up_page(sheet, HEADER_ROW, wide=2)
    sheet.repeat_columns(0, PLACES["claim_id"])


def _relative(path: Path, folder: Path) -> str:
    try:
        return os.path.relpath(path.resolve(), folder.resolve())
    except ValueError:  # another drive
        return str(path.resolve())


def _define_hint(book: "Workbook") -> None:
    """What is still lacking in a row, shown as it is filled in: one name for all rows."""
    from xlsxwriter.utility import xl_col_to_name

    # Relative to the first row: used in another row, the name means that row.
    cell = {key: f"{SHEET}!${xl_col_to_name(place)}1" for key, place in PLACES.items()}
    book.define_name(
        HINT,
        f'=IF(TRIM({cell["decision"]})="","",'
        f'IF(AND({cell["decision"]}="通过",{cell["severity_word"]}="错误",'
        f'TRIM({cell["reason"]})=""),"须写明理由",'
        f'IF(AND({cell["until"]}<>"",{cell["until"]}<TODAY()),"有效期已过","已填")))',
    )


def _rules(sheet: "Worksheet", styles: ReportStyles, last: int) -> None:
    """Drop-downs, dates, and what turns red."""
    from xlsxwriter.utility import xl_col_to_name

    first, wrong = HEADER_ROW + 1, styles.wrong
    choice, reason, hint = PLACES["decision"], PLACES["reason"], PLACES["hint"]
    sheet.data_validation(
        first, choice, last, choice,
        {
            "validate": "list", "source": list(DECISION_WORDS.values()),
            "input_title": "裁定", "input_message": "从列表中选择；空白不算裁定。",
            "error_title": "裁定",
            "error_message": f"请从列表中选择：{'、'.join(DECISION_WORDS.values())}。",
        },
    )  # fmt: skip
    for key, words in (("decided_on", "裁定日期"), ("until", "有效期至")):
        sheet.data_validation(
            first, PLACES[key], last, PLACES[key],
            {
                "validate": "date", "criteria": ">=", "value": date(2020, 1, 1),
                "ignore_blank": True,
                "input_title": words, "input_message": "如 2026-12-31；可以留空。",
                "error_title": words, "error_message": "请填写日期，如 2026-12-31。",
            },
        )  # fmt: skip
    line = first + 1
    at = {key: f"${xl_col_to_name(PLACES[key])}{line}" for key in PLACES}
    lacking = f'=AND({at["decision"]}="通过",{at["severity_word"]}="错误",TRIM({at["reason"]})="")'
    sheet.conditional_format(
        first, reason, last, reason, {"type": "formula", "criteria": lacking, "format": wrong}
    )
    sheet.conditional_format(
        first, hint, last, hint,
        {
            "type": "formula",
            "criteria": f'=AND({at["hint"]}<>"",{at["hint"]}<>"已填")',
            "format": wrong,
        },
    )  # fmt: skip
    sheet.conditional_format(
        first, PLACES["standing_word"], last, PLACES["standing_word"],
        {
            "type": "formula",
            "criteria": f'=OR({at["standing_word"]}="裁定不一致",'
            f'LEFT({at["standing_word"]},4)="裁定已失",LEFT({at["standing_word"]},4)="裁定已过")',
            "format": wrong,
        },
    )  # fmt: skip
