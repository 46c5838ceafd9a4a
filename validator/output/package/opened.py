"""A package that is opened to be written anew, with some of its parts changed."""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

from validator.output.package.copying import PackageCopy
from validator.output.package.relations import ContentTypes, Relations, relations_part
from validator.output.package.splicing import Edits, Pieces, Scan
from validator.reading.xml_parts import as_it_is, may_be_unclean, without_forbidden

_Scan = TypeVar("_Scan", bound=Scan)

_CHUNK = 1 << 16
_NEW = (1980, 1, 1, 0, 0, 0)


class OpenPackage:
    """The parts of a package: as they are, or as they are to be written."""

    def __init__(self, package: zipfile.ZipFile, *, cleaned: bool = False) -> None:
        """Open it.

        Args:
            package: where it is read from.
            cleaned: whether characters that XML has no place for are left out of every part that
                is read; else a parser refuses such a part (`expat.ExpatError`). To look for them
                takes longer than the parser itself, and hardly any part has some.
        """
        self._zip = package
        self._clean = without_forbidden if cleaned else as_it_is
        # Of two parts of one name the reader takes the last; names may be written in any case.
        self._parts = {part.filename.lower(): part for part in package.infolist()}
        #: how parts are changed; None for one that is dropped
        self._changed: dict[str, Edits | Pieces | None] = {}
        self._unclean: set[str] = set()
        self._new: dict[str, tuple[bytes, Edits] | Pieces] = {}
        self._relations: dict[str, Relations] = {}
        self.types = self.scan(ContentTypes.NAME, ContentTypes())

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts or name in self._new

    @property
    def names(self) -> list[str]:
        """The names of the parts that were read, in lower case."""
        return [*self._parts]

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """A part as it was read.

        Raises:
            KeyError: there is no such part.
        """
        with self._zip.open(self._parts[name.lower()]) as stream:
            yield stream

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part as a parser is given it."""
        clean = without_forbidden if name.lower() in self._unclean else self._clean
        with self.opened(name) as stream:
            yield from clean(stream)

    def scan(self, name: str, scan: _Scan) -> _Scan:
        """Read a part; what the scan notes will be changed in it."""
        scan.read(self.pieces(name))
        self._changed[name.lower()] = scan.edits
        return scan

    def edit(self, name: str, edits: Edits) -> None:
        """Let a part be changed in this way."""
        self._changed[name.lower()] = edits

    def replace(self, name: str, pieces: Pieces) -> None:
        """Write a part anew, one that is there or a new one."""
        if name.lower() in self._parts:
            self._changed[name.lower()] = pieces
        else:
            self._new[name] = pieces

    def begin(self, name: str, content: bytes, scan: _Scan) -> _Scan:
        """Add a part, once a scan of what it begins with has noted something."""
        scan.read([content])
        self._new[name] = content, scan.edits
        return scan

    def drop(self, name: str) -> None:
        """Leave a part out, and its relations."""
        for one in (name, relations_part(name)):
            if one.lower() in self._parts:
                self._changed[one.lower()] = None
                self.types.remove(one)

    def relations(self, part: str) -> Relations:
        """The relations of a part; of the package for ''."""
        if part not in self._relations:
            name = relations_part(part)
            if name in self:
                self._relations[part] = self.scan(name, Relations(part))
            else:
                self._relations[part] = self.begin(name, Relations.EMPTY, Relations(part))
        return self._relations[part]

    def free_name(self, folder: str, stem: str, ending: str) -> str:
        """A name for a new part: sheet7.xml."""
        number = 1
        while (name := posixpath.join(folder, f"{stem}{number}{ending}")) in self:
            number += 1
        return name

    def clean(self, name: str) -> None:
        """Leave characters out of a part for which there is no place in XML, if it has any."""
        part = self._parts[name.lower()]
        with self.opened(name) as stream:
            if not may_be_unclean(stream):
                return
        with self.opened(name) as stream:
            if sum(map(len, without_forbidden(stream))) != part.file_size:
                self._unclean.add(name.lower())

    def holds(self, name: str, *texts: bytes) -> bool:
        """Whether any of these texts stands in a part."""
        longest = max(map(len, texts))
        tail = b""
        with self.opened(name) as stream:
            while piece := stream.read(_CHUNK):
                if any(text in tail + piece for text in texts):
                    return True
                tail = piece[-longest:]
        return False

    def write(self, target: Path | IO[bytes]) -> None:
        """Write the package.

        Raises:
            OSError: the target cannot be written.
            zipfile.BadZipFile, ValueError, …: a part is not what the package says.
        """
        with PackageCopy(target) as copy:
            for name, part in self._parts.items():
                change = self._changed.get(name, Edits())
                if change is None:
                    continue
                if callable(change):
                    copy.put(part.filename, change(), part.date_time)
                elif change or name in self._unclean:
                    copy.put(part.filename, change.applied(self.pieces(name)), part.date_time)
                else:
                    copy.take(self._zip, part)
            for name, new in self._new.items():
                if callable(new):
                    copy.put(name, new(), _NEW)
                elif new[1]:
                    copy.put(name, new[1].applied([new[0]]), _NEW)
