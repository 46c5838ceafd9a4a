"""Which styles of cells may show a percentage, as the styles' part of an .xlsx says."""

from functools import lru_cache
from io import BytesIO
from typing import IO
from xml.parsers import expat

from validator.reading.xml_parts import LocalNames, parser_of, read_clean

#: The formats of percentages that every workbook knows by number.
_BUILT_IN = {"9": "0%", "10": "0.00%"}

#: What was found in parts of no more bytes is kept.
_KEPT = 1 << 16


class _Styles:
    """Reads which styles of cells have which format."""

    def __init__(self) -> None:
        self.local = LocalNames()
        self.formats = dict(_BUILT_IN)
        self.cells: list[str] = []  #: style → number of its format
        self.inside = False  #: within the styles of cells, not of named styles

    def parser(self) -> expat.XMLParserType:
        return parser_of(self.start, self.end)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match self.local[name]:
            case "numFmt":
                self.formats[attributes["numFmtId"]] = attributes["formatCode"]
            case "cellXfs":
                self.inside = True
            case "xf" if self.inside:
                self.cells.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if self.local[name] == "cellXfs":
            self.inside = False


def percent_styles(stream: IO[bytes]) -> dict[str, str]:
    """Number of a style, as cells name it → its format, of those that may show a percentage.

    Raises:
        KeyError, expat.ExpatError, …: `xml_parts.FAULTS`; it is not as it should be.
    """
    content = stream.read(_KEPT + 1)
    if len(content) > _KEPT:
        stream.seek(0)
        return _percent_styles(stream)
    return dict(_of_content(content))


@lru_cache(maxsize=32)
def _of_content(content: bytes) -> dict[str, str]:
    """The same of a part that was read: the copies of one template have the same styles."""
    return _percent_styles(BytesIO(content))


def _percent_styles(stream: IO[bytes]) -> dict[str, str]:
    styles = read_clean(_Styles, stream)
    return {
        str(style): code
        for style, number in enumerate(styles.cells)
        if "%" in (code := styles.formats.get(number, ""))
    }
