"""What is wrong in a row, as formulas: one text for all faults of the row.

The same text colours the cells: a fault starts with the heading of its column, and a cell
turns red where the row's text names its heading. So colour and words cannot disagree.
"""

from addin.formulas.text import quote
from addin.template.cell_faults import cell_faults
from addin.template.computed import ENTRY_CHECK
from addin.template.entry_row import EntryRow
from addin.template.fault_text import SEPARATOR, message
from addin.template.layout import Block
from addin.template.plan import FAULTS, Plan
from addin.template.row_faults import row_faults
from claimcheck.forms import Column, Sheet


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
    filled = f"{own.cell(inputs[0].key)}:{own.cell(inputs[-1].key)}"
    parts = [cell_faults(own, column) for column in inputs]
    parts += [
        # An error in one of the cells is said of that cell.
        f'IFERROR(IF({condition},{message(header, text)},""),"")'
        for header, condition, text in row_faults(own)
    ]
    return f"COUNTA({filled})", parts
