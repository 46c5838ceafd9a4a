"""What belongs to one applicant of a collected workbook."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimcheck.forms import SheetKind
from validator.reading.numbers import column_index

if TYPE_CHECKING:
    from validator.reading.cells import Grid, Value

#: A sheet has no more rows; a damaged batch may name any.
_MOST_ROWS = 1_048_576
_CELL = re.compile(r"([A-Z]{1,2})(\d{1,7})")


@dataclass
class Loose:
    """A cell outside the tables: titles, notes, other sheets."""

    sheet: str
    cell: str
    value: "Value"


@dataclass
class PartSheet:
    """An applicant's rows of one sheet, as they stand in the batch now."""

    name: str
    columns: list[str]
    heads: list[str]
    places: list[int]
    header_row: int
    rows: "list[tuple[int, list[Value]]]" = field(default_factory=list)


@dataclass
class ApplicantPart:
    """What belongs to one applicant."""

    number: int
    file: str
    place: str  #: where the file was, from the batch's folder
    stamp: str
    digest: str
    order: list[str]
    renamed: dict[str, str]  #: id in the batch → the applicant's own
    sheets: dict[SheetKind, PartSheet]
    loose: list[Loose] = field(default_factory=list)
    findings: "list[list[Value]]" = field(default_factory=list)

    def loose_sheet(self, name: str) -> "Grid":
        """A sheet beside those of the form, as it stood in the applicant's workbook."""
        cells: dict[tuple[int, int], Value] = {}
        for kept in self.loose:
            place = _CELL.fullmatch(kept.cell)
            if kept.sheet == name and place is not None:
                cells[int(place[2]) - 1, column_index(place[1])] = kept.value
        lines: dict[int, dict[int, Value]] = {}
        for (row, column), value in cells.items():
            lines.setdefault(row, {})[column] = value
        wide = 1 + max((column for _, column in cells), default=-1)
        return [
            [lines.get(row, {}).get(column, "") for column in range(wide)]
            for row in range(min(max(lines, default=-1) + 1, _MOST_ROWS))
        ]


def named_origin(part: ApplicantPart) -> str:
    """How a finding about an applicant's whole workbook names it in the batch."""
    return f"（来源文件 {part.number}“{part.file}”）"
