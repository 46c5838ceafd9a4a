"""Formulas that are the same in every row of a column, seen from its row.

A workbook holds such a formula once, and each further cell refers to it. The file is a tenth as
large, and programs read the formula once.
"""

import re
from collections.abc import Callable, Mapping

#: texts in quotes, which hold no references, or one reference
_PIECE = re.compile(r'"[^"]*"|(?<![A-Za-z0-9_.$])(\$?[A-Z]{1,3})(\$?)(\d+)(?![A-Za-z0-9_(])')
#: a text in quotes
_TEXT = re.compile(r'"[^"]*"')

#: the formulas of one row, by column key
Formulas = Mapping[str, str]


def moved(formula: str, rows: int) -> str:
    """A formula as it stands so many rows further down."""

    def move(found: re.Match[str]) -> str:
        column, fixed, row = found.groups()
        if column is None or fixed:
            return found.group()
        return f"{column}{int(row) + rows}"

    return _PIECE.sub(move, formula)


def without_texts(formula: str) -> str:
    """A formula without the texts in quotes, which hold no names and no references."""
    return _TEXT.sub("", formula)


def names_a_sheet(formula: str) -> bool:
    """Whether a formula refers to a sheet by its name, which no shared one may."""
    return "!" in without_texts(formula)


def shared(formulas: Callable[[int], Formulas], first: int, last: int) -> dict[str, str]:
    """The columns whose formulas only move with their rows, with the formula of the first row.

    Args:
        formulas: gives the formulas of a row.
        first: the first row.
        last: the last row.
    """
    above, below = formulas(first), {row: formulas(row) for row in {first + 1, last} if row <= last}
    return {
        key: formula
        for key, formula in above.items()
        if first < last
        and not names_a_sheet(formula)
        and all(found[key] == moved(formula, row - first) for row, found in below.items())
    }
