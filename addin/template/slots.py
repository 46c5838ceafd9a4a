"""The slots of payments: numbers that put them in the order of person, month and day.

Adding up with SUMIF would look at every payment for every cell of the grid, which is felt at
each entry. Instead the slots are sorted once, with the running sum beside them, and a cell of
the grid is the difference of two running sums that a binary search finds.

TODAY() makes whatever depends on it compute again at every entry, in Excel and LibreOffice
alike. So no slot depends on it: payments after today are sorted with the others, and a cell
of the grid searches its month up to today only.
"""

from xlsxwriter.worksheet import Worksheet

from addin.template.layout import Block
from addin.template.lists import PAYMENTS
from addin.template.plan import Plan
from addin.template.writer import Writer, write_formula

# A slot is ((person × _MONTHS + month) × _DAYS + day of the payment, counted from the first of
# that month) × _ROWS + row of the payment: exact as a number for 90,000 people.
_MONTHS, _DAYS, _ROWS = 1_000, 1_000, 100_000
#: the month 0 of a slot, as year × 12 + month. A payment before it, or _MONTHS behind it, is far
#: from every policy; as a slot it would fall among those of somebody else.
MONTH_0 = 1980 * 12 + 1
#: no pay for a month comes so many days after its first, however late (`payment_words`)
LAST_DAY = _DAYS - 1
#: sorts behind every slot
_BEHIND = "9E+15"


def has_slot(month: str) -> str:
    """Whether a slot can hold a month, counted from `MONTH_0`."""
    return f"AND({month}>=0,{month}<{_MONTHS})"


def slot(person: str, month: str, day: str | int, number: int) -> str:
    """The slot of a payment: its person, month and day, and its row on the entry sheet."""
    return f"(({person}*{_MONTHS}+{month})*{_DAYS}+{day})*{_ROWS}+{number}"


def number_of(slot_cell: str) -> str:
    """The row of the payment that a slot belongs to, counted from the heading."""
    return f"MOD({slot_cell},{_ROWS})"


def through(slots: Block, person: str, month: str, day: str | int) -> str:
    """How many slots, the heading among them, stand up to a day of a person's month."""
    last = slot(person, month, day, _ROWS - 1)
    return f"MATCH({last},{slots.fenced('sorted')},1)"


def before(slots: Block, person: str, month: str) -> str:
    """How many slots, the heading among them, stand before a person's month."""
    return f"MATCH(({person}*{_MONTHS}+{month})*{_DAYS}*{_ROWS},{slots.fenced('sorted')},1)"


def up_to(day: str) -> str:
    """A day of a month as `through` takes it; the day before its first where it lies before."""
    return f"MEDIAN(-1,{LAST_DAY},{day})"


def write_parts(writer: Writer, sheet: Worksheet) -> None:
    """Sort the slots in parts, each in a column of its own, where there are several."""
    plan, block = writer.plan, writer.plan.wages_helper
    letter, parts = block.letter("slot"), plan.parts
    for index, name in enumerate(parts):
        column = block.index(name)
        first = block.first_row + index * plan.part_rows
        last = min(first + plan.part_rows - 1, block.last_row)
        part, size = f"${letter}${first}:${letter}${last}", f"{block.letter(name)}$1"
        sheet.write_formula(0, column, f"=COUNT({part})", None, "")
        for number in range(1, plan.part_rows + 1):
            smallest = f"IF({number}>{size},{_BEHIND},SMALL({part},{number}))"
            write_formula(sheet, block, name, block.header_row + number, smallest)
        sheet.write_formula(block.header_row + plan.part_rows, column, f"={_BEHIND}", None, "")


def in_order(plan: Plan, row: int) -> str:
    """The slot that stands at a row when all are sorted.

    Looking for the k-th smallest of all, once for each k, takes a time that grows with the
    square of the payments. Where they are many, parts are sorted, and the next slot of all is
    the least of those that follow in each part.
    """
    block = plan.wages_helper
    own = row - block.header_row
    found = f"SMALL({block.column('slot')},{own})"
    if plan.parts:
        above = block.cell("sorted", row - 1)
        ranges = [_part(plan, name) for name in plan.parts]
        found = f"MIN({','.join(f'INDEX({part},MATCH({above},{part},1)+1)' for part in ranges)})"
    return f"IF({own}>{PAYMENTS},{_BEHIND},{found})"


def _part(plan: Plan, name: str) -> str:
    """A part from its heading, which is 0, to the number behind its last slot."""
    block = plan.wages_helper
    letter = block.letter(name)
    return f"${letter}${block.header_row}:${letter}${block.first_row + plan.part_rows}"
