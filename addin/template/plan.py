"""What a template will hold: its form, rules, readings, rows, and where everything stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from addin.formulas.pay_figures import Strip, pay_figures
from addin.template import slot_numbers
from addin.template.computed import rules_of, template_sheets
from addin.template.counties import Area
from addin.template.layout import HEADER_ROW, PLACE, Block
from addin.template.rule_plan import RulePlan
from claimcheck.evaluate.derive import SOURCES
from claimcheck.evaluate.employment import Counting
from claimcheck.forms import Column, ColumnType, Form, Sheet, SheetKind, form
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.policy import Rule
from claimcheck.policy.model import Level, MonthsFrom, Span, Status
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

#: the fact that the office's file can give for everybody
MINIMUM_WAGE = "minimum_wage_yuan"

# So many payments are sorted at once, in so many parts at most: every cell that puts
# the parts together looks at each of them.
_SORTED_TOGETHER, _MOST_PARTS = 600, 20

#: months shown where no policy window says how many can count
_OPEN_MONTHS = 24
#: a month that no window reaches
_NEVER = 999_999

GRID_SHEET = "逐月工资"
LISTS_SHEET = "列表"
SUMMARY_SHEET = "核算摘要"
CLAIMS_HELPER = "核算申报"
ROSTER_HELPER = "核算人员"
WAGES_HELPER = "核算流水"

#: Hidden beside the months of a person: the first and the last that may count, whom payments
#: name that are the person's, and where those up to today stand among all that are sorted.
GRID_BOUNDS = ("first_month", "last_month", "payee", "paid_from", "paid_to")
#: hidden behind the months: what they all show, in one text
ALL_MONTHS = "all_months"
#: hidden behind them: the first month of all that something was paid for
EARLIEST = "earliest"
#: what all months of a person have after each payment, in one text
MONTH_SUMS = "month_sums"

#: hidden beside the results: the two halves of what is wrong in a row
FAULTS = ("first_faults", "other_faults")

#: columns of the claim that stand beside its people, for the functions in Python
OF_CLAIM = ("measure", "period_start", "period_end")

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

#: So many tests of people fit the longest formula that Excel takes, beside four of the basics.
_REASONS_A_FORMULA, _BASICS = 20, 2


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
            *(f"raw_{key}" for key in self.doubtful(SheetKind.CLAIMS)),
            *("out", "key", "measure_pos", "applicant_key", "applicant_pos", "code_check"),
            *("ends", "roster_faults"),
            *("fen", "hundred_millions", "ten_thousands", "ones", "jiao", "cents"),
            *("hundred_millions_text", "ten_thousands_text", "ones_text"),
            *("python_capital", "capital"),
        )
        return Block(CLAIMS_HELPER, "claim", keys, HEADER_ROW, self.claims)

    def doubtful(self, kind: SheetKind) -> list[str]:
        """The columns of a sheet whose numbers may have their unit behind them."""
        columns = self.sheet(kind).inputs
        if kind is SheetKind.ROSTER:
            columns = tuple(column for column in columns if column.key in self.person_columns)
        return [column.key for column in columns if doubtful_fact(column) is not None]

    @cached_property
    def found_facts(self) -> tuple[str, ...]:
        """The facts that are found from the roster's dates because no column states them."""
        present = {column.key for column in self.sheet(SheetKind.ROSTER).inputs}
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
    def person_columns(self) -> tuple[str, ...]:
        """The roster's columns that some rule looks at, or that every row needs."""
        sheet = self.sheet(SheetKind.ROSTER)
        looked_at: set[str] = set()
        for item in self.rules:
            looked_at |= item.person_columns
        return tuple(
            column.key
            for column in sheet.inputs
            if column.required or column.type is ColumnType.ID_NUMBER or column.key in looked_at
        )

    @property
    def other_ids(self) -> list[str]:
        """The roster's columns with ID numbers of others than the person."""
        return [
            column.key
            for column in self.sheet(SheetKind.ROSTER).inputs
            if column.type is ColumnType.ID_NUMBER and column.key != "id_number"
        ]

    @property
    def supplied_by_office(self) -> list[str]:
        """The roster's columns that the office's file fills where they are left empty."""
        keys = {column.key for column in self.sheet(SheetKind.ROSTER).inputs}
        wages = bool(self.settings.office.minimum_wages) and MINIMUM_WAGE in keys
        return [MINIMUM_WAGE] if wages else []

    @property
    def counts_by_dates(self) -> bool:
        """Whether some rule counts the months between dates, so that stints are added up."""
        return any(
            item.counting is not None and item.counting.employment.months is MonthsFrom.DATES
            for item in self.rules
        )

    @cached_property
    def roster_helper(self) -> Block:
        """What is known of a person, and what the rule that the person's claim names says."""
        wages = self.has(SheetKind.WAGES)
        rules = self.rules
        stints = ("stint_end", "apart") if self.counts_by_dates else ()
        keys = (
            PLACE,
            *(f"fact_{key}" for key in (*self.person_columns, *OF_CLAIM)),
            *(f"raw_{key}" for key in self.doubtful(SheetKind.ROSTER)),
            *("claim_pos", "measure_pos", "out", "id_text", "person_key"),
            *("id_shape", "id_fault", "person_pos", "twice", "repeated", "rows_of_person"),
            *("stint_start", *stints, "first_of_claim"),
            *(f"{part}_{key}" for key in self.other_ids for part in ("shape", "fault")),
            *(f"fact_{key}" for key in self.found_facts),
            *(("beyond",) if wages else ()),
            *_together(item.person_keys(len(self.why_parts)) for item in rules),
        )
        return Block(ROSTER_HELPER, "person", keys, HEADER_ROW, self.people)

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
    def wages_helper(self) -> Block:
        """What is known of a payment."""
        keys = (
            *("key", "day", "yuan", "payee"),
            *(["late"] if self.settings.wage_month_by_memo else []),
            "slot",
            *self.parts,
            *("sorted", "fen", "for_month", MONTH_SUMS),
        )
        # Above the first payment stand as many rows as a refund looks back.
        return Block(
            WAGES_HELPER, "payment", keys, HEADER_ROW + slot_numbers.LOOK_BACK, self.payments
        )

    @cached_property
    def part_rows(self) -> int:
        """How many payments are sorted together (see `slots`)."""
        return -(-self.payments // min(-(-self.payments // _SORTED_TOGETHER), _MOST_PARTS))

    @cached_property
    def parts(self) -> list[str]:
        """The columns in which payments are sorted in parts; none where one sort is enough."""
        if self.payments <= _SORTED_TOGETHER:
            return []
        return [f"part_{number}" for number in range(-(-self.payments // self.part_rows))]

    @property
    def window_start_known(self) -> bool:
        """Whether no rule counts months before its policy's window."""
        return all(
            item.counting.employment.since is Span.WINDOW and item.counting.window.start is not None
            for item in self.rules
            if item.counting is not None
        )

    @property
    def starts_with_window(self) -> bool:
        """Whether the grid begins with the earliest policy window, whatever was paid when."""
        return self.window_start_known and self.first_window_month > 0

    @cached_property
    def months(self) -> int:
        """How many months the grid shows: those of the windows where they are closed."""
        if not self.is_closed:
            return _OPEN_MONTHS
        return max(self._window_ends()) - self.first_window_month + 1

    @property
    def is_closed(self) -> bool:
        """Whether the grid shows every month that can count."""
        ends = self._window_ends()
        return self.window_start_known and bool(ends) and _NEVER not in ends

    def _window_ends(self) -> list[int]:
        """The last month of every rule that counts months; a month that never comes if open."""
        ends = []
        for how in (item.counting for item in self.rules if item.counting):
            end = how.window.end if how.employment.until is Span.WINDOW else None
            ends.append(_NEVER if end is None else end.year * 12 + end.month)
        return ends

    @cached_property
    def first_window_month(self) -> int:
        """The first month of the earliest window, as year × 12 + month; 0 where none begins."""
        starts = [
            item.counting.window.start
            for item in self.rules
            if item.counting is not None and item.counting.window.start is not None
        ]
        first = min(starts, default=None)
        return 0 if first is None else first.year * 12 + first.month

    @cached_property
    def pay_figures(self) -> tuple[str, ...]:
        """What is found of each person's months, hidden beside them."""
        unseen = Strip("", "", "", "", lambda _: "")
        return tuple(pay_figures(self.ways_of_counting, unseen))

    @property
    def ways_of_counting(self) -> list[Counting]:
        """How the months of the rules are counted that count any."""
        return [item.counting for item in self.rules if item.counting is not None]

    @cached_property
    def grid(self) -> Block:
        """The months of every person, beside what is known of the person."""
        hidden = (ALL_MONTHS, *(() if self.starts_with_window else (EARLIEST,)), *self.pay_figures)
        keys = (*GRID_BOUNDS, *self._month_keys, "total", *hidden)
        place = len(self.roster_helper.keys)
        return Block(ROSTER_HELPER, "grid", keys, HEADER_ROW, self.people, first_column=place)

    @cached_property
    def months_shown(self) -> Block:
        """The sheet on which the months are seen."""
        keys = ("claim_id", "name", *self._month_keys, "total")
        return Block(GRID_SHEET, "months", keys, HEADER_ROW, self.people)

    @property
    def _month_keys(self) -> tuple[str, ...]:
        return tuple(f"month_{number}" for number in range(self.months))


def _together(groups: Iterable[tuple[tuple[str, ...], ...]]) -> tuple[str, ...]:
    """The columns of all rules, group by group, each once."""
    merged = zip_longest(*groups, fillvalue=())
    return tuple(dict.fromkeys(key for group in merged for keys in group for key in keys))


def fault_key(column: Column) -> str:
    """The helper column that says what is wrong with an ID number of the roster."""
    return "id_fault" if column.key == "id_number" else f"fault_{column.key}"


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
