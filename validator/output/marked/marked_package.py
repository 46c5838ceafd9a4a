"""Marks a workbook: single cells and notes, and 核查结果 in front; all else stays as it was."""

import posixpath
import zipfile
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.parsers import expat

from validator.common.workbooks import cell_text, open_workbook
from validator.output.marked.copies import NOTES, CellMark, MarkedCopy
from validator.output.marked.ranking import ORDER
from validator.output.marked.result_sheet import COLOURS, TITLE, names, result_sheet
from validator.output.package.book import ListedSheet, WorkbookPart
from validator.output.package.comments import AUTHOR, LINE, Comments, empty_comments
from validator.output.package.formats import EMPTY_STYLES, CellFormats
from validator.output.package.note_shapes import (
    EMPTY,
    Box,
    BoxScan,
    Room,
    blocks_for,
    blocks_of,
    with_boxes,
)
from validator.output.package.opened import OpenPackage
from validator.output.package.properties import EMPTY_CORE, AppProperties, CoreProperties
from validator.output.package.relations import Relations
from validator.output.package.sheet import Cell, Restyle, SheetHead, SheetScan, cell_of
from validator.output.package.splicing import Edits, Pieces

_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SHEET, _NOTES, _STYLES = (f"{_KINDS}{word}+xml" for word in ("worksheet", "comments", "styles"))
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
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

#: A note's box: its width, the height of what is always there and of each line, and the most.
_WIDTH, _FRAME, _LINE_HEIGHT, _HIGHEST = 320, 60, 18, 420
_LINE_LENGTH = 22


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
        self._block = 0  #: the next block of ids of boxes; 0: not known yet

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

    def take_blocks(self, boxes: int) -> int:
        """The first of as many unused blocks of ids as so many boxes need."""
        if not self._block:
            drawings = [name for name in self.package.names if name.endswith(".vml")]
            used = (blocks_of(self.package.pieces(name)) for name in drawings)
            self._block = max((max(some, default=0) for some in used), default=0) + 1
        first = self._block
        self._block += blocks_for(boxes)
        return first

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
                SheetMarking(self, part, relations, marks.get(name, {})).mark()
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


class SheetMarking:
    """One sheet that is being marked."""

    def __init__(
        self, marking: _Marking, part: str, relations: Relations, marks: Mapping[str, CellMark]
    ) -> None:
        self._marking = marking
        self._package, self._styles = marking.package, marking.styles
        self._part, self._relations = part, relations
        self._marks = {cell_of(address): mark for address, mark in marks.items()}

    def mark(self) -> None:
        """Note all that changes in the sheet, its notes and their boxes."""
        before = self._styles.state()
        notes, sheet = self._read()
        if sheet.covering:
            self._uncover(sheet.covering)
            self._styles.go_back(before)
            notes, sheet = self._read()
        if notes is not None:
            self._draw(notes, sheet)

    def _read(self) -> tuple[Comments | None, SheetScan]:
        notes = self._notes()
        unmarked = (notes.unmarked if notes is not None else set()) - self._marks.keys()
        restyled: dict[Cell, Restyle] = {
            cell: partial(self._styles.marked, colour=COLOURS[mark.severity])
            for cell, mark in self._marks.items()
        }
        restyled |= dict.fromkeys(unmarked, self._styles.unmarked)
        return notes, self._package.scan(self._part, SheetScan(restyled, unmarked))

    def _notes(self) -> Comments | None:
        """The texts of the notes."""
        added = {cell: _text(mark) for cell, mark in self._marks.items()}
        found = self._relations.of_kind("comments")
        if found:
            return self._package.scan(found[0].target, Comments(added))
        return Comments(added) if added else None

    def _uncover(self, covering: Mapping[Cell, Cell]) -> None:
        """What is found in a merged area is marked where it can be seen."""
        marks: dict[Cell, CellMark] = {}
        for cell, mark in self._marks.items():
            place = covering.get(cell, cell)
            known = marks.get(place, CellMark(mark.severity, ()))
            worst = min(known.severity, mark.severity, key=ORDER.__getitem__)
            marks[place] = CellMark(worst, (*known.notes, *mark.notes)[:NOTES])
        self._marks = marks

    def _draw(self, notes: Comments, sheet: SheetScan) -> None:
        """The boxes of new notes are added, those of notes that are gone are taken out."""
        dialect = self._marking.book.dialect
        folder = posixpath.dirname(self._marking.main)
        if not self._relations.of_kind("comments"):
            part = self._package.free_name(folder, "comments", ".xml")
            self._package.begin(part, empty_comments(dialect.main), notes)
            self._relations.add(f"{dialect.relations}/comments", part)
            self._package.types.add(part, _NOTES)
        boxes = [
            Box(cell, _WIDTH, min(_FRAME + _LINE_HEIGHT * _lines(text), _HIGHEST))
            for cell, text in sorted(notes.fresh_texts.items())
        ]
        if not boxes and not (notes.removed and sheet.notes):
            return
        room, block = Room(sheet.widths, sheet.height), self._marking.take_blocks(len(boxes))
        if sheet.notes:
            drawing = self._relations.target(sheet.notes)
            scan = BoxScan(notes.removed)
            if notes.removed:
                self._package.scan(drawing, scan)
            with_boxes(self._package.pieces(drawing), scan.edits, boxes, room, block)
            self._package.edit(drawing, scan.edits)
            return
        drawing = self._package.free_name(f"{folder}/drawings", "vmlDrawing", ".vml")
        edits = Edits()
        with_boxes([EMPTY], edits, boxes, room, block)
        self._package.replace(drawing, partial(edits.applied, [EMPTY]))
        self._package.types.add_default("vml", _DRAWING)
        identity = self._relations.add(f"{dialect.relations}/vmlDrawing", drawing)
        sheet.name_notes(identity, dialect.relations)


def _text(mark: CellMark) -> str:
    return cell_text("\n".join(mark.notes))


def _lines(text: str) -> int:
    return sum(1 + len(line) // _LINE_LENGTH for line in text.split("\n"))


def _blank_book() -> BytesIO:
    """A workbook with nothing but the sheet that the results are to replace."""
    content = BytesIO()
    with open_workbook(content) as book:
        book.add_worksheet(TITLE)
    return content
