"""Workbooks from rows: filled templates, plain sheets, and what must be found in them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from addin.template.build import build_template
from addin.template.plan import make_plan
from claimcheck.forms import Form, SheetKind, form
from samples.honest import Claim, Row

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES

#: When all samples were written, as they say; openpyxl notes the hour of saving by itself.
_WRITTEN = datetime(2026, 1, 1)
_SAVED_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass
class Book:
    """The rows of a workbook, and what must be found in them."""

    rows: dict[SheetKind, list[Row]]
    expected: list[tuple[str, SheetKind, Row, str]] = field(default_factory=list)

    def expect(self, code: str, kind: SheetKind, row: Row, key: str) -> None:
        """Note that a finding must stand at this row's cell."""
        self.expected.append((code, kind, row, key))


def book_of(claims: list[Claim]) -> Book:
    """The rows of some claims, sheet by sheet."""
    people = [person for claim in claims for person in claim.people]
    return Book(
        {
            CLAIMS: [claim.row for claim in claims],
            ROSTER: [person.row for person in people],
            WAGES: [payment for person in people for payment in person.payments],
        }
    )


def write(book: Book, target: Path) -> None:
    """Fill a template with room for the book and a little more."""
    target.parent.mkdir(parents=True, exist_ok=True)
    plan = make_plan(
        "hiring",
        people=len(book.rows[ROSTER]) + 5,
        claims=len(book.rows[CLAIMS]) + 5,
        payments=len(book.rows[WAGES]) + 30,
    )
    workbook = load_workbook(BytesIO(build_template(plan)))
    cells: dict[tuple[int, str], str] = {}
    for sheet in form("hiring").sheets:
        target_sheet = workbook[sheet.name]
        header_row, letters = _headers(target_sheet, {c.header: c.key for c in sheet.inputs})
        for place, row in enumerate(book.rows[sheet.kind], header_row + 1):
            for key, letter in letters.items():
                if row.get(key) is not None:
                    target_sheet[f"{letter}{place}"] = row[key]
                cells[id(row), key] = f"{letter}{place}"
    save(workbook, target)
    if book.expected:
        names = {sheet.kind: sheet.name for sheet in form("hiring").sheets}
        write_expected(
            target,
            [
                {"code": code, "sheet": names[kind], "cell": cells[id(row), key]}
                for code, kind, row, key in book.expected
            ],
        )


def write_expected(target: Path, expected: list[dict[str, str | None]]) -> None:
    ordered = sorted(expected, key=lambda item: [str(value) for value in item.values()])
    text = json.dumps({"findings": ordered}, ensure_ascii=False, indent=1)
    target.with_suffix(".expected.json").write_text(text + "\n", encoding="utf-8")


def _headers(sheet: Worksheet, keys: dict[str, str]) -> tuple[int, dict[str, str]]:
    for row in sheet.iter_rows(min_row=1, max_row=30):
        found = {keys[cell.value]: cell.column_letter for cell in row if cell.value in keys}
        if len(found) > len(keys) // 2:
            return row[0].row, found
    raise ValueError(f"no header row in {sheet.title}")


def _plain_workbook(claim_form: Form) -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in claim_form.sheets:
        target = workbook.create_sheet(sheet.name)
        target["A1"] = sheet.name
        for place, column in enumerate(sheet.inputs, 1):
            target.cell(3, place, column.header)
            target.column_dimensions[get_column_letter(place)].width = column.width
        target.freeze_panes = "A4"
    return workbook


def save(workbook: Workbook, target: Path) -> None:
    """The same rows give the same bytes, whenever they are written."""
    workbook.properties.created = _WRITTEN
    stream = BytesIO()
    workbook.save(stream)
    with ZipFile(stream) as made, ZipFile(target, "w") as package:
        for name in made.namelist():
            part = ZipInfo(name, _WRITTEN.timetuple()[:6])
            content = _SAVED_AT.sub(rb"\g<1>2026-01-01T00:00:00Z", made.read(name))
            package.writestr(part, content, ZIP_DEFLATED)


def plain_workbook(book: Book) -> Workbook:
    """A workbook with the headings of the form and the rows of a book, nothing else."""
    return plain_book(form("hiring"), book.rows)


def plain_book(claim_form: Form, rows: Mapping[SheetKind, Sequence[Row]]) -> Workbook:
    """A workbook with the headings of a form and some rows, nothing else."""
    workbook = _plain_workbook(claim_form)
    for sheet in claim_form.sheets:
        for row in rows[sheet.kind]:
            workbook[sheet.name].append([row.get(column.key) for column in sheet.inputs])
    return workbook
