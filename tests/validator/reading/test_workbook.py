import errno
import os
import zipfile
from pathlib import Path
from xml.parsers import expat

import fastexcel
import pytest
from openpyxl import Workbook

from claimcheck.forms import SheetKind, forms
from tests.validator.books import claims, save
from validator.reading.making_sure import make_sure
from validator.reading.numbers import column_letters
from validator.reading.opening import content_of, open_reader
from validator.reading.package import look_into
from validator.reading.results import WorkbookRead
from validator.reading.sheet_look import look_through
from validator.reading.unreadable import UnreadableError, guarded
from validator.reading.workbook import read_workbook

ROSTER = SheetKind.ROSTER


def read(path: Path) -> WorkbookRead:
    return read_workbook(path, forms(), lambda _: None)


def test_rows_and_columns_have_their_true_addresses(tmp_path: Path):
    def shift(book: Workbook) -> None:
        book["人员花名册"].insert_cols(1, 2)
        book["人员花名册"]["C1"] = None
        book["人员花名册"].insert_rows(5, 3)

    sheet = read(save(tmp_path / "a.xlsx", claims(5), shift)).sheets[ROSTER]
    assert sheet.letters["claim_id"] == "C"
    assert sheet.letters["id_number"] == "E"
    assert sheet.frame["row"].to_list() == [4, 8, 9, 10, 11]


def test_totals_and_signatures_below_the_table_are_no_rows(tmp_path: Path):
    def sign(book: Workbook) -> None:
        book["人员花名册"].append(["合计", "5 人"])
        book["人员花名册"].append([None, "制表人：马龙", None, "审核：王芳"])

    sheet = read(save(tmp_path / "a.xlsx", claims(5), sign)).sheets[ROSTER]
    assert sheet.frame.height == 5


def test_a_person_with_only_a_name_is_a_row(tmp_path: Path):
    def add(book: Workbook) -> None:
        book["人员花名册"].append([None, "马龙"])

    assert read(save(tmp_path / "a.xlsx", claims(5), add)).sheets[ROSTER].frame.height == 6


def test_a_sheet_under_another_name_is_known_by_its_headings(tmp_path: Path):
    def rename(book: Workbook) -> None:
        book["工资流水"].title = "Sheet3"

    book = read(save(tmp_path / "a.xlsx", claims(5), rename))
    assert book.sheets[SheetKind.WAGES].name == "Sheet3"


def test_a_number_cell_is_found_whatever_its_digits_say(tmp_path: Path):
    made = claims(5)
    whole = 640598199001010944  # exactly a float: as text it could not be told apart
    made[0].people[0].row["id_number"] = whole
    made[0].people[1].row["id_number"] = str(whole)
    frame = read(save(tmp_path / "a.xlsx", made)).sheets[ROSTER].frame
    assert frame["id_number"][0] is None
    assert frame["id_number:unread"][0] == str(whole)
    assert frame["id_number"][1] == str(whole)
    assert frame["id_number:unread"][1] is None


def test_number_cells_are_found_without_the_package_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made = claims(5)
    made[0].people[2].row["id_number"] = 640598199001010944
    made[0].people[3].row["id_number"] = "640598199001010944"
    path = save(tmp_path / "a.xlsx", made)
    monkeypatch.setattr("validator.reading.opened.make_sure", lambda *_: None)
    frame = read(path).sheets[ROSTER].frame
    assert frame["id_number:unread"].is_not_null().to_list() == [False, False, True, False, False]


@pytest.mark.parametrize(
    "written", ["6.40598199001011E+17", "6.40598199001011E+017", "6.4e17", "640598199001010944"]
)
def test_a_number_that_lost_digits_is_found_however_it_is_written(tmp_path: Path, written: str):
    made = claims(5)
    made[0].people[1].row["id_number"] = 640598199001010944
    path = save(tmp_path / "a.xlsx", made)
    rewrite(path, b"<v>6.405981990010109e+17</v>", f"<v>{written}</v>".encode())
    frame = read(path).sheets[ROSTER].frame
    assert frame["id_number"].is_null().to_list() == [False, True, False, False, False]
    assert frame["id_number:unread"].is_not_null().sum() == 1


@pytest.mark.parametrize("shown", ["6.40598E+17", "6.40598e+017", "6.4E17"])
def test_a_number_copied_as_it_was_shown_has_lost_its_digits(tmp_path: Path, shown: str):
    made = claims(5)
    made[0].people[1].row["id_number"] = shown
    frame = read(save(tmp_path / "a.xlsx", made)).sheets[ROSTER].frame
    assert frame["id_number:unread"].to_list() == [None, shown.upper(), None, None, None]


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    """Replace a text in the sheets of a workbook."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert sum(old in part for part in parts.values()) == 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part.replace(old, new))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "name",
    ["xl/worksheets/sheet2.xml", "xl/worksheets/Sheet2.xml", "xl\\worksheets\\sheet2.xml"],
)
@pytest.mark.parametrize("folder", ["worksheets", "others"])
def test_what_is_looked_into_is_the_part_that_the_reader_loads(
    tmp_path: Path, name: str, folder: str
):
    path = save(tmp_path / "a.xlsx", claims(5))
    with zipfile.ZipFile(path) as package:
        parts = [(part, package.read(part)) for part in package.namelist()]
    text = next(text for part, text in parts if part == "xl/worksheets/sheet2.xml")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in [*parts, (name, text.replace(b"</sheetData>", far))]:
            changed = content.replace(b"/worksheets/", f"/{folder}/".encode())
            package.writestr(part.replace("worksheets", folder), changed)
    with pytest.raises(UnreadableError, match="远远超出表格的范围"):
        make_sure(open_reader(path)[2], "人员花名册")


def test_of_two_sheets_by_one_name_the_first_is_looked_into_as_it_is_loaded(tmp_path: Path):
    path = save(tmp_path / "a.xlsx", claims(5))
    rewrite(path, "工资流水".encode(), "人员花名册".encode())
    looked = look_into(path)
    assert looked is not None
    assert looked.sheets["人员花名册"].name.endswith("sheet2.xml")


@pytest.mark.parametrize("chunk", [1, 7, 137])
def test_a_part_may_be_cut_anywhere_into_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
):
    made = claims(30)
    for person in made[0].people[::3]:
        person.row["id_number"] = 640598199001010944
    path = save(tmp_path / "a.xlsx", made)
    monkeypatch.setattr("validator.reading.xml_parts._CHUNK", chunk)
    package = look_into(path)
    assert package is not None
    found = look_through(package, "人员花名册")
    assert found is not None
    assert found.numbers == {("C", row) for row in range(4, 34, 3)}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04 and then nothing", "文件已损坏"),
        ("不是工作簿".encode(), "文件已损坏"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table></table></html>", "网页"),
        (b"<?xml version='1.0'?><office:document/>", "fods"),
        ("姓名,身份证号\n马龙,1\n".encode("gbk"), "CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码保护"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, why: str):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=why):
        read(path)


@pytest.mark.parametrize(
    ("refused", "number", "why"),
    [
        (PermissionError(errno.EACCES, "used by another process"), 32, "正被别的程序打开"),
        (FileNotFoundError(errno.ENOENT, "no such path"), 3, "路径太长"),
    ],
)
def test_what_windows_refuses_to_open_is_told_as_what_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refused: OSError, number: int, why: str
):
    refused.winerror = number

    def refuse(_: Path) -> None:
        raise refused

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(UnreadableError, match=why):
        content_of(tmp_path.joinpath(*["很长的文件夹名" * 4] * 9) / "a.xlsx")


def test_a_missing_file_says_so(tmp_path: Path):
    with pytest.raises(UnreadableError, match="没有这个文件"):
        read(tmp_path / "没有.xlsx")


def test_a_reader_that_finds_no_room_says_nothing_of_the_file():
    def load() -> None:
        raise ImportError("DLL load failed while importing _fastexcel")

    with pytest.raises(MemoryError):
        guarded(load)


def test_a_panic_of_the_reader_is_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    class Panic(BaseException):
        pass

    def panic(*_: object) -> None:
        raise Panic("index out of bounds")

    path = save(tmp_path / "a.xlsx", claims(5))
    monkeypatch.setattr(fastexcel, "read_excel", panic)
    with pytest.raises(UnreadableError, match="已损坏"):
        read(path)


def test_an_interruption_is_not_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    path = save(tmp_path / "a.xlsx", claims(5))
    monkeypatch.setattr(fastexcel, "read_excel", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read(path)


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters(index: int, letters: str):
    assert column_letters(index) == letters


def test_a_hidden_sheet_is_not_taken_for_a_missing_one(tmp_path: Path):
    def hide(book: Workbook) -> None:
        book["人员花名册"].title = "核算人员"
        book["核算人员"].sheet_state = "hidden"

    assert ROSTER not in read(save(tmp_path / "a.xlsx", claims(5), hide)).sheets


def test_what_the_reader_prints_about_a_broken_file_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    def noisy(*_: object) -> None:
        os.write(2, b"thread panicked at ...")
        raise ValueError("broken")

    path = save(tmp_path / "a.xlsx", claims(5))
    monkeypatch.setattr(fastexcel, "read_excel", noisy)
    with pytest.raises(UnreadableError):
        read(path)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("can't start new thread"),
        expat.ExpatError("out of memory: line 1, column 0"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
    ],
    ids=["no thread", "no room for the parser", "no memory of the system"],
)
def test_that_memory_is_short_says_nothing_of_the_file(error):
    def load():
        raise error

    with pytest.raises(MemoryError):
        guarded(load)
