"""The payments: a hidden helper row for each, and the words of its memo."""

from addin.formulas.text import both, filled_key, first_of, quote, tidy
from addin.formulas.written import either_number
from addin.template.lists import PAYMENTS
from addin.template.memo_words import names_no_wage
from addin.template.month_sums import sums_so_far
from addin.template.plan import MONTH_SUMS, Plan
from addin.template.slot_numbers import DAY_0, DAYS, MONTH_0
from addin.template.slots import (
    begins_person,
    day_of,
    in_order,
    month_taken_back,
    number_of,
    rank_of_refund,
    slot,
    write_parts,
)
from addin.template.typed import is_sum, payment_day
from addin.template.writer import Writer, write_formulas
from claimcheck.forms import SheetKind
from claimcheck.payment_words import NO_MONTH_BEFORE, payment_words
from claimcheck.written import YUAN_UNITS

#: stands in the place of a slot where a memo says that a payment is no wage; no search finds a text
NO_WAGE = "no wage"


def write_payments(writer: Writer) -> None:
    """Write the helper sheet of the wage flow."""
    plan, block = writer.plan, writer.plan.wages_helper
    sheet = writer.add_sheet(block.sheet, helper=True)
    for name in block.keys:
        sheet.write_string(block.header_row - 1, block.index(name), name)
    for name in (*plan.sorting.parts, "sorted", "fen", "for_month"):
        # The search starts from the heading, so that it finds something in any case.
        sheet.write_number(block.header_row - 1, block.index(name), 0)
    write_formulas(sheet, block, lambda row: _payment_formulas(plan, row))
    write_parts(writer, sheet)


def _key_of(number: str) -> str:
    """The ID number that a cell holds, as it is compared; "" where there is none."""
    # A number is no ID number: its last digits are lost.
    return f'IFERROR(IF(OR({number}="",ISNUMBER({number})),"",{filled_key(tidy(number))}),"")'


def _payment_formulas(plan: Plan, row: int) -> dict[str, str]:
    block, entry = plan.wages_helper, plan.block(SheetKind.WAGES)
    number, paid_on, amount, memo = (
        entry.entered_beside(name, block)
        for name in ("id_number", "paid_on", "amount_yuan", "memo")
    )
    payee, paid, yuan = (block.cell(name, row) for name in ("payee", "day", "yuan"))
    # Nothing here rests on the roster: when a number changes there, every payment stays as it is.
    formulas = {
        "key": _key_of(number),
        "day": payment_day(paid_on),
        "yuan": f'IFERROR(IF({amount}="","",{either_number(amount, YUAN_UNITS)}),"")',
        "payee": _payee(plan, row),
    }
    if plan.settings.wage_month_by_memo:
        formulas["late"] = f'IF({paid}="","",IFERROR({_months_late(memo, paid)},""))'
    rank = f"IF({yuan}<0,{_rank(plan, row, yuan)},0)"
    # What is no wage does not count; money that went back does.
    other = f"IF({yuan}>0,{names_no_wage(memo)},FALSE)"
    formulas["slot"] = first_of(
        [
            (f'OR({payee}="",{paid}="",{yuan}="")', '""'),
            (f"NOT({is_sum(yuan)})", '""'),
            (f"IFERROR({other},FALSE)", quote(NO_WAGE)),
        ],
        slot(f"({payee}*{DAYS}+{paid}-{DAY_0})", rank, block.own_row),
    )
    return formulas | {"sorted": in_order(plan, row), **_in_order(plan, row)}


def _payee(plan: Plan, row: int) -> str:
    """Whom it was paid to: the place of the first payment to the same person.

    LibreOffice looks through the column one by one. Where a person's payments follow each other,
    the first of them does; where they are sorted by day, everybody is found near the top.
    """
    block = plan.wages_helper
    key, above = block.cell("key", row), block.cell("key", row - 1)
    found = f"MATCH({key},{block.column('key')},0)"
    return first_of([(f'{key}=""', '""'), (f"{key}={above}", block.cell("payee", row - 1))], found)


def _rank(plan: Plan, row: int, yuan: str) -> str:
    """What comes first of the money that went back to one person on one day."""
    block = plan.wages_helper
    same = ",".join(f"{block.column(key)},{block.cell(key, row)}" for key in ("key", "day"))
    larger = f'COUNTIFS({same},{block.column("yuan")},"<"&{yuan})'
    named = f'{block.cell("late", row)}<>""' if plan.settings.wage_month_by_memo else None
    return rank_of_refund(larger, named)


def _in_order(plan: Plan, row: int) -> dict[str, str]:
    """What stands beside a sorted slot: its sum, and the month that it counts for."""
    block = plan.wages_helper
    own, sorted_, fen = block.own_row, block.cell("sorted", row), block.cell("fen", row)
    place, paid = number_of(sorted_), day_of(sorted_)
    late, stays = "", f"IF({fen}<0,{begins_person(block, row)},TRUE)"
    if plan.settings.wage_month_by_memo:
        late = f"-N(INDEX({block.column('late')},{place}))"
        stays = f'OR({stays},INDEX({block.column("late")},{place})<>"")'
    month = f"(YEAR({paid})*12+MONTH({paid}){late}-{MONTH_0})"
    taken = month_taken_back(block, row, month)
    return {
        "fen": f'IF({own}>{PAYMENTS},"",ROUND(INDEX({block.column("yuan")},{place})*100,0))',
        "for_month": f'IF({own}>{PAYMENTS},"",IF({stays},{month},{taken}))',
        MONTH_SUMS: f'IF({own}>{PAYMENTS},"",{sums_so_far(plan, row)})',
    }


def _months_late(memo: str, paid: str) -> str:
    """How many months ago the wage was due by its memo; "" where it does not say.

    The same as `claimcheck.payment_words.named_months_late`.
    """
    padded = f'("   "&{memo})'
    place = f'FIND("月",{padded})'

    def before(steps: int) -> str:
        return f"MID({padded},{place}-{steps},1)"

    def is_digit(character: str) -> str:
        return f'ISNUMBER(FIND({character},"0123456789"))'

    def is_no_month(character: str) -> str:
        return f"ISNUMBER(FIND({character},{quote(NO_MONTH_BEFORE)}))"

    named = first_of(
        [
            (f'LEN({memo})-LEN(SUBSTITUTE({memo},"月",""))<>1', "99"),
            (f"NOT({is_digit(before(1))})", "99"),
            (f"{is_digit(before(2))}", f"IF({is_no_month(before(3))},99,{before(2)}&{before(1)})"),
            (is_no_month(before(2)), "99"),
        ],
        before(1),
    )
    late = f"MOD(MONTH({paid})-VALUE({named}),12)"
    believed = both(
        [f"VALUE({named})>=1", f"VALUE({named})<=12", f"{late}<={payment_words().months_late}"]
    )
    return f'IF({memo}="","",IF({believed},{late},""))'
