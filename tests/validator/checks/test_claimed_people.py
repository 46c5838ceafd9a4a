from pathlib import Path

import pytest

from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import ON, checked

CLAIMS, ROSTER = SheetKind.CLAIMS, SheetKind.ROSTER


def convoy(path: Path, group_size: int, listed: int, measure: str = "ZW26-4b") -> Path:
    """A convoy that says how many travel, with a roster of so many of them."""
    made = typical(rule(measure), next(usable(rule("ZW26-4b"))), ON)
    made.rows[CLAIMS][0] |= {"group_size": group_size, "measure": measure}
    made.rows[ROSTER] = made.rows[ROSTER][:listed]
    plain_book(made.form, made.rows).save(path)
    return path


@pytest.mark.parametrize(
    ("group_size", "severity", "said"),
    [(15, "error", "15 人，花名册列有 12 人"), (11, "warning", "11 人，花名册列有 12 人")],
)
def test_the_size_of_a_group_is_held_against_the_list(
    tmp_path: Path, group_size: int, severity: str, said: str
):
    found = checked(convoy(tmp_path / "a.xlsx", group_size, 12)).findings
    rows = [row for row in found.to_dicts() if row["key"] == "group_size"]
    assert [row["code"] for row in rows] == ["CC503"]
    assert rows[0]["severity"] == severity
    assert said in rows[0]["message"]


def test_a_group_as_large_as_its_list_is_right(tmp_path: Path):
    found = checked(convoy(tmp_path / "a.xlsx", 12, 12)).findings
    assert not [row for row in found.to_dicts() if row["key"] == "group_size"]


def test_a_group_without_a_list_is_taken_at_its_word(tmp_path: Path):
    found = checked(convoy(tmp_path / "a.xlsx", 35, 0, "ZW26-4a")).findings
    assert not [row for row in found.to_dicts() if row["code"] == "CC503"]
