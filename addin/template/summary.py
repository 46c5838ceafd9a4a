"""What a clerk wants to know first, computed once for the heads of all sheets.

People counted, the sum and its capital characters; what keeps a claim from its sum; and the
first three rows that are wrong, each with its cell.
"""

from collections.abc import Iterator, Sequence

from xlsxwriter.utility import xl_col_to_name

from addin.formulas.capital import capital, group, split
from addin.formulas.text import quote
from addin.template.compact import CompactWorksheet
from addin.template.computed import ENTRY_CHECK, pays_money
from addin.template.layout import PLACE
from addin.template.lists import ALTERED, STOPPED, STOPPED_HELP, TODAY
from addin.template.payments import NO_WAGE
from addin.template.plan import Plan
from addin.template.writer import Writer
from claimcheck.forms import Sheet, SheetKind

SUMMARY_SHEET = "核算摘要"

#: single values by defined name, in column B of the sheet; each stands in a row of its own
RESULT, MISSING = "summary_result", "summary_missing"
FAULTS = ("summary_fault_1", "summary_fault_2", "summary_fault_3")
_CLAIMS, _SUMS, _TOTAL, _PEOPLE = (
    "summary_claims", "summary_sums", "summary_total", "summary_people",
)  # fmt: skip
_CLAIMED, _FEN, _CAPITAL = "summary_claimed", "summary_fen", "summary_capital"
_FIRST_MISSING, _WRONG_ROWS = "summary_first_missing", "summary_wrong_rows"
#: how many payments are left out although nothing is wrong in their rows, and what is said of it
_LATE, _NO_WAGES, _LEFT_OUT = "summary_late", "summary_no_wages", "summary_left_out"
#: how far above the end that claim stands
_ABOVE_END = "summary_missing_above_end"
#: Larger than the number of any row.
_BELOW_ALL = 2_000_000
_GROUPS = ("hundred_millions", "ten_thousands", "ones")


def write_summary(writer: Writer) -> None:
    """Write the sheet, define its names."""
    plan = writer.plan
    sheet = writer.add_sheet(SUMMARY_SHEET, helper=True)
    sheets = _in_order(plan)
    for number, form_sheet in enumerate(sheets):
        _write_faults(plan, writer, sheet, form_sheet, number)
    values = dict(_values(plan, sheets))
    for row, (name, formula) in enumerate(values.items()):
        sheet.write_string(row, 0, name)
        sheet.write_formula(row, 1, "=" + formula, None, "")
        writer.workbook.define_name(name, f"='{SUMMARY_SHEET}'!$B${row + 1}")


def _in_order(plan: Plan) -> list[Sheet]:
    """People and payments first: what is wrong with them is why the claim is wrong."""
    kinds = (SheetKind.ROSTER, SheetKind.WAGES, SheetKind.CLAIMS)
    return [plan.sheet(kind) for kind in kinds if plan.has(kind)]


def _values(plan: Plan, sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    block = plan.shown(SheetKind.CLAIMS)
    assessed = block.column("assessed_yuan")
    yield _CLAIMS, f"COUNT({plan.claims_helper.column('measure_pos')})"
    yield _SUMS, f"COUNT({assessed})"
    yield _TOTAL, f"ROUND(SUM({assessed}),2)"
    people = "counted_people" in block.keys
    yield _PEOPLE, f"SUM({block.column('counted_people')})" if people else "0"
    claims, asked = plan.claims_helper, None
    if "fact_claimed_yuan" in claims.keys:
        asked = claims.column("fact_claimed_yuan")
    # A line of sums below the claims names no measure.
    named = f'SUMIF({claims.column("measure_pos")},">0",{asked})'
    yield _CLAIMED, f"ROUND({named},2)" if asked else "0"
    yield _FEN, f"ROUND({_TOTAL}*100,0)"
    parts = {name: f"summary_{name}" for name in split(_FEN)}
    for name, formula in split(_FEN).items():
        yield parts[name], formula
    for name in _GROUPS:
        parts[f"{name}_text"] = f"summary_{name}_text"
        yield parts[f"{name}_text"], group(parts[name])
    yield _CAPITAL, capital(parts)
    yield RESULT, _result(plan, people=people, claimed=asked is not None)
    yield from _first_missing(plan)
    if plan.has(SheetKind.WAGES):
        yield from _left_out(plan)
    yield MISSING, _missing(plan)
    yield _WRONG_ROWS, "+".join(f"summary_wrong_{number}" for number in range(len(sheets)))
    for place, name in enumerate(FAULTS, start=1):
        yield name, _fault(place, len(sheets))


def _result(plan: Plan, *, people: bool, claimed: bool) -> str:
    """One line: how many claims and people, the sum, and what was claimed instead."""
    loud = f"{quote('！')}&{STOPPED}&{quote('。' + STOPPED_HELP)}"
    begun = f'COUNTIF({plan.claims_helper.column("key")},"N*")'
    none = (
        f"IF({begun}=0,{quote('还没有申报：请先在申报表填写申报编号和事项编号。')},"
        f"{quote('还不能核算：申报表的“事项编号”没有填，或不在列表中，请从列表中选择。')})"
    )
    many = f'IF({_CLAIMS}=1,"",{_CLAIMS}&" 项申报　")'
    counted = f'"计入 "&{_PEOPLE}&" 人　"&' if people else ""
    money = any(pays_money(item.rule) for item in plan.rules)
    column = plan.sheet(SheetKind.CLAIMS).column("assessed_yuan")
    name, unit = column.title, column.unit
    shown = f'TEXT({_TOTAL},"{"#,##0.00" if unit == "元" else "0"}")'
    sum_ = f'"{name} "&{shown}&" {unit}"'
    if money:
        sum_ += f'&"（"&{_CAPITAL}&"）"'
    some = f'IF(OR({_SUMS}=0,{_SUMS}={_CLAIMS}),"",'
    some += f'"（另有 "&({_CLAIMS}-{_SUMS})&" 项没有{name}）")'
    differs = '""'
    if claimed and money:
        off = f"ROUND({_CLAIMED}-{_TOTAL},2)"
        differs = (
            f'IF(OR({_SUMS}<{_CLAIMS},{_CLAIMED}=0,{off}=0),"",'
            f'"　申报 "&TEXT({_CLAIMED},"#,##0.00")&" 元，"&IF({off}>0,"多","少")&"报 "'
            f'&TEXT(ABS({off}),"#,##0.00")&" 元")'
        )
    found = f'IF({_SUMS}=0,"还没有{name}",{sum_})'
    line = f"{many}&{counted}{found}&{some}&{differs}"
    return f'IF({STOPPED}<>"",{loud},IF({_CLAIMS}=0,{none},IFERROR({line},"")))'


def _missing(plan: Plan) -> str:
    """What keeps the first claim that gets nothing from its sum."""
    ids = plan.claims_helper.column("fact_claim_id")
    reasons = plan.shown(SheetKind.CLAIMS).column("assessment")
    key, why = (f"INDEX({column},{_FIRST_MISSING})" for column in (ids, reasons))
    said = f'IFERROR({key}&"：","")&IFERROR({why},"")'
    done = f'IF({_CLAIMS}=0,"","已按政策核算；依据见各行的“政策依据”，怎样得出见“核算说明”。")'
    altered = f"{quote('！')}&{ALTERED}&{quote('。')}"
    found = f"IF({_FIRST_MISSING}=0,{done},{said})"
    left_out = f"&{_LEFT_OUT}" if plan.has(SheetKind.WAGES) else ""
    return f'IF({ALTERED}<>"",{altered},{found}{left_out})'


def _left_out(plan: Plan) -> Iterator[tuple[str, str]]:
    """Payments that do not count although their rows are filled in as they must be.

    Nothing in such a row is wrong, so that nobody would look there for why a month is missing.
    """
    payments = plan.wages_helper
    slots, days = payments.column("slot"), payments.column("day")
    yield _LATE, f'COUNTIFS({days},">"&{TODAY},{slots},">0")'
    yield _NO_WAGES, f"COUNTIF({slots},{quote(NO_WAGE)})"
    late = f'IF({_LATE}=0,"","，入账晚于今天的 "&{_LATE}&" 笔")'
    no_wages = f'IF({_NO_WAGES}=0,"","，摘要写明不是工资的 "&{_NO_WAGES}&" 笔")'
    said = f'"　工资流水中没有计入："&MID({late}&{no_wages},2,99)&"。"'
    yield _LEFT_OUT, f'IF({_LATE}+{_NO_WAGES}=0,"",{said})'


def _first_missing(plan: Plan) -> Iterator[tuple[str, str]]:
    """The place of the first claim that names a measure and gets nothing; 0 where none does."""
    positions, block = plan.claims_helper.column("measure_pos"), plan.shown(SheetKind.CLAIMS)
    assessed, places = block.column("assessed_yuan"), plan.claims_helper.column(PLACE)
    # Of an empty text not every program says that it is above 0.
    paid = f'({assessed}<>"")*({assessed}>0)'
    above_end = f'({positions}<>"")*(1-{paid})*({_BELOW_ALL}-{places})'
    yield _ABOVE_END, f"SUMPRODUCT(LARGE({above_end},1))"
    yield _FIRST_MISSING, f"IF({_ABOVE_END}=0,0,{_BELOW_ALL}-{_ABOVE_END})"


def _write_faults(
    plan: Plan, writer: Writer, sheet: CompactWorksheet, form_sheet: Sheet, number: int
) -> None:
    """The first three wrong rows of a sheet, and how many there are.

    Columns from F on, two a sheet: the places, and below each other what is said; from L on the
    short headings, by which a fault finds its column, and from P on where these columns stand
    now: rows and columns may have been put in.
    """
    block = entry = plan.block(form_sheet.kind)
    above_entry = f"ROW('{entry.sheet}'!$A${entry.header_row})"
    if form_sheet.kind is SheetKind.WAGES:
        # Rows may have been put in here; not every program gives the rows of a name.
        places = f"(ROW({entry.named(entry.column(ENTRY_CHECK))})-{above_entry})"
    else:
        block = plan.shown(form_sheet.kind)
        places = plan.helper(form_sheet.kind).column(PLACE)
    checks, define = block.column(ENTRY_CHECK), writer.workbook.define_name
    letter, said = (xl_col_to_name(5 + 2 * number + step) for step in range(2))
    names, columns = (
        f"${letters}$1:${letters}${len(form_sheet.columns)}"
        for letters in (xl_col_to_name(first + number) for first in (11, 15))
    )
    for row, column in enumerate(form_sheet.columns):
        sheet.write_string(row, 11 + number, column.title)
        where = f"=COLUMN('{entry.sheet}'!{entry.letter(column.key)}{entry.header_row})"
        sheet.write_formula(row, 15 + number, where, None, "")
    above = "0"
    for row in range(3):
        later = f'({checks}<>"")*({places}>{above})*({_BELOW_ALL}-{places})'
        found = f"SUMPRODUCT(LARGE({later},1))"
        sheet.write_formula(row, 5 + 2 * number, f"={_BELOW_ALL}-{found}", None, "")
        above = f"${letter}${row + 1}"
        text = f"INDEX({checks},{above})"
        one = f'LEFT({text},FIND("；",{text}&"；")-1)'
        head = f'LEFT({text},FIND("：",{text}&"：")-1)'
        at = f"({above}+{above_entry})"
        where = f"ADDRESS({at},INDEX({columns},MATCH({head},{names},0)),4)"
        place = f'IFERROR({where},"第 "&{at}&" 行")'
        formula = f'=IF({above}>={_BELOW_ALL},"","{form_sheet.name} "&{place}&"　"&{one})'
        sheet.write_formula(row, 6 + 2 * number, formula, None, "")
    define(f"summary_said_{number}", f"='{SUMMARY_SHEET}'!${said}$1:${said}$3")
    sheet.write_formula(3, 5 + 2 * number, f'=SUMPRODUCT(--({checks}<>""))', None, "")
    define(f"summary_wrong_{number}", f"='{SUMMARY_SHEET}'!${letter}$4")


def _fault(place: int, sheets: int) -> str:
    """The fault at a place, sheet by sheet; the last line also says how many rows are wrong."""
    formula, before = '""', ""
    for number in reversed(range(sheets)):
        before = "".join(f"-MIN(3,summary_wrong_{other})" for other in range(number))
        own = f"{place}{before}"
        formula = (
            f"IF({own}<=MIN(3,summary_wrong_{number}),"
            f"INDEX(summary_said_{number},MAX(1,{own})),{formula})"
        )
    if place == 1:
        nothing = f'IF({_CLAIMS}=0,"","填写检查：未发现问题。")'
        return f"IF({_WRONG_ROWS}=0,{nothing},{formula})"
    if place == len(FAULTS):
        return f'{formula}&IF({_WRONG_ROWS}>3,"　（共 "&{_WRONG_ROWS}&" 行须改正）","")'
    return formula
