"""Whether two machines wrote the same."""

import re
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

#: Where `validate` remembers its last result for the files of a folder: names that folder.
MEMORY = ".claimcheck-last.json"


def workbook_cells(path: Path) -> dict[tuple[str, str], tuple[object, str]]:
    """Every filled cell of a workbook: its value, and the text of its comment."""
    book = load_workbook(path)
    return {
        (sheet.title, cell.coordinate): (
            _value(cell.value),
            cell.comment.text if cell.comment else "",
        )
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.comment
    }


def _value(value: object) -> object:
    """What stands in a cell; an array formula by its range and text."""
    return (value.ref, value.text) if isinstance(value, ArrayFormula) else value


def differences(windows: Path, linux: Path) -> list[str]:
    """In what two folders of outputs differ."""
    names = {
        folder: {path.name for path in folder.iterdir()} - {MEMORY} for folder in (windows, linux)
    }
    found = [f"only one wrote {name}" for name in sorted(names[windows] ^ names[linux])]
    for name in sorted(names[windows] & names[linux]):
        ours, theirs = windows / name, linux / name
        if name.endswith((".xlsx", ".xlsm")):
            one, other = workbook_cells(ours), workbook_cells(theirs)
            cells = [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]
            found += [f"{name} {key}: {one.get(key)} ≠ {other.get(key)}" for key in sorted(cells)]
        elif plain(ours.read_bytes()) != plain(theirs.read_bytes()):
            found.append(f"{name}: other bytes")
    return found


def plain(content: bytes) -> str:
    """A text without what may differ: ends of lines, and the folder of a file."""
    text = content.decode("utf-8").replace("\r\n", "\n")
    return re.sub(r"(?:[A-Z]:)?[\\/][^\"'<>\n]*[\\/](?=[^\\/\"'<>\n]+\.xlsx)", "", text)
