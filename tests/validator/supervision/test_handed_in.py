"""What is handed in as a review workbook may be anything: one clear message, and no more."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.validator.supervision.made import Office
from validator.ledger.audit.errors import SupervisionError
from validator.reading import limits
from validator.supervision import handed_in
from validator.supervision.handed_in import read_decisions


def encrypted(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def a_picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n" + bytes(100))


def a_stray_cell(path: Path) -> None:
    book = load_workbook(path)
    book["待审"]["XFD1048576"] = "x"
    book.save(path)


def a_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts:
            package.writestr(name, b" " * 2 * limits.SUSPICIOUS_BYTES if "sheet2" in name else text)
    path.write_bytes(made.getvalue())


def another_workbook(path: Path) -> None:
    Workbook().save(path)


def without_the_hidden_column(path: Path) -> None:
    book = load_workbook(path)
    sheet = book["待审"]
    sheet.delete_cols(sheet.max_column)
    book.save(path)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (encrypted, "文件有密码保护"),
        (damaged, "文件已损坏"),
        (empty, "文件是空的"),
        (a_picture, "图片"),
        (a_stray_cell, "远远超出表格的范围"),
        (a_bomb, "压缩方式异常"),
        (another_workbook, "里没有“待审”表"),
        (without_the_hidden_column, "缺少标题行或隐藏的列"),
    ],
)
def test_a_file_that_is_no_review_workbook_gets_one_message(
    office: Office, spoil: Callable[[Path], None], said: str
):
    office.validate()
    spoil(office.workbook)
    before = office.workbook.read_bytes()
    result = office.review("apply", office.workbook)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert office.workbook.name in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert office.workbook.read_bytes() == before


def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(SupervisionError, match="没有找到“没有"):
        read_decisions(tmp_path / "没有.审核.xlsx")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"decisions": 1}', '{"decisions": [1]}', "[" * 100_000]
)
def test_a_file_that_no_page_saved_is_said(tmp_path: Path, text: str):
    path = tmp_path / "裁定.json"
    path.write_text(text, "utf-8")
    with pytest.raises(SupervisionError, match=r"裁定文件|不是裁定"):
        read_decisions(path)


def test_a_file_of_decisions_has_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(handed_in, "LARGEST_FILE", 10)
    path = tmp_path / "裁定.json"
    path.write_text('{"decisions": []}', "utf-8")
    with pytest.raises(SupervisionError, match="超过"):
        read_decisions(path)
