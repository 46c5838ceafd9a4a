"""The workbook part: sheets and defined names."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tests.ooxml.formulas import formula_faults
from tests.ooxml.package import LINK, MAIN, Package, repeated

_ORDER = [
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
    *("functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize"),
    *("customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing"),
    *("fileRecoveryPr", "webPublishObjects", "extLst"),
]
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*(C[0-9]*)?|C[0-9]*", re.IGNORECASE)
_LONGEST_SHEET, _LONGEST_NAME = 31, 255


def order_faults(names: list[str], order: list[str], many: tuple[str, ...] = ()) -> Iterator[str]:
    """Children that stand in the wrong place, or twice where one is allowed."""
    known = [name for name in names if name in order]
    for before, after in pairwise(known):
        if order.index(before) > order.index(after):
            yield f"<{after}> stands after <{before}>"
    for name in set(names) - set(order):
        yield f"<{name}> is unknown"
    for name in order:
        if name not in many and names.count(name) > 1:
            yield f"<{name}> stands {names.count(name)} times"


def worksheets(package: Package) -> dict[str, str]:
    """Part by name of sheet."""
    targets = {item.key: item.target for item in package.relations(package.workbook)}
    root = package.trees[package.workbook]
    return {
        str(sheet.get("name")): targets[str(sheet.get(LINK + "id"))]
        for sheet in root.iter(MAIN + "sheet")
        if targets.get(str(sheet.get(LINK + "id")), "").startswith("xl/worksheets/")
    }


def workbook_faults(package: Package) -> list[str]:
    """What is wrong with the workbook part."""
    root = package.trees[package.workbook]
    names = [child.tag.removeprefix(MAIN) for child in root if child.tag.startswith(MAIN)]
    found = [f"workbook: {fault}" for fault in order_faults(names, _ORDER)]
    return [*found, *_sheet_list_faults(package), *_name_faults(package)]


def sheet_name_faults(name: str) -> Iterator[str]:
    """What is wrong with the name of a sheet."""
    # Excel counts as JavaScript does: a character beyond the first 65,536 is two.
    length = len(name.encode("utf-16-le")) // 2
    if not 1 <= length <= _LONGEST_SHEET:
        yield f"sheet name {name!r} has {length} characters"
    if re.search(r"[\[\]:*?/\\\x00-\x1f]", name) or name.startswith("'") or name.endswith("'"):
        yield f"sheet name {name!r} has a forbidden character"
    if name.lower() == "history":
        yield "sheet name History is reserved"


def _sheet_list_faults(package: Package) -> Iterator[str]:
    root = package.trees[package.workbook]
    sheets = list(root.iter(MAIN + "sheet"))
    keys = {item.key for item in package.relations(package.workbook)}
    for name in repeated(sheet.get("name") for sheet in sheets):
        yield f"two sheets are named {name}"
    for attribute in ("sheetId", LINK + "id"):
        for value in repeated(sheet.get(attribute) for sheet in sheets):
            yield f"two sheets have {attribute} {value}"
    for sheet in sheets:
        yield from sheet_name_faults(str(sheet.get("name")))
        if sheet.get(LINK + "id") not in keys:
            yield f"sheet {sheet.get('name')} has no part"
    shown = [sheet.get("state", "visible") == "visible" for sheet in sheets]
    if not any(shown):
        yield "no sheet is visible"
        return
    for view in root.iter(MAIN + "workbookView"):
        active = int(view.get("activeTab", "0"))
        if active >= len(sheets) or not shown[active]:
            yield f"the active sheet {active} is hidden or missing"


def _name_faults(package: Package) -> Iterator[str]:
    root = package.trees[package.workbook]
    sheets = [str(sheet.get("name")) for sheet in root.iter(MAIN + "sheet")]
    defined = list(root.iter(MAIN + "definedName"))
    places = Counter(
        (str(entry.get("name")).lower(), entry.get("localSheetId")) for entry in defined
    )
    for (name, _), number in places.items():
        if number > 1:
            yield f"{number} defined names {name} in one place"
    for entry in defined:
        name = str(entry.get("name"))
        plain = name.removeprefix("_xlnm.")
        if not _NAME.fullmatch(plain) or _LIKE_A_CELL.fullmatch(plain) or len(name) > _LONGEST_NAME:
            yield f"defined name {name!r} is illegal"
        scope = entry.get("localSheetId")
        if scope is not None and int(scope) >= len(sheets):
            yield f"defined name {name} belongs to sheet {scope}, which does not exist"
        for fault in formula_faults(entry.text or "", sheets):
            yield f"defined name {name}: {fault}"
