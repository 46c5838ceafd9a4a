"""Holds a document's rules against the words that are quoted beside them.

Loading already refuses what contradicts itself (`claimcheck.policy.check`). The lint asks
more: every number has its witness in the quoted words, every boundary word agrees with
its operator, and every boundary has examples just below, at, and just above it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from claimcheck.policy.check import operator_of
from claimcheck.policy.facts import Fact, FactType, fact
from claimcheck.policy.model import Document, Measure, Requirement, Window
from claimcheck.policy.sums import Number, Table
from claimcheck.policy.witness import dates, witnesses

#: What a text writes where the operator includes or excludes the number.
_BOUNDARY_WORDS = {
    "at_least": "以上|达到|达|不低于|不少于|至少|满|—|-|至|、|以前|提高到|的要求",
    "more_than": "超过|多于|高于|不含",
    "at_most": "以下|以内|不超过|不高于|最高|最多|不低于|—|-|至|内|的要求",
    "less_than": "不满|不足|低于|未满|少于",
    "on_or_after": "起|自",
    "on_or_before": "止|截至|前",
}
_OPPOSITE = {
    "at_least": "less_than",
    "less_than": "at_least",
    "at_most": "more_than",
    "more_than": "at_most",
}
#: “不超过” and “不高于” contain the words for “more than”; they mean the opposite.
_NEGATED = re.compile(r"不(?:超过|高于|低于|少于)")


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it should be."""

    place: str  #: measure and part
    text: str

    def __str__(self) -> str:
        """Place and text in one line."""
        return f"{self.place}：{self.text}"


def lint(document: Document) -> list[Fault]:
    """All faults of a document that loads."""
    windows = [Fault(document.key, text) for text in _window_faults(document.window)]
    return windows + [
        Fault(f"{measure.id} {part}".strip(), text)
        for measure in document.measures
        for part, text in _measure_faults(measure)
    ]


def _measure_faults(measure: Measure) -> Iterator[tuple[str, str]]:
    for name, number in measure.numbers.items():
        yield from ((name, text) for text in _number_faults(number))
    for requirement in measure.requirements:
        for text in _requirement_faults(requirement, measure):
            yield requirement.name, text
    for table in measure.tables:
        yield from ((table.name, text) for text in _table_faults(table, measure))
    if measure.window:
        yield from (("window", text) for text in _window_faults(measure.window))
    if not measure.examples:
        yield "", "没有任何示例。"


def _window_faults(window: Window) -> Iterator[str]:
    for day in (window.start, window.end):
        if day is not None and day not in dates(window.words):
            yield f"日期 {day} 在所引词句“{window.words}”中没有依据。"


def _number_faults(number: Number) -> Iterator[str]:
    value = Fraction(str(number.value))
    if value not in witnesses(number.words):
        yield f"数 {number.value} 在所引词句“{number.words}”中没有依据。"


def _requirement_faults(requirement: Requirement, measure: Measure) -> Iterator[str]:
    operator = operator_of(requirement)
    value = getattr(requirement, operator)
    if isinstance(value, date):
        if value not in dates(requirement.words):
            yield f"日期 {value} 在所引词句“{requirement.words}”中没有依据。"
        yield from _date_example_faults(requirement, value, measure)
    elif operator == "one_of":
        yield from _option_faults(requirement, measure)
    elif not isinstance(value, bool):
        limit = _limit(value, measure)
        written = not _goes_without_saying(limit, fact(requirement.fact))
        if written and limit not in witnesses(requirement.words):
            yield f"界限 {value} 在所引词句“{requirement.words}”中没有依据。"
        if written and not _has_variant(requirement, measure):
            yield from _word_faults(requirement, operator)
        if not requirement.formula or requirement.fact in requirement.formula:
            yield from _example_faults(fact(requirement.fact), limit, measure)


def _goes_without_saying(limit: Fraction, by: Fact) -> bool:
    """Whether no text writes a bound: none at all, or a first one of what is counted."""
    return limit == 0 or (limit == 1 and by.type is not FactType.YUAN)


def _has_variant(requirement: Requirement, measure: Measure) -> bool:
    """Whether a reading decides between two operators for the same words."""
    return any(
        other.when
        and other.words == requirement.words
        and other.fact == requirement.fact
        and operator_of(other) != operator_of(requirement)
        for other in measure.requirements
    )


def _word_faults(requirement: Requirement, operator: str) -> Iterator[str]:
    words = requirement.words
    if requirement.opposite:
        operator = _OPPOSITE[operator]
    if operator in {"more_than", "less_than"}:
        words = _NEGATED.sub("", words)
    if operator == "at_most":
        words = words.replace("不低于", "")
    if not re.search(_BOUNDARY_WORDS[operator], words):
        yield f"比较方式 {operator} 与所引词句“{requirement.words}”不一致。"


def _table_faults(table: Table, measure: Measure) -> Iterator[str]:
    tiers = {row.value for other in measure.tables if other.unit == "tier" for row in other.rows}
    for row in table.rows:
        known = witnesses(row.words)
        bounds = [row.start] if row.end is None else [row.start, row.end]
        if table.by == "tier":
            # No text numbers its tiers: the measure's other tables do.
            yield from (
                f"表“{table.name}”有第 {bound} 档，没有一张表给出这一档。"
                for bound in bounds
                if bound not in tiers
            )
            bounds = []
        values = [] if table.unit == "tier" else [row.value]
        for number in [*bounds, *values]:
            if Fraction(str(number)) not in known:
                yield f"数 {number} 在所引词句“{row.words}”中没有依据。"
        if not fact(table.by).derived:
            yield from _example_faults(fact(table.by), Fraction(str(row.start)), measure)


def _example_faults(by: Fact, limit: Fraction, measure: Measure) -> Iterator[str]:
    """Examples must lie just below, at and just above a bound of a number."""
    if by.derived or limit <= 0:
        return
    given = [
        Fraction(str(example.facts[by.key]))
        for example in measure.examples
        if by.key in example.facts
    ]
    lacking = [
        name
        for name, fits in [
            (f"{_plain(limit)} 之下", any(limit - 1 <= value < limit for value in given)),
            (f"恰为 {_plain(limit)}", limit in given),
            (f"{_plain(limit)} 之上", any(limit < value <= limit + 1 for value in given)),
        ]
        if not fits
    ]
    if lacking:
        yield f"“{by.label}”缺少边界示例：{'、'.join(lacking)}。"


def _date_example_faults(requirement: Requirement, limit: date, measure: Measure) -> Iterator[str]:
    given = {example.facts.get(requirement.fact) for example in measure.examples}
    step = timedelta(days=-1 if requirement.on_or_after else 1)
    lacking = [day for day in (limit, limit + step) if day.isoformat() not in given]
    if lacking:
        shown = "、".join(day.isoformat() for day in lacking)
        yield f"“{fact(requirement.fact).label}”缺少边界示例：{shown}。"


def _option_faults(requirement: Requirement, measure: Measure) -> Iterator[str]:
    """At least one example outside the list must show what is refused."""
    by = fact(requirement.fact)
    given = {example.facts.get(by.key) for example in measure.examples} - {None}
    allowed = set(requirement.one_of or [])
    if by.type is FactType.CHOICE and not given - allowed:
        yield f"“{by.label}”缺少不在列表之内的示例。"


def _limit(value: float | str, measure: Measure) -> Fraction:
    if isinstance(value, str):
        return Fraction(str(measure.numbers[value].value))
    return Fraction(str(value))


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"
