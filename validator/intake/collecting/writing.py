"""Writes a batch as one workbook."""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.forms import ColumnType, Sheet
from claimcheck.writing import written_whole
from validator.common.pages import set_up_table
from validator.common.workbooks import open_workbook
from validator.intake.collecting.joining import Collected, columns_of
from validator.reading.cells import Value, id_text
from validator.reading.origin import FILES_HEADS, FILES_SHEET, HEADER_ROW, LOOSE_SHEET, ORIGIN

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: columns of the files that only `collect`'s way back reads: hidden, and not printed
_FOR_SPLITTING = frozenset(FILES_HEADS[5:10])
_FILE_WIDTHS = {"文件": 40, "位置": 40, "说明": 50, "值": 60}
_ORIGIN_WIDTH = 12

LOOSE_HEADS = ("来源文件号", "工作表", "单元格", "类型", "值")


def write_batch(collected: Collected, target: Path) -> None:
    """Write a batch, whole or not at all.

    Raises:
        WriteError: the target cannot be written.
    """
    assert collected.form is not None  # noqa: S101 - a batch without files is not written
    form = collected.form

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with written_whole(target) as draft, open_workbook(str(draft), options) as book:
        styles = _styles(book)
        for sheet in form.sheets:
            _write_rows(book, styles, collected, sheet)
        _table(book, styles, FILES_SHEET, FILES_HEADS, _files(collected, target))
        _table(book, styles, LOOSE_SHEET, LOOSE_HEADS, _loose(collected))


def _styles(book: "Workbook") -> dict[str, Any]:
    head = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
    cell = {"border": 1, "border_color": "#D9D9D9", "valign": "vcenter"}
    return {
        "head": book.add_format(head | {"bg_color": "#DCE6E7"}),
        "origin": book.add_format(head | {"bg_color": "#E7E6E6"}),
        # Wrapped, so that no long text is cut by its neighbour.
        "text": book.add_format(cell | {"num_format": "@", "text_wrap": True}),
        "date": book.add_format(cell | {"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format(cell | {"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "time": book.add_format(cell | {"num_format": "hh:mm:ss"}),
        "money": book.add_format(cell | {"num_format": "#,##0.00"}),
        "number": book.add_format(cell),
    }


def _write_rows(
    book: "Workbook", styles: dict[str, Any], collected: Collected, sheet: Sheet
) -> None:
    page = book.add_worksheet(sheet.name)
    columns = columns_of(collected, sheet.kind)
    by_key = {column.key: column for column in sheet.inputs}
    widths = [by_key[key].width if key in by_key else 14 for key in columns]
    for place, key in enumerate(columns):
        column = by_key.get(key)
        page.set_column(place, place, widths[place])
        page.write_string(HEADER_ROW, place, column.header if column else key, styles["head"])
    for place, (_, head) in enumerate(ORIGIN, len(columns)):
        page.set_column(place, place, _ORIGIN_WIDTH)
        page.write_string(HEADER_ROW, place, head, styles["origin"])
    page.freeze_panes(HEADER_ROW + 1, 0)
    widths += [_ORIGIN_WIDTH] * len(ORIGIN)
    title = f"{collected.form.title if collected.form else ''}　{sheet.name}（汇总）"
    set_up_table(page, HEADER_ROW, widths, title=title, repeated=2)
    money = {key for key, column in by_key.items() if column.type is ColumnType.YUAN}
    number = HEADER_ROW
    for index, applicant in enumerate(collected.applicants):
        rows = applicant.sheets[sheet.kind]
        places = [columns.index(column) for column in rows.columns]
        for source_row, values in rows.rows:
            number += 1
            original: Value = None
            cells: dict[int, tuple[Value, bool]] = {}
            for place, key, value in zip(places, rows.columns, values, strict=True):
                new = None
                if key == "claim_id":
                    original = value
                    new = collected.renamed.get((index, id_text(value)))
                cells[place] = (new or value, key in money)
            for place in sorted(cells):
                write_value(page, number, place, cells[place][0], styles, money=cells[place][1])
            origin: list[Value] = [index + 1, rows.name, source_row, original]
            for place, value in enumerate(origin, len(columns)):
                write_value(page, number, place, value, styles)
    page.autofilter(HEADER_ROW, 0, max(number, 1), len(columns) + len(ORIGIN) - 1)


def write_value(
    page: "Worksheet",
    row: int,
    column: int,
    value: Value,
    styles: dict[str, Any],
    *,
    money: bool = False,
) -> None:
    """Write a value as what it is: text as text, a number as a number, a date as a date."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value, styles["number"])
    elif isinstance(value, datetime.datetime):
        page.write_datetime(row, column, value, styles["moment"])
    elif isinstance(value, datetime.date):
        page.write_datetime(row, column, value, styles["date"])
    elif isinstance(value, datetime.time | datetime.timedelta):
        page.write_datetime(row, column, value, styles["time"])
    elif isinstance(value, int | float):
        page.write_number(row, column, value, styles["money" if money else "number"])
    else:
        page.write_string(row, column, value, styles["text"])


def _table(
    book: "Workbook",
    styles: dict[str, Any],
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Value]],
) -> None:
    page = book.add_worksheet(name)
    widths = [_FILE_WIDTHS.get(head, 16) for head in heads]
    for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
        hidden = {"hidden": True} if head in _FOR_SPLITTING else {}
        page.set_column(place, place, width, None, hidden)
    printed = [
        width for head, width in zip(heads, widths, strict=True) if head not in _FOR_SPLITTING
    ]
    set_up_table(page, HEADER_ROW, printed, title=f"{name}（汇总）")
    page.write_row(HEADER_ROW, 0, heads, styles["origin"])
    page.freeze_panes(HEADER_ROW + 1, 0)
    for number, row in enumerate(rows, HEADER_ROW + 1):
        for place, value in enumerate(row):
            write_value(page, number, place, value, styles)


def _files(collected: Collected, target: Path) -> Iterable[list[Value]]:
    import json
    import os

    for index, applicant in enumerate(collected.applicants):
        renamed = {new: old for (owner, old), new in collected.renamed.items() if owner == index}
        try:
            place = os.path.relpath(applicant.path.resolve(), target.resolve().parent)
        except ValueError:  # another drive
            place = applicant.path.name
        stamp = applicant.stamp
        names = {str(rows.kind): rows.name for rows in applicant.sheets.values()}
        columns = {
            str(rows.kind): {
                "columns": rows.columns,
                "heads": rows.heads,
                "places": rows.places,
                "header_row": rows.header_row,
            }
            for rows in applicant.sheets.values()
        }
        yield [
            index + 1,
            applicant.path.name,
            place,
            applicant.form.type,
            f"{stamp.type} {stamp.version}" if stamp else "",
            applicant.digest,
            json.dumps(renamed, ensure_ascii=False) if renamed else "",
            json.dumps(names, ensure_ascii=False),
            json.dumps(columns, ensure_ascii=False),
            json.dumps(applicant.order, ensure_ascii=False),
            "".join(applicant.remarks),
        ]  # fmt: skip


def _loose(collected: Collected) -> Iterable[list[Value]]:
    for index, applicant in enumerate(collected.applicants, 1):
        for cell in applicant.loose:
            yield [index, cell.sheet, cell.cell, type(cell.value).__name__, cell.value]
