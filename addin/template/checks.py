"""What is wrong in a row, as formulas: one text for all faults of the row.

The same text colours the cells: a fault starts with the heading of its column, and a cell
turns red where the row's text names its heading. So colour and words cannot disagree.
"""

from collections.abc import Iterator

from addin.formulas.identifiers import credit_code_fault
from addin.formulas.text import either, first_of, quote, tidy
from addin.template.computed import ENTRY_CHECK, pays_money
from addin.template.income import is_found
from addin.template.layout import Block
from addin.template.lists import holds_there, list_name
from addin.template.needs import needed_columns
from addin.template.plan import Plan, fault_key
from claimcheck.forms import Column, ColumnType, Sheet, SheetKind
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.policy import fact
from claimcheck.policy.model import Level

_ORDERED = (
    ("period_start", "period_end"),
    ("hired_on", "left_on"),
    ("contract_start", "contract_end"),
)
_SEPARATOR = "；"
#: of so many yuan a spreadsheet's number still holds every fen, whatever it is multiplied with
LARGEST_AMOUNT = 9_999_999_999.99


def check_formula(plan: Plan, sheet: Sheet, row: int) -> str:
    """All faults of a row, separated by “；”; "" where there is none or the row is empty."""
    block = plan.block(sheet.kind)
    inputs = sheet.inputs
    filled = f"{block.cell(inputs[0].key, row)}:{block.cell(inputs[-1].key, row)}"
    faults = [
        *_column_faults(plan, sheet, block, row),
        *_needed_faults(plan, sheet, block, row),
        *_row_faults(plan, sheet, block, row),
    ]
    parts = [f'IF({condition},{_message(header, text)},"")' for header, condition, text in faults]
    return f'IF(COUNTA({filled})=0,"",MID({"&".join(parts)},2,500))'


def is_named(block: Block, column: Column, row: int) -> str:
    """Whether the row's text names this column."""
    text = f'"{_SEPARATOR}"&{block.cell(ENTRY_CHECK, row)}'
    return f"ISNUMBER(FIND({quote(_SEPARATOR + _short(column.header) + '：')},{text}))"


def _message(header: str, text: str) -> str:
    return f"{quote(f'{_SEPARATOR}{_short(header)}：')}&{text}"


def _short(header: str) -> str:
    """A heading without what stands in brackets."""
    return header.partition("（")[0]


_Fault = tuple[str, str, str]  # heading, condition, formula of the text


def _column_faults(plan: Plan, sheet: Sheet, block: Block, row: int) -> Iterator[_Fault]:
    for column in sheet.inputs:
        cell = block.cell(column.key, row)
        if column.required:
            yield column.header, f'TRIM({cell})=""', quote("未填")
        for condition, text in _type_faults(plan, sheet, column, cell, row):
            yield column.header, condition, text


def _type_faults(
    plan: Plan, sheet: Sheet, column: Column, cell: str, row: int
) -> Iterator[tuple[str, str]]:
    filled = f'{cell}<>""'
    if doubtful_fact(column) is not None:
        yield from _faults_with_unit(plan, sheet, column, cell, row)
        return
    match column.type:
        case ColumnType.ID_NUMBER if sheet.kind is SheetKind.ROSTER:
            fault = plan.roster_helper.far_cell(fault_key(column), row)
            yield f'{fault}<>""', fault
        case ColumnType.PARTY_CODE:
            fault = credit_code_fault(tidy(cell))
            kind = plan.block(SheetKind.CLAIMS).cell("applicant_kind", row)
            wanted = f'AND({filled},{kind}<>"个人")'
            yield f'IF({wanted},{fault}<>"",FALSE)', fault
        case ColumnType.DATE | ColumnType.MONTH:
            yield (
                f"AND({filled},NOT(ISNUMBER({cell})))",
                quote("不是日期，请按 2026-03-05 的样子填写"),
            )
        case ColumnType.YUAN:
            yield f"AND({filled},NOT(ISNUMBER({cell})))", quote("不是数字，请只填金额，以元为单位")
            yield f"IF(ISNUMBER({cell}),{cell}<0,FALSE)", quote("不能是负数")
            yield _too_fine(cell, 100), quote("最多两位小数")
            large = f"IF(ISNUMBER({cell}),{cell}>{LARGEST_AMOUNT},FALSE)"
            yield large, quote("金额过大，请核对是否以元为单位")
        case ColumnType.COUNT:
            whole = f"IF(ISNUMBER({cell}),OR({cell}<0,{cell}<>INT({cell})),{filled})"
            yield whole, quote("应为不小于 0 的整数")
        case ColumnType.CHOICE | ColumnType.FLAG | ColumnType.MEASURE:
            missing = f"ISNA(MATCH(TRIM({cell}),{list_name(column)},0))"
            yield f"AND({filled},{missing})", quote("不在可选范围内，请从列表中选择")
        case ColumnType.ACCOUNT:
            yield f"ISNUMBER({cell})", quote("被存成了数字，末几位可能已丢失，请设为文本后重录")
        case ColumnType.PHONE:
            number = tidy(cell)
            right = f'AND(LEN({number})=11,LEFT({number},1)="1",ISNUMBER(-{number}))'
            yield f"IF({filled},NOT({right}),FALSE)", quote("应为 11 位手机号")


def _faults_with_unit(
    plan: Plan, sheet: Sheet, column: Column, cell: str, row: int
) -> Iterator[tuple[str, str]]:
    """Faults of a number that may have its unit behind it, and the question which it is."""
    on_claims = sheet.kind is SheetKind.CLAIMS
    helper = plan.claims_helper if on_claims else plan.roster_helper
    number = helper.far_cell(f"fact_{column.key}", row)
    wrong = f'AND({cell}<>"",{number}="")'
    most = fact(column.key).maximum
    match column.type:
        case ColumnType.PERCENT:
            yield wrong, quote("不是最多四位小数的百分数，请填如 5.5 或 5.5%")
            outside = f"IF(ISNUMBER({number}),OR({number}<0,{number}>{most}),FALSE)"
            yield outside, quote(f"应在 0 至 {most} 之间")
        case ColumnType.YUAN:
            yield wrong, quote("不是最多两位小数的金额，请只填数字，以元为单位")
            yield f"IF(ISNUMBER({number}),{number}<0,FALSE)", quote("不能是负数")
            large = f"IF(ISNUMBER({number}),{number}>{LARGEST_AMOUNT},FALSE)"
            yield large, quote("金额过大，请核对是否以元为单位")
        case _:
            yield wrong, quote("不是整数，请填月数")
            outside = f"IF(ISNUMBER({number}),OR({number}<0,{number}>{most}),FALSE)"
            yield outside, quote(f"应在 0 至 {most} 之间")
    doubted = _doubted(plan, sheet, column, row)
    yield f'{doubted}<>""', doubted


def _doubted(plan: Plan, sheet: Sheet, column: Column, row: int) -> str:
    """What the rule that the row names says of a number whose unit is in doubt."""
    on_claims = sheet.kind is SheetKind.CLAIMS
    helper = plan.claims_helper if on_claims else plan.roster_helper
    position = helper.far_cell("measure_pos", row)
    cases = []
    for item in plan.rules:
        block, units = (
            (item.claim, item.claim_units) if on_claims else (item.roster, item.person_units)
        )
        if column.key in units.keys:
            cases.append((f"{position}={item.index}", block.far_cell(f"doubt_{column.key}", row)))
    return first_of(cases, '""')


def _too_fine(cell: str, scale: int) -> str:
    return f"IF(ISNUMBER({cell}),ABS({cell}*{scale}-ROUND({cell}*{scale},0))>0.0001,FALSE)"


def _needed_faults(plan: Plan, sheet: Sheet, block: Block, row: int) -> Iterator[_Fault]:
    """Columns that the chosen measure cannot do without, though others can.

    An income is asked for only where the wage flow does not give it.
    """
    if sheet.kind is SheetKind.WAGES:
        return
    on_claims = sheet.kind is SheetKind.CLAIMS
    level = Level.CLAIM if on_claims else Level.PERSON
    helper = plan.claims_helper if on_claims else plan.roster_helper
    position = helper.far_cell("measure_pos", row)
    wanted = [needed_columns(item, sheet) for item in plan.rules]
    for column in sheet.inputs:
        needing = [
            item for item, needed in zip(plan.rules, wanted, strict=True) if column.key in needed
        ]
        by_office = sheet.kind is SheetKind.ROSTER and column.key in plan.supplied_by_office
        if column.required or not needing or by_office:
            continue
        found = [is_found(plan, item, level, row, column.key) for item in needing]
        named = either(
            f"{position}={item.index}" if there is None
            else f"IF({position}={item.index},NOT({there}),FALSE)"
            for item, there in zip(needing, found, strict=True)
        )  # fmt: skip
        if len(needing) == len(plan.rules) and not any(found):
            named = f'{position}<>""'
        empty = f'TRIM({block.cell(column.key, row)})=""'
        yield column.header, f"AND({empty},{named})", quote("此事项须填")


def _row_faults(plan: Plan, sheet: Sheet, block: Block, row: int) -> Iterator[_Fault]:
    for start, end in _ORDERED:
        if start in block.keys and end in block.keys:
            first, last = block.cell(start, row), block.cell(end, row)
            both = f"AND(ISNUMBER({first}),ISNUMBER({last}))"
            start_header = sheet.column(start).header
            yield (
                sheet.column(end).header,
                f"IF({both},{last}<{first},FALSE)",
                quote(f"早于{start_header}"),
            )
    match sheet.kind:
        case SheetKind.CLAIMS:
            yield from _claim_faults(plan, sheet, block, row)
        case SheetKind.ROSTER:
            yield from _person_faults(plan, sheet, row)
        case SheetKind.WAGES:
            helper = plan.wages_helper
            unknown = (
                f'AND({helper.far_cell("id_number", row)}<>"",'
                f'{helper.far_cell("person_pos", row)}="")'
            )
            header = sheet.column("id_number").header
            yield header, unknown, quote(f"不在{plan.sheet(SheetKind.ROSTER).name}中")


def _claim_faults(plan: Plan, sheet: Sheet, block: Block, row: int) -> Iterator[_Fault]:
    helper = plan.claims_helper
    key = helper.far_cell("key", row)
    twice = f'IF({key}="",FALSE,MATCH({key},{helper.column("key")},0)<>{row - block.header_row})'
    yield sheet.column("claim_id").header, twice, quote("与上面的行重复")
    position, county = helper.far_cell("measure_pos", row), block.cell("county", row)
    elsewhere = f"NOT({holds_there(position, county)})"
    yield (
        sheet.column("measure").header,
        f'IF(OR({position}="",{county}=""),FALSE,{elsewhere})',
        quote("在所选县区不适用"),
    )
    yield from _claimed_faults(plan, sheet, block, row)
    if plan.has(SheetKind.ROSTER):
        roster = plan.sheet(SheetKind.ROSTER).name
        faults = helper.far_cell("roster_faults", row)
        yield roster, f"{faults}>0", f'"有 "&{faults}&" 行填写有误"'


def _claimed_faults(plan: Plan, sheet: Sheet, block: Block, row: int) -> Iterator[_Fault]:
    """What is claimed differs from what was found."""
    pairs = (
        ("claimed_people", "counted_people", "0", " 人"),
        ("claimed_yuan", "assessed_yuan", "#,##0.00", " 元"),
    )
    names = {"counted_people": "计入人数", "assessed_yuan": "核算金额"}
    comparable = {"counted_people": [item.index for item in plan.rules if item.tests_people]}
    comparable["assessed_yuan"] = [item.index for item in plan.rules if pays_money(item.rule)]
    position = plan.claims_helper.far_cell("measure_pos", row)
    for claimed, found, number_format, unit in pairs:
        if not {claimed, found}.issubset(block.keys) or not comparable[found]:
            continue
        one, other = block.cell(claimed, row), block.cell(found, row)
        numbers = [f"ISNUMBER({one})", f"ISNUMBER({other})"]
        if len(comparable[found]) < len(plan.rules):
            numbers.append(either(f"{position}={index}" for index in comparable[found]))
        differs = f"IF(AND({','.join(numbers)}),ROUND({one}-{other},2)<>0,FALSE)"
        shown = f'"与{names[found]}不符，应为 "&TEXT({other},"{number_format}")&"{unit}"'
        yield sheet.column(claimed).header, differs, shown


def _person_faults(plan: Plan, sheet: Sheet, row: int) -> Iterator[_Fault]:
    helper = plan.roster_helper
    key, found = helper.far_cell("claim_key", row), helper.far_cell("claim_pos", row)
    claims = plan.sheet(SheetKind.CLAIMS).name
    yield (
        sheet.column("claim_id").header,
        f'AND({key}<>"",{found}="")',
        quote(f"不在{claims}中"),
    )
    twice = helper.far_cell("first_of_claim", row)
    yield sheet.column("id_number").header, f"{twice}=0", quote("与另一行重复")
