from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from claimcheck.forms import SheetKind
from claimcheck.policy import fact, rule
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import ON, checked, only
from validator.checks.doubts import other_reading
from validator.run.validate import Validation

UNITS = ("CC504", "CC505")


def book(
    path: Path,
    measure: str,
    claim: Mapping[str, Any] | None = None,
    person: Mapping[str, Any] | None = None,
    heading: tuple[str, str] | None = None,
) -> Path:
    """The first example of a measure, some of its cells changed."""
    made = typical(rule(measure), next(usable(rule(measure))), ON)
    made.rows[SheetKind.CLAIMS][0] |= claim or {}
    if person is not None:
        made.rows[SheetKind.ROSTER][0] |= person
    workbook = plain_book(made.form, made.rows)
    if heading is not None:
        cell = next(cell for cell in workbook["申报表"][3] if cell.value == heading[0])
        cell.value = heading[1]
    workbook.save(path)
    return path


def doubted(found: Validation) -> list[tuple[str, str, str | None]]:
    rows = found.findings.filter(pl.col("code").is_in(UNITS))
    return sorted(rows.select("code", "column", "value").rows())


def test_a_bare_fraction_that_changes_the_sum_is_an_error_that_names_both_readings(tmp_path: Path):
    found = checked(book(tmp_path / "a.xlsx", "ZW23-24", {"layoff_rate_percent": 0.3}))
    said = only(found, "CC505")
    assert (said["severity"], said["cell"]) == ("error", "J4")
    assert "按 0.3% 计，核定 12000 元" in str(said["message"])
    assert "如果是 30%，不符合（上年度裁员率 30%，高于 5.5%）" in str(said["message"])
    assert found.claims["amount_fen"].to_list() == [1_200_000], "what is written is computed"


@pytest.mark.parametrize("rate", [0.04, 0.055, "0.3%", "０．３％", 0, 1, 5.5])
def test_a_share_that_is_clear_or_changes_nothing_is_not_doubted(tmp_path: Path, rate: object):
    found = checked(book(tmp_path / "a.xlsx", "ZW23-24", {"layoff_rate_percent": rate}))
    assert doubted(found) == []


def test_a_share_just_over_the_bound_if_meant_otherwise_is_doubted(tmp_path: Path):
    found = checked(book(tmp_path / "a.xlsx", "ZW23-24", {"layoff_rate_percent": 0.0551}))
    assert doubted(found) == [("CC505", "上年度裁员率（%）", "0.0551%")]


def test_a_fraction_that_would_pass_if_meant_otherwise_is_doubted(tmp_path: Path):
    found = checked(book(tmp_path / "a.xlsx", "ZW23-33a", {"retention_rate_percent": 0.6}))
    assert "如果是 60%" in str(only(found, "CC505")["message"])


@pytest.mark.parametrize(("written", "codes"), [(1, ["CC504"]), ("1元", []), (200, []), (0, [])])
def test_a_sum_too_small_to_be_meant_in_yuan_is_doubted(
    tmp_path: Path, written: object, codes: list[str]
):
    found = checked(book(tmp_path / "a.xlsx", "ZW23-24", {"employer_premium_yuan": written}))
    assert [code for code, _, _ in doubted(found)] == codes


def test_a_heading_that_names_the_unit_leaves_no_doubt(tmp_path: Path):
    heading = ("上年度单位缴纳失业保险费（元）", "上年度单位缴纳失业保险费（万元）")
    cells = {"employer_premium_yuan": 0.01}
    assert doubted(checked(book(tmp_path / "a.xlsx", "ZW23-24", cells, heading=heading))) == [
        ("CC504", heading[1], None)
    ], "the heading itself is noted, no cell is"
    assert len(doubted(checked(book(tmp_path / "b.xlsx", "ZW23-24", cells)))) == 1


def test_two_sums_of_which_the_smaller_counts_are_doubted_together(tmp_path: Path):
    # 8 % of the payroll is less than what was spent: the latter alone changes nothing.
    cells = {"payroll_yuan": 5, "education_spend_yuan": 1, "carried_forward_yuan": 0}
    found = checked(book(tmp_path / "a.xlsx", "ZW23-23", cells))
    assert [column for _, column, _ in doubted(found)] == [
        "工资薪金总额（元）",
        "职工教育经费支出（元）",
    ]


@pytest.mark.parametrize(
    ("months", "values"),
    [(24, []), (60, []), (61, ["61个月"]), (270, ["270个月"]), (360, []), ("270个月", [])],
)
def test_days_typed_as_months_are_doubted_where_the_person_is_paid_otherwise(
    tmp_path: Path, months: object, values: list[str]
):
    made = book(tmp_path / "a.xlsx", "ZW23-6", person={"contribution_months": months})
    assert [value for _, _, value in doubted(checked(made))] == values


def test_what_the_measure_does_not_look_at_is_not_doubted(tmp_path: Path):
    cells = {"already_paid_yuan": 1}
    found = checked(book(tmp_path / "a.xlsx", "JY23-12b", cells))
    assert doubted(found) == []


def test_a_percentage_above_a_hundred_cannot_be(tmp_path: Path):
    found = checked(book(tmp_path / "a.xlsx", "ZW23-24", {"layoff_rate_percent": "3000%"}))
    assert "应在 0 至 100 之间" in str(only(found, "CC205")["message"])


def test_a_phone_number_in_a_column_of_months_stays_hidden(tmp_path: Path):
    made = book(tmp_path / "a.xlsx", "ZW23-6", person={"contribution_months": 13_912_345_678})
    said = only(checked(made), "CC205")
    assert "应在 0 至 600 之间" in str(said["message"])
    assert "13912345678" not in str(said)


def test_a_sum_that_the_program_computes_is_never_masked(tmp_path: Path):
    large = {"central_fund_yuan": 90_000_000_000, "project_total_yuan": 95_000_000_000}
    large |= {"labour_pay_yuan": 80_000_000_000}
    said = checked(book(tmp_path / "a.xlsx", "JF24-2", large)).findings
    assert "CC704" in said["code"]
    assert "*" not in "".join(said["message"])


@pytest.mark.parametrize(
    "key", ["layoff_rate_percent", "requested_yuan", "subsidy_months", "fare_yuan"]
)
def test_a_column_is_doubted_as_a_single_value_is(key: str):
    known = fact(key)
    assert known.slip is not None
    bound = known.plausible * known.scale
    values = [None, 0, 1, bound - 1, bound, bound + 1, bound // 2, bound * 3, known.maximum]
    frame = pl.DataFrame({known.column: pl.Series(values, dtype=pl.Int64)})
    made = frame.select(other_reading(known, known.slip, pl.lit(value=False))).to_series()
    assert made.to_list() == [known.other_reading(value) for value in values]
