"""Columns that a form asks of some measures only, and that a file lacks though it claims those.

A cell that is left empty is a fact that one person lacks. Where the whole column is missing,
nobody can have the fact: that is said once, and not of every person of the list.
"""

from collections.abc import Iterable, Iterator, Mapping

from claimcheck.evaluate.derive import SOURCES
from claimcheck.evaluate.employment import FOUND, Counting, counting
from claimcheck.forms import Column, Sheet, SheetKind
from claimcheck.policy import Fact, Rule
from claimcheck.policy.employment import MonthsFrom, WageTest
from claimcheck.policy.model import Level
from claimcheck.policy.uses import DECIDED, ROLLED_UP, uses
from validator.reading.batch import Input
from validator.reading.results import SheetRead

#: An empty cell of these says "still so", and so does a list without the column.
_MAY_BE_ABSENT = frozenset({"left_on"})


def lacking_columns(
    entry: Input, rule: Rule, needed: Iterable[tuple[SheetKind, Fact]]
) -> Iterator[tuple[SheetRead, Column]]:
    """The columns that a file's sheets lack and without which a measure cannot be judged.

    Columns that the form requires of every claim are left out: they are missing anyway.

    Args:
        entry: a file that was read.
        rule: the measure.
        needed: see `needed_facts`.
    """
    said: set[tuple[SheetKind, str]] = set()
    for kind, fact in needed:
        read = entry.sheets.get(kind)
        if read is None or read.headers is None:
            continue
        present = set(read.headers.positions)
        if fact.key in present:
            continue
        known = {column.key: column for column in read.sheet.inputs}
        for key in _columns(fact, read.sheet):
            if key not in present and (kind, key) not in said and not known[key].required:
                said.add((kind, key))
                yield read, known[key]
    household = entry.sheets.get(SheetKind.ROSTER)
    if rule.measure.household and household is not None and household.headers is not None:
        column = next((c for c in household.sheet.inputs if c.key == "household_id"), None)
        if column and column.key not in household.headers.positions and not column.required:
            yield household, column


def needed_facts(rule: Rule, chosen: Mapping[str, str]) -> Iterator[tuple[SheetKind, Fact]]:
    """The facts without which a claim gives nothing, or a person does not count.

    Args:
        rule: the measure.
        chosen: the option in force for each of its readings.
    """
    measure, chosen = rule.measure, dict(chosen)
    presumed = {item.fact for item in measure.requirements if item.presumed}
    how = counting(rule, chosen)
    income = measure.income
    # What the wage flow tells may be left out; where it tells nothing, that is said of the claim.
    found = {income.person, income.counted, income.listed} if income else set()
    for use in uses(measure, chosen):
        fact = use.fact
        if fact.key in found:
            continue
        if use.level is Level.CLAIM:
            if use.required and fact.key not in (*ROLLED_UP, DECIDED):
                yield SheetKind.CLAIMS, fact
        elif fact.key not in {*presumed, *measure.defaults} and (
            how is None or fact.column not in FOUND or _from_roster(fact, how)
        ):
            yield SheetKind.ROSTER, fact


def _from_roster(fact: Fact, how: Counting) -> bool:
    """Whether a fact that is mostly found in the wage flow rests on the roster this time."""
    if fact.key == "monthly_wage_yuan":
        return how.employment.wage is WageTest.STATED
    return how.employment.months is MonthsFrom.DATES


def _columns(fact: Fact, sheet: Sheet) -> list[str]:
    """The columns of a sheet that a fact is read from; none where the form does not ask for it."""
    known = {column.key for column in sheet.inputs}
    if fact.key in known:
        return [fact.key]
    sources = SOURCES.get(fact.column, ()) if sheet.kind is SheetKind.ROSTER else ()
    return [key for key in sources if key in known and key not in _MAY_BE_ABSENT]


def relevant_columns(rule: Rule, chosen: Mapping[str, str], kind: SheetKind) -> frozenset[str]:
    """The columns of a sheet on which the result of a measure rests, whether needed or not.

    Args:
        rule: the measure.
        chosen: the option in force for each of its readings.
        kind: the sheet.
    """
    level = Level.CLAIM if kind is SheetKind.CLAIMS else Level.PERSON
    found = set()
    for use in uses(rule.measure, chosen):
        if use.level is level:
            found |= {use.fact.key, *SOURCES.get(use.fact.column, ())}
    if kind is SheetKind.ROSTER:
        found |= {"claim_id", "id_number"}
        if rule.measure.employment is not None:
            found |= {"hired_on", "left_on"}
        if rule.measure.household:
            found.add("household_id")
    return frozenset(found)
