"""An .xlsx package whose directory is read once, and each of its small parts unpacked once."""

import re
import struct
import zipfile
import zlib
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

#: Parts of no more bytes are kept: relations, styles, the workbook's own. Sheets are looked into
#: and forgotten.
_KEPT, _SHEETS = 1 << 16, "xl/worksheets/"

#: Parts that the reader takes for no table, whatever they are called: it goes by relations.
_BINARY = (".bin", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".vml")

#: What a document says of itself stands before its first element: where nothing but instructions
#: does, a short beginning tells all of it.
_SHORT, _LONG = 1 << 10, 1 << 16
_ELEMENT_AT_ONCE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^<>]*\?>\s*)*<[A-Za-z_]")

#: What stands in front of a part: signature, flags, packing, lengths of its name and of more.
_IN_FRONT = struct.Struct("<4s2xHH16xHH")


class Zipped(zipfile.ZipFile):
    """A package that is only read."""

    def __init__(self, path: Path | BytesIO) -> None:
        """Read the directory.

        Args:
            path: the file, or its content.

        Raises:
            zipfile.BadZipFile, OSError, …: it is damaged.
        """
        self._kept: dict[int, bytes] = {}  #: by their places: two parts may have one name
        super().__init__(path)

    def open(self, name: str | zipfile.ZipInfo, *args: Any, **settings: Any) -> IO[bytes]:
        """A part, as from every package."""
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if part.file_size > _KEPT or part.filename.startswith(_SHEETS):
            return super().open(part, *args, **settings)
        if part.header_offset not in self._kept:
            with super().open(part, *args, **settings) as stream:
                self._kept[part.header_offset] = stream.read()
        return BytesIO(self._kept[part.header_offset])

    @cached_property
    def heads(self) -> dict[str, bytes]:
        """Name of a part → its beginning, of all that may be read as XML."""
        heads = {}
        places = sorted(part.header_offset for part in self.infolist())
        ends = dict(pairwise(places))
        for part in self.infolist():
            if not part.filename.lower().endswith(_BINARY):
                head = self._short_head(part, ends.get(part.header_offset, self.start_dir))
                if not _ELEMENT_AT_ONCE.match(head):
                    with self.open(part) as stream:
                        head = stream.read(_SHORT)
                        if not _ELEMENT_AT_ONCE.match(head):
                            head += stream.read(_LONG)
                heads[part.filename] = head
        return heads

    def _short_head(self, part: zipfile.ZipInfo, end: int) -> bytes:
        """The beginning of a sheet's part; of others, and where anything is unusual, nothing.

        Python's own way takes several times as long to begin with a part than to unpack so
        little of it, and there are many sheets.

        Args:
            part: a part.
            end: the place at which the next one begins.
        """
        if not part.filename.startswith(_SHEETS) or part.flag_bits or self.fp is None:
            return b""
        self.fp.seek(part.header_offset)
        written = self.fp.read(_IN_FRONT.size + _SHORT)
        if len(written) < _IN_FRONT.size:
            return b""
        signature, flags, packing, name_size, extra_size = _IN_FRONT.unpack_from(written)
        name = part.orig_filename.encode()
        begins = _IN_FRONT.size + name_size + extra_size
        if (signature, flags, packing) != (b"PK\3\4", 0, zipfile.ZIP_DEFLATED):
            return b""
        if written[_IN_FRONT.size : _IN_FRONT.size + name_size] != name:
            return b""
        if part.header_offset + begins + part.compress_size > end:
            return b""
        try:
            head = zlib.decompressobj(-zlib.MAX_WBITS).decompress(written[begins:], _SHORT)
        except zlib.error:
            return b""
        return head if len(head) == _SHORT else b""
