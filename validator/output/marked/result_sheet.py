"""The sheet 核查结果: what was found, each line linked to its cell."""

from copy import copy
from typing import TYPE_CHECKING, Any

import polars as pl

from claimcheck.money import show_yuan
from validator.common.harmless import harmless
from validator.common.workbooks import set_value
from validator.findings.catalogue import SEVERITY_WORDS, entry
from validator.output.styles import lines_of
from validator.reading.batch import Input
from validator.run.validate import Validation
from validator.supervision.listing import decided_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = "核查结果"

#: So many findings are listed; the numbers at the top count all.
LISTED = 5000

_FONT = "微软雅黑"
_HEADINGS = (
    ("序号", 6), ("程度", 7), ("编号", 8), ("问题", 20), ("位置", 17), ("申报编号", 11),
    ("人员", 25), ("现为", 20), ("应为", 20), ("说明", 58), ("怎么改", 40), ("依据", 18),
)  # fmt: skip
_HEADER_ROW = 6
_ORDER = {"error": 0, "warning": 1, "info": 2}
_SEVERITY_COLUMN, _LINK_COLUMN = 2, 5
_COLOURS = {"error": "FFFFC7CE", "warning": "FFFFE5B4", "info": "FFDDEBF7"}


def add_result_sheet(
    book: "Workbook",
    validation: Validation,
    source: Input,
    findings: pl.DataFrame,
    *,
    linked: bool,
    note: str,
) -> None:
    """Put 核查结果 in front of the other sheets.

    Args:
        book: the workbook.
        validation: the whole result.
        source: the input whose findings these are.
        findings: the findings of this input.
        linked: whether the cells are in this workbook, so that lines can link to them.
        note: what else the reader has to know.
    """
    sheet = book.create_sheet(TITLE, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    _head(sheet, validation, source, findings, note)
    order = pl.col("severity").replace_strict(_ORDER, return_dtype=pl.Int8)
    sheets = [str(entry.kind) for entry in source.form.sheets] if source.form else []
    place = pl.col("kind").replace_strict(
        {kind: number for number, kind in enumerate(sheets)}, default=-1, return_dtype=pl.Int8
    )
    ranked = findings.sort(order, place, "row", maintain_order=True)
    cited = {part.rule.clause: part.rule.cited for part in validation.judged}
    lines = _Lines(sheet)
    for number, row in enumerate(ranked.head(LISTED).iter_rows(named=True), 1):
        lines.write(
            number, row | {"clause": cited.get(row["clause"], row["clause"])}, linked=linked
        )
    _page(sheet, min(findings.height, LISTED))


def _head(
    sheet: "Worksheet", validation: Validation, source: Input, findings: pl.DataFrame, note: str
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    settled = pl.col("let_through") if "let_through" in findings.columns else pl.lit(value=False)
    left = findings.filter(~settled)
    errors = int((left["severity"] == "error").sum())
    warnings = int((left["severity"] == "warning").sum())
    apart = (
        f"另有 {findings.height - left.height:,} 处已由审核人放行。"
        if len(left) < len(findings)
        else ""
    )
    claims = validation.claims.filter(pl.col("input") == source.number)
    verdict = (
        f"暂不能提交：错误 {errors:,} 处（须改正后再报），提醒 {warnings:,} 处（由审核人判断）。"
        if errors
        else f"可以提交：没有错误，提醒 {warnings:,} 处（由审核人判断）。"
    ) + apart
    lines = [
        ("核查结果", Font(_FONT, size=16, bold=True)),
        (verdict, Font(_FONT, size=11, bold=True, color="FFC00000" if errors else "FF7F6000")),
        (_money(claims), Font(_FONT, size=10)),
        (
            _remarks(findings, source, note) + _waivers(validation),
            Font(_FONT, size=9, color="FF595959"),
        ),
    ]
    for row, (text, font) in enumerate(lines, 1):
        cell = sheet.cell(row, 1)
        set_value(cell, harmless(text))
        cell.font = font
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_HEADINGS))
        sheet.cell(row, 1).alignment = Alignment(vertical="center", wrap_text=row > 2)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 20
    room = sum(width for _, width in _HEADINGS)
    sheet.row_dimensions[3].height = 18
    sheet.row_dimensions[4].height = 4 + 14 * lines_of(lines[3][0], room)
    thin = Side("thin", color="FFBFBFBF")
    for place, (heading, _) in enumerate(_HEADINGS, 1):
        cell = sheet.cell(_HEADER_ROW, place, heading)
        cell.font = Font(_FONT, size=10, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF2F5D62")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = Border(thin, thin, thin, thin)
    sheet.row_dimensions[_HEADER_ROW].height = 22


def _money(claims: pl.DataFrame) -> str:
    if claims.is_empty():
        return "没有读到申报。"
    claimed = show_yuan(int(claims["claimed_fen"].sum()))
    judged = claims["amount_fen"].drop_nulls()
    text = f"申报 {claims.height:,} 项，申报金额合计 {claimed} 元；"
    if judged.is_empty():
        return text + "尚不能核定金额。"
    text += f"按现有材料核定 {show_yuan(int(judged.sum()))} 元"
    left = claims.height - len(judged)
    text += f"（其中 {left} 项尚不能核定）" if left else ""
    return text + _decided(claims) + "。"


def _decided(claims: pl.DataFrame) -> str:
    """The sum under the verdicts, where they made another."""
    if "ruled_fen" not in claims.columns:
        return ""
    paid = claims.select(pl.min_horizontal("amount_fen", "claimed_fen")).to_series()
    if claims["ruled_fen"].equals(paid):
        return ""
    return f"；审核人裁定后 {show_yuan(int(claims['ruled_fen'].sum()))} 元"


def _remarks(findings: pl.DataFrame, source: Input, note: str) -> str:
    parts = [f"原文件：{source.label}。点“位置”可跳到该单元格；单元格的批注写明怎么改。"]
    if findings.height > LISTED:
        parts.append(f"共 {findings.height:,} 处，这里列出前 {LISTED:,} 处。")
    return "".join([*parts, note])


def _waivers(validation: Validation) -> str:
    """The waivers that were used in the batch."""
    said = validation.supervision
    return "".join(
        f"适用豁免第 {one.number} 号：{one.waiver.code}，"
        f"{one.waiver.county or one.waiver.applicant}，"
        f"至 {one.waiver.until}（{one.waiver.reason}）。"
        for one in (said.waivers if said else [])
    )


class _Lines:
    """Writes the lines; a look is made once and then copied, for there may be thousands."""

    def __init__(self, sheet: "Worksheet") -> None:
        self._sheet = sheet
        self._looks: dict[str, Any] = {}

    def write(self, number: int, row: dict[str, Any], *, linked: bool) -> None:
        """Write one finding; a line that is linked leads to its cell."""
        decided = f"【{decided_text(row)}】" if row.get("standing", "open") != "open" else ""
        severity = row["severity"]
        values = (
            number,
            SEVERITY_WORDS[severity],
            row["code"],
            entry(row["code"]).title,
            _place(row),
            row["claim_id"],
            row["person"],
            row["value"],
            row["expected"],
            row["message"] + decided,
            row["fix"],
            row["clause"],
        )
        leads = linked and row["sheet"] and row["cell"]
        for place, value in enumerate(values, 1):
            cell = self._sheet.cell(_HEADER_ROW + number, place)
            set_value(cell, value if isinstance(value, int) else harmless(value))
            look = "centred" if place <= 3 else "left"
            if place == _SEVERITY_COLUMN:
                look = severity
            elif place == _LINK_COLUMN and leads:
                name = row["sheet"].replace("'", "''")
                cell.hyperlink = f"#'{name}'!{row['cell']}"
                look = "link"
            self._dress(cell, look)
        self._sheet.row_dimensions[_HEADER_ROW + number].height = _height(values)

    def _dress(self, cell: Any, look: str) -> None:
        if look in self._looks:
            cell._style = copy(self._looks[look])
            return
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        thin = Side("thin", color="FFD9D9D9")
        colour = {"color": "FF0563C1", "underline": "single"} if look == "link" else {}
        cell.font = Font(_FONT, size=10, **colour)
        cell.alignment = Alignment(
            horizontal="left" if look in ("left", "link") else "center",
            vertical="center",
            wrap_text=True,
        )
        cell.border = Border(thin, thin, thin, thin)
        if look in _COLOURS:
            cell.fill = PatternFill("solid", fgColor=_COLOURS[look])
        self._looks[look] = copy(cell._style)


def _place(row: dict[str, Any]) -> str:
    if row["sheet"] is None:
        return "整个文件"
    return f"{row['sheet']} {row['cell'] or row['column'] or ''}".strip()


def _height(values: tuple[Any, ...]) -> float:
    """High enough for the longest text of a row: no program does this for wrapped text."""
    lines = 1
    for (_, width), value in zip(_HEADINGS, values, strict=True):
        text = str(value or "")
        columns = sum(2 if ord(character) > 0x2E80 else 1 for character in text)
        lines = max(lines, -(-columns // max(width - 2, 1)))
    return 6 + 15 * lines


def _page(sheet: "Worksheet", rows: int) -> None:
    from openpyxl.utils import get_column_letter

    last = get_column_letter(len(_HEADINGS))
    for place, (_, width) in enumerate(_HEADINGS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1)
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}{_HEADER_ROW + rows}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.75
    sheet.page_margins.footer = 0.3
