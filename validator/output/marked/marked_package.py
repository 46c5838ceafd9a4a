"""Marks a workbook: single cells and notes, and 核查结果 in front; all else stays as it was."""

import posixpath
import zipfile
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.parsers import expat

from validator.common.workbooks import open_workbook
from validator.output.marked.copies import MarkedCopy
from validator.output.marked.marked_sheet import MarkedBook, SheetMarking
from validator.output.marked.result_sheet import COLOURS, TITLE, names, result_sheet
from validator.output.package.book import ListedSheet, WorkbookPart
from validator.output.package.comments import AUTHOR, LINE
from validator.output.package.formats import EMPTY_STYLES, CellFormats
from validator.output.package.opened import OpenPackage
from validator.output.package.properties import EMPTY_CORE, AppProperties, CoreProperties
from validator.output.package.relations import Relations
from validator.output.package.sheet import SheetHead
from validator.output.package.splicing import Pieces

_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SHEET, _STYLES = (f"{_KINDS}{word}+xml" for word in ("worksheet", "styles"))
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)

#: What a workbook is called that has macros, and what it is called without.
_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_BOOK, _TEMPLATE = (f"{_KINDS}{word}.main+xml" for word in ("sheet", "template"))

#: What goes with a sheet that is removed.
_OWN_PARTS = ("comments", "vmlDrawing", "printerSettings", "threadedComment")

_MAIN = "xl/workbook.xml"
_SIGNATURES = "_xmlsignatures/"
_UNSIGNED = "原文件带有数字签名；副本中已有标注，签名不再有效，已去掉。"


def write_marked_package(copy: MarkedCopy, source: IO[bytes], target: Path) -> None:
    """Write the clerk's workbook with its marks.

    Args:
        copy: what is marked.
        source: the workbook.
        target: where to.

    Raises:
        OSError: the target cannot be written.
        Exception: the source is written in an unusual way, or damaged.
    """
    with zipfile.ZipFile(source) as package:
        try:
            _Marking(OpenPackage(package), copy, linked=True, note="").write(target)
        except expat.ExpatError:
            clean = OpenPackage(package, cleaned=True)
            _Marking(clean, copy, linked=True, note="").write(target)


def write_results_alone(copy: MarkedCopy, target: Path, note: str) -> None:
    """Write a workbook that has only 核查结果, and says why.

    Raises:
        OSError: the target cannot be written.
    """
    with zipfile.ZipFile(_blank_book()) as package:
        _Marking(OpenPackage(package), copy, linked=False, note=note).write(target)


class _Marking:
    """One package that is being marked."""

    def __init__(self, package: OpenPackage, copy: MarkedCopy, *, linked: bool, note: str) -> None:
        self.package = package
        self.copy = copy
        self.linked, self.note = linked, note
        self.root = package.relations("")
        self.main = _MAIN if _MAIN in package else self.root.of_kind("officeDocument")[0].target
        self.relations = package.relations(self.main)
        self.book = package.scan(self.main, WorkbookPart())
        self.styles = self._styles()

    def write(self, target: Path | IO[bytes]) -> None:
        """Mark what is to be marked, and write all parts."""
        if self.linked:
            self._mark_sheets()
        self._drop_signatures()
        self._add_results()
        self._identify()
        kind = self.package.types.kind_of(self.main)
        if self.copy.target.suffix == ".xlsm" and kind != _WITH_MACROS:
            self.package.types.change(self.main, _WITH_MACROS)
        elif kind == _TEMPLATE:  # a copy of a template is a workbook
            self.package.types.change(self.main, _BOOK)
        self.package.write(target)

    def _styles(self) -> CellFormats:
        found = self.relations.of_kind("styles")
        if found:
            name = found[0].target
        else:
            name = posixpath.join(posixpath.dirname(self.main), "styles.xml")
            self.relations.add(f"{self.book.dialect.relations}/styles", name)
            self.package.types.add(name, _STYLES)
        if name in self.package:
            pieces: Pieces = partial(self.package.pieces, name)
        else:
            empty = EMPTY_STYLES.replace("{namespace}", self.book.dialect.main).encode()
            pieces = partial(iter, [empty])
        styles = CellFormats(pieces, frozenset(COLOURS.values()), kept=self._backgrounds_kept())
        self.package.replace(name, styles.written)
        return styles

    def _backgrounds_kept(self) -> bool:
        """LibreOffice puts colours of its own into the backgrounds of all fills that it saves."""
        said = self.root.of_kind("extended-properties")
        return not any(
            one.target in self.package and self.package.holds(one.target, b">LibreOffice")
            for one in said
        )

    def _mark_sheets(self) -> None:
        book = MarkedBook(
            self.package, self.styles, self.book.dialect, posixpath.dirname(self.main)
        )
        listed = {one.name: self.relations.target(one.relation) for one in self.book.sheets}
        marks = self.copy.marks if self.linked else {}
        for name in self.copy.sheets:
            if name not in listed:
                raise KeyError(name)
        for name, part in listed.items():
            if name == TITLE:
                continue
            relations = self.package.relations(part)
            if marks.get(name) or self._has_old_notes(relations):
                SheetMarking(book, part, relations, marks.get(name, {})).mark()
                continue
            head = self.package.scan(part, SheetHead())
            if name in self.copy.sheets or head.edits:
                self.package.clean(part)
        for strings in self.relations.of_kind("sharedStrings"):
            self.package.clean(strings.target)

    def _has_old_notes(self, relations: Relations) -> bool:
        return any(
            self.package.holds(one.target, AUTHOR.encode(), LINE.encode())
            for one in relations.of_kind("comments")
        )

    def _drop_signatures(self) -> None:
        """A signature of a workbook that was changed is no longer true."""
        signed = [one for one in self.root.found if "digital-signature" in one.type]
        for relation in signed:
            self.root.remove(relation)
        for name in self.package.names:
            if name.startswith(_SIGNATURES):
                self.package.drop(name)
        self.note += _UNSIGNED if signed else ""

    def _add_results(self) -> None:
        for old in [one for one in self.book.sheets if one.name == TITLE]:
            self._drop_sheet(old)
        folder = posixpath.join(posixpath.dirname(self.main), "worksheets")
        part = self.package.free_name(folder, "sheet", ".xml")
        dialect = self.book.dialect
        relation = self.relations.add(f"{dialect.relations}/worksheet", part)
        self.package.types.add(part, _SHEET)
        self.book.put_first(TITLE, relation, names(self.copy.results), replaced=TITLE)
        # Made at once: while it is, the formats of its cells are asked for.
        pieces = [
            *result_sheet(
                self.copy.results, self.styles.look, dialect.main,
                linked=self.linked, note=self.note,
            )
        ]  # fmt: skip
        self.package.replace(part, lambda: pieces)

    def _drop_sheet(self, sheet: ListedSheet) -> None:
        (relation,) = (one for one in self.relations.found if one.identity == sheet.relation)
        for one in self.package.relations(relation.target).found:
            if one.kind in _OWN_PARTS and not one.outside:
                self.package.drop(one.target)
        self.package.drop(relation.target)
        self.relations.remove(relation)
        # It may tell of cells of that sheet; Excel makes it anew.
        for chain in self.relations.of_kind("calcChain"):
            self.package.drop(chain.target)
            self.relations.remove(chain)

    def _identify(self) -> None:
        scan = CoreProperties(f"claimcheck:{self.copy.identity}")
        found = self.root.of_kind("core-properties")
        if found and found[0].target in self.package:
            self.package.scan(found[0].target, scan)
        else:
            name = "docProps/core.xml"
            self.package.begin(name, EMPTY_CORE, scan)
            self.package.types.add(name, _CORE)
            self.root.add(_CORE_RELATION, name)
        for relation in self.root.of_kind("extended-properties"):
            if relation.target in self.package:
                self.package.scan(relation.target, AppProperties())


def _blank_book() -> BytesIO:
    """A workbook with nothing but the sheet that the results are to replace."""
    content = BytesIO()
    with open_workbook(content) as book:
        book.add_worksheet(TITLE)
    return content
