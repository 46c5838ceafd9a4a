"""Calculates workbooks in an engine that is a Python package.

    python in_python.py <engine>

Runs in the environment that has the engines' packages and nothing of this project. Reads a line
of JSON for each workbook: {workbook: path, wanted: [[sheet, row, column], …]}, both from 1; and
writes one: the values in the same order, an error as its text.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

#: a cell's value by its sheet, row and column, both from 1
Lookup = Callable[[str, int, int], Any]


def formulon(workbook: str) -> Lookup:
    """Formulon, with the profile of Excel 365 in Chinese on Windows."""
    import formulon as package

    book = package.Workbook.load(Path(workbook).read_bytes())
    book.set_excel_profile_id("win-365-zh_CN")
    book.recalc()
    numbers = {book.sheet_name(index): index for index in range(book.sheet_count())}

    def value(sheet: str, row: int, column: int) -> Any:
        found = book.get_value(numbers[sheet], row - 1, column - 1)
        if found.error_code is not None:
            return package.error_display_name(found.error_code)
        return found.to_python()

    return value


def ironcalc(workbook: str) -> Lookup:
    """IronCalc."""
    import ironcalc as package

    book = package.load_from_xlsx(workbook, "en", "UTC")
    book.evaluate()
    numbers = {sheet["name"]: index for index, sheet in enumerate(book.get_worksheets_properties())}
    return lambda sheet, row, column: book.get_cell_value(numbers[sheet], row, column)


def formualizer(workbook: str) -> Lookup:
    """Formualizer."""
    import formualizer as package

    book = package.load_workbook(workbook)
    book.evaluate_all()

    def value(sheet: str, row: int, column: int) -> Any:
        found = book.get_value(sheet, row, column)
        if isinstance(found, date):
            return (found - date(1899, 12, 30)).days
        return f"#{found['kind']}" if isinstance(found, dict) else found

    return value


ENGINES = {"formulon": formulon, "ironcalc": ironcalc, "formualizer": formualizer}

if __name__ == "__main__":
    calculate = ENGINES[sys.argv[1]]
    # What an engine prints would stand among the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        lookup = calculate(asked["workbook"])
        found = [lookup(*place) for place in asked["wanted"]]
        answers.write(json.dumps(found, default=str) + "\n")
        answers.flush()
