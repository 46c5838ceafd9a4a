"""What a template will hold: its form, rules, readings, rows, and where everything stands."""

from dataclasses import dataclass
from functools import cached_property

from addin.formulas.requirements import requirements_in_force
from addin.template.computed import all_columns
from addin.template.layout import Block
from claimcheck.errors import DataFileError
from claimcheck.evaluate.employment import Counting, counting
from claimcheck.forms import Form, Sheet, SheetKind, form
from claimcheck.policy import Rule, rules
from claimcheck.policy.model import Amount, Level, Requirement, Span
from claimcheck.policy.uses import Use, amount_in_force, uses
from claimcheck.settings import Settings

#: Raised when sheets, columns or formulas of the templates change.
TEMPLATE_VERSION = 1

HEADER_ROW = 3
DEFAULT_PEOPLE = 500
DEFAULT_CLAIMS = 20
PAYMENTS_A_PERSON = 6

#: months shown where no policy window says how many can count
_OPEN_MONTHS = 24

GRID_SHEET = "逐月工资"
LISTS_SHEET = "列表"
CLAIMS_HELPER = "核算申报"
ROSTER_HELPER = "核算人员"
WAGES_HELPER = "核算流水"

#: the facts that the months of pay give
EMPLOYMENT_FACTS = ("months_employed", "months_before_window", "monthly_wage_yuan")

#: what CC_ROSTER and CC_TOTAL give, in their order
ROSTER_RESULT = ("months", "lowest", "average", "counted", "reason", "amount")
TOTAL_RESULT = ("people", "amount", "reason")


@dataclass(frozen=True)
class RulePlan:
    """One rule of the template, under the readings that the template is built for."""

    rule: Rule
    chosen: dict[str, str]
    people: int
    claims: int

    @cached_property
    def counting(self) -> Counting | None:
        """How months are counted; None where the rule counts none."""
        return counting(self.rule, self.chosen)

    def requirements(self, level: Level) -> list[Requirement]:
        """The requirements of a level that hold under the chosen readings."""
        return requirements_in_force(self.rule, self.chosen, level)

    @property
    def amount(self) -> Amount:
        """The amount that holds under the chosen readings."""
        return amount_in_force(self.rule.measure, self.chosen)

    @cached_property
    def claim_uses(self) -> list[Use]:
        """The facts that a claim of this rule has."""
        found = uses(self.rule.measure, self.chosen)
        return [use for use in found if use.level is Level.CLAIM]

    @cached_property
    def roster(self) -> Block:
        """The helper rows of this rule, one a person."""
        keys = (
            *("paid", "missed", "lowest", "average"),
            *EMPLOYMENT_FACTS,
            *("met_identity", "met_unique", "met_evidence"),
            *(f"met_{item.name}" for item in self.requirements(Level.PERSON)),
            *("counted", "reason"),
            *(f"python_{name}" for name in ROSTER_RESULT),
        )
        return Block(f"核算人员 {self.rule.id}", keys, HEADER_ROW, self.people)

    @cached_property
    def claim(self) -> Block:
        """The helper rows of this rule, one a claim."""
        facts = [use.fact.key for use in self.claim_uses if use.fact.key != "headcount"]
        keys = (
            *("people", "headcount", *facts, "complete", "met_anyone"),
            *(f"met_{item.name}" for item in self.requirements(Level.CLAIM)),
            *("outcome", "amount", "reason"),
            *(f"python_{name}" for name in TOTAL_RESULT),
        )
        return Block(f"核算申报 {self.rule.id}", keys, HEADER_ROW, self.claims)


@dataclass(frozen=True)
class Plan:
    """One template."""

    form: Form
    rules: tuple[RulePlan, ...]
    claims: int
    people: int
    payments: int

    @property
    def stamp(self) -> str:
        """What validator and add-in recognise a template by: its type and version."""
        return f"{self.form.type} {TEMPLATE_VERSION}"

    def sheet(self, kind: SheetKind) -> Sheet:
        """One of the form's sheets. Raises KeyError where the form has none."""
        found = self.form.sheet(kind)
        if found is None:
            raise KeyError(kind)
        return found

    def block(self, kind: SheetKind) -> Block:
        """Where an entry sheet's table stands."""
        sheet = self.sheet(kind)
        rows = {
            SheetKind.CLAIMS: self.claims,
            SheetKind.ROSTER: self.people,
            SheetKind.WAGES: self.payments,
        }
        keys = tuple(column.key for column in all_columns(sheet))
        return Block(sheet.name, keys, HEADER_ROW, rows[kind])

    @cached_property
    def claims_helper(self) -> Block:
        """What all rules need to know of a claim."""
        inputs = tuple(f"fact_{column.key}" for column in self.sheet(SheetKind.CLAIMS).inputs)
        keys = (
            *("started", "key", "measure_pos", "applicant_key", "applicant_pos", "roster_faults"),
            *inputs,
            "python_capital",
            *("fen", "hundred_millions", "ten_thousands", "ones", "jiao", "cents"),
            *("hundred_millions_text", "ten_thousands_text", "ones_text"),
        )
        return Block(CLAIMS_HELPER, keys, HEADER_ROW, self.claims)

    @cached_property
    def roster_helper(self) -> Block:
        """What all rules need to know of a person; `in_…` columns go to CC_ROSTER."""
        inputs = tuple(column.key for column in self.sheet(SheetKind.ROSTER).inputs)
        keys = (
            *("started", "claim_key", "claim_pos", "measure_pos", "id_number", "id_fault"),
            *("person_key", "person_pos", "twice_key", "first_of_claim"),
            *("first_month", "last_month"),
            *(f"fact_{key}" for key in inputs),
            "fact_period_end",
            *(f"in_{key}" for key in (*inputs, "period_start", "period_end")),
        )
        return Block(ROSTER_HELPER, keys, HEADER_ROW, self.people)

    @cached_property
    def wages_helper(self) -> Block:
        """What is known of a payment."""
        keys = ("id_number", "key", "person_pos", "day", "slot", "sorted", "running")
        return Block(WAGES_HELPER, keys, HEADER_ROW, self.payments)

    @property
    def window_start_known(self) -> bool:
        """Whether no rule counts months before its policy's window."""
        return all(
            item.counting is not None
            and item.counting.employment.since is Span.WINDOW
            and item.counting.window.start is not None
            for item in self.rules
        )

    @cached_property
    def months(self) -> int:
        """How many months the grid shows: those of the window where it is closed."""
        ends = []
        for item in self.rules:
            how = item.counting
            if how is None or how.employment.until is not Span.WINDOW or how.window.end is None:
                return _OPEN_MONTHS
            ends.append(how.window.end.year * 12 + how.window.end.month)
        if not self.window_start_known:
            return _OPEN_MONTHS
        return max(ends) - self.first_window_month + 1

    @property
    def first_window_month(self) -> int:
        """The first month of the earliest window, as year × 12 + month."""
        starts = [
            item.counting.window.start
            for item in self.rules
            if item.counting is not None and item.counting.window.start is not None
        ]
        first = min(starts)
        return first.year * 12 + first.month

    @cached_property
    def grid(self) -> Block:
        """The months of every person."""
        keys = ("claim_id", "name", *(f"month_{number}" for number in range(self.months)), "total")
        return Block(GRID_SHEET, keys, HEADER_ROW, self.people)


def is_carried(rule: Rule, chosen_form: Form) -> bool:
    """Whether a template can compute a rule: its facts have cells, its sum is a formula.

    A rule whose sum the office decides, or whose facts the form does not ask for, is left
    out of the template rather than computed from half of what it needs.
    """
    measure = rule.measure
    if measure.each or measure.counts or measure.household:
        return False
    if any(amount.formula is None for amount in measure.amounts):
        return False
    roster = _asked(chosen_form, SheetKind.ROSTER)
    if roster & set(measure.defaults):
        return False
    rolled_up = {"headcount"}
    asked = {
        Level.CLAIM: _asked(chosen_form, SheetKind.CLAIMS) | rolled_up,
        Level.PERSON: roster | set(EMPLOYMENT_FACTS),
    }
    return all(use.fact.key in asked[use.level] for use in uses(measure))


def _asked(chosen_form: Form, kind: SheetKind) -> set[str]:
    sheet = chosen_form.sheet(kind)
    return set() if sheet is None else {column.key for column in sheet.inputs}


def make_plan(
    claim_type: str,
    people: int = DEFAULT_PEOPLE,
    claims: int = DEFAULT_CLAIMS,
    settings: Settings | None = None,
) -> Plan:
    """Plan the template of a claim type.

    Args:
        claim_type: "hiring", …
        people: rows for people; payments get six times as many.
        claims: rows for claims.
        settings: the readings to build for; the defaults where None.

    Raises:
        DataFileError: there is no such claim type, or none of its measures can be computed
            in a template.
        ReadingError: the settings choose an option that does not exist.
    """
    settings = settings or Settings()
    chosen_form = form(claim_type)
    planned = tuple(
        RulePlan(rule, settings.chosen(rule), people, claims)
        for rule in rules().values()
        if rule.measure.type == claim_type and is_carried(rule, chosen_form)
    )
    if not planned:
        raise DataFileError(f"“{chosen_form.title}”还没有能用模板计算的事项。")
    return Plan(chosen_form, planned, claims, people, people * PAYMENTS_A_PERSON)
