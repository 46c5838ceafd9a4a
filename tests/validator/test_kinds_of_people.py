# ruff: noqa: E501 - a case on one line
"""Kinds of people, each spelt otherwise on the roster, on a pay list and on an office's list.

All stand in one workbook, one list of pay and one list of the office: what fits nobody, or
fits somebody else, shows in one of the three.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import polars as pl
import pytest
from openpyxl import Workbook

from claimcheck.identity import id_check_character
from claimcheck.identity_documents import of_first_generation
from claimcheck.office import empty
from claimcheck.settings import Settings
from samples.books import book_of, plain_workbook
from tests.validator.books import ON, claims
from tests.validator.intake.statements.test_import import payments, run
from validator.run.validate import run_validation


def as_it_is(number: str) -> str:
    return number


def in_groups(number: str) -> str:
    return f"{number[:6]} {number[6:14]}　{number[14:]}"


def full_width(number: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in number)


def with_small_x(number: str) -> str:
    return f" {number.lower()}\n"


def unseen(number: str) -> str:
    return f"\u200b{number[:6]}\ufeff{number[6:]}\u202c"


def of_old(number: str) -> str:
    """The 15 digits of the first generation."""
    return number[:6] + number[8:17]


@dataclass(frozen=True)
class Kind:
    """Somebody, as three papers write him: first 17 digits, then name and spelling on each."""

    digits: str
    roster: tuple[str, Callable[[str], str]]
    pay: tuple[str, Callable[[str], str]]
    listed: Callable[[str], str]

    @property
    def number(self) -> str:
        return self.digits + id_check_character(self.digits)


KINDS = {
    "Hong Kong": Kind("81000019900101001", ("陈 大文", as_it_is), ("陈大文", in_groups), full_width),
    "Macao": Kind("82000019900101002", ("CHAN TAI MAN", full_width), ("Chan Tai Man", unseen), in_groups),
    "Taiwan": Kind("83000019900101003", ("林\u3000志明", in_groups), ("林志明", full_width), unseen),
    "a foreigner": Kind("96484019900101001", ("JOHN SMITH", unseen), ("ＪＯＨＮ　ＳＭＩＴＨ", as_it_is), with_small_x),
    "the first generation": Kind("64059819600101002", ("王秀梅", as_it_is), ("王 秀梅", of_old), of_old),
    "a small x": Kind("64059819900101108", ("马龙", with_small_x), ("马　龙", with_small_x), as_it_is),
    "a dot": Kind("64059819900101001", ("阿依古丽·买买提", in_groups), ("阿依古丽．买买提", as_it_is), unseen),
    "another dot": Kind("64059819910101002", ("阿卜杜拉•艾山", as_it_is), ("阿卜杜拉 艾山", full_width), in_groups),
    "the private area": Kind("64059819920101003", ("马\ue863明", as_it_is), ("马䶮明", as_it_is), as_it_is),
    "a further plane": Kind("64059819930101004", ("苏𫰠", as_it_is), ("苏 𫰠", unseen), with_small_x),
    "a blank between two": Kind("64059819940101005", ("白　雪", as_it_is), ("白雪", in_groups), full_width),
}  # fmt: skip


def claim_of(folder: Path) -> Path:
    """A claim whose roster holds them all, without payments."""
    (claim,) = claims(len(KINDS))
    for person, kind in zip(claim.people, KINDS.values(), strict=True):
        name, spelt = kind.roster
        person.row |= {"name": name, "id_number": spelt(kind.number)}
        person.payments.clear()
    workbook = plain_workbook(book_of([claim]))
    workbook.save(folder / "申报.xlsx")
    return folder / "申报.xlsx"


def list_of(path: Path, title: str, heads: list[str], rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in ([title], heads, *rows):
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The claim with the pay of a list imported."""
    folder = tmp_path_factory.mktemp("kinds")
    rows: list[list[object]] = [
        [kind.pay[0], kind.pay[1](kind.number), 3500, "2026-03-15"] for kind in KINDS.values()
    ]
    heads = ["姓名", "身份证号", "实发工资", "发放日期"]
    pay = list_of(folder / "工资.xlsx", "2026年3月工资", heads, rows)
    said = run("import", pay, "--into", claim_of(folder), "--employer", "中宁国栋物流有限公司")
    assert "待确认" not in said.output or "待确认 0" in said.output, said.output
    return folder / "申报.已导入.xlsx"


def test_no_two_are_the_same():
    assert len({kind.number for kind in KINDS.values()}) == len(KINDS)
    assert KINDS["a small x"].number.endswith("X")
    first = KINDS["the first generation"]
    assert of_first_generation(of_old(first.number)) == first.number


@pytest.mark.parametrize("name", KINDS)
def test_a_pay_list_finds_its_person_on_the_roster(name: str, filled: Path):
    paid = payments(filled).filter(pl.col("id_number") == KINDS[name].number)
    assert paid["amount_fen"].to_list() == [350_000]


def test_everybody_fits_the_roster_and_is_found_on_the_offices_list(filled: Path, tmp_path: Path):
    rows: list[list[object]] = [["某某", kind.listed(kind.number)] for kind in KINDS.values()]
    list_of(tmp_path / "名单.xlsx", "公职人员", ["姓名", "身份证号码"], rows)
    office = msgspec.structs.replace(empty(), lists={"公职人员": "名单.xlsx"})
    settings = Settings(on=ON, office=office)
    found = run_validation([filled], settings, lists_folder=tmp_path).findings
    assert found.filter(pl.col("code").is_in(["CC201", "CC301", "CC305", "CC412"])).is_empty()
    assert found.filter(pl.col("code") == "CC410").height == len(KINDS)
