"""What is paid is what rules, findings and verdicts allow together: round trips by command."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimcheck.forms import SheetKind
from claimcheck.settings import Settings
from samples.honest import Row
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
from tests.validator.supervision.made import ON
from validator.ledger.audit.trail import open_trail
from validator.output.page.server import ReviewService
from validator.run.validate import Validation, run_validation
from validator.supervision.listing import listed
from validator.supervision.review_sheet import row_key
from validator.supervision.sealing import with_seals

#: A list that only reminds: whoever stands on it counts until a supervisor takes him out.
BUSINESS = "法人和个体工商户"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Commands are called in its folder, where the office's file is found."""
    folder = tmp_path / "批次"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Desk(folder)


def whole(desk: Desk, claim_id: str = "SB-001") -> tuple[object, ...]:
    """Claimed, assessed and decided yuan, people, result of a claim."""
    one = desk.shown()[claim_id]
    return one.claimed, one.assessed, one.decided, one.people, one.result


def reviewed(desk: Desk) -> Validation:
    """The batch before any verdict."""
    return run_validation([desk.batch], Settings(on=ON), lists_folder=desk.folder)


# ---- sums that follow the people ---------------------------------------------------------------


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


# ---- payments ----------------------------------------------------------------------------------


def test_whose_wages_went_to_somebody_else_is_taken_out_with_his_payments(desk: Desk):
    rows = hires(11)
    for payment in payments_of(rows, rows[ROSTER][4])[:2]:
        payment["name"] = "欧阳代收"
    desk.hand_in("hiring", rows)
    assert whole(desk) == (40_000, 40_000, 40_000, 11, "pay"), "a reminder takes nothing out"
    assert desk.apply((code("CC305"), "核减")).exit_code == 0
    assert whole(desk) == (40_000, 40_000, 20_000, 10, "pay"), "four months are no six"
    assert desk.paid() == {"SB-001": [20_000]}
    assert desk.noticed() == [("SB-001", "10", 20_000)]
    assert desk.recorded() == (1, 10, 20_000)


def test_a_number_used_twice_costs_the_repeats_and_leaves_the_first(desk: Desk):
    rows = hires(11)
    own = payments_of(rows, rows[ROSTER][4])
    own[3]["reference"] = own[2]["reference"]
    desk.hand_in("hiring", rows)
    assert whole(desk)[1:4] == (40_000, 40_000, 11)
    assert desk.apply((code("CC307"), "核减")).exit_code == 0
    assert whole(desk)[1:4] == (40_000, 20_000, 10), "five of six months are left"


def test_one_repeat_costs_nobody_who_has_a_month_to_spare(desk: Desk):
    rows = hires(11, months=7)
    own = payments_of(rows, rows[ROSTER][4])
    own[3]["reference"] = own[2]["reference"]
    desk.hand_in("hiring", rows)
    assert desk.apply((code("CC307"), "核减")).exit_code == 0
    assert whole(desk)[1:4] == (40_000, 40_000, 11), "only the repeat is out, not the first"


def test_a_payment_entered_twice_counts_twice_only_if_a_supervisor_says_so(desk: Desk):
    rows = hires(11)
    entered_twice(rows, rows[ROSTER][4])
    desk.hand_in("hiring", rows)
    assert whole(desk)[1:4] == (20_000, 20_000, 10)
    assert desk.apply((code("CC307"), "通过"), (code("CC503"), "通过")).exit_code == 0
    assert whole(desk) == (40_000, 20_000, 40_000, 11, "pay")


def entered_twice(rows: dict[SheetKind, list[Row]], person: Row) -> None:
    """One wage in two halves, which look like one payment that was entered twice."""
    half = payments_of(rows, person)[2]
    half["amount_yuan"] = 1_600
    rows[WAGES].append(dict(half))


def test_a_payment_entered_twice_holds_up_the_claim_of_its_person_alone(desk: Desk):
    rows = hires(11, 6)
    entered_twice(rows, rows[ROSTER][4])
    desk.hand_in("hiring", rows)
    assert whole(desk) == (40_000, 20_000, 20_000, 10, "open")
    assert whole(desk, "SB-002") == (20_000, 20_000, 20_000, 6, "pay")


def test_a_payment_entered_twice_is_refused_to_the_claim_of_its_person_alone(desk: Desk):
    rows = hires(11, 6)
    entered_twice(rows, rows[ROSTER][4])
    desk.hand_in("hiring", rows)
    assert desk.apply((code("CC307"), "不予支持")).exit_code == 0
    assert whole(desk)[2:] == (0, 11, "refuse")
    assert whole(desk, "SB-002") == (20_000, 20_000, 20_000, 6, "pay")
    assert desk.paid() == {"SB-002": [20_000]}


def test_a_payment_that_is_let_pass_as_a_wage_brings_its_person_back(desk: Desk):
    rows = hires(5)
    payments_of(rows, rows[ROSTER][1])[3]["memo"] = "差旅费报销"
    desk.hand_in("hiring", rows)
    assert whole(desk) == (20_000, 0, 0, 4, "open")
    assert desk.apply((code("CC310"), "通过")).exit_code == 0
    assert whole(desk) == (20_000, 0, 20_000, 5, "pay"), "and what followed from it is settled"
    assert desk.paid() == {"SB-001": [20_000]}
    assert desk.noticed() == [("SB-001", "5", 20_000)]
    assert desk.recorded() == (1, 5, 20_000)


def jobless_youth(born: str) -> dict[SheetKind, list[Row]]:
    """A claim for one young person, of whose number Excel has lost the last digits."""
    lost = {"category": "登记失业青年", "id_number": float(f"640598{born}0010000"[:15] + "000")}
    rows = people_of("ZW23-7", lost)
    rows[CLAIMS][0] |= {"claimed_yuan": 1_500, "decided_yuan": 1_500}
    return rows


def test_a_number_without_its_last_digits_still_tells_the_age(desk: Desk):
    desk.hand_in("recruit", jobless_youth("20060101"))
    assert whole(desk) == (1_500, 0, 0, 0, "open")
    assert desk.apply((code("CC202"), "通过")).exit_code == 0
    assert whole(desk) == (1_500, 0, 1_500, 1, "pay")


def test_who_is_let_pass_without_a_whole_number_must_be_young_enough_all_the_same(desk: Desk):
    desk.hand_in("recruit", jobless_youth("19900101"))
    assert "CC210" not in reviewed(desk).findings["code"], "of a wrong cell that alone is said"
    assert desk.apply((code("CC202"), "通过")).exit_code == 0
    assert whole(desk) == (1_500, 0, 0, 0, "open")
    assert desk.apply((code("CC210"), "通过")).exit_code == 0
    assert whole(desk) == (1_500, 0, 1_500, 1, "pay")


# ---- claims ------------------------------------------------------------------------------------


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


# ---- verdicts that contradict each other -------------------------------------------------------


def shared_person() -> dict[SheetKind, list[Row]]:
    """Two claims of five and six people, of whom one stands in both."""
    rows = hires(5, 6)
    again = rows[ROSTER][5]
    rows[ROSTER][4] = rows[ROSTER][4] | {
        key: again[key] for key in ("id_number", "name", "bank_account")
    }
    return rows


TWICE = "在两项申报中都裁定通过，只能通过其中一项"
BOTH = "同一项申报既裁定不予支持又裁定退回补正，请只留一种"


def test_a_person_in_two_claims_counts_in_the_one_that_is_let_pass(desk: Desk):
    desk.hand_in("hiring", shared_person())
    assert whole(desk)[1:4] == (0, 0, 4), "in neither, as long as nobody has decided"
    assert whole(desk, "SB-002")[1:4] == (20_000, 20_000, 5)
    assert desk.apply((code("CC602", "SB-002"), "核减"), (code("CC602"), "通过")).exit_code == 0
    assert whole(desk) == (20_000, 0, 20_000, 5, "pay")
    assert whole(desk, "SB-002") == (20_000, 20_000, 20_000, 5, "pay")


def test_the_same_person_cannot_pass_in_both_claims_by_one_file(desk: Desk):
    desk.hand_in("hiring", shared_person())
    applied = desk.apply((code("CC602"), "通过"))
    assert applied.exit_code == 1
    assert applied.stdout.count(TWICE) == 2
    assert whole(desk)[1:] == (0, 0, 4, "open")


@pytest.mark.parametrize("reviewer", ["王审核", "李审核"])
def test_nor_by_two_files_and_two_reviewers(desk: Desk, reviewer: str):
    desk.hand_in("hiring", shared_person())
    assert desk.apply((code("CC602", "SB-001"), "通过")).exit_code == 0
    before = desk.shown()
    applied = desk.apply((code("CC602", "SB-002"), "通过"), reviewer=reviewer)
    assert applied.exit_code == 1
    assert TWICE in applied.stdout
    assert desk.shown() == before, "the first stands"


def test_nor_does_a_person_in_many_claims_pass_in_two_of_them(desk: Desk):
    """Only the first few places are named with a finding: that lets nobody through."""
    rows = hires(*[6] * 8)
    everywhere = rows[ROSTER][0]
    for person in rows[ROSTER][6::6]:
        person |= {key: everywhere[key] for key in ("id_number", "name", "bank_account")}
    desk.hand_in("hiring", rows)
    applied = desk.apply((code("CC602", "SB-007"), "通过"), (code("CC602", "SB-008"), "通过"))
    assert applied.exit_code == 1
    assert applied.stdout.count(TWICE) == 2


@pytest.mark.parametrize("reviewer", ["王审核", "李审核"])
def test_a_claim_is_not_both_refused_and_returned(desk: Desk, reviewer: str):
    rows = hires(11)
    desk.hand_in("hiring", rows)
    desk.put_on(BUSINESS, *rows[ROSTER][3:5])
    first, second = (code("CC410", str(rows[ROSTER][at]["id_number"])[-4:]) for at in (3, 4))
    applied = desk.apply((first, "不予支持"), (second, "退回补正"))
    assert applied.exit_code == 1
    assert applied.stdout.count(BOTH) == 2
    assert whole(desk)[4] == "pay", "nothing was decided"
    assert desk.apply((first, "不予支持")).exit_code == 0
    applied = desk.apply((second, "退回补正"), reviewer=reviewer)
    assert applied.exit_code == 1
    assert BOTH in applied.stdout
    assert whole(desk)[2:] == (0, 11, "refuse")


def test_two_claims_may_be_decided_each_in_its_way(desk: Desk):
    rows = hires(6, 7)
    desk.hand_in("hiring", rows)
    desk.put_on(BUSINESS, rows[ROSTER][0], rows[ROSTER][6])
    said = (code("CC410", "SB-001"), "不予支持"), (code("CC410", "SB-002"), "退回补正")
    assert desk.apply(*said).exit_code == 0
    assert [one.result for one in desk.shown().values()] == ["refuse", "return"]


def test_who_stands_twice_in_a_claim_is_never_let_pass(desk: Desk):
    rows = hires(5)
    rows[ROSTER].append(dict(rows[ROSTER][0]))
    desk.hand_in("hiring", rows)
    assert whole(desk)[1:4] == (20_000, 20_000, 5)
    applied = desk.apply((code("CC601"), "通过"))
    assert applied.exit_code == 1
    assert "不能裁定通过：一人只计一次" in applied.stdout
    assert desk.apply((code("CC601"), "核减")).exit_code == 0
    assert whole(desk) == (20_000, 20_000, 20_000, 5, "pay")


def test_what_names_nobody_cannot_be_taken_out(desk: Desk):
    rows = hires(6)
    desk.hand_in("hiring", rows)
    (desk.folder / "office.toml").write_text('[lists]\n"公职人员" = "没有.xlsx"\n', "utf-8")
    applied = desk.apply((code("CC412"), "核减"))
    assert applied.exit_code == 1
    assert "不涉及具体的人员或金额，不能裁定核减" in applied.stdout
    assert whole(desk)[4] == "open"


def test_reviewers_who_disagree_change_nothing_until_they_agree(desk: Desk):
    rows = hires(11)
    desk.hand_in("hiring", rows)
    desk.put_on("公职人员", rows[ROSTER][3])
    assert desk.apply((code("CC410"), "通过")).exit_code == 0
    assert whole(desk)[2:4] == (40_000, 11)
    applied = desk.apply((code("CC410"), "核减"), reviewer="李审核")
    assert "裁定不一致" in applied.stdout
    assert whole(desk)[2:] == (20_000, 10, "open")
    assert desk.apply((code("CC410"), "通过"), reviewer="李审核").exit_code == 0
    assert whole(desk)[2:] == (40_000, 11, "pay")


# ---- the page ----------------------------------------------------------------------------------


def decisions(found: Validation, *said: tuple[str, str, str]) -> dict[str, list[dict[str, str]]]:
    """What the page sends: code, words of the claim or person, verdict."""
    sent = []
    for row in with_seals(listed(found), found).iter_rows(named=True):
        for name, holding, word in said:
            if row["code"] == name and holding in f"{row['claim_id']} {row['person']}":
                keys = {"key": row_key(row), "claim_id": row["claim_id"] or ""}
                parts = {key: str(row[key]) for key in ("id", "basis", "severity", "code")}
                seal = row_key(row).split(" ")[-1]
                sent.append(
                    keys
                    | parts
                    | {"seal": seal, "message": row["message"], "decision": word}
                    | {"reason": "已到银行核实", "reviewer": "王审核"}
                )
    assert sent
    return {"decisions": sent}


class OnePage:
    """A page that has seen all that it was told."""

    def __init__(self, service: ReviewService) -> None:
        self.service = service
        self.shown = {"check": service.review.check, "state": 0}

    def decide(self, sent: dict[str, Any]) -> dict[str, Any]:
        reply = self.service.decide(self.shown | sent)
        self.shown["state"] = reply["state"]
        return reply


@pytest.fixture
def shared_page(desk: Desk, tmp_path: Path):
    desk.hand_in("hiring", shared_person())
    found = reviewed(desk)
    with (
        open_trail(str(desk.folder / "ledger.sqlite"), tmp_path / "key") as trail,
        ReviewService(found, Settings(on=ON), trail, port=0, title="审核") as service,
    ):
        yield replace(found, seals=trail.ledger.seals), OnePage(service)


def test_the_page_shows_the_sum_under_what_was_just_decided(shared_page):
    found, service = shared_page
    assert found.claims["amount_fen"].to_list() == [0, 2_000_000]
    said = (("CC602", "SB-001", "通过"), ("CC602", "SB-002", "核减"))
    reply = service.decide(decisions(found, *said))
    assert (reply["recorded"], reply["refused"]) == (2, [])
    assert reply["summary"]["decided"] == 40_000
    assert reply["summary"]["assessed"] == 20_000
    assert [at for at, _ in reply["claims"]] == [0, 1]


def test_the_page_refuses_what_contradicts(shared_page):
    found, service = shared_page
    reply = service.decide(decisions(found, ("CC602", "", "通过")))
    assert reply["recorded"] == 0
    assert sum(TWICE in line for line in reply["refused"]) == 2
    assert service.decide(decisions(found, ("CC602", "SB-001", "通过")))["recorded"] == 1
    again = service.decide(decisions(found, ("CC602", "SB-002", "通过")))
    assert (again["recorded"], len(again["refused"])) == (0, 1)
    said = (("CC602", "SB-002", "退回补正"),)
    assert service.decide(decisions(found, *said))["recorded"] == 1
    later = service.decide(decisions(found, ("CC401", "SB-001", "不予支持")))
    assert later["refused"] == []
