"""The batch at a glance: what was claimed, what was found, what was checked and how."""

import hashlib
from dataclasses import dataclass
from datetime import date

import msgspec
import polars as pl

from claimcheck import __version__
from claimcheck.policy import rules
from claimcheck.policy.model import Document, Status
from claimcheck.settings import Settings
from validator.findings.catalogue import SEVERITY_WORDS, entry
from validator.ledger.audit.words import UNBLOCKED, Standing
from validator.reading.batch import Input
from validator.run.assembling import FLAGGED
from validator.run.validate import Validation

#: A line of a table as it is shown.
Line = tuple[str | int | None, ...]


@dataclass(frozen=True)
class MeasureSums:
    """What was claimed under one measure."""

    id: str
    title: str
    claims: int
    flagged: int
    claimed_fen: int
    assessed_fen: int
    decided_fen: int  #: under the verdicts
    unassessed: int  #: claims for which no sum is known


@dataclass(frozen=True)
class FindingKind:
    """The findings of one code and severity."""

    code: str
    title: str
    severity: str
    count: int
    waiting: int
    let_through: int
    decided: int


@dataclass(frozen=True)
class Summary:
    """All that the first page of a report says."""

    on: date
    program: str
    files: list[Line]  #: name, whether read, rows, cells
    measures: list[MeasureSums]
    kinds: list[FindingKind]
    checks: list[Line]  #: code, title, status, found, why
    documents: list[Line]  #: short name, number, status, version of the rules
    readings: list[Line]  #: id, question, chosen, by whom
    office: list[Line]  #: what, value, basis
    waivers: list[Line]  #: number, code, for whom, reason, until, by whom
    blocking: int
    warnings: int
    let_through: int
    trail: str  #: about the audit trail, in Chinese
    fault: str  #: what is wrong with audit trail or ledger

    @property
    def claimed_fen(self) -> int:
        """The sum of all claims."""
        return sum(measure.claimed_fen for measure in self.measures)

    @property
    def assessed_fen(self) -> int:
        """The sum of all assessed claims."""
        return sum(measure.assessed_fen for measure in self.measures)

    @property
    def decided_fen(self) -> int:
        """The sum of all claims under the verdicts."""
        return sum(measure.decided_fen for measure in self.measures)

    @property
    def verdict(self) -> str:
        """Whether the batch may be submitted, in one line."""
        apart = f"另有 {self.let_through:,} 处已由审核人放行。" if self.let_through else ""
        if self.fault:
            return f"暂不能提交：台账或审核记录不可信，须先处理。错误 {self.blocking:,} 处。"
        if self.blocking:
            return (
                f"暂不能提交：错误 {self.blocking:,} 处，提醒 {self.warnings:,} 处待审核。{apart}"
            )
        if self.warnings:
            return f"可以提交：没有未处理的错误，提醒 {self.warnings:,} 处待审核。{apart}"
        return f"可以提交：没有待审核的问题。{apart}"


_STATUS = {"ran": "已执行", "skipped": "已跳过", "failed": "未完成"}
_BY = {"default": "默认", "office": "经办机构设置", "command": "命令指定"}


def summary(validation: Validation, findings: pl.DataFrame, settings: Settings) -> Summary:
    """Put the summary of a run together.

    Args:
        validation: the result.
        findings: what `listing.listed` gives for it.
        settings: the day, the readings and the office's file that the run used.
    """
    supervision = validation.supervision
    blocking = findings.filter((pl.col("severity") == "error") & ~pl.col("let_through"))
    warnings = findings.filter((pl.col("severity") == "warning") & pl.col("waiting"))
    return Summary(
        on=settings.on,
        program=f"claimcheck {__version__}",
        files=[_file(entry) for entry in validation.inputs],
        measures=_measures(validation),
        kinds=_kinds(findings),
        checks=[
            (ran.code, entry(ran.code).title, _STATUS[ran.status], ran.found, ran.why)
            for ran in validation.checks
        ],
        documents=_documents(validation),
        readings=_readings(validation, settings),
        office=_office(settings),
        waivers=_waivers(validation),
        blocking=blocking.height,
        warnings=warnings.height,
        let_through=int(findings["let_through"].sum()),
        trail=(
            f"审核记录共 {supervision.events:,} 条，末条校验码 {supervision.head}。"
            if supervision and supervision.events
            else "尚无审核记录。"
        ),
        fault=supervision.fault if supervision else "",
    )


def _file(source: Input) -> Line:
    if source.fault:
        return source.label, "不能读取", None, None, source.fault
    rows = sum(read.frame.height for read in source.sheets.values())
    cells = sum(read.cells for read in source.sheets.values())
    return source.label, "已读取", rows, cells, source.form.title if source.form else ""


def _measures(validation: Validation) -> list[MeasureSums]:
    titles = {name: rule.measure.title for name, rule in rules().items()}
    sums = (
        validation.claims.with_columns(pl.col("measure").fill_null("未填写"))
        .group_by("measure")
        .agg(
            claims=pl.len(),
            flagged=(pl.col("verdict") == FLAGGED).sum(),
            claimed=pl.col("claimed_fen").sum(),
            assessed=pl.col("amount_fen").sum(),
            decided=pl.col("ruled_fen" if "ruled_fen" in validation.claims else "amount_fen").sum(),
            unassessed=pl.col("amount_fen").null_count(),
        )
        .sort("claimed", descending=True)
    )
    return [
        MeasureSums(name, titles.get(name, "不能识别的事项编号"), *numbers)
        for name, *numbers in sums.iter_rows()
    ]


def _kinds(findings: pl.DataFrame) -> list[FindingKind]:
    order = {severity: place for place, severity in enumerate(SEVERITY_WORDS)}
    decided = pl.col("standing").is_in([str(Standing.DECIDED)])
    opened = pl.col("standing").is_in([str(one) for one in UNBLOCKED])
    counts = findings.group_by("code", "severity").agg(
        pl.len(), waiting=pl.col("waiting").sum(), opened=opened.sum(), decided=decided.sum()
    )
    kinds = [
        FindingKind(code, entry(code).title, severity, *numbers)
        for code, severity, *numbers in counts.iter_rows()
    ]
    return sorted(kinds, key=lambda kind: (order[kind.severity], kind.code))


def _documents(validation: Validation) -> list[Line]:
    used = {part.rule.document.key: part.rule.document for part in validation.judged}
    return [
        (
            document.short,
            document.number or "",
            "征求意见稿" if document.status is Status.DRAFT else "已印发",
            _version(document),
        )
        for document in used.values()
    ]


def _version(document: Document) -> str:
    """What tells this state of the rules from every other."""
    return hashlib.blake2b(msgspec.json.encode(document), digest_size=4).hexdigest()


def _readings(validation: Validation, settings: Settings) -> list[Line]:
    found: dict[str, Line] = {}
    for part in validation.judged:
        for reading_id, reading in part.rule.readings.items():
            chosen = reading.option(part.evaluation.chosen[reading_id])
            found[reading_id] = (
                reading_id,
                reading.question,
                chosen.means,
                _BY[settings.by(reading_id)],
            )
    return [found[name] for name in sorted(found)]


def _office(settings: Settings) -> list[Line]:
    office = settings.office
    lines: list[Line] = []
    if office.county or office.area_code:
        lines.append(("县区", f"{office.county} {office.area_code}".strip(), ""))
    for wage in office.minimum_wages:
        lines.append((f"月最低工资（{wage.start} 起）", f"{wage.yuan:,.2f} 元", wage.basis))
    for standard in office.standards:
        if standard.yuan is not None:
            value = f"{standard.yuan:,.2f} 元"
        elif standard.yuan_each is not None:
            value = f"每人 {standard.yuan_each:,.2f} 元"
        else:
            value = "、".join(f"{row.start} 人起 {row.yuan:,.2f} 元" for row in standard.scale)
        lines.append((f"{standard.measure} 的标准", value, standard.basis))
    if office.wage_month is not None:
        by = "摘要所写的月份" if settings.wage_month_by_memo else "入账日期所在月份"
        lines.append(("工资月份", by, office.wage_month.basis))
    for document in office.documents:
        state = (
            "不执行" if not document.in_force else "已印发" if document.adopted else "征求意见稿"
        )
        lines.append((f"文件 {document.key}", state, document.number))
    return lines


def _waivers(validation: Validation) -> list[Line]:
    supervision = validation.supervision
    if supervision is None:
        return []
    return [
        (
            one.number,
            f"{one.waiver.code} {entry(one.waiver.code).title}",
            one.waiver.county or one.waiver.applicant,
            one.waiver.reason,
            str(one.waiver.until),
            one.who,
        )
        for one in supervision.waivers
    ]
