"""A review workbook knows its files again, however many they are."""

import re
import zipfile
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from xlsxwriter import Workbook

from claimcheck.settings import Settings
from tests.validator.books import ON
from validator.supervision.noted_batch import note_batch, noted_batch


def review_of(folder: Path, names: list[str]) -> tuple[Path, list[Path]]:
    files = [folder / name for name in names]
    for file in files:
        file.write_bytes(b"x")
    path = folder / "甲.审核.xlsx"
    with Workbook(path) as book:
        made: Any = SimpleNamespace(inputs=[SimpleNamespace(path=file) for file in files])
        note_batch(book, made, Settings(on=ON), folder)
    return path, files


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("number", [1, 16, 200])
def test_all_files_are_found_again_and_no_property_is_too_long(tmp_path: Path, number: int):
    path, files = review_of(tmp_path, [f"某某镇𠮷某公司申报表 {n:03d}.xlsx" for n in range(number)])
    noted = noted_batch(path)
    assert (noted.files, noted.on) == (files, ON)
    with zipfile.ZipFile(path) as package:
        properties = package.read("docProps/custom.xml").decode()
    texts = re.findall(r"<vt:lpwstr>(.*?)</vt:lpwstr>", properties)
    assert max(len(unescape(text).encode("utf-16-le")) // 2 for text in texts) <= 255


def test_a_file_that_is_gone_leaves_nothing(tmp_path: Path):
    path, files = review_of(tmp_path, ["a.xlsx", "b.xlsx"])
    files[0].unlink()
    assert noted_batch(path).files == []
