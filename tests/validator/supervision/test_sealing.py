"""Seals of the review workbook: only who has the office's key can make one."""

import hashlib
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.validator.supervision.made import Office, lines
from validator.ledger.keys import make_key
from validator.supervision.review_sheet import HEADER_ROW, KEY_PARTS, PLACES, SHEET

SEALED = ("id", "basis", "severity", "code", "claim_id", "message")


def old_seal(row: dict[str, str]) -> str:
    """The seal that earlier versions made, which anyone can make."""
    text = "\x1f".join(row[name].strip() for name in SEALED)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def sealed_as_before(office: Office, **changed: str) -> int:
    """Make the workbook one of an earlier version, decide all, change something; how many rows."""
    book = load_workbook(office.workbook)
    sheet = book[SHEET]
    for row in range(HEADER_ROW + 2, sheet.max_row + 1):

        def cell(key: str, row: int = row) -> Any:
            return sheet.cell(row, PLACES[key] + 1)

        parts = dict(zip(KEY_PARTS, cell("key").value.split(" "), strict=True))
        parts |= {key: cell(key).value or "" for key in ("claim_id", "message")} | changed
        parts["seal"] = old_seal(parts)
        cell("key").value = " ".join(parts[part] for part in KEY_PARTS)
        cell("message").value = parts["message"]
        cell("decision").value, cell("reviewer").value = "退回补正", "王审核"
    book.save(office.workbook)
    return int(sheet.max_row) - HEADER_ROW - 1


@pytest.fixture
def handed_in(office: Office) -> Office:
    office.validate()
    return office


def test_a_seal_has_128_bits_and_differs_by_key(handed_in: Office):
    first = [line["key"].split(" ")[-1] for line in lines(handed_in.workbook)]
    assert {len(seal) for seal in first} == {32}
    handed_in.key_file.unlink()
    handed_in.validate()
    assert not set(first) & {line["key"].split(" ")[-1] for line in lines(handed_in.workbook)}


def test_a_workbook_of_an_earlier_version_is_held_against_the_batch(handed_in: Office):
    number = sealed_as_before(handed_in)
    result = handed_in.review("apply", handed_in.workbook)
    assert result.exit_code == 0, result.output
    assert f"记录裁定 {number} 项" in result.stdout


def test_a_row_of_an_earlier_version_that_says_something_else_is_refused(handed_in: Office):
    number = sealed_as_before(handed_in, message="没有问题")
    result = handed_in.review("apply", handed_in.workbook)
    assert result.exit_code == 1
    assert f"拒收 {number} 项" in result.stdout
    assert "由以前的版本生成，校验码没有用密钥" in result.stdout


def test_a_workbook_of_an_earlier_version_needs_its_batch(handed_in: Office):
    number = sealed_as_before(handed_in)
    handed_in.batch.rename(handed_in.batch.with_name("另放.xlsx"))
    result = handed_in.review("apply", handed_in.workbook)
    assert f"拒收 {number} 项" in result.stdout
    assert "请在命令后面写上它所核查的申报文件" in result.stdout
    named = handed_in.review("apply", handed_in.workbook, handed_in.batch.with_name("另放.xlsx"))
    assert f"记录裁定 {number} 项" in named.stdout


def test_a_seal_made_with_another_key_is_refused(handed_in: Office):
    handed_in.key_file.unlink()
    make_key(handed_in.key_file)
    book = load_workbook(handed_in.workbook)
    sheet = book[SHEET]
    sheet.cell(HEADER_ROW + 2, PLACES["decision"] + 1, "退回补正")
    sheet.cell(HEADER_ROW + 2, PLACES["reviewer"] + 1, "王审核")
    book.save(handed_in.workbook)
    result = handed_in.review("apply", handed_in.workbook)
    assert result.exit_code == 1
    assert "不是用本单位的密钥生成的" in result.stdout


def test_validate_says_that_it_made_a_key(office: Office):
    first, second = office.validate(), office.validate()
    assert "已新建密钥文件" in first.stderr
    assert str(office.key_file) in first.stderr
    assert "已新建密钥文件" not in second.stderr


def test_where_there_is_no_key_nothing_is_made_and_the_key_is_asked_for(handed_in: Office):
    handed_in.key_file.unlink()
    book = load_workbook(handed_in.workbook)
    sheet = book[SHEET]
    sheet.cell(HEADER_ROW + 2, PLACES["decision"] + 1).value = "通过"
    sheet.cell(HEADER_ROW + 2, PLACES["reason"] + 1).value = "已核实"
    sheet.cell(HEADER_ROW + 2, PLACES["reviewer"] + 1).value = "王审核"
    book.save(handed_in.workbook)
    result = handed_in.review("apply", handed_in.workbook)
    assert result.exit_code == 2
    assert "本机还没有密钥，所以没有记录任何裁定" in result.output
    assert not handed_in.key_file.exists()
