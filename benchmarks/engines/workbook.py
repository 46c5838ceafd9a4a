"""The formulas and the values of a workbook, whatever its layout."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

#: sheet, row and column, both from 1
Place = tuple[str, int, int]
Value = float | str
ERROR = "#error"
#: a defined name of a column
_NAME = re.compile(r"\b[a-z]+_[a-z0-9_]+\b")
#: a text in quotes, or a sheet's name that stands without quotes
_TEXT_OR_SHEET = re.compile(r'("[^"]*"|\'[^\']*\')|([^\W\d]\w*)!')


@dataclass(frozen=True)
class Formula:
    """A formula with its leading equals sign, every sheet's name in quotes."""

    text: str
    array: bool


@dataclass(frozen=True)
class Filled:
    """A workbook whose formulas are to be calculated."""

    sheets: list[str]
    formulas: dict[Place, Formula]
    entries: dict[Place, float | str | bool]
    names: dict[str, str]  #: defined names and what they stand for, without the equals sign


def read(path: Path) -> Filled:
    """The formulas, entries and names of a workbook."""
    book = openpyxl.load_workbook(path)
    formulas: dict[Place, Formula] = {}
    entries: dict[Place, float | str | bool] = {}
    blocks: list[tuple[str, ArrayFormula]] = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if value is None:
                    continue
                place = (sheet.title, cell.row, cell.column)
                if isinstance(value, ArrayFormula):
                    blocks.append((sheet.title, value))
                elif cell.data_type == "f":
                    formulas[place] = Formula(quoted(value), array=False)
                else:
                    entries[place] = _plain(value)
    names = {name: quoted(found.attr_text) for name, found in book.defined_names.items()}
    for title, block in blocks:
        formulas |= _of_block(title, block, names)
    return Filled(book.sheetnames, formulas, entries, names)


def _of_block(sheet: str, block: ArrayFormula, names: Mapping[str, str]) -> dict[Place, Formula]:
    """The formulas of a block that has one for all its cells.

    Not every engine fills a block. A column over columns of its own rows is what it means for
    each row: the formula over the cells of that row.
    """
    first, top, last, bottom = range_boundaries(block.ref)
    text = quoted(block.text)
    if first != last or top == bottom:
        return {(sheet, top, first): Formula(text, array=True)}
    rows = rf"\$?([A-Z]+)\$?{top}:\$?\1\$?{bottom}"
    beside = {name for name, area in names.items() if re.fullmatch(rf"'[^']+'!{rows}", area)}

    def in_row(row: int) -> str:
        own = re.sub(rf"{rows}\b", lambda found: f"${found[1]}{row}", text)
        return _NAME.sub(
            lambda found: f"INDEX({found[0]},{row - top + 1})" if found[0] in beside else found[0],
            own,
        )

    return {
        (sheet, row, first): Formula(in_row(row), array=False) for row in range(top, bottom + 1)
    }


def write_plain(filled: Filled, target: Path) -> None:
    """Write the cells and names alone: not every engine reads all that a template holds."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets = {name: book.create_sheet(name) for name in filled.sheets}
    for (sheet, row, column), entry in filled.entries.items():
        cell = sheets[sheet].cell(row, column, entry)
        if isinstance(entry, str):
            cell.data_type = "s"
    for (sheet, row, column), formula in filled.formulas.items():
        cell = sheets[sheet].cell(row, column)
        cell.value = ArrayFormula(cell.coordinate, formula.text) if formula.array else formula.text
    for name, content in filled.names.items():
        book.defined_names[name] = DefinedName(name, attr_text=content)
    book.save(target)


def write_values(filled: Filled, found: Mapping[Place, Value], target: Path) -> None:
    """Write the entries, and the values that were calculated, as a program would save them."""
    with xlsxwriter.Workbook(str(target)) as book:
        sheets = {name: book.add_worksheet(name) for name in filled.sheets}
        calculated = {place: found.get(place, "") for place in filled.formulas}
        for (sheet, row, column), value in {**filled.entries, **calculated}.items():
            write = sheets[sheet].write_string if isinstance(value, str) else sheets[sheet].write
            write(row - 1, column - 1, value)


def values(path: Path) -> dict[Place, Value]:
    """The values that a program has saved in a workbook."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.row, cell.column): comparable(_plain(cell.value))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def comparable(value: Any) -> Value:
    """A value as it is compared: TRUE as 1, an empty cell as "", every error as `ERROR`.

    Programs save TRUE as a truth value or as 1 by the cell's format, which is no calculation,
    and name their errors differently.
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return float(value)
    return ERROR if value.startswith("#") else value


def quoted(formula: str) -> str:
    """The formula with every sheet's name in quotes, which some engines need."""
    return _TEXT_OR_SHEET.sub(lambda found: found[1] or f"'{found[2]}'!", formula)


def same(one: Value, other: Value) -> bool:
    """Whether two values are one: numbers but for the noise of binary fractions."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


def _plain(value: Any) -> float | str | bool:
    """A cell as it is stored: dates as the numbers of their days."""
    if isinstance(value, datetime | date | time):
        return float(to_excel(value))
    return value if isinstance(value, bool | int | float) else str(value)
