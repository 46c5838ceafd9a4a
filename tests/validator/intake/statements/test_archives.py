"""Archives as they are mailed, and XML spreadsheets of Excel 2003."""

import zipfile
from xml.sax.saxutils import escape

import pytest

from tests.validator.intake.statements.books import accounts, statement
from validator.intake.statements.files import expand
from validator.intake.statements.keeping import read_any
from validator.intake.statements.statement import Options
from validator.reading.unreadable import UnreadableError

HEAD = ["交易日期", "收入", "支出", "摘要"]
ROWS = [["2026-01-10", "3510.00", "", "1月工资"], ["2026-01-12", "", "20", "消费"]]


def packed(folder, files, name="账单.zip"):
    target = folder / name
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, path in files.items():
            archive.writestr(inside, path if isinstance(path, bytes) else path.read_bytes())
    return target


def refused(path):
    with pytest.raises(UnreadableError) as caught:
        read_any(path, Options())
    return str(caught.value)


@pytest.mark.parametrize("file", ["微信支付.xlsx", "支付宝.csv", "工商银行.pdf", "建设银行.xls"])
def test_one_statement_in_an_archive_is_read(tmp_path, file):
    plain = statement(tmp_path, accounts(1)[0], file)
    inside = {f"账单/{plain.name}": plain, "__MACOSX/._a": b"x", "账单/.DS_Store": b"x"}
    in_archive = read_any(packed(tmp_path, inside), Options()).frame
    assert in_archive.equals(read_any(plain, Options()).frame)


def test_a_folder_gives_its_archives(tmp_path):
    archive = packed(tmp_path, {"a.csv": ",".join(HEAD).encode()})
    assert expand([tmp_path]) == [archive]


def test_several_statements_are_to_be_unpacked(tmp_path):
    assert "2 个文件" in refused(packed(tmp_path, {"a.csv": b"x", "b.xlsx": b"y"}))


def test_an_archive_without_statements_says_so(tmp_path):
    assert "没有对账单" in refused(packed(tmp_path, {"a.jpg": b"x"}))


def test_an_archive_in_an_archive_is_to_be_unpacked(tmp_path):
    inner = packed(tmp_path, {"b.csv": b"x"}, "inner.zip")
    assert "请解压" in refused(packed(tmp_path, {"a.xlsx": inner}))


def test_a_locked_archive_says_so(tmp_path):
    content = bytearray(packed(tmp_path, {"a.csv": b"x"}).read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    (tmp_path / "b.zip").write_bytes(content)
    assert "压缩包有密码" in refused(tmp_path / "b.zip")


@pytest.mark.parametrize(
    "start", [b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08\x00"]
)
def test_other_archives_are_to_be_unpacked(tmp_path, start):
    (tmp_path / "a.rar").write_bytes(start + b"x" * 100)
    assert "请解压" in refused(tmp_path / "a.rar")


def test_half_an_archive_is_damaged(tmp_path):
    content = packed(tmp_path, {"a.csv": b"x" * 1000}).read_bytes()
    (tmp_path / "b.zip").write_bytes(content[: len(content) // 2])
    assert "损坏" in refused(tmp_path / "b.zip")


def spreadsheet(rows, encoding="utf-8", prefix=""):
    cells = "".join(
        "<Row>"
        + "".join(
            f'<Cell ss:Index="{place}"><Data ss:Type="String">{escape(text)}</Data></Cell>'
            for place, text in enumerate(row, 1)
            if text
        )
        + "</Row>"
        for row in rows
    )
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="明细"><Table>{cells}</Table></Worksheet></Workbook>'
    )
    return text.encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb2312", "utf-16"])
@pytest.mark.parametrize("name", ["a.xls", "a.xml"])
def test_a_spreadsheet_of_2003_is_read_whatever_its_name(tmp_path, encoding, name):
    (tmp_path / name).write_bytes(spreadsheet([["户名：梁敏"], HEAD, *ROWS], encoding))
    read = read_any(tmp_path / name, Options())
    assert read.holder.name == "梁敏"
    assert read.frame["amount_fen"].to_list() == [351000, -2000]
    assert read.frame["page"].unique().to_list() == ["明细"]


def test_its_dates_are_days(tmp_path):
    content = spreadsheet([HEAD, ["2026-01-10T00:00:00.000", "1", "", "工资"]])
    content = content.replace(b'"String">2026', b'"DateTime">2026')
    (tmp_path / "a.xls").write_bytes(content)
    assert str(read_any(tmp_path / "a.xls", Options()).frame["date"][0]) == "2026-01-10"


@pytest.mark.parametrize("broken", [b"</Table>", b'ss:Index="1"'])
def test_a_damaged_one_says_so(tmp_path, broken):
    content = spreadsheet([HEAD, *ROWS]).replace(broken, b'ss:Index="999999"')
    (tmp_path / "a.xls").write_bytes(content)
    assert "损坏" in refused(tmp_path / "a.xls")


def test_entities_are_not_followed(tmp_path):
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    content = spreadsheet([HEAD, *ROWS]).replace(b"<Workbook", bomb + b"<Workbook", 1)
    (tmp_path / "a.xls").write_bytes(content)
    assert "损坏" in refused(tmp_path / "a.xls")
