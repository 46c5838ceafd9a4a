"""Reads workbooks: any header row, any common name of a column, one parse a sheet."""
