"""The slots of payments: numbers that put them in the order of person and day.

Adding up with SUMIF would look at every payment for every cell of the grid, which is felt at
each entry. Instead the slots are sorted once; a person's payments then follow each other, and
a binary search finds where they begin and end. Beside each sorted slot stand its sum in fen
and the month that it counts for. For money that went back that is the month it belongs to, by
the rule of `claimcheck.evaluate.refunds`: the rows above it are what was paid before.

TODAY() makes whatever depends on it compute again at every entry, in Excel and LibreOffice
alike. So no slot depends on it: payments after today are sorted with the others, at the end
of each person's, and a cell of the grid looks at those up to today only. What is paid after a
refund never changes its month.
"""

from xlsxwriter.worksheet import Worksheet

from addin.template.layout import Block
from addin.template.lists import PAYMENTS
from addin.template.plan import Plan
from addin.template.writer import Writer, write_formula

# A slot is ((person × _DAYS + day) × _RANKS + rank) × _ROWS + row of the payment: exact as a
# number for 90,000 people.
_DAYS, _RANKS, _ROWS = 30_000, 32, 100_000
_PERSON = _DAYS * _RANKS * _ROWS
#: the first day that has a slot, and its month as year × 12 + month. A payment before it, or
#: _DAYS behind it, is far from every policy; as a slot it would fall among those of others.
DAY_0, MONTH_0 = "DATE(1980,1,1)", 1980 * 12 + 1
#: above every month that a slot can have, counted from `MONTH_0`
_MONTHS = 1_000
#: stands for the month of a refund that these formulas cannot find
UNKNOWN_MONTH = 9_999
#: A refund looks at so many slots above it. A range up to the first slot, in every row, would
#: make LibreOffice look through all of them at every change.
_LOOK_BACK = 60
#: sorts behind every slot
_BEHIND = "9E+15"


def has_slot(day: str, month: str) -> str:
    """Whether a slot can hold a day, and the month that it counts for, from the first ones."""
    return f"AND({month}>=0,{day}<{_DAYS})"


def slot(person: str, day: str, rank: str | int, number: str | int) -> str:
    """The slot of a payment: its person and day, what comes first on it, and its row."""
    return f"(({person}*{_DAYS}+{day})*{_RANKS}+{rank})*{_ROWS}+{number}"


def rank_of_refund(larger: str, named: str | None) -> str:
    """The rank of money that went back: behind the payments of its day, larger sums first.

    Args:
        larger: how many larger sums went back to the person on that day.
        named: whether a memo names the month that is taken back; None where memos never do.
    """
    if named is None:
        return f"(1+MIN({larger},{_RANKS - 2}))"
    return f"IF({named},1,2+MIN({larger},{_RANKS - 3}))"


def number_of(slot_cell: str) -> str:
    """The row of the payment that a slot belongs to, counted from the heading."""
    return f"MOD({slot_cell},{_ROWS})"


def first_of_person(slots: Block, person: str) -> str:
    """Where a person's slots begin, counted from the heading."""
    return f"MATCH({person}*{_PERSON},{slots.fenced('sorted')},1)+1"


def last_of_person(slots: Block, person: str, day: str) -> str:
    """Where a person's slots up to a day end, counted from the heading."""
    last = slot(person, f"MIN({day}-{DAY_0},{_DAYS - 1})", _RANKS - 1, _ROWS - 1)
    return f"MATCH({last},{slots.fenced('sorted')},1)"


def between(slots: Block, key: str, first: str, last: str) -> str:
    """A column beside the sorted slots, from one of them to another."""
    column = slots.fenced(key)
    return f"INDEX({column},{first}):INDEX({column},{last})"


def first_before_refund(slots: Block, row: int) -> str:
    """Where the slots of a refund's person begin, counted from the heading; "" for pay."""
    person = f"INT({slots.cell('sorted', row)}/{_PERSON})"
    return f'IF({slots.cell("fen", row)}<0,{first_of_person(slots, person)},"")'


def month_taken_back(slots: Block, row: int, own_month: str) -> str:
    """The month from which a refund at a row of the sorted slots is taken.

    What is left of each month above is added up, month by month, at each of its rows; of the
    months that have as much, those with the very sum come first, then the latest.
    """
    first, own = slots.cell("first", row), row - slots.header_row
    above = max(slots.header_row, row - _LOOK_BACK)
    letter = slots.letter("for_month")
    # The months above only: a range with the row itself in it would go round in circles.
    months = f"INDEX(${letter}${above}:${letter}${row - 1},{first}-{above - slots.header_row})"
    months += f":{slots.cell('for_month', row - 1)}"
    fen = between(slots, "fen", first, str(own))
    back = f"-{slots.cell('fen', row)}"
    left = f"SUMIFS({fen},{months},{months})"
    paid, returned = (f"COUNTIFS({months},{months},{fen},{sum_})" for sum_ in (back, back[1:]))
    whole = f"(({paid}>{returned})+({left}={back})>0)"
    best = f"SUMPRODUCT(MAX(({left}>={back})*({_MONTHS}*(1+{whole})+{months})))"
    found = f"MOD(MAX({own_month},{best}),{_MONTHS})"
    unseen = f"{first}<={above - slots.header_row}"
    return f"IF({first}>{own},{own_month},IF({unseen},{UNKNOWN_MONTH},{found}))"


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
