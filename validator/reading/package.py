"""Looks into the .xlsx package itself for what the fast reader does not tell.

The reader gives every cell as text, so that a number cell and a text cell look the same, and
hidden rows look like any other. For an ID number the difference matters: a number cell has
lost its last digits.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from validator.reading.costs import Texts
from validator.reading.styles import percent_styles
from validator.reading.xml_parts import FAULTS, LocalNames, feed, parser_of, read_clean
from validator.reading.zipped import Zipped

STAMP = "claimcheck_template"
_OWN_ADDIN = "claimcheck.xlam"

_ROOT, _WORKBOOK, _STYLES = "_rels/.rels", "xl/workbook.xml", "xl/styles.xml"
_DAMAGED = (*FAULTS, zipfile.BadZipFile)


@dataclass(frozen=True)
class SheetPart:
    """A sheet's part in the package."""

    name: str
    hidden: bool
    size: int  #: bytes, unpacked


@dataclass(frozen=True)
class Package:
    """What a package says about the workbook as a whole."""

    path: Path | BytesIO
    zipped: Zipped
    sheets: dict[str, SheetPart]
    date1904: bool = False
    macros: bool = False
    links: tuple[str, ...] = ()  #: names of other workbooks that formulas point to
    stamp: str = ""  #: "hiring 1" where it is one of our templates
    percents: dict[str, str] = field(default_factory=dict)  #: see `percent_styles`
    listed: int = 0  #: how many sheets it lists, of whatever name

    @cached_property
    def texts(self) -> Texts:
        """The texts that its cells share."""
        return Texts(self.zipped)


def look_into(path: Path | BytesIO, zipped: Zipped | None = None) -> Package | None:
    """What the package says; None where it does not say it as it should.

    Args:
        path: the file, or its content.
        zipped: the same, where it is open already.
    """
    try:
        return _read(path, zipped or Zipped(path))
    except _DAMAGED:
        return None


class _Workbook:
    """Reads the workbook's own part."""

    def __init__(self) -> None:
        self.local = LocalNames()
        self.sheets: list[tuple[str, str, bool]] = []  #: name, id of its relation, hidden
        self.date1904 = False
        self.stamp = ""
        self.in_stamp = False

    def parser(self) -> expat.XMLParserType:
        self.expat = parser_of(self.start, self.end)
        return self.expat

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self.local[name]
        if local == "sheet":
            # The relation's `id` always has a prefix, which may be any.
            prefixed = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            identity = attributes.get("r:id", prefixed)
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), identity, hidden))
        elif local == "workbookPr":
            self.date1904 = attributes.get("date1904") in ("1", "true")
        elif local == "definedName":
            self.in_stamp = attributes.get("name") == STAMP and not self.stamp
            if self.in_stamp:
                self.expat.CharacterDataHandler = self.text

    def text(self, text: str) -> None:
        if self.in_stamp:
            self.stamp += text

    def end(self, name: str) -> None:
        if self.local[name] == "definedName":
            self.in_stamp = False


def _read(path: Path | BytesIO, package: Zipped) -> Package:
    sizes = {part.filename: part.file_size for part in package.infolist()}
    # The reader takes names in any case and with any slashes, and of several the last.
    spelt = {name.replace("\\", "/").lower(): name for name in sizes}
    main = _main_part(package, spelt)
    with package.open(main) as stream:
        workbook = read_clean(_Workbook, stream)
    folder, file = posixpath.split(main)
    targets = _targets(package, spelt.get(f"{folder}/_rels/{file}.rels".lower(), ""))
    sheets: dict[str, SheetPart] = {}
    for name, identity, hidden in workbook.sheets:
        found = _resolved(folder, targets.get(identity, ""))
        found = spelt.get(found.lower(), found)
        # Of several sheets by one name the reader loads the first.
        sheets.setdefault(name, SheetPart(found, hidden, sizes.get(found, 0)))
    percents = {}
    if _STYLES in spelt:
        with package.open(spelt[_STYLES]) as stream:
            percents = percent_styles(stream)
    return Package(
        path,
        package,
        sheets,
        date1904=workbook.date1904,
        macros=any(name.endswith("vbaproject.bin") for name in spelt),
        links=tuple(_links(package, sizes)),
        stamp=workbook.stamp.strip('="'),
        percents=percents,
        listed=len(workbook.sheets),
    )


def _main_part(package: Zipped, spelt: dict[str, str]) -> str:
    """The workbook's part: nearly always the same, but the package may name another."""
    if _WORKBOOK in spelt:
        return spelt[_WORKBOOK]
    for target in _targets(package, _ROOT).values():
        name = spelt.get(_resolved("", target).lower(), "")
        if name.lower().endswith(".xml") and "/workbook" in f"/{name.lower()}":
            return name
    raise KeyError(_WORKBOOK)


def _resolved(folder: str, target: str) -> str:
    """A relation's target as the name of a part: relative to a folder, or to the package."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(f"{folder}/{target}")


def _targets(package: Zipped, name: str) -> dict[str, str]:
    """Id → target of the relations in a part."""
    targets: dict[str, str] = {}

    def start(_: str, attributes: dict[str, str]) -> None:
        if "Target" in attributes:
            targets[attributes.get("Id", "")] = attributes["Target"]

    with package.open(name) as stream:
        feed(parser_of(start), stream)
    return targets


def _links(package: Zipped, names: dict[str, int]) -> Iterator[str]:
    """Other workbooks that this one points to, without our own add-in."""
    for name in names:
        if name.startswith("xl/externalLinks/_rels/") and name.endswith(".rels"):
            for target in _targets(package, name).values():
                file = PurePosixPath(target.replace("\\", "/").replace("%20", " ")).name
                if file.lower() != _OWN_ADDIN:
                    yield file
