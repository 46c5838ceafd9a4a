"""The vocabulary of columns, from which both the facts and the forms are made."""

from claimcheck.columns.load import base_columns, sheet_columns
from claimcheck.columns.model import Column, ColumnType, SheetColumns, SheetKind

__all__ = ["Column", "ColumnType", "SheetColumns", "SheetKind", "base_columns", "sheet_columns"]
