"""What is wrong in a row, as formulas: one text for all faults of the row.

The same text colours the cells: a fault starts with the heading of its column, and a cell
turns red where the row's text names its heading. So colour and words cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from addin.formulas.identifiers import credit_code_fault
from addin.formulas.text import either, first_of, is_empty, quote, tidy
from addin.template.computed import ENTRY_CHECK, pays_money
from addin.template.income import is_found
from addin.template.layout import PLACE, Block
from addin.template.lists import (
    MEASURES,
    SAY_ERROR,
    SAY_NO_COUNT,
    SAY_NO_DATE,
    SAY_NO_PERCENT,
    SAY_NO_YUAN,
    SAY_NOT_LISTED,
    holds_there,
    list_name,
)
from addin.template.needs import needed_columns
from addin.template.plan import FAULTS, Plan
from addin.template.roster_plan import fault_key
from addin.template.typed import is_sum, limits, measure_id
from claimcheck.forms import Column, ColumnType, Sheet, SheetKind
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.policy.model import Level

_ORDERED = (
    ("period_start", "period_end"),
    ("hired_on", "left_on"),
    ("contract_start", "contract_end"),
)
_SEPARATOR = "；"
_SAY_NO_NUMBER = {
    ColumnType.YUAN: SAY_NO_YUAN,
    ColumnType.COUNT: SAY_NO_COUNT,
    ColumnType.PERCENT: SAY_NO_PERCENT,
}


@dataclass(frozen=True)
class _Row:
    """One row of an entry sheet, its cells found by their place."""

    plan: Plan
    sheet: Sheet
    row: int

    @property
    def block(self) -> Block:
        """Where the sheet's table stands."""
        return self.plan.block(self.sheet.kind)

    @property
    def place(self) -> str:
        """A formula of the row's place: payments are checked on their own sheet."""
        if self.sheet.kind is SheetKind.WAGES:
            return self.block.own_place
        return self.plan.helper(self.sheet.kind).cell(PLACE, self.row)

    def cell(self, key: str) -> str:
        """A cell that is filled in."""
        return self.block.entered(key, self.place)

    def shown(self, key: str) -> str:
        """A cell that is computed."""
        return self.plan.shown(self.sheet.kind).cell(key, self.row)

    def known(self, helper: Block, key: str) -> str:
        """What a helper sheet has found."""
        if self.sheet.kind is SheetKind.WAGES:
            return helper.beside(key, self.place)
        return helper.there(key, self.plan.helper(self.sheet.kind), self.row)


def check_formulas(plan: Plan, sheet: Sheet, row: int) -> dict[str, str]:
    """All faults of a row, separated by “；”; "" where there is none or the row is empty.

    In two halves, of which each fits a formula, and together.
    """
    filled, parts = _faults(plan, sheet, row)
    half = len(parts) // 2
    halves = dict(zip(FAULTS, (parts[:half], parts[half:]), strict=True))
    own = plan.shown(sheet.kind)
    together = "&".join(own.cell(key, row) for key in FAULTS)
    found = {
        key: f'IF({filled}=0,"",{"&".join(some)})' if some else '""' for key, some in halves.items()
    }
    return found | {ENTRY_CHECK: f"MID({together},2,500)"}


def payment_check(plan: Plan, sheet: Sheet, row: int) -> str:
    """All faults of a payment, as `check_formulas` gives them; on the sheet of the payments."""
    filled, parts = _faults(plan, sheet, row)
    return f'IF({filled}=0,"",MID({"&".join(parts)},2,500))'


def _faults(plan: Plan, sheet: Sheet, row: int) -> tuple[str, list[str]]:
    """How many cells of a row are filled, and the formulas of its faults."""
    inputs, own = sheet.inputs, _Row(plan, sheet, row)
    filled = f"{own.cell(inputs[0].key)}:{own.cell(inputs[-1].key)}"
    parts = [_column_faults(own, column) for column in inputs]
    parts += [
        # An error in one of the cells is said of that cell.
        f'IFERROR(IF({condition},{_message(header, text)},""),"")'
        for header, condition, text in (
            *_needed_faults(own),
            *_row_faults(own),
        )
    ]
    return f"COUNTA({filled})", parts


def is_named(block: Block, column: Column, row: int) -> str:
    """Whether the row's text names this column."""
    text = f'"{_SEPARATOR}"&{block.cell(ENTRY_CHECK, row)}'
    return f"ISNUMBER(FIND({quote(_SEPARATOR + column.title + '：')},{text}))"


def _message(header: str, text: str) -> str:
    return f"{quote(f'{_SEPARATOR}{header}：')}&{text}"


_Fault = tuple[str, str, str]  # heading, condition, formula of the text


def _column_faults(own: _Row, column: Column) -> str:
    """What is wrong in one cell: an error, nothing where something must be, no such value."""
    cell = own.cell(column.key)
    cases = [(f"ISERROR({cell})", _message(column.title, SAY_ERROR))]
    empty = is_empty(cell)
    cases.append((empty, _message(column.title, quote("未填")) if column.required else '""'))
    cases += [
        (condition, _message(column.title, text))
        for condition, text in _type_faults(own, column, cell)
    ]
    return first_of(cases, '""') if len(cases) > 2 or column.required else _first_only(cases)


def _first_only(cases: list[tuple[str, str]]) -> str:
    condition, said = cases[0]
    return f'IF({condition},{said},"")'


def _type_faults(own: _Row, column: Column, cell: str) -> Iterator[tuple[str, str]]:
    """Conditions and texts; the first that holds is said of a cell that is filled."""
    plan, sheet = own.plan, own.sheet
    match column.type:
        case ColumnType.ID_NUMBER if sheet.kind is SheetKind.ROSTER:
            fault = own.known(plan.roster_helper, fault_key(column))
            yield f'{fault}<>""', fault
        case ColumnType.PARTY_CODE:
            fault = credit_code_fault(tidy(cell), own.known(plan.claims_helper, "code_check"))
            kind = own.cell("applicant_kind")
            yield f'IF({kind}<>"个人",{fault}<>"",FALSE)', fault
        case ColumnType.DATE | ColumnType.MONTH:
            yield _is_no_value(own, column, cell), SAY_NO_DATE
        case ColumnType.YUAN | ColumnType.COUNT | ColumnType.PERCENT:
            yield from _number_faults(own, column, cell)
        case ColumnType.FLAG if _key(own, column) is not None:
            yield f'{_key(own, column)}=""', SAY_NOT_LISTED
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


def _is_no_value(own: _Row, column: Column, cell: str) -> str:
    """Whether a filled cell holds no value of its type; by the helper sheet, where that reads it.

    A column that no rule looks at is not read: there a number, or a day as one, is asked for.
    """
    no_number = f"NOT(ISNUMBER({cell}))"
    if own.sheet.kind is SheetKind.WAGES:
        day, yuan = (own.known(own.plan.wages_helper, name) for name in ("day", "yuan"))
        if column.type is ColumnType.YUAN:
            return f'IF({yuan}="",TRUE,NOT({is_sum(yuan)}))'
        return f'{day}=""'
    key = _key(own, column)
    return no_number if key is None else f'{key}=""'


def _key(own: _Row, column: Column) -> str | None:
    """The cell with what was read; None where no rule looks at the column."""
    helper, key = _helper(own), f"fact_{column.key}"
    return own.known(helper, key) if key in helper.keys else None


def _helper(own: _Row) -> Block:
    on_claims = own.sheet.kind is SheetKind.CLAIMS
    return own.plan.claims_helper if on_claims else own.plan.roster_helper


def _number_faults(own: _Row, column: Column, cell: str) -> Iterator[tuple[str, str]]:
    """No number, one that cannot be, and the question which unit is meant."""
    least, most = limits(column)
    if own.sheet.kind is not SheetKind.WAGES:
        yield f"N({cell})<0", quote("不能是负数")
    if column.type is ColumnType.YUAN:
        larger = quote("金额过大，请核对是否以元为单位")
    else:
        larger = quote(f"应在 {least} 至 {most} 之间")
    yield f"N({cell})>{most:.15g}", larger
    yield _is_no_value(own, column, cell), _SAY_NO_NUMBER[column.type]
    if doubtful_fact(column) is not None:
        doubted = _doubted(own, column)
        yield f'{doubted}<>""', doubted


def _doubted(own: _Row, column: Column) -> str:
    """What the rule that the row names says of a number whose unit is in doubt."""
    helper, key = _helper(own), f"doubt_{column.key}"
    position = own.known(helper, "measure_pos")
    if own.sheet.kind is SheetKind.ROSTER:
        return own.known(helper, key) if key in helper.keys else '""'
    cases = [
        (f"{position}={item.index}", own.known(item.claim, key))
        for item in own.plan.rules
        if column.key in item.claim_units.keys
    ]
    return first_of(cases, '""')


def _needed_faults(own: _Row) -> Iterator[_Fault]:
    """Columns that the chosen measure cannot do without, though others can.

    An income is asked for only where the wage flow does not give it.
    """
    plan, sheet = own.plan, own.sheet
    if sheet.kind is SheetKind.WAGES:
        return
    level = Level.CLAIM if sheet.kind is SheetKind.CLAIMS else Level.PERSON
    position = own.known(_helper(own), "measure_pos")
    wanted = [needed_columns(item, sheet) for item in plan.rules]
    for column in sheet.inputs:
        needing = [
            item for item, needed in zip(plan.rules, wanted, strict=True) if column.key in needed
        ]
        by_office = sheet.kind is SheetKind.ROSTER and column.key in plan.roster.supplied_by_office
        if column.required or not needing or by_office:
            continue
        found = [is_found(plan, item, level, column.key, own.row) for item in needing]
        named = either(
            f"{position}={item.index}" if there is None
            else f"IF({position}={item.index},NOT({there}),FALSE)"
            for item, there in zip(needing, found, strict=True)
        )  # fmt: skip
        if len(needing) == len(plan.rules) and not any(found):
            named = f'{position}<>""'
        empty = is_empty(own.cell(column.key))
        yield column.title, f"AND({empty},{named})", quote("此事项须填")


def _row_faults(own: _Row) -> Iterator[_Fault]:
    plan, sheet = own.plan, own.sheet
    for start, end in _ORDERED:
        if start in own.block.keys and end in own.block.keys:
            first, last = own.cell(start), own.cell(end)
            both = f"AND(ISNUMBER({first}),ISNUMBER({last}))"
            start_header = sheet.column(start).title
            yield (
                sheet.column(end).title,
                f"IF({both},{last}<{first},FALSE)",
                quote(f"早于{start_header}"),
            )
    match sheet.kind:
        case SheetKind.CLAIMS:
            yield from _claim_faults(own)
        case SheetKind.ROSTER:
            yield from _person_faults(own)
        case SheetKind.WAGES:
            number = own.cell("id_number")
            key, people = (
                own.known(plan.wages_helper, "key"),
                plan.roster_helper.column("person_key"),
            )
            unknown = f'IF({key}="",TRUE,ISNA(MATCH({key},{people},0)))'
            yield (
                sheet.column("id_number").title,
                f'IF({number}="",FALSE,{unknown})',
                quote(f"不在{plan.sheet(SheetKind.ROSTER).name}中"),
            )


def _claim_faults(own: _Row) -> Iterator[_Fault]:
    plan, sheet = own.plan, own.sheet
    helper = plan.claims_helper
    key = own.known(helper, "key")
    twice = f'IF({key}="",FALSE,MATCH({key},{helper.column("key")},0)<>{own.place})'
    yield sheet.column("claim_id").title, twice, quote("与上面的行重复")
    position, county = own.known(helper, "measure_pos"), own.cell("county")
    elsewhere = f"NOT({holds_there(plan, position, county)})"
    yield (
        sheet.column("measure").title,
        f'IF(OR({position}="",{county}=""),FALSE,{elsewhere})',
        quote("在所选县区不适用"),
    )
    yield from _claimed_faults(own)
    if plan.has(SheetKind.ROSTER):
        roster = plan.sheet(SheetKind.ROSTER).name
        faults = own.known(helper, "roster_faults")
        yield roster, f"{faults}>0", f'"有 "&{faults}&" 行填写有误"'


def _claimed_faults(own: _Row) -> Iterator[_Fault]:
    """What is claimed differs from what was found."""
    plan, sheet = own.plan, own.sheet
    pairs = (
        ("claimed_people", "counted_people", "0", " 人"),
        ("claimed_yuan", "assessed_yuan", "#,##0.00", " 元"),
    )
    names = {"counted_people": "计入人数", "assessed_yuan": "核算金额"}
    comparable = {"counted_people": [item.index for item in plan.rules if item.tests_people]}
    comparable["assessed_yuan"] = [item.index for item in plan.rules if pays_money(item.rule)]
    position = own.known(plan.claims_helper, "measure_pos")
    for claimed, found, number_format, unit in pairs:
        if not {claimed, found}.issubset(own.block.keys) or not comparable[found]:
            continue
        one, other = own.cell(claimed), own.shown(found)
        numbers = [f"ISNUMBER({one})", f"ISNUMBER({other})"]
        if len(comparable[found]) < len(plan.rules):
            numbers.append(either(f"{position}={index}" for index in comparable[found]))
        differs = f"IF(AND({','.join(numbers)}),ROUND({one}-{other},2)<>0,FALSE)"
        shown = f'"与{names[found]}不符，应为 "&TEXT({other},"{number_format}")&"{unit}"'
        yield sheet.column(claimed).title, differs, shown


def _person_faults(own: _Row) -> Iterator[_Fault]:
    plan, sheet = own.plan, own.sheet
    helper = plan.roster_helper
    key, found = own.known(helper, "fact_claim_id"), own.known(helper, "claim_pos")
    claims = plan.sheet(SheetKind.CLAIMS).name
    yield (
        sheet.column("claim_id").title,
        f'AND({key}<>"",{found}="")',
        quote(f"不在{claims}中"),
    )
    twice = own.known(helper, "first_of_claim")
    yield sheet.column("id_number").title, f"{twice}=0", quote("与另一行重复")
