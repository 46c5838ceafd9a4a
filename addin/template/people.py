"""The hidden helper rows of the roster: what is known of each person, and who counts."""

from addin.formulas.dates import derived
from addin.formulas.identifiers import id_fault, id_shape_fault
from addin.formulas.text import first_of, key, quote
from addin.formulas.text import tidy as tidied
from addin.formulas.written import is_written
from addin.template.known import above, known
from addin.template.layout import PLACE, mirrored
from addin.template.lists import (
    AGAIN,
    FIRST_MONTH,
    MEASURES,
    REPEATED,
    ROSTER_BLOCK,
    TODAY,
    TODAY_DIGITS,
    WAGES_BLOCK,
    of_measure,
)
from addin.template.merging import by_rule, out_of
from addin.template.month_plan import ALL_MONTHS
from addin.template.month_sums import unknown_months
from addin.template.plan import Plan
from addin.template.roster_plan import OF_CLAIM
from addin.template.rule_plan import RulePlan
from addin.template.slot_numbers import MONTH_0
from addin.template.slots import between
from addin.template.typed import typed
from addin.template.verdicts import verdict_formulas
from addin.template.writer import Writer, write_formulas
from claimcheck.forms import SheetKind
from claimcheck.policy.uses import limits_in_force

#: A person in a claim is one number, the claim's place times this and the person's.
_PEOPLE = 100_000
IN_OTHER_CLAIM = "；同时列入另一项申报"


def write_people(writer: Writer) -> None:
    """Write the helper sheet of the roster and define the blocks for Python."""
    plan = writer.plan
    block, roster = plan.roster_helper, plan.sheet(SheetKind.ROSTER)
    sheet = writer.add_sheet(block.sheet, helper=True)
    claims = plan.sheet(SheetKind.CLAIMS)
    headers = {column.key: column.header for column in (*claims.inputs, *roster.inputs)}
    dates = writer.styles.get(num_format="yyyy-mm-dd")
    for name in block.keys:
        header = headers.get(name.removeprefix("fact_"), name)
        sheet.write_string(block.header_row - 1, block.index(name), header)
    write_formulas(
        sheet,
        block,
        lambda row: {**_person_formulas(plan, row), **verdict_formulas(plan, row)},
        lambda name: dates if name.endswith(("_on", "_start", "_end")) else None,
    )
    first = f"fact_{plan.roster.person_columns[0]}"
    last = f"fact_{OF_CLAIM[-1]}"
    writer.workbook.define_name(ROSTER_BLOCK, "=" + block.area(first, last))
    if plan.has(SheetKind.WAGES):
        wages, columns = plan.block(SheetKind.WAGES), plan.sheet(SheetKind.WAGES).inputs
        area = wages.moving_area(columns[0].key, columns[-1].key)
        writer.workbook.define_name(WAGES_BLOCK, "=" + area)


def _person_formulas(plan: Plan, row: int) -> dict[str, str]:
    entry, block, claims = plan.block(SheetKind.ROSTER), plan.roster_helper, plan.claims_helper
    form_sheet = plan.sheet(SheetKind.ROSTER)

    def cell(name: str) -> str:
        return block.cell(name, row)

    def raw(name: str) -> str:
        return mirrored(entry, name, block, row)

    def of_claim(name: str) -> str:
        return f'IF({cell("claim_pos")}="","",INDEX({claims.column(name)},{cell("claim_pos")}))'

    def position(name: str) -> str:
        return f"MATCH({cell(name)},{block.column(name)},0)"

    claim_key = key(cell("fact_claim_id"))
    measure = cell("measure_pos")
    # MATCH is always 1 here. LibreOffice computes a long column in several threads, then
    # finds an error in the first row of "out"; columns with MATCH it computes in one.
    is_out = f'OR({cell("out")}<>"",ISNA(MATCH(0,{{0}},0)))'
    pair = f"{cell('claim_pos')}*{_PEOPLE}+{cell('person_pos')}"
    formulas = {
        f"fact_{name}": typed(form_sheet.column(name), raw(name))
        for name in plan.roster.person_columns
    }
    for name in plan.roster.doubtful:
        formulas[f"raw_{name}"] = f'IFERROR(IF({raw(name)}="","",{raw(name)}),"")'
    for name in plan.roster.supplied_by_office:
        if name in plan.roster.person_columns:
            started = f'{cell("fact_claim_id")}<>""'
            supplied = f'IF({started},{_minimum_wage(plan)},"")'
            empty = f"NOT({is_written(raw(name))})"
            formulas[f"fact_{name}"] = f"IF({empty},{supplied},{formulas[f'fact_{name}']})"
    identity = f"IF(ISNUMBER({raw('id_number')}),{raw('id_number')},{cell('id_text')})"
    formulas |= {
        # A row that is put out stands for nobody: neither here nor in Python, which would say
        # other reasons.
        "fact_id_number": f'IF({is_out},"",{identity})',
        **{f"fact_{name}": of_claim(f"fact_{name}") for name in OF_CLAIM},
        "fact_measure": f'IF({measure}="","",'
        f'IF({is_out},"",{of_measure(plan, MEASURES, measure)}))',
        "claim_pos": f'IF({cell("fact_claim_id")}="","",'
        f'IFERROR(MATCH({claim_key},{claims.column("key")},0),""))',
        "measure_pos": of_claim("measure_pos"),
        "out": _out(plan, row),
        "id_text": f'IFERROR(IF({raw("id_number")}="","",{tidied(raw("id_number"))}),"")',
        "person_key": f'IF(IFERROR(ISNUMBER({raw("id_number")}),TRUE),"",{key(cell("id_text"))})',
        "id_shape": id_shape_fault(raw("id_number"), cell("id_text")),
        "id_fault": id_fault(cell("id_shape"), cell("id_text"), TODAY_DIGITS),
        "person_pos": f'IF({cell("person_key")}="","",{position("person_key")})',
        "again": f'IF({cell("person_pos")}="",0,IF({cell("person_pos")}={cell(PLACE)},0,1))',
        "in_other_claim": _in_other_claim(plan, row),
        "twice": f'IF(OR({cell("person_pos")}="",{cell("claim_pos")}="",{cell("out")}<>""),'
        f'"",{pair})',
        # Counting looks at every row for every row, which is only done where it is needed; a
        # program remembers a column in which MATCH has looked for something.
        "repeated": f'IF({cell("twice")}="",0,IF({position("twice")}={cell(PLACE)},0,1))',
        "rows_of_person": f'IF({REPEATED}=0,1,IF({cell("twice")}="",1,'
        f"COUNTIF({block.column('twice')},{cell('twice')})))",
        **_stint(plan, row),
    }
    for name in plan.roster.other_ids:
        formulas[f"shape_{name}"] = id_shape_fault(raw(name), cell(f"fact_{name}"))
        formulas[f"fault_{name}"] = id_fault(
            cell(f"shape_{name}"), cell(f"fact_{name}"), TODAY_DIGITS
        )
    last_day = f"MIN({cell('fact_period_end')},{TODAY})"
    for name in plan.roster.found_facts:
        formulas[f"fact_{name}"] = derived(name, lambda source: known(block, source, row), last_day)
    if plan.has(SheetKind.WAGES):
        formulas["beyond"] = _beyond(plan, row)
    return formulas


def _in_other_claim(plan: Plan, row: int) -> str:
    """Whether the person stands in more claims of the same measure than its text allows: 1 or 0.

    Such a person counts in none until it is known where, as `validate` has it (CC602).
    """
    block = plan.roster_helper
    person, measure = block.cell("person_pos", row), block.cell("measure_pos", row)
    too_many = by_rule(
        measure, {item.index: _too_many_claims(plan, item, row) for item in plan.rules}, "FALSE"
    )
    # Counting looks at every row for every row, which is only done where somebody stands twice.
    # A number with a fault is said to have that one; it may be anybody's. Not `id_fault`: what
    # rests on the day is computed again at each entry.
    too_many = f'IF({block.cell("id_shape", row)}="",{too_many},FALSE)'
    return f'IF({AGAIN}=0,0,IF(OR({person}="",{measure}=""),0,IF({too_many},1,0)))'


def _too_many_claims(plan: Plan, item: RulePlan, row: int) -> str:
    """Whether the person's claims beside this one are as many as the text of a rule allows."""
    block = plan.roster_helper
    measure = item.rule.measure
    of_person = [one for one in limits_in_force(measure, item.chosen) if one.scope == "person"]
    ends, end = block.column("fact_period_end"), block.cell("fact_period_end", row)
    asked = [(block.column(name), block.cell(name, row)) for name in ("person_pos", "measure_pos")]
    asked.append((block.column("claim_pos"), f'"<>"&{block.cell("claim_pos", row)}'))
    if measure.repeats:
        asked.append((ends, end))
    elif measure.months and not of_person:  # months add up: one claim after the other
        starts, start = block.column("fact_period_start"), block.cell("fact_period_start", row)
        asked += [(starts, f'"<="&{end}'), (ends, f'">="&{start}')]
    elif of_person and of_person[0].period == "year":
        year = f"YEAR(IF(ISNUMBER({end}),{end},{TODAY}))"
        asked += [(ends, f'">="&DATE({year},1,1)'), (ends, f'"<="&DATE({year},12,31)')]
    criteria = ",".join(f"{cells},{wanted}" for cells, wanted in asked)
    return f"COUNTIFS({criteria})>={of_person[0].times if of_person else 1}"


def _out(plan: Plan, row: int) -> str:
    """Why a row cannot count."""
    wrong = out_of(
        plan.sheet(SheetKind.ROSTER),
        plan.block(SheetKind.ROSTER),
        plan.roster_helper,
        row,
        {item.index: item.deciding_columns for item in plan.rules},
    )
    several = f"{plan.roster_helper.cell('in_other_claim', row)}=1"
    return f'{wrong}&IF({several},{quote(IN_OTHER_CLAIM)},"")'


def _minimum_wage(plan: Plan) -> str:
    """The monthly minimum wage that the office's file gives for today."""
    latest = sorted(plan.settings.office.minimum_wages, key=lambda entry: entry.start, reverse=True)
    cases = [
        (
            f"{TODAY}>=DATE({entry.start.year},{entry.start.month},{entry.start.day})",
            f"{entry.yuan:.15g}",
        )
        for entry in latest
    ]
    return first_of(cases, '""')


def _stint(plan: Plan, row: int) -> dict[str, str]:
    """Which row stands for its person, and whether its days lie apart; see `evaluate.stints`.

    A day that is not known may be any day: the first from 0 on, the last up to the year 9999.
    Where the first is not known the row has no months, so that it takes none from another.
    """
    block = plan.roster_helper
    hired, left = known(block, "hired_on", row), known(block, "left_on", row)
    start, twice, rows = (
        block.cell(name, row) for name in ("stint_start", "twice", "rows_of_person")
    )
    earlier = f'COUNTIFS({block.column("twice")},{twice},{block.column("stint_start")},"<"&{start})'
    same_day = (
        f"COUNTIFS({above(block, 'twice', row)},{twice},{above(block, 'stint_start', row)},{start})"
    )
    found = {
        "stint_start": f'IF({hired}="",0,{hired})',
        "first_of_claim": f"IF({rows}=1,1,IF({earlier}+{same_day}=0,1,0))",
    }
    if plan.roster.counts_by_dates:
        end = block.cell("stint_end", row)
        overlapping = (
            f"COUNTIFS({above(block, 'twice', row)},{twice},"
            f'{above(block, "stint_start", row)},">0",'
            f'{above(block, "stint_start", row)},"<="&{end},'
            f'{above(block, "stint_end", row)},">="&{start})'
        )
        found["stint_end"] = f'IF(OR({hired}="",{left}=""),DATE(9999,12,31),MAX({hired},{left}))'
        found["apart"] = f"IF(OR({rows}=1,{start}=0),1,IF({overlapping}=0,1,0))"
    return found


def _beyond(plan: Plan, row: int) -> str:
    """How many of a person's payments may count, but in a month that the grid does not show.

    They stand in months behind its last, or went back from a month that cannot be found.
    """
    people = plan.roster_helper
    first, last, until = (
        plan.grid.there(name, people, row) for name in ("paid_from", "paid_to", "last_month")
    )
    found = unknown_months(plan, plan.grid.there(ALL_MONTHS, people, row))
    if not plan.months.shows_all:
        months = between(plan.wages_helper, "for_month", first, last)
        shown = f"{FIRST_MONTH}+{plan.months.count - 1}-{MONTH_0}"
        found += f'+COUNTIFS({months},">"&{shown},{months},"<="&{until}-{MONTH_0})'
    return f"IF({last}<{first},0,{found})"
