"""Facts that follow from a roster's dates."""

from datetime import date

import polars as pl
import pytest

from claimcheck.evaluate.derive import derive
from tests.evaluate.people import id_number

LAST = pl.lit(date(2026, 12, 31))
COLUMNS = {
    "contract_start": pl.Date,
    "contract_end": pl.Date,
    "insured_from": pl.Date,
    "insured_to": pl.Date,
    "hired_on": pl.Date,
    "left_on": pl.Date,
    "id_number": pl.String,
}
FACTS = {
    "contract_months": pl.Int64,
    "has_contract": pl.Boolean,
    "is_insured": pl.Boolean,
    "insured_months": pl.Int64,
    "months_employed": pl.Int64,
    "age": pl.Int64,
}


def found(fact: str, **row):
    empty = dict.fromkeys({**COLUMNS, **FACTS})
    frame = pl.DataFrame([{**empty, **row}], schema={**COLUMNS, **FACTS})
    return derive(frame, {fact}, LAST)[fact][0]


@pytest.mark.parametrize(
    ("end", "months"),
    [(date(2026, 6, 30), 6), (date(2026, 6, 29), 5), (None, 600), (date(2025, 12, 1), 0)],
)
def test_the_months_of_a_contract(end, months):
    assert found("contract_months", contract_start=date(2026, 1, 1), contract_end=end) == months


def test_without_a_contract_nothing_is_known_of_it():
    assert found("contract_months") is None
    assert found("has_contract") is None


def test_a_stated_fact_goes_before_a_found_one():
    stated = found("contract_months", contract_start=date(2026, 1, 1), contract_months=3)
    assert stated == 3


def test_the_months_of_insurance_count_whole_months():
    first = date(2026, 3, 15)
    assert found("insured_months", insured_from=first, insured_to=date(2026, 8, 1)) == 6
    assert found("insured_months", insured_from=first) == 10
    assert found("is_insured", insured_from=first) is True


@pytest.mark.parametrize(
    ("left", "months"), [(None, 10), (date(2026, 8, 14), 5), (date(2027, 5, 1), 10)]
)
def test_the_months_of_employment_end_with_the_last_day(left, months):
    assert found("months_employed", hired_on=date(2026, 3, 1), left_on=left) == months


def test_the_age_is_that_of_the_day_of_hire():
    number = id_number(1)  # born on 1990-01-01
    assert found("age", id_number=number, hired_on=date(2026, 1, 1)) == 36
    assert found("age", id_number=number, hired_on=date(2025, 12, 31)) == 35
    assert found("age", hired_on=date(2026, 1, 1)) is None


def test_a_birthday_that_the_number_does_not_tell_may_be_given():
    frame = pl.DataFrame(
        {
            "id_number": [None, "640598198001010015"],
            "hired_on": [date(2026, 1, 5)] * 2,
            "born_on": [date(2006, 1, 6), date(2006, 1, 6)],
            "age": pl.Series([None, None], dtype=pl.Int64),
        }
    )
    assert derive(frame, {"age"}, LAST)["age"].to_list() == [19, 46], "the number goes before"
