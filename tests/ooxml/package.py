"""The zip, its content types and its relationships."""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

CONTENT_TYPES = "[Content_Types].xml"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EXCEL = "application/vnd.ms-excel"
#: What the workbook part has to be, by the file's extension.
_WORKBOOK_TYPES = {
    ".xlsx": f"{_SHEET}.sheet.main+xml",
    ".xlsm": f"{_EXCEL}.sheet.macroEnabled.main+xml",
    ".xlam": f"{_EXCEL}.addin.macroEnabled.main+xml",
}
_MACRO_TYPE = "application/vnd.ms-office.vbaProject"
_MACRO_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass(frozen=True)
class Relation:
    """One relationship of a part."""

    key: str
    kind: str
    target: str  #: part name without the leading slash; the address where external
    external: bool


@dataclass
class Package:
    """A package in memory."""

    extension: str
    names: list[str]  #: as the zip lists them, duplicates included
    parts: dict[str, bytes]
    trees: dict[str, ElementTree.Element] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, archive: zipfile.ZipFile, extension: str) -> "Package":
        """Read every part; XML is parsed."""
        names = archive.namelist()
        made = cls(extension, names, {name: archive.read(name) for name in names})
        for name, content in made.parts.items():
            if name.endswith((".xml", ".rels")):
                try:
                    made.trees[name] = ElementTree.fromstring(content)  # noqa: S314 - our own
                except ElementTree.ParseError as error:
                    made.unreadable.append(f"{name} is not XML: {error}")
        return made

    def content_type(self, part: str) -> str | None:
        """The content type of a part; None where it has none."""
        types = self.trees[CONTENT_TYPES]
        for entry in types.iter(TYPES + "Override"):
            if str(entry.get("PartName")).lower() == f"/{part}".lower():
                return entry.get("ContentType")
        extension = part.rpartition(".")[2].lower()
        for entry in types.iter(TYPES + "Default"):
            if str(entry.get("Extension")).lower() == extension:
                return entry.get("ContentType")
        return None

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part; "" is the package itself."""
        folder, _, name = part.rpartition("/")
        tree = self.trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [] if tree is None else [_relation(entry, folder) for entry in tree]

    @property
    def workbook(self) -> str:
        """The name of the workbook part."""
        return next(
            relation.target
            for relation in self.relations("")
            if relation.kind.endswith("/officeDocument")
        )


def _relation(entry: ElementTree.Element, folder: str) -> Relation:
    target, external = str(entry.get("Target")), entry.get("TargetMode") == "External"
    if not external:
        joined = target if target.startswith("/") else posixpath.join(folder, target)
        target = posixpath.normpath(joined).lstrip("/")
    return Relation(str(entry.get("Id")), str(entry.get("Type")), target, external)


def package_faults(package: Package) -> list[str]:
    """What is wrong with zip, content types and relationships."""
    found = [*_entry_faults(package), *package.unreadable]
    if found:
        return found
    found = [*_type_faults(package), *_relation_faults(package)]
    return found or list(_workbook_faults(package))


def repeated(values: Iterable[str | None]) -> list[str]:
    """The values that occur more than once, whatever their case."""
    counts = Counter(str(value).lower() for value in values)
    return [value for value, number in counts.items() if number > 1]


def _entry_faults(package: Package) -> Iterator[str]:
    for name in repeated(package.names):
        yield f"two zip entries are named {name}"
    for name in package.names:
        if "\\" in name or name.startswith("/") or ".." in name.split("/"):
            yield f"zip entry {name!r} has an illegal name"
    if CONTENT_TYPES not in package.names:
        yield f"{CONTENT_TYPES} is missing"
    if "_rels/.rels" not in package.names:
        yield "_rels/.rels is missing"


def _type_faults(package: Package) -> Iterator[str]:
    tree = package.trees[CONTENT_TYPES]
    overrides = [str(entry.get("PartName")) for entry in tree.iter(TYPES + "Override")]
    for name in repeated(overrides):
        yield f"{name} has two content types"
    for name in repeated(entry.get("Extension") for entry in tree.iter(TYPES + "Default")):
        yield f"extension {name} has two content types"
    known = {f"/{name}" for name in package.names}
    for name in overrides:
        if name not in known:
            yield f"content type for {name}, which does not exist"
    for name in package.names:
        if name != CONTENT_TYPES and not name.endswith("/") and not package.content_type(name):
            yield f"{name} has no content type"


def _relation_faults(package: Package) -> Iterator[str]:
    reached = {CONTENT_TYPES}
    for name in package.names:
        if not name.endswith(".rels"):
            continue
        reached.add(name)
        folder, _, file = name.rpartition("/")
        source = posixpath.join(folder.removesuffix("_rels"), file.removesuffix(".rels"))
        if source and source not in package.parts:
            yield f"{name} belongs to no part"
        relations = package.relations(source)
        for key in repeated(relation.key for relation in relations):
            yield f"{name} has two relationships {key}"
        for relation in relations:
            if relation.external:
                continue
            reached.add(relation.target)
            if relation.target not in package.parts:
                yield f"{name} points to {relation.target}, which does not exist"
    for name in package.names:
        if name not in reached and not name.endswith("/"):
            yield f"no relationship leads to {name}"


def _workbook_faults(package: Package) -> Iterator[str]:
    mains = [item for item in package.relations("") if item.kind.endswith("/officeDocument")]
    if len(mains) != 1:
        yield f"{len(mains)} workbook parts"
        return
    main = package.workbook
    wanted = _WORKBOOK_TYPES[package.extension]
    if package.content_type(main) != wanted:
        yield f"{main} is {package.content_type(main)}, but {package.extension} wants {wanted}"
    macros = [item for item in package.relations(main) if item.kind == _MACRO_RELATION]
    if len(macros) != (0 if package.extension == ".xlsx" else 1):
        yield f"{len(macros)} VBA projects in a file {package.extension}"
    for item in macros:
        if package.content_type(item.target) != _MACRO_TYPE:
            yield f"{item.target} is {package.content_type(item.target)}"
        if not package.parts[item.target].startswith(_OLE):
            yield f"{item.target} is no OLE file"
