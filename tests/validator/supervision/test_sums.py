"""What is paid is what rules, findings and verdicts allow together: round trips by command."""

import random

import pytest

from samples.people import credit_code
from tests.validator.output.page.desk import (
    CLAIMS,
    ROSTER,
    WAGES,
    Desk,
    code,
    hires,
    payments_of,
    people_of,
)
from tests.validator.supervision.whole_claims import BUSINESS, whole


def test_a_tier_drops_a_step_where_one_is_taken_out(desk: Desk):
    rows = hires(11)
    desk.hand_in("hiring", rows)
    desk.put_on(BUSINESS, rows[ROSTER][3])
    assert whole(desk) == (40_000, 40_000, 40_000, 11, "pay")
    applied = desk.apply((code("CC410"), "核减"))
    assert applied.exit_code == 0, applied.output
    assert "裁定后 20,000.00 元" in applied.stdout
    assert whole(desk) == (40_000, 40_000, 20_000, 10, "pay"), "10 people are a step lower"
    assert desk.paid() == {"SB-001": [20_000]}
    assert desk.noticed() == [("SB-001", "10", 20_000)]
    assert desk.recorded() == (1, 10, 20_000), "the ledger knows 10 people"
    assert desk.letters() == ""


def test_three_on_a_list_leave_too_few_and_one_put_back_is_not_enough(desk: Desk):
    """The story: six people, three of them public servants, at least five are needed."""
    rows = hires(6)
    desk.hand_in("hiring", rows)
    desk.put_on("公职人员", *rows[ROSTER][:3])
    assert whole(desk) == (20_000, 0, 0, 3, "open")
    first = rows[ROSTER][0]["id_number"][-4:]
    assert desk.apply((code("CC410", first), "通过"), (code("CC410"), "核减")).exit_code == 0
    assert whole(desk)[1:4] == (0, 0, 4)
    assert desk.apply((code("CC410"), "通过")).exit_code == 0
    assert whole(desk) == (20_000, 0, 20_000, 6, "pay")
    assert desk.paid() == {"SB-001": [20_000]}


def test_a_claim_that_falls_under_its_minimum_is_not_paid_and_says_why(desk: Desk):
    rows = hires(5, 6)
    desk.hand_in("hiring", rows)
    desk.put_on(BUSINESS, rows[ROSTER][2])
    assert whole(desk) == (20_000, 20_000, 20_000, 5, "pay")
    assert desk.apply((code("CC410"), "核减")).exit_code == 0
    assert whole(desk) == (20_000, 20_000, 0, 4, "refuse")
    result = desk.out("payment")
    assert "未列入 SB-001：不予支持，核定金额为 0：合格人数 4 人，不足 5 人" in result.stderr
    assert desk.paid() == {"SB-002": [20_000]}, "nothing of the first is written"
    assert desk.noticed() == [("SB-002", "6", 20_000)]
    assert desk.recorded() == (1, 6, 20_000)
    assert "合格人数 4 人，不足 5 人" in desk.letters()


def test_what_each_is_paid_goes_with_the_person(desk: Desk):
    rows = people_of(
        "ZW25-2",
        {"destination": "跨省（区）"}, {"destination": "区内跨县（区、市）"},
        {"destination": "跨省（区）"},
    )  # fmt: skip
    rows[CLAIMS][0]["claimed_yuan"] = 1_800
    desk.hand_in("transport", rows)
    first, second, third = (str(person["id_number"]) for person in rows[ROSTER])
    desk.put_on(BUSINESS, rows[ROSTER][2])
    assert whole(desk)[:4] == (1_800, 1_800, 1_800, 3)
    assert desk.apply((code("CC410"), "核减")).exit_code == 0
    assert whole(desk)[:4] == (1_800, 1_800, 1_000, 2)
    assert desk.paid() == {first: [800], second: [200]}
    assert [yuan for _, _, yuan in desk.noticed()] == [800, 200]
    assert desk.recorded() == (1, 2, 1_000)
    assert third not in desk.paid()


def test_a_household_fills_its_ceiling_with_those_who_are_left(desk: Desk):
    """5000 + 2000 + 1000 are cut at 6000; without the first the others get all of theirs."""
    rows = people_of("JF24-7", *({"income_yuan": yuan} for yuan in (50_000, 20_000, 10_000)))
    for person in rows[ROSTER]:
        person["household_id"] = rows[ROSTER][0]["id_number"]
    rows[CLAIMS][0]["claimed_yuan"] = 6_000
    desk.hand_in("income", rows)
    desk.put_on(BUSINESS, rows[ROSTER][0])
    assert whole(desk)[:4] == (6_000, 6_000, 6_000, 3)
    assert desk.apply((code("CC410"), "核减")).exit_code == 0
    assert whole(desk)[:4] == (6_000, 6_000, 3_000, 2), "not 6000 less 5000"
    _, second, third = (str(person["id_number"]) for person in rows[ROSTER])
    assert desk.paid() == {second: [2_000], third: [1_000]}


@pytest.mark.parametrize("word", ["通过", "核减"])
def test_a_ceiling_in_yuan_holds_whatever_is_said_of_what_was_claimed(desk: Desk, word: str):
    rows = people_of("ZW26-7")
    facts = {"new_entities": 120, "jobs_created": 260, "is_recognised": "是"}
    rows[CLAIMS][0] |= {**facts, "claimed_yuan": 600_000}
    desk.hand_in("incubator", rows)
    assert whole(desk) == (600_000, 500_000, 500_000, 0, "open")
    assert desk.apply((code("CC501"), word)).exit_code == 0
    assert whole(desk) == (600_000, 500_000, 500_000, 0, "pay")
    assert desk.paid() == {"SB-001": [500_000]}
    assert desk.recorded() == (1, 0, 500_000)


def test_a_ceiling_for_each_person_falls_with_the_people(desk: Desk):
    rows = people_of("ZW23-15a", {}, {})
    rows[CLAIMS][0] |= {"claimed_yuan": 18_000, "decided_yuan": 18_000}
    desk.hand_in("startup", rows)
    desk.put_on("公职人员", rows[ROSTER][0])
    assert whole(desk)[:4] == (18_000, 10_000, 10_000, 1), "at most 10,000 each"
    assert desk.apply((code("CC410"), "通过")).exit_code == 0
    assert whole(desk) == (18_000, 10_000, 18_000, 2, "pay")
    assert sum(sum(yuan) for yuan in desk.paid().values()) == 18_000


@pytest.mark.parametrize("yuan", [25_000, 0.01])
def test_never_more_is_paid_than_was_claimed(desk: Desk, yuan: float):
    rows = hires(11)
    rows[CLAIMS][0]["claimed_yuan"] = yuan
    desk.hand_in("hiring", rows)
    assert whole(desk) == (yuan, 40_000, yuan, 11, "pay")
    assert desk.paid() == {"SB-001": [yuan]}
    assert desk.recorded() == (1, 11, yuan)


def test_a_day_that_is_let_pass_brings_its_person_back(desk: Desk):
    rows = hires(5)
    rows[ROSTER][2]["hired_on"] = "2026-13-45"
    desk.hand_in("hiring", rows)
    assert whole(desk)[1:4] == (0, 0, 4)
    assert desk.apply((code("CC204"), "通过")).exit_code == 0
    assert whole(desk) == (20_000, 0, 20_000, 5, "pay")
    assert desk.apply((code("CC204"), "核减")).exit_code == 0
    assert whole(desk)[2:] == (0, 4, "refuse")


def test_a_wrong_cell_that_nothing_hangs_on_takes_nobody_out(desk: Desk):
    rows = hires(5)
    rows[ROSTER][1]["contract_end"] = "2026-13-45"
    rows[ROSTER][2]["hired_on"] = "2026-13-45"
    desk.hand_in("hiring", rows)
    assert whole(desk)[1:4] == (0, 0, 4), "the day of hire decides, the contract's end does not"


def test_what_is_said_of_cells_and_of_people_holds_together(desk: Desk):
    """One with an unreadable day, one on a list, one with too few payments: each by itself."""
    rows = hires(7)
    rows[ROSTER][0]["hired_on"] = "2026-13-45"
    for payment in payments_of(rows, rows[ROSTER][2])[3:]:
        rows[WAGES].remove(payment)
    desk.hand_in("hiring", rows)
    desk.put_on("公职人员", rows[ROSTER][1])
    assert whole(desk)[1:4] == (0, 0, 4)
    assert desk.apply((code("CC302"), "通过")).exit_code == 0
    assert whole(desk)[2:] == (20_000, 5, "open")
    assert desk.apply((code("CC204"), "核减"), (code("CC410"), "核减")).exit_code == 0
    assert whole(desk) == (20_000, 0, 20_000, 5, "pay")


def test_a_payment_to_nobody_holds_up_the_claims_of_its_file(desk: Desk):
    rows = hires(5)
    stray = dict(rows[WAGES][0])
    number = str(stray["id_number"])
    stray["id_number"] = number[:17] + ("1" if number[17] != "1" else "2")
    rows[WAGES].append(stray | {"reference": "LS9999999999"})
    desk.hand_in("hiring", rows)
    assert whole(desk)[2:] == (20_000, 5, "open")
    assert desk.apply((code("CC201"), "核减")).exit_code == 0
    assert whole(desk)[2:] == (20_000, 5, "pay")


def test_what_waits_for_nobody_is_not_said_to_wait(desk: Desk):
    """A claim about which there is nothing to say, and one with a reminder."""
    desk.hand_in("income", people_of("JF24-7", {}))
    assert "提醒没有裁定" not in desk.out("payment").stderr
    rows = hires(6, 7)
    desk.hand_in("hiring", rows)
    desk.put_on(BUSINESS, rows[ROSTER][0], rows[ROSTER][1])
    assert "还有 2 处提醒没有裁定" in desk.out("payment").stderr


def test_what_is_not_supported_is_not_paid_and_told_by_letter(desk: Desk):
    rows = hires(11, 6)
    desk.hand_in("hiring", rows)
    desk.put_on(BUSINESS, rows[ROSTER][3])
    assert desk.apply((code("CC410"), "不予支持")).exit_code == 0
    assert whole(desk) == (40_000, 40_000, 0, 11, "refuse")
    assert desk.paid() == {"SB-002": [20_000]}
    assert desk.noticed() == [("SB-002", "6", 20_000)]
    assert desk.recorded() == (1, 6, 20_000)
    assert "不予支持" in desk.letters()


def test_what_goes_back_is_not_paid_and_told_by_letter(desk: Desk):
    rows = hires(11, 6)
    desk.hand_in("hiring", rows)
    desk.put_on(BUSINESS, rows[ROSTER][3])
    assert desk.apply((code("CC410"), "退回补正")).exit_code == 0
    assert whole(desk) == (40_000, 40_000, None, 11, "return")
    assert desk.paid() == {"SB-002": [20_000]}
    assert desk.recorded() == (1, 6, 20_000)
    assert "退回补正告知书" in desk.letters()


def test_each_claim_out_of_the_window_is_decided_by_itself(desk: Desk):
    first, second = people_of("ZW23-24"), people_of("ZW23-24")
    code_ = credit_code(random.Random(5))  # noqa: S311 - no secret
    second[CLAIMS][0] |= {"claim_id": "SB-002", "applicant_code": code_}
    desk.hand_in("retention", {CLAIMS: [*first[CLAIMS], *second[CLAIMS]]})
    assert desk.apply((code("CC701", "SB-001"), "核减")).exit_code == 0
    assert desk.shown()["SB-001"].decided == 0
    assert desk.shown()["SB-002"].decided == first[CLAIMS][0]["claimed_yuan"]
    assert [*desk.paid()] == ["SB-002"]
