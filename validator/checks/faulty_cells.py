"""Cells of one column that have one fault, and how findings are written at them."""

from dataclasses import dataclass
from functools import partial

import polars as pl

from claimcheck.forms import Column, Sheet
from validator.checks.base import Context
from validator.reading.normal_form import UNREAD, normal_name


@dataclass(frozen=True)
class FaultyCells:
    """The rows whose cell of a column has a fault."""

    context: Context
    sheet: Sheet
    column: Column
    code: str
    fault: str  #: the kind of fault, of those that lead to this code: see `schemas`
    rows: pl.DataFrame

    @property
    def name(self) -> str:
        """The column's name in normal form."""
        return normal_name(self.column)

    @property
    def unread(self) -> pl.Expr:
        """The text of cells that could not be read."""
        return pl.col(self.name + UNREAD)

    @property
    def title(self) -> str:
        """What the column is called."""
        return self.column.title

    @property
    def write(self) -> partial[pl.DataFrame]:
        """Writes findings about rows at this column: `FindingWriter.write` without the place."""
        writer = self.context.writer
        return partial(writer.write, self.code, kind=self.sheet.kind, key=self.column.key)
