"""What reading would cost is counted before it is paid, however a file writes it."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.validator.hostile import giants
from validator.reading import costs, limits, preflight
from validator.reading.sheet_part import TooManyCellsError, read_part
from validator.reading.zipped import Zipped

LONG = "长" * 100  # 300 bytes


def package(cells: str, strings: str, **parts: str) -> BytesIO:
    """A package with one sheet and shared strings, and further parts."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", f"<worksheet><row>{cells}</row></worksheet>")
        made.writestr("xl/sharedStrings.xml", f"<?xml version='1.0'?><sst>{strings}</sst>")
        for name, text in parts.items():
            made.writestr(f"xl/{name}.xml", text)
    return content


def cells(number: str, count: int = 100) -> str:
    return f'<c t="s"><v>{number}</v></c>' * count


STRINGS = f"<si><t>{LONG}</t></si>" + "<si><t>短</t></si>" * 20


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT_BYTES", 25_000)


@pytest.mark.parametrize(
    "number",
    ["0", "00", "+0", " 0 ", "0.0", "0e0", "&#48;", "<!--x-->0", "0<?x?>", "<![CDATA[0]]>"],
)
def test_a_long_text_in_many_cells_is_refused_however_its_number_is_written(number: str):
    said = preflight.fault(package(cells(number), STRINGS))
    assert said.startswith("有工作表的 ")
    assert "最长的一段 311 字节" in said


@pytest.mark.parametrize(
    "written",
    ["<c t='s'><v>0</v></c>", '<c t="s" s="1"><v a="1">0</v ></c>', '<x:c t="s"><x:v>0</x:v></x:c>',
     '<c t="&#115;"><v>0</v></c>'],
)  # fmt: skip
def test_however_the_cell_itself_is_written(written: str):
    assert "文字合计" in preflight.fault(package(written * 100, STRINGS))


def test_a_long_text_in_few_cells_and_short_ones_in_many_are_read():
    assert preflight.fault(package(cells("0", 3) + cells("5", 300), STRINGS)) == ""


def test_numbers_that_look_like_those_of_texts_count_for_nothing():
    assert preflight.fault(package("<c><v>0</v></c>" * 300, STRINGS)) == ""


@pytest.mark.parametrize(
    "strings",
    [STRINGS.replace("</si>", "</si\n>"), STRINGS.replace("si>", "x:si>"),
     f"<si><t><![CDATA[</si>]]>{LONG}</t></si>"],
)  # fmt: skip
def test_texts_whose_ends_cannot_be_seen_count_as_one(strings: str):
    assert "文字合计" in preflight.fault(package(cells("0"), strings))


def test_more_text_than_any_table_has_is_refused_as_it_is():
    assert "文件里的文字共" in preflight.fault(package("", f"<si><t>{LONG * 100}</t></si>"))


def test_parts_are_known_by_what_they_hold_and_not_by_their_names():
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/a.dat", f"<worksheet>{cells('0')}</worksheet>")
        made.writestr("xl/b.dat", f"<x:sst>{STRINGS}</x:sst>")
    assert "文字合计" in preflight.fault(content)


@pytest.mark.parametrize(
    ("setting", "part", "said"),
    [
        (
            "NAMES",
            "<workbook>" + '<definedName name="n">1</definedName>' * 11,
            "11 个名称，超过 10 个",
        ),
        ("FORMATS", "<styleSheet>" + "<x:xf/>" * 11, "11 种单元格格式，超过 10 种"),
        ("COMMENTS", "<comments>" + '<comment ref="A1"></comment>' * 11, "11 条批注，超过 10 条"),
    ],
)
def test_many_of_a_kind_are_counted(
    setting: str, part: str, said: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(limits, setting, 10)
    assert said in preflight.fault(package("", "", other=part))
    monkeypatch.setattr(limits, setting, 11)
    assert preflight.fault(package("", "", other=part)) == ""


def test_the_parser_goes_through_no_more_cells_than_a_table_has(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "PARSED_CELLS", 10)
    part = b"<worksheet><sheetData><row>%s</row></sheetData></worksheet>"
    assert read_part(BytesIO(part % (b"<c/>" * 10)), {}).reach == (1, 10)
    with pytest.raises(TooManyCellsError, match="超过 10 个单元格"):
        read_part(BytesIO(part % (b"<c/>" * 11)), {})


def test_the_parser_goes_through_no_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "ROWS", 10)
    part = b"<worksheet><sheetData>" + b"<row/>" * 11 + b"</sheetData></worksheet>"
    with pytest.raises(TooManyCellsError, match="超过 10 行"):
        read_part(BytesIO(part), {})


def test_only_the_texts_of_the_sheet_that_is_loaded_count():
    other = {"worksheets/b": f"<worksheet>{cells('0')}"}
    with Zipped(package(cells("5"), STRINGS, **other)) as made:
        assert preflight.fault_of(made) == ""
        texts = costs.Texts(made)
        assert texts.fault("xl/worksheets/sheet1.xml") == ""
        assert texts.fault("xl/worksheets/none.xml") == ""
        for content in (None, made.read("xl/worksheets/b.xml")):
            assert "文字合计" in texts.fault("xl/worksheets/b.xml", content)


def test_bytes_that_are_no_text_are_counted_too():
    part = b"<worksheet>\xff" + cells("0").encode()
    with Zipped(package(cells("0"), STRINGS)) as made:
        assert "文字合计" in costs.Texts(made).fault("xl/worksheets/sheet1.xml", part)


def test_a_giant_is_told_with_its_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "TEXT_BYTES", 400_000_000)
    said = preflight.fault(giants.string_of_1_mb_often(tmp_path / "a.xlsx"))
    assert "文字合计 100,184 MB（最长的一段 1,000,010 字节），超过 400 MB" in said
