import time
from datetime import datetime

import pytest

from addin import functions
from addin.convert import CellError
from claimcheck.errors import UnknownMeasureError
from tests.addin import blocks
from tests.addin.blocks import Cells


def payments(people: int) -> list[Cells]:
    return [row for number in range(people) for row in blocks.half_a_year(number)]


def test_six_months_of_3000_count() -> None:
    shown = functions.roster(
        "ZW26-3", blocks.roster(blocks.person(1)), blocks.wages(*blocks.half_a_year(1))
    )
    assert shown == [[6.0, 3000.0, 3000.0, 1.0, "", ""]]


def test_a_wage_of_2999_does_not_count() -> None:
    flow = [*blocks.half_a_year(1)[:5], blocks.payment(1, 6, 2999.0)]
    [row] = functions.roster("ZW26-3", blocks.roster(blocks.person(1)), blocks.wages(*flow))
    assert row[0] == 5.0
    assert row[1] == 2999.0
    assert row[3] == 0.0
    assert "5 个月" in str(row[4])


def test_sums_are_exact_to_the_fen() -> None:
    flow = [blocks.payment(1, month, 5972.65) for month in range(1, 7)]
    [row] = functions.roster("ZW26-3", blocks.roster(blocks.person(1)), blocks.wages(*flow))
    assert row[1:3] == [5972.65, 5972.65]


def test_both_programs_get_the_same_results() -> None:
    people = blocks.roster(*(blocks.person(number) for number in range(6)))
    flow = blocks.wages(*payments(6))
    sent = (blocks.as_libreoffice_sends(people), blocks.as_libreoffice_sends(flow))
    assert functions.roster("ZW26-3", *sent) == functions.roster("ZW26-3", people, flow)


def test_empty_rows_stay_empty_and_keep_their_place() -> None:
    people = blocks.roster(blocks.person(1), blocks.nobody(), blocks.person(2))
    shown = functions.roster("ZW26-3", people, blocks.wages(*payments(3)))
    assert [row[3] for row in shown] == [1.0, "", 1.0]
    assert shown[1] == [""] * 6


def test_an_empty_roster_gives_empty_rows() -> None:
    shown = functions.roster("ZW26-3", blocks.roster(blocks.nobody()), blocks.wages())
    assert shown == [[""] * 6]


def test_an_id_stored_as_a_number_does_not_count_and_says_why() -> None:
    people = blocks.roster(blocks.person(1, id_number=640598199001010030.0))
    [row] = functions.roster("ZW26-3", people, blocks.wages(*payments(2)))
    assert row[3] == 0.0
    assert row[4] == functions.ID_STORED_AS_NUMBER


def test_payments_after_the_claimed_period_are_not_counted() -> None:
    person = blocks.person(1)
    person[-1] = datetime(2026, 5, 31)
    [row] = functions.roster("ZW26-3", blocks.roster(person), blocks.wages(*blocks.half_a_year(1)))
    assert row[0] == 5.0


def test_people_and_amount_of_a_claim() -> None:
    people = blocks.roster(*(blocks.person(number) for number in range(11)))
    shown = functions.total(
        "ZW26-3", blocks.claims(blocks.claim()), people, blocks.wages(*payments(11))
    )
    assert [row[:2] for row in shown] == [[11.0, 40000.0]]


def test_people_of_other_claims_are_left_out() -> None:
    people = blocks.roster(
        *(blocks.person(number) for number in range(5)), blocks.person(6, "SB-002")
    )
    claims = blocks.claims(blocks.claim())
    [row] = functions.total("ZW26-3", claims, people, blocks.wages(*payments(7)))
    assert row[0] == 5.0


def test_empty_claims_and_those_of_other_measures_stay_empty() -> None:
    rows = blocks.claims(blocks.no_claim(), blocks.claim(measure="ZW25-4"), blocks.claim())
    people = blocks.roster(*(blocks.person(number) for number in range(5)))
    shown = functions.total("ZW26-3", rows, people, blocks.wages(*payments(5)))
    assert shown[0] == shown[1] == ["", "", ""]
    assert shown[2][:2] == [5.0, 20000.0]


def test_a_roster_without_header_is_an_error() -> None:
    with pytest.raises(CellError):
        functions.roster("ZW26-3", [blocks.person(1)], blocks.wages())


def test_rows_of_different_length_are_an_error() -> None:
    with pytest.raises(CellError):
        functions.roster("ZW26-3", [blocks.roster_header(), ["SB-001"]], blocks.wages())


def test_an_unknown_measure_is_an_error() -> None:
    with pytest.raises(UnknownMeasureError):
        functions.roster("ZW99-1", blocks.roster(blocks.person(1)), blocks.wages())


def test_500_people_and_3000_payments_are_not_felt() -> None:
    people = blocks.roster(*(blocks.person(number) for number in range(500)))
    flow = blocks.wages(*payments(500))
    functions.roster("ZW26-3", people, flow)  # load polars and the rules
    fastest = min(_seconds(people, flow) for _ in range(5))
    assert fastest < 0.25


def _seconds(people: list[Cells], flow: list[Cells]) -> float:
    start = time.perf_counter()
    functions.roster("ZW26-3", people, flow)
    return time.perf_counter() - start
