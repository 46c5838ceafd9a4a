"""Small files that cost whoever reads them very much, each made from an honest workbook."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.validator.books import claims, save

_CLAIMS, _ROSTER, _WAGES = (f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3))
_WORKBOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

#: A part's text → the changed text.
Change = Callable[[str], str]


def _changed(path: Path, **changes: Change) -> Path:
    """An honest workbook, some parts of it changed: `roster=…`, `strings=…`."""
    save(path, claims(5))
    parts = {
        "claims": _CLAIMS, "roster": _ROSTER, "wages": _WAGES,
        "workbook": _WORKBOOK, "styles": _STYLES,
    }  # fmt: skip
    by_name = {parts[name]: change for name, change in changes.items()}
    with zipfile.ZipFile(path) as package:
        texts = [(name, package.read(name)) for name in package.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in texts:
            change = by_name.get(name)
            package.writestr(name, text if change is None else change(text.decode()))
    return path


def _rows_added(rows: str) -> Change:
    return lambda text: text.replace("</sheetData>", f"{rows}</sheetData>")


def _saying(dimension: str) -> Change:
    return lambda text: re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"', text)


def _far_cell(address: str, padding: int) -> Change:
    """A cell far out, though the sheet says that it is small; `padding` bytes of nothing."""
    row = re.sub(r"\D", "", address)
    cell = f'<row r="{row}"><c r="{address}"><v>1</v></c></row>'

    def change(text: str) -> str:
        return _saying("A1:P7")(_rows_added("<!--" + "x" * padding + "-->" + cell)(text))

    return change


def far_cell(path: Path) -> Path:
    return _changed(path, roster=_far_cell("XFD1048576", 230_000))


def far_cell_of_fewer_columns(path: Path) -> Path:
    return _changed(path, roster=_far_cell("HZ1048576", 230_000))


def far_cell_of_a_large_part(path: Path) -> Path:
    return _changed(path, roster=_far_cell("XFD1048576", 5_000_000))


def far_cell_of_a_large_part_and_fewer_columns(path: Path) -> Path:
    return _changed(path, roster=_far_cell("HZ1048576", 5_000_000))


def _named_string(path: Path, length: int, uses: int) -> Path:
    """One shared string of so many bytes, in so many cells."""
    cells = "".join(
        f'<row r="{row}"><c r="B{row}" t="s"><v>0</v></c></row>' for row in range(20, 20 + uses)
    )
    _changed(path, roster=_rows_added(cells))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        texts = f"<sst xmlns={_MAIN!r}><si><t>{'长' * (length // 3)}</t></si></sst>"
        package.writestr("xl/sharedStrings.xml", texts)
    return path


def string_of_32_kb_often(path: Path) -> Path:
    return _named_string(path, 32_000, 300_000)


def string_of_1_mb_often(path: Path) -> Path:
    return _named_string(path, 1_000_000, 100_000)


def _merges(references: list[str], end: int) -> Change:
    """Merged cells over a sheet that reaches down to the row `end`."""
    merged = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    cell = f'<row r="{end}"><c r="A{end}" t="inlineStr"><is><t>x</t></is></c></row>'

    def change(text: str) -> str:
        return _rows_added(cell)(text).replace(
            "</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>"
        )

    return change


def merges_over_each_other(path: Path) -> Path:
    """Twenty thousand, each over nearly all rows of a column."""
    references = [f"{'ABCDEFGH'[number % 8]}{4 + number % 50}:{'ABCDEFGH'[number % 8]}1000000"
                  for number in range(20_000)]  # fmt: skip
    return _changed(path, roster=_merges(references, 1_000_000))


def merges_of_columns(path: Path) -> Path:
    references = [f"{letter}4:{letter}1048576" for letter in "ABCDEFGHIJKLMNOPQRST"]
    return _changed(path, roster=_merges(references, 900_000))


def merges_of_rows(path: Path) -> Path:
    references = [f"A{row}:XFD{row}" for row in range(20, 20_020)]
    return _changed(path, roster=_merges(references, 20_020))


def many_merges(path: Path) -> Path:
    references = [f"B{row}:B{row + 1}" for row in range(20, 200_000, 2)]
    return _changed(path, roster=_merges(references, 200_000))


def many_sheets(path: Path) -> Path:
    """Twenty thousand that share one part."""
    relation = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    more = "".join(
        f'<sheet {relation} name="表{number}" sheetId="{number}" r:id="rId1"/>'
        for number in range(10, 20_010)
    )
    return _changed(path, workbook=lambda text: text.replace("</sheets>", f"{more}</sheets>"))


def many_names(path: Path, count: int = 200_000) -> Path:
    names = "".join(f'<definedName name="n{number}">$A$1</definedName>' for number in range(count))
    names = f"<definedNames>{names}</definedNames>"
    return _changed(path, workbook=lambda text: text.replace("<definedNames/>", names))


def far_more_names(path: Path) -> Path:
    return many_names(path, 2_000_000)


def far_more_styles(path: Path) -> Path:
    return many_styles(path, 1_500_000)


def cells_of_all_rows(path: Path) -> Path:
    """Twenty million numbers, in rows and cells without addresses."""
    rows = f"<row>{'<c><v>1</v></c>' * 20}</row>" * 1_000_000
    return _changed(path, roster=_rows_added(rows))


def rows_without_cells(path: Path) -> Path:
    return _changed(path, roster=_rows_added("<row/>" * 15_000_000))


def many_comments(path: Path) -> Path:
    """A million at one cell, in a part that the sheet names."""
    text = "<comment ref='B4' authorId='0'><text><t>x</t></text></comment>" * 1_200_000
    _changed(path)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "xl/worksheets/_rels/sheet2.xml.rels",
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            f"<Relationship Id='rId1' Type='{kind}' Target='/xl/comments1.xml'/></Relationships>",
        )
        package.writestr(
            "xl/comments1.xml",
            f"<comments xmlns={_MAIN!r}><authors><author>a</author></authors>"
            f"<commentList>{text}</commentList></comments>",
        )
    return path


def many_styles(path: Path, count: int = 300_000) -> Path:
    more = '<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0"/>' * count
    return _changed(path, styles=lambda text: text.replace("</cellXfs>", f"{more}</cellXfs>"))


#: Name → what makes the file.
GIANTS: dict[str, Callable[[Path], Path]] = {
    made.__name__: made
    for made in (
        *(far_cell, far_cell_of_fewer_columns, far_cell_of_a_large_part),
        far_cell_of_a_large_part_and_fewer_columns,
        *(string_of_32_kb_often, string_of_1_mb_often),
        *(merges_over_each_other, merges_of_columns, merges_of_rows, many_merges),
        *(many_sheets, many_names, many_styles, far_more_names, far_more_styles, many_comments),
        *(cells_of_all_rows, rows_without_cells),
    )
}
