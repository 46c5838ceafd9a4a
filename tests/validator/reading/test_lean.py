"""A workbook that shares many texts is opened, and read, without the reader reading them."""

import zipfile
from pathlib import Path

import pytest

from claimcheck.forms import forms
from tests.validator.books import claims, save
from tests.validator.reading.test_alike_rows import shared_texts_of
from validator.reading import lean, opened, opening, workbook
from validator.reading.lean import TABLE_PART, names_reader, shared_bytes
from validator.reading.zipped import Zipped


def test_the_names_of_all_sheets_are_known_without_texts(tmp_path: Path):
    path = shared_texts_of(save(tmp_path / "a.xlsx", claims(5)))
    with Zipped(path) as package:
        assert shared_bytes(package) == package.getinfo(TABLE_PART).file_size > 0
        assert names_reader(package).sheet_names == opening.open_reader(path)[0].sheet_names


def test_of_two_parts_that_the_reader_may_take_none_is_believed(tmp_path: Path):
    path = shared_texts_of(save(tmp_path / "a.xlsx", claims(5)))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/SharedStrings.xml", "<sst/>")
    with Zipped(path) as package:
        assert shared_bytes(package) == 0


def test_a_large_workbook_with_many_shared_texts_is_read_as_a_small_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = shared_texts_of(save(tmp_path / "a.xlsx", claims(60)))
    expected = workbook.read_workbook(path, forms(), lambda _: None)
    monkeypatch.setattr(opened, "_LARGE", 10_000)
    monkeypatch.setattr(lean, "_MUCH", 1)
    monkeypatch.setattr(opened, "open_again", lambda *_: pytest.fail("all texts were read"))
    monkeypatch.setattr(opening, "open_again", lambda *_: pytest.fail("all texts were read"))
    found = workbook.read_workbook(path, forms(), lambda _: None)
    assert found.names == expected.names
    assert found.sheets.keys() == expected.sheets.keys()
    for kind, sheet in expected.sheets.items():
        assert found.sheets[kind].frame.equals(sheet.frame)
        assert found.sheets[kind].present == sheet.present
    assert found.oddities == expected.oddities


def test_a_small_workbook_with_many_shared_texts_is_read_by_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = shared_texts_of(save(tmp_path / "a.xlsx", claims(10)))
    expected = workbook.read_workbook(path, forms(), lambda _: None)
    monkeypatch.setattr(lean, "_MUCH", 1)
    found = workbook.read_workbook(path, forms(), lambda _: None)
    for kind, sheet in expected.sheets.items():
        assert found.sheets[kind].frame.equals(sheet.frame)
