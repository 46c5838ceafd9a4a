"""The payments: a hidden helper row for each, and the words of its memo."""

from addin.formulas.text import first_of, key, quote, tidy
from addin.template.layout import mirrored
from addin.template.lists import NAMED_WAGES, NOT_WAGES, PAYMENTS
from addin.template.plan import Plan
from addin.template.slots import (
    DAY_0,
    MONTH_0,
    first_before_refund,
    has_slot,
    in_order,
    month_taken_back,
    number_of,
    rank_of_refund,
    slot,
    write_parts,
)
from addin.template.typed import amount, day
from addin.template.writer import Writer, write_formula
from claimcheck.forms import SheetKind
from claimcheck.payment_words import NO_MONTH_BEFORE, payment_words


def write_payments(writer: Writer) -> None:
    """Write the helper sheet of the wage flow."""
    plan, block = writer.plan, writer.plan.wages_helper
    entry, people = plan.block(SheetKind.WAGES), plan.roster_helper
    sheet = writer.add_sheet(block.sheet, helper=True)
    for name in block.keys:
        sheet.write_string(block.header_row - 1, block.index(name), name)
    for name in (*plan.parts, "sorted", "fen", "for_month"):
        # The search starts from the heading, so that it finds something in any case.
        sheet.write_number(block.header_row - 1, block.index(name), 0)
    for row in range(block.first_row, block.last_row + 1):
        number = mirrored(entry, "id_number", row)
        paid_on = mirrored(entry, "paid_on", row)
        # A number is no ID number: its last digits are lost.
        comparable = f'IF(ISNUMBER({number}),"",{key(block.cell("id_number", row))})'
        person, paid = block.cell("person_pos", row), block.cell("day", row)
        position = f"MATCH({block.cell('key', row)},{people.column('person_key')},0)"
        month = block.cell("month", row)
        yuan = amount(mirrored(entry, "amount_yuan", row))
        unknown = f'OR({person}="",{paid}="",{yuan}="")'
        # What is no wage does not count; money that went back does.
        other = f"IF({yuan}>0,{block.cell('other', row)},0)"
        since_first = f"({paid}-{DAY_0})"
        left_out = f"OR({other}=1,NOT({has_slot(since_first, month)}))"
        own = row - block.header_row
        rank = f"IF({yuan}<0,{_rank(plan, row, yuan)},0)"
        formulas = {
            "id_number": f'IF({number}="","",{tidy(number)})',
            "key": comparable,
            "person_pos": f'IF({block.cell("key", row)}="","",IFERROR({position},""))',
            "day": f'IF({paid_on}="","",{day(paid_on)})',
            **_months(plan, row),
            "other": _names_no_wage(mirrored(entry, "memo", row)),
            "slot": first_of(
                [(unknown, '""'), (left_out, '""')],
                slot(person, since_first, rank, own),
            ),
            "sorted": in_order(plan, row),
            **_in_order(plan, row),
        }
        for name, formula in formulas.items():
            write_formula(sheet, block, name, row, formula)
    write_parts(writer, sheet)


def _months(plan: Plan, row: int) -> dict[str, str]:
    """The month that a payment counts for by its own row, and how late it was by its memo."""
    block = plan.wages_helper
    paid, late = block.cell("day", row), ""
    found = {}
    if plan.settings.wage_month_by_memo:
        memo = mirrored(plan.block(SheetKind.WAGES), "memo", row)
        found["late"] = _months_late(memo, paid)
        late = f"-N({block.cell('late', row)})"
    month = f"YEAR({paid})*12+MONTH({paid}){late}-{MONTH_0}"
    return {**found, "month": f'IF({paid}="","",{month})'}


def _rank(plan: Plan, row: int, yuan: str) -> str:
    """What comes first of the money that went back to one person on one day."""
    block, entry = plan.wages_helper, plan.block(SheetKind.WAGES)
    same = ",".join(f"{block.fenced(key)},{block.cell(key, row)}" for key in ("person_pos", "day"))
    larger = f'COUNTIFS({same},{entry.fenced("amount_yuan")},"<"&{yuan})'
    named = f'{block.cell("late", row)}<>""' if plan.settings.wage_month_by_memo else None
    return rank_of_refund(larger, named)


def _in_order(plan: Plan, row: int) -> dict[str, str]:
    """What stands beside a sorted slot: its sum, and the month that it counts for."""
    block, entry = plan.wages_helper, plan.block(SheetKind.WAGES)
    own, place = row - block.header_row, f"{number_of(block.cell('sorted', row))}+1"
    fen = f"ROUND(INDEX({entry.fenced('amount_yuan')},{place})*100,0)"
    month = f"INDEX({block.fenced('month')},{place})"
    stays = f"{block.cell('fen', row)}>=0"
    if plan.settings.wage_month_by_memo:
        stays = f'OR({stays},INDEX({block.fenced("late")},{place})<>"")'
    taken = month_taken_back(block, row, month)
    return {
        "fen": f"IF({own}>{PAYMENTS},0,{fen})",
        "first": first_before_refund(block, row),
        "for_month": f"IF({own}>{PAYMENTS},0,IF({stays},{month},{taken}))",
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
    believed = f"AND(VALUE({named})>=1,VALUE({named})<=12,{late}<={payment_words().months_late})"
    return f'IF(OR({memo}="",{paid}=""),"",IF({believed},{late},""))'


def _names_no_wage(memo: str) -> str:
    """1 where a memo names something that is no wage (`claimcheck.payment_words`), else 0."""

    def has(words: str) -> str:
        return f"SUMPRODUCT(--ISNUMBER(FIND({words},{memo})))>0"

    cases = [(f'{memo}=""', "0"), (has(NAMED_WAGES), "0"), (has(NOT_WAGES), "1")]
    return first_of(cases, "0")
