"""Files that are meant to do harm, or do it by accident: one message, and the rest goes on."""

import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from claimcheck.forms import forms
from tests.fuzz_workbooks import run
from tests.validator.books import checked, claims, codes, only, save
from validator.common.library_messages import quiet_libraries
from validator.reading import limits
from validator.reading.unreadable import UnreadableError
from validator.reading.workbook import read_workbook


def rewritten(path: Path, part: str, change) -> Path:
    """The same package with one part changed."""
    with zipfile.ZipFile(path) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts:
            package.writestr(name, change(text) if name == part else text)
    return path


def refused(path: Path) -> str:
    found = checked(path)
    assert codes(found) == ["CC101"]
    assert found.exit_status == 2
    return str(only(found, "CC101")["message"])


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZ1048576", "XFD60000"])
def test_a_stray_cell_far_out_is_refused_and_not_tried(tmp_path: Path, cell: str):
    def stray(book: Workbook) -> None:
        book["人员花名册"][cell] = "x"

    assert "远远超出表格的范围" in refused(save(tmp_path / "a.xlsx", claims(5), stray))


@pytest.mark.parametrize("address", [b"XFD1000000000000", b"ABCDEFG7", b"FFFFFF1"])
def test_an_address_that_cannot_be_is_refused(tmp_path: Path, address: bytes):
    path = save(tmp_path / "a.xlsx", claims(5))
    change = rewritten(
        path, "xl/worksheets/sheet2.xml", lambda text: text.replace(b'r="B5"', b'r="%s"' % address)
    )
    assert "超出表格的范围" in refused(change)


def test_a_cell_at_the_end_of_a_normal_table_is_no_stray(tmp_path: Path):
    def stray(book: Workbook) -> None:
        book["人员花名册"]["B900000"] = "合计"

    assert codes(checked(save(tmp_path / "a.xlsx", claims(5), stray))) == []


def test_entities_are_refused_before_anything_expands_them(tmp_path: Path):
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'

    def change(text: bytes) -> bytes:
        return head + text[text.index(b"?>") + 2 :] if text.startswith(b"<?xml") else head + text

    path = rewritten(save(tmp_path / "a.xlsx", claims(5)), "xl/worksheets/sheet1.xml", change)
    assert "XML 声明" in refused(path)


def test_a_part_that_unpacks_to_far_more_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(limits, "SUSPICIOUS_BYTES", 1_000_000)
    bomb = b"<worksheet>" + b" " * 20_000_000

    path = rewritten(
        save(tmp_path / "a.xlsx", claims(5)), "xl/worksheets/sheet1.xml", lambda _: bomb
    )
    with pytest.raises(UnreadableError, match="压缩方式异常"):
        read_workbook(path, forms(), lambda _: None)


def test_too_large_a_file_is_refused(tmp_path: Path, monkeypatch):
    path = save(tmp_path / "a.xlsx", claims(5))
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    with pytest.raises(UnreadableError, match="超过"):
        read_workbook(path, forms(), lambda _: None)


def test_a_bomb_does_not_keep_the_others_from_being_checked(tmp_path: Path):
    def stray(book: Workbook) -> None:
        book["人员花名册"]["XFD1048576"] = "x"

    bad = save(tmp_path / "坏.xlsx", claims(5), stray)
    found = checked(bad, save(tmp_path / "好.xlsx", claims(5)))
    assert codes(found) == ["CC101"]
    assert found.claims["verdict"].to_list() == ["passed"]


def test_the_strict_kind_is_refused_with_advice(tmp_path: Path):
    path = rewritten(
        save(tmp_path / "a.xlsx", claims(5)),
        "xl/workbook.xml",
        lambda text: text.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    assert "Strict" in refused(path)


def test_a_workbook_is_known_by_its_content_and_not_by_its_name(tmp_path: Path):
    path = save(tmp_path / "a.xlsx", claims(5)).rename(tmp_path / "a.xls")
    assert codes(checked(path)) == []


def test_a_workbook_without_any_known_sheet_is_an_error_and_not_silence(tmp_path: Path):
    book = Workbook()
    book.worksheets[0].append(["品名", "数量"])
    book.save(tmp_path / "a.xlsx")
    finding = only(checked(tmp_path / "a.xlsx"), "CC102")
    assert "什么也没有读到" in str(finding["message"])
    assert finding["severity"] == "error"


def test_merged_cells_speak_for_all_their_rows(tmp_path: Path):
    def merge(book: Workbook) -> None:
        sheet = book["人员花名册"]
        for row in range(5, 9):
            sheet.cell(row, 1).value = None
        sheet.merge_cells("A4:A8")

    assert codes(checked(save(tmp_path / "a.xlsx", claims(5), merge))) == []


def test_a_date_1904_workbook_is_read_with_its_own_days(tmp_path: Path):
    import datetime

    def other_epoch(book: Workbook) -> None:
        book.epoch = datetime.datetime(1904, 1, 1)
        days = (datetime.date(2026, 2, 3) - datetime.date(1904, 1, 1)).days
        book["人员花名册"]["F4"] = days

    found = checked(save(tmp_path / "a.xlsx", claims(5), other_epoch))
    assert codes(found) == []
    roster = found.judged[0].people
    assert roster["hired_on"][0] == datetime.date(2026, 2, 3)


def test_several_threads_may_be_quiet_at_the_same_time(capfd: pytest.CaptureFixture[str]):
    with quiet_libraries():
        with quiet_libraries():
            os.write(2, b"inside")
        os.write(2, b"still inside")
    os.write(2, b"outside")
    assert capfd.readouterr().err == "outside"


def test_a_few_hundred_damaged_files_are_read_or_refused():
    outcomes, wrong = run(files=200, processes=2, first=10_000)
    assert wrong == []
    assert outcomes.total() == 200


def encrypted() -> bytes:
    stream = io.BytesIO()
    stream.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    return stream.getvalue()


def test_an_encrypted_file_takes_no_time(tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(encrypted())
    start = time.monotonic()
    assert "密码保护" in refused(tmp_path / "a.xlsx")
    assert time.monotonic() - start < 5


def test_an_ordinary_workbook_under_the_name_of_wps_is_read(tmp_path: Path):
    path = save(tmp_path / "a.xlsx", claims(5)).rename(tmp_path / "a.et")
    assert checked(path).inputs[0].fault == ""
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert checked(path).inputs[0].fault == "这是 WPS 自有格式"
