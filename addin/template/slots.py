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

from addin.template import slot_numbers
from addin.template.compact import CompactWorksheet
from addin.template.layout import Block
from addin.template.lists import IN_ORDER, PAYMENTS
from addin.template.plan import Plan
from addin.template.slot_numbers import (
    BEHIND,
    DAY_0,
    DAYS,
    MONTHS,
    PERSON,
    RANKS,
    ROWS,
    UNKNOWN_MONTH,
)
from addin.template.writer import Writer


def slot(person_day: str, rank: str | int, number: str | int) -> str:
    """The slot of a payment: its person and day, what comes first on it, and its row.

    Args:
        person_day: person × DAYS + days since `DAY_0`.
        rank: see `rank_of_refund`.
        number: the row of the payment, counted from the heading.
    """
    return f"({person_day}*{RANKS}+{rank})*{ROWS}+{number}"


def rank_of_refund(larger: str, named: str | None) -> str:
    """The rank of money that went back: behind the payments of its day, larger sums first.

    Args:
        larger: how many larger sums went back to the person on that day.
        named: whether a memo names the month that is taken back; None where memos never do.
    """
    if named is None:
        return f"(1+MIN({larger},{RANKS - 2}))"
    return f"IF({named},1,2+MIN({larger},{RANKS - 3}))"


def number_of(slot_cell: str) -> str:
    """The row of the payment that a slot belongs to, counted from the heading."""
    return f"MOD({slot_cell},{ROWS})"


def day_of(slot_cell: str) -> str:
    """The day of the payment that a slot belongs to."""
    return f"({DAY_0}+MOD(INT({slot_cell}/{RANKS * ROWS}),{DAYS}))"


def begins_person(slots: Block, row: int) -> str:
    """Whether the slot at a row is the first of its person."""
    own, before = (_person(slots.cell("sorted", place)) for place in (row, row - 1))
    return f"{own}<>{before}"


def _person(slot_cells: str) -> str:
    return f"INT({slot_cells}/{PERSON})"


def first_of_person(slots: Block, person: str) -> str:
    """Where a person's slots begin, counted from the heading."""
    return _in_order(f"MATCH({person}*{PERSON},{slots.fenced('sorted')},1)+1", "1")


def last_of_person(slots: Block, person: str, day: str) -> str:
    """Where a person's slots up to a day end, counted from the heading."""
    return _in_order(f"MATCH({_last_slot(person, day)},{slots.fenced('sorted')},1)", "0")


def up_to(slots: Block, person: str, day: str, key: str) -> str:
    """What stands in a column beside the last of a person's slots up to a day.

    Where the person has none, what stands beside another's.
    """
    column = slots.fenced(key)
    return _in_order(f"LOOKUP({_last_slot(person, day)},{slots.fenced('sorted')},{column})", '""')


def _in_order(found: str, nothing: str) -> str:
    """What a search finds once all slots are sorted; something else where there are none.

    Each sorted slot rests on the one above it. LibreOffice computes what it needs for a search
    while it searches: from the middle of the column it would go up row by row, give up after 400
    of them, come back later, and keep what the search found meanwhile. Counting goes from the
    first row down.
    """
    return f"IF({IN_ORDER}=0,{nothing},{found})"


def _last_slot(person: str, day: str) -> str:
    return slot(f"({person}*{DAYS}+MIN({day}-{DAY_0},{DAYS - 1}))", RANKS - 1, ROWS - 1)


def between(slots: Block, key: str, first: str, last: str) -> str:
    """A column beside the sorted slots, from one of them to another."""
    column = slots.fenced(key)
    return f"INDEX({column},{first}):INDEX({column},{last})"


def month_taken_back(slots: Block, row: int, own_month: str) -> str:
    """The month from which a refund is taken that has slots of its person above it.

    What is left of each month above is added up, month by month, at each of its rows; of the
    months that have as much, those with the very sum come first, then the latest.
    """
    steps = slot_numbers.LOOK_BACK
    letter = slots.letter("sorted")
    before = f"${letter}{row - steps - 1}:${letter}{row - 1}"
    # One more than it looks at, to see whether there are more. A column that counted them for
    # every payment would be computed at each entry, and few payments are refunds.
    above = f"SUMPRODUCT(--({_person(before)}={_person(slots.cell('sorted', row))}))"
    # What stands above only: a range with the row itself in it would go round in circles.
    months, fen = (
        f"INDEX(${letter}{row - steps}:${letter}{row - 1},{steps + 1}-{above}):${letter}{row - 1}"
        for letter in (slots.letter("for_month"), slots.letter("fen"))
    )
    back = f"-{slots.cell('fen', row)}"
    left = f"SUMIFS({fen},{months},{months})"
    paid, returned = (f"COUNTIFS({months},{months},{fen},{sum_})" for sum_ in (back, back[1:]))
    whole = f"(({paid}>{returned})+({left}={back})>0)"
    best = f"SUMPRODUCT(LARGE(({left}>={back})*({MONTHS}*(1+{whole})+{months}),1))"
    # Where a program cannot compute this, that person is not computed, and nobody else suffers.
    found = f"IFERROR(MOD(MAX({own_month},{best}),{MONTHS}),{UNKNOWN_MONTH})"
    return f"IF({above}>{steps},{UNKNOWN_MONTH},{found})"


def write_parts(writer: Writer, sheet: CompactWorksheet) -> None:
    """Sort the slots in parts, each in a column of its own, where there are several."""
    plan, block = writer.plan, writer.plan.wages_helper
    letter, place = block.letter("slot"), block.own_row
    for index, name in enumerate(plan.sorting.parts):
        column = block.index(name)
        first = block.first_row + index * plan.sorting.part_rows
        last = min(first + plan.sorting.part_rows - 1, block.last_row)
        part, size = f"${letter}${first}:${letter}${last}", f"{block.letter(name)}$1"
        sheet.write_formula(0, column, f"=COUNT({part})", None, "")
        smallest = f"IF({place}>{size},{BEHIND},SMALL({part},{place}))"
        end = block.header_row + plan.sorting.part_rows
        sheet.write_shared_formula(block.first_row - 1, end - 1, column, smallest, None)
        sheet.write_formula(end, column, f"={BEHIND}", None, "")


def in_order(plan: Plan, row: int) -> str:
    """The slot that stands at a row when all are sorted.

    Looking for the k-th smallest of all, once for each k, takes a time that grows with the
    square of the payments. Where they are many, parts are sorted, and the next slot of all is
    the least of those that follow in each part.
    """
    block = plan.wages_helper
    own = block.own_row
    found = f"SMALL({block.column('slot')},{own})"
    if plan.sorting.parts:
        above = block.cell("sorted", row - 1)
        ranges = [_part(plan, name) for name in plan.sorting.parts]
        found = f"MIN({','.join(f'INDEX({part},MATCH({above},{part},1)+1)' for part in ranges)})"
    return f"IF({own}>{PAYMENTS},{BEHIND},{found})"


def _part(plan: Plan, name: str) -> str:
    """A part from its heading, which is 0, to the number behind its last slot."""
    block = plan.wages_helper
    letter = block.letter(name)
    return f"${letter}${block.header_row}:${letter}${block.first_row + plan.sorting.part_rows}"
