# ruff: noqa: E501 - tables of headings and widths
"""Writes workbooks with imported payments: a new one, or a filled copy of a claim."""

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.errors import ClaimcheckError
from claimcheck.forms import ColumnType, Sheet, SheetKind, form
from claimcheck.identity import mask_account
from validator.output.csv import harmless
from validator.statements.importing import FileResult, Import, Payment
from validator.statements.provenance import (
    BREAKS_HEAD,
    DIGEST_HEAD,
    FILES_SHEET,
    HEADER_ROW,
    RECORD_COLUMNS,
    RECORD_SHEET,
    UNSURE_SHEET,
    cell_hashes,
    normal,
    read_records,
    row_hash,
)
from validator.statements.roster import ClaimBook

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: So many unsure rows are listed; the numbers on the screen count all.
LISTED = 20_000

_UNSURE = (
    ("为什么待确认", 42), ("姓名", 10), ("账号", 22), ("入账日期", 12), ("金额（元）", 12),
    ("付款方", 28), ("摘要", 20), ("所属月份", 10), ("来源文件", 24), ("工作表或页", 12), ("来源行", 8),
)  # fmt: skip
_FILES = (
    ("文件", 28), ("版式", 26), ("户名", 12), ("流水行", 8), ("工资", 8), ("可能是工资", 11),
    ("不是工资", 10), ("不是工资的收入（按原因）", 50), ("余额核对", 12), ("导入", 8), ("以前已导入", 11),
    ("待确认", 8), ("说明", 60), (BREAKS_HEAD, 60), (DIGEST_HEAD, 20),
)  # fmt: skip
_RECORD_WIDTHS = (11, 10, 26, 12, 8, 26, 20, 10, 12, 20, 20, 20, 20)
_TITLES = {
    RECORD_SHEET: "每一行工资流水的来源。请勿改动：核查时据此找出导入后被改过的行。",
    FILES_SHEET: "本次导入的文件。",
    UNSURE_SHEET: "没有写入工资流水的收入：请逐笔核对，确属工资的补录到工资流水。",
}


class NotWrittenError(ClaimcheckError, OSError):
    """Raised when a result cannot be written to its place."""


def save_whole(save: Callable[[str], None], target: Path) -> None:
    """Write beside the target first, so that it appears whole or not at all.

    Raises:
        NotWrittenError: the target cannot be written.
    """
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            prefix=".claimcheck-", suffix=target.suffix, dir=target.parent
        )
        os.close(handle)
        save(temporary)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise NotWrittenError(
            f"无法写入“{target.name}”：没有权限、磁盘已满或文件正被打开。请关闭文件或换一个位置。"
        ) from error


def values_of(payment: Payment) -> dict[str, Any]:
    """A payment by the keys of the form's sheet."""
    return {
        "id_number": payment.id_number,
        "name": harmless(payment.name),
        "paid_on": payment.paid_on,
        "amount_yuan": payment.amount_fen / 100,
        "payer": harmless(payment.payer),
        "payee_account": payment.account,
        "reference": harmless(payment.reference),
        "memo": harmless(payment.memo),
    }


def write_new(result: Import, target: Path) -> None:
    """Write payments into a new workbook with the headings of 工资流水.

    Raises:
        NotWrittenError: the target cannot be written.
    """
    from xlsxwriter import Workbook

    sheet = form("hiring").sheet(SheetKind.WAGES)
    assert sheet is not None  # noqa: S101 - this form has payments
    rows = [values_of(payment) for payment in result.payments]

    def save(path: str) -> None:
        with Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
            styles = {
                "head": book.add_format({"bold": True, "bg_color": "#DCE6E7", "border": 1}),
                "date": book.add_format({"num_format": "yyyy-mm-dd"}),
                "money": book.add_format({"num_format": "#,##0.00"}),
                "text": book.add_format({"num_format": "@"}),
            }
            tables = [
                (sheet.name, "由对账单导入。", [(c.header, c.width) for c in sheet.inputs],
                 ([row.get(c.key) for c in sheet.inputs] for row in rows)),
                (UNSURE_SHEET, _TITLES[UNSURE_SHEET], _UNSURE, _unsure_rows(result)),
                (RECORD_SHEET, _TITLES[RECORD_SHEET], _record_heads(),
                 _record_rows(sheet, result.payments, rows, range(HEADER_ROW + 2, len(rows) + HEADER_ROW + 2))),
                (FILES_SHEET, _TITLES[FILES_SHEET], _FILES, map(_file_row, result.files)),
            ]  # fmt: skip
            for name, title, heads, lines in tables:
                page = book.add_worksheet(name)
                for place, (_, width) in enumerate(heads):
                    page.set_column(place, place, width)
                page.write_string(0, 0, title)
                page.write_row(HEADER_ROW, 0, [head for head, _ in heads], styles["head"])
                page.freeze_panes(HEADER_ROW + 1, 0)
                for number, line in enumerate(lines, HEADER_ROW + 1):
                    for place, value in enumerate(line):
                        _write_cell(page, number, place, value, styles)

    save_whole(save, target)


def _write_cell(page: Any, row: int, column: int, value: object, styles: dict[str, Any]) -> None:
    import datetime

    if value is None or value == "":
        return
    if isinstance(value, datetime.date):
        page.write_datetime(row, column, value, styles["date"])
    elif isinstance(value, float):
        page.write_number(row, column, value, styles["money"])
    elif isinstance(value, int):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value), styles["text"])


def write_into(claim: ClaimBook, result: Import, target: Path) -> int:
    """Write payments below those that are in a claim workbook, into a copy of it.

    Returns:
        How many rows were written.

    Raises:
        NotWrittenError: the copy cannot be written, or has too few prepared rows.
    """
    from openpyxl import load_workbook

    sheet = claim.wages.sheet
    try:
        book = load_workbook(claim.path, keep_vba=claim.path.suffix.lower() == ".xlsm")
        page = book[claim.wages.name]
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise NotWrittenError(
            f"“{claim.path.name}”不能写入：只能写入 .xlsx 或 .xlsm。请用 Excel 另存为 .xlsx。"
        ) from error
    rows = [values_of(payment) for payment in result.payments]
    start = _first_free(claim, page)
    _need_room(claim, page, start, len(rows))
    for number, row in enumerate(rows, start):
        for column in sheet.inputs:
            letters = claim.wages.letters.get(column.key)
            value = row.get(column.key)
            if letters is None or value in (None, ""):
                continue
            cell = page[f"{letters}{number}"]
            cell.value = value
            if cell.number_format == "General":
                cell.number_format = _FORMATS.get(column.type, "@")
    places = range(start, start + len(rows))
    present = _present(claim)
    written = [
        {key: value for key, value in row.items() if key in present} for row in rows
    ]  # fmt: skip
    _append(
        book, RECORD_SHEET, _record_heads(), _record_rows(sheet, result.payments, written, places)
    )
    known = {(r[8], r[9], r[10]) for r in _old_unsure(book)}
    new = [row for row in _unsure_rows(result) if (row[8], row[9], row[10]) not in known]
    _append(book, UNSURE_SHEET, _UNSURE, new)
    _append(book, FILES_SHEET, _FILES, [_file_row(entry) for entry in result.files])
    save_whole(book.save, target)
    return len(rows)


_FORMATS = {ColumnType.DATE: "yyyy-mm-dd", ColumnType.YUAN: "#,##0.00"}


def _present(claim: ClaimBook) -> set[str]:
    return set(claim.wages.letters)


def _first_free(claim: ClaimBook, page: "Worksheet") -> int:
    """The row below the last one that holds anything to be filled in."""
    assert claim.wages.headers is not None  # noqa: S101 - checked when the claim was read
    from openpyxl.utils import column_index_from_string

    columns = [column_index_from_string(letters) for letters in claim.wages.letters.values()]
    last = claim.wages.headers.row + 1
    for row in page.iter_rows(min_row=last + 1):
        if any(row[column - 1].value not in (None, "") for column in columns if column <= len(row)):
            last = row[0].row
    return last + 1


def _need_room(claim: ClaimBook, page: "Worksheet", start: int, count: int) -> None:
    """A template computes only over the rows that it was made with."""
    if not page.protection.sheet:
        return
    letters = claim.wages.letters["id_number"]
    room = 0
    while room < count and not page[f"{letters}{start + room}"].protection.locked:
        room += 1
    if room < count:
        raise NotWrittenError(
            f"“{claim.path.name}”的工资流水表只剩 {room} 行，要写入 {count} 行，没有写入任何内容。"
            "请用 claimcheck template new 加 --rows 生成行数更多的模板，填好后再导入。"
        )


def _record_heads() -> list[tuple[str, int]]:
    return [(head, width) for (_, head), width in zip(RECORD_COLUMNS, _RECORD_WIDTHS, strict=True)]


def _record_rows(
    sheet: Sheet,
    payments: Sequence[Payment],
    rows: Sequence[dict[str, Any]],
    places: Iterable[int],
) -> Iterable[list[object]]:
    as_read = normal(sheet, list(rows))
    for payment, read, place in zip(payments, as_read, places, strict=True):
        cells = cell_hashes(sheet, read)
        yield [
            place, harmless(payment.name), harmless(payment.file), payment.page,
            payment.source_row, payment.layout, payment.by or "未与花名册核对", payment.month,
            payment.chain, payment.digest, payment.key, row_hash(cells), " ".join(cells),
        ]  # fmt: skip


def _unsure_rows(result: Import) -> list[list[object]]:
    return [
        [
            harmless(entry.doubt), harmless(entry.name), mask_account(entry.account), entry.paid_on,
            entry.amount_fen / 100, harmless(entry.payer), harmless(entry.memo), entry.month,
            harmless(entry.file), entry.page, entry.source_row,
        ]
        for entry in result.unsure[:LISTED]
    ]  # fmt: skip


def _file_row(entry: FileResult) -> list[object]:
    counts = entry.counts
    reasons = "、".join(f"{reason} {count}" for reason, count in entry.reasons.most_common())
    breaks = "；".join(f"{page}第 {row} 行，{what}" for page, row, what in entry.breaks[:3])
    if len(entry.breaks) > 3:
        breaks += f"；共 {len(entry.breaks)} 处"
    remarks = [entry.fault, entry.remedy, *entry.remarks]
    return [
        harmless(entry.path.name), entry.layout, harmless(entry.holder), entry.rows, counts["工资"],
        counts["可能是工资"], counts["不是工资"], reasons, entry.chain, entry.taken, entry.repeated,
        entry.unsure, harmless("；".join(text.rstrip("。") for text in remarks if text)), breaks, entry.digest,
    ]  # fmt: skip


def _old_unsure(book: "Workbook") -> list[tuple[object, ...]]:
    if UNSURE_SHEET not in book.sheetnames:
        return []
    return list(book[UNSURE_SHEET].iter_rows(min_row=HEADER_ROW + 2, values_only=True))


def _append(
    book: "Workbook",
    name: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[object]],
) -> None:
    """Put rows below those of a sheet of ours, which is made where there is none."""
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    if name in book.sheetnames:
        page = book[name]
    else:
        page = book.create_sheet(name)
        page["A1"] = _TITLES[name]
        for place, (head, width) in enumerate(heads, 1):
            cell = page.cell(HEADER_ROW + 1, place, head)
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="FFDCE6E7")
            page.column_dimensions[get_column_letter(place)].width = width
        page.freeze_panes = f"A{HEADER_ROW + 2}"
        page.protection.sheet = name == RECORD_SHEET
    number = max(page.max_row, HEADER_ROW + 1)
    for row in rows:
        number += 1
        for place, value in enumerate(row, 1):
            if value not in (None, ""):
                cell = page.cell(number, place, value)
                if isinstance(value, float):
                    cell.number_format = "#,##0.00"


def known_keys(claim: ClaimBook) -> frozenset[str]:
    """The keys of the rows that were imported into a claim before."""
    return frozenset(record["key"] for record in read_records(claim.path))
