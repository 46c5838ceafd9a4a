"""Which claims are taken into the ledger."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from claimcheck.policy import rules
from tests.validator.ledger.made import ON, ids
from validator.checks import Ran
from validator.checks.base import Judged
from validator.findings.frame import SCHEMA
from validator.ledger.errors import LedgerError
from validator.ledger.verdicts import VERDICT_WORDS
from validator.reading.batch import Input
from validator.run.assembling import FLAGGED, PASSED
from validator.run.validate import Validation
from validator.supervision.accepted import accepted

A, B, C = ids(3)


def reviewed(
    *claims: dict[str, Any],
    people: list[dict[str, Any]] | None = None,
    findings: list[dict[str, Any]] | None = None,
    fault: str = "",
    status: str = "ran",
    measure: str = "ZW26-8",
) -> Validation:
    """A review as `validate` gives it, of claims on rows 2, 3, …"""
    usual = {
        "input": 0,
        "measure": measure,
        "applicant": "马小红",
        "applicant_code": A,
        "applicant_kind": "个人",
        "county": "中宁县",
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 31),
        "claimed_fen": 20_000,
        "amount_fen": 20_000,
        "outcome": "amount",
        "reason": "",
        "verdict": "passed",
    }
    rows = [
        usual | {"row": place + 2, "claim": place, "claim_id": f"SB-{place + 1}"} | one
        for place, one in enumerate(claims)
    ]
    frame = pl.DataFrame(rows)
    listed = pl.DataFrame(
        people or [],
        {
            "claim": pl.UInt32,
            "id_number": pl.String,
            "name": pl.String,
            "counted": pl.Boolean,
            "amount_fen": pl.Int64,
        },
    )
    found = pl.DataFrame([dict.fromkeys(SCHEMA) | one for one in findings or []], SCHEMA)
    judged: Any = Judged(rules()[measure], None, frame, listed)  # type: ignore[arg-type]
    return Validation(
        [Input(0, Path("第1批.xlsx"), fault=fault)],
        frame,
        found,
        [Ran("CC201", status)],  # type: ignore[arg-type]
        [judged],
    )


def error(**values):
    return {"input": 0, "severity": "error", "code": "CC201", "row": 5} | values


def whys(refused):
    return [(entry.claim_id, entry.why) for entry in refused]


def test_a_claim_without_findings_is_taken():
    taken, refused = accepted(reviewed({}), "第1批", ON)
    assert taken.claims.select("claim_id", "amount_fen", "verdict", "type").rows() == [
        ("SB-1", 20_000, "passed", "transport")
    ]
    assert refused == []
    assert (taken.name, taken.accepted_on) == ("第1批", ON)


def test_a_claim_with_an_error_is_not_taken_and_the_others_are():
    validation = reviewed({}, {}, findings=[error(claim_id="SB-2"), error(claim_id="SB-2")])
    taken, refused = accepted(validation, "第1批", ON)
    assert taken.claims["claim_id"].to_list() == ["SB-1"]
    assert whys(refused) == [("SB-2", "有 2 个须改正的错误")]


def test_a_reminder_does_not_keep_a_claim_out():
    validation = reviewed(
        {"verdict": "flagged"}, findings=[error(claim_id="SB-1", severity="warning")]
    )
    taken, refused = accepted(validation, "第1批", ON)
    assert taken.claims["verdict"].to_list() == ["flagged"]
    assert refused == []


def test_an_error_that_names_no_claim_keeps_the_whole_file_out():
    taken, refused = accepted(reviewed({}, {}, findings=[error()]), "第1批", ON)
    assert taken.claims.is_empty()
    assert len(refused) == 2


def test_errors_are_taken_with_a_reason_and_marked():
    validation = reviewed({}, {}, findings=[error(claim_id="SB-2")])
    taken, refused = accepted(validation, "第1批", ON, "已核对原件")
    assert taken.claims.select("verdict", "reason").rows() == [
        ("passed", ""),
        ("accepted", "已核对原件"),
    ]
    assert refused == []


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"outcome": None}, "没有核算结果"),
        ({"outcome": "incomplete", "amount_fen": None}, "资料不全，没有核算结果"),
        ({"outcome": "ineligible", "amount_fen": 0}, "核定金额为 0"),
        ({"amount_fen": 0}, "核定金额为 0"),
        ({"outcome": "needs_decision", "amount_fen": None}, "金额尚需核定"),
    ],
)
def test_a_claim_that_is_paid_nothing_is_not_taken_even_with_a_reason(values, why):
    taken, refused = accepted(reviewed(values), "第1批", ON, "理由")
    assert taken.claims.is_empty()
    assert whys(refused) == [("SB-1", why)]


def test_what_is_given_in_kind_is_taken_without_a_sum():
    taken, _ = accepted(reviewed({"outcome": "in_kind", "amount_fen": None}), "第1批", ON)
    assert taken.claims["amount_fen"].to_list() == [None]


def test_nothing_is_taken_where_a_file_was_not_read_or_a_check_failed():
    with pytest.raises(LedgerError, match=r"第1批\.xlsx.*整批都没有登记"):
        accepted(reviewed({}, fault="打不开"), "第1批", ON, "理由")
    with pytest.raises(LedgerError, match="有检查没有完成"):
        accepted(reviewed({}, status="failed"), "第1批", ON, "理由")


def test_only_people_who_count_are_taken_with_their_own_sums():
    people = [
        {"claim": 0, "id_number": B, "name": "丁小龙", "counted": True, "amount_fen": 80_000},
        {"claim": 0, "id_number": C, "name": "王玉兰", "counted": False, "amount_fen": 0},
    ]
    taken, _ = accepted(reviewed({}, people=people), "第1批", ON)
    assert taken.people.select("id_number", "amount_fen").rows() == [(B, 80_000)]


def test_a_person_who_claims_without_a_roster_is_the_one_who_is_paid():
    taken, _ = accepted(reviewed({}), "第1批", ON)
    assert taken.people.select("id_number", "name", "amount_fen").rows() == [(A, "马小红", 20_000)]


def test_a_firm_that_claims_without_a_roster_is_no_person():
    firm = {"applicant": "中宁县劳务服务有限公司", "applicant_code": "91640598MA7AAAAA0X"}
    taken, _ = accepted(reviewed(firm, measure="ZW26-7"), "第1批", ON)
    assert taken.claims.height == 1
    assert taken.people.is_empty()


def test_the_people_of_a_refused_claim_stay_out():
    people = [
        {"claim": place, "id_number": number, "name": "丁", "counted": True, "amount_fen": 1}
        for place, number in enumerate((B, C))
    ]
    validation = reviewed({}, {}, people=people, findings=[error(claim_id="SB-2")])
    taken, _ = accepted(validation, "第1批", ON)
    assert taken.people["id_number"].to_list() == [B]


def test_every_verdict_of_a_review_has_words():
    assert {PASSED, FLAGGED} < set(VERDICT_WORDS)
