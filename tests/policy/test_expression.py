"""Formulas of the rules: what they may hold, and that they are computed exactly."""

import polars as pl
import pytest

from claimcheck.errors import DataFileError
from claimcheck.evaluate.compute import Compiler, to_fen
from claimcheck.policy import rule
from claimcheck.policy.expression import Literal, Lookup, Name, names, parse, tables

MEASURE = rule("ZW26-3").measure


def compute(formula: str, **facts: int) -> int:
    frame = pl.DataFrame(facts or {"unused": 0})
    return frame.select(to_fen(Compiler(MEASURE, {}).formula(formula))).item()


@pytest.mark.parametrize("formula", ["headcount * 200", "2.5", "tiers(headcount) + 3000"])
def test_a_number_without_witness_is_refused(formula):
    with pytest.raises(DataFileError, match="numbers"):
        parse(formula)


@pytest.mark.parametrize(
    "formula", ["a.b", "[1]", "lambda: 0", "a if b", "min(a, key=b)", "True", "share(a, b)"]
)
def test_anything_but_a_formula_is_refused(formula):
    with pytest.raises(DataFileError):
        parse(formula)


def test_the_names_and_tables_of_a_formula_are_found():
    node = parse("tiers(headcount + earlier_headcount) if headcount > 0 else wage_floor")
    assert list(names(node)) == ["headcount", "headcount", "earlier_headcount", "wage_floor"] or (
        set(names(node)) == {"headcount", "earlier_headcount", "wage_floor"}
    )
    assert list(tables(node)) == ["tiers"]
    assert parse("tiers(headcount)") == Lookup("tiers", Name("headcount"))
    assert parse("12") == Literal(12)


@pytest.mark.parametrize(
    ("formula", "facts", "fen"),
    [
        ("tiers(headcount)", {"headcount": 11}, 4_000_000),
        ("headcount * wage_floor / 12", {"headcount": 1}, 25_000),
        ("wage_floor / 12 / 12", {}, 2083),  # 2083.33 fen
        ("min(headcount * wage_floor, tiers(headcount))", {"headcount": 5}, 1_500_000),
        ("max(headcount, 12)", {"headcount": 5}, 12),
        ("floor(headcount / 12)", {"headcount": 23}, 1),
        ("ceil(headcount / 12)", {"headcount": 24}, 2),
        ("ceil(headcount / 12)", {"headcount": 25}, 3),
        ("ceil((0 - headcount) / 12)", {"headcount": 23}, -1),
        ("1 if headcount >= 12 and headcount != 12 else 0", {"headcount": 12}, 0),
        ("1 if headcount < 12 or headcount == 12 else 0", {"headcount": 12}, 1),
    ],
)
def test_a_formula_is_computed_exactly(formula, facts, fen):
    assert compute(formula, **facts) == fen


def test_a_missing_fact_makes_the_result_missing():
    frame = pl.DataFrame({"headcount": [None]}, schema={"headcount": pl.Int64})
    assert frame.select(to_fen(Compiler(MEASURE, {}).formula("tiers(headcount)"))).item() is None


@pytest.mark.parametrize(
    ("part", "whole", "fen"),
    [
        (36, 40, 270_000),
        (1, 3, 100_000),
        (1, 7, 42_857),  # 42857.14
        (5, 7, 214_286),  # 214285.71
        (1, 800_000, 0),  # 0.375
        (1, 600_000, 1),  # 0.5
        (0, 40, 0),
        (3, 0, 0),
    ],
)
def test_a_share_is_rounded_half_up_to_the_fen(part, whole, fen):
    formula = "share(wage_floor, headcount, earlier_headcount)"
    assert compute(formula, headcount=part, earlier_headcount=whole) == fen


def test_a_share_of_something_unknown_is_unknown():
    columns = {"headcount": [1, None, 1], "earlier_headcount": [None, 4, 0]}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64))
    formula = "share(wage_floor, headcount, earlier_headcount)"
    found = frame.select(to_fen(Compiler(MEASURE, {}).formula(formula))).to_series()
    assert found.to_list() == [None, None, 0]


def test_dividing_by_a_fact_is_refused():
    with pytest.raises(DataFileError, match="除以"):
        compute("wage_floor / headcount", headcount=3)
