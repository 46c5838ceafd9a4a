"""Builds a template workbook: the same plan gives the same bytes in every part."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

from addin.template.claims import write_claims
from addin.template.entry import write_entry_sheet
from addin.template.grid import write_grid
from addin.template.guide import write_guide
from addin.template.lists import write_lists
from addin.template.months import write_months
from addin.template.outcomes import write_rule_claims
from addin.template.payments import write_payments
from addin.template.people import write_people
from addin.template.plan import Plan
from addin.template.shown import write_shown
from addin.template.styles import FONT, Styles
from addin.template.summary import write_summary
from addin.template.writer import Content, Writer, hide_name, name_columns
from claimcheck import __version__
from claimcheck.forms import SheetKind

#: The name and document property by which validator and add-in recognise a template.
STAMP_NAME = "claimcheck_template"

#: Workbooks carry a date; a fixed one keeps them the same from build to build.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def build_template(plan: Plan, content: Content | None = None, *, for_excel: bool = False) -> bytes:
    """Build a template.

    Args:
        plan: what it holds.
        content: rows to fill in, by kind of sheet; empty sheets where None.
        for_excel: for Excel and WPS alone, as what has macros is.

    Returns:
        The bytes of the .xlsx file.
    """
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    workbook.formats[0].set_font_name(FONT)
    workbook.formats[0].set_font_size(10)
    workbook.set_properties(
        {"title": plan.form.title, "author": f"claimcheck {__version__}", "created": _CREATED}
    )
    workbook.set_custom_property(STAMP_NAME, plan.stamp)
    workbook.set_size(24000, 14000)
    writer = Writer(workbook, plan, Styles(workbook), content or {}, for_excel)
    # Programs recalculate sheet by sheet, column by column. What others rest on stands first,
    # hidden, so that nothing has to be computed in the midst of something else: LibreOffice
    # 25.2 loses values where that goes too deep.
    write_lists(writer)
    write_claims(writer)
    if plan.has(SheetKind.ROSTER):
        write_people(writer)
    if plan.has(SheetKind.WAGES):
        write_grid(writer)
        write_payments(writer)
    for item in plan.rules:
        write_rule_claims(writer, item)
    write_shown(writer)
    write_guide(writer)
    for sheet in plan.sheets:
        write_entry_sheet(writer, sheet)
    if plan.has(SheetKind.WAGES):
        write_months(writer)
    write_summary(writer)
    name_columns(writer)
    _stamp(workbook, plan)
    workbook.close()
    return _packed_tightly(buffer)


def _packed_tightly(written: BytesIO) -> bytes:
    """A package in the smallest form that every program unpacks; XlsxWriter has no choice of it.

    A template is written once and sent to every firm: a twentieth less is worth the time.
    """
    packed = BytesIO()
    with ZipFile(written) as old, ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9) as new:
        for part in old.infolist():
            new.writestr(part, old.read(part), ZIP_DEFLATED, compresslevel=9)
    return packed.getvalue()


def _stamp(workbook: Workbook, plan: Plan) -> None:
    """Name the template in a hidden defined name, which macros read without opening parts."""
    workbook.define_name(STAMP_NAME, f'="{plan.stamp}"')
    hide_name(workbook)
