"""Writing text into cells so that it stays text, whatever it holds.

Whoever hands in a workbook chooses its texts, and so what our own workbooks hold: a text must
neither become a formula, nor markup, nor make the file one that cannot be opened.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.text import cleaned
from validator.common.harmless import FORMULA_STARTS
from validator.common.library_messages import quiet_python

if TYPE_CHECKING:
    import openpyxl
    from xlsxwriter import Workbook

#: A cell holds no more than this (in halves of UTF-16).
_LONGEST = 32_767

#: Not allowed in a sheet's name, which has at most 31 characters.
_NOT_IN_TITLES = str.maketrans("[]:*?/\\", "_" * 7)
_TITLE = 31

#: What a font consists of, in the order of ECMA-376 (CT_Font).
_FONT = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz"),
    *("color", "name", "family", "charset", "scheme"),
)


def cell_text(text: str) -> str:
    """A text as a cell of .xlsx or .xls may hold it."""
    kept = cleaned(text)
    if len(kept) * 2 > _LONGEST:
        kept = kept.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", errors="ignore")
    # XlsxWriter takes this for markup that it made itself, and writes it as it is.
    return f"{kept} " if kept.startswith("<r>") and kept.endswith("</r>") else kept


def set_value(cell: Any, value: object) -> None:
    """Put a value into a cell of openpyxl; a text stays one, also when it is edited later."""
    if not isinstance(value, str):
        cell.value = value
        return
    text = cell_text(value)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        if text.lstrip().startswith(FORMULA_STARTS):
            cell.quotePrefix = True


def open_to_change(path: Path) -> "openpyxl.Workbook":
    """Somebody's workbook, with all that is in it, of which a changed copy is to be written.

    Raises:
        Exception: whatever openpyxl raises for an unusual workbook.
    """
    from openpyxl import load_workbook

    with quiet_python():
        return load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")


def open_workbook(target: str | BytesIO, options: dict[str, Any] | None = None) -> "Workbook":
    """A new workbook of XlsxWriter, all texts of which go through `cell_text`.

    Args:
        target: where to.
        options: as XlsxWriter takes them.
    """
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):  # type: ignore[misc]
        # Every way of writing a text comes down to this one.
        def _write_string(
            self, row: int, col: int, string: str, cell_format: Format | None = None
        ) -> Any:
            return super()._write_string(row, col, cell_text(string), cell_format)

    class Book(xlsxwriter.Workbook):  # type: ignore[misc]
        worksheet_class = Sheet

    return Book(target, options or {})


def save_workbook(book: Any, target: Path | BytesIO) -> None:
    """Save a workbook of openpyxl, its fonts as the standard has them.

    openpyxl writes what a font consists of in an order of its own; Excel takes that, but not
    every program that looks at a file more strictly.
    """
    styles = [style for style in book._differential_styles.styles if style.font is not None]
    for font in [*book._fonts, *(style.font for style in styles)]:
        font.__elements__ = _FONT
    book.save(target)


def sheet_titles(names: list[str]) -> dict[str, str]:
    """Names of sheets as Excel allows them, each different: name → title."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        base = cleaned(name).translate(_NOT_IN_TITLES).strip("'")[:_TITLE] or "工作表"
        title, number = base, 1
        while title.casefold() in taken:
            number += 1
            title = f"{base[: _TITLE - len(str(number)) - 2]}（{number}）"
        taken.add(title.casefold())
        found[name] = title
    return found


def link_path(path: str) -> str:
    """A file's path for a link: what has a meaning in links is escaped."""
    if "%" not in path and "#" not in path:
        return path  # XlsxWriter escapes the rest
    escaped = path.replace("%", "%25")
    for character in '#"<>[]^`{} ':
        escaped = escaped.replace(character, f"%{ord(character):02x}")
    return escaped
