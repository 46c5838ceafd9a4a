from pathlib import Path

import pytest

from tests.validator.books import checked, claims, codes, only, save, told


@pytest.mark.parametrize(
    ("listed", "assessed", "expected"),
    [
        (4, 0, ["CC401", "CC501"]),
        (5, 20_000, []),
        (10, 20_000, []),
        (11, 40_000, []),
        (31, 80_000, []),
    ],
)
def test_the_tier_decides_the_amount(
    tmp_path: Path, listed: int, assessed: int, expected: list[str]
):
    made = claims(listed)
    made[0].row["claimed_yuan"] = made[0].row["claimed_yuan"] or 20_000
    found = checked(save(tmp_path / "a.xlsx", made))
    assert codes(found) == expected
    assert found.claims["amount_fen"].to_list() == [assessed * 100]


def test_too_much_claimed_is_an_error_that_names_both_sums(tmp_path: Path):
    made = claims(8)
    made[0].row["claimed_yuan"] = 40_000
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC501")
    assert finding["message"] == (
        "申报表 第 4 行：申报 4 万元，按 8 名合格人员应为 2 万元"
        "（5—10 人档，中卫2026年方案第三条），多报 2 万元"
    )
    assert (finding["value"], finding["expected"]) == ("4 万元", "2 万元")
    assert finding["severity"] == "error"


def test_too_little_claimed_is_a_reminder(tmp_path: Path):
    made = claims(11)
    made[0].row |= {"claimed_yuan": 20_000, "claimed_people": 10}
    found = checked(save(tmp_path / "a.xlsx", made))
    assert codes(found) == ["CC501", "CC503"]
    assert told(found)["severity"].unique().to_list() == ["warning"]
