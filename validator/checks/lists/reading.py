"""Reads a list of persons: any workbook with a column of ID numbers."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.columns import base_columns
from claimcheck.forms import SheetKind
from claimcheck.identity_columns import id_is_right, tidy_text
from claimcheck.identity_documents import of_first_generation
from claimcheck.text import one_line
from claimcheck.text_columns import cleaned_columns
from validator.reading import limits
from validator.reading.headers import SEARCHED_ROWS, plain, without_remark
from validator.reading.in_worker import apart
from validator.reading.making_sure import make_sure
from validator.reading.numbers import by_second_look, column_letters, suspects
from validator.reading.opening import open_reader
from validator.reading.unreadable import UnreadableError, guarded

if TYPE_CHECKING:
    from fastexcel import ExcelReader


@dataclass(frozen=True)
class ListRead:
    """A list as it was read."""

    people: pl.DataFrame  #: id_number, place (such as "Sheet1 第 15 行"); each number once
    unusable: int  #: rows whose number is wrong, or was stored as a number
    usable: int  #: how many people it has in all, where `people` are only some of them


def read_list(path: Path) -> ListRead:
    """Read all sheets of a list.

    Raises:
        UnreadableError: the file cannot be read, or has no column of ID numbers.
    """
    return apart(read_list_there, path.absolute())


def read_list_there(path: Path) -> ListRead:
    """Read all sheets of a list; called in a worker.

    Raises:
        UnreadableError: see `read_list`.
    """
    reader, _, package = open_reader(path)
    parts = []
    names: list[str] = guarded(lambda: reader.sheet_names)
    for name in names[: limits.SHEETS_SEARCHED]:
        look = make_sure(package, name)
        sheet = guarded(
            partial(reader.load_sheet, name, header_row=None, skip_rows=0, dtypes="string")
        )
        raw = cleaned_columns(sheet.to_polars())
        place = _id_column(raw)
        if place is None:
            continue
        row, column = place
        numbers = (
            raw.with_row_index("row", offset=1)
            .slice(row + 1)
            .select(pl.col("row").cast(pl.Int64), written=pl.nth(column + 1).str.strip_chars())
            .filter(pl.col("written").is_not_null() & (pl.col("written") != ""))
        )
        doubtful = suspects(numbers, ["written"])
        letters = column_letters(sheet.selected_columns[column].absolute_index)
        lost: set[int] = set()
        if doubtful:
            # Only the numbers are asked for, wherever they stand.
            found = None if look is None else look.found([])
            if found is not None and not found.unknown:
                lost = {row for letter, row in found.numbers if letter == letters}
            else:
                again = partial(by_second_look, partial(_open, path), name, letters)
                lost = guarded(again)
        parts.append(
            numbers.select(
                id_number=_of_today(tidy_text(pl.col("written"))),
                place=pl.format("{} 第 {} 行", pl.lit(one_line(name)), "row"),
                lost=pl.col("row").is_in(list(lost & set(doubtful))),
            )
        )
    if not parts:
        raise UnreadableError("其中没有“身份证号”一列。请在名单的表头中写明“身份证号”。")
    everyone = pl.concat(parts)
    right = id_is_right(pl.col("id_number")) & ~pl.col("lost")
    people = everyone.filter(right).unique("id_number", keep="first", maintain_order=True)
    unusable = everyone.height - int(everyone.select(right.sum()).item())
    return ListRead(people.select("id_number", "place"), unusable, people.height)


def _of_today(numbers: pl.Expr) -> pl.Expr:
    """Numbers of the first generation, of 15 digits, as those of 18 that they became."""
    return (
        pl.when(numbers.str.contains(r"^\d{15}$"))
        .then(numbers.map_elements(lambda old: of_first_generation(old) or old, pl.String))
        .otherwise(numbers)
    )


def _open(path: Path) -> "ExcelReader":
    return open_reader(path)[0]


def _id_column(raw: pl.DataFrame) -> tuple[int, int] | None:
    """Row and column (0-based) of the heading of the ID numbers."""
    column = base_columns(SheetKind.ROSTER)["id_number"]
    names = {plain(text) for text in (column.header, *column.aliases, "证件号", "公民身份证号码")}
    for row, cells in enumerate(raw.head(SEARCHED_ROWS).rows()):
        for place, text in enumerate(cells):
            if text and (plain(text) in names or without_remark(text) in names):
                return row, place
    return None
