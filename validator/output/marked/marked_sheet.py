"""Marks one sheet of a workbook: colours of its cells, notes beside them and the boxes of those."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from validator.common.workbooks import cell_text
from validator.output.marked.copies import NOTES, CellMark
from validator.output.marked.ranking import ORDER
from validator.output.marked.result_sheet import COLOURS
from validator.output.package.book import Dialect
from validator.output.package.comments import Comments, empty_comments
from validator.output.package.formats import CellFormats
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
from validator.output.package.relations import Relations
from validator.output.package.sheet import Cell, Restyle, SheetScan, cell_of
from validator.output.package.splicing import Edits

_NOTES = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"

#: A note's box: its width, the height of what is always there and of each line, and the most.
_WIDTH, _FRAME, _LINE_HEIGHT, _HIGHEST = 320, 60, 18, 420
_LINE_LENGTH = 22


@dataclass
class MarkedBook:
    """What the sheets of a workbook that is being marked have in common."""

    package: OpenPackage
    styles: CellFormats
    dialect: Dialect
    folder: str  #: in which its main part is
    _block: int = 0  #: the next block of ids of boxes; 0: not known yet

    def take_blocks(self, boxes: int) -> int:
        """The first of as many unused blocks of ids as so many boxes need."""
        if not self._block:
            drawings = [name for name in self.package.names if name.endswith(".vml")]
            used = (blocks_of(self.package.pieces(name)) for name in drawings)
            self._block = max((max(some, default=0) for some in used), default=0) + 1
        first = self._block
        self._block += blocks_for(boxes)
        return first


class SheetMarking:
    """One sheet that is being marked."""

    def __init__(
        self, book: MarkedBook, part: str, relations: Relations, marks: Mapping[str, CellMark]
    ) -> None:
        self._book = book
        self._package, self._styles = book.package, book.styles
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
        dialect, folder = self._book.dialect, self._book.folder
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
        room, block = Room(sheet.widths, sheet.height), self._book.take_blocks(len(boxes))
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
