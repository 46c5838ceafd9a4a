"""What a template will hold: its form, rules, readings, rows, and where everything stands."""

from dataclasses import dataclass
from functools import cached_property

from addin.template import slot_numbers
from addin.template.computed import rules_of, template_sheets
from addin.template.layout import HEADER_ROW, PLACE, Block
from addin.template.month_plan import MonthPlan
from addin.template.roster_plan import RosterPlan, doubtful_keys
from addin.template.rule_plan import RulePlan
from addin.template.sorting_plan import SortingPlan
from claimcheck.forms import Form, Sheet, SheetKind, form
from claimcheck.policy import Rule
from claimcheck.policy.areas import Area
from claimcheck.policy.model import Status
from claimcheck.policy.uses import uses
from claimcheck.settings import Settings

#: Raised when sheets, columns or formulas of the templates change.
TEMPLATE_VERSION = 5

#: People and claims of a template for a type that is not named here.
DEFAULT_PEOPLE, DEFAULT_CLAIMS = 100, 20
#: Types whose lists are long.
PEOPLE_OF_TYPE = {"hiring": 500}
PAYMENTS_A_PERSON = 6
#: No template has rows for more people.
MOST_PEOPLE = 5_000

GRID_SHEET = "逐月工资"
CLAIMS_HELPER = "核算申报"
ROSTER_HELPER = "核算人员"
WAGES_HELPER = "核算流水"

#: what all months of a person have after each payment, in one text
MONTH_SUMS = "month_sums"

#: hidden beside the results: the two halves of what is wrong in a row
FAULTS = ("first_faults", "other_faults")

#: what CC_ROSTER and CC_TOTAL give, in their order: hidden beside the results, too
_PYTHON = {
    SheetKind.ROSTER: ("months", "lowest", "average", "counted", "reason", "amount"),
    SheetKind.CLAIMS: ("people", "amount", "reason"),
}

#: how the names of an entry sheet's columns begin
_ENTRY_ALIASES = {
    SheetKind.CLAIMS: "form",
    SheetKind.ROSTER: "roster",
    SheetKind.WAGES: "wages",
}


@dataclass(frozen=True)
class Plan:
    """One template."""

    form: Form
    rules: tuple[RulePlan, ...]
    claims: int
    people: int
    payments: int
    settings: Settings
    area: Area | None = None  #: the county that it is made for

    @property
    def stamp(self) -> str:
        """What validator and add-in recognise a template by: its type and version."""
        return f"{self.form.type} {TEMPLATE_VERSION}"

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The entry sheets with all their columns."""
        asked = {
            use.fact.key for item in self.rules for use in uses(item.rule.measure, item.chosen)
        }
        return template_sheets(self.form.type, frozenset(asked))

    @property
    def lists_people(self) -> bool:
        """Whether the form has a roster."""
        return self.has(SheetKind.ROSTER)

    def has(self, kind: SheetKind) -> bool:
        """Whether the form has a sheet of this kind."""
        return self.form.sheet(kind) is not None

    def sheet(self, kind: SheetKind) -> Sheet:
        """One of the entry sheets. Raises KeyError where the form has none."""
        for sheet in self.sheets:
            if sheet.kind == kind:
                return sheet
        raise KeyError(kind)

    def block(self, kind: SheetKind) -> Block:
        """Where an entry sheet's table stands."""
        sheet = self.sheet(kind)
        rows = {
            SheetKind.CLAIMS: self.claims,
            SheetKind.ROSTER: self.people,
            SheetKind.WAGES: self.payments,
        }
        keys = tuple(column.key for column in sheet.columns)
        return Block(sheet.name, _ENTRY_ALIASES[kind], keys, HEADER_ROW, rows[kind], rows[kind])

    def helper(self, kind: SheetKind) -> Block:
        """What is known of each row of an entry sheet with results."""
        return self.claims_helper if kind is SheetKind.CLAIMS else self.roster_helper

    def shown(self, kind: SheetKind) -> Block:
        """What an entry sheet shows: its computed columns, beside what they rest on."""
        helper, alias = self.helper(kind), f"shown{_ENTRY_ALIASES[kind]}"
        computed = (column.key for column in self.sheet(kind).columns if column.computed)
        keys = (*self.python_keys(kind), *FAULTS, *computed)
        place = len(helper.keys)
        if kind is SheetKind.ROSTER and self.has(SheetKind.WAGES):
            place += len(self.grid.keys)
        return Block(helper.sheet, alias, keys, HEADER_ROW, helper.rows, first_column=place)

    def python_keys(self, kind: SheetKind) -> tuple[str, ...]:
        """The columns of a sheet of results that Python fills in one call, side by side."""
        return tuple(f"python_{name}" for name in _PYTHON[kind])

    @cached_property
    def claims_helper(self) -> Block:
        """What all rules need to know of a claim."""
        inputs = self.sheet(SheetKind.CLAIMS).inputs
        # What is needed first stands first: see `build_template`.
        keys = (
            PLACE,
            *(f"fact_{column.key}" for column in inputs),
            *(f"raw_{key}" for key in doubtful_keys(inputs)),
            *(
                "out",
                "key",
                "measure_pos",
                "applicant_key",
                "applicant_pos",
                "code_check",
                "code_as_id",
            ),
            *("ends", "roster_faults"),
            *("fen", "hundred_millions", "ten_thousands", "ones", "jiao", "cents"),
            *("hundred_millions_text", "ten_thousands_text", "ones_text"),
            *("python_capital", "capital"),
        )
        return Block(CLAIMS_HELPER, "claim", keys, HEADER_ROW, self.claims)

    @cached_property
    def roster(self) -> RosterPlan:
        """The roster's columns. Raises KeyError where the form has none."""
        office = self.settings.office
        return RosterPlan(
            self.sheet(SheetKind.ROSTER).inputs,
            self.rules,
            wages_supplied=bool(office.minimum_wages),
            has_payments=self.has(SheetKind.WAGES),
        )

    @cached_property
    def roster_helper(self) -> Block:
        """What is known of a person, and what the rule that the person's claim names says."""
        keys = self.roster.helper_columns
        return Block(ROSTER_HELPER, "person", keys, HEADER_ROW, self.people)

    @cached_property
    def sorting(self) -> SortingPlan:
        """In which parts the payments are sorted."""
        return SortingPlan(self.payments)

    @cached_property
    def wages_helper(self) -> Block:
        """What is known of a payment."""
        keys = (
            *("key", "day", "yuan", "payee"),
            *(["late"] if self.settings.wage_month_by_memo else []),
            "slot",
            *self.sorting.parts,
            *("sorted", "fen", "for_month", MONTH_SUMS),
        )
        # Above the first payment stand as many rows as a refund looks back.
        return Block(
            WAGES_HELPER, "payment", keys, HEADER_ROW + slot_numbers.LOOK_BACK, self.payments
        )

    @cached_property
    def months(self) -> MonthPlan:
        """The months that are shown of every person."""
        return MonthPlan(tuple(item.counting for item in self.rules if item.counting is not None))

    @cached_property
    def grid(self) -> Block:
        """The months of every person, beside what is known of the person."""
        keys = self.months.grid_columns
        place = len(self.roster_helper.keys)
        return Block(ROSTER_HELPER, "grid", keys, HEADER_ROW, self.people, first_column=place)

    @cached_property
    def months_shown(self) -> Block:
        """The sheet on which the months are seen."""
        keys = ("claim_id", "name", *self.months.columns)
        return Block(GRID_SHEET, "months", keys, HEADER_ROW, self.people)


def make_plan(
    claim_type: str,
    people: int | None = None,
    claims: int = DEFAULT_CLAIMS,
    settings: Settings | None = None,
    payments: int | None = None,
    area: Area | None = None,
) -> Plan:
    """Plan the template of a claim type.

    Args:
        claim_type: "hiring", …
        people: rows for people; as many as the type usually has where None.
        claims: rows for claims.
        settings: the readings and the office to build for; the defaults where None.
        payments: rows for payments; six a person where None.
        area: the county whose measures are offered first.

    Raises:
        DataFileError: there is no such claim type.
        ReadingError: the settings choose an option that does not exist.
    """
    settings = settings or Settings()
    chosen_form = form(claim_type)
    people = people or PEOPLE_OF_TYPE.get(claim_type, DEFAULT_PEOPLE)
    planned = tuple(
        RulePlan(
            rule,
            index,
            settings.chosen(rule),
            chosen_form,
            people,
            claims,
            settings.office.standard(rule.id),
            _is_draft(rule, settings),
        )
        for index, rule in enumerate(rules_of(claim_type), start=1)
    )
    payments = payments or people * PAYMENTS_A_PERSON
    return Plan(chosen_form, planned, claims, people, payments, settings, area)


def _is_draft(rule: Rule, settings: Settings) -> bool:
    said = settings.office.document(rule.document.key)
    return rule.document.status is Status.DRAFT and not (said and said.adopted)
