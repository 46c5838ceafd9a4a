"""One workbook for any measure, made from one of the examples that stand beside its rule.

The example's facts become cells: facts of the claim in the claims sheet, facts of a person
in the rows of the roster, months of work as dates and payments. What a requirement asks for
and the example leaves out is filled with what just meets it.
"""

import random
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from claimcheck.evaluate.employment import counting
from claimcheck.forms import ColumnType, Form, SheetKind, form
from claimcheck.identity import id_check_character
from claimcheck.policy import FactType, Rule, fact
from claimcheck.policy.employment import MonthsFrom
from claimcheck.policy.model import Example, Level, People, Requirement
from claimcheck.policy.overlaps import window_of
from claimcheck.policy.readings import holds
from claimcheck.policy.uses import uses
from samples import people
from samples.honest import Row

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES

#: Examples for more people than this are left to `calc`.
MOST_PEOPLE = 250

#: Facts that the evaluation finds from the rows.
_FOUND = {"headcount", "months_employed", "monthly_wage_yuan", "contract_months", "has_contract",
          "insured_months", "is_insured", "age"}  # fmt: skip


@dataclass
class Typical:
    """The rows of a workbook, and the amount that they must give."""

    form: Form
    rows: dict[SheetKind, list[Row]]
    amount: int | float | None  #: None where the office has to decide, or gives no money
    outcome: str


def usable(rule: Rule) -> Iterator[Example]:
    """The examples of a rule that can be written as rows."""
    for example in rule.measure.examples:
        facts = example.facts
        paid = example.outcome in ("amount", "needs_decision", "in_kind")
        few = int(facts.get("headcount", 1)) <= MOST_PEOPLE
        if paid and few and not example.readings and "decided_yuan" not in facts:
            yield example


def typical(rule: Rule, example: Example, on: date, seed: int = 1) -> Typical:
    """The rows for one example.

    Args:
        rule: the rule.
        example: one of `usable`.
        on: the day by which the rows will be judged.
        seed: the same seed gives the same people.
    """
    made = form(rule.measure.type)
    generator = random.Random(seed)
    facts = dict(example.facts)
    for requirement in rule.measure.requirements:
        if holds(requirement.when, rule.defaults) and requirement.formula is None:
            facts.setdefault(requirement.fact, _meeting(rule, requirement))
    levels = {use.fact.key: use.level for use in uses(rule.measure, rule.defaults)}
    heads = int(facts.get("headcount", 1)) if rule.measure.people is not People.NONE else 0
    start = _start(rule, on)
    firm = people.firm(generator)
    claim = _claim(rule, firm, start, on, people.credit_code(generator))
    claim |= {
        "claimed_people": heads,
        "claimed_yuan": example.amount or example.least or example.most or 1_000,
    }
    claim |= _cells(made, CLAIMS, {k: v for k, v in facts.items() if levels.get(k) is Level.CLAIM})
    persons = {k: v for k, v in facts.items() if levels.get(k) is Level.PERSON}
    roster, wages = [], []
    for number in range(heads):
        person = _person(rule, made, persons, start, on, generator, number, firm)
        roster.append(person)
        wages += _payments(rule, persons, person, generator, firm)
    rows = {CLAIMS: [claim], ROSTER: roster, WAGES: wages}
    own = {sheet.kind: rows[sheet.kind] for sheet in made.sheets}
    return Typical(made, own, example.amount, example.outcome)


def _start(rule: Rule, on: date) -> date:
    window = window_of(rule.measure, rule.document)
    return max(window.start or date(on.year, 1, 1), date(on.year, 1, 1)) + timedelta(days=4)


def _claim(rule: Rule, firm: str, start: date, on: date, code: str) -> Row:
    counties = {"6405": "沙坡头区", "640106": "金凤区", "640424": "泾源县"}
    return {
        "claim_id": "SB-001",
        "measure": rule.id,
        "applicant": firm,
        "applicant_code": code,
        "applicant_kind": "其他",
        "county": counties[rule.document.binds[0]],
        "period_start": date(start.year, 1, 1),
        "period_end": date(on.year, 12, 31),
    }


def _meeting(rule: Rule, requirement: Requirement) -> Any:
    """A value that just meets a requirement."""
    kind = fact(requirement.fact).type
    if requirement.one_of:
        return requirement.one_of[0]
    if requirement.is_true is not None:
        return requirement.is_true
    for bound, step in (("at_least", 0), ("at_most", 0), ("more_than", 1), ("less_than", -1)):
        value = getattr(requirement, bound)
        if value is not None:
            number = rule.measure.numbers[value].value if isinstance(value, str) else value
            return float(number) + step if kind is FactType.PERCENT else int(float(number)) + step
    return requirement.on_or_after or requirement.on_or_before


def _cells(made: Form, kind: SheetKind, facts: dict[str, Any]) -> Row:
    sheet = made.sheet(kind)
    columns = {column.key: column for column in sheet.inputs} if sheet else {}
    cells: Row = {}
    for key, value in facts.items():
        if key in columns and value is not None:
            flag = columns[key].type is ColumnType.FLAG
            cells[key] = ("是" if value else "否") if flag else value
    return cells


def _person(
    rule: Rule,
    made: Form,
    facts: dict[str, Any],
    start: date,
    on: date,
    generator: random.Random,
    number: int,
    firm: str,
) -> Row:
    born = on.year - int(facts.get("age", 30)) - 1
    first_17 = f"{people.AREA}{born}0101{number:03d}"
    months = int(facts.get("months_employed", 0))
    how = counting(rule, rule.defaults)
    hired = facts.get("hired_on") or start
    if isinstance(hired, str):
        hired = date.fromisoformat(hired)
    row: Row = {
        "claim_id": "SB-001",
        "name": people.name(generator),
        "id_number": first_17 + id_check_character(first_17),
        "employer": firm,
        "hired_on": hired,
        "phone": people.phone(generator),
        "bank_account": people.account(generator),
    }
    row |= _cells(made, ROSTER, {k: v for k, v in facts.items() if k not in _FOUND})
    row["hired_on"] = hired
    by_dates = how is None or how.employment.months is MonthsFrom.DATES
    if by_dates and "months_employed" in facts:
        row["left_on"] = _after(hired, months)
    if facts.get("has_contract") or "contract_months" in facts:
        row |= {
            "contract_start": hired,
            "contract_end": _after(hired, int(facts.get("contract_months", 24))),
        }
    if facts.get("is_insured") or "insured_months" in facts:
        first = date(hired.year, hired.month, 1)
        row |= {
            "insured_from": first,
            "insured_to": _after(first, int(facts.get("insured_months", 12))),
        }
    if "monthly_wage_yuan" in facts:
        row["monthly_wage_yuan"] = facts["monthly_wage_yuan"]
    return row


def _payments(
    rule: Rule, facts: dict[str, Any], person: Row, generator: random.Random, firm: str
) -> Iterator[Row]:
    how = counting(rule, rule.defaults)
    if how is None or how.employment.months is not MonthsFrom.PAYMENTS:
        return
    wage = facts.get("monthly_wage_yuan", max(how.floor_fen // 100, 3000))
    for month in range(int(facts.get("months_employed", 6))):
        paid = _after(person["hired_on"], month) + timedelta(days=1)
        yield {
            "id_number": person["id_number"],
            "name": person["name"],
            "paid_on": paid,
            "amount_yuan": wage,
            "payer": firm,
            "payee_account": person["bank_account"],
            "reference": f"LS{generator.randrange(10**10):010d}",
            "memo": "工资",
        }


def _after(start: date, months: int) -> date:
    """The last day of so many full months from a day on."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)
