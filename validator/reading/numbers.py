"""Finds numbers of persons that were stored as numbers: their last digits are lost."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import polars as pl

from validator.reading.together import Asking, RowQuestion, answered

if TYPE_CHECKING:
    from fastexcel import ExcelReader


def column_letters(index: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The 0-based number of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


#: A number of so many digits and more may be somebody's, and may have lost some.
_LONG = 10**14


def is_long(text: str) -> bool:
    """Whether a text is a number as long as those of persons and accounts.

    However it is written: 640598199001011234, 6.4E+17, 6.40522199001011E+017.
    """
    try:
        return float(text) >= _LONG
    except ValueError:
        return False


def suspects(table: pl.DataFrame, keys: Iterable[str]) -> dict[str, list[int]]:
    """Rows that are suspects. For arguments see `suspects_asked`."""
    return answered(suspects_asked(table, keys))


def suspects_asked(table: pl.DataFrame, keys: Iterable[str]) -> Asking[dict[str, list[int]]]:
    """Rows whose text may come from a number cell, of each column that has some.

    The reader writes a number cell as the whole number that its float stands for. A text
    that is such a whole number is only a suspect: about one ID number in a hundred is, by
    chance.

    Args:
        table: `row` and the columns by their keys, as text.
        keys: the columns that are asked for.
    """
    asked = [key for key in keys if table[key].null_count() < table.height]
    if not asked:
        return {}
    texts = pl.DataFrame([table[key] for key in asked])
    found = yield RowQuestion(texts, _are_suspects, ("suspects", *asked))
    rows = table["row"]
    return {key: rows.filter(found[key]).to_list() for key in asked if found[key].any()}


def _are_suspects(texts: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame([_are_suspect(column) for column in texts.iter_columns()])


def _are_suspect(texts: pl.Series) -> pl.Series:
    whole = texts.cast(pl.Int64, strict=False)
    as_float = whole.cast(pl.Float64)
    same = (as_float.cast(pl.Int64, strict=False) == whole).fill_null(value=False)
    long = (same & (whole.abs() >= _LONG)).fill_null(value=False)
    if whole.null_count() == texts.null_count():
        return long.alias(texts.name)
    # Written otherwise than in digits alone, and still a number: 6.4E+17, 640598.5.
    doubtful = (whole.is_null() & texts.is_not_null()).arg_true()
    text = pl.col("text")
    other = (
        texts.gather(doubtful)
        .to_frame("text")
        .select(text.cast(pl.Float64, strict=False).is_not_null() & text.str.contains("[.eE]"))
        .to_series()
    )
    return long.scatter(doubtful, other).alias(texts.name)


def rounded(rows: pl.Series, text: pl.Series) -> set[int]:
    """Rows whose text is a long number as it was shown, copied: 6.4E+17, 6.4e+017."""
    number = pl.col("text").cast(pl.Float64, strict=False)
    shown = ((number >= _LONG) & pl.col("text").str.contains("[eE]")).fill_null(value=False)
    found = text.to_frame("text").select(shown).to_series()
    return set(rows.filter(found)) if found.any() else set()


def by_second_look(open_again: Callable[[], "ExcelReader"], name: str, letters: str) -> set[int]:
    """Read the sheet again with the column as true/false: only number cells give a value."""
    reader = open_again()
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, n_rows=0, dtypes="string")
    place = [column_letters(info.absolute_index) for info in sheet.available_columns()]
    dtypes: dict[str | int, object] = {place.index(letters): "boolean"}
    values = reader.load_sheet(
        name,
        header_row=None,
        skip_rows=0,
        use_columns=[place.index(letters)],
        dtypes=dtypes,  # type: ignore[arg-type]
    ).to_polars()
    rows = values.with_row_index("row", offset=1).filter(pl.nth(1).is_not_null())["row"]
    return set(rows.to_list())
