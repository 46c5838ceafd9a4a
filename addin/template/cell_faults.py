"""What is wrong in one cell of a row, as formulas: an error, a gap, a value of another type."""

from collections.abc import Iterator

from addin.formulas.identifiers import credit_code_fault
from addin.formulas.text import first_of, is_empty, quote, tidy
from addin.formulas.written import serial
from addin.template.entry_row import EntryRow
from addin.template.fault_text import message
from addin.template.lists import (
    MEASURES,
    SAY_ERROR,
    SAY_NO_COUNT,
    SAY_NO_DATE,
    SAY_NO_PERCENT,
    SAY_NO_YUAN,
    SAY_NOT_LISTED,
    list_name,
)
from addin.template.roster_plan import fault_key
from addin.template.typed import is_sum, limits, measure_id
from claimcheck.forms import Column, ColumnType, SheetKind
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.written import FIRST_DAY, LAST_DAY

_SAY_NO_NUMBER = {
    ColumnType.YUAN: SAY_NO_YUAN,
    ColumnType.COUNT: SAY_NO_COUNT,
    ColumnType.PERCENT: SAY_NO_PERCENT,
}


def cell_faults(own: EntryRow, column: Column) -> str:
    """What is wrong in one cell: an error, nothing where something must be, no such value."""
    cell = own.cell(column.key)
    cases = [(f"ISERROR({cell})", message(column.title, SAY_ERROR))]
    empty = is_empty(cell)
    cases.append((empty, message(column.title, quote("未填")) if column.required else '""'))
    cases += [
        (condition, message(column.title, text))
        for condition, text in _type_faults(own, column, cell)
    ]
    return first_of(cases, '""') if len(cases) > 2 or column.required else _first_only(cases)


def _first_only(cases: list[tuple[str, str]]) -> str:
    condition, said = cases[0]
    return f'IF({condition},{said},"")'


def _type_faults(own: EntryRow, column: Column, cell: str) -> Iterator[tuple[str, str]]:
    """Conditions and texts; the first that holds is said of a cell that is filled."""
    plan, sheet = own.plan, own.sheet
    match column.type:
        case ColumnType.ID_NUMBER if sheet.kind is SheetKind.ROSTER:
            fault = own.known(plan.roster_helper, fault_key(column))
            yield f'{fault}<>""', fault
        case ColumnType.PARTY_CODE:
            check, as_id = (
                own.known(plan.claims_helper, key) for key in ("code_check", "code_as_id")
            )
            # A right ID number is a right code whatever kind is chosen, as `validate` has it.
            by_kind = f'IF({own.cell("applicant_kind")}="个人",{as_id},'
            fault = f'IF({as_id}="","",{by_kind}{credit_code_fault(tidy(cell), check)}))'
            yield f'{fault}<>""', fault
        case ColumnType.DATE | ColumnType.MONTH:
            yield _is_no_value(own, column, cell), SAY_NO_DATE
        case ColumnType.YUAN | ColumnType.COUNT | ColumnType.PERCENT:
            yield from _number_faults(own, column, cell)
        case ColumnType.FLAG if own.read(column) is not None:
            yield f'{own.read(column)}=""', SAY_NOT_LISTED
        case ColumnType.MEASURE:
            yield f"ISNA(MATCH({measure_id(cell)},{MEASURES},0))", SAY_NOT_LISTED
        case ColumnType.CHOICE | ColumnType.FLAG:
            missing = f"ISNA(MATCH(TRIM({cell}),{list_name(column)},0))"
            yield missing, SAY_NOT_LISTED
        case ColumnType.ACCOUNT:
            yield f"ISNUMBER({cell})", quote("被存成了数字，末几位可能已丢失，请设为文本后重录")
        case ColumnType.PHONE:
            number = tidy(cell)
            right = f'AND(LEN({number})=11,LEFT({number},1)="1",ISNUMBER(-{number}))'
            yield f"NOT({right})", quote("应为 11 位手机号")


def _is_no_value(own: EntryRow, column: Column, cell: str) -> str:
    """Whether a filled cell holds no value of its type; by the helper sheet, where that reads it.

    A column that no rule looks at is not read: there a number, or a day as one, is asked for.
    """
    no_number = f"NOT(ISNUMBER({cell}))"
    if own.sheet.kind is SheetKind.WAGES:
        day, yuan = (own.known(own.plan.wages_helper, name) for name in ("day", "yuan"))
        if column.type is ColumnType.YUAN:
            return f'IF({yuan}="",TRUE,NOT({is_sum(yuan)}))'
        return f'{day}=""'
    key = own.read(column)
    return no_number if key is None else f'{key}=""'


def _number_faults(own: EntryRow, column: Column, cell: str) -> Iterator[tuple[str, str]]:
    """No number, one that cannot be, and the question which unit is meant."""
    least, most = limits(column)
    if own.sheet.kind is not SheetKind.WAGES:
        yield f"N({cell})<0", quote("不能是负数")
    if column.type is ColumnType.YUAN:
        larger = quote("金额过大，请核对是否以元为单位")
    else:
        larger = quote(f"应在 {least} 至 {most} 之间")
    if column.type is ColumnType.COUNT and most < serial(FIRST_DAY):
        is_day = f"AND(N({cell})>={serial(FIRST_DAY)},N({cell})<={serial(LAST_DAY)})"
        yield is_day, quote("是日期（如 3-8 会变成日期），请只填整数")
    yield f"N({cell})>{most:.15g}", larger
    yield _is_no_value(own, column, cell), _SAY_NO_NUMBER[column.type]
    if doubtful_fact(column) is not None:
        doubted = _doubted(own, column)
        yield f'{doubted}<>""', doubted


def _doubted(own: EntryRow, column: Column) -> str:
    """What the rule that the row names says of a number whose unit is in doubt."""
    helper, key = own.helper, f"doubt_{column.key}"
    position = own.known(helper, "measure_pos")
    if own.sheet.kind is SheetKind.ROSTER:
        return own.known(helper, key) if key in helper.keys else '""'
    cases = [
        (f"{position}={item.index}", own.known(item.claim, key))
        for item in own.plan.rules
        if column.key in item.claim_units.keys
    ]
    return first_of(cases, '""')
