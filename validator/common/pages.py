"""How a table comes out of a printer: pages that one can hand on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: So many characters are as wide as A4 landscape at the smallest print that is legible (58 %).
_WIDTH = 192


def set_up_table(
    sheet: "Worksheet",
    header_row: int | None,
    widths: Sequence[float],
    *,
    title: str,
    repeated: int = 0,
) -> None:
    """A4 landscape, legible, title and headings on every page, page numbers.

    Args:
        sheet: the sheet.
        header_row: the 0-based row of the headings; None where there is none.
        widths: of the columns, in characters.
        title: stands at the head of every page.
        repeated: so many columns, from the left, stand on every page where one is not wide enough.
    """
    again = sum(widths[:repeated])
    pages = 1 if sum(widths) <= _WIDTH else -(-int(sum(widths) - again) // int(_WIDTH - again))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.print_across()
        if repeated:
            sheet.repeat_columns(0, repeated - 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.75 if title else 0.5, bottom=0.75)
    if title:
        sheet.set_header(f'&L&"微软雅黑,Bold"&13{title.replace("&", "&&")}', {"margin": 0.35})
    sheet.set_footer("&L&A&C第 &P 页，共 &N 页")
    if header_row is not None:
        sheet.repeat_rows(header_row)
