"""What an .ods repeats is counted before the reader copies it."""

import zipfile
from pathlib import Path

import pytest

from validator.reading import limits
from validator.reading.ods_costs import fault
from validator.reading.opening import open_reader
from validator.reading.unreadable import UnreadableError

_HEAD = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>
<office:spreadsheet><table:table table:name="人员花名册">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""

_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def saved(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", _KIND)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", _HEAD.format(rows=rows))
    return path


def row(cells: str, times: int = 1) -> str:
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{cells}</table:table-row>"


def cell(text: str, times: int) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{times}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


@pytest.mark.parametrize(
    "rows",
    [row(cell("长" * 10_000, 16_384), 10), row(cell("长" * 100, 8), 1_000_000),
     row(cell("", 1)) * 3 + row(cell("短", 16_384), 1_000_000)],
)  # fmt: skip
def test_what_repeats_too_much_is_refused_with_its_numbers(tmp_path: Path, rows: str):
    path = saved(tmp_path / "a.ods", rows)
    with pytest.raises(UnreadableError, match=r"重复的单元格展开后，光是前 [\d,]+ 格的内容就有"):
        open_reader(path)


def test_blank_cells_and_rows_to_the_end_of_the_sheet_cost_nothing(tmp_path: Path):
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = row(cell("马", 2)) + row(blank, 1_048_575)
    assert fault(saved(tmp_path / "a.ods", rows)) == ""


def test_a_value_that_stands_in_the_tag_counts_as_content(tmp_path: Path):
    tag = '<table:table-cell office:value="1" table:number-columns-repeated="16384"/>'
    assert "重复的单元格" in fault(saved(tmp_path / "a.ods", row(tag, 1_000_000)))


def test_a_row_without_end_is_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("validator.reading.ods_costs._LONGEST_ROW", 1000)
    assert "有一行的内容超过" in fault(saved(tmp_path / "a.ods", row(cell("长" * 1000, 1))))


def test_more_than_is_ever_unpacked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 100)
    assert fault(saved(tmp_path / "a.ods", row(cell("马", 1)))) == "文件解压后过大"
