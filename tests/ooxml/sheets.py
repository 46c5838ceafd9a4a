"""A worksheet part: order, cells, validations, conditional formats, links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string, range_boundaries

from tests.ooxml.formulas import formula_faults
from tests.ooxml.package import LINK, MAIN, Package, repeated
from tests.ooxml.styles import Formats
from tests.ooxml.workbook import order_faults

_ORDER = [
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup"),
    *("headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches"),
    *("ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "picture"),
    *("oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
]
_MANY = ("conditionalFormatting",)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
_LONGEST_TEXT = 32_767
_LONGEST_LIST = _LONGEST_PROMPT = _LONGEST_FOOTER = 255
_LONGEST_TITLE = 32
_WIDEST, _TALLEST = 255, 409.5

Area = tuple[int, int, int, int]  #: first column, first row, last column, last row


@dataclass(frozen=True)
class _Sheet:
    root: ElementTree.Element
    sheets: tuple[str, ...]  #: names of all sheets
    strings: int  #: how many shared strings there are
    formats: Formats
    keys: frozenset[str]  #: relationships


def sheet_faults(package: Package, part: str, formats: Formats) -> list[str]:
    """What is wrong with a worksheet."""
    workbook = package.trees[package.workbook]
    shared = package.trees.get("xl/sharedStrings.xml")
    sheet = _Sheet(
        package.trees[part],
        tuple(str(entry.get("name")) for entry in workbook.iter(MAIN + "sheet")),
        0 if shared is None else len(shared.findall(MAIN + "si")),
        formats,
        frozenset(item.key for item in package.relations(part)),
    )
    names = [child.tag.removeprefix(MAIN) for child in sheet.root]
    return [
        *order_faults(names, _ORDER, _MANY),
        *_cell_faults(sheet),
        *_column_faults(sheet),
        *_overlap_faults(sheet),
        *_validation_faults(sheet),
        *_condition_faults(sheet),
        *_link_faults(sheet),
        *_print_faults(sheet),
    ]


def _cell_faults(sheet: _Sheet) -> Iterator[str]:
    before = 0
    box: Area | None = None
    for row in sheet.root.iter(MAIN + "row"):
        number = int(row.get("r", before + 1))
        if not before < number <= _LAST_ROW:
            yield f"row {number} stands after row {before}"
        if float(row.get("ht", "0")) > _TALLEST:
            yield f"row {number} is {row.get('ht')} points high"
        before, column = number, 0
        for cell in row:
            if cell.get("r") is None and not len(cell):
                # An empty cell may leave its address out: it stands behind the one before.
                column += 1
                box = _around(box, column, number)
                continue
            place = _CELL.fullmatch(str(cell.get("r")))
            if place is None or int(place.group(2)) != number:
                yield f"cell {cell.get('r')} stands in row {number}"
                continue
            here = _column(place.group(1))
            if not column < here <= _LAST_COLUMN:
                yield f"cell {place.group()} is out of order"
            column = here
            box = _around(box, here, number)
            yield from (f"{place.group()}: {fault}" for fault in _content_faults(sheet, cell))
    dimension = sheet.root.find(MAIN + "dimension")
    if dimension is not None and box is not None:
        area = range_boundaries(str(dimension.get("ref")))
        if not (
            area[0] <= box[0] and area[1] <= box[1] and area[2] >= box[2] and area[3] >= box[3]
        ):
            yield f"dimension {dimension.get('ref')} leaves out cells of {box}"


@cache
def _column(letters: str) -> int:
    return int(column_index_from_string(letters))


def _around(box: Area | None, column: int, row: int) -> Area:
    if box is None:
        return column, row, column, row
    return min(box[0], column), min(box[1], row), max(box[2], column), max(box[3], row)


def _content_faults(sheet: _Sheet, cell: ElementTree.Element) -> Iterator[str]:
    if int(cell.get("s", "0")) >= max(sheet.formats.cells, 1):
        yield f"format {cell.get('s')} does not exist"
    value = cell.findtext(MAIN + "v")
    kind = cell.get("t", "n")
    if kind == "s" and not (value is not None and value.isdecimal() and int(value) < sheet.strings):
        yield f"shared string {value} does not exist"
    if kind == "n" and value:
        try:
            float(value)
        except ValueError:
            yield f"number {value!r} is none"
    if kind in ("str", "inlineStr") and len("".join(cell.itertext())) > _LONGEST_TEXT:
        yield "text is too long"
    formula = cell.find(MAIN + "f")
    if formula is not None and (formula.text or formula.get("t") != "shared"):
        yield from formula_faults(formula.text or "", sheet.sheets)
    if formula is not None and formula.get("t") == "array" and not formula.get("ref"):
        yield "array formula without its area"


def _column_faults(sheet: _Sheet) -> Iterator[str]:
    last = 0
    for column in sheet.root.iter(MAIN + "col"):
        first, until = int(str(column.get("min"))), int(str(column.get("max")))
        if not last < first <= until <= _LAST_COLUMN:
            yield f"columns {first} to {until} stand after column {last}"
        if float(column.get("width", "0")) > _WIDEST:
            yield f"column {first} is {column.get('width')} wide"
        last = until


def _overlap_faults(sheet: _Sheet) -> Iterator[str]:
    kinds = {
        "merged": [entry.get("ref") for entry in sheet.root.iter(MAIN + "mergeCell")],
        "array": [
            entry.get("ref")
            for entry in sheet.root.iter(MAIN + "f")
            if entry.get("t") == "array" and ":" in str(entry.get("ref"))
        ],
    }
    areas = [(kind, str(ref)) for kind, refs in kinds.items() for ref in refs]
    for (one, first), (other, second) in combinations(areas, 2):
        if _meet(range_boundaries(first), range_boundaries(second)):
            yield f"{one} {first} and {other} {second} overlap"
    for kind, ref in areas:
        if kind == "merged" and ":" not in ref:
            yield f"merged area {ref} is a single cell"


def _meet(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _validation_faults(sheet: _Sheet) -> Iterator[str]:
    holder = sheet.root.find(MAIN + "dataValidations")
    if holder is None:
        return
    if holder.get("count") not in (None, str(len(holder))):
        yield f"{len(holder)} validations, counted as {holder.get('count')}"
    limits = {
        "promptTitle": _LONGEST_TITLE,
        "errorTitle": _LONGEST_TITLE,
        "prompt": _LONGEST_PROMPT,
        "error": _LONGEST_PROMPT,
    }
    for entry in holder:
        where = f"validation of {entry.get('sqref')}"
        for attribute, limit in limits.items():
            if len(entry.get(attribute, "")) > limit:
                yield f"{where}: {attribute} is longer than {limit}"
        for formula in (entry.findtext(MAIN + "formula1"), entry.findtext(MAIN + "formula2")):
            if formula is None:
                continue
            if len(formula.strip('"')) > _LONGEST_LIST:
                yield f"{where}: list or formula is longer than {_LONGEST_LIST}"
            elif not _is_date(formula):
                yield from (f"{where}: {fault}" for fault in formula_faults(formula, sheet.sheets))


def _is_date(text: str) -> bool:
    return re.fullmatch(r"-?[0-9.]+", text) is not None


def _condition_faults(sheet: _Sheet) -> Iterator[str]:
    rules = list(sheet.root.iter(MAIN + "cfRule"))
    for priority in repeated(rule.get("priority") for rule in rules):
        yield f"two conditional formats have priority {priority}"
    for rule in rules:
        if int(rule.get("dxfId", "0")) >= max(sheet.formats.conditional, 1):
            yield f"conditional format {rule.get('dxfId')} does not exist"
        for formula in rule.findall(MAIN + "formula"):
            yield from formula_faults(formula.text or "", sheet.sheets)


def _link_faults(sheet: _Sheet) -> Iterator[str]:
    for link in sheet.root.iter(MAIN + "hyperlink"):
        key, place = link.get(LINK + "id"), link.get("location")
        if key is not None and key not in sheet.keys:
            yield f"link of {link.get('ref')} has no address"
        if key is None and place and "!" in place:
            named = place.rpartition("!")[0].strip("'").replace("''", "'")
            if named not in sheet.sheets:
                yield f"link of {link.get('ref')} leads to {named}, which does not exist"
    for name in ("drawing", "legacyDrawing", "tablePart", "pageSetup"):
        for entry in sheet.root.iter(MAIN + name):
            key = entry.get(LINK + "id")
            if key is not None and key not in sheet.keys:
                yield f"<{name}> has no part"


def _print_faults(sheet: _Sheet) -> Iterator[str]:
    for name in (
        "oddHeader",
        "oddFooter",
        "evenHeader",
        "evenFooter",
        "firstHeader",
        "firstFooter",
    ):
        for entry in sheet.root.iter(MAIN + name):
            if len(entry.text or "") > _LONGEST_FOOTER:
                yield f"<{name}> is longer than {_LONGEST_FOOTER}"
