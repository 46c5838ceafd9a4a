"""The result as people read it on a terminal: claims, findings by kind, one last line."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from validator.findings.catalogue import SEVERITY_WORDS, entry
from validator.findings.frame import of_office
from validator.ledger.audit.distrust import untrusted
from validator.output.columns import aligned, columns, cut, money_cell
from validator.output.sums import sums_lines
from validator.reading.batch import Input
from validator.run.assembling import FLAGGED
from validator.run.validate import Validation

#: So many claims, and so many places of one kind of finding, are printed.
SHOWN_CLAIMS = 20
SHOWN_PLACES = 3
#: So many files that were checked are listed, and so many others.
SHOWN_FILES = 60

#: A line and the style a terminal may give it: "", "bold", "error", "warning", "good", "dim".
Line = tuple[str, str]

_PIECES = re.compile(r"[“（《]*(?:[\w.,:*—-]+(?<![^\x00-\x7f—])|.)[，。；：、）”》…]*", re.ASCII)

_HEADINGS = ("申报编号", "申报主体", "申报人数", "合格", "申报金额（元）", "核定金额（元）", "结果")
_WIDTHS = (10, 18, 8, 4, 14, 14, 6)
_RIGHT = (2, 3, 4, 5)
_FILE_WIDTH = 30


def lines(validation: Validation, width: int = 80) -> Iterator[Line]:
    """The whole result, line by line: the files first, the verdict last."""
    yield from _files(validation)
    yield from _claims(validation)
    yield from _decisions(validation)
    yield from _findings(validation, width)
    yield from _last(validation, width)


def _files(validation: Validation) -> Iterator[Line]:
    """A table of the files, where there are several."""
    if len(validation.inputs) < 2 and not validation.aside:
        return
    wrong = _counted(validation, "error")
    claimed = dict(validation.claims.group_by("input").len().iter_rows())
    rows = [
        (
            item.label,
            _what_it_is(item, claimed.get(item.number, 0)),
            "没有读到" if item.fault else f"错误 {count:,} 处" if count else "没有错误",
            "error" if item.fault or count else "",
        )
        for item in validation.inputs
        for count in (wrong.get(item.number, 0),)
    ]
    # Of many files those with errors are named first.
    rows.sort(key=lambda row: not row[3])
    unread = sum(bool(item.fault) for item in validation.inputs)
    apart = f"，其中 {unread:,} 个没有读到" if unread else ""
    yield f"文件 {len(rows) + len(validation.aside):,} 个，核查 {len(rows):,} 个{apart}：", "bold"
    for label, what, result, style in rows[:SHOWN_FILES]:
        yield _file_row(label, f"{what}，{result}"), style
    if len(rows) > SHOWN_FILES:
        yield f"  …… 另有 {len(rows) - SHOWN_FILES:,} 个核查的文件", "dim"
    for other in validation.aside[:SHOWN_FILES]:
        yield _file_row(other.label, f"{other.what}，{other.advice}"), "dim"
    if len(validation.aside) > SHOWN_FILES:
        yield f"  …… 另有 {len(validation.aside) - SHOWN_FILES:,} 个不是申报的文件", "dim"
    yield "", ""


def _counted(validation: Validation, severity: str) -> dict[int, int]:
    """How many findings of a severity each file has that are not let through."""
    found = validation.findings.filter((pl.col("severity") == severity) & ~of_office())
    if validation.supervision is not None:
        found = found.filter(~pl.col("let_through"))
    return dict(found.group_by("input").len().iter_rows())


def _what_it_is(item: Input, claims: int) -> str:
    if item.form is None:
        return "工作簿"
    return f"{item.form.title}，{claims:,} 项申报"


def _file_row(label: str, said: str) -> str:
    text = cut(label, _FILE_WIDTH)
    return f"  {text}{' ' * (_FILE_WIDTH - columns(text))} {said}"


def _claims(validation: Validation) -> Iterator[Line]:
    if validation.claims.is_empty():
        return
    # What needs a decision first, and of that the largest sums.
    ordered = validation.claims.sort(
        pl.col("verdict") != FLAGGED, -pl.col("claimed_fen").fill_null(0), maintain_order=True
    )
    if validation.claims.height <= SHOWN_CLAIMS:
        ordered = validation.claims
    names = {item.number: item.label for item in validation.inputs}
    shown = ordered.head(SHOWN_CLAIMS).sort("input", maintain_order=True)
    yield _row(_HEADINGS), "bold"
    last = None
    for claim in shown.iter_rows(named=True):
        if len(names) > 1 and claim["input"] != last:
            last = claim["input"]
            yield f"“{names[last]}”", "dim"
        flagged = claim["verdict"] == FLAGGED
        cells = (
            claim["claim_id"] or "（空）",
            claim["applicant"] or "",
            _number(claim["claimed_people"]),
            _number(claim["headcount"]),
            money_cell(claim["claimed_fen"]),
            money_cell(claim["amount_fen"]),
            "有问题" if flagged else "无问题",
        )
        yield _row(cells), "error" if flagged else ""
    rest = validation.claims.height - SHOWN_CLAIMS
    if rest > 0:
        yield f"另有 {rest:,} 项申报未列出，全部结果见 --format json。", "dim"
    yield "", ""


def _decisions(validation: Validation) -> Iterator[Line]:
    """What the verdicts make of the sums, once there is one."""
    if validation.supervision is None or set(validation.findings["standing"].unique()) <= {"open"}:
        return
    yield "审核人裁定之后：", "bold"
    yield from ((line, "") for line in sums_lines(validation))
    yield "", ""


def _findings(validation: Validation, width: int) -> Iterator[Line]:
    names = {item.number: item.label for item in validation.inputs}
    many = len(validation.inputs) > 1
    counts = validation.findings.group_by("severity", "code").len()
    order = {"error": 0, "warning": 1, "info": 2}
    for severity, code, count in sorted(
        counts.iter_rows(), key=lambda item: (order[item[0]], item[1])
    ):
        same = validation.findings.filter(
            (pl.col("code") == code) & (pl.col("severity") == severity)
        )
        heading = f"{SEVERITY_WORDS[severity]} {code} {entry(code).title}：{count:,} 处"
        if validation.supervision is not None:
            settled = int(same["let_through"].sum())
            heading += f"（其中 {settled:,} 处已放行）" if settled else ""
            same = same.sort("let_through", maintain_order=True)
        yield heading, severity
        # Why a file was not read stands nowhere else on the screen.
        shown = SHOWN_FILES if entry(code).names_file else SHOWN_PLACES
        for row in same.head(shown).iter_rows(named=True):
            place = f"“{names[row['input']]}” " if many and not entry(code).names_file else ""
            yield from _wrapped(f"{place}{row['message']}。{row['fix']}{_decided(row)}", width)
        if count > shown:
            yield f"    …… 另有 {count - shown:,} 处", "dim"
    if not validation.findings.is_empty():
        yield "", ""


def _decided(row: dict[str, Any]) -> str:
    """What supervisors decided about a finding, behind it."""
    if row.get("standing", "open") == "open":
        return ""
    from validator.supervision.listing import decided_text

    return f"【{decided_text(row)}】"


def _supervised(validation: Validation) -> Iterator[Line]:
    """The waivers that were used, and whether the audit trail is whole."""
    said = validation.supervision
    if said is None:
        return
    if said.fault:
        yield (
            f"{untrusted(said.fault).removesuffix('。')}，暂不能提交。",
            "error",
        )
    for one in said.waivers:
        waiver = one.waiver
        yield (
            f"适用豁免第 {one.number} 号：{waiver.code} {entry(waiver.code).title}，"
            f"{waiver.county or waiver.applicant}，至 {waiver.until}，{one.who}：{waiver.reason}",
            "warning",
        )


def _last(validation: Validation, width: int) -> Iterator[Line]:
    yield from _supervised(validation)
    if not validation.inputs:
        yield "没有申报可以核查。", "warning"
        return
    ran = sum(check.status == "ran" for check in validation.checks)
    skipped = [check for check in validation.checks if check.status == "skipped"]
    failed = [check.code for check in validation.checks if check.status == "failed"]
    read = (
        f"读取 {validation.sheets} 个工作表、{validation.rows:,} 行、{validation.filled:,} 个单元格"
        f"（连同表头等共 {validation.present:,} 个）；"
        f"执行检查 {ran} 项"
    )
    if skipped:
        whys = "；".join(dict.fromkeys(check.why for check in skipped))
        read += f"，跳过 {len(skipped)} 项（{whys}）"
    if failed:
        read += f"，未完成 {len(failed)} 项（{'、'.join(failed)}）"
    for text, _ in _wrapped(read + "。", width, ""):
        yield text, "dim"
    if validation.compared is not None:
        yield validation.compared.words, "dim"
    errors, warnings = validation.count("error"), validation.count("warning")
    apart = f"另有 {validation.let_through:,} 处已由审核人放行。" if validation.let_through else ""
    strange = sum(other.may_be_claim for other in validation.aside)
    if strange:
        yield f"有 {strange:,} 个工作簿没有认出是申报，没有核查，见上面的文件表。", "warning"
    if validation.supervision is not None and validation.supervision.fault:
        yield (
            "暂不能提交：台账或审核记录不可信，须先处理（见上）。"
            f"错误 {errors:,} 处，提醒 {warnings:,} 处。",
            "error",
        )
    elif errors:
        yield (
            f"暂不能提交：错误 {errors:,} 处（须改正后再报），提醒 {warnings:,} 处。{apart}",
            "error",
        )
    elif warnings:
        yield f"可以提交：没有错误，提醒 {warnings:,} 处（由审核人判断）。{apart}", "warning"
    elif apart:
        yield f"可以提交：没有未处理的问题。{apart}", "good"
    else:
        yield "可以提交：未发现问题。", "good"


def _row(cells: Sequence[str]) -> str:
    return aligned(cells, _WIDTHS, _RIGHT)


def _wrapped(text: str, width: int, start: str = "  · ") -> Iterator[Line]:
    """Break a sentence into lines of at most `width` columns, the first with a dot.

    Numbers, dates and codes stay whole, and no line starts with a closing mark.
    """
    line = ""
    for piece in _PIECES.findall(text):
        if line and columns(start + line + piece) > width:
            yield (start + line).rstrip(), ""
            start, line = " " * len(start), ""
        line += piece if line else piece.lstrip()
    yield start + line, ""


def _number(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"
