"""Types at random in LibreOffice, and compares what it shows with everything computed again.

Started by the system's Python, which has `uno`. Reads JSON from standard input: {"profile": folder,
"arguments": [of soffice], "workbook": path, "sheets": [[name, first row, filled rows, columns]],
"rounds": how often to type, "seed": number}; rows and columns are counted from 0. Writes JSON: what
differed, a text each.
"""

# mypy: ignore-errors
import json
import random
import sys
from pathlib import Path

from tests.uno_desktop import desktop, uno

#: Sums may come out of another order, with another last digit.
_CLOSE = 1e-9


def main() -> None:
    order = json.load(sys.stdin)
    drawn = random.Random(order["seed"])  # noqa: S311 - made-up entries
    hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    with desktop(order["profile"], *order["arguments"]) as office:
        address = Path(order["workbook"]).as_uri()
        document = office.loadComponentFromURL(address, "_blank", 0, (hidden,))
        found = _differences(document, "opened")
        for _ in range(order["rounds"]):
            done = [_entry(document, order["sheets"], drawn) for _ in range(drawn.randint(1, 3))]
            document.calculate()
            found += _differences(document, "; ".join(done))
    json.dump(found, sys.stdout)


def _entry(document, sheets, drawn):
    """Clear, type over, copy or exchange cells of a column; says what was done."""
    name, first, filled, columns = drawn.choice(sheets)
    column, rows = drawn.choice(columns), [first + drawn.randrange(filled) for _ in range(2)]
    sheet = document.Sheets.getByName(name)
    one, other = (sheet.getCellByPosition(column, row) for row in rows)
    act = drawn.choice(("clear", "copy", "copy", "exchange", "exchange", "add"))
    before = one.Formula
    if act == "clear":
        one.Formula = ""
    elif act == "add" and one.Value:
        one.Value += drawn.choice((-1, 1, 31))
    else:
        one.Formula = other.Formula
        if act == "exchange":
            other.Formula = before
    return f"{act} {name} column {column}, rows {rows}"


def _differences(document, when):
    shown = _read(document)
    document.calculateAll()
    return [
        f"{when}: {name} row {row}, column {column}: {was!r}, computed again {now!r}"
        for name, cells in _read(document).items()
        for row, (old, new) in enumerate(zip(shown[name], cells, strict=True))
        if old != new
        for column, (was, now) in enumerate(zip(old, new, strict=True))
        if _differ(was, now)
    ]


def _differ(was, now):
    if isinstance(was, float) and isinstance(now, float):
        return abs(was - now) > _CLOSE * max(abs(was), abs(now))
    return was != now


def _read(document):
    found = {}
    for sheet in document.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        area = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        found[sheet.Name] = area.DataArray
    return found


if __name__ == "__main__":
    main()
