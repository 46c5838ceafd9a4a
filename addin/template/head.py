"""The frozen rows above a table: title, result, what is missing, three faults with their cells.

They are the same on every sheet, so that whoever types into the roster sees what becomes of the
claim. What they say is computed once, on a sheet of its own (`summary`).
"""

from addin.template.compact import CompactWorksheet
from addin.template.lists import ALTERED, STOPPED
from addin.template.styles import WRONG_INK
from addin.template.summary import FAULTS, MISSING, RESULT
from addin.template.writer import Writer

_TITLE, _RESULT, _MISSING, _FAULTS = range(4)
_HEIGHTS = (28, 24, 17, 15, 15, 15)


def write_head(
    writer: Writer, sheet: CompactWorksheet, title: str, note: str, note_column: int
) -> None:
    """Write the rows above the headings.

    Args:
        writer: the template.
        sheet: the sheet.
        title: of the sheet.
        note: what the sheet is for; it stands beside the title.
        note_column: where the note stands, 0-based.
    """
    styles = writer.styles
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
    sheet.conditional_format(_RESULT, 0, _RESULT, note_column + 2, rule)
    rule = {"type": "formula", "criteria": f'={ALTERED}<>""', "format": loud}
    sheet.conditional_format(_MISSING, 0, _MISSING, note_column + 2, rule)
