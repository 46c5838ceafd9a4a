"""Which template a workbook was made from, and whether it can go into a batch as it is."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from claimcheck.datafile import Strict, load_toml

#: The hidden name (and document property) by which a template is known.
STAMP_NAME = "claimcheck_template"

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: `xl/workbook.xml` of a real workbook is far smaller.
_MOST_BYTES = 20_000_000


class Templates(Strict, frozen=True, kw_only=True):
    """Everything in `templates.toml`."""

    own_sheets: list[str]
    result_sheets: list[str]
    current: int
    computed: list[str]  #: headings of columns that are computed, not typed


@dataclass(frozen=True)
class Stamp:
    """What a workbook says of itself."""

    type: str
    version: int


@cache
def templates() -> Templates:
    """The templates that were handed out.

    Raises:
        DataFileError: the file is not as it must be.
    """
    return load_toml(Path(__file__).with_name("templates.toml"), Templates)


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a workbook; None where it is not made from a template of ours."""
    try:
        with zipfile.ZipFile(path) as package:
            if package.getinfo("xl/workbook.xml").file_size > _MOST_BYTES:
                return None
            root = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError,
            zipfile.BadZipFile, zlib.error, ElementTree.ParseError):  # fmt: skip
        return None
    for name in root.iter(f"{_MAIN}definedName"):
        if name.get("name") == STAMP_NAME:
            match = re.fullmatch(r'="?(\w+) (\d+)"?|"(\w+) (\d+)"', (name.text or "").strip())
            if match:
                return Stamp(match[1] or match[3], int(match[2] or match[4]))
    return None


def refusal(stamp: Stamp | None, claim_type: str) -> str:
    """Why a workbook of this stamp cannot go into a batch; empty where it can."""
    if stamp is None:
        return ""
    if stamp.type != claim_type:
        return f"这是另一类申报的模板（{stamp.type}）。一批只能是同一类，请分开汇总"
    current = templates().current
    if stamp.version > current:
        return (
            f"模板版本（{stamp.version}）比本程序认得的（{current}）新。请升级 claimcheck 后再汇总"
        )
    return ""


def is_older(stamp: Stamp | None) -> bool:
    """Whether a workbook was made from a template of before."""
    return stamp is not None and stamp.version < templates().current
