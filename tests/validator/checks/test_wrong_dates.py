from datetime import date
from pathlib import Path

import pytest

from tests.validator.books import checked, claims, only, save


def test_an_end_before_its_start_asks_to_look_at_both_dates(tmp_path: Path):
    made = claims(6)
    made[0].row["period_end"] = date(2025, 1, 1)
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC204")
    assert finding["fix"] == "请核对期间起和期间止，更正填错的一个。"


@pytest.mark.parametrize("word", ["长期", "无固定期限", "至今"])
def test_an_end_that_is_still_open_is_to_be_left_empty(tmp_path: Path, word: str):
    made = claims(6)
    made[0].people[0].row["contract_end"] = word
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC204")
    assert finding["fix"] == "没有结束日期的请留空。"


def test_a_month_that_may_be_january_or_october_is_not_guessed(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["contract_start"] = "2026.1"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC204")
    assert "分不清是 1 月还是 10 月" in str(finding["message"])
