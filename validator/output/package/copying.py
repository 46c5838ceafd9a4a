"""Copies a package part by part; what is not changed is not even unpacked."""

import copy
import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

_LOCAL_HEADER, _NAME_AND_EXTRA = 30, 26
_SIZES_FOLLOW = 0x08
_CHUNK = 1 << 20

#: Quick, and as small as 6 makes it but for a tenth.
LEVEL = 3


class PackageCopy:
    """A package that is being written, mostly with parts of another."""

    def __init__(self, target: Path | IO[bytes]) -> None:
        self._zip: Any = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)

    def __enter__(self) -> "PackageCopy":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def take(self, source: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        """Take a part over as it is packed.

        Raises:
            zipfile.BadZipFile: its bytes are not where the package says.
        """
        stream = source.fp
        assert stream is not None  # noqa: S101 - it is open
        stream.seek(part.header_offset)
        header = stream.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\3\4"):
            raise zipfile.BadZipFile("no part where one should be")
        stream.seek(sum(struct.unpack_from("<HH", header, _NAME_AND_EXTRA)), 1)
        made = copy.copy(part)
        made.flag_bits &= ~_SIZES_FOLLOW  # they stand in front now
        made.extra = b""
        self._zip.fp.seek(self._zip.start_dir)
        made.header_offset = self._zip.fp.tell()
        self._zip.fp.write(made.FileHeader())
        left = part.compress_size
        while left:
            piece = stream.read(min(left, _CHUNK))
            if not piece:
                raise zipfile.BadZipFile("a part ends too soon")
            self._zip.fp.write(piece)
            left -= len(piece)
        # What `ZipFile` does itself for a part that it packed.
        self._zip.filelist.append(made)
        self._zip.NameToInfo[made.filename] = made
        self._zip.start_dir = self._zip.fp.tell()
        self._zip._didModify = True

    def put(self, name: str, pieces: Iterable[bytes], when: tuple[int, ...]) -> None:
        """Write a part anew.

        Args:
            name: its name.
            pieces: its content.
            when: its date and time, as `ZipInfo.date_time`.
        """
        part = zipfile.ZipInfo(name, when)  # type: ignore[arg-type]
        part.compress_type = zipfile.ZIP_DEFLATED
        part._compresslevel = LEVEL  # type: ignore[attr-defined]
        part.external_attr = 0o600 << 16
        with self._zip.open(part, "w", force_zip64=False) as stream:
            for piece in pieces:
                stream.write(piece)
