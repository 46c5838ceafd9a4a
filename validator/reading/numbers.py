"""Finds ID numbers that were stored as numbers: their last digits are lost."""

from pathlib import Path

import polars as pl

from validator.reading.package import number_cells


def column_letters(index: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def stored_as_numbers(
    path: Path, name: str, rows: pl.Series, text: pl.Series, letters: str
) -> set[int]:
    """Which rows hold an ID in a number cell, exactly.

    The reader writes a number cell as the whole number that its float stands for. A text
    that is such a whole number is only a suspect: about one ID number in a hundred is, by
    chance. Suspects are looked up in the file.
    """
    whole = text.cast(pl.Int64, strict=False)
    as_float = text.cast(pl.Float64, strict=False)
    same = (as_float.cast(pl.Int64, strict=False) == whole).fill_null(value=False)
    suspect = same | text.str.contains(r"^\d+\.\d+$").fill_null(value=False)
    suspects = rows.filter(suspect).to_list()
    if not suspects:
        return set()
    found = number_cells(path, name, letters, suspects)
    return _by_second_look(path, name, letters) & set(suspects) if found is None else found


def _by_second_look(path: Path, name: str, letters: str) -> set[int]:
    """Read the sheet again with the column as true/false: only number cells give a value."""
    import fastexcel

    reader = fastexcel.read_excel(path)
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, n_rows=0, dtypes="string")
    place = [column_letters(info.absolute_index) for info in sheet.available_columns()]
    dtypes: dict[str | int, fastexcel.DType] = {place.index(letters): "boolean"}
    values = reader.load_sheet(
        name, header_row=None, skip_rows=0, use_columns=[place.index(letters)], dtypes=dtypes
    ).to_polars()
    rows = values.with_row_index("row", offset=1).filter(pl.nth(1).is_not_null())["row"]
    return set(rows.to_list())
