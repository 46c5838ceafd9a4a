"""The roster's columns that the rules of a template look at, and what is found beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from addin.template.layout import PLACE
from addin.template.rule_plan import RulePlan
from claimcheck.evaluate.derive import SOURCES
from claimcheck.forms import Column, ColumnType
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.policy.employment import MonthsFrom
from claimcheck.policy.model import Level
from claimcheck.policy.uses import uses

#: columns of the claim that stand beside its people, for the functions in Python
OF_CLAIM = ("measure", "period_start", "period_end")

#: the fact that the office's file can give for everybody
MINIMUM_WAGE = "minimum_wage_yuan"

#: So many tests of people fit the longest formula that Excel takes, beside four of the basics.
_REASONS_A_FORMULA, _BASICS = 20, 2


@dataclass(frozen=True)
class RosterPlan:
    """The roster: which of its columns matter, and what is found of a person."""

    inputs: tuple[Column, ...]  #: the columns that people fill in
    rules: tuple[RulePlan, ...]
    wages_supplied: bool  #: whether the office's file gives minimum wages
    has_payments: bool  #: whether the form has a wage flow

    @cached_property
    def person_columns(self) -> tuple[str, ...]:
        """The columns that some rule looks at, or that every row needs."""
        looked_at: set[str] = set()
        for item in self.rules:
            looked_at |= item.person_columns
        return tuple(
            column.key
            for column in self.inputs
            if column.required or column.type is ColumnType.ID_NUMBER or column.key in looked_at
        )

    @cached_property
    def doubtful(self) -> list[str]:
        """Those of them whose numbers may have their unit behind them."""
        return [key for key in doubtful_keys(self.inputs) if key in self.person_columns]

    @cached_property
    def found_facts(self) -> tuple[str, ...]:
        """The facts that are found from the roster's dates because no column states them."""
        present = {column.key for column in self.inputs}
        wanted = {
            use.fact.key
            for item in self.rules
            for use in uses(item.rule.measure, item.chosen)
            if use.level is Level.PERSON
        }
        # Every roster has these two, if only empty.
        sources = present | {"hired_on", "left_on"}
        return tuple(
            key
            for key, columns in SOURCES.items()
            if key in wanted and key not in present and sources.issuperset(columns)
        )

    @cached_property
    def other_ids(self) -> list[str]:
        """The columns with ID numbers of others than the person."""
        return [
            column.key
            for column in self.inputs
            if column.type is ColumnType.ID_NUMBER and column.key != "id_number"
        ]

    @cached_property
    def supplied_by_office(self) -> list[str]:
        """The columns that the office's file fills where they are left empty."""
        asked = any(column.key == MINIMUM_WAGE for column in self.inputs)
        return [MINIMUM_WAGE] if self.wages_supplied and asked else []

    @cached_property
    def counts_by_dates(self) -> bool:
        """Whether some rule counts the months between dates, so that stints are added up."""
        return any(
            item.counting is not None and item.counting.employment.months is MonthsFrom.DATES
            for item in self.rules
        )

    @cached_property
    def why_parts(self) -> list[list[RulePlan]]:
        """The rules, in parts whose reasons for a person fit one formula."""
        parts: list[list[RulePlan]] = [[]]
        size = 0
        for item in self.rules:
            own = len(item.requirements(Level.PERSON)) + _BASICS
            if parts[-1] and size + own > _REASONS_A_FORMULA:
                parts.append([])
                size = 0
            parts[-1].append(item)
            size += own
        return parts

    @cached_property
    def helper_columns(self) -> tuple[str, ...]:
        """What is known of a person, and what the rule that the person's claim names says."""
        stints = ("stint_end", "apart") if self.counts_by_dates else ()
        return (
            PLACE,
            *(f"fact_{key}" for key in (*self.person_columns, *OF_CLAIM)),
            *(f"raw_{key}" for key in self.doubtful),
            *("claim_pos", "measure_pos", "out", "id_text", "person_key"),
            *("id_shape", "id_fault", "person_pos", "again", "in_other_claim"),
            *("twice", "repeated", "rows_of_person"),
            *("stint_start", *stints, "first_of_claim"),
            *(f"{part}_{key}" for key in self.other_ids for part in ("shape", "fault")),
            *(f"fact_{key}" for key in self.found_facts),
            *(("beyond",) if self.has_payments else ()),
            *_together(item.person_keys(len(self.why_parts)) for item in self.rules),
        )


def doubtful_keys(columns: Iterable[Column]) -> list[str]:
    """The columns whose numbers may have their unit behind them."""
    return [column.key for column in columns if doubtful_fact(column) is not None]


def fault_key(column: Column) -> str:
    """The helper column that says what is wrong with an ID number of the roster."""
    return "id_fault" if column.key == "id_number" else f"fault_{column.key}"


def _together(groups: Iterable[tuple[tuple[str, ...], ...]]) -> tuple[str, ...]:
    """The columns of all rules, group by group, each once."""
    merged = zip_longest(*groups, fillvalue=())
    return tuple(dict.fromkeys(key for group in merged for keys in group for key in keys))
