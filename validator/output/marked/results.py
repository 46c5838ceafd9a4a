"""What the sheet 核查结果 of a marked copy says, as texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from claimcheck.money import show_yuan
from validator.findings.catalogue import SEVERITY_WORDS, entry
from validator.output.marked.ranking import parted, severity_rank
from validator.reading.batch import Input

if TYPE_CHECKING:
    from validator.run.validate import Validation

#: So many findings are listed; the numbers at the top count all.
LISTED = 5000


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


class ResultsOfRun:
    """What 核查结果 says of each input; all are counted and ranked at once."""

    def __init__(self, validation: "Validation", findings: pl.DataFrame) -> None:
        """Count and rank.

        Args:
            validation: the whole result.
            findings: the findings that are listed, their clauses as they are cited.
        """
        self._counts = _counts(findings)
        self._sums = _sums(validation.claims)
        self._waivers = _waivers(validation)
        self._listed = parted(_ranked(validation.inputs, findings), LISTED)

    def of(self, source: Input) -> Results:
        """What it says of one input that has findings."""
        count = self._counts[source.number]
        errors = count["errors"]
        verdict = (
            f"暂不能提交：错误 {errors:,} 处（须改正后再报）" if errors else "可以提交：没有错误"
        )
        verdict += f"，提醒 {count['warnings']:,} 处（由审核人判断）。"
        if count["settled"]:
            verdict += f"另有 {count['settled']:,} 处已由审核人放行。"
        remarks = f"原文件：{source.label}。点“位置”可跳到该单元格；单元格的批注写明怎么改。"
        if count["all"] > LISTED:
            remarks += f"共 {count['all']:,} 处，这里列出前 {LISTED:,} 处。"
        return Results(
            verdict,
            not errors,
            _money(self._sums.get(source.number)),
            remarks,
            self._waivers,
            tuple(map(_line, self._listed(source.number))),
        )


def _counts(findings: pl.DataFrame) -> dict[int, dict[str, int]]:
    """Of each input: all findings, those let through, and the errors and reminders left."""
    settled = pl.col("let_through") if "let_through" in findings.columns else pl.lit(value=False)
    left = pl.col("severity").filter(~settled)
    counted = findings.group_by("input").agg(
        all=pl.len(),
        settled=pl.len() - left.len(),
        errors=(left == "error").sum(),
        warnings=(left == "warning").sum(),
    )
    return {row["input"]: row for row in counted.iter_rows(named=True)}


def _ranked(inputs: Sequence[Input], findings: pl.DataFrame) -> pl.DataFrame:
    """The findings, the worst first, then sheet by sheet."""
    places = [
        (source.number, str(sheet.kind), place)
        for source in inputs
        for place, sheet in enumerate(source.form.sheets if source.form else ())
    ]
    schema = {"input": pl.Int64(), "kind": pl.String(), "place": pl.Int8()}
    return (
        findings.join(
            pl.DataFrame(places, schema, orient="row"), on=["input", "kind"], how="left",
            maintain_order="left",
        )
        .sort(severity_rank(), pl.col("place").fill_null(-1), "row", maintain_order=True)
        .drop("place")
    )  # fmt: skip


def _line(row: dict[str, Any]) -> ResultLine:
    # Late: a worker that writes a copy does without.
    from validator.supervision.listing import decided_text

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


def _sums(claims: pl.DataFrame) -> dict[int, dict[str, int]]:
    """Of each input: its claims, those that were judged, and the sums, in fen."""
    ruled = pl.col("ruled_fen") if "ruled_fen" in claims.columns else None
    paid = pl.min_horizontal("amount_fen", "claimed_fen")
    summed = claims.group_by("input").agg(
        claims=pl.len(),
        claimed=pl.col("claimed_fen").sum(),
        judged=pl.col("amount_fen").count(),
        assessed=pl.col("amount_fen").sum(),
        changed=pl.lit(value=False) if ruled is None else ruled.ne_missing(paid).any(),
        decided=pl.lit(0) if ruled is None else ruled.sum(),
    )
    return {row["input"]: row for row in summed.iter_rows(named=True)}


def _money(sums: Mapping[str, int] | None) -> str:
    if sums is None:
        return "没有读到申报。"
    claims, judged = sums["claims"], sums["judged"]
    text = f"申报 {claims:,} 项，申报金额合计 {show_yuan(sums['claimed'])} 元；"
    if not judged:
        return text + "尚不能核定金额。"
    text += f"按现有材料核定 {show_yuan(sums['assessed'])} 元"
    text += f"（其中 {claims - judged} 项尚不能核定）" if claims > judged else ""
    # The sum under the verdicts, where they made another.
    text += f"；审核人裁定后 {show_yuan(sums['decided'])} 元" if sums["changed"] else ""
    return text + "。"


def _waivers(validation: "Validation") -> str:
    """The waivers that were used in the batch."""
    said = validation.supervision
    return "".join(
        f"适用豁免第 {one.number} 号：{one.waiver.code}，"
        f"{one.waiver.county or one.waiver.applicant}，"
        f"至 {one.waiver.until}（{one.waiver.reason}）。"
        for one in (said.waivers if said else [])
    )
