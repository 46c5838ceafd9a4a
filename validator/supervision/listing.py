"""The findings of a run as supervisors go through them: what blocks and costs most first."""

from collections.abc import Mapping

import polars as pl

from validator.findings.basis import with_basis
from validator.findings.catalogue import catalogue, codes_where
from validator.ledger.audit.words import Standing
from validator.run.validate import Validation
from validator.supervision.finding_status import undecided

#: Standings of which a supervisor has still to decide.
WAITING = (Standing.OPEN, Standing.CONFLICT, Standing.LAPSED, Standing.EXPIRED)

_RANKS = {"error": 0, "warning": 1, "info": 2}


def listed(validation: Validation) -> pl.DataFrame:
    """Every finding with all that a supervisor needs to decide it.

    Returns:
        The columns of the findings and of `standing.COLUMNS`, and title, applicant, measure,
        file, cited (the clause in Chinese), stake_fen (the money at stake, see `_stake`), basis;
        sorted: what waits for a decision before what has one, errors before reminders, large
        sums before small ones.
    """
    findings = validation.findings
    if "standing" not in findings.columns:
        findings = undecided(findings)
    claims = validation.claims.unique(["input", "claim_id"], keep="first").select(
        "input", "claim_id", "measure", "applicant", "claimed_fen", assessed_fen="amount_fen"
    )
    titles = {code: item.title for code, item in catalogue().items()}
    cited = {part.rule.clause: part.rule.cited for part in validation.judged}
    names = {entry.number: entry.label for entry in validation.inputs}
    based = with_basis(findings, validation.inputs)
    joined = (
        based.join(claims, on=["input", "claim_id"], how="left", maintain_order="left")
        .join(_files(validation), on="input", how="left", maintain_order="left")
        .join(_people(validation), on=["input", "kind", "row"], how="left", maintain_order="left")
    )
    # What only informs waits for nobody.
    waiting = pl.col("standing").is_in([str(one) for one in WAITING]) & (
        pl.col("severity") != "info"
    )
    return (
        joined.with_columns(
            title=_named("code", titles),
            cited=pl.col("clause").replace(cited),
            file=pl.col("input").replace_strict(names, return_dtype=pl.String),
            stake_fen=_stake(),
        )
        .with_columns(
            rank=pl.col("severity").replace_strict(_RANKS, return_dtype=pl.Int8),
            waiting=waiting,
        )
        .sort(
            ~pl.col("waiting"),
            "rank",
            -pl.col("stake_fen"),
            "input",
            "claim_id",
            "row",
            "code",
            nulls_last=True,
            maintain_order=True,
        )
        .drop("rank", "person_fen", "file_fen")
    )


def _named(column: str, names: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(names, default=pl.col(column), return_dtype=pl.String)


def _files(validation: Validation) -> pl.DataFrame:
    return validation.claims.group_by("input").agg(file_fen=pl.col("claimed_fen").sum())


def _people(validation: Validation) -> pl.DataFrame:
    """What each person is paid where a measure pays people singly."""
    nobody = pl.DataFrame(
        schema={"input": pl.Int64, "kind": pl.String, "row": pl.Int64, "person_fen": pl.Int64}
    )
    parts = [
        part.people.select(
            "input", pl.lit("roster").alias("kind"), "row", person_fen=pl.col("amount_fen")
        ).filter(pl.col("person_fen") > 0)
        for part in validation.judged
    ]
    # A row of the roster that belongs to claims of two measures is one place: the larger sum.
    return (
        pl.concat([nobody, *parts]).group_by("input", "kind", "row").agg(pl.col("person_fen").max())
    )


def _stake() -> pl.Expr:
    """The money that hangs on a finding, in fen.

    What the person is paid, where people are paid singly; else by how much the claim lies above
    what was assessed; where it does not, the whole claim; for a finding about a file, all its
    claims.
    """
    excess = pl.col("claimed_fen") - pl.col("assessed_fen")
    of_difference = pl.col("code").is_in(codes_where(lambda item: item.stake == "difference"))
    return (
        pl.when(pl.col("person_fen").is_not_null() & ~of_difference)
        .then("person_fen")
        .when(excess > 0)
        .then(excess)
        .when(of_difference & (excess < 0))
        .then(-excess)
        .when(pl.col("claimed_fen").is_not_null())
        .then("claimed_fen")
        .when(pl.col("row").is_null())
        .then("file_fen")
        .otherwise(pl.lit(0, pl.Int64))
        .fill_null(0)
    )


def decided_text(row: Mapping[str, object]) -> str:
    """What was decided earlier about a finding, in one line; empty where nothing was."""
    from validator.ledger.audit.words import DECISION_WORDS, STANDING_WORDS, Decision

    standing = Standing(str(row["standing"]))
    if standing is Standing.OPEN:
        return ""
    word = DECISION_WORDS[Decision(str(row["decision"]))] if row["decision"] else ""
    parts = [str(row["decided_by"] or "")]
    if row["decided_on"]:
        parts.append(str(row["decided_on"]))
    if row["decided_until"]:
        parts.append(f"有效期至 {row['decided_until']}")
    if row["decision_reason"]:
        parts.append(str(row["decision_reason"]))
    what = f"{STANDING_WORDS[standing]}：{word}" if word else STANDING_WORDS[standing]
    if standing is Standing.WAIVED:
        what = f"按第 {row['waiver']} 号豁免放行"
    return f"{what}（{'，'.join(part for part in parts if part)}）"
