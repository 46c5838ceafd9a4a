"""What each month of a person comes to, kept as one text while the payments go by in their order.

The payments of a person follow each other (see `slots`). Beside each of them stands what all
months have by then: so many digits for each month, one after the other. A payment changes the
digits of its month only, and whoever wants a person's months looks up one text.
"""

from addin.formulas.text import first_of
from addin.template.lists import FIRST_MONTH
from addin.template.plan import MONTH_SUMS, Plan
from addin.template.slot_numbers import MONTH_0, UNKNOWN_MONTH
from addin.template.slots import begins_person

#: So many digits has each month, in fen; a cell holds no more exactly.
_DIGITS = 15
#: stands for 0: more may have gone back than came, and every sum has all its digits
_ZERO = "5*10^14"
#: the least and the greatest number of so many digits
_LEAST, _GREATEST = "10^14", "10^15-1"
#: stands behind the months, once for each payment whose month is not known
_UNKNOWN = "?"


def sums_so_far(plan: Plan, row: int) -> str:
    """The text at a row of the sorted payments, from the one above it."""
    block = plan.wages_helper
    fen, month = (block.cell(name, row) for name in ("fen", "for_month"))
    before = block.cell(MONTH_SUMS, row - 1)
    so_far = f"IF({begins_person(block, row)},REPT({_ZERO},{plan.months.count}),{before})"
    number = f"({month}+{MONTH_0}-{FIRST_MONTH})"
    start = f"{number}*{_DIGITS}+1"
    sum_ = f"MIN(MAX(MID({so_far},{start},{_DIGITS})+{fen},{_LEAST}),{_GREATEST})"
    return first_of(
        [
            (f"{month}={UNKNOWN_MONTH}", f'{so_far}&"{_UNKNOWN}"'),
            (f"OR({number}<0,{number}>={plan.months.count})", so_far),
        ],
        f"REPLACE({so_far},{start},{_DIGITS},{sum_})",
    )


def fen_of_month(text: str, number: int) -> str:
    """What a month comes to by such a text, in fen; 0 where more went back than came.

    Args:
        text: the cell of the text.
        number: of the month, from 0.

    The digits are taken apart, because an engine may take a small difference of two large numbers
    for 0: HyperFormula does where less than 0.50 yuan is left of a month.
    """
    place = number * _DIGITS + 1
    first, others = f"MID({text},{place},1)", f"MID({text},{place + 1},{_DIGITS - 1})"
    return f'IF({first}<"5",0,({first}-5)*{_LEAST}+{others})'


def unknown_months(plan: Plan, text: str) -> str:
    """For how many payments no month is known by such a text."""
    return f"(LEN({text})-{plan.months.count * _DIGITS})"
