"""Family 7: windows, drafts, other documents, and what the text leaves open."""

from collections.abc import Iterator

import polars as pl

from claimcheck.compiler.outcomes import AMOUNT, IN_KIND, NEEDS_DECISION
from claimcheck.evaluate.requirements import shown
from claimcheck.forms import SheetKind
from claimcheck.forms.fact_columns import is_decided
from claimcheck.policy import fact, rules
from claimcheck.policy.areas import areas
from claimcheck.policy.overlaps import OverlapKind, overlaps, window_of
from validator.checks.base import Context, Judged
from validator.checks.grouping import first_of
from validator.checks.running import check
from validator.findings.frame import empty

CLAIMS = SheetKind.CLAIMS

#: So many other claims are placed beside a finding that speaks for all of a measure.
_BESIDE = 20


@check("CC701", "CC702", "CC705", "CC706", judges=True)
def policies(context: Context) -> Iterator[pl.DataFrame]:
    """What to know about the measures claimed: CC701, CC702, CC705, CC706."""
    for judged in context.judged:
        yield from _flags(context, judged)
        yield from _others(context, judged)
        yield _undecided(context, judged)
        yield _decided_in_workbook(context, judged)


@check("CC701")
def not_applied(context: Context) -> Iterator[pl.DataFrame]:
    """Claims under a document that this office does not apply: they get nothing (CC701)."""
    for measure_id in context.batch.claims["measure"].drop_nulls().unique(maintain_order=True):
        rule = context.rules.get(measure_id)
        if rule is None:
            continue
        said = context.settings.office.document(rule.document.key)
        if said is None or said.in_force:
            continue
        yield context.writer.write(
            "CC701",
            context.batch.claims.filter(pl.col("measure") == measure_id),
            kind=CLAIMS,
            key="measure",
            value=pl.col("measure"),
            what=pl.lit(f"本机构不执行“{rule.document.title}”"),
            severity="error",
            clause=rule.clause,
        )


@check("CC701")
def holds_elsewhere(context: Context) -> Iterator[pl.DataFrame]:
    """Claims of a county in which the document does not hold: they get nothing (CC701)."""
    if "county" not in context.batch.claims.columns:
        return
    known = {area.name: area for area in areas()}
    for (measure_id, county), claims in context.batch.claims.group_by(
        "measure", "county", maintain_order=True
    ):
        rule, area = context.rules.get(measure_id), known.get(county)
        if rule is None or area is None or area.is_bound(rule):
            continue
        yield context.writer.write(
            "CC701",
            claims,
            kind=CLAIMS,
            key="county",
            value=pl.col("county"),
            what=pl.lit(f"“{rule.document.title}”在{county}不适用"),
            fix="请核对申报县区和事项编号，改为在该县区适用的事项。",
            severity="error",
            clause=rule.clause,
        )


@check("CC704", judges=True)
def other_readings(context: Context) -> Iterator[pl.DataFrame]:
    """Claims that another reading would pay otherwise: CC704."""
    for judged in context.judged:
        yield _readings(context, judged)


def _flags(context: Context, judged: Judged) -> Iterator[pl.DataFrame]:
    rule, on = judged.rule, context.settings.on
    window = window_of(rule.measure, rule.document)
    outside = {
        "expired": f"政策执行到 {window.end}，按 {on} 核查已经过期",
        "not_yet": f"政策从 {window.start} 起执行，按 {on} 核查还没有开始",
    }
    for flag in judged.evaluation.flags:
        if flag == "draft":
            sentence = f"依据“{rule.document.title}”，还是征求意见稿"
            yield _for_all(context, judged, "CC706", sentence)
        elif flag in outside:  # what is not applied is said before: see `not_applied`
            yield _outside(context, judged, outside[flag])


def _outside(context: Context, judged: Judged, sentence: str) -> pl.DataFrame:
    """One finding a claim: whether it is paid is decided of each by itself (CC701)."""
    return context.writer.write(
        "CC701",
        judged.claims,
        kind=CLAIMS,
        key="measure",
        value=pl.col("measure"),
        what=pl.lit(sentence),
        severity="warning",
        clause=judged.rule.clause,
        content=pl.lit(sentence),
    )


def _others(context: Context, judged: Judged) -> Iterator[pl.DataFrame]:
    """Other documents in force for the same thing, where the office has settled nothing (CC702)."""
    settings = context.settings
    for overlap in overlaps(judged.rule, settings.on):
        other = rules()[overlap.measure]
        said = settings.office.document(other.document.key)
        settled = overlap.reading and (
            overlap.reading in settings.readings or settings.office_choice(overlap.reading)
        )
        same_thing = other.measure.type == judged.rule.measure.type
        another = other.document.key != judged.rule.document.key
        if (
            overlap.kind is not OverlapKind.SILENT
            or settled
            or not (same_thing and another)
            or (said and not said.in_force)
        ):
            continue
        sentence = f"{other.id}（{other.document.short}）：{overlap.note.rstrip('。')}"
        yield _for_all(context, judged, "CC702", sentence, expected=overlap.reading)


def _for_all(
    context: Context,
    judged: Judged,
    code: str,
    sentence: str,
    *,
    expected: str = "",
) -> pl.DataFrame:
    """One finding a file for all its claims of the measure, at the first: it only informs."""
    claims = judged.claims.select("input", "row", "claim_id", "measure")
    counts = claims.group_by("input").agg(count=pl.len())
    few = claims.filter(pl.col("claim_id").rank("ordinal").over("input") <= _BESIDE)
    rows = first_of(context, few, CLAIMS, "measure", ["input"]).join(
        counts, on="input", how="left", maintain_order="left"
    )
    several = pl.when(pl.col("count") > 1).then(pl.format("（本文件共 {} 项申报）", "count"))
    return context.writer.write(
        code,
        rows,
        kind=CLAIMS,
        key="measure",
        value=pl.col("measure"),
        expected=expected,
        what=pl.concat_str(pl.lit(sentence), several.otherwise(pl.lit(""))),
        clause=judged.rule.clause,
        related=pl.col("others"),
        content=pl.lit(sentence),
    )


def _undecided(context: Context, judged: Judged) -> pl.DataFrame:
    """Sums that the text leaves to the office, and what is given instead of money (CC705)."""
    open_ = (pl.col("outcome") == NEEDS_DECISION) & pl.col("decided_fen").is_null()
    rows = judged.claims.filter(open_ | (pl.col("outcome") == IN_KIND))
    return context.writer.write(
        "CC705",
        rows,
        kind=CLAIMS,
        key="claimed_yuan",
        what=pl.format(f"{{}}（{judged.rule.cited}）", "reason"),
        severity=pl.when(pl.col("outcome") == IN_KIND)
        .then(pl.lit("info"))
        .otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        about="row",
        sums=True,
    )


def _decided_in_workbook(context: Context, judged: Judged) -> pl.DataFrame:
    """Sums that rest on what the workbook says was decided: nobody saw by whom (CC705)."""
    if context.settings.office.standard(judged.rule.id) is not None:
        return empty()
    decided = pl.col("outcome").eq(AMOUNT) & pl.col("decided_fen").is_not_null()
    left_open = is_decided(judged.rule)
    return context.writer.write(
        "CC705",
        judged.claims.filter(decided & pl.lit(left_open)),
        kind=CLAIMS,
        key="decided_yuan",
        value=pl.format("{} 元", _yuan_text("decided_fen")),
        what=pl.format(
            f"条文把金额留给经办机构核定，现按表中所填的 {{}} 元核算（{judged.rule.cited}）",
            _yuan_text("decided_fen"),
        ),
        severity="info",
        clause=judged.rule.clause,
        about="row",
    )


def _readings(context: Context, judged: Judged) -> pl.DataFrame:
    """Claims that get another amount under a reading that nobody has chosen (CC704)."""
    evaluation, settings = judged.evaluation, context.settings
    open_ = [key for key in judged.rule.readings if settings.by(key) == "default"]
    if not open_ or judged.claims.is_empty():
        return empty()
    assessed = judged.claims["amount_fen"]
    texts = []
    for reading_id in open_:
        reading = judged.rule.readings[reading_id]
        for option, amounts in evaluation.alternatives[reading_id].items():
            differs = pl.select(
                pl.when(
                    amounts.is_not_null() & assessed.is_not_null() & (amounts != assessed)
                ).then(
                    pl.format(
                        f"按 {reading_id}“{_short(reading.option(option).means)}”为 {{}} 元",
                        _yuan(amounts),
                    )
                )
            ).to_series()
            if differs.null_count() < len(differs):
                texts.append(differs)
    if not texts:
        return empty()
    rows = judged.claims.with_columns(
        other=pl.select(pl.concat_str(texts, separator="；", ignore_nulls=True)).to_series()
    ).filter((pl.col("other") != "") & (pl.col("outcome") == AMOUNT))
    return context.writer.write(
        "CC704",
        rows,
        kind=CLAIMS,
        key="claimed_yuan",
        value=pl.format("{} 元", _yuan_text("amount_fen")),
        what=pl.format("现核定 {} 元；{}", _yuan_text("amount_fen"), "other"),
        clause=judged.rule.clause,
        about="row",
        content=pl.lit("readings"),
        sums=True,
    )


def _short(text: str) -> str:
    first = text.split("；", maxsplit=1)[0].split("。", maxsplit=1)[0].split("（", maxsplit=1)[0]
    return first if len(first) <= 24 else first[:23] + "…"


def _yuan(fen: pl.Series) -> pl.Series:
    return fen.to_frame("fen").select(_yuan_text("fen")).to_series()


def _yuan_text(column: str) -> pl.Expr:
    return shown(fact("decided_yuan"), pl.col(column))
