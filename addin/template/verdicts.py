"""A person under the rule that the person's claim names: tests, verdict and amount.

Each rule has formulas of its own; rules share the columns, for a claim has one measure.
"""

from collections.abc import Callable, Mapping
from functools import partial

from addin.formulas.employment import EmploymentFormulas
from addin.formulas.expression import FormulaCompiler
from addin.formulas.requirements import FormulaTest, formula_test, met_key
from addin.formulas.text import both, either, quote
from addin.functions import ID_STORED_AS_NUMBER
from addin.template.computed import pays_money
from addin.template.doubts import doubt_formulas
from addin.template.household import within_ceiling
from addin.template.income import own_income, pay_of_person, typed_income
from addin.template.known import known, person_cells
from addin.template.merging import by_rule, outside
from addin.template.plan import Plan
from addin.template.rule_plan import EMPLOYMENT_FACTS, RulePlan
from addin.template.stints import agreement, stints, tested_wage
from claimcheck.compiler.words import BASICS
from claimcheck.evaluate.employment import FOUND
from claimcheck.policy import fact
from claimcheck.policy.model import Level

_Cell = Callable[[str], str]

#: said where the ordinary formulas do not see every month of pay, or every payment before a refund
BEYOND = "工资流水的月份或笔数超出普通公式的范围，不能核算，请安装 Python 引擎，或分期申报"

#: columns that are multiplied: numbers only
_NUMBERS = {"stint", "stint_wage", "had"}


def verdict_formulas(plan: Plan, row: int) -> dict[str, str]:
    """The formulas of one person under all rules: each column takes those of the person's rule."""
    position = plan.roster_helper.cell("measure_pos", row)
    found: dict[str, dict[int, str]] = {}
    for item in plan.rules:
        for name, formula in _formulas(plan, item, row).items():
            found.setdefault(name, {})[item.index] = formula
    reasons = found.pop("reason")
    formulas = {
        name: by_rule(position, formulas, "0" if name in _NUMBERS else '""')
        for name, formulas in found.items()
    }
    return formulas | _reason(plan, row, reasons)


def _reason(plan: Plan, row: int, reasons: Mapping[int, str]) -> dict[str, str]:
    """Why the person does not count, in as many columns as it needs; "" where he does."""
    block = plan.roster_helper
    position, formulas, parts = block.cell("measure_pos", row), {}, []
    for number, items in enumerate(plan.roster.why_parts):
        parts.append(by_rule(position, {item.index: reasons[item.index] for item in items}))
        if len(plan.roster.why_parts) > 1:
            formulas[f"why_{number}"] = parts[-1]
            parts[-1] = block.cell(f"why_{number}", row)
    out = block.cell("out", row)
    # What follows from a cell that was not read is not worth saying.
    said = f'MID(IF({out}<>"",{out},{"&".join(parts)}),2,500)'
    damaged = (
        f"IF(ISNUMBER({block.cell('fact_id_number', row)}),{quote(ID_STORED_AS_NUMBER)},{said})"
    )
    inside = f"NOT({outside(position, range(1, len(plan.rules) + 1))})"
    reason = block.cell("reason", row)
    counted = f'IF({reason}="",1,0)'
    if "beyond" in block.keys:
        beyond = f"{block.cell('beyond', row)}>0"
        damaged = f"IF({beyond},{quote(BEYOND)},{damaged})"
        counted = f'IF({beyond},"",{counted})'
    return formulas | {
        "reason": f'IF({inside},{damaged},"")',
        "counted": f'IF({inside},{counted},"")',
    }


def _formulas(plan: Plan, item: RulePlan, row: int) -> dict[str, str]:
    """The formulas of one person under one rule."""
    block = plan.roster_helper

    def cell(name: str) -> str:
        return block.cell(name, row)

    formulas: dict[str, str] = {}
    facts: dict[str, str] = {}
    for name in item.person_facts:
        facts[name] = source = known(block, name, row)
        if name in item.taken_facts:
            default = item.default(name)
            source = own_income(plan, item, row, name, source)
            taken = source if default is None else f'IF({source}="",{default},{source})'
            formulas[f"taken_{name}"] = taken
            facts[name] = cell(f"taken_{name}")
    if item.counting is not None:
        employment = EmploymentFormulas(item.counting, person_cells(plan, row))
        formulas |= {
            **stints(plan, item, row, employment.months_employed()),
            "months_before_window": employment.months_before_window(),
            **tested_wage(plan, item, row, employment.tested_wage()),
        }
    formulas |= agreement(plan, item, row, list(facts.values()))
    if item.counting is not None:
        facts |= {name: cell(name) for name in EMPLOYMENT_FACTS}
    formulas |= pay_of_person(plan, item, row)
    basics = _basics(plan, item, row)

    def results(values: Mapping[str, str], look: _Cell) -> dict[str, str]:
        """What follows from the facts in these cells."""
        tests = _tests(item, values, look)
        seen = {item.seen_columns[name]: test.seen for name, test in tests.items() if test.seen}
        all_met = both([*basics.values(), *(f"{test.met}<>0" for test in tests.values())])
        found = {**seen, "counted": f"IF({all_met},1,0)"}
        return found | _each_and_counts(item, values, look)

    made = results(facts, cell)
    formulas |= {name: formula for name, formula in made.items() if name != "counted"}
    formulas |= _amounts(plan, item, facts, row)
    formulas |= doubt_formulas(
        item.person_units,
        facts,
        cell,
        lambda key: typed_income(plan, item, row, key, cell(f"raw_{key}")),
        results,
        item.person_results,
        partial(_result_words, item),
    )
    formulas["reason"] = _why_not(basics, _tests(item, facts, cell))
    return formulas


def _basics(plan: Plan, item: RulePlan, row: int) -> dict[str, str]:
    """What must hold for a person whatever the measure says, as conditions, by name."""
    block = plan.roster_helper

    def cell(name: str) -> str:
        return block.cell(name, row)

    different = f"COUNTIFS({block.column('twice')},{cell('twice')},{block.column('differs')},1)"
    found = {
        "identity": f'AND({cell("person_key")}<>"",{cell("id_fault")}="")',
        "agreement": f"IF({cell('rows_of_person')}=1,TRUE,{different}=0)",
        "unique": f"{cell('first_of_claim')}=1",
    }
    if "evidence" in item.basics:
        found["evidence"] = f"{person_cells(plan, row).paid}>0"
    return found


def _tests(item: RulePlan, values: Mapping[str, str], look: _Cell) -> dict[str, FormulaTest]:
    """The tests of a person, by the key of the column that holds what is observed."""
    met: dict[str, str] = {}

    def place(name: str) -> str:
        # What another test rests on stands where it is needed: it has no column of its own.
        return met[name] if name in met else look(item.seen_columns.get(name, name))

    found = {}
    for requirement in item.requirements(Level.PERSON):
        test = formula_test(item.rule, item.chosen, requirement, values, place, "0")
        met[met_key(test.name)] = test.met
        found[f"seen_{test.name}"] = test
    return found


def _why_not(basics: Mapping[str, str], tests: Mapping[str, FormulaTest]) -> str:
    """Everything that speaks against a person, each behind a “；”."""
    settled = {"unique": basics["agreement"]}
    parts = [
        (both([settled.get(name, "TRUE"), f"NOT({holds})"]), quote(f"；{BASICS[name]}"))
        for name, holds in basics.items()
    ]
    for test in tests.values():
        # Of who was paid nothing, only that is said.
        by_pay = "evidence" in basics and fact(test.fact).column in FOUND
        failed = f"{test.met}=0"
        parts.append(
            (both([basics["evidence"], failed]) if by_pay else failed, f'"；"&{test.phrase}')
        )
    return "&".join(f'IF({condition},{said},"")' for condition, said in parts)


def _each_and_counts(item: RulePlan, values: Mapping[str, str], look: _Cell) -> dict[str, str]:
    """What the person is paid before any ceiling, in fen, and in which counts the person is."""
    compiler = FormulaCompiler(item.rule.measure, item.chosen, values)

    def where_counted(formula: str) -> str:
        return f'IF({look("counted")}=1,IFERROR({formula},""),0)'

    found = {}
    if item.each is not None:
        found["each"] = where_counted(compiler.whole(item.each.formula or "0"))
    for key, count in zip(item.count_keys, item.counts, strict=True):
        if count.adds:
            added = compiler.whole(count.formula)
        else:
            added = f"IF({compiler.truth(count.formula)},1,0)"
        found[key] = where_counted(added)
    return found


def _result_words(item: RulePlan, look: _Cell) -> str:
    """The result under one reading of the numbers, in a few words."""
    paid = quote("此人计入")
    if item.each is not None and pays_money(item.rule):
        paid = f'{quote("此人计入，")}&TEXT(N({look("each")})/100,"#,##0.00")&{quote(" 元")}'
    return f"IF({look('counted')}=1,{paid},{quote('此人不计入')})"


def _amounts(plan: Plan, item: RulePlan, facts: Mapping[str, str], row: int) -> dict[str, str]:
    """What the person is paid within the ceilings, and whether anything of it is unknown."""
    block = plan.roster_helper

    def cell(name: str) -> str:
        return block.cell(name, row)

    formulas: dict[str, str] = {}
    unknown: list[str] = [f'{cell(key)}=""' for key in item.count_keys]
    if item.each is not None:
        unknown.insert(0, f'{cell("each")}=""')
        paid = cell("each")
        if item.rule.measure.household is not None:
            formulas, paid = within_ceiling(plan, item, facts, row)
        formulas["person_yuan"] = f'IF({cell("each")}="","",{paid}/100)'
    counted = f"{cell('counted')}=1"
    formulas["unknown"] = f"IF({both([counted, either(unknown)])},1,0)"
    return formulas
