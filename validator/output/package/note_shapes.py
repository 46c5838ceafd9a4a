"""The drawing (VML) that shows the notes of a sheet as boxes.

It may hold the boxes of others, and the form controls of the sheet. A drawing need not be well
formed - some programs put HTML into it - and so new boxes are put in before its end, whatever
is in it; only to take boxes out it has to be read by a parser.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from validator.output.package.sheet import Cell
from validator.output.package.splicing import Edits, Scan
from validator.reading.xml_parts import LocalNames

#: Pixels of a character's width, of what stands beside it, and of a usual column.
_CHARACTER, _BESIDE, _USUAL = 7, 5, 64
_POINT = 96 / 72

_OPEN = b"</"
_BLOCK = re.compile(rb"""<o:idmap\b[^>]*\bdata=["']([\d, ]*)["']""")
_IDS = 1024  #: so many boxes have ids of one block

_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_TYPE_NAME = "_x0000_t202"
_TYPE = (
    f'<v:shapetype{{names}} id="{_TYPE_NAME}" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
EMPTY = f"<xml {_NAMESPACES}></xml>".encode()


@dataclass(frozen=True)
class Room:
    """How wide and high the cells of a sheet are."""

    widths: Sequence[tuple[int, int, float]]  #: first and last column, in characters
    height: float  #: of a row, in points


@dataclass(frozen=True)
class Box:
    """The box of a note: where, and how large, in pixels."""

    cell: Cell
    width: int
    height: int


class _Tail:
    """What has to be known of a drawing to put something in: looked for as bytes pass by."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.end = -1  #: of the root
        self.has_type = False
        self.has_names = False
        self.blocks: set[int] = set()
        self.map_at, self.map = -1, ""  #: where blocks are named, and which
        offset, kept = 0, b""
        for piece in pieces:
            text = kept + piece
            found = text.rfind(_OPEN)
            if found >= 0:
                self.end = offset + found
            self.has_type |= f'id="{_TYPE_NAME}"'.encode() in text
            if offset == 0 and text:
                root = text[: text.find(b">", text.find(b"<xml"))]
                self.has_names = all(f'xmlns:{name}="'.encode() in root for name in "vox")
            for block in _BLOCK.finditer(text):
                self.map_at, self.map = offset + block.start(), block[1].decode()
                self.blocks |= {int(number) for number in self.map.split(",") if number.strip()}
            keep = min(len(text), 400)
            offset += len(text) - keep
            kept = text[len(text) - keep :]
        if self.end < 0:
            raise ValueError("a drawing without an end")


def blocks_of(pieces: Iterable[bytes]) -> set[int]:
    """The blocks of ids that a drawing says are its own."""
    return _Tail(pieces).blocks


def blocks_for(boxes: int) -> int:
    """How many blocks of ids so many boxes need."""
    return -(-boxes // _IDS)


def with_boxes(
    pieces: Iterable[bytes], edits: Edits, boxes: Sequence[Box], room: Room, block: int
) -> None:
    """Note the boxes that are to be added to a drawing.

    Args:
        pieces: the drawing.
        edits: its changes, to which these are added.
        boxes: the boxes.
        room: of the sheet.
        block: the first block of ids that no drawing of the workbook uses.
    """
    tail = _Tail(pieces)
    names = "" if tail.has_names else f" {_NAMESPACES}"
    if not boxes:
        return
    blocks = ",".join(str(block + number) for number in range(blocks_for(len(boxes))))
    made = []
    if tail.map_at >= 0:
        edits.set(tail.map_at, "data", f"{tail.map},{blocks}" if tail.map else blocks)
    else:
        made.append(
            f'<o:shapelayout{names} v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/>'
            "</o:shapelayout>"
        )
    if not tail.has_type:
        made.append(_TYPE.format(names=names))
    made += [_shape(box, room, block * _IDS + number, names) for number, box in enumerate(boxes, 1)]
    edits.insert(tail.end, "".join(made))


def _shape(box: Box, room: Room, number: int, names: str) -> str:
    row, column = box.cell
    left, right = column + 1, _column_at(room, column + 1, 15 + box.width)
    tall = max(room.height * _POINT, 1)
    top = max(row - 2, 0)
    bottom = top + int((10 + box.height) // tall)
    anchor = (left - 1, 15, top, 10, right[0] - 1, right[1], bottom, int((10 + box.height) % tall))
    return (
        f'<v:shape{names} id="_x0000_s{number}" type="#{_TYPE_NAME}" '
        f'style="position:absolute;width:{box.width * 0.75:g}pt;height:{box.height * 0.75:g}pt;'
        f'z-index:{number % _IDS or _IDS};visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        "<x:MoveWithCells/><x:SizeWithCells/>"
        f"<x:Anchor>{', '.join(map(str, anchor))}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _column_at(room: Room, column: int, pixels: int) -> tuple[int, int]:
    """The column that lies so many pixels right of the left border of another, and the rest."""
    while pixels > 0 and column < 16_384:
        wide = _pixels(room, column)
        if pixels < wide:
            return column, pixels
        pixels -= wide
        column += 1
    return column, 0


def _pixels(room: Room, column: int) -> int:
    for first, last, width in room.widths:
        if first <= column <= last:
            return int(width * _CHARACTER + _BESIDE) if width else 0
    return _USUAL


class BoxScan(Scan):
    """Reads a drawing to take out the boxes of notes at some cells."""

    def __init__(self, removed: set[Cell]) -> None:
        super().__init__()
        self._removed = removed
        self._shape_at = -1
        self._place = [-1, -1]  #: row and column, from 0
        self._is_note = False
        self._reads = -1  #: which of the two is being read
        self._text = ""
        self._local = LocalNames()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where a box begins, and of which cell it is."""
        local = self._local[name]
        if local == "shape":
            self._shape_at, self._place, self._is_note = self.at, [-1, -1], False
        elif local == "ClientData":
            self._is_note = attributes.get("ObjectType") == "Note"
            self.parser.CharacterDataHandler = self._characters
        elif local in ("Row", "Column"):
            self._reads, self._text = int(local == "Column"), ""

    def _characters(self, text: str) -> None:
        self._text += text

    def end(self, name: str) -> None:
        """Take out a box that was read."""
        local = self._local[name]
        if local in ("Row", "Column") and self._reads >= 0:
            self._place[self._reads] = int(self._text)
            self._reads = -1
        elif local == "ClientData":
            self.parser.CharacterDataHandler = None
        elif local == "shape" and self._shape_at >= 0:
            if self._is_note and (self._place[0] + 1, self._place[1] + 1) in self._removed:
                self.edits.cut(self._shape_at, self.at)
            self._shape_at = -1
