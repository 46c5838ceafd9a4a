"""An .xlsx package whose directory is read once, and each of its small parts unpacked once."""

import re
import struct
import zipfile
import zlib
from collections.abc import Container
from functools import cached_property
from io import SEEK_END, BytesIO
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

#: Parts that no reader of cells asks for.
_LEFT_OUT = re.compile(
    r"docProps/|customXml/|xl/(worksheets|drawings|charts|media|theme|externalLinks|pivot\w*)/|"
    r".*(comments\d*|calcChain)\.xml$|.*(?<!\.xml)(?<!\.rels)$",
    re.IGNORECASE,
)

#: Flags that change nothing in how a part is unpacked: how hard it was packed, that its sizes
#: stand behind it as well, that its name is UTF-8. Excel and LibreOffice set them.
_HARMLESS = 0x80E

#: What stands in front of a part: signature, flags, packing, lengths of its name and of more.
_IN_FRONT = struct.Struct("<4s2xHH16xHH")

#: What stands at the end of a package: signature and numbers of disks, how many parts there are
#: (on this disk and in all), length and place of the directory, length of a comment. And up to
#: which version of the format nothing differs in it.
_END, _VERSION = struct.Struct("<8sHHIIH"), 45


def parts_beside(package: zipfile.ZipFile, sheets: Container[str]) -> list[zipfile.ZipInfo]:
    """The parts that a reader of cells may ask for, without those with these names."""
    return [
        part
        for part in package.infolist()
        if part.filename not in sheets and not _LEFT_OUT.match(part.filename)
    ]


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
            content = self._at_once(part)
            if content is None:
                with super().open(part, *args, **settings) as stream:
                    content = stream.read()
            self._kept[part.header_offset] = content
        return BytesIO(self._kept[part.header_offset])

    @cached_property
    def is_ordinary(self) -> bool:
        """Whether it is written so plainly that whoever reads it finds the same parts in it."""
        plain = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        parts = self.infolist()
        if self.fp is None or self.comment or len({part.filename for part in parts}) < len(parts):
            return False
        with self._lock:  # type: ignore[attr-defined]
            size = self.fp.seek(0, SEEK_END)
            self.fp.seek(max(size - _END.size, 0))
            end = self.fp.read()
            self.fp.seek(0)
            begins = self.fp.read(4)
        place, length = self.start_dir, size - self.start_dir - _END.size
        return (
            begins == b"PK\3\4"
            and end == _END.pack(b"PK\5\6\0\0\0\0", len(parts), len(parts), length, place, 0)
            and not any(
                part.flag_bits & ~_HARMLESS
                or part.compress_type not in plain
                or part.extra
                or part.comment
                or part.volume
                or max(part.create_version, part.extract_version) > _VERSION
                for part in parts
            )
        )

    @cached_property
    def heads(self) -> dict[str, bytes]:
        """Name of a part → its beginning, of all that may be read as XML."""
        heads = {}
        for part in self.infolist():
            if not part.filename.lower().endswith(_BINARY):
                head = self._short_head(part) if part.filename.startswith(_SHEETS) else b""
                if not _ELEMENT_AT_ONCE.match(head):
                    with self.open(part) as stream:
                        head = stream.read(_SHORT)
                        if not _ELEMENT_AT_ONCE.match(head):
                            head += stream.read(_LONG)
                heads[part.filename] = head
        return heads

    def _at_once(self, part: zipfile.ZipInfo) -> bytes | None:
        """A part unpacked; None where anything is unusual, or it is damaged.

        Python's own way takes several times as long to begin with a part than to unpack a
        little one, and a workbook has many.
        """
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacking.decompress(self._packed(part, part.compress_size), _KEPT)
        except zlib.error:
            return None
        is_whole = unpacking.eof and len(content) == part.file_size
        return content if is_whole and zlib.crc32(content) == part.CRC else None

    def _short_head(self, part: zipfile.ZipInfo) -> bytes:
        """The beginning of a longer part; nothing where anything is unusual."""
        try:
            unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
            head = unpacking.decompress(self._packed(part, _SHORT), _SHORT)
        except zlib.error:
            return b""
        return head if len(head) == _SHORT else b""

    def _packed(self, part: zipfile.ZipInfo, most: int) -> bytes:
        """What a part is packed to, or its first bytes; nothing where anything is unusual."""
        unusual = part.flag_bits & ~_HARMLESS or part.compress_type != zipfile.ZIP_DEFLATED
        if unusual or self.fp is None:
            return b""
        name = part.orig_filename.encode()
        # The lock of all parts that are open, which read from the same file.
        with self._lock:  # type: ignore[attr-defined]
            self.fp.seek(part.header_offset)
            in_front = self.fp.read(_IN_FRONT.size + len(name))
            if len(in_front) < _IN_FRONT.size or in_front[_IN_FRONT.size :] != name:
                return b""
            *said, name_size, extra_size = _IN_FRONT.unpack_from(in_front)
            begins = part.header_offset + len(in_front) + extra_size
            usual = [b"PK\3\4", part.flag_bits, zipfile.ZIP_DEFLATED]
            if said != usual or name_size != len(name):
                return b""
            if begins + part.compress_size > self._ends.get(part.header_offset, self.start_dir):
                return b""
            self.fp.seek(begins)
            return self.fp.read(min(part.compress_size, most))

    @cached_property
    def _ends(self) -> dict[int, int]:
        """The place of a part → that of the next one."""
        return dict(pairwise(sorted(part.header_offset for part in self.infolist())))
