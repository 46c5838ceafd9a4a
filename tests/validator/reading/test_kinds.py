"""What a file is, and its package where it is one that is read."""

import zipfile
from pathlib import Path

import pytest

from validator.reading.kinds import FileKind, kind_and_package, kind_of


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return path


def test_the_package_of_a_workbook_stays_open(tmp_path: Path):
    path = packed(tmp_path / "a.xlsx", {"xl/workbook.xml": b"<workbook/>"})
    kind, package = kind_and_package(path)
    assert kind is kind_of(path) is FileKind.XLSX
    assert package is not None
    with package:
        assert package.read("xl/workbook.xml") == b"<workbook/>"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/document.xml": b"<a/>"}, "这是 Word 文档"),
        ({"a.txt": b"a"}, "这是压缩包，不是 Excel 工作簿"),
        ({"[Content_Types].xml": b"<a/>"}, "文件已损坏"),
        (
            {"xl/workbook.xml": b'<a xmlns="http://purl.oclc.org/ooxml/x"/>'},
            "这是“Strict Open XML 电子表格”",
        ),
    ],
)
def test_of_another_package_only_is_said_what_it_is(
    parts: dict[str, bytes], said: str, tmp_path: Path
):
    kind, package = kind_and_package(packed(tmp_path / "a.xlsx", parts))
    assert package is None
    assert kind == kind_of(tmp_path / "a.xlsx")
    assert isinstance(kind, tuple)
    assert kind[0] == said


def test_a_broken_package_is_damaged(tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\3\4 and nothing else")
    kind, package = kind_and_package(tmp_path / "a.xlsx")
    assert package is None
    assert kind[0] == "文件已损坏"
