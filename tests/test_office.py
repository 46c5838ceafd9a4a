"""What an office has decided, and how it changes results."""

import re
from datetime import date
from pathlib import Path

import pytest

import claimcheck.office
from claimcheck.calculation import calculate, read_facts, result
from claimcheck.errors import DataFileError
from claimcheck.office import empty, find_office, load_office
from claimcheck.policy import rule
from claimcheck.settings import Settings

EXAMPLE = Path(claimcheck.office.__file__).with_name("office.example.toml")


def office(tmp_path, text: str):
    path = tmp_path / "office.toml"
    path.write_text(text, "utf-8")
    return load_office(path)


READING = """
[[readings]]
id = "R-08"
option = "B_per_batch"
basis = "会议纪要第 1 号"
decided_on = 2026-02-20
start = 2026-03-01
"""


def switched_on() -> str:
    """The shipped example with everything switched on that is commented out."""
    return re.sub(r"^#(?! )", "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)


def test_the_shipped_example_decides_nothing():
    assert load_office(EXAMPLE) == empty()


def test_its_example_texts_are_no_basis(tmp_path):
    with pytest.raises(DataFileError) as raised:
        office(tmp_path, switched_on())
    assert str(raised.value).count("还是示例") == 5
    assert "口径 R-05 的依据（basis）“示例：县人社局会议纪要第 1 号”还是示例" in str(raised.value)


def test_with_papers_of_the_offices_own_everything_in_the_example_is_right(tmp_path):
    found = office(tmp_path, switched_on().replace("示例：", "海原县"))
    assert found.county == "海原县"
    assert found.wage_month is not None
    assert found.lists == {"公职人员": "名单/公职人员.xlsx"}
    assert date(2026, 10, 1) in found.holidays
    assert found.worked_weekends == [date(2026, 10, 10)]


def test_without_a_file_nothing_is_decided(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_office(None).readings == []


def test_the_file_beside_the_work_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    office(tmp_path, 'county = "海原县"')
    assert find_office(None).county == "海原县"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('contry = "x"', "不认识的项“contry”"),
        (READING.replace("R-08", "R-99"), "没有口径 R-99"),
        (READING.replace("B_per_batch", "B_each"), "没有选项“B_each”"),
        (READING.replace('basis = "会议纪要第 1 号"\n', ""), "缺少必填项“basis”"),
        ('[[documents]]\nkey = "ZW99"', "没有文件 ZW99"),
        (
            '[[standards]]\nmeasure = "XX-1"\nbasis = "x"\ndecided_on = 2026-01-01\nyuan = 1',
            "没有事项 XX-1",
        ),
        (
            '[[standards]]\nmeasure = "ZW26-3"\nbasis = "x"\ndecided_on = 2026-01-01',
            "恰好写 yuan、yuan_each、scale 之一",
        ),
        (
            '[[standards]]\nmeasure = "ZW26-3"\nbasis = "x"\ndecided_on = 2026-01-01\n'
            "scale = [{ start = 9, yuan = 1 }, { start = 5, yuan = 2 }]",
            "逐行递增",
        ),
        ("worked_weekends = [2026-10-09]", "2026-10-09 不是周六或周日"),
        (
            "holidays = [2026-10-10]\nworked_weekends = [2026-10-10]",
            "既写在 holidays 中，又写在 worked_weekends 中",
        ),
        ('holidays = ["国庆节"]', "日期"),
    ],
)
def test_a_fault_in_the_file_is_named(tmp_path, text, said):
    with pytest.raises(DataFileError, match=said):
        office(tmp_path, text)


@pytest.mark.parametrize(
    ("day", "chosen", "by"),
    [
        (date(2026, 2, 28), "A_total", "default"),
        (date(2026, 3, 1), "B_per_batch", "office"),
    ],
)
def test_a_reading_holds_from_its_day_on(tmp_path, day, chosen, by):
    settings = Settings(office=office(tmp_path, READING), on=day)
    assert settings.chosen(rule("ZW26-3"))["R-08"] == chosen
    assert settings.by("R-08") == by


def test_the_callers_reading_goes_before_the_offices(tmp_path):
    settings = Settings(
        readings={"R-08": "A_total"}, office=office(tmp_path, READING), on=date(2026, 6, 1)
    )
    assert settings.chosen(rule("ZW26-3"))["R-08"] == "A_total"
    assert settings.by("R-08") == "command"


def test_the_result_names_the_basis_of_the_offices_choice(tmp_path):
    settings = Settings(office=office(tmp_path, READING), on=date(2026, 6, 1))
    chosen = rule("ZW26-3")
    found = result(calculate(chosen, read_facts(chosen, {"headcount": 12}), settings))
    entry = next(item for item in found["readings"] if item["id"] == "R-08")
    assert (entry["by"], entry["basis"]) == ("office", "会议纪要第 1 号")


def test_an_adopted_draft_is_no_draft(tmp_path):
    text = '[[documents]]\nkey = "ZW26"\nadopted = true\nnumber = "x"\nissued_on = 2026-02-01'
    settings = Settings(office=office(tmp_path, text), on=date(2026, 6, 1))
    chosen = rule("ZW26-3")
    found = result(calculate(chosen, read_facts(chosen, {"headcount": 12}), settings))
    assert found["flags"] == []


def test_a_document_that_is_not_applied_is_flagged(tmp_path):
    text = '[[documents]]\nkey = "ZW26"\nin_force = false'
    settings = Settings(office=office(tmp_path, text), on=date(2026, 6, 1))
    chosen = rule("ZW26-3")
    found = result(calculate(chosen, read_facts(chosen, {"headcount": 12}), settings))
    assert "not_in_force" in found["flags"]


def test_the_minimum_wage_of_the_day_is_taken(tmp_path):
    text = (
        "[[minimum_wages]]\nyuan = 1840\nstart = 2024-01-01\n"
        "[[minimum_wages]]\nyuan = 2050\nstart = 2025-01-01"
    )
    found = office(tmp_path, text)
    assert found.minimum_wage_on(date(2023, 12, 31)) is None
    assert found.minimum_wage_on(date(2024, 12, 31)).yuan == 1840
    assert found.minimum_wage_on(date(2025, 1, 1)).yuan == 2050
