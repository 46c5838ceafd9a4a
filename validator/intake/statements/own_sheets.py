"""Adds to the sheets that an import keeps in a claim workbook: 待确认收入, 导入记录, 导入文件."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from validator.common.workbooks import set_value
from validator.intake.statements.confirming import NO, RESULT_HEAD, YES, decisions_in
from validator.intake.statements.importing import Import
from validator.intake.statements.provenance import HEADER_ROW, RECORD_SHEET, UNSURE_SHEET
from validator.intake.statements.tables import TITLES, UNSURE, WRAPPED, unsure_rows

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: 0-based columns of 待确认收入 that the clerk fills in.
FILLED_IN = (0, 1)


def update_unsure(book: "Workbook", result: Import, places: Sequence[int]) -> None:
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
    append(book, UNSURE_SHEET, UNSURE, new)
    if not new:
        return
    page = book[UNSURE_SHEET]
    last = first + len(new) - 1
    line = Side(style="thin", color="FFD9D9D9")
    for row in range(first, last + 1):
        for place in FILLED_IN:
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


def append(
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
        places = _places_of(page, heads)
    else:
        places = list(range(1, len(heads) + 1))
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
    wrapped = [at for at, (head, _) in zip(places, heads, strict=True) if head in WRAPPED]
    for row in rows:
        number += 1
        for place, value in zip(places, row, strict=True):
            if value not in (None, ""):
                cell = page.cell(number, place)
                set_value(cell, value)
                if isinstance(value, float):
                    cell.number_format = "#,##0.00"
                cell.alignment = Alignment(vertical="top", wrap_text=place in wrapped)


def _places_of(page: "Worksheet", heads: Sequence[tuple[str, int]]) -> list[int]:
    """The columns of a sheet of ours by its headings; those it lacks are added on the right.

    An earlier version wrote other columns: what is added must stand under its own heading.
    """
    there = {str(cell.value).strip(): cell.column for cell in page[HEADER_ROW + 1] if cell.value}
    for head, _ in heads:
        if head not in there:
            there[head] = max(there.values(), default=0) + 1
            page.cell(HEADER_ROW + 1, there[head], head)
    return [there[head] for head, _ in heads]
