"""How the sheets of a template come out of a printer."""

from collections.abc import Sequence

from addin.template.compact import CompactWorksheet
from addin.template.layout import Block
from addin.template.styles import FONT
from addin.template.writer import Writer

#: so many characters are as wide as A4 landscape, printed as large as on the screen
_FULL_WIDTH = 112
#: so many points of rows fit between the margins, printed as large as on the screen
_FULL_HEIGHT = 468
#: in percent; smaller print is not legible
_SMALLEST_SCALE = 60


def set_up_page(
    sheet: CompactWorksheet, block: Block, title: str, *, upright: bool = False
) -> None:
    """A4, title and headings on every page, page numbers, room to sign and to stamp.

    Args:
        sheet: the sheet.
        block: its table.
        title: stands at the head of every page.
        upright: long lists of few columns fit fewer pages so.
    """
    if upright:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=1.0)
    sheet.repeat_rows(block.header_row - 1)
    sheet.set_header(f'&L&"{FONT},Bold"&14{title}', {"margin": 0.4})
    signatures = (
        "经办人（签字）：                    负责人（签字）：                    单位（盖章）："
    )
    if upright:
        signatures = signatures.replace(" " * 8, "  ")
    sheet.set_footer(f"&L&10{signatures}&R&9第 &P 页，共 &N 页", {"margin": 0.5})


def print_filled_rows(
    sheet: CompactWorksheet, writer: Writer, block: Block, first: str, last: str
) -> None:
    """Print the columns from one to another, and of the rows those that are filled in.

    LibreOffice leaves out pages on which there is nothing: no value, no formula, no border of a
    cell (one that a rule of the cells draws is none). So formulas stand outside of the printed
    columns, before them, and are repeated on every page. It takes no formula for what is
    printed. Excel and WPS print all that is named, but take a formula.

    Args:
        sheet: the sheet.
        writer: the template; of one for Excel and WPS alone the area is a formula.
        block: the rows.
        first: the first printed column.
        last: the last one.
    """
    left, right = block.index(first), block.index(last)
    sheet.print_area(block.header_row - 1, left, block.last_row - 1, right)
    if not writer.for_excel:
        return
    corner = f"'{block.sheet}'!${block.letter(first)}${block.header_row}"
    start, end = block.first_row, block.last_row
    filled = f"'{block.sheet}'!${block.letter(first)}${start}:${block.letter(last)}${end}"
    rows = f'IFERROR(SUMPRODUCT(MAX(({filled}<>"")*ROW({filled}))),{end})'
    column = f"'{block.sheet}'!${block.letter(last)}$1:${block.letter(last)}${end}"
    area = f"{corner}:INDEX({column},MAX({rows},{start}))"
    sheet.print_area_range = ""
    writer.workbook.define_name(f"'{block.sheet}'!_xlnm.Print_Area", f"={area}")


def print_nothing(sheet: CompactWorksheet, columns: int) -> None:
    """Leave out a sheet that is to look things up and is not handed in.

    Args:
        sheet: the sheet.
        columns: so many columns are used; the empty cell behind them is what is printed.
    """
    sheet.print_area(0, columns + 1, 0, columns + 1)


def split_pages(
    sheet: CompactWorksheet, widths: Sequence[int], columns: range, repeated: range, height: int
) -> None:
    """Columns on so many pages that they are legible, each as large as its pages allow.

    Where all rows fit one page without being too small, they do.

    Args:
        sheet: the sheet.
        widths: of its columns, in characters.
        columns: those that are printed.
        repeated: those that stand on every page.
        height: of the rows with their heading, in points.
    """
    again = sum(widths[index] for index in repeated)
    room = _FULL_WIDTH * 100 // _SMALLEST_SCALE - again
    starts = _starts(widths, columns.start, columns.stop, room)
    ends = [*starts[1:], columns.stop]
    widest = max(sum(widths[start:end]) for start, end in zip(starts, ends, strict=True))
    scale = _FULL_WIDTH * 100 // (widest + again)
    if height * _SMALLEST_SCALE <= _FULL_HEIGHT * 100:
        scale = min(scale, _FULL_HEIGHT * 100 // height)
    sheet.set_print_scale(max(min(scale, 100), _SMALLEST_SCALE))
    sheet.set_v_pagebreaks(starts[1:])
    sheet.repeat_columns(repeated.start, repeated.stop - 1)
    sheet.print_across()


def _starts(widths: Sequence[int], first: int, last: int, room: int) -> list[int]:
    """Where pages begin so that they are few and about equally wide."""
    total = sum(widths[first:last])
    pages = -(-total // room)
    while True:
        starts, filled = [first], 0
        for index in range(first, last):
            # A page ends where it has its share of the columns, or where no more fit.
            share = total * len(starts) / pages
            so_far = sum(widths[first:index]) + widths[index] / 2
            if index > starts[-1] and (filled + widths[index] > room or so_far > share):
                starts.append(index)
                filled = 0
            filled += widths[index]
        if len(starts) <= pages:
            return starts
        pages += 1
