"""What the page knows: the batch as compact JSON, with every text that repeats held once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from claimcheck.money import to_yuan
from claimcheck.settings import Settings
from validator.findings.catalogue import SEVERITY_WORDS
from validator.findings.frame import masked, person_text
from validator.ledger.audit.distrust import untrusted
from validator.ledger.audit.words import (
    DECISION_WORDS,
    NOTHING_TO_DECIDE,
    RESULT_WORDS,
    STANDING_WORDS,
    ClaimResult,
)
from validator.output.page.strips import strips
from validator.run.assembling import FLAGGED
from validator.run.validate import Validation
from validator.supervision.listing import decided_text, listed
from validator.supervision.sealing import with_seals
from validator.supervision.summary import Summary, summary

#: So many people come with the page; those with findings first.
MOST_PEOPLE = 60_000
#: Reasons and readings are given for so many claims, the largest sums first.
MOST_REASONS = 1_000

_TEXTS = (
    "severity", "standing", "code", "title", "claim_id", "applicant", "measure", "file", "person",
    "message", "value", "expected", "fix", "cited", "place", "earlier", "id", "basis", "seal",
)  # fmt: skip


def page_data(validation: Validation, settings: Settings, *, address: str = "") -> dict[str, Any]:
    """Everything the page shows.

    Args:
        validation: the result with the decisions that stand.
        settings: what the run used.
        address: where decisions are sent to; empty: the page saves them to a file.
    """
    findings = with_seals(listed(validation), validation)
    made = summary(validation, findings, settings)
    people = _people(validation, settings)
    order = validation.claims.with_row_index("at").select("at", "input", "claim_id")
    claims = _claims(validation)
    return {
        "address": address,
        "words": {
            "decision": {str(key): word for key, word in DECISION_WORDS.items()},
            "standing": {str(key): word for key, word in STANDING_WORDS.items()},
            "severity": SEVERITY_WORDS,
            "nothing": NOTHING_TO_DECIDE,
        },
        "summary": _summary(made),
        "options": {
            reading_id: {option.key: option.means for option in reading.options}
            for part in validation.judged
            for reading_id, reading in part.rule.readings.items()
        },
        "claims": claims,
        "people": _kept_people(people, findings, order),
        "findings": _findings(findings, validation, people, order),
    }


def _summary(made: Summary) -> dict[str, Any]:
    return {
        "on": str(made.on),
        "today": str(date.today()),
        "program": made.program,
        "verdict": made.verdict,
        "claimed": to_yuan(made.claimed_fen),
        "assessed": to_yuan(made.assessed_fen),
        "decided": to_yuan(made.decided_fen),
        "blocking": made.blocking,
        "warnings": made.warnings,
        "letThrough": made.let_through,
        "trail": made.trail,
        "fault": untrusted(made.fault) if made.fault else "",
        "measures": measures_of(made),
        "files": made.files,
        "checks": made.checks,
        "documents": made.documents,
        "readings": made.readings,
        "office": made.office,
        "waivers": made.waivers,
    }


def measures_of(made: Summary) -> list[dict[str, Any]]:
    """What was claimed, assessed and decided under each measure."""
    return [
        {
            "id": one.id,
            "title": one.title,
            "claims": one.claims,
            "flagged": one.flagged,
            "claimed": to_yuan(one.claimed_fen),
            "assessed": to_yuan(one.assessed_fen),
            "decided": to_yuan(one.decided_fen),
            "unassessed": one.unassessed,
        }
        for one in made.measures
    ]


def _claims(validation: Validation) -> list[dict[str, Any]]:
    names = {entry.number: entry.label for entry in validation.inputs}
    places = {
        (claim["input"], claim["row"]): (part, index)
        for part in validation.judged
        for index, claim in enumerate(part.claims.select("input", "row").iter_rows(named=True))
    }
    largest = set(
        validation.claims.with_row_index("at")
        .sort(pl.col("verdict") != FLAGGED, -pl.col("claimed_fen").fill_null(0))
        .head(MOST_REASONS)["at"]
    )
    claims = []
    for at, row in enumerate(validation.claims.iter_rows(named=True)):
        part, index = places.get((row["input"], row["row"]), (None, 0))
        entry = {
            "file": names[row["input"]],
            "id": row["claim_id"] or "（空）",
            "measure": row["measure"] or "未填写",
            "applicant": row["applicant"] or "",
            "claimedPeople": row["claimed_people"],
            "people": row["people"],
            "counted": row["headcount"],
            "claimed": _yuan(row["claimed_fen"]),
            "assessed": _yuan(row["amount_fen"]),
            **decided_of(row),
            "flagged": row["verdict"] == FLAGGED,
            "reason": row["reason"] or "",
        }
        if part is not None and at in largest:
            entry["cited"] = part.rule.cited
            entry["words"] = part.rule.measure.words
            entry["reasons"] = part.evaluation.reasons(index)
            entry["readings"] = [
                one
                for one in part.evaluation.readings(index)
                if any(other != _yuan(row["amount_fen"]) for other in one["others"].values())
            ]
        claims.append(entry)
    return claims


def decided_of(row: dict[str, Any]) -> dict[str, Any]:
    """What the verdicts make of a claim: people, yuan, and what becomes of it, in Chinese."""
    if row.get("result") is None:
        return {"decidedPeople": None, "decided": None, "result": RESULT_WORDS[ClaimResult.OPEN]}
    return {
        "decidedPeople": row["ruled_people"],
        "decided": _yuan(row["ruled_fen"]),
        "result": RESULT_WORDS[ClaimResult(row["result"])],
        "refusedBefore": row.get("refused_before") or "",
    }


def _people(validation: Validation, settings: Settings) -> pl.DataFrame:
    """All people who were judged: input, row, id_number and what the page shows."""
    nobody = pl.DataFrame(
        schema={
            "input": pl.Int64, "row": pl.Int64, "claim_id": pl.String, "id_number": pl.String,
            "shown": pl.String, "counted": pl.Boolean, "reason": pl.String,
            "amount_fen": pl.Int64, "start": pl.Int64, "strip": pl.String,
            "pay_fen": pl.List(pl.Int64),
        }
    )  # fmt: skip
    parts = []
    for part in validation.in_force:
        if part.people.is_empty():
            continue
        named = part.people.with_columns(
            (pl.col(name) if name in part.people.columns else pl.lit(None, pl.String)).alias(name)
            for name in ("name", "id_number")
        )
        squares = strips(part, settings.on)
        parts.append(
            named.join(squares, on="person", how="left", maintain_order="left").select(
                "input",
                "row",
                "claim_id",
                "id_number",
                person_text(unmask=False).alias("shown"),
                "counted",
                masked(pl.col("reason")).alias("reason"),
                "amount_fen",
                "start",
                "strip",
                "pay_fen",
            )
        )
    return pl.concat([nobody, *parts]).with_row_index("human")


def _kept_people(
    people: pl.DataFrame, findings: pl.DataFrame, order: pl.DataFrame
) -> dict[str, list[Any]]:
    concerned = findings.filter(pl.col("kind") == "roster").select("input", "row").unique()
    marked = people.join(
        concerned.with_columns(found=True), on=["input", "row"], how="left", maintain_order="left"
    ).join(order, on=["input", "claim_id"], how="left", maintain_order="left")
    kept = (
        marked.sort(pl.col("found").is_null(), "human", maintain_order=True)
        .unique("human", keep="first", maintain_order=True)
        .head(MOST_PEOPLE)
        .sort("human")
    )
    return {
        "human": kept["human"].to_list(),
        "claim": kept["at"].to_list(),
        "row": kept["row"].to_list(),
        "shown": kept["shown"].to_list(),
        "counted": kept["counted"].cast(pl.Int8).to_list(),
        "reason": kept["reason"].to_list(),
        "amount": [_yuan(fen) for fen in kept["amount_fen"]],
        "start": kept["start"].to_list(),
        "strip": kept["strip"].to_list(),
        "pay": [
            [to_yuan(fen) for fen in sums] if sums is not None else None
            for sums in kept["pay_fen"].to_list()
        ],
    }


def _findings(
    findings: pl.DataFrame, validation: Validation, people: pl.DataFrame, order: pl.DataFrame
) -> dict[str, Any]:
    """One list a column; texts are numbers of a common list."""
    concerned = _with_people(findings, validation, people).join(
        order.unique(["input", "claim_id"], keep="first"),
        on=["input", "claim_id"],
        how="left",
        maintain_order="left",
    )
    texts: dict[str, int] = {"": 0}
    columns: dict[str, list[Any]] = {name: [] for name in _TEXTS}
    for row in concerned.iter_rows(named=True):
        values = row | _made(row)
        for name in _TEXTS:
            columns[name].append(texts.setdefault(values[name] or "", len(texts)))
    return {
        "texts": list(texts),
        "columns": columns,
        "stake": [to_yuan(fen) for fen in concerned["stake_fen"]],
        "claim": concerned["at"].to_list(),
        "human": concerned["human"].to_list(),
    }


def _made(row: dict[str, Any]) -> dict[str, str]:
    where = f"{row['sheet']} {row['cell'] or row['column'] or ''}".strip() if row["sheet"] else ""
    return {"place": where, "earlier": decided_text(row)}


def _with_people(
    findings: pl.DataFrame, validation: Validation, people: pl.DataFrame
) -> pl.DataFrame:
    """Add `human`: the person of a roster row, or the one whom a payment is for."""
    from claimcheck.forms import SheetKind

    payments = [
        entry.sheets[SheetKind.WAGES].frame.select(
            pl.lit(entry.number, pl.Int64).alias("input"),
            pl.lit("wages").alias("kind"),
            "row",
            "id_number",
        )
        for entry in validation.inputs
        if SheetKind.WAGES in entry.sheets
    ]
    by_number = people.drop_nulls("id_number").unique(["input", "id_number"], keep="first")
    keys: Sequence[pl.DataFrame] = [
        people.select("input", pl.lit("roster").alias("kind"), "row", "human"),
        *(
            frame.join(
                by_number.select("input", "id_number", "human"), on=["input", "id_number"]
            ).select("input", "kind", "row", "human")
            for frame in payments
        ),
    ]
    known = pl.concat(keys).unique(["input", "kind", "row"], keep="first")
    return findings.join(known, on=["input", "kind", "row"], how="left", maintain_order="left")


def _yuan(fen: int | None) -> int | float | None:
    return None if fen is None else to_yuan(fen)
