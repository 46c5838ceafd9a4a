"""Writes workbooks with imported payments: a new one, or a filled copy of a claim."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.forms import ColumnType, SheetKind, form
from claimcheck.text import shown_name
from claimcheck.writing import WriteError, written_whole
from validator.common.workbooks import open_to_change, open_workbook, save_workbook, set_value
from validator.intake.statements.confirming import (
    NO,
    YES,
    IncomeDecision,
    decisions_in,
)
from validator.intake.statements.importing import Import
from validator.intake.statements.own_sheets import FILLED_IN, append, update_unsure
from validator.intake.statements.provenance import (
    FILES_SHEET,
    HEADER_ROW,
    RECORD_SHEET,
    UNSURE_SHEET,
    read_records,
    read_sheet,
)
from validator.intake.statements.roster import ClaimBook
from validator.intake.statements.tables import (
    FILES,
    LISTED,
    TITLES,
    UNSURE,
    WRAPPED,
    file_row,
    record_heads,
    record_rows,
    unsure_rows,
    values_of,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def write_new(result: Import, target: Path) -> None:
    """Write payments into a new workbook with the headings of 工资流水.

    Raises:
        WriteError: the target cannot be written.
    """
    sheet = form("hiring").sheet(SheetKind.WAGES)
    assert sheet is not None  # noqa: S101 - this form has payments
    rows = [values_of(payment) for payment in result.payments]
    places = range(HEADER_ROW + 2, HEADER_ROW + 2 + len(rows))

    options = {"constant_memory": True, "strings_to_formulas": False}

    with written_whole(target) as draft, open_workbook(str(draft), options) as book:
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#DCE6E7", "border": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "money": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "plain": book.add_format(),
            "top": book.add_format({"valign": "top"}),
            "wrapped": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
            "fill": book.add_format({"num_format": "@", "bg_color": "#FFF9E5", "border": 1}),
        }
        tables = [
            (sheet.name, "由对账单导入。", [(c.header, c.width) for c in sheet.inputs],
             ([row.get(c.key) for c in sheet.inputs] for row in rows)),
            (UNSURE_SHEET, TITLES[UNSURE_SHEET], UNSURE, unsure_rows(result.unsure)),
            (RECORD_SHEET, TITLES[RECORD_SHEET], record_heads(),
             record_rows(sheet, result.payments, rows, places)),
            (FILES_SHEET, TITLES[FILES_SHEET], FILES, map(file_row, result.files)),
        ]  # fmt: skip
        for name, title, heads, lines in tables:
            page = book.add_worksheet(name)
            for place, (head, width) in enumerate(heads):
                styled = styles["wrapped"] if head in WRAPPED else styles["top"]
                page.set_column(place, place, width or 12, styled, {"hidden": not width})
            page.write_string(0, 0, name, styles["title"])
            page.write_string(1, 0, title, styles["plain"])
            page.write_row(HEADER_ROW, 0, [head for head, _ in heads], styles["head"])
            page.freeze_panes(HEADER_ROW + 1, 0)
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            page.repeat_rows(HEADER_ROW)
            for number, line in enumerate(lines, HEADER_ROW + 1):
                for place, value in enumerate(line):
                    kind = "wrapped" if heads[place][0] in WRAPPED else "text"
                    _write_cell(page, number, place, value, styles, kind)
                if name == UNSURE_SHEET:
                    for place in FILLED_IN:
                        page.write_blank(number, place, None, styles["fill"])
            if name == UNSURE_SHEET and result.unsure:
                last = HEADER_ROW + min(len(result.unsure), LISTED)
                choice = {"validate": "list", "source": [YES, NO]}
                page.data_validation(HEADER_ROW + 1, 0, last, 0, choice)


def _write_cell(
    page: Any, row: int, column: int, value: object, styles: dict[str, Any], text: str
) -> None:
    import datetime

    if value is None or value == "":
        return
    if isinstance(value, datetime.date):
        page.write_datetime(row, column, value, styles["date"])
    elif isinstance(value, float):
        page.write_number(row, column, value, styles["money"])
    elif isinstance(value, int):
        page.write_number(row, column, value, styles["top"])
    else:
        page.write_string(row, column, str(value), styles[text])


def write_into(claim: ClaimBook, result: Import, target: Path) -> int:
    """Write payments below those that are in a claim workbook, into a copy of it.

    Returns:
        How many rows were written.

    Raises:
        WriteError: the copy cannot be written, or has too few prepared rows.
    """
    sheet = claim.wages.sheet
    try:
        book = open_to_change(claim.path)
        page = book[claim.wages.name]
    except Exception as error:  # whatever an unusual workbook raises
        raise WriteError(
            f"“{shown_name(claim.path)}”不能写入："
            "只能写入 .xlsx 或 .xlsm。请用 Excel 另存为 .xlsx。"
        ) from error
    rows = [values_of(payment) for payment in result.payments]
    start = _first_free(claim, page)
    _need_room(claim, page, start, len(rows))
    for number, row in enumerate(rows, start):
        for column in sheet.inputs:
            letters = claim.wages.letters.get(column.key)
            value = row.get(column.key)
            if letters is None or value in (None, ""):
                continue
            cell = page[f"{letters}{number}"]
            set_value(cell, value)
            if cell.number_format == "General":
                cell.number_format = _FORMATS.get(column.type, "@")
    places = range(start, start + len(rows))
    present = _present(claim)
    written = [
        {key: value for key, value in row.items() if key in present} for row in rows
    ]  # fmt: skip
    append(book, RECORD_SHEET, record_heads(), record_rows(sheet, result.payments, written, places))
    update_unsure(book, result, places)
    append(book, FILES_SHEET, FILES, [file_row(entry) for entry in result.files])
    with written_whole(target) as draft:
        save_workbook(book, draft)
    return len(rows)


_FORMATS = {ColumnType.DATE: "yyyy-mm-dd", ColumnType.YUAN: "#,##0.00"}


def _present(claim: ClaimBook) -> set[str]:
    return set(claim.wages.letters)


def _first_free(claim: ClaimBook, page: "Worksheet") -> int:
    """The row below the last one that holds anything to be filled in."""
    assert claim.wages.headers is not None  # noqa: S101 - checked when the claim was read
    from openpyxl.utils import column_index_from_string

    columns = [column_index_from_string(letters) for letters in claim.wages.letters.values()]
    last = claim.wages.headers.row + 1
    for row in page.iter_rows(min_row=last + 1):
        if any(row[column - 1].value not in (None, "") for column in columns if column <= len(row)):
            last = row[0].row
    return last + 1


def _need_room(claim: ClaimBook, page: "Worksheet", start: int, count: int) -> None:
    """A template computes only over the rows that it was made with."""
    from validator.reading.templates import STAMP_NAME

    if STAMP_NAME not in page.parent.defined_names:
        return
    letters = claim.wages.letters["id_number"]
    room = 0
    while room < count and not page[f"{letters}{start + room}"].protection.locked:
        room += 1
    if room < count:
        raise WriteError(
            f"“{shown_name(claim.path)}”的工资流水表只剩 {room} 行，"
            f"要写入 {count} 行，没有写入任何内容。"
            "请用 claimcheck template new 加 --rows 生成行数更多的模板，填好后再导入。"
        )


def known_keys(claim: ClaimBook) -> frozenset[str]:
    """The keys of the rows that were imported into a claim before."""
    return frozenset(record["key"] for record in read_records(claim.path))


def known_decisions(path: Path) -> dict[str, IncomeDecision]:
    """What a clerk says in a workbook about unsure rows, by their keys.

    Raises:
        UnreadableError: the workbook cannot be read.
    """
    return decisions_in(read_sheet(path, UNSURE_SHEET))
