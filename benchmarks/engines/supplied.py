"""Formulas with ranges from INDEX, written with functions that `hyperformula.mjs` supplies.

HyperFormula has an INDEX that gives a value only. In Excel it gives a cell, and so
`INDEX(a,first):INDEX(a,last)` is a range and `INDEX(a,row,0)` a row.
"""

import re

_TEXT = re.compile(r'"[^"]*"')
_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+")


def without_ranges(formula: str) -> str:
    """The formula with SLICE(a,first,last) and SLICEROW(a,row) in place of such ranges."""
    texts: list[str] = []

    def hide(found: re.Match[str]) -> str:
        texts.append(found[0])
        return f'"{len(texts) - 1}"'

    hidden = _replaced(_TEXT.sub(hide, formula))
    return _TEXT.sub(lambda found: texts[int(found[0][1:-1])], hidden)


def _replaced(formula: str) -> str:
    start = 0
    while (start := formula.find("INDEX(", start)) >= 0:
        arguments, end = _arguments(formula, start + len("INDEX("))
        written = None
        if formula.startswith(":INDEX(", end):
            others, other_end = _arguments(formula, end + len(":INDEX("))
            written = f"SLICE({arguments[0]},{arguments[1]},{others[1]})"
        elif formula.startswith(":", end) and (cell := _CELL.match(formula, end + 1)):
            # The last cell of the same range.
            written = f"SLICE({arguments[0]},{arguments[1]},ROWS({arguments[0]}))"
            other_end = cell.end()
        elif arguments[2:] == ["0"]:
            written, other_end = f"SLICEROW({arguments[0]},{arguments[1]})", end
        if written is not None:
            formula = formula[:start] + written + formula[other_end:]
        start += 1
    return formula


def _arguments(formula: str, start: int) -> tuple[list[str], int]:
    """The arguments of a function, and the place behind its closing bracket."""
    depth, begun, found = 0, start, []
    for place in range(start, len(formula)):
        sign = formula[place]
        if depth == 0 and sign in ",)":
            found.append(formula[begun:place])
            begun = place + 1
            if sign == ")":
                return found, place + 1
        depth += (sign in "({") - (sign in ")}")
    raise ValueError(f"no closing bracket in {formula:.100}")
