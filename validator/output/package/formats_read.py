"""The cell formats of a workbook as they stand in its part."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from validator.output.package.splicing import Edits, Scan, element, prefix_of
from validator.reading.xml_parts import LocalNames

#: The parts of the styles that are added to, in the order in which they have to stand, among
#: all that come before and behind.
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles")

#: A colour as its attributes: `(("rgb", "FFFFC7CE"),)`.
Colour = tuple[tuple[str, str], ...]


@dataclass
class Section:
    """One list of the styles, such as that of all fills."""

    start: int = -1
    end: int = -1
    count: int = 0


@dataclass(frozen=True)
class RawFormat:
    """A format as it stands in the part, without its end tag; empty for one that is not there."""

    text: bytes

    def with_fill(self, name: str, fill: int) -> str:
        """The same with another fill."""
        if not self.text:
            return element(name, {"numFmtId": 0, "fontId": 0, "fillId": fill, "borderId": 0})
        edits = Edits()
        edits.set(0, "fillId", str(fill))
        edits.set(0, "applyFill", "1")
        made = b"".join(edits.applied([self.text])).decode().rstrip()
        alone = made.endswith("/>") and made.count("<") == 1
        return made if alone else f"{made}</{name}>"


def bytes_between(pieces: Iterator[bytes], places: list[tuple[int, int]]) -> Iterator[bytes]:
    """The bytes of a part between these places, which do not overlap."""
    buffer, offset = b"", 0
    for start, end in places:
        while offset + len(buffer) < end:
            keep = max(start - offset, 0)
            offset += min(keep, len(buffer))
            buffer = buffer[keep:] + next(pieces)
        yield buffer[start - offset : end - offset]


class FormatsScan(Scan):
    """Reads the lists of the styles."""

    def __init__(self) -> None:
        super().__init__()
        self.prefix = ""
        self.sections = {name: Section() for name in _ORDER}
        self.fills: list[tuple[Colour, Colour] | None] = []  #: of plain ones, both colours
        self.fill_ids = array("L")  #: of each format
        self.starts, self.ends = array("Q"), array("Q")
        self._tops: list[tuple[str, int]] = []
        self._end = -1
        self._section = ""
        self._colours: list[Colour] = []
        self._plain = False
        self._local = LocalNames()

    def place_of(self, name: str) -> int:
        """Where a list has to be put in that is not there."""
        before = _ORDER[: _ORDER.index(name)]
        behind = [at for found, at in self._tops if found not in before]
        return min(behind, default=self._end)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note a list, a fill or a format."""
        local = self._local[name]
        self.depth += 1
        if self.depth == 3:
            section = self._section
            if section in self.sections:
                self.sections[section].count += 1
            if section == "cellXfs":
                self.starts.append(self.at)
                self.fill_ids.append(int(attributes.get("fillId", "0")))
            elif section == "fills":
                self._colours, self._plain = [(), ()], False
        elif self.depth == 2:
            self._section = local
            self._tops.append((local, self.at))
            if local in self.sections:
                self.sections[local].start = self.at
        elif self.depth == 1:
            self.prefix = prefix_of(name)
        elif self._section == "fills":
            if local == "patternFill":
                self._plain = attributes.get("patternType") == "solid"
            elif local in ("fgColor", "bgColor"):
                self._colours[local == "bgColor"] = tuple(attributes.items())

    def end(self, _: str) -> None:
        """Note where a list or a format ends."""
        if self.depth == 3:
            if self._section == "cellXfs":
                self.ends.append(self.at)
            elif self._section == "fills":
                plain = self._plain and self._colours[0] != ()
                self.fills.append((self._colours[0], self._colours[1]) if plain else None)
        elif self.depth == 2:
            if self._section in self.sections:
                self.sections[self._section].end = self.at
            self._section = ""
        elif self.depth == 1:
            self._end = self.at
        self.depth -= 1
