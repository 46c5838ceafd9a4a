from copy import deepcopy
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from claimcheck.forms import SheetKind
from tests.validator.books import cell, checked, claims, codes, only, save, told
from validator.checks.base import Context
from validator.checks.running import Check, Ran

ROSTER, WAGES = SheetKind.ROSTER, SheetKind.WAGES


def test_a_category_outside_the_clause_is_cited_with_the_clause(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["category"] = "脱贫人口"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC403")
    assert finding["cell"] == cell(ROSTER, "category", 4)
    assert "人员类别“脱贫人口”不在本条所列五类人员之内（中卫2026年方案第三条）" in str(
        finding["message"]
    )


def test_someone_hired_before_the_policy_is_outside_the_window(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["hired_on"] = date(2025, 12, 31)
    assert codes(checked(save(tmp_path / "a.xlsx", made))) == ["CC503", "CC701"]


@pytest.mark.parametrize(
    ("county", "expected"),
    [("沙坡头区", []), ("中卫市本级", []), ("金凤区", ["CC701"]), ("泾源县", ["CC701"])],
)
def test_a_claim_in_a_county_that_the_document_does_not_bind_gets_nothing(
    county: str, expected: list[str], tmp_path: Path
):
    made = claims(6)
    made[0].row["county"] = county
    found = checked(save(tmp_path / "a.xlsx", made))
    assert codes(found) == expected
    assert found.claims["amount_fen"].to_list() == [0 if expected else 2_000_000]
    if expected:
        finding = only(found, "CC701")
        assert finding["cell"] == cell(SheetKind.CLAIMS, "county", 4)
        assert f"实施方案（征求意见稿）”在{county}不适用" in str(finding["message"])


def test_the_second_row_of_a_person_names_the_first(tmp_path: Path):
    made = claims(6)
    made[0].people.append(deepcopy(made[0].people[2]))
    made[0].people[-1].payments.clear()
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC601")
    assert finding["cell"] == cell(ROSTER, "id_number", 10)
    assert finding["related"] == [
        {"input": 0, "sheet": "人员花名册", "cell": cell(ROSTER, "id_number", 6)}
    ]


def test_a_person_in_two_claims_of_two_files_is_said_in_both(tmp_path: Path):
    first, second = claims(6, seed=1), claims(6, seed=2)
    first[0].row["claim_id"] = "SB-A"
    for person in first[0].people:
        person.row["claim_id"] = "SB-A"
    second[0].people[3] = deepcopy(first[0].people[0])
    second[0].people[3].row["claim_id"] = "SB-001"
    found = checked(save(tmp_path / "甲.xlsx", first), save(tmp_path / "乙.xlsx", second))
    assert codes(found) == ["CC503", "CC503", "CC602", "CC602"]
    assert found.claims["headcount"].to_list() == [5, 5], "counted in neither until settled"
    said = told(found)
    one, other = said.filter(said["code"] == "CC602").sort("input").to_dicts()
    assert f"“乙.xlsx”的申报 SB-001（人员花名册 {cell(ROSTER, 'id_number', 7)}）" in one["message"]
    assert other["related"] == [
        {"input": 0, "sheet": "人员花名册", "cell": cell(ROSTER, "id_number", 4)}
    ]


def test_the_same_fault_keeps_its_id_when_rows_move(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["category"] = "脱贫人口"
    before = only(checked(save(tmp_path / "a.xlsx", made)), "CC403")
    made[0].people.reverse()
    after = only(checked(save(tmp_path / "另一个名字.xlsx", made)), "CC403")
    assert before["cell"] != after["cell"]
    assert before["id"] == after["id"]


def test_ids_are_the_same_masked_or_not(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["id_number"] = "640598199001011230"
    path = save(tmp_path / "a.xlsx", made)
    masked, open_ = only(checked(path), "CC201"), only(checked(path, unmask=True), "CC201")
    assert masked["id"] == open_["id"]
    assert open_["value"] == "640598199001011230"
    assert "640598199001011230" not in str(masked)


def test_a_check_that_fails_blocks_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(_: Context) -> list[pl.DataFrame]:
        raise ZeroDivisionError("no")

    monkeypatch.setattr("validator.run.validate.OF_SHEETS", (Check(("CC601",), broken),))
    monkeypatch.setattr("validator.run.assembling.OF_RESULTS", ())
    monkeypatch.setattr("validator.run.validate.ACROSS_SHEETS", ())
    monkeypatch.setattr("validator.run.validate.ACROSS_RESULTS", ())
    found = checked(save(tmp_path / "a.xlsx", claims(5)))
    assert [(ran.code, ran.status) for ran in found.checks if ran.code != "CC101"] == [
        ("CC601", "failed")
    ]
    assert found.exit_status == 1
    assert "没有完成" in found.findings["message"][0]
    assert "ZeroDivisionError" not in found.findings["message"][0]
    assert Ran("CC601", "failed", 0, "ZeroDivisionError: no") in found.checks


def test_a_claim_handed_in_in_two_files_is_said_once_with_the_other_file(tmp_path: Path):
    first = save(tmp_path / "甲.xlsx", claims(5))
    second = save(tmp_path / "乙.xlsx", claims(5))
    found = checked(first, second)
    assert [code for code in codes(found) if code.startswith("CC6")] == ["CC609"]
    finding = only(found, "CC609")
    assert "与“甲.xlsx”的申报 SB-001" in str(finding["message"])
    assert finding["input"] == 1
