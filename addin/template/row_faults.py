"""What is wrong between the cells of a row, and between the row and others, as formulas."""

from collections.abc import Iterator

from addin.formulas.text import either, is_empty, quote
from addin.template.computed import pays_money
from addin.template.entry_row import EntryRow
from addin.template.income import is_found
from addin.template.lists import holds_elsewhere
from addin.template.needs import needed_columns
from claimcheck.forms import SheetKind
from claimcheck.policy.model import Level

_ORDERED = (
    ("period_start", "period_end"),
    ("hired_on", "left_on"),
    ("contract_start", "contract_end"),
)

Fault = tuple[str, str, str]  #: heading, condition, formula of the text


def row_faults(own: EntryRow) -> Iterator[Fault]:
    """All of them: first what the measure wants, then what does not fit together."""
    yield from _needed_faults(own)
    yield from _order_faults(own)
    match own.sheet.kind:
        case SheetKind.CLAIMS:
            yield from _claim_faults(own)
        case SheetKind.ROSTER:
            yield from _person_faults(own)
        case SheetKind.WAGES:
            yield from _payment_faults(own)


def _needed_faults(own: EntryRow) -> Iterator[Fault]:
    """Columns that the chosen measure cannot do without, though others can.

    An income is asked for only where the wage flow does not give it.
    """
    plan, sheet = own.plan, own.sheet
    if sheet.kind is SheetKind.WAGES:
        return
    level = Level.CLAIM if sheet.kind is SheetKind.CLAIMS else Level.PERSON
    position = own.known(own.helper, "measure_pos")
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


def _order_faults(own: EntryRow) -> Iterator[Fault]:
    """An end before its beginning."""
    sheet = own.sheet
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


def _claim_faults(own: EntryRow) -> Iterator[Fault]:
    plan, sheet = own.plan, own.sheet
    helper = plan.claims_helper
    key = own.known(helper, "key")
    twice = f'IF({key}="",FALSE,MATCH({key},{helper.column("key")},0)<>{own.place})'
    yield sheet.column("claim_id").title, twice, quote("与上面的行重复")
    position, county = (own.known(helper, key) for key in ("measure_pos", "fact_county"))
    yield (
        sheet.column("county").title,
        holds_elsewhere(plan, position, county),
        quote("所选事项在此县区不适用，请核对县区和事项"),
    )
    yield from _claimed_faults(own)
    if plan.has(SheetKind.ROSTER):
        roster = plan.sheet(SheetKind.ROSTER).name
        faults = own.known(helper, "roster_faults")
        yield roster, f"{faults}>0", f'"有 "&{faults}&" 行填写有误"'


def _claimed_faults(own: EntryRow) -> Iterator[Fault]:
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
        # What was read: 10万 and 12人 are numbers, too.
        one, other = own.known(plan.claims_helper, f"fact_{claimed}"), own.shown(found)
        numbers = [f"ISNUMBER({one})", f"ISNUMBER({other})"]
        if len(comparable[found]) < len(plan.rules):
            numbers.append(either(f"{position}={index}" for index in comparable[found]))
        differs = f"IF(AND({','.join(numbers)}),ROUND({one}-{other},2)<>0,FALSE)"
        shown = f'"与{names[found]}不符，应为 "&TEXT({other},"{number_format}")&"{unit}"'
        yield sheet.column(claimed).title, differs, shown


def _person_faults(own: EntryRow) -> Iterator[Fault]:
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
    several = own.known(helper, "in_other_claim")
    said = quote("同时列入另一项申报，核实前都不计入，请只留一处")
    yield sheet.column("id_number").title, f"{several}=1", said


def _payment_faults(own: EntryRow) -> Iterator[Fault]:
    plan, sheet = own.plan, own.sheet
    number, key = own.cell("id_number"), own.known(plan.wages_helper, "key")
    people = plan.roster_helper.column("person_key")
    unknown = f'IF({key}="",TRUE,ISNA(MATCH({key},{people},0)))'
    yield (
        sheet.column("id_number").title,
        f'IF({number}="",FALSE,{unknown})',
        quote(f"不在{plan.sheet(SheetKind.ROSTER).name}中"),
    )
