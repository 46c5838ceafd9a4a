"""One rule of a template: its facts, its requirements, and the columns of its helper sheets."""

from dataclasses import dataclass
from functools import cached_property

from addin.formulas.expression import number_text
from addin.formulas.requirements import met_key, seen_key
from addin.formulas.text import quote
from addin.template.layout import HEADER_ROW, PLACE, Block
from addin.template.unit_plan import UnitPlan, unit_plan
from claimcheck.compiler.requirements import in_force
from claimcheck.evaluate.derive import SOURCES
from claimcheck.evaluate.employment import Counting, counting, tests_all_stints
from claimcheck.forms import Form, SheetKind, whole_form
from claimcheck.office import Standard
from claimcheck.policy import Rule
from claimcheck.policy.employment import MonthsFrom
from claimcheck.policy.model import Level, People, Requirement
from claimcheck.policy.readings import holds
from claimcheck.policy.sums import Amount, Count
from claimcheck.policy.uses import DECIDED, Use, amount_in_force, used_counts, uses

#: the facts that the months of pay give
EMPLOYMENT_FACTS = ("months_employed", "months_before_window", "monthly_wage_yuan")

#: what the facts of a claim lead to
CLAIM_RESULTS = ("least", "most", "decided", "computed", "outcome", "amount")


@dataclass(frozen=True)
class RulePlan:
    """One rule of the template, under the readings that the template is built for."""

    rule: Rule
    index: int  #: its place in the template, from 1
    chosen: dict[str, str]
    form: Form
    people: int
    claims: int
    standard: Standard | None = None  #: the sum that the office has set
    is_draft: bool = False  #: whether it rests on a draft that the office has not adopted

    @cached_property
    def counting(self) -> Counting | None:
        """How months are counted; None where the rule counts none."""
        return counting(self.rule, self.chosen)

    def requirements(self, level: Level) -> list[Requirement]:
        """The requirements of a level that hold under the chosen readings."""
        return in_force(self.rule.measure, self.chosen, level)

    @property
    def amount(self) -> Amount:
        """The amount that holds under the chosen readings."""
        return amount_in_force(self.rule.measure, self.chosen)

    @property
    def is_decided(self) -> bool:
        """Whether the text leaves the sum to the office."""
        return self.amount.left_to_office

    @property
    def tests_people(self) -> bool:
        """Whether the rule wants people at all."""
        return self.rule.measure.people is not People.NONE

    @cached_property
    def each(self) -> Amount | None:
        """What one person is paid under the chosen readings; None where nobody is."""
        found = [item for item in self.rule.measure.each if holds(item.when, self.chosen)]
        return found[0] if found else None

    @cached_property
    def counts(self) -> list[Count]:
        """The counts that are used under the chosen readings."""
        return used_counts(self.rule.measure, self.chosen)

    @cached_property
    def claim_uses(self) -> list[Use]:
        """The facts that a claim of this rule has, those that are found left out."""
        found = uses(self.rule.measure, self.chosen)
        return [
            use
            for use in found
            if use.level is Level.CLAIM and use.fact.key not in {"headcount", DECIDED}
        ]

    @cached_property
    def person_facts(self) -> list[str]:
        """The keys of the facts that a person of this rule has, those of months left out."""
        keys = [
            use.fact.key
            for use in uses(self.rule.measure, self.chosen)
            if use.level is Level.PERSON
        ]
        if self.rule.measure.household:
            keys.append(self.rule.measure.household.paid)
        found = EMPLOYMENT_FACTS if self.counting else ()
        return [key for key in dict.fromkeys(keys) if key not in found]

    @cached_property
    def basics(self) -> list[str]:
        """What must hold for a person whatever the measure says."""
        by_pay = self.counting and self.counting.employment.months is MonthsFrom.PAYMENTS
        return ["identity", "agreement", "unique", *(["evidence"] if by_pay else [])]

    @property
    def tests_all_stints(self) -> bool:
        """Whether the wage floor is held against the months of all stints of a person."""
        return self.counting is not None and tests_all_stints(self.counting)

    @property
    def finds_income(self) -> bool:
        """Whether incomes are found from the wage flow."""
        wages = self.form.sheet(SheetKind.WAGES) is not None
        return self.rule.measure.income is not None and self.counting is not None and wages

    @cached_property
    def income_facts(self) -> tuple[str, ...]:
        """The averages that are looked at under the chosen readings, and found."""
        income = self.rule.measure.income
        keys = {use.fact.key for use in self.claim_uses}
        averages = (income.counted, income.listed) if income else ()
        return tuple(key for key in averages if key in keys)

    @property
    def finds_own_income(self) -> bool:
        """Whether the incomes of single people are looked at, and found."""
        income = self.rule.measure.income
        return self.finds_income and income is not None and income.person in self.person_facts

    def _income_columns(self) -> tuple[str, ...]:
        own = ("differing",) if self.finds_own_income else ()
        found = (f"found_{key}" for key in self.income_facts)
        return ("listed_pay", *own, *found) if self.finds_income else ()

    @cached_property
    def claim_units(self) -> UnitPlan:
        """The facts of a claim whose unit may be in doubt."""
        decided = [DECIDED] if self.is_decided else []
        keys = [*(use.fact.key for use in self.claim_uses), *decided]
        return unit_plan(whole_form(self.form.type).sheet(SheetKind.CLAIMS), keys)

    @cached_property
    def person_units(self) -> UnitPlan:
        """The facts of a person whose unit may be in doubt."""
        roster = whole_form(self.form.type).sheet(SheetKind.ROSTER)
        return unit_plan(roster, self.person_facts, alone=True)

    @property
    def person_results(self) -> tuple[str, ...]:
        """What either reading of a person's numbers may change."""
        each = ("each",) if self.each else ()
        return ("counted", *each, *self.count_keys)

    @property
    def count_keys(self) -> tuple[str, ...]:
        """The columns of the counts of a person: rules that share a template share them."""
        return tuple(f"count_{place}" for place in range(len(self.counts)))

    @cached_property
    def deciding_columns(self) -> frozenset[str]:
        """The roster's columns on which the result of the rule rests, whether needed or not.

        The same as `validator.checks.columns.relevant_columns`.
        """
        found = {"claim_id", "id_number"}
        for use in uses(self.rule.measure, self.chosen):
            if use.level is Level.PERSON:
                found |= {use.fact.key, *SOURCES.get(use.fact.column, ())}
        if self.rule.measure.employment is not None:
            found |= {"hired_on", "left_on"}
        if self.rule.measure.household:
            found.add("household_id")
        return frozenset(found)

    @property
    def person_columns(self) -> frozenset[str]:
        """The roster's columns that the rule looks at."""
        household = self.rule.measure.household
        also = {household.paid} if household else set()
        return self.deciding_columns | also | ({"monthly_wage_yuan"} if self.counting else set())

    @cached_property
    def seen_columns(self) -> dict[str, str]:
        """The columns of observed values that a formula gives, by `seen_key`."""
        computed = [item for item in self.requirements(Level.PERSON) if item.formula]
        return {seen_key(item): f"seen_{place}" for place, item in enumerate(computed)}

    @cached_property
    def taken_facts(self) -> list[str]:
        """The facts of a person that have a column of their own under this rule."""
        income = self.rule.measure.income
        found = income.person if income and self.finds_income else None
        return [key for key in self.person_facts if key == found or self.default(key) is not None]

    def person_keys(self, why_parts: int) -> tuple[tuple[str, ...], ...]:
        """The columns of a person, in groups: what stands first is needed first.

        Args:
            why_parts: in how many parts the reasons of the template's rules stand.
        """
        how = self.counting
        by_dates = how is not None and how.employment.months is MonthsFrom.DATES
        stints = ("own_wage", "stint_wage") if self.tests_all_stints else ()
        own = ("income_differs",) if self.finds_own_income else ()
        shared = ("member", "had", "through") if self.rule.measure.household else ()
        why = tuple(f"why_{place}" for place in range(why_parts)) if why_parts > 1 else ()
        return (
            (("stint",) if by_dates else ()) + stints + (EMPLOYMENT_FACTS if how else ()),
            ("new_pay", "own_pay", *own) if self.finds_income else (),
            tuple(f"taken_{key}" for key in self.taken_facts),
            ("content", "differs"),
            tuple(self.seen_columns.values()),
            (*why, "reason", "counted"),
            ("each",) if self.each else (),
            shared if self.each else (),
            ("person_yuan",) if self.each else (),
            self.count_keys,
            ("unknown",),
            self.person_units.columns(
                [*self.seen_columns.values(), *self.person_results, "result"]
            ),
        )

    @cached_property
    def claim(self) -> Block:
        """The helper rows of this rule, one a claim."""
        keys = (
            *(PLACE, "mine", "out", "headcount"),
            *(f"fact_{use.fact.key}" for use in self.claim_uses),
            *self._income_columns(),
            *(["each_total"] if self.each else []),
            *(f"count_{count.name}" for count in self.counts),
            *("unknown", "blocked", "complete", "met_anyone"),
            *self._tested(Level.CLAIM),
            *CLAIM_RESULTS,
            *(["earmark"] if self.rule.measure.earmark else []),
            "reason",
            *self.claim_units.columns([*self._tested(Level.CLAIM), *CLAIM_RESULTS, "result"]),
        )
        return Block(
            f"核算申报 {self.rule.id}", f"rule_{self.index}", keys, HEADER_ROW, self.claims
        )

    def _tested(self, level: Level) -> tuple[str, ...]:
        keys: list[str] = []
        for requirement in self.requirements(level):
            keys += [seen_key(requirement)] if requirement.formula else []
            keys.append(met_key(requirement.name))
        return tuple(keys)

    def default(self, key: str) -> str | None:
        """What a fact is where it is not given, as a formula holds it; None: unknown."""
        value = self.rule.measure.defaults.get(key)
        if isinstance(value, bool):
            return quote("是" if value else "否")
        if isinstance(value, str):
            return quote(value)
        return None if value is None else number_text(value)
