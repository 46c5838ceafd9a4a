import subprocess
import sys
from datetime import date, datetime

import pytest

from addin import functions
from addin.convert import CellError
from claimcheck import __version__
from claimcheck.errors import FactError, UnknownMeasureError
from tests.addin.blocks import id_number


def test_the_engine_names_itself_and_its_version() -> None:
    assert functions.engine() == f"claimcheck {__version__}"


def test_a_right_id_number_gives_an_empty_cell() -> None:
    assert functions.id_check(id_number(1)) == ""


def test_a_wrong_check_digit_is_explained() -> None:
    wrong = id_number(1)[:17] + ("1" if id_number(1)[17] != "1" else "2")
    assert "校验位不符" in functions.id_check(wrong)


def test_an_id_stored_as_a_number_is_damaged_even_if_its_digits_fit() -> None:
    assert functions.id_check(640598199001010030.0) == functions.ID_STORED_AS_NUMBER


@pytest.mark.parametrize("empty", [None, "", "  ", 0.0])
def test_an_empty_cell_is_no_id_number(empty: object) -> None:
    assert functions.id_check(empty) == "身份证号为空"


@pytest.mark.parametrize("day", [datetime(2026, 1, 1), date(2026, 1, 1), 46023.0, "2026-01-01"])
def test_age_takes_a_day_as_each_program_sends_it(day: object) -> None:
    assert functions.age(id_number(1), day) == 36


def test_the_day_before_the_birthday_is_a_year_younger() -> None:
    assert functions.age(id_number(1), "2025-12-31") == 35


def test_the_age_of_a_wrong_id_number_is_an_error() -> None:
    with pytest.raises(CellError):
        functions.age("123", "2026-01-01")


def test_an_age_before_birth_is_an_error() -> None:
    with pytest.raises(CellError):
        functions.age(id_number(1), "1980-01-01")


@pytest.mark.parametrize(
    ("yuan", "written"),
    [
        (12000.0, "壹万贰仟元整"),
        (0.1 + 0.2, "叁角整"),
        (80000, "捌万元整"),
        (1234.56, "壹仟贰佰叁拾肆元伍角陆分"),
        (None, ""),
    ],
)
def test_amounts_are_written_in_capital_characters(yuan: object, written: str) -> None:
    assert functions.capital(yuan) == written


@pytest.mark.parametrize("wrong", ["三千", 1.005, "#DIV/0!", float("nan"), float("inf"), True])
def test_what_is_no_amount_is_an_error_and_not_text(wrong: object) -> None:
    with pytest.raises(CellError):
        functions.capital(wrong)


def test_the_amount_follows_from_named_facts() -> None:
    assert functions.amount("ZW26-3", "headcount", 12.0) == 40000.0


def test_keys_and_values_may_stand_in_rows_or_columns() -> None:
    down = functions.amount("ZW26-3", [["headcount"], [""]], [[12.0], [None]])
    across = functions.amount("ZW26-3", [["headcount", ""]], [[12.0, ""]])
    assert down == across == 40000.0


def test_too_few_people_give_nothing_and_the_reason() -> None:
    assert functions.amount("ZW26-3", "headcount", 4.0) == 0
    assert "4 人" in functions.why("ZW26-3", "headcount", 4.0)


def test_a_missing_fact_is_an_error_and_not_zero() -> None:
    with pytest.raises(CellError, match="合格人数"):
        functions.amount("ZW26-3", "headcount", "")


def test_an_unknown_fact_is_an_error() -> None:
    with pytest.raises(FactError):
        functions.amount("ZW26-3", "people", 5.0)


def test_keys_without_values_are_an_error() -> None:
    with pytest.raises(CellError):
        functions.amount("ZW26-3", [["headcount", "applicant_kind"]], [[5.0]])


def test_an_unknown_measure_is_an_error() -> None:
    with pytest.raises(UnknownMeasureError):
        functions.amount("ZW99-1", "headcount", 5.0)


def test_the_clause_names_document_and_clause() -> None:
    assert "第三条" in functions.clause("ZW26-3")


def test_the_simple_functions_load_without_polars() -> None:
    code = "import sys, addin.functions; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


REFUND = {
    "applicant_kind": "小微企业",
    "insured_staff": 31.0,
    "employer_premium_yuan": "1万元",
    "employee_premium_yuan": 10_000.0,
}


def refund(function, rate: object):
    facts = {**REFUND, "layoff_rate_percent": rate}
    return function("ZW23-24", [list(facts)], [list(facts.values())])


def test_the_cell_functions_take_the_spellings_that_calc_takes() -> None:
    assert refund(functions.amount, "0.3%") == 12_000
    assert refund(functions.amount, "５．５％") == 12_000
    assert refund(functions.amount, 5.5) == 12_000
    assert refund(functions.amount, "30%") == 0
    assert functions.age(id_number(1), "2026年1月1日") == 36
    assert functions.age(id_number(1), "20260101") == 36
    assert functions.capital("4万元") == "肆万元整"


def test_a_number_that_may_be_meant_in_another_unit_gives_no_amount_but_a_question() -> None:
    with pytest.raises(CellError, match=r"按 0.3% 计，核定 12000 元；如果是 30%，不符合"):
        refund(functions.amount, 0.3)
    said = refund(functions.why, 0.3)
    assert said.startswith("核定 12000 元；")
    assert "请写明单位，如“0.3%”或“30%”" in said
    assert refund(functions.why, 0.04) == "核定 12000 元"
