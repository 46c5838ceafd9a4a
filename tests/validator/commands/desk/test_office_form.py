"""The settings as a form: what is saved is what the commands read."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.errors import DataFileError
from claimcheck.office import Office, load_office
from validator.commands.desk.desk import Desk
from validator.commands.desk.office_form import as_form, save
from validator.commands.desk.office_toml import office_toml

WHOLE = """
county = "海原县"
area_code = "640522"
holidays = [2026-10-01, 2026-10-02]
worked_weekends = [2026-10-10]
[[readings]]
id = "R-05"
option = "A_every_month"
basis = "县人社局会议纪要第 1 号"
decided_on = 2026-01-15
start = 2026-02-01
[[documents]]
key = "ZW26"
adopted = true
number = "卫政办发〔2026〕1号"
issued_on = 2026-02-01
[[documents]]
key = "ZW23"
in_force = false
[[minimum_wages]]
yuan = 1840.5
start = 2024-01-01
basis = "宁政规发〔2024〕1号"
[[standards]]
measure = "ZW23-7"
yuan_each = 100
basis = "县人社局会议纪要第 2 号"
decided_on = 2026-01-15
[[standards]]
measure = "JF24-4b"
scale = [{ start = 5, yuan = 20000 }, { start = 10, yuan = 40000 }]
basis = "“引号”\\\\反斜线"
decided_on = 2026-01-15
[wage_month]
by = "memo"
basis = "县人社局会议纪要第 3 号"
decided_on = 2026-01-15
[lists]
"公职人员" = "名单/公职人员.xlsx"
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office that has decided something of every kind."""
    file = tmp_path / "office.toml"
    file.write_text(WHOLE, "utf-8")
    return load_office(file)


def plain(office: Office) -> Any:
    return msgspec.json.decode(msgspec.json.encode(office))


def saved(desk: Desk, content: Any) -> str:
    """What is said where the form is opened, filled in and saved."""
    said: str = save(desk, content | {"stamp": as_form(desk, {})["stamp"]})["said"]
    return said


def test_all_that_can_be_decided_is_the_same_after_the_form(desk: Desk, office: Office):
    said = saved(desk, plain(office))
    assert "office.toml" in said
    assert load_office(desk.home / "office.toml") == office
    assert msgspec.convert(as_form(desk, {})["office"], Office) == office


def test_each_decision_stands_beside_what_it_means(office: Office):
    text = office_toml(office)
    assert "# 中卫市2026年稳就业促创业助增收实施方案" in text
    lines = text.splitlines()
    beside = lines[lines.index('measure = "ZW23-7"') - 2]
    assert beside.startswith("# ")
    assert "条：“" in beside, "the clause and its words"


def test_the_form_offers_everything_with_its_clause(desk: Desk):
    form = as_form(desk, {})
    assert len(form["readings"]) >= 76
    assert all(one["question"] and one["wording"] and one["why"] for one in form["readings"])
    assert {key for key, _, _ in form["documents"]} == {"ZW23", "ZW25", "ZW26", "JF24", "JY23"}
    assert all("条：“" in words for _, _, words in form["standards"])
    assert len(form["lists"]) == 12


@settings(max_examples=30)
@given(st.text(), st.text(min_size=1))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, county, name):
    text = office_toml(msgspec.convert({"county": county, "lists": {name: county}}, Office))
    file = tmp_path_factory.mktemp("office") / "office.toml"
    file.write_bytes(text.encode("utf-8", "replace"))
    expected = county.encode("utf-8", "replace").decode()
    assert load_office(file).county == expected


def test_what_is_not_as_it_must_be_is_refused_and_nothing_is_written(desk: Desk):
    no_basis = {"readings": [{"id": "R-05", "option": "A_every_month"}]}
    with pytest.raises(DataFileError, match="依据"):
        saved(desk, no_basis)
    no_weekend = {"worked_weekends": ["2026-10-12"]}
    with pytest.raises(DataFileError, match=r"“office\.toml”内容有误：.*不是周六或周日"):
        saved(desk, no_weekend)
    assert list(desk.home.iterdir()) == []


def test_what_was_there_before_is_kept_beside_it(desk: Desk):
    own = "# 我的注释\ncounty = '中宁县'\n"
    (desk.home / "office.toml").write_text(own, "utf-8")
    saved(desk, {"county": "海原县"})
    assert load_office(desk.home / "office.toml").county == "海原县"
    assert (desk.home / "office.旧1.toml").read_text("utf-8") == own


def test_a_file_that_cannot_be_read_is_told_and_the_form_is_there(desk: Desk):
    (desk.home / "office.toml").write_text("county = 3", "utf-8")
    form = as_form(desk, {})
    assert "office.toml" in form["fault"]
    assert form["office"]["county"] == ""


def test_what_another_window_has_saved_meanwhile_is_not_written_over(desk: Desk):
    one, other = (as_form(desk, {})["stamp"] for _ in range(2))
    save(desk, {"county": "海原县", "stamp": one})
    with pytest.raises(DataFileError, match="另一个窗口或别的程序里改过，没有保存"):
        save(desk, {"county": "中宁县", "stamp": other})
    assert load_office(desk.home / "office.toml").county == "海原县"
