"""The sheet 核查结果: what was found, each line linked to its cell."""

from copy import copy
from typing import TYPE_CHECKING, Any

from validator.common.harmless import harmless
from validator.common.workbooks import set_value
from validator.output.marked.results import ResultLine, Results
from validator.output.styles import lines_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = "核查结果"

_FONT = "微软雅黑"
_HEADINGS = (
    ("序号", 6), ("程度", 7), ("编号", 8), ("问题", 20), ("位置", 17), ("申报编号", 11),
    ("人员", 25), ("现为", 20), ("应为", 20), ("说明", 58), ("怎么改", 40), ("依据", 18),
)  # fmt: skip
_HEADER_ROW = 6
_SEVERITY_COLUMN, _LINK_COLUMN = 2, 5
_COLOURS = {"error": "FFFFC7CE", "warning": "FFFFE5B4", "info": "FFDDEBF7"}


def add_result_sheet(book: "Workbook", results: Results, *, linked: bool, note: str) -> None:
    """Put 核查结果 in front of the other sheets.

    Args:
        book: the workbook.
        results: what it says.
        linked: whether the cells are in this workbook, so that lines can link to them.
        note: what else the reader has to know.
    """
    sheet = book.create_sheet(TITLE, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    _head(sheet, results, note)
    lines = _Lines(sheet)
    for number, line in enumerate(results.lines, 1):
        lines.write(number, line, linked=linked)
    _page(sheet, len(results.lines))


def _head(sheet: "Worksheet", results: Results, note: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    colour = "FF7F6000" if results.passes else "FFC00000"
    lines = [
        ("核查结果", Font(_FONT, size=16, bold=True)),
        (results.verdict, Font(_FONT, size=11, bold=True, color=colour)),
        (results.money, Font(_FONT, size=10)),
        (results.remarks + note + results.waivers, Font(_FONT, size=9, color="FF595959")),
    ]
    for row, (text, font) in enumerate(lines, 1):
        cell = sheet.cell(row, 1)
        set_value(cell, harmless(text))
        cell.font = font
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_HEADINGS))
        sheet.cell(row, 1).alignment = Alignment(vertical="center", wrap_text=row > 2)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 20
    room = sum(width for _, width in _HEADINGS)
    sheet.row_dimensions[3].height = 18
    sheet.row_dimensions[4].height = 4 + 14 * lines_of(lines[3][0], room)
    thin = Side("thin", color="FFBFBFBF")
    for place, (heading, _) in enumerate(_HEADINGS, 1):
        cell = sheet.cell(_HEADER_ROW, place, heading)
        cell.font = Font(_FONT, size=10, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF2F5D62")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = Border(thin, thin, thin, thin)
    sheet.row_dimensions[_HEADER_ROW].height = 22


class _Lines:
    """Writes the lines; a look is made once and then copied, for there may be thousands."""

    def __init__(self, sheet: "Worksheet") -> None:
        self._sheet = sheet
        self._looks: dict[str, Any] = {}

    def write(self, number: int, line: ResultLine, *, linked: bool) -> None:
        """Write one finding; a line that is linked leads to its cell."""
        severity = line.severity
        values: tuple[Any, ...] = (number, *line.texts)
        leads = linked and line.sheet and line.cell
        for place, value in enumerate(values, 1):
            cell = self._sheet.cell(_HEADER_ROW + number, place)
            set_value(cell, value if isinstance(value, int) else harmless(value))
            look = "centred" if place <= 3 else "left"
            if place == _SEVERITY_COLUMN:
                look = severity
            elif place == _LINK_COLUMN and leads:
                name = str(line.sheet).replace("'", "''")
                cell.hyperlink = f"#'{name}'!{line.cell}"
                look = "link"
            self._dress(cell, look)
        self._sheet.row_dimensions[_HEADER_ROW + number].height = _height(values)

    def _dress(self, cell: Any, look: str) -> None:
        if look in self._looks:
            cell._style = copy(self._looks[look])
            return
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        thin = Side("thin", color="FFD9D9D9")
        colour = {"color": "FF0563C1", "underline": "single"} if look == "link" else {}
        cell.font = Font(_FONT, size=10, **colour)
        cell.alignment = Alignment(
            horizontal="left" if look in ("left", "link") else "center",
            vertical="center",
            wrap_text=True,
        )
        cell.border = Border(thin, thin, thin, thin)
        if look in _COLOURS:
            cell.fill = PatternFill("solid", fgColor=_COLOURS[look])
        self._looks[look] = copy(cell._style)


def _height(values: tuple[Any, ...]) -> float:
    """High enough for the longest text of a row: no program does this for wrapped text."""
    lines = 1
    for (_, width), value in zip(_HEADINGS, values, strict=True):
        text = str(value or "")
        columns = sum(2 if ord(character) > 0x2E80 else 1 for character in text)
        lines = max(lines, -(-columns // max(width - 2, 1)))
    return 6 + 15 * lines


def _page(sheet: "Worksheet", rows: int) -> None:
    from openpyxl.utils import get_column_letter

    last = get_column_letter(len(_HEADINGS))
    for place, (_, width) in enumerate(_HEADINGS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1)
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}{_HEADER_ROW + rows}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.75
    sheet.page_margins.footer = 0.3
