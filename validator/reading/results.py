"""What was read of a workbook: its sheets, and what is unusual about it."""

from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from claimcheck.forms import Form, Sheet, SheetKind
from validator.reading.headers import Headers


class OddityKind(StrEnum):
    """What may be unusual; the catalogue of findings says which code reports it (`oddity`)."""

    COLUMN_TWICE = "column_twice"
    FOREIGN_CONTENT = "foreign_content"  # macros, links, formulas in cells of input
    HIDDEN = "hidden"
    NO_ORIGIN = "no_origin"  # rows of a collected workbook that name no applicant
    OUTSIDE_TABLE = "outside_table"
    TEMPLATE = "template"
    UNREAD = "unread"  # rows that look like rows of the table
    UNIT_OF_HEADING = "unit_of_heading"


@dataclass(frozen=True)
class Oddity:
    """One unusual thing, to become a finding."""

    kind: OddityKind
    what: str  #: the sentence, without the sheet's name
    sheet: str | None = None
    row: int | None = None
    column: str | None = None  #: the heading
    letter: str | None = None
    severity: str = ""  #: where it differs from the catalogue's
    fix: str = ""  #: where it differs from the catalogue's


@dataclass
class SheetRead:
    """One sheet as it was read."""

    sheet: Sheet
    name: str  #: the sheet's name in the workbook
    headers: Headers | None  #: None where no header row was found
    frame: pl.DataFrame  #: normal form, with `row`, the 1-based row of the sheet
    letters: dict[str, str] = field(default_factory=dict)  #: key → the column's letters
    cells: int = 0  #: cells of the table that were looked at, blank ones too
    filled: int = 0  #: those with text
    present: int = 0  #: cells with text that the sheet has in all
    origin: pl.DataFrame | None = None  #: of a collected workbook: row, file, source_row

    @property
    def missing(self) -> list[str]:
        """The keys of required columns that the sheet lacks."""
        present = self.headers.positions if self.headers else {}
        return [
            column.key
            for column in self.sheet.inputs
            if column.required and column.key not in present
        ]


@dataclass
class WorkbookRead:
    """A workbook as it was read: its form and the sheets found."""

    form: Form | None  #: None where no sheet was recognised
    names: tuple[str, ...]  #: of all its sheets
    sheets: dict[SheetKind, SheetRead] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)
    stamp: str = ""  #: of our template, such as "hiring 1"
