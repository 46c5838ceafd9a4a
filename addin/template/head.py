"""The frozen rows above a table: title, result, what is missing, three faults with their cells.

They are the same on every sheet, so that whoever types into the roster sees what becomes of the
claim. What they say is computed once, on a sheet of its own (`summary`).
"""

from collections.abc import Sequence

from addin.template.compact import CompactWorksheet
from addin.template.lists import ALTERED, STOPPED
from addin.template.styles import WRONG_INK
from addin.template.summary import FAULTS, MISSING, RESULT
from addin.template.writer import Writer

_TITLE, _RESULT, _MISSING, _FAULTS = range(4)
_HEIGHTS = (28, 24, 17, 15, 15, 15)
#: in the width of a usual character: one of a title, and what a screen shows at least
_TITLE_CHARACTER, _SCREEN = 3, 130


def write_head(
    writer: Writer, sheet: CompactWorksheet, title: str, note: str, widths: Sequence[float]
) -> None:
    """Write the rows above the headings.

    Args:
        writer: the template.
        sheet: the sheet.
        title: of the sheet.
        note: what the sheet is for; it stands right behind the title, to be seen at once.
        widths: of the sheet's columns, in characters.
    """
    styles = writer.styles
    note_column = _first_behind(len(title) * _TITLE_CHARACTER, widths)
    screen = _first_behind(_SCREEN, widths)
    for row, height in enumerate(_HEIGHTS):
        sheet.set_row(row, height)
    sheet.write_string(_TITLE, 0, title, styles.title())
    sheet.write_string(_TITLE, note_column, note, styles.note())
    result = styles.get(bold=True, font_size=12)
    sheet.write_formula(_RESULT, 0, f"={RESULT}", result, "")
    sheet.write_formula(_MISSING, 0, f"={MISSING}", styles.get(), "")
    for row, name in enumerate(FAULTS, start=_FAULTS):
        sheet.write_formula(row, 0, f"={name}", styles.get(), "")
    # A wide blank stands behind the cell of a fault, and nowhere in what is said of none.
    wrong = {"type": "text", "criteria": "containing", "value": "　"}
    wrong["format"] = styles.overlay(font_color=WRONG_INK)
    sheet.conditional_format(_FAULTS, 0, _FAULTS + len(FAULTS) - 1, 0, wrong)
    loud = styles.overlay(bold=True, font_color="#FFFFFF", bg_color=WRONG_INK)
    rule = {"type": "formula", "criteria": f'={STOPPED}<>""', "format": loud}
    sheet.conditional_format(_RESULT, 0, _RESULT, screen, rule)
    rule = {"type": "formula", "criteria": f'={ALTERED}<>""', "format": loud}
    sheet.conditional_format(_MISSING, 0, _MISSING, screen, rule)


def _first_behind(width: int, widths: Sequence[float]) -> int:
    """The first column that begins behind a text of so many characters, 0-based."""
    so_far = 0.0
    for column, own in enumerate(widths):
        if so_far >= width:
            return column
        so_far += own
    return len(widths)
