"""The cell formats of a workbook: new ones are added at the end, those that are there stay."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from validator.output.package.formats_read import Colour, FormatsScan, RawFormat, bytes_between
from validator.output.package.splicing import Edits, Pieces, element

_ADDED = ("fonts", "fills", "borders", "cellXfs")

#: What must be there: fonts, borders and formats that cells without any have, and two fills.
_FIRST = {
    "fonts": ("<{p}font><{p}sz val=\"11\"/><{p}name val=\"Calibri\"/></{p}font>",),
    "fills": (
        "<{p}fill><{p}patternFill patternType=\"none\"/></{p}fill>",
        "<{p}fill><{p}patternFill patternType=\"gray125\"/></{p}fill>",
    ),
    "borders": ("<{p}border/>",),
    "cellXfs": ("<{p}xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>",),
}  # fmt: skip

#: Excel opens no workbook with many more formats of cells.
_MOST = 64_000


EMPTY_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<styleSheet xmlns="{namespace}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/>'
    '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '</cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" '
    'xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)

#: The background of a fill that says nothing.
_NO_COLOURS: tuple[Colour, ...] = ((), (("indexed", "64"),), (("indexed", "65"),), (("auto", "1"),))


def rgb(code: str) -> Colour:
    """A colour of eight hexadecimal digits."""
    return (("rgb", code),)


@dataclass(frozen=True)
class Look:
    """How a cell of a new sheet looks; XML without prefixes."""

    font: str = ""
    fill: str = ""  #: eight hexadecimal digits
    border: str = ""
    alignment: str = ""


class CellFormats:
    """The formats that are there, and those that are to be added."""

    def __init__(self, pieces: Pieces, flags: frozenset[str], *, kept: bool = True) -> None:
        """Read the styles of a workbook.

        Args:
            pieces: gives the part, each time from its beginning.
            flags: the colours that mark a cell; of a cell with such a colour the one below is
                taken from the fill's background, where it is kept.
            kept: whether the backgrounds are as we wrote them.
        """
        self._pieces = pieces
        self._flags, self._kept = flags, kept
        self._read = FormatsScan()
        self._read.read(pieces())
        self._added: dict[str, list[str]] = {name: [] for name in _ADDED}
        for name, first in _FIRST.items():
            if not self._read.sections[name].count:
                self._added[name] += [text.format(p=self._read.prefix) for text in first]
        self._formats: dict[tuple[int, int], int] = {}  #: base, fill → new format
        self._looks: dict[Look, int] = {}
        self._made: list[tuple[int, int] | str] = []  #: each a base and a fill, or an xf

    def marked(self, base: int, colour: str) -> int:
        """The format like another, but with a colour that marks it.

        Args:
            base: the cell's format.
            colour: eight hexadecimal digits.
        """
        below = self._below(base)
        return self._like(base, self._solid(rgb(colour), below or (("indexed", "64"),)))

    def unmarked(self, base: int) -> int:
        """The format like another, but with the colour that it had before it was marked."""
        fill = self._fill_of(base)
        if fill is None or fill[0] not in map(rgb, self._flags):
            return base
        below = self._below(base)
        return self._like(base, self._solid(below, None) if below else 0)

    def look(self, look: Look) -> int:
        """The format of a cell of a new sheet."""
        if look not in self._looks:
            fill = self._solid(rgb(look.fill), (("indexed", "64"),)) if look.fill else 0
            font = self._place("fonts", look.font) if look.font else 0
            border = self._place("borders", look.border) if look.border else 0
            p = self._read.prefix
            made = element(
                f"{p}xf",
                {
                    "numFmtId": 0, "fontId": font, "fillId": fill, "borderId": border,
                    "xfId": 0 if self._read.sections["cellStyleXfs"].count else None,
                    "applyFont": 1, "applyFill": 1 if look.fill else None,
                    "applyBorder": 1 if look.border else None,
                    "applyAlignment": 1 if look.alignment else None,
                },
                self._prefixed(look.alignment),
            )  # fmt: skip
            self._looks[look] = self._new_format(made)
        return self._looks[look]

    def state(self) -> tuple[object, ...]:
        """What was asked for until now, to go back to."""
        added = {name: [*some] for name, some in self._added.items()}
        return added, dict(self._formats), dict(self._looks), [*self._made]

    def go_back(self, state: tuple[Any, ...]) -> None:
        """Forget what was asked for since then."""
        self._added, self._formats, self._looks, self._made = state

    def written(self) -> Iterator[bytes]:
        """The part with what was added."""
        bases = {base for base in self._made if isinstance(base, tuple)}
        raw = self._raw({base for base, _ in bases})
        p = self._read.prefix
        for made in self._made:
            if isinstance(made, str):
                self._added["cellXfs"].append(made)
            else:
                base, fill = made
                self._added["cellXfs"].append(raw[base].with_fill(f"{p}xf", fill))
        edits = self._edits()
        yield from edits.applied(self._pieces())

    def _edits(self) -> Edits:
        edits, p = self._read.edits, self._read.prefix
        for name, added in self._added.items():
            section = self._read.sections[name]
            if not added:
                continue
            if section.start < 0:
                made = element(f"{p}{name}", {"count": len(added)}, *added)
                edits.insert(self._read.place_of(name), made)
                continue
            edits.set(section.start, "count", str(section.count + len(added)))
            if section.count:
                edits.insert(section.end, "".join(added))
            else:
                edits.fill(section.start, "".join(added))
        return edits

    def _new_format(self, made: tuple[int, int] | str) -> int:
        self._made.append(made)
        first = self._read.sections["cellXfs"].count + len(self._added["cellXfs"])
        return first + len(self._made) - 1

    def _like(self, base: int, fill: int) -> int:
        if len(self._read.fill_ids) + len(self._made) >= _MOST:
            return base  # one more, and Excel does not open it
        if (base, fill) not in self._formats:
            self._formats[base, fill] = self._new_format((base, fill))
        return self._formats[base, fill]

    def _fill_of(self, base: int) -> tuple[Colour, Colour] | None:
        """The colours of a format's fill, where it is a plain one."""
        ids = self._read.fill_ids
        fills = self._read.fills
        return fills[ids[base]] if base < len(ids) and ids[base] < len(fills) else None

    def _below(self, base: int) -> Colour:
        """The colour that a cell has without a mark; empty for none."""
        fill = self._fill_of(base)
        if fill is None:
            return ()
        if fill[0] not in map(rgb, self._flags):
            return fill[0]
        return () if not self._kept or fill[1] in _NO_COLOURS else fill[1]

    def _solid(self, colour: Colour, background: Colour | None) -> int:
        p = self._read.prefix
        colours = [element(f"{p}fgColor", dict(colour))]
        if background is not None:
            colours.append(element(f"{p}bgColor", dict(background)))
        pattern = element(f"{p}patternFill", {"patternType": "solid"}, *colours)
        return self._place("fills", element(f"{p}fill", {}, pattern), prefixed=True)

    def _place(self, section: str, xml: str, *, prefixed: bool = False) -> int:
        xml = xml if prefixed else self._prefixed(xml)
        added = self._added[section]
        if xml not in added:
            added.append(xml)
        return self._read.sections[section].count + added.index(xml)

    def _prefixed(self, xml: str) -> str:
        p = self._read.prefix
        return xml.replace("</", "\0").replace("<", f"<{p}").replace("\0", f"</{p}")

    def _raw(self, bases: set[int]) -> dict[int, "RawFormat"]:
        """The formats of these numbers as they stand in the part."""
        starts, ends = self._read.starts, self._read.ends
        wanted = sorted(base for base in bases if base < len(starts))
        found = dict.fromkeys(bases, RawFormat(b""))
        texts = bytes_between(iter(self._pieces()), [(starts[at], ends[at]) for at in wanted])
        for base, text in zip(wanted, texts, strict=True):
            found[base] = RawFormat(text)
        return found
