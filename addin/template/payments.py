"""The payments: a hidden helper row for each, and the words of its memo."""

from addin.formulas.text import first_of, key, quote, tidy
from addin.template.layout import mirrored
from addin.template.lists import NAMED_WAGES, NOT_WAGES, PAYMENTS
from addin.template.plan import Plan
from addin.template.slots import MONTH_0, has_slot, in_order, number_of, slot, write_parts
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
    for name in (*plan.parts, "sorted", "running"):
        # The search starts from the heading, so that it finds something in any case.
        sheet.write_number(block.header_row - 1, block.index(name), 0)
    for row in range(block.first_row, block.last_row + 1):
        number = mirrored(entry, "id_number", row)
        paid_on = mirrored(entry, "paid_on", row)
        # A number is no ID number: its last digits are lost.
        comparable = f'IF(ISNUMBER({number}),"",{key(block.cell("id_number", row))})'
        person, paid = block.cell("person_pos", row), block.cell("day", row)
        position = f"MATCH({block.cell('key', row)},{people.column('person_key')},0)"
        late = block.cell("late", row)
        month = f"(YEAR({paid})*12+MONTH({paid})-{late}-{MONTH_0})"
        since_first = f"({paid}-DATE(YEAR({paid}),MONTH({paid})-{late},1))"
        yuan = amount(mirrored(entry, "amount_yuan", row))
        unknown = f'OR({person}="",{paid}="",{yuan}="")'
        # What is no wage does not count; money that went back does.
        other = f"IF({yuan}>0,{block.cell('other', row)},0)"
        left_out = f"OR({other}=1,NOT({has_slot(month)}))"
        own = row - block.header_row
        ordered, above = block.cell("sorted", row), block.cell("running", row - 1)
        amount_there = f"INDEX({entry.fenced('amount_yuan')},{number_of(ordered)}+1)"
        formulas = {
            "id_number": f'IF({number}="","",{tidy(number)})',
            "key": comparable,
            "person_pos": f'IF({block.cell("key", row)}="","",IFERROR({position},""))',
            "day": f'IF({paid_on}="","",{day(paid_on)})',
            "late": _months_late(plan, mirrored(entry, "memo", row), paid),
            "other": _names_no_wage(mirrored(entry, "memo", row)),
            "slot": first_of(
                [(unknown, '""'), (left_out, '""')],
                slot(person, month, since_first, own),
            ),
            "sorted": in_order(plan, row),
            "running": f"{above}+IF({own}>{PAYMENTS},0,{amount_there})",
        }
        for name, formula in formulas.items():
            write_formula(sheet, block, name, row, formula)
    write_parts(writer, sheet)


def _months_late(plan: Plan, memo: str, paid: str) -> str:
    """How many months ago the wage was due by its memo (`claimcheck.payment_words`), else 0."""
    if not plan.settings.wage_month_by_memo:
        return "0"
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
    return f'IF(OR({memo}="",{paid}=""),0,IF({believed},{late},0))'


def _names_no_wage(memo: str) -> str:
    """1 where a memo names something that is no wage (`claimcheck.payment_words`), else 0."""

    def has(words: str) -> str:
        return f"SUMPRODUCT(--ISNUMBER(FIND({words},{memo})))>0"

    cases = [(f'{memo}=""', "0"), (has(NAMED_WAGES), "0"), (has(NOT_WAGES), "1")]
    return first_of(cases, "0")
