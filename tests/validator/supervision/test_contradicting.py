"""Verdicts that cannot both hold, in small frames of findings."""

from typing import Any

import polars as pl
import pytest

from validator.findings.frame import RELATED
from validator.ledger.audit.words import Decision, Standing
from validator.supervision.contradicting import BOTH, TWICE, contradicted, contradictions

PASSED = {"standing": str(Standing.LET_THROUGH), "decision": str(Decision.PASS)}
_TYPES = {
    "related": RELATED,
    "claim_id": pl.String,
    "decision": pl.String,
    "held": pl.String,
}


def finding(row: int, *beside: int, **changes: Any) -> dict[str, Any]:
    """A finding about a row of the roster, let pass, that names other rows."""
    return {
        "id": f"of {row}",
        "code": "CC703",
        "severity": "error",
        "input": 0,
        "sheet": "人员",
        "row": row,
        "claim_id": f"SB-{row}",
        "related": [{"input": 0, "sheet": "人员", "cell": f"B{other}"} for other in beside],
        **PASSED,
        "let_through": True,
        "decision_reason": "已核",
        "held": None,
        **changes,
    }


def frame(*findings: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(findings), schema_overrides=_TYPES)


def in_conflict(*findings: dict[str, Any]) -> list[str]:
    return sorted(contradictions(frame(*findings)))


@pytest.mark.parametrize("code", ["CC602", "CC607", "CC703"])
def test_of_two_that_name_each_other_not_both_can_pass(code):
    both = [finding(2, 9, code=code), finding(9, 2, code=code)]
    assert in_conflict(*both) == ["of 2", "of 9"]
    assert in_conflict(both[0], finding(9, code=code)) == ["of 2", "of 9"], "one names the other"
    assert in_conflict(both[0]) == []


def test_what_the_ledger_holds_does_not_pass_and_may_be_taken_out():
    held = finding(2, code="CC609", held="已于 2026-11-01 登记入台账（批次“十月”）")
    assert list(contradictions(frame(held))) == ["of 2"]
    assert (
        "已于 2026-11-01 登记入台账（批次“十月”），裁定通过就会再发放一次"
        in (contradictions(frame(held))["of 2"])
    )
    assert in_conflict(held | {"decision": str(Decision.REDUCE)}) == []
    refused = {"standing": str(Standing.DECIDED), "decision": str(Decision.REFUSE)}
    assert in_conflict(held | refused) == []


def test_one_may_pass_where_the_other_does_not():
    reduced = {"decision": str(Decision.REDUCE)}
    assert in_conflict(finding(2, 9), finding(9, 2, **reduced)) == []
    assert in_conflict(finding(2, 9, **reduced), finding(9, 2, **reduced)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"severity": "warning"},
        {"code": "CC304"},
        {"standing": str(Standing.EXPIRED)},
        {"decision": str(Decision.REDUCE)},
    ],
)
def test_only_what_counts_somebody_twice_contradicts(changes):
    assert in_conflict(finding(2, 9, **changes), finding(9, 2, **changes)) == []


def test_a_finding_does_not_contradict_itself():
    assert in_conflict(finding(2, 2, 5), finding(9, 9)) == []


def test_rows_of_other_sheets_and_files_are_other_rows():
    assert in_conflict(finding(2, 9), finding(9, 5, sheet="流水")) == []
    assert in_conflict(finding(2, 9), finding(9, 5, input=1)) == []


def test_of_one_person_in_many_claims_two_cannot_pass_though_they_name_the_first_only():
    many = [finding(row, 2, code="CC602") for row in (5, 9)]
    assert in_conflict(*many) == ["of 5", "of 9"]
    assert in_conflict(finding(5, 2, code="CC602"), finding(9, 3, code="CC602")) == []
    assert in_conflict(finding(5, 2), finding(9, 2)) == [], "those name all that they exclude"


def decided(row: int, decision: Decision, claim_id: str | None = "SB-1") -> dict[str, Any]:
    return finding(
        row,
        standing=str(Standing.DECIDED),
        decision=str(decision),
        claim_id=claim_id,
        let_through=False,
    )


def test_a_claim_is_not_both_refused_and_returned():
    both = decided(2, Decision.REFUSE), decided(3, Decision.RETURN)
    assert in_conflict(*both) == ["of 2", "of 3"]
    assert in_conflict(decided(2, Decision.REFUSE), decided(3, Decision.REFUSE)) == []
    assert in_conflict(both[0], decided(3, Decision.RETURN, "SB-2")) == []
    assert in_conflict(both[0], finding(3, claim_id="SB-1")) == [], "one was let pass"
    assert in_conflict(both[0], {**both[1], "input": 1}) == [], "of another file"
    of_file = [
        decided(row, one, None) for row, one in enumerate((Decision.REFUSE, Decision.RETURN))
    ]
    assert in_conflict(*of_file) == []


def test_contradicting_verdicts_count_as_a_disagreement_and_say_why():
    other = finding(5, code="CC304", standing=str(Standing.OPEN), decision=None, let_through=False)
    passed = finding(7, code="CC304")
    given = frame(passed, finding(9, 2), other, finding(2, 9, decision_reason=""))
    found = contradicted(given)
    assert found["id"].to_list() == given["id"].to_list()
    conflict = str(Standing.CONFLICT)
    assert found["standing"].to_list() == [PASSED["standing"], conflict, "open", conflict]
    assert found["let_through"].to_list() == [True, False, False, False]
    assert found["decision_reason"].to_list() == ["已核", f"{TWICE}；已核", "已核", TWICE]
    assert found.columns == given.columns


def test_each_contradiction_is_named_by_its_own_words():
    found = contradictions(
        frame(
            finding(2, 9),
            finding(9, 2),
            decided(3, Decision.REFUSE, "SB-8"),
            decided(4, Decision.RETURN, "SB-8"),
        )
    )
    assert found == {"of 2": TWICE, "of 9": TWICE, "of 3": BOTH, "of 4": BOTH}


def test_where_nothing_contradicts_the_findings_are_as_they_were():
    given = frame(finding(2), finding(9))
    assert contradicted(given).equals(given)
