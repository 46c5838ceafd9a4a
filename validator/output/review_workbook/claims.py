"""The sheet 申报: one row a claim, what was claimed and what was found."""

from typing import TYPE_CHECKING, Any

import polars as pl

from validator.ledger.audit.words import RESULT_WORDS, ClaimResult
from validator.output.styles import ReportStyles, set_up_page
from validator.run.assembling import FLAGGED
from validator.run.validate import Validation

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET = "申报"

_COLUMNS = (
    ("文件", 22), ("申报编号", 12), ("事项编号", 10), ("申报主体", 28), ("申报人数", 9),
    ("合格人数", 9), ("申报金额（元）", 14), ("核定金额（元）", 14), ("差额（元）", 14),
    ("裁定人数", 9), ("裁定后金额（元）", 14), ("结果", 10), ("错误待处理", 10),
    ("提醒待审核", 10), ("说明", 50),
)  # fmt: skip
_MONEY = (6, 7, 8, 10)


def add_claims(
    book: "Workbook", styles: ReportStyles, validation: Validation, findings: pl.DataFrame
) -> None:
    """Write the sheet; the largest sums first.

    Args:
        book: the workbook.
        styles: its formats.
        validation: the result.
        findings: what `listing.listed` gives.
    """
    sheet = book.add_worksheet(SHEET)
    sheet.write_string(0, 0, "申报", styles.title)
    for place, (heading, width) in enumerate(_COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(1, place, heading, styles.head)
    names = {entry.number: entry.label for entry in validation.inputs}
    number = 1
    for number, row in enumerate(_ranked(validation, findings).iter_rows(named=True), 2):
        gap = None
        if row["claimed_fen"] is not None and row["amount_fen"] is not None:
            gap = row["claimed_fen"] - row["amount_fen"]
        values = (
            names[row["input"]], row["claim_id"] or "（空）", row["measure"], row["applicant"],
            row["claimed_people"], row["headcount"], row["claimed_fen"], row["amount_fen"], gap,
            row.get("ruled_people"), row.get("ruled_fen"), _result(row), row["errors"],
            row["warnings"], _said(row),
        )  # fmt: skip
        for place, value in enumerate(values):
            if place in _MONEY:
                if value is None:
                    sheet.write_string(number, place, "—", styles.text)
                else:
                    sheet.write_number(number, place, value / 100, styles.money)
            elif isinstance(value, int):
                sheet.write_number(number, place, value, styles.number)
            else:
                sheet.write_string(number, place, value or "", styles.text)
    sheet.autofilter(1, 0, max(number, 2), len(_COLUMNS) - 1)
    sheet.freeze_panes(2, 2)
    set_up_page(sheet, 1)


def _result(row: dict[str, Any]) -> str:
    """What becomes of the claim; whether anything was found, where nobody can have decided."""
    if row.get("result") is not None:
        return RESULT_WORDS[ClaimResult(row["result"])]
    return "有问题" if row["verdict"] == FLAGGED else "无问题"


def _said(row: dict[str, Any]) -> str:
    """How the sum came about; under verdicts, where they made another; what was refused before."""
    now = row.get("ruled_reason") or ""
    before = row["reason"] or ""
    how = before if not now or now == before else f"{before}；裁定后：{now}"
    return "；".join(filter(None, [how, row.get("refused_before")]))


def _ranked(validation: Validation, findings: pl.DataFrame) -> pl.DataFrame:
    blocking = (pl.col("severity") == "error") & ~pl.col("let_through")
    reminding = (pl.col("severity") == "warning") & pl.col("waiting")
    counts = findings.group_by("input", "claim_id").agg(
        errors=blocking.sum().cast(pl.Int64), warnings=reminding.sum().cast(pl.Int64)
    )
    return (
        validation.claims.join(counts, on=["input", "claim_id"], how="left", maintain_order="left")
        .with_columns(pl.col("errors", "warnings").fill_null(0))
        .sort(-pl.col("claimed_fen").fill_null(0), "input", "row", maintain_order=True)
    )
