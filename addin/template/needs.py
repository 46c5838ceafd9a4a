"""Which of a form's columns a rule works with, and which it cannot do without."""

from addin.template.rule_plan import RulePlan
from claimcheck.forms import Sheet, SheetKind
from claimcheck.forms.fact_columns import FOUND_FROM
from claimcheck.policy.model import Level
from claimcheck.policy.uses import uses


def used_columns(item: RulePlan, sheet: Sheet) -> set[str]:
    """The columns of facts that a rule looks at."""
    return {key for fact, _ in _facts(item, sheet.kind) for key in _columns(fact, sheet)}


def needed_columns(item: RulePlan, sheet: Sheet) -> set[str]:
    """The columns of facts without which a rule gives nothing, or counts nobody."""
    return {
        _columns(fact, sheet)[0]
        for fact, needed in _facts(item, sheet.kind)
        if needed and _columns(fact, sheet)
    }


def fact_columns(items: tuple[RulePlan, ...], sheet: Sheet) -> list[str]:
    """The columns that some rule of the template looks at, those that every row needs left out."""
    found: set[str] = set()
    for item in items:
        found |= used_columns(item, sheet)
    return [column.key for column in sheet.columns if column.key in found and not column.required]


def _facts(item: RulePlan, kind: SheetKind) -> list[tuple[str, bool]]:
    measure = item.rule.measure
    level = Level.CLAIM if kind is SheetKind.CLAIMS else Level.PERSON
    presumed = {
        requirement.fact for requirement in item.requirements(level) if requirement.presumed
    }
    return [
        (
            use.fact.key,
            use.required
            if level is Level.CLAIM
            else use.fact.key not in presumed and use.fact.key not in measure.defaults,
        )
        for use in uses(measure, item.chosen)
        if use.level is level
    ]


def _columns(fact: str, sheet: Sheet) -> list[str]:
    present = {column.key for column in sheet.columns}
    if fact in present:
        return [fact]
    return [key for key in FOUND_FROM.get(fact, ()) if key in present]
