"""The line below the title of a sheet: what it is for, or loudly what is not counted."""

from addin.formulas.text import quote
from addin.template.compact import CompactWorksheet
from addin.template.lists import OVERFLOW, OVERFLOW_HELP
from addin.template.writer import Writer


def write_note(writer: Writer, sheet: CompactWorksheet, note: str) -> None:
    """Write the line.

    Args:
        writer: the template.
        sheet: the sheet.
        note: what it says where all rows are counted.
    """
    loud = f"{quote('！')}&{OVERFLOW}&{quote('。' + OVERFLOW_HELP)}"
    formula = f'=IF({OVERFLOW}="",{quote(note)},{loud})'
    sheet.write_formula(1, 0, formula, writer.styles.note(), note)
    style = writer.styles.overlay(bold=True, font_color="#FFFFFF", bg_color="#A61B1B")
    rule = {"type": "formula", "criteria": f'={OVERFLOW}<>""', "format": style}
    sheet.conditional_format(1, 0, 1, 5, rule)
