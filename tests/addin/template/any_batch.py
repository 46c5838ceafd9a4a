"""The rows of one workbook of any claim type, and the same rows in normal form."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from claimcheck.forms import Column, ColumnType, Form, SheetKind
from tests.addin.template.rows import Rows


@dataclass
class AnyBatch(Rows):
    """The rows of a workbook of any claim type."""

    form: Form = field(kw_only=True)

    def frame(self, kind: SheetKind) -> pl.DataFrame:
        """A sheet in normal form; no rows where the form has none."""
        rows = self.content[kind]
        sheet = self.form.sheet(kind)
        columns = list(sheet.inputs) if sheet else []
        series = [pl.Series("input", [0] * len(rows), dtype=pl.Int64)]
        series += [_series(column, [row.get(column.key) for row in rows]) for column in columns]
        return pl.DataFrame(series)


def _series(column: Column, values: list[Any]) -> pl.Series:
    scale = {ColumnType.YUAN: 100, ColumnType.PERCENT: 10_000, ColumnType.COUNT: 1}.get(column.type)
    if scale:
        name = column.key.removesuffix("_yuan") + "_fen" if scale == 100 else column.key
        stored = [None if value is None else round(value * scale) for value in values]
        return pl.Series(name, stored, dtype=pl.Int64)
    if column.type in {ColumnType.DATE, ColumnType.MONTH}:
        return pl.Series(column.key, values, dtype=pl.Date)
    if column.type is ColumnType.FLAG:
        return pl.Series(column.key, [_flag(value) for value in values], dtype=pl.Boolean)
    return pl.Series(column.key, values, dtype=pl.String)


def _flag(value: str | None) -> bool | None:
    return None if value is None else value == "是"
