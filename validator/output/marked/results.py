"""What the sheet 核查结果 of a marked copy says, as texts."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from claimcheck.money import show_yuan
from validator.findings.catalogue import SEVERITY_WORDS, entry
from validator.reading.batch import Input
from validator.run.validate import Validation
from validator.supervision.listing import decided_text

#: So many findings are listed; the numbers at the top count all.
LISTED = 5000

_ORDER = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class ResultLine:
    """One finding as it is listed."""

    severity: str
    texts: tuple[str, ...]  #: of the columns after 序号, in their order
    sheet: str | None  #: where it stands, to lead there
    cell: str | None


@dataclass(frozen=True)
class Results:
    """All that 核查结果 says."""

    verdict: str
    passes: bool  #: nothing has to be mended
    money: str
    remarks: str
    waivers: str
    lines: tuple[ResultLine, ...]


def results_of(validation: Validation, source: Input, findings: pl.DataFrame) -> Results:
    """What 核查结果 says of one input.

    Args:
        validation: the whole result.
        source: the input.
        findings: its findings, their clauses as they are cited.
    """
    settled = pl.col("let_through") if "let_through" in findings.columns else pl.lit(value=False)
    left = findings.filter(~settled)
    errors = int((left["severity"] == "error").sum())
    warnings = int((left["severity"] == "warning").sum())
    verdict = (
        f"暂不能提交：错误 {errors:,} 处（须改正后再报），提醒 {warnings:,} 处（由审核人判断）。"
        if errors
        else f"可以提交：没有错误，提醒 {warnings:,} 处（由审核人判断）。"
    )
    if findings.height > left.height:
        verdict += f"另有 {findings.height - left.height:,} 处已由审核人放行。"
    remarks = f"原文件：{source.label}。点“位置”可跳到该单元格；单元格的批注写明怎么改。"
    if findings.height > LISTED:
        remarks += f"共 {findings.height:,} 处，这里列出前 {LISTED:,} 处。"
    return Results(
        verdict,
        not errors,
        _money(validation.claims.filter(pl.col("input") == source.number)),
        remarks,
        _waivers(validation),
        tuple(map(_line, _ranked(source, findings).iter_rows(named=True))),
    )


def _ranked(source: Input, findings: pl.DataFrame) -> pl.DataFrame:
    """The findings that are listed, the worst first, then sheet by sheet."""
    order = pl.col("severity").replace_strict(_ORDER, return_dtype=pl.Int8)
    sheets = [str(entry.kind) for entry in source.form.sheets] if source.form else []
    place = pl.col("kind").replace_strict(
        {kind: number for number, kind in enumerate(sheets)}, default=-1, return_dtype=pl.Int8
    )
    return findings.sort(order, place, "row", maintain_order=True).head(LISTED)


def _line(row: dict[str, Any]) -> ResultLine:
    decided = f"【{decided_text(row)}】" if row.get("standing", "open") != "open" else ""
    texts = (
        SEVERITY_WORDS[row["severity"]],
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
    return ResultLine(
        row["severity"], tuple(text or "" for text in texts), row["sheet"], row["cell"]
    )


def _place(row: dict[str, Any]) -> str:
    if row["sheet"] is None:
        return "整个文件"
    return f"{row['sheet']} {row['cell'] or row['column'] or ''}".strip()


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


def _waivers(validation: Validation) -> str:
    """The waivers that were used in the batch."""
    said = validation.supervision
    return "".join(
        f"适用豁免第 {one.number} 号：{one.waiver.code}，"
        f"{one.waiver.county or one.waiver.applicant}，"
        f"至 {one.waiver.until}（{one.waiver.reason}）。"
        for one in (said.waivers if said else [])
    )
