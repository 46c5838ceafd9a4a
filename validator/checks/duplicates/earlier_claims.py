"""The ledger of earlier claims against this run (CC603, CC607, CC608, CC609, CC703)."""

from collections.abc import Iterator

import polars as pl

from claimcheck.compiler.backend import Exact
from claimcheck.compiler.formulas import lookup
from claimcheck.evaluate.columns import ColumnArithmetic
from claimcheck.evaluate.requirements import shown
from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from claimcheck.policy.sums import Table
from validator.checks.across import Across
from validator.checks.base import Judged
from validator.checks.duplicates.months_before import MONTHS, months_said, with_months_before
from validator.checks.duplicates.paid_otherwise import paid_otherwise
from validator.checks.duplicates.person_limits import PERIODS, claimed_here, year_of
from validator.checks.duplicates.same_claim import content_of, facility_of
from validator.checks.running import SkippedError, check
from validator.checks.tiers import EARLIER, adds_earlier, tables_in_force
from validator.findings.frame import masked

ROSTER, CLAIMS = SheetKind.ROSTER, SheetKind.CLAIMS

_SCOPES = {
    "person": (ROSTER, "id_number", "此人"),
    "household": (ROSTER, "household_id", "此户"),
    "claimant": (CLAIMS, "applicant_code", "此申报主体"),
    "facility": (CLAIMS, "applicant", "此场所"),
}

_BY_FACILITY = "条文按场所计次数，那一项的场所名称或县区不同"
_SAME_FACILITY = "请核对是不是同一场所；是的，撤回本项申报。"
_NAMED = "请对照台账核对“此前已计人数”。"
_NOT_NAMED = (
    "请在“此前已计人数”填写以前各批已计入的人数，须与台账里的金额相符；"
    "没有新增人员的，撤回本项申报。"
)


@check("CC603", "CC607", "CC608", "CC609", "CC703", judges=True)
def earlier_claims(across: Across) -> Iterator[pl.DataFrame]:
    """What people, households and applicants have had before.

    Raises:
        SkippedError: there is no ledger.
    """
    if across.ledger is None:
        raise SkippedError(across.no_ledger)
    for part in across.judged:
        contents = content_hashes(across, part)
        repeats = across.ledger.repeats(contents)
        again = part.claims[repeats["index"].to_list()].hstack(
            repeats.drop("index", "claim_id", "amount_fen")
        )
        yield _same_claim(across, part, again.filter(~pl.col("batch_id").is_in(list(across.own))))
        fresh = part.claims.with_columns(facility_of(part.claims), content=contents)
        people = part.people.filter(pl.col("id_number").is_not_null()).drop(
            "period_start", "period_end", "applicant_code", strict=False
        ).join(
            fresh.unique(["input", "claim_id"]).select(
                "input", "claim_id", "content", "period_start", "period_end"
            ),
            on=["input", "claim_id"],
            how="left",
            maintain_order="left",
        )  # fmt: skip
        yield from _had(across, part, people, ("person", "household"), again)
        yield from _had(across, part, fresh, ("claimant", "facility"), again)


def content_hashes(across: Across, part: Judged) -> pl.Series:
    """The hashes of the claims' contents, as the ledger has them."""
    assert across.ledger is not None  # noqa: S101 - asked by the caller
    key = pl.format("{}|{}", "input", "claim_id")
    people = part.people.select(key=key, id_number="id_number")
    texts = content_of(part.claims.with_columns(key=key), people)
    return across.ledger.content_hashes(texts)


def _same_claim(across: Across, part: Judged, rows: pl.DataFrame) -> pl.DataFrame:
    held = pl.format(
        "已于 {} 登记入台账（批次“{}”）", pl.col("accepted_on").cast(pl.String), "batch"
    )
    return across.writer.write(
        "CC609",
        rows,
        kind=CLAIMS,
        key="claim_id",
        value=pl.col("claim_id"),
        expected="每项申报只报一次",
        what=pl.format("这项申报{}，内容完全相同", held),
        fix="请核对台账；重复申报的，请撤回；确是另一次的，请照实填写这一次的期间。",
        clause=part.rule.clause,
        held=masked(held),
    )


def _had(
    across: Across,
    part: Judged,
    rows: pl.DataFrame,
    scopes: tuple[str, ...],
    again: pl.DataFrame,
) -> Iterator[pl.DataFrame]:
    assert across.ledger is not None  # noqa: S101 - asked by the caller
    # A claim that is in the ledger as it stands has been said as a whole.
    rows = rows.join(again.select("input", "claim_id"), on=["input", "claim_id"], how="anti",
                     maintain_order="left")  # fmt: skip
    if rows.is_empty():
        return
    matches = across.ledger.earlier(rows, part.rule, across.settings.on, part.evaluation.chosen)
    matches = matches.filter(pl.col("scope").is_in(scopes) & (pl.col("relation") != "stacks"))
    matches = _without_known_facilities(matches)
    yield from paid_otherwise(across, part, rows, matches)
    rows = with_months_before(part, rows, matches)
    wanted = [
        name
        for name in ("input", "row", "claim_id", "name", "id_number", EARLIER, *MONTHS)
        if name in rows.columns
    ]
    own = rows.select(wanted).with_row_index("index").with_columns(_here(across, part, rows, again))
    found = own.join(
        matches.rename({"claim_id": "earlier_claim", "measure": "earlier_measure"}),
        on="index",
        how="inner",
        maintain_order="left",
    )
    for (scope, relation), some in found.partition_by(
        ["scope", "relation"], as_dict=True, maintain_order=True
    ).items():
        yield _said(across, part, some, str(scope), str(relation))


def _here(across: Across, part: Judged, rows: pl.DataFrame, again: pl.DataFrame) -> pl.Series:
    """In how many claims of this batch and year the person of each row stands, named "here"."""
    if "id_number" not in rows.columns or len(part.rule.measure.limits) == 0:
        return pl.repeat(1, rows.height, dtype=pl.Int64, eager=True).alias("here")
    asked = rows.select("id_number", year=year_of(across, "period_end"))
    known = again.select("input", "claim_id")
    here = claimed_here(across, known).filter(pl.col("measure") == part.rule.id)
    found = asked.join(here, on=["id_number", "year"], how="left", maintain_order="left")
    return found["here"].fill_null(1)


def _without_known_facilities(matches: pl.DataFrame) -> pl.DataFrame:
    """Where a facility was paid before, it need not be asked whether its operator was."""
    key = ["index", "relation", "measure"]
    known = matches.filter(pl.col("scope") == "facility").select(key)
    operators = matches.filter(pl.col("scope") == "claimant")
    told = operators.join(known, on=key, how="semi").select(*key, "scope")
    return matches.join(told, on=[*key, "scope"], how="anti", maintain_order="left")


def _said(
    across: Across, part: Judged, rows: pl.DataFrame, scope: str, relation: str
) -> pl.DataFrame:
    kind, key, who = _SCOPES[scope]
    times, allowed = pl.col("times"), pl.col("allowed")
    fix: pl.Expr | str = ""
    expected: pl.Expr | None = None
    code = "CC603"
    if relation in ("barred", "silent"):
        code = "CC703"
        severity = pl.lit("error" if relation == "barred" else "warning")
        rule_words = pl.lit(
            "条文规定不能同时享受" if relation == "barred" else "能否同时享受条文没有写明"
        )
    else:
        used_up = (times + pl.col("here") > allowed).fill_null(value=False)
        rows = rows.filter(used_up | allowed.is_null())
        several = rows.filter(allowed > 1)
        if scope == "household":
            code = "CC607"
        elif not several.is_empty():
            code = "CC608"
        severity = pl.when(allowed.is_null()).then(pl.lit("warning")).otherwise(pl.lit("error"))
        period = PERIODS.get(str(rows["period"].first() or ""), "")
        rule_words = (
            pl.when(allowed.is_null())
            .then(pl.lit("条文没有规定次数"))
            .otherwise(pl.format(f"{period}不超过 {{}} 次", allowed))
        )
        if scope == "claimant" and any(x.scope == "facility" for x in part.rule.measure.limits):
            rule_words, fix = pl.lit(_BY_FACILITY), pl.lit(_SAME_FACILITY)
        table = _reckoned_together(part) if scope == "claimant" else None
        if table is not None and EARLIER in rows.columns:
            # What the earlier batches were paid is taken off already, where all are named.
            given = lookup(table, Exact(pl.col(EARLIER)), ColumnArithmetic())
            named = (given == pl.col("claims_fen")).fill_null(value=False)
            severity = pl.when(named).then(pl.lit("warning")).otherwise(severity)
            rule_words = pl.lit("各批人数合并计算，只补差额")
            fix = pl.when(named).then(pl.lit(_NAMED)).otherwise(pl.lit(_NOT_NAMED))
        if scope == "person" and part.rule.measure.months:
            months = months_said(part)
            limited = allowed.is_not_null()
            severity = pl.when(limited).then(severity).otherwise(months.severity)
            expected = pl.when(limited).then(rule_words).otherwise(months.expected)
            rule_words = (
                pl.when(limited)
                .then(pl.format("{}；{}", rule_words, months.words))
                .otherwise(months.words)
            )
            fix = pl.when(limited).then(pl.lit(None, pl.String)).otherwise(months.fix)
    paid = shown(fact("decided_yuan"), pl.coalesce("amount_fen", "claim_amount_fen"))
    of_group = pl.col("amount_fen").is_null() & (kind is ROSTER)
    whole = pl.when(of_group).then(pl.lit("整项 ")).otherwise(pl.lit(""))
    and_here = pl.format("本批又列入 {} 项，", "here")
    more = pl.when(pl.col("here") > 1).then(and_here).otherwise(pl.lit(""))
    return across.writer.write(
        code,
        rows,
        kind=kind,
        key=key if not _missing(across, kind, key) else "id_number",
        value=pl.format("{} 次", times),
        expected=rule_words if expected is None else expected,
        what=pl.format(
            f"{who}已按 {{}} 享受 {{}} 次，最近一次 {{}}{{}} 元"
            "（{}，申报 {}，{} 登记），{}{}",
            "earlier_measure", times, whole, paid, masked(pl.col("applicant").fill_null("")),
            pl.col("earlier_claim").fill_null(""), pl.col("accepted_on").cast(pl.String),
            more, rule_words,
        ),
        fix=fix,
        severity=severity,
        clause=part.rule.clause,
        about="person" if kind is ROSTER else "cell",
        content=pl.concat_str("earlier_measure", "scope", ignore_nulls=True),
    )  # fmt: skip


def _reckoned_together(part: Judged) -> Table | None:
    """The one table of people, where it is looked up for all batches of a claimant together."""
    tables = tables_in_force(part)
    if len(tables) != 1 or not adds_earlier(part):
        return None
    return tables[0] if tables[0].by == "headcount" and tables[0].unit == "yuan" else None


def _missing(across: Across, kind: SheetKind, key: str) -> bool:
    return not across.has(kind, key)
