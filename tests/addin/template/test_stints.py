"""Several rows of one person in one claim, in the cells and in the evaluation."""

from datetime import date
from itertools import permutations
from pathlib import Path

from tests.addin.template.agreement import compare, fill
from tests.addin.template.any_claims import random_any
from tests.addin.template.random_claims import made_up_id
from tests.libreoffice import LibreOffice

_UNKNOWN = (None, date(2025, 7, 20))
_SPRING = (date(2025, 1, 1), date(2025, 6, 29))
_AUTUMN = (date(2025, 8, 1), date(2025, 11, 30))
#: begins on the last day of the spring, and lies apart from nothing
_SINCE_THEN = (date(2025, 6, 29), None)


def test_a_row_whose_first_day_is_not_known_takes_no_months_from_the_others(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    batch = random_any("transport", 3, claims=1, only="ZW23-5")
    person = batch.roster[0]
    batch.roster[:] = [
        person | {"id_number": made_up_id(number), "hired_on": hired, "left_on": left}
        for number, rows in enumerate(permutations((_UNKNOWN, _SPRING, _AUTUMN)))
        for hired, left in rows
    ]
    found = compare(batch, plain_calc.recalculate(fill(batch, tmp_path / "transport.xlsx")))
    assert found["ZW23-5"].people == len(batch.roster)
    assert found["ZW23-5"].differences == []


def test_pay_of_days_that_overlap_is_not_held_against_the_floor(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    batch = random_any("broker", 3, claims=4, only="ZW23-3")
    person = batch.roster[0] | {"monthly_wage_yuan": 2999.99}
    batch.roster[:] = [
        person | {"hired_on": hired, "left_on": left} for hired, left in (_SINCE_THEN, _SPRING)
    ]
    batch.wages[:] = [
        {
            "id_number": person["id_number"],
            "name": person["name"],
            "paid_on": date(2025, month, 20),
            "amount_yuan": 3000.0,
            "memo": "工资",
        }
        for month in range(1, 6)
    ]
    found = compare(batch, plain_calc.recalculate(fill(batch, tmp_path / "broker.xlsx")))
    assert found["ZW23-3"].people == 2
    assert found["ZW23-3"].differences == []
