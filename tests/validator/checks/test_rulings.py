"""What one finding, and a verdict on it, does to rows: in frames of a few rows."""

from typing import Any

import polars as pl
import pytest

from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from validator.checks.rulings import PASSED, REDUCED, REFUSED, Rulings, no_rulings, rulings_of
from validator.findings.frame import SCHEMA

ROSTER, WAGES, CLAIMS = str(SheetKind.ROSTER), str(SheetKind.WAGES), str(SheetKind.CLAIMS)
RULE = rule("ZW26-3")


def finding(code: str, kind: str = ROSTER, **changes: Any) -> dict[str, Any]:
    """An error about row 4 of file 0, which is about claim SB-1 and says “甲：有错”."""
    return {
        **dict.fromkeys(SCHEMA),
        "code": code,
        "severity": "error",
        "input": 0,
        "kind": kind,
        "row": 4,
        "key": "id_number",
        "claim_id": "SB-1",
        "message": "人员4：有错",
        "grounds": [],
        "related": [],
        "unit": 0,
        "verdict": None,
        **changes,
    }


def beside(*cells: str | None, file: int = 0) -> list[dict[str, Any]]:
    return [{"input": file, "sheet": "表", "cell": cell} for cell in cells]


def ruled(*findings: dict[str, Any], wholes: dict[int, int] | None = None) -> Rulings:
    schema = {**SCHEMA, "unit": pl.Int64(), "verdict": pl.String()}
    return rulings_of(pl.DataFrame(list(findings), schema=schema), wholes or {})


def places(*findings: dict[str, Any], **more: Any) -> list[tuple[Any, ...]]:
    marks = ruled(*findings, **more).marks
    return marks.select("kind", "file", "row", "claim_id").rows()


def marks(*findings: dict[str, Any]) -> list[tuple[Any, ...]]:
    return ruled(*findings).marks.select("kind", "row", "key", "excluded", "upheld").rows()


# ---- what acts ---------------------------------------------------------------------------------


def test_an_error_that_nobody_decided_puts_its_row_out_and_says_why():
    assert marks(finding("CC403")) == [(ROSTER, 4, None, "有错", None)]


def test_so_it_does_before_there_is_anything_to_decide():
    alone = pl.DataFrame([finding("CC403")], schema={**SCHEMA, "unit": pl.Int64()})
    assert rulings_of(alone, {}).same_as(ruled(finding("CC403")))
    assert not rulings_of(alone, {}).none
    assert rulings_of(alone.clear(), {}).same_as(no_rulings())


@pytest.mark.parametrize(
    "changes",
    [
        {"severity": "warning"},
        {"severity": "info"},
        {"grounds": ["wage"]},
        {"grounds": ["wage", "months"]},
        {"grounds": ["wage"], "severity": "warning"},
    ],
)
def test_neither_a_reminder_does_nor_what_a_test_reports_that_fails_anyway(changes):
    assert marks(finding("CC403", **changes)) == []
    assert marks(finding("CC305", WAGES, **changes)) == []


def test_a_message_without_a_colon_is_said_whole():
    ((*_, said, _),) = marks(finding("CC403", message="有错"))
    assert said == "有错"


# ---- which rows --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ROSTER, WAGES, CLAIMS])
def test_what_is_said_of_a_row_takes_that_row_out(kind):
    assert places(finding("CC204", kind)) == [(kind, 0, 4, None)]
    assert places(finding("CC204", "summary")) == []


def test_what_is_said_of_a_payment_takes_out_its_person_if_it_is_known():
    about_pay = finding("CC301", WAGES, person_row=8)
    assert places(about_pay) == [(ROSTER, 0, 8, None)]
    assert places({**about_pay, "person_row": None}) == []


def test_a_payment_is_never_taken_out_by_what_is_said_of_a_person():
    about_person = finding("CC307", ROSTER, person_row=8)
    assert places(about_person) == []
    assert places({**about_person, "row": None}) == []


def test_what_is_said_of_a_person_may_take_out_the_claim():
    assert places(finding("CC401")) == [(CLAIMS, 0, None, "SB-1")]
    assert places(finding("CC401", claim_id=None)) == [], "of which claim is not known"


@pytest.mark.parametrize(("claim_id", "file"), [(None, 5), ("SB-1", 0)])
def test_what_is_said_of_a_part_of_a_file_takes_out_its_claims(claim_id, file):
    of_part = finding("CC103", "summary", row=None, unit=5, claim_id=claim_id)
    assert places(of_part) == [(CLAIMS, file, None, claim_id)]


def test_a_person_is_not_taken_out_by_what_is_said_of_a_whole_file():
    assert places(finding("CC403", "summary", row=None, claim_id=None)) == []
    assert places(finding("CC301", CLAIMS, person_row=None)) == []


def test_which_of_the_rows_are_meant_that_a_finding_names():
    others = {"related": beside("B7", None, "整列", "C12")}
    one = finding("CC301", **others)
    group = finding("CC304", **others)
    repeats = finding("CC307", WAGES, **others)
    assert [row for _, _, row, _ in places(one)] == [4]
    assert [row for _, _, row, _ in places(group)] == [4, 7, 12]
    assert [row for _, _, row, _ in places(repeats)] == [7, 12]


def test_rows_beside_it_in_a_part_are_rows_of_the_whole_file():
    of_part = finding("CC304", related=beside("B7", file=6))
    assert places(of_part, wholes={6: 1}) == [(ROSTER, 0, 4, None), (ROSTER, 1, 7, None)]
    assert places(of_part) == [(ROSTER, 0, 4, None), (ROSTER, 6, 7, None)]
    assert places({**of_part, "input": 6}, wholes={6: 1}) == [
        (ROSTER, 1, 4, None),
        (ROSTER, 1, 7, None),
    ]


# ---- verdicts ----------------------------------------------------------------------------------


def test_what_is_reduced_and_what_is_refused_is_out_by_the_reviewer():
    failing = finding("CC403", grounds=["category"])
    (reduced,) = marks({**failing, "verdict": REDUCED})
    assert reduced == (ROSTER, 4, None, "审核人裁定核减：有错", None)
    (refused,) = marks({**failing, "verdict": REFUSED})
    assert refused == (CLAIMS, None, None, "审核人裁定不予支持：有错", None)
    assert places({**failing, "verdict": REFUSED}) == [(CLAIMS, 0, None, "SB-1")]


@pytest.mark.parametrize(
    ("code", "severity", "rows"),
    [("CC607", "error", [4]), ("CC607", "warning", []), ("CC207", "warning", [4])],
)
def test_to_reduce_a_reminder_may_mean_another_thing(code, severity, rows):
    found = places(finding(code, severity=severity, verdict=REDUCED))
    assert [row for _, _, row, _ in found] == rows


def test_what_passes_upholds_the_tests_that_it_reports():
    assert marks(finding("CC403", grounds=["category"], verdict=PASSED)) == [
        (ROSTER, 4, None, None, ["category"])
    ]
    assert marks(finding("CC407", CLAIMS, grounds=["small_firm"], verdict=PASSED)) == [
        (CLAIMS, 4, None, None, ["small_firm"])
    ]
    assert marks(finding("CC403", verdict=PASSED)) == [], "it reports none, and is out no more"


def test_what_may_not_pass_upholds_nothing():
    assert marks(finding("CC601", grounds=["unique"], verdict=PASSED)) == []


def test_a_cell_that_passes_upholds_what_rests_on_its_column():
    cell = finding("CC204", key="category", verdict=PASSED)
    assert marks(cell) == [(ROSTER, 4, "category", None, [])]
    by_test = {**cell, "grounds": ["category"]}
    assert marks(by_test) == [(ROSTER, 4, None, None, ["category"])]


def test_a_payment_that_passes_counts_whatever_else_is_said_of_it():
    paid = finding("CC305", WAGES, verdict=PASSED, grounds=["months"], person_row=8)
    assert marks(paid) == [(WAGES, 4, None, None, ["payment"])]
    assert marks({**paid, "kind": ROSTER}) == [(ROSTER, 4, None, None, ["months"])]
    by_wages = {**paid, "code": "CC301"}
    assert marks(by_wages) == [(ROSTER, 8, None, None, ["months"])]


# ---- on the rows of a sheet ----------------------------------------------------------------------


def rows(*numbers: int, claims: str = "SB-1") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "input": [0] * len(numbers),
            "file": [0] * len(numbers),
            "row": numbers,
            "claim_id": [claims] * len(numbers),
        },
        schema_overrides={"row": pl.Int64, "input": pl.Int64, "file": pl.Int64},
    )


def on(
    frame: pl.DataFrame, *findings: dict[str, Any], kind: SheetKind = SheetKind.ROSTER
) -> tuple[list[str | None], list[Any]]:
    found = ruled(*findings).on(frame, kind, RULE, RULE.defaults)
    assert found["row"].to_list() == frame["row"].to_list()
    assert found.columns == [*frame.columns, "excluded", "upheld"]
    return found["excluded"].to_list(), found["upheld"].to_list()


def test_a_mark_stands_on_its_row_alone():
    excluded, upheld = on(rows(9, 4, 5), finding("CC403"))
    assert (excluded, upheld) == ([None, "有错", None], [None, [], None])
    passed = finding("CC403", grounds=["category"], verdict=PASSED)
    assert on(rows(4, 5), passed) == ([None, None], [["category"], None])


def test_rows_without_marks_are_as_they_were():
    frame = rows(4, 5)
    assert no_rulings().on(frame, SheetKind.ROSTER, RULE, RULE.defaults).equals(frame)
    of_roster = ruled(finding("CC403"))
    assert of_roster.on(frame, SheetKind.CLAIMS, RULE, RULE.defaults).equals(frame)
    nobody = of_roster.on(frame.clear(), SheetKind.ROSTER, RULE, RULE.defaults)
    assert nobody.equals(frame.clear())


def test_a_mark_on_a_claim_and_one_on_a_whole_file_find_their_claims():
    claims = pl.concat([rows(2), rows(3, claims="SB-2")])
    refused = finding("CC403", verdict=REFUSED)
    assert on(claims, refused, kind=SheetKind.CLAIMS)[0] == ["审核人裁定不予支持：有错", None]
    whole = finding("CC101", "summary", row=None, claim_id=None, verdict=REFUSED)
    assert on(claims, whole, kind=SheetKind.CLAIMS)[0] == ["审核人裁定不予支持：有错"] * 2
    of_part = claims.with_columns(input=pl.Series([5, 6]))
    part = {**whole, "unit": 6}
    assert on(of_part, part, kind=SheetKind.CLAIMS)[0] == [None, "审核人裁定不予支持：有错"]


def test_several_reasons_are_joined_in_one_order():
    several = [finding("CC403", message=f"人员：错{number:02d}") for number in range(30)]
    twice = finding("CC404", message="人员：错00")
    (excluded,), _ = on(rows(4), *several, twice)
    assert excluded == "；".join(f"错{number:02d}" for number in range(30))


def test_a_payment_is_upheld_or_not():
    passed = finding("CC305", WAGES, verdict=PASSED)
    out = finding("CC603", WAGES, row=5)
    excluded, upheld = on(rows(4, 5, 6), passed, out, kind=SheetKind.WAGES)
    assert excluded == [None, "有错", None]
    assert upheld == [True, False, None]


def test_a_wrong_cell_matters_only_where_the_measure_asks_for_its_column():
    wrong = finding("CC204", key="category")
    other = finding("CC204", key="contract_months")
    beside_it = finding("CC403", row=5, grounds=["months"], verdict=PASSED)
    excluded, upheld = on(rows(4, 5), wrong, beside_it)
    assert (excluded, upheld) == (["有错", None], [[], ["months"]])
    assert on(rows(4, 5), other, beside_it) == ([None, None], [None, ["months"]])


def test_a_cell_that_passes_upholds_the_tests_of_its_column_by_the_level_of_its_sheet():
    person = finding("CC204", key="category", verdict=PASSED)
    assert on(rows(4), person) == ([None], [["category"]])
    claim = finding("CC204", CLAIMS, key="applicant_kind", verdict=PASSED)
    assert on(rows(4), claim, kind=SheetKind.CLAIMS) == ([None], [["small_firm"]])


def test_rulings_are_told_apart_by_file():
    both = ruled(finding("CC403"), finding("CC403", input=3, unit=3))
    assert both.of([3]).marks["file"].to_list() == [3]
    assert not both.of([3]).same_as(both)
    assert both.of([9]).none
