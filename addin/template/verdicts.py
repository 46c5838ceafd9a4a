"""One rule's hidden helper rows of the roster: each person's tests, verdict and amount."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial

from addin.formulas.employment import EmploymentFormulas
from addin.formulas.expression import FormulaCompiler, number_text
from addin.formulas.requirements import formula_test, met_key, seen_key
from addin.formulas.text import both, either, key, quote
from addin.functions import ID_STORED_AS_NUMBER
from addin.template.computed import pays_money
from addin.template.doubts import doubt_formulas
from addin.template.income import own_income, pay_of_person, typed_income
from addin.template.layout import Block
from addin.template.lists import NOTHING, READINGS, TODAY
from addin.template.people import ROSTER_BLOCK, WAGES_BLOCK, known, person_cells
from addin.template.plan import Plan
from addin.template.rule_plan import EMPLOYMENT_FACTS, ROSTER_RESULT, RulePlan
from addin.template.writer import Writer, write_formula
from claimcheck.evaluate.compute import bound
from claimcheck.evaluate.employment import FOUND
from claimcheck.evaluate.people import BASICS
from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from claimcheck.policy.model import BelowFloor, Level, MonthsFrom, Run

#: said where the ordinary formulas do not see every month of pay, or every payment before a refund
BEYOND = "工资流水的月份或笔数超出普通公式的范围，不能核算，请安装 Python 引擎，或分期申报"


def write_rule_people(writer: Writer, item: RulePlan) -> None:
    """Write one rule's helper sheet of the roster."""
    plan, block = writer.plan, item.roster
    sheet = writer.add_sheet(block.sheet, helper=True)
    for name in block.keys:
        sheet.write_string(block.header_row - 1, block.index(name), name)
    for row in range(block.first_row, block.last_row + 1):
        formulas, arrays = _formulas(plan, item, row)
        for name, formula in formulas.items():
            gated = name in {"mine", "stint", "stint_wage", "had"} or name in arrays
            shown = formula if gated else f'IF({block.cell("mine", row)}=0,"",{formula})'
            write_formula(sheet, block, name, row, shown, array=name in arrays)
    wages = WAGES_BLOCK if plan.has(SheetKind.WAGES) else NOTHING
    call = python_call(
        plan, item, f'CC_ROSTER("{item.rule.id}",{ROSTER_BLOCK},{wages},{TODAY},{READINGS})'
    )
    first, last = block.index("python_months"), block.index(f"python_{ROSTER_RESULT[-1]}")
    place = (block.first_row - 1, first, block.last_row - 1, last)
    sheet.write_array_formula(*place, "{=" + call + "}", None, "")
    for row in range(block.first_row - 1, block.last_row):
        for index in range(first, last + 1):
            if (row, index) != place[:2]:
                sheet.write_string(row, index, "")


def python_call(plan: Plan, item: RulePlan, call: str) -> str:
    """A call of Python that is made only where some claim names the rule."""
    named = f"COUNTIF({plan.claims_helper.column('measure_pos')},{item.index})"
    return f'IFERROR(IF({named}=0,"",{call}),"")'


def _formulas(plan: Plan, item: RulePlan, row: int) -> tuple[dict[str, str], set[str]]:
    """The formulas of one person under one rule, and which of them are arrays."""
    shared, block = plan.roster_helper, item.roster

    def cell(name: str) -> str:
        return block.cell(name, row)

    started, position = shared.far_cell("started", row), shared.far_cell("measure_pos", row)
    formulas = {"mine": f"IF(AND({started}=1,{position}={item.index}),1,0)"}
    arrays: set[str] = set()
    facts: dict[str, str] = {}
    for name in item.person_facts:
        source, default = known(shared, name, row), item.default(name)
        source = own_income(plan, item, row, name, source)
        filled = source if default is None else f'IF({source}="",{default},{source})'
        formulas[f"fact_{name}"] = filled
        facts[name] = cell(f"fact_{name}")
    person = shared.far_cell("person_key", row)
    formulas[met_key("identity")] = (
        f'IF(OR({person}="",{shared.far_cell("id_fault", row)}<>""),0,1)'
    )
    formulas |= _agreement(item, shared, facts, row)
    formulas[met_key("unique")] = shared.far_cell("first_of_claim", row)
    if item.counting is not None:
        employment = EmploymentFormulas(item.counting, person_cells(plan, item, row))
        months, is_array = employment.months_employed()
        formulas |= {
            "paid": employment.paid_months(),
            "missed": employment.missed_months(),
            "lowest": employment.lowest(),
            "average": employment.average(),
            **_stints(item, shared, row, months),
            "months_before_window": employment.months_before_window(),
            **_wages(item, shared, row, employment.tested_wage()),
        }
        arrays |= {"stint"} if is_array else set()
        facts |= {name: cell(name) for name in EMPLOYMENT_FACTS}
    formulas |= pay_of_person(plan, item, row)
    if "evidence" in item.basics:
        formulas[met_key("evidence")] = f"IF({cell('paid')}>0,1,0)"
    # Which of several rows counts is only to be said where one of them does.
    settled = {"unique": f"{cell(met_key('agreement'))}=1"}
    phrases = [
        (met_key(name), settled.get(name, "TRUE"), quote(BASICS[name])) for name in item.basics
    ]
    for requirement in item.requirements(Level.PERSON):
        test = formula_test(item.rule, item.chosen, requirement, facts, cell, "0")
        by_pay = "evidence" in item.basics and fact(test.fact).column in FOUND
        when = f"{cell(met_key('evidence'))}=1" if by_pay else "TRUE"
        phrases.append((met_key(test.name), when, test.phrase))
    beyond = shared.far_cell("beyond", row)

    def results(values: Mapping[str, str], look: Callable[[str], str]) -> dict[str, str]:
        """What follows from the facts in these cells."""
        found = _tests(item, values, look)
        all_met = both(f"{look(name)}<>0" for name, _, _ in phrases)
        found["counted"] = f'IF({beyond}>0,"",IF({all_met},1,0))'
        return found | _each_and_counts(item, values, look)

    formulas |= results(facts, cell) | _amounts(plan, item, facts, row)
    formulas |= doubt_formulas(
        item.person_units,
        facts,
        cell,
        lambda key: typed_income(plan, item, row, key, shared.far_cell(f"in_{key}", row)),
        results,
        item.person_results,
        partial(_result_words, item),
    )
    failed = "&".join(
        f'IF({both([f"{cell(name)}=0", condition])},"；"&{phrase},"")'
        for name, condition, phrase in phrases
    )
    damaged = f"ISNUMBER({shared.far_cell('in_id_number', row)})"
    why_not = f"IF({damaged},{quote(ID_STORED_AS_NUMBER)},MID({failed},2,500))"
    formulas["reason"] = (
        f'IF({cell("counted")}=1,"",IF({cell("counted")}=0,{why_not},{quote(BEYOND)}))'
    )
    return formulas, arrays


def _tests(item: RulePlan, values: Mapping[str, str], look: Callable[[str], str]) -> dict[str, str]:
    """Whether the person meets each requirement."""
    found = {}
    for requirement in item.requirements(Level.PERSON):
        test = formula_test(item.rule, item.chosen, requirement, values, look, "0")
        if test.seen:
            found[seen_key(requirement)] = test.seen
        found[met_key(test.name)] = test.met
    return found


def _each_and_counts(
    item: RulePlan, values: Mapping[str, str], look: Callable[[str], str]
) -> dict[str, str]:
    """What the person is paid before any ceiling, in fen, and in which counts the person is."""
    compiler = FormulaCompiler(item.rule.measure, item.chosen, values)

    def where_counted(formula: str) -> str:
        return f'IF({look("counted")}=1,IFERROR({formula},""),0)'

    found = {}
    if item.each is not None:
        found["each"] = where_counted(compiler.whole(item.each.formula or "0"))
    for count in item.counts:
        if count.adds:
            added = compiler.whole(count.formula)
        else:
            added = f"IF({compiler.truth(count.formula)},1,0)"
        found[f"count_{count.name}"] = where_counted(added)
    return found


def _result_words(item: RulePlan, look: Callable[[str], str]) -> str:
    """The result under one reading of the numbers, in a few words."""
    paid = quote("此人计入")
    if item.each is not None and pays_money(item.rule):
        paid = f'{quote("此人计入，")}&TEXT(N({look("each")})/100,"#,##0.00")&{quote(" 元")}'
    return f"IF({look('counted')}=1,{paid},{quote('此人不计入')})"


def _agreement(item: RulePlan, shared: Block, facts: dict[str, str], row: int) -> dict[str, str]:
    """Whether the rows of one person in one claim agree; see `claimcheck.evaluate.stints`.

    Rows whose days lie apart are stints where the clause counts by dates, and may differ.
    """
    block, measure, how = item.roster, item.rule.measure, item.counting
    cells = list(facts.values())
    if measure.household is not None:
        cells.append(known(shared, "household_id", row))
    if how is not None:
        cells += [known(shared, key, row) for key in ("hired_on", "left_on", "monthly_wage_yuan")]
    rows, twice = shared.far_cell("rows_of_person", row), shared.far_cell("twice_key", row)
    keys, content = shared.column("twice_key"), block.cell("content", row)
    same = f"SUMPRODUCT(({keys}={twice})*({block.column('content')}={content}))"
    compared = rows
    if how is not None and how.employment.months is MonthsFrom.DATES:
        start, end = shared.far_cell("stint_start", row), shared.far_cell("stint_end", row)
        compared = (
            f'COUNTIFS({keys},{twice},{shared.column("stint_start")},"<="&{end},'
            f'{shared.column("stint_end")},">="&{start})'
        )
    different = f"COUNTIFS({keys},{twice},{block.column('differs')},1)"
    return {
        "content": f'IF({rows}=1,"",{_joined(cells)})',
        "differs": f"IF({rows}=1,0,IF({compared}={same},0,1))",
        met_key("agreement"): f"IF({rows}=1,1,IF({different}=0,1,0))",
    }


def _joined(cells: Sequence[str]) -> str:
    return '&"|"&'.join(cells) or '""'


def _stints(item: RulePlan, shared: Block, row: int, months: str) -> dict[str, str]:
    """A person's months over all stints, on the first row; see `claimcheck.evaluate.stints`."""
    block = item.roster
    own = block.cell("stint", row)
    # Numbers only: the column is multiplied.
    stint = f"IF({block.cell('mine', row)}=0,0,{months})"
    how = item.counting
    if how is None or how.employment.months is not MonthsFrom.DATES:
        return {"stint": stint, "months_employed": own}
    twice, keys = shared.far_cell("twice_key", row), shared.column("twice_key")
    stints, apart = block.column("stint"), shared.column("apart")
    together = f"SUMIFS({stints},{keys},{twice},{apart},1)"
    if how.employment.run is Run.UNBROKEN:
        together = f"SUMPRODUCT(MAX(({keys}={twice})*({apart}=1)*{stints}))"
    alone = f'OR({twice}="",{shared.far_cell("first_of_claim", row)}=0)'
    only = f"{shared.far_cell('rows_of_person', row)}=1"
    return {
        "stint": stint,
        "months_employed": f"IF({alone},{own},IF({only},{own},{together}))",
    }


#: No wage of a month is as high, in yuan: the lowest is found as the highest distance to it.
_HIGHEST = 10**9


def _wages(item: RulePlan, shared: Block, row: int, own: str) -> dict[str, str]:
    """The wage that is held against the floor: over all stints, on the row that stands for all.

    See `claimcheck.evaluate.employment`: the lowest month that reaches the floor, or where one
    month below it puts the person out, the lowest of all; else the highest.
    """
    how = item.counting
    if how is None or not item.tests_all_stints:
        return {"monthly_wage_yuan": own}
    block = item.roster
    cell, wages = block.cell("own_wage", row), block.column("stint_wage")
    twice = shared.far_cell("twice_key", row)
    theirs = f"({shared.column('twice_key')}={twice})*({shared.column('apart')}=1)"
    every = how.employment.below is BelowFloor.DISQUALIFY
    tested = f"({wages}>0)" if every else f"({wages}>={number_text(Fraction(how.floor_fen, 100))})"
    nearest = f"SUMPRODUCT(MAX({theirs}*{tested}*({_HIGHEST}-{wages})))"
    highest = f"SUMPRODUCT(MAX({theirs}*{wages}))"
    together = f"IF({nearest}>0,ROUND({_HIGHEST}-{nearest},2),IF({highest}>0,{highest},{cell}))"
    alone = f'OR({twice}="",{shared.far_cell("first_of_claim", row)}=0)'
    only = f"{shared.far_cell('rows_of_person', row)}=1"
    paid = f"AND({block.cell('mine', row)}=1,N({block.cell('paid', row)})>0)"
    return {
        "own_wage": own,
        # Numbers only: the column is multiplied.
        "stint_wage": f"IF({paid},{cell},0)",
        "monthly_wage_yuan": f"IF({alone},{cell},IF({only},{cell},{together}))",
    }


def _amounts(plan: Plan, item: RulePlan, facts: dict[str, str], row: int) -> dict[str, str]:
    """What the person is paid within the ceilings, and whether anything of it is unknown."""
    block, shared, measure = item.roster, plan.roster_helper, item.rule.measure

    def cell(name: str) -> str:
        return block.cell(name, row)

    formulas: dict[str, str] = {}
    unknown = []
    if item.each is not None:
        unknown.append(f'{cell("each")}=""')
        paid = cell("each")
        if measure.household is not None:
            household, own = (known(shared, name, row) for name in ("household_id", "id_number"))
            # A person without a household number is a household of his own.
            member = f'IF({household}="",IF({own}="","N",{key(own)}),{key(household)})'
            formulas["member"] = f'{member}&"|"&{shared.far_cell("claim_pos", row)}'
            members, sums = (_down_to(block, name, row) for name in ("member", "each"))
            # Numbers only: the column is multiplied.
            own = f"ROUND(N({facts[measure.household.paid]})*100,0)"
            formulas["had"] = f"IF({cell('mine')}=0,0,IF({cell('counted')}=1,{own},0))"
            formulas["through"] = f"SUMIF({members},{cell('member')},{sums})"
            cap = bound(measure.numbers[measure.household.cap])
            mine = f"({block.column('member')}={cell('member')})"
            left = f"MAX({cap}-SUMPRODUCT(MAX({mine}*{block.column('had')})),0)"
            reached = cell("through")
            within = f"MIN({reached},{left})-MIN({reached}-N({paid}),{left})"
            paid = f"({within})"
        formulas["person_yuan"] = f'IF({cell("each")}="","",{paid}/100)'
    for count in item.counts:
        unknown.append(f'{cell(f"count_{count.name}")}=""')
    counted = f"{cell('counted')}=1"
    formulas["unknown"] = f"IF({both([counted, either(unknown)])},1,0)"
    return formulas


def _down_to(block: Block, name: str, row: int) -> str:
    """A column from its first row to this one."""
    letter = block.letter(name)
    return f"${letter}${block.first_row}:${letter}{row}"
