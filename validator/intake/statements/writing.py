"""Writes workbooks with imported payments: a new one, or a filled copy of a claim."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.forms import ColumnType, SheetKind, form
from claimcheck.text import shown_name
from claimcheck.writing import WriteError, written_whole
from validator.common.workbooks import open_to_change, open_workbook, save_workbook, set_value
from validator.intake.statements.confirming import (
    NO,
    RESULT_HEAD,
    YES,
    IncomeDecision,
    decisions_in,
)
from validator.intake.statements.importing import Import
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
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


#: 0-based columns of 待确认收入 that the clerk fills in.
_FILLED_IN = (0, 1)


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
                    for place in _FILLED_IN:
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
    _append(
        book, RECORD_SHEET, record_heads(), record_rows(sheet, result.payments, written, places)
    )
    _update_unsure(book, result, places)
    _append(book, FILES_SHEET, FILES, [file_row(entry) for entry in result.files])
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


def _update_unsure(book: "Workbook", result: Import, places: Sequence[int]) -> None:
    """Add what is newly unsure, and say what became of what was unsure before."""
    from openpyxl.styles import Border, PatternFill, Side
    from openpyxl.worksheet.datavalidation import DataValidation

    known = _listed(book)
    heads = [head for head, _ in UNSURE]
    page = book[UNSURE_SHEET] if UNSURE_SHEET in book.sheetnames else None
    if page is not None:
        outcome = heads.index(RESULT_HEAD) + 1
        for payment, place in zip(result.payments, places, strict=True):
            if payment.key in known:
                page.cell(known[payment.key], outcome, f"已写入工资流水第 {place} 行")
        for payment in result.declined:
            if payment.key in known:
                page.cell(known[payment.key], outcome, "已确认不是工资")
        for payment in result.unsure:
            if payment.key in known:
                page.cell(known[payment.key], heads.index("为什么待确认") + 1, payment.doubt)
    new = unsure_rows([payment for payment in result.unsure if payment.key not in known])
    first = max(page.max_row, HEADER_ROW + 1) + 1 if page is not None else HEADER_ROW + 2
    _append(book, UNSURE_SHEET, UNSURE, new)
    if not new:
        return
    page = book[UNSURE_SHEET]
    last = first + len(new) - 1
    line = Side(style="thin", color="FFD9D9D9")
    for row in range(first, last + 1):
        for place in _FILLED_IN:
            cell = page.cell(row, place + 1)
            cell.fill = PatternFill("solid", fgColor="FFFFF9E5")
            cell.border = Border(line, line, line, line)
            cell.number_format = "@"
    choice = DataValidation(type="list", formula1=f'"{YES},{NO}"', allow_blank=True)
    choice.add(f"A{first}:A{last}")
    page.add_data_validation(choice)


def _listed(book: "Workbook") -> dict[str, int]:
    """Key → row of what stands in 待确认收入."""
    if UNSURE_SHEET not in book.sheetnames:
        return {}
    grid = [list(row) for row in book[UNSURE_SHEET].iter_rows(values_only=True)]
    return {key: decision.row for key, decision in decisions_in(grid).items()}


def _append(
    book: "Workbook",
    name: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[object]],
) -> None:
    """Put rows below those of a sheet of ours, which is made where there is none."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    if name in book.sheetnames:
        page = book[name]
    else:
        page = book.create_sheet(name)
        page["A1"], page["A2"] = name, TITLES[name]
        page["A1"].font = Font(size=14, bold=True)
        for place, (head, width) in enumerate(heads, 1):
            cell = page.cell(HEADER_ROW + 1, place, head)
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="FFDCE6E7")
            column = page.column_dimensions[get_column_letter(place)]
            column.width, column.hidden = width or 12, not width
        page.freeze_panes = f"A{HEADER_ROW + 2}"
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
        page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True
        page.print_title_rows = f"{HEADER_ROW + 1}:{HEADER_ROW + 1}"
        page.protection.sheet = name == RECORD_SHEET
    number = max(page.max_row, HEADER_ROW + 1)
    wrapped = [place for place, (head, _) in enumerate(heads, 1) if head in WRAPPED]
    for row in rows:
        number += 1
        for place, value in enumerate(row, 1):
            if value not in (None, ""):
                cell = page.cell(number, place)
                set_value(cell, value)
                if isinstance(value, float):
                    cell.number_format = "#,##0.00"
                cell.alignment = Alignment(vertical="top", wrap_text=place in wrapped)


def known_keys(claim: ClaimBook) -> frozenset[str]:
    """The keys of the rows that were imported into a claim before."""
    return frozenset(record["key"] for record in read_records(claim.path))


def known_decisions(path: Path) -> dict[str, IncomeDecision]:
    """What a clerk says in a workbook about unsure rows, by their keys.

    Raises:
        UnreadableError: the workbook cannot be read.
    """
    return decisions_in(read_sheet(path, UNSURE_SHEET))
