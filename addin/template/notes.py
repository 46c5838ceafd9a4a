"""The line below the title of a sheet: what it is for, or loudly what is wrong with the sheets."""

from addin.formulas.text import quote
from addin.template.compact import CompactWorksheet
from addin.template.lists import ALTERED, STOPPED, STOPPED_HELP
from addin.template.writer import Writer


def write_note(writer: Writer, sheet: CompactWorksheet, note: str) -> None:
    """Write the line.

    Args:
        writer: the template.
        sheet: the sheet.
        note: what it says where all rows are counted and shown.
    """
    stopped = f"{quote('！')}&{STOPPED}&{quote('。' + STOPPED_HELP)}"
    altered = f"{quote('！')}&{ALTERED}&{quote('。')}"
    formula = f'=IF({STOPPED}<>"",{stopped},IF({ALTERED}<>"",{altered},{quote(note)}))'
    sheet.write_formula(1, 0, formula, writer.styles.note(), note)
    style = writer.styles.overlay(bold=True, font_color="#FFFFFF", bg_color="#A61B1B")
    rule = {"type": "formula", "criteria": f'={STOPPED}&{ALTERED}<>""', "format": style}
    sheet.conditional_format(1, 0, 1, 5, rule)
