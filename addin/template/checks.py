"""What is wrong in a row, as formulas: one text for all faults of the row.

The same text colours the cells: a fault starts with the heading of its column, and a cell
turns red where the row's text names its heading. So colour and words cannot disagree.
"""

from addin.formulas.text import either, is_one_of, quote
from addin.template.cell_faults import cell_faults
from addin.template.computed import ENTRY_CHECK
from addin.template.entry_row import EntryRow
from addin.template.fault_text import SEPARATOR, message
from addin.template.layout import Block
from addin.template.plan import FAULTS, Plan
from addin.template.row_faults import row_faults
from claimcheck.forms import Column, Sheet, SheetKind

#: what a line of sums below a table says, as `validate` reads it, and where it says so
_SUMS = ("合计", "总计", "小计", "共计", "本页合计", "本页小计")
_NAMING = ("claim_id", "name", "id_number", "applicant", "applicant_code")


def check_formulas(plan: Plan, sheet: Sheet, row: int) -> dict[str, str]:
    """All faults of a row, separated by “；”; "" where there is none or the row is empty.

    In two halves, of which each fits a formula, and together.
    """
    filled, parts = _faults(plan, sheet, row)
    half = len(parts) // 2
    halves = dict(zip(FAULTS, (parts[:half], parts[half:]), strict=True))
    own = plan.shown(sheet.kind)
    together = "&".join(own.cell(key, row) for key in FAULTS)
    found = {
        key: f'IF({filled}=0,"",{"&".join(some)})' if some else '""' for key, some in halves.items()
    }
    return found | {ENTRY_CHECK: f"MID({together},2,500)"}


def payment_check(plan: Plan, sheet: Sheet, row: int) -> str:
    """All faults of a payment, as `check_formulas` gives them; on the sheet of the payments."""
    filled, parts = _faults(plan, sheet, row)
    return f'IF({filled}=0,"",MID({"&".join(parts)},2,500))'


def is_named(block: Block, column: Column, row: int) -> str:
    """Whether the row's text names this column."""
    text = f'"{SEPARATOR}"&{block.cell(ENTRY_CHECK, row)}'
    return f"ISNUMBER(FIND({quote(SEPARATOR + column.title + '：')},{text}))"


def _faults(plan: Plan, sheet: Sheet, row: int) -> tuple[str, list[str]]:
    """How many cells of a row are filled, and the formulas of its faults."""
    inputs, own = sheet.inputs, EntryRow(plan, sheet, row)
    filled = f"COUNTA({own.cell(inputs[0].key)}:{own.cell(inputs[-1].key)})"
    if sheet.kind is not SheetKind.WAGES:
        named = [key for key in _NAMING if key in own.block.keys]
        filled = f"IF({_is_line_of_sums(own, named)},0,{filled})"
    parts = [cell_faults(own, column) for column in inputs]
    parts += [
        # An error in one of the cells is said of that cell.
        f'IFERROR(IF({condition},{message(header, text)},""),"")'
        for header, condition, text in row_faults(own)
    ]
    return filled, parts


def _is_line_of_sums(own: EntryRow, named: list[str]) -> str:
    """Whether a row says 合计 where others say who it is, and nobody's number."""
    number = own.cell("id_number" if "id_number" in named else "applicant_code")
    says = either(is_one_of(f'SUBSTITUTE({own.cell(key)}," ","")', _SUMS) for key in named)
    return f"IFERROR(IF(LEN({number})<14,{says},FALSE),FALSE)"
