"""The columns that the rules themselves ask for: one for every fact of a type's measures.

A fact that follows from dates in the roster (the months of a contract, an age) becomes the
columns of those dates instead.
"""

from functools import cache

import msgspec

from claimcheck.columns import Column, ColumnType, SheetKind, base_columns
from claimcheck.policy import Fact, FactType, Rule, facts, rules
from claimcheck.policy.model import Level
from claimcheck.policy.uses import DECIDED, Use, uses

_TYPES = {
    FactType.COUNT: ColumnType.COUNT,
    FactType.MONTHS: ColumnType.COUNT,
    FactType.YUAN: ColumnType.YUAN,
    FactType.PERCENT: ColumnType.PERCENT,
    FactType.DATE: ColumnType.DATE,
    FactType.FLAG: ColumnType.FLAG,
    FactType.CHOICE: ColumnType.CHOICE,
    FactType.TEXT: ColumnType.TEXT,
}

#: fact → the roster columns from which `claimcheck.evaluate.derive` finds it, the
#: indispensable one first
FOUND_FROM = {
    "has_contract": ("contract_start", "contract_end"),
    "contract_months": ("contract_start", "contract_end"),
    "is_insured": ("insured_from", "insured_to"),
    "insured_months": ("insured_from", "insured_to"),
    "months_employed": ("hired_on", "left_on"),
    "months_before_window": ("hired_on",),
    "age": ("hired_on",),
}

#: Facts that the evaluation finds from the people, or that only the office states.
_NEVER_ASKED = {"headcount", DECIDED}


def fact_columns(claim_type: str, kind: SheetKind) -> list[Column]:
    """The columns that a type's measures need on a sheet.

    First those of the default readings; then, never required and not `by_default`, those of
    other readings, so that each option that an office may choose has its facts.
    """
    if kind is SheetKind.WAGES:
        return []
    level = Level.CLAIM if kind is SheetKind.CLAIMS else Level.PERSON
    chosen = [rule for rule in rules().values() if rule.measure.type == claim_type]
    known = base_columns(kind)
    taken = [[use for use in _by_default(rule.measure.id) if use.level is level] for rule in chosen]
    # A column is required where every measure of the type needs it.
    everywhere = set.intersection(
        *({use.fact.key for use in needed if use.required} for needed in taken)
    )
    found: dict[str, Column] = {}
    for rule, needed in zip(chosen, taken, strict=True):
        for use in needed:
            if use.fact.key not in _NEVER_ASKED:
                for column in _columns(use, known, use.fact.key in everywhere):
                    found.setdefault(column.key, column)
        if rule.measure.household and level is Level.PERSON:
            found.setdefault("household_id", known["household_id"])
    for rule in chosen:
        for use in _under_any(rule.measure.id):
            if use.level is level and use.fact.key not in _NEVER_ASKED:
                for column in _columns(use, known, required=False):
                    other = msgspec.structs.replace(column, by_default=False)
                    found.setdefault(column.key, other)
    return list(found.values())


def decided_column(claim_type: str) -> list[Column]:
    """The column for the sum that the office has decided on; none where no measure asks it."""
    chosen = [rule for rule in rules().values() if rule.measure.type == claim_type]
    column = base_columns(SheetKind.CLAIMS)[DECIDED]
    return [column] if any(map(is_decided, chosen)) else []


def is_decided(rule: Rule) -> bool:
    """Whether the text leaves the sum to the office under some reading."""
    return any(item.left_to_office for item in rule.measure.amounts)


def fact_of(column: Column) -> Fact | None:
    """The fact that a column holds; None where it holds something else."""
    known = facts().get(column.key)
    return known if known is not None and _TYPES[known.type] is column.type else None


def doubtful_fact(column: Column) -> Fact | None:
    """The fact that a column of numbers holds, where its unit may be mistaken for another."""
    known = fact_of(column)
    return known if known is not None and known.slip is not None else None


@cache
def _by_default(measure_id: str) -> list[Use]:
    """What a measure takes under the default readings; both sheets ask for it."""
    rule = rules()[measure_id]
    return uses(rule.measure, rule.defaults)


@cache
def _under_any(measure_id: str) -> list[Use]:
    return uses(rules()[measure_id].measure)


def _columns(use: Use, known: dict[str, Column], required: bool) -> list[Column]:
    sources = FOUND_FROM.get(use.fact.key)
    if sources and use.level is Level.PERSON:
        return [_asked(known[key], required) for key in sources]
    if use.fact.key in known:
        return [_asked(known[use.fact.key], required)]
    return [_column(use.fact, required)]


def _asked(column: Column, required: bool) -> Column:
    """A column that the vocabulary requires is not, where some measure does without it."""
    return msgspec.structs.replace(column, required=column.required and required)


def _column(fact: Fact, required: bool) -> Column:
    kind = _TYPES[fact.type]
    unit = f"（{fact.unit}）" if fact.unit else ""
    longest = max((fact.label, *(fact.options or ())), key=len)
    return Column(
        key=fact.key,
        header=fact.label + unit,
        type=kind,
        required=required,
        options=["是", "否"] if kind is ColumnType.FLAG else _options(fact),
        unit=fact.unit,
        aliases=[fact.label] if unit else [],
        help=fact.help or _HELP[kind],
        width=max(12, min(2 * len(longest) + 2, 24)),
    )


def _options(fact: Fact) -> list[str] | None:
    return list(fact.options) if fact.options else None


_HELP = {
    ColumnType.COUNT: "填整数。",
    ColumnType.YUAN: "以元为单位，最多两位小数。",
    ColumnType.PERCENT: "填百分数，如 5.5 或 5.5%；小于 1 的写明百分号，如 0.3%。",
    ColumnType.DATE: "如 2026-03-05。",
    ColumnType.FLAG: "从列表中选择“是”或“否”。",
    ColumnType.CHOICE: "从列表中选择。",
    ColumnType.TEXT: "",
}
