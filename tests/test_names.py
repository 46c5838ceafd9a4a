"""One name in every spelling: roster, statement and list must match."""

import polars as pl
import pytest

from claimcheck.names import plain_name
from claimcheck.private_use import STANDARD
from claimcheck.text import cleaned
from claimcheck.text_columns import cleaned_columns
from validator.checks.names import may_be_same
from validator.intake.statements.holder import is_person
from validator.intake.statements.keeping import read_any
from validator.intake.statements.matching import match
from validator.intake.statements.roster import Person, _indexed
from validator.intake.statements.statement import Options

#: Name on the roster → spellings of it elsewhere.
SPELLINGS = {
    "阿依古丽·买买提": [
        "阿依古丽.买买提",
        "阿依古丽•买买提",
        "阿依古丽・买买提",
        "阿依古丽 · 买买提",
        "阿依古丽买买提",
        "阿依古丽‧买买提",
        "阿依古丽．买买提",
        "阿依古丽∙买买提",
    ],
    "马䶮明": ["马\ue863明", "马 䶮 明", "马\u200b䶮明"],
    "苏𫰠": ["苏 𫰠", "苏\u3000𫰠", "苏𫰠\ufeff"],
    "王昇": ["王 昇", "王昇\u3000", "王\u00a0昇"],
    "JOHN SMITH": ["John Smith", "ＪＯＨＮ ＳＭＩＴＨ", "JOHN-SMITH", "john smith"],
    "李龴": ["李 龴", "李龴 "],
    "欧阳𠃌": ["欧阳 𠃌"],
}
PAIRS = [(name, other) for name, others in SPELLINGS.items() for other in others]


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_a_name_matches_itself_in_every_spelling(name, other):
    assert plain_name(other) == plain_name(name)
    assert may_be_same(other, name)


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_roster_and_list_match(name, other):
    he = Person("640598199001010017", name, {"6229991000000000011"}, row=4)
    assert match(_indexed([he]), he.id_number, "", other, "").person is he


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_roster_and_statement_match(tmp_path, name, other):
    (tmp_path / "a.csv").write_text(
        f"户名：{other}\n交易日期,收入,摘要\n2026-01-10,3510,工资\n", "utf-8"
    )
    holder = read_any(tmp_path / "a.csv", Options()).holder.name
    assert plain_name(holder) == plain_name(name)


def test_different_names_stay_different():
    names = [plain_name(name) for name in SPELLINGS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "name", ["马䶮明", "苏𫰠", "阿依古丽·买买提", "JOHN SMITH", "王 昇", "Smith, John"]
)
def test_these_are_people(name):
    assert is_person(name)


@pytest.mark.parametrize("name", ["PAYROLL CO LTD", "ACME", "中卫某某有限公司", "HSBC BANK"])
def test_these_are_none(name):
    assert not is_person(name)


def test_private_characters_become_those_of_the_standard():
    for private, standard in STANDARD.items():
        assert cleaned(f"马{private}明") == f"马{standard}明"
        frame = cleaned_columns(pl.DataFrame({"name": [f"马{private}明", None]}))
        assert frame["name"].to_list() == [f"马{standard}明", None]


def test_the_table_is_that_of_gb_18030():
    rows = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    for place, low in enumerate(rows):
        old = bytes([0xFE, low]).decode("gb18030")
        assert STANDARD.get(old, old) == STANDARD[chr(0xE815 + place)]


def test_a_statement_in_gbk_gives_the_standard_character(tmp_path):
    content = "户名：马#明\n交易日期,收入,摘要\n2026-01-10,3510,工资\n".encode("gbk").replace(
        b"#", b"\xfe\x9f"
    )
    (tmp_path / "a.csv").write_bytes(content)
    assert read_any(tmp_path / "a.csv", Options()).holder.name == "马䶮明"
