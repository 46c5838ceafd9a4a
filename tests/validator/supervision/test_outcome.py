"""What becomes of a claim, held against small frames of claims and findings."""

from typing import Any

import polars as pl
import pytest

from claimcheck.compiler.outcomes import AMOUNT, INELIGIBLE
from claimcheck.policy import rules
from validator.ledger.audit.words import ClaimResult, Decision, Standing
from validator.supervision.outcome import COLUMNS, with_outcomes

CLAIM = {
    "input": 0,
    "row": 2,
    "claim_id": "SB-1",
    "measure": "ZW26-3",
    "claimed_fen": 2_000_000,
    "headcount": 5,
    "amount_fen": 2_000_000,
    "outcome": AMOUNT,
    "reason": "合格 5 人",
}
FINDING = {
    "code": "CC403",
    "input": 0,
    "unit": 0,
    "row": 7,
    "claim_id": "SB-1",
    "severity": "error",
    "standing": str(Standing.OPEN),
    "decision": None,
    "let_through": False,
    "held": None,
}
_TYPES = {
    "row": pl.Int64,
    "claim_id": pl.String,
    "decision": pl.String,
    "amount_fen": pl.Int64,
    "claimed_fen": pl.Int64,
    "reason": pl.String,
    "held": pl.String,
}


def frame(like: dict[str, Any], *changes: dict[str, Any]) -> pl.DataFrame:
    types = {name: dtype for name, dtype in _TYPES.items() if name in like}
    rows = [{**like, **change} for change in changes]
    empty = pl.DataFrame([like], schema_overrides=types).clear()
    return pl.concat([empty, *(pl.DataFrame([row], schema=empty.schema) for row in rows)])


def outcome(
    *findings: dict[str, Any], now: dict[str, Any] | None = None, **claim: Any
) -> dict[str, Any]:
    """What becomes of one claim, `now` being its sum under the verdicts."""
    claims = frame(CLAIM, claim)
    ruled = frame(CLAIM, {**claim, **(now or {})})
    found = with_outcomes(claims, ruled, frame(FINDING, *findings))
    return {name: found[name].item() for name in COLUMNS}


def decided(decision: Decision) -> dict[str, Any]:
    return {"standing": str(Standing.DECIDED), "decision": str(decision)}


def test_a_claim_of_which_nothing_is_said_is_paid():
    assert outcome() == {
        "ruled_people": 5,
        "ruled_fen": 2_000_000,
        "ruled_reason": "合格 5 人",
        "result": ClaimResult.PAY,
        "why": "",
        "reminders": 0,
    }


@pytest.mark.parametrize(
    ("amount", "claimed", "paid"),
    [(2_000_000, 1_500_000, 1_500_000), (1_500_000, 2_000_000, 1_500_000), (1, 5, 1)],
)
def test_the_sum_under_the_verdicts_is_paid_but_never_more_than_was_claimed(amount, claimed, paid):
    found = outcome(now={"amount_fen": amount, "headcount": 3}, claimed_fen=claimed)
    assert (found["ruled_fen"], found["ruled_people"], found["result"]) == (
        paid,
        3,
        ClaimResult.PAY,
    )


def test_a_claim_that_no_verdict_touches_keeps_its_sum():
    claims = frame(CLAIM, {}, {"row": 3, "claim_id": "SB-2", "amount_fen": 1_000_000})
    ruled = frame(CLAIM, {"amount_fen": 0, "outcome": INELIGIBLE})
    found = with_outcomes(claims, ruled, frame(FINDING))
    assert found["ruled_fen"].to_list() == [0, 1_000_000]
    assert with_outcomes(found, ruled, frame(FINDING)).equals(found), "made anew, not twice"


@pytest.mark.parametrize(("amount", "claimed"), [(None, 2_000_000), (2_000_000, None)])
def test_a_sum_that_is_not_known_stays_open(amount, claimed):
    found = outcome(now={"amount_fen": amount}, claimed_fen=claimed)
    assert (found["result"], found["ruled_fen"]) == (ClaimResult.OPEN, None)
    assert found["why"] == "金额尚不能核定"


def test_so_does_a_measure_that_is_not_known():
    found = outcome(measure="ZW99-1")
    assert (found["result"], found["why"]) == (ClaimResult.OPEN, "金额尚不能核定")


def test_what_pays_no_money_is_not_paid():
    other = next(rule.id for rule in rules().values() if rule.measure.unit != "CNY")
    found = outcome(measure=other)
    assert (found["result"], found["why"]) == (ClaimResult.OPEN, "这一事项不是发放资金")


def test_nothing_is_refused_with_the_reason_of_the_evaluation():
    nobody = {"amount_fen": 0, "outcome": INELIGIBLE, "reason": "不足 5 人"}
    found = outcome(now=nobody)
    assert (found["result"], found["ruled_fen"]) == (ClaimResult.REFUSE, 0)
    assert found["why"] == "核定金额为 0：不足 5 人"
    assert outcome(now={**nobody, "reason": None})["why"] == "核定金额为 0"
    assert outcome(claimed_fen=0)["why"] == "核定金额为 0", "its people count"


def test_what_is_refused_gets_nothing_and_what_is_returned_has_no_sum_yet():
    refused, returned = outcome(decided(Decision.REFUSE)), outcome(decided(Decision.RETURN))
    assert (refused["result"], refused["ruled_fen"]) == (ClaimResult.REFUSE, 0)
    assert refused["why"] == "审核人裁定不予支持"
    assert (returned["result"], returned["ruled_fen"]) == (ClaimResult.RETURN, None)
    assert returned["why"] == "审核人裁定退回补正"
    both = outcome(decided(Decision.RETURN), decided(Decision.REFUSE), {})
    assert both["result"] == ClaimResult.REFUSE, "it goes before a return and before what is open"


@pytest.mark.parametrize("standing", [Standing.OPEN, Standing.CONFLICT, Standing.LET_THROUGH])
def test_a_claim_that_the_ledger_holds_is_not_paid_again_whatever_stands_beside_it(standing):
    held = {"held": "已于 2026-11-01 登记入台账（批次“十月”）", "standing": str(standing)}
    found = outcome(held, {})
    assert (found["result"], found["ruled_fen"]) == (ClaimResult.RECORDED, 0)
    assert found["why"] == held["held"]
    assert outcome(held, decided(Decision.REFUSE))["result"] == ClaimResult.REFUSE


@pytest.mark.parametrize("decision", [Decision.REFUSE, Decision.RETURN])
def test_a_decision_that_does_not_stand_leaves_the_error_open(decision):
    found = outcome({"standing": str(Standing.CONFLICT), "decision": str(decision)})
    assert (found["result"], found["why"]) == (ClaimResult.OPEN, "有 1 处错误未放行")


def test_errors_that_nobody_let_through_are_counted():
    through = {"standing": str(Standing.LET_THROUGH), "decision": "pass", "let_through": True}
    found = outcome({}, {"standing": str(Standing.LAPSED)}, through, {"severity": "warning"})
    assert (found["result"], found["why"]) == (ClaimResult.OPEN, "有 2 处错误未放行")
    assert outcome(through)["result"] == ClaimResult.PAY
    assert outcome({"severity": "warning"}, {"severity": "info"})["result"] == ClaimResult.PAY


def test_reminders_that_wait_are_counted_and_hold_up_nothing():
    waits, done = {"severity": "warning"}, {"standing": str(Standing.SETTLED)}
    found = outcome(waits, {**waits, "standing": str(Standing.EXPIRED)}, {**waits, **done})
    assert (found["reminders"], found["result"]) == (2, ClaimResult.PAY)
    assert outcome({})["reminders"] == 0


@pytest.mark.parametrize("place", [{"claim_id": None}, {"row": None}, {"claim_id": None, "row": 0}])
def test_what_is_said_of_a_file_holds_up_each_of_its_claims_once(place):
    claims = frame(CLAIM, {}, {"row": 3, "claim_id": "SB-2"}, {"input": 1})
    found = with_outcomes(claims, claims, frame(FINDING, place))
    assert found["why"].to_list() == ["有 1 处错误未放行"] * 2 + [""]


def test_what_is_said_of_one_claim_holds_up_that_alone():
    claims = frame(CLAIM, {}, {"row": 3, "claim_id": "SB-2"})
    found = with_outcomes(claims, claims, frame(FINDING, {"claim_id": "SB-2"}))
    assert found["why"].to_list() == ["", "有 1 处错误未放行"]


def test_parts_of_a_collected_file_are_held_up_by_what_is_said_of_them_and_of_the_whole():
    parts = [{"claim_id": "SB-1"}, {"claim_id": "SB-2"}]
    claims = frame(CLAIM, *parts).with_columns(unit=pl.Series([5, 6]))

    def held_up(unit: int) -> list[str]:
        said = frame(FINDING, {"row": None, "claim_id": None, "unit": unit})
        return with_outcomes(claims, claims, said)["result"].to_list()

    assert held_up(5) == [ClaimResult.OPEN, ClaimResult.PAY]
    assert held_up(0) == [ClaimResult.OPEN, ClaimResult.OPEN]
    assert held_up(7) == [ClaimResult.PAY, ClaimResult.PAY]
