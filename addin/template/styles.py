"""One quiet colour family for all templates, and the cell formats made of it."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from claimcheck.forms import ColumnType

FONT = "微软雅黑"

INK = "#1F2D3A"
MUTED = "#5F6F7D"
HEAD_REQUIRED = "#3F5B73"
HEAD_OPTIONAL = "#8FA3B5"
HEAD_COMPUTED = "#D5DBE1"
INPUT = "#FFFBE3"
COMPUTED = "#F1F3F5"
BAND = "#E6ECF1"
LINE = "#C5CED6"
WRONG_INK = "#A61B1B"
WRONG = "#FBE3E3"
REACHED = "#DCE8EF"
NOT_NEEDED = "#E4E7EA"

DATE = "yyyy-mm-dd"
MONEY = "#,##0.00"
COUNT = "0"
TEXT = "@"

NUMBER_FORMATS = {
    ColumnType.DATE: DATE,
    ColumnType.MONTH: "yyyy-mm",
    ColumnType.YUAN: MONEY,
    ColumnType.COUNT: COUNT,
    # As text: in a cell of numbers 30% would become 0.3, and nobody could tell it from 0.3%.
    ColumnType.PERCENT: TEXT,
}
_CENTRED = {
    *(ColumnType.DATE, ColumnType.MONTH),
    *(ColumnType.CHOICE, ColumnType.FLAG, ColumnType.MEASURE),
}
_RIGHT = {ColumnType.YUAN, ColumnType.COUNT, ColumnType.PERCENT}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """A format with the house's font and these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self._workbook.add_format(base | properties)
        return self._made[key]

    def title(self) -> Format:
        """The heading of a sheet."""
        return self.get(bold=True, font_size=16)

    def note(self) -> Format:
        """A quiet line of explanation."""
        return self.get(font_size=9, font_color=MUTED)

    def heading(self, *, required: bool, computed: bool, num_format: str = TEXT) -> Format:
        """The heading of a column: dark where it must be filled in."""
        if computed:
            colours = {"bg_color": HEAD_COMPUTED, "font_color": INK}
        else:
            fill = HEAD_REQUIRED if required else HEAD_OPTIONAL
            colours = {"bg_color": fill, "font_color": "#FFFFFF"}
        return self.get(
            bold=True,
            align="center",
            text_wrap=True,
            border=1,
            border_color=LINE,
            num_format=num_format,
            **colours,
        )

    def entry(self, kind: ColumnType) -> Format:
        """A cell to fill in."""
        return self._cell(kind, bg_color=INPUT, locked=False, border=0)

    def result(self, kind: ColumnType) -> Format:
        """A computed cell."""
        return self._cell(kind, bg_color=COMPUTED)

    def sums(self) -> Format:
        """A computed sum that shows nothing where it is 0."""
        return self._cell(ColumnType.YUAN, bg_color=COMPUTED, num_format=f"{MONEY};;;@")

    def sentence(self) -> Format:
        """A computed sentence: smaller, and from the top, so that its beginning never hides."""
        return self._cell(ColumnType.TEXT, bg_color=COMPUTED, font_size=8.5, valign="top")

    def wrong(self) -> Format:
        """What conditional formats lay over a wrong cell."""
        # LibreOffice applies one rule to a cell: it draws the border, too.
        return self.overlay(font_color=WRONG_INK, bg_color=WRONG, border=1, border_color=LINE)

    def altered(self) -> Format:
        """What conditional formats lay over a computed cell that was written over."""
        return self._workbook.add_format({"font_color": "#FFFFFF", "bg_color": WRONG_INK})

    def overlay(self, **properties: Any) -> Format:
        """A conditional format of its own."""
        return self._workbook.add_format(properties)

    def _cell(self, kind: ColumnType, **properties: Any) -> Format:
        align = "center" if kind in _CENTRED else "right" if kind in _RIGHT else "left"
        number = NUMBER_FORMATS.get(kind, TEXT if "locked" in properties else "General")
        return self.get(
            **{"num_format": number, "border": 1} | properties,
            align=align,
            indent=0 if align == "center" else 1,
            text_wrap=kind is ColumnType.TEXT,
            border_color=LINE,
        )
