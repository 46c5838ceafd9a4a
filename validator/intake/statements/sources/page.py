"""A page: rows of text cells, from whatever kind of file."""

from dataclasses import dataclass, field

from validator.intake.statements.sources.hidden import NOTHING_HIDDEN, Hidden


@dataclass
class Page:
    """A sheet of a workbook, a page of a PDF, or the whole of a text file."""

    name: str  #: "Sheet1", "第 2 页"; empty for a text file
    rows: list[list[str]]  #: row 0 is line 1
    wraps: bool = False  #: a cell's text may go on in the next line (PDF)
    continues: bool = False  #: without headings of its own, it goes on with the table before
    numbers: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    #: (row, column) of number cells with so many digits that the last ones are lost
    hidden: Hidden = NOTHING_HIDDEN  #: where the reader of its cells tells it
