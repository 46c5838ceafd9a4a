"""How the sheets of a template come out of a printer."""

from collections.abc import Sequence

from addin.template.compact import CompactWorksheet
from addin.template.layout import Block
from addin.template.styles import FONT

#: so many characters are as wide as A4 landscape, printed as large as on the screen
_FULL_WIDTH = 112
#: so many points of rows fit between the margins, printed as large as on the screen
_FULL_HEIGHT = 468
#: in percent; smaller print is not legible
_SMALLEST_SCALE = 60


def set_up_page(sheet: CompactWorksheet, block: Block, title: str) -> None:
    """A4 landscape, title and headings on every page, page numbers, room to sign and to stamp."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=1.0)
    sheet.repeat_rows(block.header_row - 1)
    sheet.print_area(block.header_row - 1, 0, block.last_row - 1, len(block.keys) - 1)
    sheet.set_header(f'&L&"{FONT},Bold"&14{title}', {"margin": 0.4})
    signatures = (
        "经办人（签字）：                    负责人（签字）：                    单位（盖章）："
    )
    sheet.set_footer(f"&L&10{signatures}&R&9第 &P 页，共 &N 页", {"margin": 0.5})


def split_pages(
    sheet: CompactWorksheet, widths: Sequence[int], entries: int, repeated: int, height: int
) -> None:
    """Entries on their pages, results on the next, each as large as its pages allow.

    On one page the print would be too small to read. Where all rows fit one page without
    being too small, they do.

    Args:
        sheet: the sheet.
        widths: of its columns, in characters.
        entries: how many of them, from the left, are filled in by people.
        repeated: how many, from the left, stand on every page.
        height: of the rows with their heading, in points.
    """
    room = _FULL_WIDTH * 100 // _SMALLEST_SCALE - sum(widths[:repeated])
    starts = [
        *_starts(widths, repeated, entries, room),
        *_starts(widths, entries, len(widths), room),
    ]
    ends = [*starts[1:], len(widths)]
    widest = max(sum(widths[start:end]) for start, end in zip(starts, ends, strict=True))
    scale = _FULL_WIDTH * 100 // (widest + sum(widths[:repeated]))
    if height * _SMALLEST_SCALE <= _FULL_HEIGHT * 100:
        scale = min(scale, _FULL_HEIGHT * 100 // height)
    sheet.set_print_scale(max(min(scale, 100), _SMALLEST_SCALE))
    sheet.set_v_pagebreaks(starts[1:])
    sheet.repeat_columns(0, repeated - 1)
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
