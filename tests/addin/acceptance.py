"""Writes the acceptance run for the first Windows PC: `python -m tests.addin.acceptance`.

Where the cells stand is read from the sample, what they must show is computed by
LibreOffice from that sample, with and without the add-in, which must agree.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from addin.libreoffice.package import build
from addin.vba.tools import ADD_IN
from tests.libreoffice import LibreOffice

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "acceptance-windows.zh-CN.md"
TEXT = Path(__file__).with_name("acceptance.zh-CN.md")
SAMPLE = ROOT / "samples" / "hiring-clean.xlsx"

CLAIMS, ROSTER, WAGES = "申报表", "人员花名册", "工资流水"
HEADER_ROW, FIRST_ROW = 7, 8

#: Formulas for an empty workbook. What depends on the version is said in words.
FORMULAS = (
    '=CC_AMOUNT("ZW26-3","headcount",12)',
    '=CC_CLAUSE("ZW26-3")',
    "=CC_CAPITAL(12000)",
    '=CC_ID_CHECK("640598199001010011")',
    '=CC_AMOUNT("ZW99-1","headcount",12)',
    "=SUM(1,A5)",
    '=IFERROR(A5,"已拦住")',
)


@dataclass(frozen=True)
class Place:
    """A cell and its heading."""

    sheet: str
    cell: str
    header: str


@dataclass(frozen=True)
class Edit:
    """What the tester types, and where."""

    place: Place
    before: object
    after: object


def page(plain: LibreOffice, with_addin: LibreOffice) -> str:
    """The whole page."""
    sample = load_workbook(SAMPLE)
    claims, roster, wages = (sample[name] for name in (CLAIMS, ROSTER, WAGES))
    results = [
        *(_place(claims, name, row) for row in range(FIRST_ROW, FIRST_ROW + 5) for name in _SUM),
        _place(claims, "核算金额大写", FIRST_ROW),
        *(_place(roster, name, FIRST_ROW) for name in _PERSON),
    ]
    # Two people of different claims, so that neither change shows in the other's cells.
    wage = _edit(_place(wages, "入账金额（元）", FIRST_ROW), sample, 2999)
    other = next(
        cell.row
        for cell in roster[_place(roster, "申报编号", FIRST_ROW).cell.rstrip("0123456789")]
        if cell.value == claims[_place(claims, "申报编号", FIRST_ROW + 1).cell].value
    )
    number = _place(roster, "身份证号", other)
    wrong_id = _edit(number, sample, _with_another_end(str(roster[number.cell].value)))
    shown_after_wage = [
        *(_place(roster, name, FIRST_ROW) for name in ("是否计入", "最低月入账（元）")),
        *(_place(claims, name, FIRST_ROW) for name in (*_SUM, "申报多于核算（元）")),
    ]
    shown_after_id = [
        _place(roster, "填写检查", other),
        *(_place(claims, name, FIRST_ROW + 1) for name in _SUM),
    ]
    before = _values(plain, with_addin, results)
    after = _values(plain, with_addin, [*shown_after_wage, *shown_after_id], wage, wrong_id)
    parts = {
        "engine": _engine_cell(claims),
        "results": _table(results, before),
        "wage": _words(wage),
        "after_wage": _table(shown_after_wage, after[: len(shown_after_wage)]),
        "wrong_id": _words(wrong_id),
        "after_id": _table(shown_after_id, after[len(shown_after_wage) :]),
        "formulas": _formulas(with_addin),
        "add_in": ADD_IN,
    }
    text = TEXT.read_text("utf-8")
    for name, part in parts.items():
        text = text.replace("{" + name + "}", part)
    return text


_SUM = ("计入人数", "核算金额（元）")
_PERSON = ("是否计入", "计入月数", "最低月入账（元）")


def _place(sheet: Worksheet, header: str, row: int) -> Place:
    """The cell below a heading. Raises LookupError where the sample has no such column."""
    for cell in sheet[HEADER_ROW]:
        if cell.value == header:
            return Place(sheet.title, f"{cell.column_letter}{row}", header)
    raise LookupError(header)


def _engine_cell(sheet: Worksheet) -> str:
    for cell in sheet[1]:
        if str(cell.value).startswith('="计算方式'):
            return f"{sheet.title} {cell.coordinate}"
    raise LookupError("计算方式")


def _edit(place: Place, sample: Workbook, after: object) -> Edit:
    return Edit(place, sample[place.sheet][place.cell].value, after)


def _with_another_end(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def _values(
    plain: LibreOffice, with_addin: LibreOffice, places: list[Place], *edits: Edit
) -> list[str]:
    """What cells show, by ordinary formulas and by Python: the same."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        book = load_workbook(SAMPLE)
        for edit in edits:
            book[edit.place.sheet][edit.place.cell].value = edit.after
        book.save(path)
        shown = [_read(calc.recalculate(path), places) for calc in (plain, with_addin)]
    assert shown[0] == shown[1]
    return shown[0]


def _read(path: Path, places: list[Place]) -> list[str]:
    book = load_workbook(path, data_only=True)
    return [_shown(book[place.sheet][place.cell].value) for place in places]


def _shown(value: object) -> str:
    if value is None or value == "":
        return "（空）"
    if isinstance(value, (int, float)):
        return f"{value:,.2f}".removesuffix(".00")
    return str(value)


def _table(places: list[Place], values: list[str]) -> str:
    rows = [
        f"| {place.sheet} | {place.cell} | {place.header} | {value} | |"
        for place, value in zip(places, values, strict=True)
    ]
    head = ["| 工作表 | 单元格 | 列 | 应为 | 实际 |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


def _words(edit: Edit) -> str:
    where = f"“{edit.place.sheet}”{edit.place.cell}（{edit.place.header}）"
    return f"{where}由 `{edit.before}` 改为 `{edit.after}`"


def _formulas(calc: LibreOffice) -> str:
    book = Workbook()
    for row, formula in enumerate(FORMULAS, 1):
        book.worksheets[0].cell(row, 1).value = formula
    with TemporaryDirectory() as folder:
        path = Path(folder) / "formulas.xlsx"
        book.save(path)
        made = load_workbook(calc.recalculate(path), data_only=True)
    rows = [
        f"| A{row} | `{formula}` | {_shown(made.worksheets[0].cell(row, 1).value)} | |"
        for row, formula in enumerate(FORMULAS, 1)
    ]
    return "\n".join(["| 单元格 | 输入 | 应为 | 实际 |", "|---|---|---|---|", *rows])


@contextmanager
def offices() -> Iterator[tuple[LibreOffice, LibreOffice]]:
    """LibreOffice without and with the add-in, in folders that are removed afterwards."""
    with TemporaryDirectory() as folder:
        add_in = build(Path(folder) / "claimcheck.oxt")
        yield (
            LibreOffice(Path(folder) / "plain"),
            LibreOffice(Path(folder) / "addin", addin=add_in),
        )


def main() -> None:
    """Write the page; LibreOffice computes what stands in it."""
    with offices() as (without, with_it):
        PAGE.write_text(page(without, with_it), "utf-8")


if __name__ == "__main__":
    main()
