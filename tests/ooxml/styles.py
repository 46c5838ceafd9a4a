"""The styles part: what cells may point to, and number formats."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from tests.ooxml.package import MAIN, Package, repeated
from tests.ooxml.workbook import order_faults

_ORDER = [
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"),
    *("tableStyles", "colors", "extLst"),
]
_FIRST_OWN = 164
_LONGEST_FORMAT = 255
_MOST_SECTIONS = 4
_MOST_FORMATS = 65_490
_COUNTED = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs")
#: What stands inside a format and is not part of its grammar.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass(frozen=True)
class Formats:
    """How many formats there are to point to."""

    cells: int
    conditional: int


def read(package: Package) -> Formats:
    """Count the formats."""
    root = _root(package)
    return Formats(_count(root, "cellXfs"), _count(root, "dxfs"))


def style_faults(package: Package) -> list[str]:
    """What is wrong with the styles part."""
    root = _root(package)
    if root is None:
        return []
    names = [child.tag.removeprefix(MAIN) for child in root]
    found = [*order_faults(names, _ORDER), *_list_faults(root), *_format_faults(root)]
    return [f"styles: {fault}" for fault in found]


def number_format_faults(code: str) -> Iterator[str]:
    """What is wrong with a number format."""
    if not code or len(code) > _LONGEST_FORMAT:
        yield f"number format of {len(code)} characters"
    bare = _LITERAL.sub("", code)
    if '"' in bare or "[" in bare or "]" in bare:
        yield f"number format {code!r} leaves a quote or bracket open"
    if bare.count(";") >= _MOST_SECTIONS:
        yield f"number format {code!r} has more than {_MOST_SECTIONS} sections"
    if re.search(r"[^\W\d_]", re.sub(r"(?i)general|am/pm|a/p|[ymdhsegb]|e[+-]", "", bare)):
        yield f"number format {code!r} has letters outside quotes"


def _root(package: Package) -> ElementTree.Element | None:
    parts = [
        item.target for item in package.relations(package.workbook) if item.kind.endswith("/styles")
    ]
    return package.trees[parts[0]] if parts else None


def _count(root: ElementTree.Element | None, name: str) -> int:
    found = None if root is None else root.find(MAIN + name)
    return 0 if found is None else len(found)


def _list_faults(root: ElementTree.Element) -> Iterator[str]:
    for name in _COUNTED:
        entries = root.find(MAIN + name)
        if entries is not None and entries.get("count") not in (None, str(len(entries))):
            yield f"<{name}> counts {entries.get('count')}, holds {len(entries)}"
    if _count(root, "cellXfs") > _MOST_FORMATS:
        yield f"{_count(root, 'cellXfs')} cell formats"
    limits = {
        "fontId": _count(root, "fonts"),
        "fillId": _count(root, "fills"),
        "borderId": _count(root, "borders"),
        "xfId": _count(root, "cellStyleXfs"),
    }
    for number, entry in enumerate(root.findall(f"{MAIN}cellXfs/{MAIN}xf")):
        for attribute, limit in limits.items():
            if int(entry.get(attribute, "0")) >= limit:
                yield f"cell format {number} has {attribute} {entry.get(attribute)} of {limit}"


def _format_faults(root: ElementTree.Element) -> Iterator[str]:
    entries = root.findall(f"{MAIN}numFmts/{MAIN}numFmt")
    for key in repeated(entry.get("numFmtId") for entry in entries):
        yield f"two number formats {key}"
    own = {int(str(entry.get("numFmtId"))) for entry in entries}
    for entry in entries:
        yield from number_format_faults(str(entry.get("formatCode")))
    for entry in root.iter(MAIN + "xf"):
        used = int(entry.get("numFmtId", "0"))
        if used >= _FIRST_OWN and used not in own:
            yield f"number format {used} does not exist"
