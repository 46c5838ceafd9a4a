"""What a workbook says of itself: its identity, and the list of its parts."""

from validator.output.package.splicing import Scan, element
from validator.reading.xml_parts import LocalNames

_DC = "http://purl.org/dc/elements/1.1/"
EMPTY_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
    b"</cp:coreProperties>"
)


class CoreProperties(Scan):
    """Gives a workbook an identity; who wrote it and when stays."""

    def __init__(self, identity: str) -> None:
        super().__init__()
        self._made = element("dc:identifier", {"xmlns:dc": _DC}, identity)
        self._root = self._old = -1
        self._empty = True
        self._local = LocalNames()

    def start(self, name: str, _: dict[str, str]) -> None:
        """Note an identity that is there."""
        self.depth += 1
        if self.depth == 1:
            self._root = self.at
        else:
            self._empty = False
            if self._local[name] == "identifier":
                self._old = self.at

    def end(self, name: str) -> None:
        """Replace an identity, or put it at the end."""
        if self._local[name] == "identifier" and self._old >= 0:
            self.edits.cut(self._old, self.at)
            self._old = -1
        elif self.depth == 1 and self._empty:
            self.edits.fill(self._root, self._made)
        elif self.depth == 1:
            self.edits.insert(self.at, self._made)
        self.depth -= 1


class AppProperties(Scan):
    """Takes out the list of the sheets and names, which is no longer true; it may be missing."""

    def __init__(self) -> None:
        super().__init__()
        self._open = -1
        self._local = LocalNames()

    def start(self, name: str, _: dict[str, str]) -> None:
        """Note where a list begins."""
        if self._local[name] in ("HeadingPairs", "TitlesOfParts"):
            self._open = self.at

    def end(self, name: str) -> None:
        """Take the list out."""
        if self._local[name] in ("HeadingPairs", "TitlesOfParts"):
            self.edits.cut(self._open, self.at)
