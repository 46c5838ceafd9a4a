"""How each finding of a run stands towards what supervisors have decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from claimcheck.identity import tidy
from claimcheck.names import plain_name
from validator.ledger.audit.events import RecordedEvent, Verdict, VerdictEnd, Waiver, WaiverEnd
from validator.ledger.audit.state import ActiveWaiver, Events, Supervision
from validator.ledger.audit.words import DECISION_WORDS, OPENING, Decision, Standing

#: What `with_verdicts` adds to findings.
COLUMNS: dict[str, pl.DataType] = {
    "standing": pl.String(),
    "let_through": pl.Boolean(),  #: whether an error or reminder is settled and blocks no more
    "decision": pl.String(),
    "decided_by": pl.String(),
    "decided_on": pl.Date(),
    "decided_until": pl.Date(),
    "decision_reason": pl.String(),
    "waiver": pl.Int64(),  #: number of the waiver
}


class Standpoint(NamedTuple):
    """The last that one reviewer decided on one finding and content."""

    finding: str
    rests_on: str
    who: str
    verdict: Verdict


def standpoints(recorded: Sequence[RecordedEvent]) -> dict[str, list[Standpoint]]:
    """The verdicts that stand, by finding: of each reviewer the last on a content.

    What one reviewer decides replaces only what he decided himself; where he takes it back,
    what he decided before stands again.
    """
    shown: dict[str, str] = {}
    for entry in recorded:
        shown.setdefault(reviewer_of(entry.who), entry.who)
    found: dict[str, list[Standpoint]] = {}
    for (finding, rests_on, who), verdicts in given(recorded).items():
        stands = Standpoint(finding, rests_on, shown[who], verdicts[-1])
        found.setdefault(finding, []).append(stands)
    return found


def reviewer_of(name: str) -> str:
    """What a reviewer is known by, however the name was typed: a blank makes nobody else of him."""
    return plain_name(name) or name


def given(recorded: Sequence[RecordedEvent]) -> dict[tuple[str, str, str], list[Verdict]]:
    """The verdicts by finding, content and `reviewer_of`, the last last, none taken back."""
    said: dict[tuple[str, str, str], list[Verdict]] = {}
    for entry in recorded:
        event = entry.event
        if isinstance(event, Verdict):
            key = (event.finding, event.basis, reviewer_of(entry.who))
            said[key] = [*said.pop(key, []), event]  # so that the latest stands last
        elif isinstance(event, VerdictEnd):
            _take_back(said, (event.finding, event.basis, reviewer_of(entry.who)))
    return said


def _take_back(said: dict[tuple[str, str, str], list[Verdict]], key: tuple[str, str, str]) -> None:
    """Leave out the last verdict."""
    verdicts = said.get(key, [])
    if len(verdicts) > 1:
        verdicts.pop()
    else:
        said.pop(key, None)


def active_waivers(recorded: Sequence[RecordedEvent]) -> list[ActiveWaiver]:
    """The waivers that were not ended, whether or not their day is past."""
    ended = {entry.event.waiver for entry in recorded if isinstance(entry.event, WaiverEnd)}
    return [
        ActiveWaiver(entry.number, entry.who, entry.at, entry.event)
        for entry in recorded
        if isinstance(entry.event, Waiver) and entry.number not in ended
    ]


def undecided(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings with the columns of `COLUMNS`, none of them decided."""
    return findings.with_columns(
        [pl.lit(None, dtype).alias(name) for name, dtype in COLUMNS.items()]
    ).with_columns(standing=pl.lit(str(Standing.OPEN)), let_through=pl.lit(value=False))


def stand(
    findings: pl.DataFrame, claims: pl.DataFrame, events: Events, on: date, tools: "Tools"
) -> tuple[pl.DataFrame, Supervision]:
    """Add to each finding how it stands.

    Args:
        findings: with id, code, severity, input, claim_id, related.
        claims: input, claim_id, county, applicant_code, of all claims.
        events: the trail.
        on: the day to judge by.
        tools: how bases and numbers are hashed.

    Returns:
        The same rows with the columns of `COLUMNS`, and what to say about them.
    """
    if events.fault:
        return undecided(findings), Supervision(fault=events.fault)
    decided = standpoints(events.recorded)
    about = findings.filter(pl.col("id").is_in(list(decided)))
    judged = _judged(tools.rests_on(about), decided, on)
    result = (
        undecided(findings)
        .drop(judged.columns[1:])
        .join(judged, on="id", how="left", maintain_order="left")
        .with_columns(pl.col("standing").fill_null(str(Standing.OPEN)))
    )
    waivers = [one for one in active_waivers(events.recorded) if one.waiver.until >= on]
    result = _waived(result, claims, waivers, tools)
    opened = pl.col("standing").is_in([str(Standing.LET_THROUGH), str(Standing.WAIVED)])
    result = result.with_columns(let_through=(pl.col("severity") != "info") & opened).select(
        *findings.columns, *COLUMNS
    )
    used = set(result["waiver"].drop_nulls())
    return result, Supervision(
        "",
        events.head.number,
        events.head.link[:12],
        [one for one in waivers if one.number in used],
        events.witness,
    )


@dataclass(frozen=True)
class Tools:
    """What needs the files of the batch, or the ledger's key."""

    #: findings → the same with `rests_on`, the keyed hash of their claim content
    rests_on: Callable[[pl.DataFrame], pl.DataFrame]
    #: an applicant's code → its keyed hash
    hash_applicant: Callable[[str], str]


def _judged(about: pl.DataFrame, decided: dict[str, list[Standpoint]], on: date) -> pl.DataFrame:
    """One row a finding on which there is any verdict: id, standing and what is shown."""
    rows = []
    for finding, rests_on in about.select("id", "rests_on").iter_rows():
        taken = decided[finding]
        same = [one for one in taken if one.rests_on == rests_on]
        in_force = [one for one in same if one.verdict.until is None or one.verdict.until >= on]
        if in_force:
            standing, shown = _agreed(in_force), in_force
        elif same:
            standing, shown = Standing.EXPIRED, same
        else:
            standing, shown = Standing.LAPSED, taken[-1:]
        rows.append((finding, str(standing), *_shown(shown)))
    schema = {"id": pl.String(), "standing": pl.String(), **{n: COLUMNS[n] for n in _SHOWN}}
    return pl.DataFrame(rows, schema, orient="row")


_SHOWN = ("decision", "decided_by", "decided_on", "decided_until", "decision_reason")


def _agreed(in_force: list[Standpoint]) -> Standing:
    decisions = {one.verdict.decision for one in in_force}
    if len(decisions) > 1:
        return Standing.CONFLICT
    return Standing.LET_THROUGH if decisions <= set(OPENING) else Standing.DECIDED


def _shown(taken: list[Standpoint]) -> tuple[object, ...]:
    """What is shown of one verdict, or of several that agree or not."""
    last = taken[-1].verdict
    who = "、".join(dict.fromkeys(one.who for one in taken))
    if len({one.verdict.decision for one in taken}) == 1:
        reasons = dict.fromkeys(one.verdict.reason for one in taken if one.verdict.reason)
        days = [one.verdict.until for one in taken]
        until = None if None in days else max(day for day in days if day)
        return str(last.decision), who, last.decided_on, until, "；".join(reasons)
    said = [
        f"{one.who}：{DECISION_WORDS[one.verdict.decision]}"
        + (f"（{one.verdict.reason}）" if one.verdict.reason else "")
        for one in taken
    ]
    return None, who, last.decided_on, None, "；".join(said)


def _waived(
    findings: pl.DataFrame, claims: pl.DataFrame, waivers: list[ActiveWaiver], tools: Tools
) -> pl.DataFrame:
    """Let findings through that fall under a waiver and on which nobody decided himself."""
    if not waivers or findings.is_empty():
        return findings
    codes = [one.waiver.code for one in waivers]
    open_ones = findings.filter(
        pl.col("code").is_in(codes)
        & pl.col("held").is_null()
        & pl.col("standing").is_in(
            [str(s) for s in (Standing.OPEN, Standing.LAPSED, Standing.EXPIRED)]
        )
    ).select("id", "code", "input", "claim_id")
    placed = open_ones.join(
        claims.unique(["input", "claim_id"], keep="first"), on=["input", "claim_id"], how="inner"
    )
    hashes = {
        code: tools.hash_applicant(tidy(code)) for code in placed["applicant_code"].drop_nulls()
    }
    rows = {}
    for row in placed.iter_rows(named=True):
        for one in waivers:
            if one.waiver.code == row["code"] and _falls_under(one.waiver, row, hashes):
                rows[row["id"]] = (row["id"], one.number, one.who, one.waiver)
                break
    found = pl.DataFrame(
        [(i, n, who, w.reason, w.until) for i, n, who, w in rows.values()],
        {
            "id": pl.String,
            "by_waiver": pl.Int64,
            "waiver_who": pl.String,
            "waiver_reason": pl.String,
            "waiver_until": pl.Date,
        },
        orient="row",
    )
    waived = pl.col("by_waiver").is_not_null()
    return (
        findings.join(found, on="id", how="left", maintain_order="left")
        .with_columns(
            standing=pl.when(waived).then(pl.lit(str(Standing.WAIVED))).otherwise("standing"),
            decision=pl.when(waived).then(pl.lit(str(Decision.PASS))).otherwise("decision"),
            decided_by=pl.when(waived).then("waiver_who").otherwise("decided_by"),
            decided_until=pl.when(waived).then("waiver_until").otherwise("decided_until"),
            decision_reason=pl.when(waived).then("waiver_reason").otherwise("decision_reason"),
            waiver="by_waiver",
        )
        .drop("by_waiver", "waiver_who", "waiver_reason", "waiver_until")
    )


def _falls_under(waiver: Waiver, row: dict[str, object], hashes: dict[str, str]) -> bool:
    if waiver.county:
        return row["county"] == waiver.county
    return bool(row["applicant_code"]) and hashes[str(row["applicant_code"])] == (
        waiver.applicant_hash
    )
