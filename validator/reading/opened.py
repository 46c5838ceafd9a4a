"""A workbook that is open: each sheet is looked into, loaded once, and may be loaded ahead."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.text_columns import FEW_ROWS, cleaned_columns, unclean_rows
from validator.reading.in_pieces import SheetInPieces
from validator.reading.kinds import FileKind
from validator.reading.lean import shared_bytes, shares_much
from validator.reading.making_sure import make_sure, making_sure
from validator.reading.merges import look_elsewhere
from validator.reading.numbers import column_letters
from validator.reading.opening import open_again
from validator.reading.package import Package
from validator.reading.sheet_look import SheetLook
from validator.reading.sheet_part import Found
from validator.reading.string_table import table_of
from validator.reading.thin_sheets import is_worth_it, reader_of
from validator.reading.together import Asking, RowQuestion
from validator.reading.unreadable import UnreadableError, guarded

if TYPE_CHECKING:
    from fastexcel import ExcelReader

#: Sheets of more bytes are loaded in pieces, several beside each other. LibreOffice writes the
#: 3,000 rows of a template in ten million.
_LARGE = 16_000_000


@dataclass
class Opened:
    """An open workbook."""

    path: Path
    kind: FileKind
    whole: "ExcelReader | None"  #: a reader of all of it; None: it is opened where it is wanted
    package: Package | None
    progress: Callable[[str], None]
    names: list[str]
    loading: ThreadPoolExecutor  #: loads pieces of sheets
    told: bool = True  #: whether a reader has told the names
    loaded: dict[str, pl.DataFrame] = field(default_factory=dict)
    looks: dict[str, SheetLook | None] = field(default_factory=dict)
    elsewhere: dict[str, Found | None] = field(default_factory=dict)
    ahead: dict[str, SheetInPieces] = field(default_factory=dict)
    beside: dict[str, Future[pl.DataFrame]] = field(default_factory=dict)
    thin: dict[str, pl.DataFrame] = field(default_factory=dict)  #: read without formulas
    hidden: set[str] = field(default_factory=set)

    @property
    def reader(self) -> "ExcelReader":
        """A reader of the whole workbook."""
        if self.whole is None:
            self.whole = guarded(lambda: open_again(self.path, self.kind))
        return self.whole

    @property
    def told_names(self) -> list[str]:
        """The names of its sheets as a reader tells them, which is asked where none was yet."""
        if not self.told:
            return list(map(str, self.reader.sheet_names))
        return self.names

    def load(self, name: str) -> pl.DataFrame:
        """All cells of a sheet as text; row 0 of the frame is row 1 of the sheet."""
        if name not in self.loaded:
            self.progress(name)
            in_pieces = self.ahead.pop(name).result() if name in self.ahead else None
            if in_pieces is not None and self.package is not None:
                self.looks[name] = SheetLook(self.package, name, in_pieces.look)
                self.loaded[name] = in_pieces.frame
            elif name in self.beside:
                self.loaded[name] = self.beside.pop(name).result()
            else:
                self._look(name)
                self.loaded[name] = self._loaded_whole(name)
        return self.loaded[name]

    def _loaded_whole(self, name: str) -> pl.DataFrame:
        if (thin := self.thin.pop(name, None)) is not None:
            return thin
        if (look := self.looks.get(name)) is not None:
            look.taken()
        return guarded(lambda: self._load(self.reader, name))

    def load_ahead(self, names: Iterable[str]) -> Asking[None]:
        """Start loading large sheets that will be wanted, and make small ones smaller."""
        package = self.package
        if package is None:
            return
        sizes = {name: package.sheets[name].size for name in names if name in package.sheets}
        large = [name for name, size in sizes.items() if size > _LARGE]
        small = [name for name, size in sizes.items() if 0 < size <= _LARGE]
        if large and self.told_names != self.names:  # what the reader says comes first
            return
        strings = None
        if large and shared_bytes(package.zipped):
            strings = self.loading.submit(table_of, package)
        wanted = large
        if large and shares_much(package.zipped):
            # For a small sheet, too, the reader would read all of the texts.
            wanted, small = [*large, *small], []
        yield from self._make_thin(package, small)
        # The largest first: the others are done before it is.
        for name in sorted(wanted, key=sizes.__getitem__, reverse=True):
            in_pieces = SheetInPieces(package, name, self.loading, strings)
            if in_pieces.begin():
                self.ahead[name] = in_pieces
            elif name in large and len(large) > 1:  # each by a reader of its own
                self._look(name)
                self.beside[name] = self.loading.submit(self._by_another, name)

    def _make_thin(self, package: Package, names: Iterable[str]) -> Asking[None]:
        """Load small sheets without their formulas, where that is worth it."""
        for name in names:
            with suppress(UnreadableError):  # it comes again where the sheet is loaded
                if name not in self.looks:
                    self.looks[name] = yield from making_sure(package, name)
        looks = {name: look for name in names if (look := self.looks.get(name)) is not None}
        if not is_worth_it(sum(look.removed for look in looks.values())):
            return
        taken = {name: look.taken() for name, look in looks.items()}
        thin = {name: short for name, short in taken.items() if short is not None}
        parts = {package.sheets[name].name: short.text for name, short in thin.items()}
        # What the reader says of a workbook that we made is not for the user.
        with suppress(UnreadableError):
            reader = guarded(lambda: reader_of(package.zipped, parts))
            self.told |= reader is not None and reader.sheet_names == self.names
            if reader is not None and self.told:
                for name, short in thin.items():
                    self.thin[name] = short.restored((yield from self._clean(reader, name)))

    def _clean(self, reader: "ExcelReader", name: str) -> Asking[pl.DataFrame]:
        """All cells of a small sheet; one look over those of several tells if they are clean."""
        raw = guarded(lambda: self._raw(reader, name))
        if not 0 < raw.height <= FEW_ROWS:
            return cleaned_columns(raw)
        unclean = yield RowQuestion(raw, unclean_rows, (unclean_rows, *raw.columns))
        return cleaned_columns(raw) if unclean.to_series().any() else raw

    def _look(self, name: str) -> None:
        """Look into a sheet's part before the reader may load it."""
        if self.package is None or name in self.looks:
            return
        self.looks[name] = make_sure(self.package, name)

    def _by_another(self, name: str) -> pl.DataFrame:
        return guarded(lambda: self._load(open_again(self.path, self.kind), name))

    def _load(self, reader: "ExcelReader", name: str) -> pl.DataFrame:
        return cleaned_columns(self._raw(reader, name))

    def _raw(self, reader: "ExcelReader", name: str) -> pl.DataFrame:
        sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        frame = sheet.to_polars()
        # Leading empty columns are left out by the reader: name columns by their true letters.
        frame.columns = [column_letters(info.absolute_index) for info in sheet.selected_columns]
        if sheet.visible != "visible":
            self.hidden.add(name)
        return frame

    def found(self, name: str, columns: Iterable[str], below: int) -> Found | None:
        """What the look into a loaded sheet's part found; None where there was none.

        Args:
            name: the sheet's.
            columns: the letters of its table's columns: only of these it tells all.
            below: the row of the table's headings, from 1.
        """
        if self.package is None:
            if name not in self.elsewhere:
                self.elsewhere[name] = look_elsewhere(self.path, self.kind, name)
            return self.elsewhere[name]
        look = self.looks.get(name)
        return None if look is None else look.found(columns, below)

    def is_hidden(self, name: str) -> bool:
        """Whether a sheet is hidden; for other kinds than .xlsx it must be loaded to know."""
        if self.package is not None and name in self.package.sheets:
            return self.package.sheets[name].hidden
        self.load(name)
        return name in self.hidden
