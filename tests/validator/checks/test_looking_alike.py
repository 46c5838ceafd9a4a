"""Two names or accounts that differ are told apart, though their masks look the same."""

from pathlib import Path

import pytest

from tests.validator.books import checked, claims, only, save
from validator.checks.looking_alike import difference


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        ("李䶮", "李龴", "（第 2 个字不同）"),
        ("王小明", "王大朋", "（第 2、3 个字不同）"),
        ("李明", "李明明", "（2 个字和 3 个字）"),
        ("李明", "李明", ""),
    ],
)
def test_a_difference_is_said_by_its_place(here: str, there: str, said: str):
    assert difference(here, there, "个字") == said


def test_two_names_whose_masks_look_the_same_are_told_apart(tmp_path: Path):
    made = claims(5)
    person = made[0].people[0]
    person.row["name"] = "李龴"
    for payment in person.payments:
        payment["name"] = "李䶮"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC305")
    assert "户名“李*”与花名册姓名“李*”不一致（第 2 个字不同）" in str(finding["message"])
    assert finding["value"] != finding["expected"]


def test_two_names_whose_masks_differ_need_no_more_words(tmp_path: Path):
    made = claims(5)
    person = made[0].people[0]
    person.row["name"] = "李龴"
    for payment in person.payments:
        payment["name"] = "欧阳小明"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC305")
    assert "字不同" not in str(finding["message"])


def test_two_accounts_that_end_alike_are_told_apart(tmp_path: Path):
    made = claims(5)
    person = made[0].people[0]
    account = str(person.row["bank_account"])
    other = account[:7] + str((int(account[7]) + 1) % 10) + account[8:]
    for payment in person.payments:
        payment["payee_account"] = other
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC305")
    assert "不一致（第 8 位不同）" in str(finding["message"])
    assert account not in str(finding)
