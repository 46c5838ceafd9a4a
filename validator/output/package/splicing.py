"""Changes of an XML part by the places where its bytes stand; all other bytes stay.

A part is read once by a parser, which notes where something is to be changed, and once more to
be written: what is between the changes is passed on as it is, piece by piece, so that a part of
any size takes no more memory than a small one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from validator.reading.xml_parts import feed_pieces, parser_of

#: Gives a part piece by piece, each time from its beginning.
Pieces = Callable[[], Iterable[bytes]]

#: A whole start or end tag: `>` may stand inside of a quoted value.
_TAG = re.compile(rb"""<[^'">]*(?:(?:"[^"]*"|'[^']*')[^'">]*)*>""")
_ATTRIBUTE = re.compile(rb"""([^\s=/<>"']+)\s*=\s*("[^"]*"|'[^']*')""")

#: In an attribute these would be read as blanks. (The standard library's `xml.sax.saxutils`, which
#: knows of them, imports TLS and HTTP.)
_BLANKS = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})

#: What Excel takes for the code of a character, `_x000D_`; written so it stays these letters.
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class PlacesError(ValueError):
    """Raised when changes overlap or lie outside of the part."""


def element(name: str, attributes: Mapping[str, object] | None = None, *inside: str) -> str:
    """An element; attributes that are None are left out. `inside` is XML already."""
    said = "".join(
        f' {key}="{_quoted(str(value))}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    content = "".join(inside)
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def _quoted(value: str) -> str:
    return escape(value).translate(_BLANKS)


def text_element(name: str, text: str) -> str:
    """An element with a text that Excel shows as it is; it holds no forbidden characters."""
    return (
        f'<{name} xml:space="preserve">{escape(_CODE.sub("_x005F_", text), quote=False)}</{name}>'
    )


@dataclass
class _Tag:
    """What becomes of a start tag."""

    attributes: dict[str, str | None] = field(default_factory=dict)  #: None takes one away
    inside: list[str] = field(default_factory=list)  #: put in as the first thing

    def of(self, tag: bytes) -> bytes:
        """The tag as it is to be."""
        for name, value in self.attributes.items():
            tag = _with_attribute(tag, name.encode(), value)
        if not self.inside:
            return tag
        inside = "".join(self.inside).encode()
        if not tag.endswith(b"/>"):
            return tag + inside
        written = tag[1:-2].split(maxsplit=1)[0]
        return tag[:-2].rstrip() + b">" + inside + b"</" + written + b">"


def _with_attribute(tag: bytes, name: bytes, value: str | None) -> bytes:
    said = b"" if value is None else name + b'="' + _quoted(value).encode() + b'"'
    for found in _ATTRIBUTE.finditer(tag):
        if found[1] == name:
            before = tag[: found.start()] if said else tag[: found.start()].rstrip()
            return before + said + tag[found.end() :]
    if not said:
        return tag
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + b" " + said + tag[end:]


class Edits:
    """What is to be changed in a part, noted in any order. Places are offsets of bytes."""

    def __init__(self) -> None:
        self._inserts: dict[int, list[str]] = {}
        self._tags: dict[int, _Tag] = {}
        self._cuts: dict[int, tuple[int, bool]] = {}  #: start → end, whether it is an element

    def __bool__(self) -> bool:
        return bool(self._inserts or self._tags or self._cuts)

    def insert(self, at: int, xml: str) -> None:
        """Put something in; what is put in at the same place later stands behind it."""
        self._inserts.setdefault(at, []).append(xml)

    def set(self, tag: int, name: str, value: str | None) -> None:
        """Give the start tag that begins at `tag` an attribute; None takes it away."""
        self._tags.setdefault(tag, _Tag()).attributes[name] = value

    def fill(self, tag: int, xml: str) -> None:
        """Put something into an empty element whose start tag begins at `tag`."""
        self._tags.setdefault(tag, _Tag()).inside.append(xml)

    def cut(self, start: int, end: int) -> None:
        """Take out a whole element.

        Args:
            start: where its start tag begins.
            end: where the parser saw its end: its end tag, or behind a tag that is both.
        """
        self._cuts[start] = (end, True)

    def drop(self, start: int, end: int) -> None:
        """Take out everything from one place to another."""
        self._cuts[start] = (end, False)

    def applied(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The part with its changes.

        Args:
            pieces: the part as it was read when the places were noted.

        Raises:
            PlacesError: changes overlap or lie outside of the part.
        """
        source = _Source(pieces)
        for at in sorted(self._inserts.keys() | self._tags.keys() | self._cuts.keys()):
            yield from source.until(at)
            if at in self._inserts:
                yield "".join(self._inserts[at]).encode()
            if at in self._cuts:
                end, whole = self._cuts[at]
                source.drop(end, whole=whole)
            elif at in self._tags:
                yield self._tags[at].of(source.tag())
        yield from source.rest()


class _Source:
    """The bytes of a part, taken from its beginning to its end."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._buffer = b""
        self._offset = 0  #: of the buffer's first byte
        self._taken = 0  #: so many of the buffer's bytes

    def until(self, at: int) -> Iterator[bytes]:
        """What stands before a place."""
        if at < self._offset + self._taken:
            raise PlacesError("changes overlap")
        while at > self._offset + len(self._buffer):
            yield self._buffer[self._taken :]
            self._offset += len(self._buffer)
            self._buffer, self._taken = self._more(), 0
        end = at - self._offset
        yield self._buffer[self._taken : end]
        self._taken = end

    def drop(self, end: int, *, whole: bool) -> None:
        """Leave out what stands before `end`, and of a whole element its end tag too."""
        if whole and self.tag().endswith(b"/>"):
            return
        for _ in self.until(end):
            pass
        if whole:
            self.tag()

    def tag(self) -> bytes:
        """The tag that begins here."""
        while (found := _TAG.match(self._buffer, self._taken)) is None:
            self._offset += self._taken
            self._buffer, self._taken = self._buffer[self._taken :] + self._more(), 0
        self._taken = found.end()
        return found[0]

    def rest(self) -> Iterator[bytes]:
        """What was not taken yet."""
        yield self._buffer[self._taken :]
        yield from self._pieces

    def _more(self) -> bytes:
        for piece in self._pieces:
            if piece:
                return piece
        raise PlacesError("a change lies outside of the part")


class Scan:
    """Reads a part and notes what is to be changed. What it looks for, subclasses say."""

    def __init__(self) -> None:
        self.edits = Edits()
        self.parser: expat.XMLParserType
        self.depth = 0

    def read(self, pieces: Iterable[bytes]) -> None:
        """Read a part to its end.

        Raises:
            expat.ExpatError: it is not well formed, or has characters that XML has no place for.
            ValueError, …: one of `xml_parts.FAULTS`; it is not what it should be.
        """
        self.parser = parser_of(self.start, self.end)
        self.parser.XmlDeclHandler = _only_utf8
        feed_pieces(self.parser, map(_one_byte_each, pieces))

    @property
    def at(self) -> int:
        """Where the tag that is being told of begins; of an end see `Edits.cut`."""
        return self.parser.CurrentByteIndex

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Told of a start tag."""
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Told of an end tag."""
        raise NotImplementedError


def _one_byte_each(piece: bytes) -> bytes:
    """Refuse the encodings that a parser knows without being told of them."""
    if b"\0" in piece:
        raise expat.ExpatError("a character of no bytes but zero")
    return piece


def _only_utf8(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise ValueError("another encoding")


def prefix_of(name: str) -> str:
    """The prefix of a name with its colon: `x:row` has `x:`, `row` has none."""
    return name[: name.rfind(":") + 1]
