"""The forms of all claim types: base columns, and a column for every fact of the rules."""

import pytest

from claimcheck.errors import DataFileError
from claimcheck.forms import ColumnType, SheetKind, claim_types, form, forms, whole_form
from claimcheck.forms.fact_columns import FOUND_FROM
from claimcheck.policy import rules
from claimcheck.policy.model import Level, People
from claimcheck.policy.uses import uses

TYPES = [
    "broker",
    "station",
    "transport",
    "hiring",
    "insurance",
    "recruit",
    "gig",
    "incubator",
    "startup",
    "convoy",
    "skills",
    "retention",
    "trainee",
    "income",
    "artisan",
    "community",
    "tax",
    "student",
    "loan",
    "property",
    "workrelief",
    "paygrade",
]


def test_all_22_claim_types_have_a_form():
    assert sorted(claim_types()) == sorted(TYPES)
    assert {rule.measure.type for rule in rules().values()} == set(TYPES)


def test_an_unknown_type_is_refused():
    with pytest.raises(DataFileError, match="无此类型"):
        form("无此类型")


@pytest.mark.parametrize("found", forms().values(), ids=lambda found: found.type)
def test_a_form_has_a_roster_exactly_if_a_measure_counts_people(found):
    counts = any(
        rule.measure.people is not People.NONE
        for rule in rules().values()
        if rule.measure.type == found.type
    )
    assert (found.sheet(SheetKind.ROSTER) is not None) == counts


@pytest.mark.parametrize("found", forms().values(), ids=lambda found: found.type)
def test_headings_and_keys_are_unique_on_each_sheet(found):
    for sheet in found.sheets:
        names = [name for c in sheet.columns for name in {c.header, *c.aliases}]
        repeated = {name for name in names if names.count(name) > 1}
        assert not repeated, f"{found.type} {sheet.name}"
        assert len({column.key for column in sheet.columns}) == len(sheet.columns)


@pytest.mark.parametrize(
    "chosen",
    [rule for rule in rules().values() if rule.measure.type != "hiring"],
    ids=lambda chosen: chosen.id,
)
def test_every_required_fact_of_a_claim_has_a_column(chosen):
    claims = form(chosen.measure.type).sheet(SheetKind.CLAIMS)
    keys = {column.key for column in claims.columns}
    needed = {
        use.fact.key
        for use in uses(chosen.measure, chosen.defaults)
        if use.level is Level.CLAIM and use.required and use.fact.key != "headcount"
    }
    assert needed <= keys


OPTIONS = [
    pytest.param(chosen, {**chosen.defaults, key: option.key}, id=f"{chosen.id}-{option.key}-{key}")
    for chosen in rules().values()
    for key, reading in chosen.readings.items()
    for option in reading.options
    if option.key != reading.default
]


@pytest.mark.parametrize(("chosen", "readings"), OPTIONS)
def test_every_fact_that_an_option_of_a_reading_asks_for_has_a_column(chosen, readings):
    found = whole_form(chosen.measure.type)
    keys = {column.key for sheet in found.sheets for column in sheet.columns}
    lacking = {
        use.fact.key
        for use in uses(chosen.measure, readings)
        if not {use.fact.key, *FOUND_FROM.get(use.fact.key, ())} & keys
    }
    assert lacking <= {"headcount"}


def test_what_only_another_reading_asks_for_is_never_required():
    columns = [c for found in forms().values() for sheet in found.sheets for c in sheet.columns]
    others = [column for column in columns if not column.by_default]
    assert {"study_months", "organised_headcount"} <= {column.key for column in others}
    assert not [column.key for column in others if column.required]


def test_the_form_of_the_default_readings_asks_for_nothing_else():
    for claim_type in claim_types():
        columns = [column for sheet in form(claim_type).sheets for column in sheet.columns]
        assert all(column.by_default for column in columns)


def test_dates_stand_for_the_facts_that_follow_from_them():
    roster = form("transport").sheet(SheetKind.ROSTER)
    keys = {column.key for column in roster.columns}
    assert {"contract_start", "contract_end", "insured_from", "hired_on", "left_on"} <= keys
    assert not {"has_contract", "contract_months", "months_employed"} & keys


def test_a_column_is_required_only_where_every_measure_needs_it():
    claims = form("retention").sheet(SheetKind.CLAIMS)
    assert claims.column("layoff_rate_percent").required
    assert claims.column("layoff_rate_percent").type is ColumnType.PERCENT
    assert not form("trainee").sheet(SheetKind.CLAIMS).column("trainees").required


def test_a_household_ceiling_asks_for_the_household():
    assert form("income").sheet(SheetKind.ROSTER).column("household_id").type is (
        ColumnType.ID_NUMBER
    )


def test_a_column_of_the_vocabulary_is_required_only_where_every_measure_needs_it():
    # ZW23-5 pays whoever works away, JF24-6b only some categories.
    assert not form("transport").sheet(SheetKind.ROSTER).column("category").required
    # JY23-15a asks the claim for the sum requested, JY23-15c each person.
    assert not form("loan").sheet(SheetKind.ROSTER).column("requested_yuan").required
