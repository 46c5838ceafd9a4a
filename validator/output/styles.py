"""How the review workbook looks: one quiet colour family, computed grey, to fill in yellow."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEAD, LINE = "#2F5D62", "#D9D9D9"
FILL_IN = "#FFF9DB"
SEVERITY = {"error": "#FFC7CE", "warning": "#FFE5B4", "info": "#DDEBF7"}

_BASE = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}


class ReportStyles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **wishes: Any) -> "Format":
        """The format with these properties."""
        key = tuple(wishes.items())
        if key not in self._made:
            self._made[key] = self._book.add_format({**_BASE, **wishes})
        return self._made[key]

    @property
    def title(self) -> "Format":
        """The heading of a sheet."""
        return self.of(font_size=16, bold=True, font_color=HEAD)

    @property
    def head(self) -> "Format":
        """The heading of a column."""
        return self.of(
            bold=True, font_color="#FFFFFF", bg_color=HEAD, align="center", text_wrap=True,
            border=1, border_color=LINE,
        )  # fmt: skip

    @property
    def fill_head(self) -> "Format":
        """The heading of a column to fill in."""
        return self.of(
            bold=True, font_color="#7F6000", bg_color="#FFE699", align="center", text_wrap=True,
            border=1, border_color=LINE,
        )  # fmt: skip

    @property
    def wrong(self) -> "Format":
        """What a conditional format adds: only colours may stand in it."""
        return self._book.add_format({"bg_color": "#FFC7CE", "font_color": "#C00000"})

    @property
    def section(self) -> "Format":
        """The heading of a part of a sheet."""
        return self.of(bold=True, font_size=11, font_color=HEAD, bottom=1, bottom_color=HEAD)

    @property
    def text(self) -> "Format":
        """A cell of text in a table."""
        return self.of(text_wrap=True, border=1, border_color=LINE)

    @property
    def money(self) -> "Format":
        """A cell of money in yuan."""
        return self.of(num_format="#,##0.00", align="right", indent=1, border=1, border_color=LINE)

    @property
    def number(self) -> "Format":
        """A cell that counts."""
        return self.of(num_format="#,##0", align="right", indent=1, border=1, border_color=LINE)


def set_up_page(sheet: "Worksheet", header_row: int | None, *, wide: int = 1) -> None:
    """A4 landscape, `wide` pages wide, the header row repeated, page numbers."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(wide, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.75)
    sheet.set_footer("&L&A&C第 &P 页，共 &N 页")
    if header_row is not None:
        sheet.repeat_rows(header_row)
    sheet.hide_gridlines(2)


def lines_of(text: object, width: float) -> int:
    """How many lines a text takes in a column that is `width` characters wide."""
    room = max(int(width) - 1, 1)
    # GB 18030 takes one byte for a narrow character and two for a wide one.
    lines = str(text or "").encode("gb18030", "replace").split(b"\n")
    return sum(max(1, -(-len(line) // room)) for line in lines)
