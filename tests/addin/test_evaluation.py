import time
from datetime import datetime
from typing import Any

import pytest

from addin import functions
from addin.convert import CellError
from claimcheck.errors import UnknownMeasureError
from claimcheck.evaluate import evaluate
from claimcheck.policy import Rule
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


#: a claim and its person under each of two measures of a template, in an order that is not theirs
TWO = ("ZW26-3", "JY23-12b", "ZW26-3")


def own_roster(*people: tuple[str | None, Cells]) -> list[Cells]:
    """A roster that names the measure of each person's claim."""
    return [
        [*blocks.roster_header(), "事项编号"],
        *([*person, measure] for measure, person in people),
    ]


def test_each_person_is_judged_under_the_measure_of_the_row() -> None:
    people = [
        blocks.person(number, f"SB-{number}", contract_start=datetime(2026, 1, 1))
        for number in range(3)
    ]
    flow = blocks.wages(*payments(3))
    shown = functions.roster("", own_roster(*zip(TWO, people, strict=True)), flow)
    of_one = {
        measure: functions.roster(measure, blocks.roster(*people), flow) for measure in set(TWO)
    }
    assert shown == [of_one[measure][row] for row, measure in enumerate(TWO)]
    assert shown[0] != shown[1] and shown[0] == shown[2]


def test_each_claim_is_judged_under_its_own_measure() -> None:
    claims = blocks.claims(
        *(blocks.claim(f"SB-{row}", measure=measure) for row, measure in enumerate(TWO))
    )
    people = blocks.roster(*(blocks.person(number, f"SB-{number % 3}") for number in range(3 * 5)))
    flow = blocks.wages(*payments(15))
    shown = functions.total("", claims, people, flow)
    of_one = {measure: functions.total(measure, claims, people, flow) for measure in set(TWO)}
    assert shown == [of_one[measure][row] for row, measure in enumerate(TWO)]
    assert shown[0][:2] == [5.0, 20000.0]


def test_earlier_claims_of_an_applicant_are_taken_into_account_under_own_measures() -> None:
    claims = blocks.claims(*(blocks.claim(f"SB-{row}") for row in range(2)))
    people = blocks.roster(*(blocks.person(number, f"SB-{number % 2}") for number in range(10)))
    flow = blocks.wages(*payments(10))
    assert functions.total("", claims, people, flow) == functions.total(
        "ZW26-3", claims, people, flow
    )


def test_rows_without_a_measure_stay_empty_and_keep_their_place() -> None:
    people = own_roster(
        (None, blocks.nobody()), ("ZW26-3", blocks.person(1)), (" ", blocks.person(2))
    )
    shown = functions.roster("", people, blocks.wages(*payments(3)))
    assert shown[0] == shown[2] == [""] * 6
    assert shown[1][3] == 1.0


def test_a_block_that_names_no_measure_is_empty() -> None:
    flow = blocks.wages(*payments(1))
    assert functions.roster("", own_roster((None, blocks.nobody())), flow) == [[""] * 6]
    assert functions.roster("", own_roster(), flow) == []
    empty = blocks.claims(blocks.no_claim())
    assert functions.total("", empty, blocks.roster(), flow) == [["", "", ""]]


@pytest.mark.parametrize("measure", ["", None, " ", 0.0])
def test_an_empty_cell_for_the_measure_means_each_rows_own(measure: object) -> None:
    people = own_roster(("ZW26-3", blocks.person(1)))
    [row] = functions.roster(measure, people, blocks.wages(*payments(2)))
    assert row[3] == 1.0


@pytest.mark.parametrize("written", ["ZW26-3 小微企业吸纳就业补贴", "zw26-3", "ＺＷ２６－３"])
def test_a_measure_is_known_however_it_is_written(written: str) -> None:
    claims = blocks.claims(blocks.claim(measure=written), blocks.claim("SB-002"))
    people = blocks.roster(*(blocks.person(number) for number in range(5)))
    flow = blocks.wages(*payments(5))
    plain = blocks.claims(blocks.claim(), blocks.claim("SB-002"))
    assert functions.total("", claims, people, flow) == functions.total(
        "ZW26-3", plain, people, flow
    )


def test_an_unknown_measure_keeps_nothing_of_the_others_back() -> None:
    people = own_roster(("ZW99-1", blocks.person(1)), ("ZW26-3", blocks.person(2)))
    unknown, known = functions.roster("", people, blocks.wages(*payments(3)))
    assert known == [6.0, 3000.0, 3000.0, 1.0, "", ""]
    assert unknown[:4] == [""] * 4 and unknown[5] == ""
    assert "ZW99-1" in str(unknown[4])
    claims = blocks.claims(blocks.claim(), blocks.claim("SB-002", measure="ZW99-1"))
    known, unknown = functions.total("", claims, blocks.roster(), blocks.wages())
    assert known[:2] == [0.0, 0.0]
    assert unknown[:2] == ["", ""] and "ZW99-1" in str(unknown[2])


def test_a_measure_that_lists_nobody_keeps_no_person_of_the_others_back() -> None:
    people = own_roster(("ZW23-24", blocks.person(1)), ("ZW26-3", blocks.person(2)))
    other, known = functions.roster("", people, blocks.wages(*payments(3)))
    assert known[3] == 1.0
    assert other[:4] == [""] * 4 and "没有花名册" in str(other[4])


def test_a_measure_whose_evaluation_fails_keeps_nothing_of_the_others_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails_for_one(rule: Rule, *frames: Any) -> Any:
        if rule.id == "JY23-12b":
            raise ZeroDivisionError("a fault of ours")
        return evaluate(rule, *frames)

    monkeypatch.setattr("addin.evaluation.evaluate", fails_for_one)
    people = own_roster(("JY23-12b", blocks.person(1)), ("ZW26-3", blocks.person(2)))
    flow = blocks.wages(*payments(3))
    failed, known = functions.roster("", people, flow)
    assert known[3] == 1.0
    assert failed == [*[""] * 4, "计算时发生意外，未能得出结果。", ""]
    claims = blocks.claims(blocks.claim("SB-002", measure="JY23-12b"), blocks.claim())
    listed = blocks.roster(blocks.person(2))
    failed, known = functions.total("", claims, listed, flow)
    assert known[0] == 1.0
    assert failed == ["", "", "计算时发生意外，未能得出结果。"]
    with pytest.raises(ZeroDivisionError):
        functions.roster("", people[:2], flow)


def test_where_no_measure_can_be_computed_it_is_an_error_as_for_one() -> None:
    with pytest.raises(UnknownMeasureError):
        functions.roster("", own_roster(("ZW99-1", blocks.person(1))), blocks.wages())
    with pytest.raises(CellError, match="入账金额"):
        functions.total("", blocks.claims(blocks.claim()), blocks.roster(), [["身份证号"]])


def test_a_roster_that_names_no_measures_is_an_error() -> None:
    with pytest.raises(CellError, match="事项编号"):
        functions.roster("", blocks.roster(blocks.person(1)), blocks.wages())


def test_both_programs_get_the_same_results_under_own_measures() -> None:
    people = own_roster(*((TWO[number % 3], blocks.person(number)) for number in range(6)))
    flow = blocks.wages(*payments(6))
    sent = (blocks.as_libreoffice_sends(people), blocks.as_libreoffice_sends(flow))
    assert functions.roster("", *sent) == functions.roster("", people, flow)
