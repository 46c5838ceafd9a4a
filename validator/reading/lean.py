"""Opens a workbook without its shared texts, which the reader would read at once.

Excel, WPS and LibreOffice write each text of a workbook once, into a part of its own. Of a large
table this part takes a third of the time that the reader needs for all.
"""

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from validator.reading.zipped import Zipped, parts_beside

if TYPE_CHECKING:
    from fastexcel import ExcelReader

#: The part, where it is called as common programs call it.
TABLE_PART = "xl/sharedStrings.xml"

#: Of more bytes it is worth it.
_MUCH = 1 << 22


def shared_bytes(package: Zipped) -> int:
    """The size of the part with the shared texts.

    0 where there is none, or more than one may be the one that the reader takes.
    """
    named = [part for part in package.infolist() if _is_named_so(part.filename)]
    alone = [part.filename for part in named] == [TABLE_PART]
    return named[0].file_size if alone else 0


def _is_named_so(name: str) -> bool:
    return name.replace("\\", "/").lower().endswith("sharedstrings.xml")


def shares_much(package: Zipped) -> bool:
    """Whether the reader should be spared the shared texts."""
    return shared_bytes(package) > _MUCH


def names_reader(package: Zipped) -> "ExcelReader":
    """A reader that knows the names of a package's sheets, and nothing else.

    Raises:
        zipfile.BadZipFile, zlib.error, …: the package is damaged.
    """
    import fastexcel

    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as small:
        for part in parts_beside(package, {TABLE_PART}):
            small.writestr(part.filename, package.read(part))
    return fastexcel.read_excel(content.getvalue())
