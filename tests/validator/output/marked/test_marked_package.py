"""The marked copy is the clerk's file, changed only where it is marked."""

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator, ValidationSeverity

from tests.ooxml import faults
from tests.validator.output.marked.made import NOTE, SHEET, changed, marked, parts, rich_book
from validator.output.marked.result_sheet import COLOURS, TITLE
from validator.output.package.comments import AUTHOR, LINE

RED, ORANGE = COLOURS["error"], COLOURS["warning"]
ROSTER, BOOK = "xl/worksheets/sheet2.xml", "xl/workbook.xml"

#: What has to change: what is marked, what lists the parts, and the formats.
EDITED = {
    ROSTER, BOOK, "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels",
    "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "docProps/core.xml", "docProps/app.xml",
}  # fmt: skip


def wrong(path: Path) -> list[str]:
    """What two validators say; that Excel will move inline strings is no fault."""
    found = OpenXmlValidator().validate(path).errors
    said = [str(one) for one in found if one.severity is ValidationSeverity.ERROR]
    return [one for one in said + faults(path) if "vbaProject" not in one]  # it is made up


@pytest.fixture(params=[".xlsx", ".xlsm"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return rich_book(tmp_path / f"a{request.param}")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return rich_book(tmp_path / "a.xlsx")


def test_every_part_that_is_not_marked_stays_byte_for_byte(source: Path):
    before, after = parts(source), parts(marked(source))
    assert {name for name in before if before[name] != after[name]} == EDITED
    assert set(after) - set(before) == {"xl/worksheets/sheet3.xml"}


def test_in_a_marked_part_only_what_is_marked_changes(source: Path):
    before, after = parts(source)[ROSTER].decode(), parts(marked(source))[ROSTER].decode()
    tag = re.search(r'<c r="C4" s="(\d+)"', after)
    assert tag is not None
    restored = after.replace(tag[0], re.search(r'<c r="C4" s="\d+"', before)[0])  # type: ignore[index]
    restored = restored.replace('<row r="4">', '<row r="4" spans="1:6">')
    assert restored == before.replace(' tabSelected="1"', "")


def test_excel_would_find_nothing_wrong_with_it(source: Path):
    copy = marked(source, {"B5": "warning", "C4": "error", "E6": "info", "Z99": "error"})
    assert wrong(copy) == []
    again = marked(copy, {"C5": "error"})
    assert wrong(again) == []


def test_a_cell_gets_the_colour_on_top_of_its_own_format(book: Path):
    before, after = load_workbook(book)[SHEET]["C4"], load_workbook(marked(book))[SHEET]["C4"]
    assert after.fill.fgColor.rgb == RED
    for part in ("number_format", "border", "font", "alignment", "protection", "value"):
        assert repr(getattr(after, part)) == repr(getattr(before, part))
    assert after.comment.text == NOTE


@pytest.mark.parametrize("cell", ["C50", "AA4", "D4", "D2"])
def test_a_cell_that_was_not_there_is_made_in_its_place(book: Path, cell: str):
    sheet = load_workbook(marked(book, {cell: "error"}))[SHEET]
    assert sheet[cell].fill.fgColor.rgb == RED
    assert sheet[cell].value is None
    assert sheet[cell].border.left.style == ("thin" if cell == "C50" else None), "its column's"


def test_what_is_found_in_merged_cells_is_marked_where_it_is_seen(book: Path):
    sheet = load_workbook(marked(book, {"E6": "warning", "E7": "error", "C4": "error"}))[SHEET]
    assert sheet["E4"].fill.fgColor.rgb == RED
    assert sheet["E4"].comment.text == f"{NOTE}\n{NOTE}"


def test_somebodys_note_is_kept_above_ours_and_ours_goes_again_without_it(book: Path):
    copy = marked(book, {"B5": "warning"})
    note = load_workbook(copy)[SHEET]["B5"].comment
    assert note.author == "王会计"
    assert note.text.endswith(f"已核对原件\n{LINE}\n{NOTE}")
    again = load_workbook(marked(copy, {"C4": "error"}))[SHEET]
    assert again["B5"].comment.text == load_workbook(book)[SHEET]["B5"].comment.text
    assert again["B5"].fill.fill_type is None


def test_a_corrected_cell_gets_its_own_colour_back(book: Path):
    copy = marked(book, {"C4": "error", "C5": "warning", "B6": "error"})
    again = load_workbook(marked(copy, {"C5": "error"}))
    sheet = again[SHEET]
    assert again.sheetnames == [TITLE, "封面", SHEET]
    assert sheet["C4"].fill.fgColor.rgb == "FFFFF9DB"
    assert sheet["B6"].fill.fill_type is None
    assert sheet["C5"].fill.fgColor.rgb == RED
    assert [cell.coordinate for row in sheet for cell in row if cell.comment] == ["B5", "C5"]
    boxes = parts(copy.with_name("a.核查.核查.xlsx"))["xl/drawings/vmlDrawing1.vml"]
    assert boxes.count(b"<v:shape ") == 2


def test_a_copy_that_openpyxl_saved_is_clean_again_too(book: Path):
    copy = marked(book, {"C4": "error", "B5": "error"})
    saved = load_workbook(copy)
    saved.save(copy)
    sheet = load_workbook(marked(copy, {"C6": "error"}))[SHEET]
    assert [cell.coordinate for row in sheet for cell in row if cell.comment] == ["B5", "C6"]
    assert LINE not in sheet["B5"].comment.text


def test_a_background_that_libreoffice_made_up_is_no_colour_of_the_cell(book: Path):
    copy = marked(book, {"C4": "error", "B6": "error"})

    def made_up(styles: str) -> str:
        return re.sub(r"<bgColor [^/]*/>", '<bgColor rgb="FFFFFF99"/>', styles)

    changed(copy, "xl/styles.xml", made_up)
    changed(copy, "docProps/app.xml", lambda text: text.replace(
        ">Microsoft Excel<", ">LibreOffice/25.2.3.2$Linux_X86_64 LibreOffice_project/520<"
    ))  # fmt: skip
    sheet = load_workbook(marked(copy, {"C5": "error"}))[SHEET]
    assert [sheet[cell].fill.fill_type for cell in ("C4", "B6")] == [None, None]
    assert sheet["C5"].fill.fgColor.rgb == RED


def test_names_and_print_titles_stay_with_their_sheets(book: Path):
    before, after = load_workbook(book), load_workbook(marked(book))
    assert after[SHEET].print_area == before[SHEET].print_area
    assert after.defined_names["户"].value == before.defined_names["户"].value
    assert after[TITLE].print_title_rows == "$6:$6"
    again = load_workbook(marked(marked(book)))
    assert again[SHEET].print_area == before[SHEET].print_area
    assert again[TITLE].print_title_rows == "$6:$6"


def test_only_the_results_are_selected(book: Path):
    after = load_workbook(marked(book))
    assert [sheet.title for sheet in after if sheet.sheet_view.tabSelected] == [TITLE]
    assert after.active.title == TITLE


def test_macros_and_buttons_stay(tmp_path: Path):
    source = rich_book(tmp_path / "a.xlsm")
    before, after = parts(source), parts(marked(source))
    assert before["xl/vbaProject.bin"] == after["xl/vbaProject.bin"]
    drawing = before["xl/drawings/vmlDrawing1.vml"].replace(b"</xml>", b"").rstrip()
    kept = re.sub(rb' data="[\d,]+"', b' data="1"', after["xl/drawings/vmlDrawing1.vml"])
    assert kept.startswith(re.sub(rb' data="[\d,]+"', b' data="1"', drawing))
    ids = re.findall(rb'<v:shape id="([^"]+)"', after["xl/drawings/vmlDrawing1.vml"])
    assert len(ids) == len(set(ids)) == 3


def test_a_copy_of_a_template_is_a_workbook(tmp_path: Path, book: Path):
    source = changed(
        book, "[Content_Types].xml", lambda text: text.replace("sheet.main", "template.main")
    ).rename(tmp_path / "a.xltx")
    assert b"template.main" not in parts(marked(source))["[Content_Types].xml"]


def test_a_signature_that_is_no_longer_true_is_taken_out_and_that_is_said(book: Path):
    origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    signed = changed(
        book,
        "_rels/.rels",
        lambda text: text.replace(
            "</Relationships>",
            f'<Relationship Id="s" Type="{origin}" Target="_xmlsignatures/origin.sigs"/>'
            "</Relationships>",
        ),
        {"_xmlsignatures/origin.sigs": "", "_xmlsignatures/sig1.xml": "<Signature/>"},
    )
    copy = marked(signed)
    assert not [name for name in parts(copy) if name.startswith("_xmlsignatures")]
    assert b"signature" not in parts(copy)["_rels/.rels"]
    assert "数字签名" in load_workbook(copy)[TITLE]["A4"].value


def test_a_thread_of_comments_stays_as_it_is(book: Path):
    people = "xl/threadedComments/threadedComment1.xml"
    said = '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>'
    source = changed(
        book,
        "xl/worksheets/_rels/sheet2.xml.rels",
        lambda text: text.replace(
            "</Relationships>",
            '<Relationship Id="t" Target="../threadedComments/threadedComment1.xml" '
            'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/>'
            "</Relationships>",
        ),
        {people: said},
    )
    after = parts(marked(source))
    assert after[people].decode() == said
    assert b"threadedComment1.xml" in after["xl/worksheets/_rels/sheet2.xml.rels"]


def prefixed(text: str) -> str:
    """The same sheet, every name with a prefix."""
    text = text.replace("<worksheet xmlns=", "<x:worksheet xmlns:x=")
    return re.sub(r"<(/?)(?![x?!])(\w)", r"<\1x:\2", text)


def without_addresses(text: str) -> str:
    return re.sub(r'(<(?:row|c)) r="[A-Z]*\d+"', r"\1", text)


def without_gaps(book: Path) -> Path:
    """A sheet of which every cell of the first rows is there."""
    made = load_workbook(book)
    del made["封面"]
    sheet = made[SHEET]
    for row in sheet["A1:C12"]:
        for cell in row:
            cell.value = cell.value or "-"
    made.save(book)
    return book


@pytest.mark.parametrize("spelling", [prefixed, without_addresses])
def test_other_spellings_of_a_sheet_are_marked_as_well(book: Path, spelling):
    source = changed(without_gaps(book), "xl/worksheets/sheet1.xml", spelling)
    sheet = load_workbook(marked(source, {"C4": "error", "A3": "warning"}))[SHEET]
    assert (sheet["C4"].fill.fgColor.rgb, sheet["A3"].fill.fgColor.rgb) == (RED, ORANGE)
    assert sheet["C4"].value == "640598199001011230"


def test_characters_without_a_place_in_xml_are_left_out_of_the_copy(book: Path):
    strings = "xl/sharedStrings.xml"
    source = changed(book, strings, lambda text: text.replace("马龙", "马\x01龙&#2;"))
    assert load_workbook(marked(source))[SHEET]["B4"].value == "马龙"


@pytest.mark.parametrize("number", ["SUM(\x01A4", "SUM(&#2;A4", "SUM(\uffffA4"])
def test_they_are_left_out_of_a_sheet_that_is_marked_as_well(book: Path, number: str):
    source = changed(book, ROSTER, lambda text: text.replace("SUM(A4", number))
    copy = marked(source, {"C4": "error"})
    sheet = load_workbook(copy)[SHEET]
    assert sheet["F4"].value == "=SUM(A4:A9)"
    assert sheet["C4"].fill.fgColor.rgb == RED
    clean = rich_book(book.with_name("b.xlsx"))
    assert parts(copy)[ROSTER] == parts(marked(clean, {"C4": "error"}))[ROSTER]


def test_a_sheet_in_another_encoding_is_not_marked(book: Path):
    content = parts(book)
    text = content[ROSTER].decode().partition("?>")[2]
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as package:
        for name, before in content.items():
            package.writestr(name, text.encode("utf-16") if name == ROSTER else before)
    assert load_workbook(marked(book)).sheetnames == [TITLE]


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (ROSTER, lambda text: text.replace('<row r="5"', '<row r="3"')),
        (ROSTER, lambda text: text.replace("</sheetData>", "")),
        ("xl/styles.xml", lambda text: text[:200]),
        (BOOK, lambda text: text.replace(SHEET, "别的表")),
        ("xl/comments1.xml", lambda text: text.replace("<authors>", "<authors").strip()),
    ],
)
def test_what_only_the_reader_understands_costs_the_marks_and_no_more(book: Path, part, change):
    copy = load_workbook(marked(changed(book, part, change), {"B5": "error"}))
    assert copy.sheetnames == [TITLE]
    assert "写法不常见" in copy[TITLE]["A4"].value
    assert copy[TITLE]["E7"].hyperlink is None


@pytest.mark.parametrize("ending", [".xls", ".xlsb", ".ods"])
def test_other_kinds_of_files_get_their_results_alone(tmp_path: Path, ending: str):
    source = tmp_path / f"a{ending}"
    source.write_bytes(b"whatever")
    copy = marked(source)
    book = load_workbook(copy.rename(tmp_path / "a.xlsx"))
    assert book.sheetnames == [TITLE]
    assert "另存为 .xlsx" in book[TITLE]["A4"].value
    assert wrong(tmp_path / "a.xlsx") == []


def test_a_marked_copy_says_whose_notes_are_ours(book: Path):
    assert load_workbook(marked(book))[SHEET]["C4"].comment.author == AUTHOR
