"""Which claims of a validated batch are taken into the ledger, and which are not and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.compiler.outcomes import INCOMPLETE, INELIGIBLE, NEEDS_DECISION
from claimcheck.evaluate.months import PAID_FOR, with_months
from claimcheck.identity_columns import id_is_right, tidy_text
from validator.checks.base import Judged
from validator.checks.duplicates.same_claim import content_of, facility_of
from validator.findings.catalogue import codes_where
from validator.ledger.errors import LedgerError
from validator.ledger.recording import CLAIM_COLUMNS, PEOPLE_COLUMNS, NewBatch
from validator.ledger.verdicts import ACCEPTED
from validator.run.validate import Validation

if TYPE_CHECKING:
    from validator.ledger.ledger import Ledger
from validator.reading.units import with_unit


@dataclass(frozen=True)
class Refused:
    """A claim that was not taken."""

    file: str
    claim_id: str
    why: str


def accepted(
    validation: Validation,
    name: str,
    on: date,
    reason: str | None = None,
    ledger: "Ledger | None" = None,
) -> tuple[NewBatch, list[Refused]]:
    """Sort the claims of a run.

    Args:
        validation: the result of validating the batch.
        name: what the batch is called.
        on: the day of acceptance.
        reason: why claims with blocking findings are taken too; None: they are not.
        ledger: what the batch was held against. A claim that it holds already is not
            refused for that, nor for anything else: recording it again changes nothing.

    Raises:
        LedgerError: a file could not be read or a check failed, so that nothing is certain.
    """
    _need_whole(validation)
    parts = [_claims(part, number) for number, part in enumerate(validation.in_force)]
    people = [_people(part, number) for number, part in enumerate(validation.in_force)]
    listed = with_unit(validation.claims).select(
        "input", "unit", "row", "claim_id", "verdict", "reason", _paid(validation)
    )
    listed = _with_blocks(listed, validation)
    judged = pl.concat([_no_claims(), *parts])
    joined = listed.join(judged, on=["input", "row"], how="left", maintain_order="left")
    joined = joined.with_columns(
        amount_fen=pl.when(pl.col("amount_fen").is_not_null()).then(
            pl.coalesce("paid_fen", "amount_fen")
        )
    ).drop("paid_fen")
    why = _why(taken_anyway=reason is not None)
    known = _known(joined, ledger)
    # A known claim that is said to repeat itself gets nothing here: that is no sum to compare.
    repeats = pl.col("code").is_in(codes_where(lambda item: item.once))
    repeated = validation.findings.filter(repeats).select("input", "claim_id")
    itself = pl.struct("input", "claim_id").is_in(repeated.to_struct().implode())
    joined = joined.with_columns(
        why=pl.when(known).then(pl.lit("")).otherwise(why),
        amount_fen=pl.when(~(itself & known)).then("amount_fen"),
    )
    files = {entry.number: entry.label for entry in validation.inputs}
    refused = [
        Refused(files[row["input"]], row["claim_id"] or f"第 {row['row']} 行", row["why"])
        for row in joined.filter(pl.col("why") != "").iter_rows(named=True)
    ]
    taken = joined.filter(pl.col("why") == "").with_columns(
        verdict=pl.when(pl.col("errors") > 0).then(pl.lit(ACCEPTED)).otherwise("verdict"),
        reason=pl.when(pl.col("errors") > 0).then(pl.lit(reason or "")).otherwise(pl.lit("")),
    )
    everyone = pl.concat([pl.DataFrame(schema=PEOPLE_COLUMNS), *people])
    return NewBatch(name, on, taken.select(CLAIM_COLUMNS.keys()), _with_self(taken, everyone)), (
        refused
    )


def recorded_there(
    validation: Validation, ledger: "Ledger", numbers: Collection[int]
) -> frozenset[tuple[int, int]]:
    """The claims of a run that batches of the ledger hold as they stand: input and row."""
    if not numbers:
        return frozenset()
    there = _there(validation, ledger).filter(pl.col("batch_id").is_in(list(numbers)))
    return frozenset(there.select("input", "row").rows())


def held_of(validation: Validation, ledger: "Ledger") -> dict[tuple[int, int], int | None]:
    """The sums, in fen, that the ledger has of the claims that it holds as they stand.

    Returns:
        By input and row; None where a claim was recorded without a sum.
    """
    rows = _there(validation, ledger).select("input", "row", "amount_fen").iter_rows()
    return {(number, row): amount for number, row, amount in rows}


def _there(validation: Validation, ledger: "Ledger") -> pl.DataFrame:
    """The claims that the ledger holds as they stand: input, row, and what it has of them."""
    judged = contents_of(validation)
    found = ledger.repeats(ledger.content_hashes(judged["content"]))
    places = judged.select("input", "row")[found["index"].to_list()]
    return places.hstack(found.select("batch_id", "amount_fen"))


def contents_of(validation: Validation) -> pl.DataFrame:
    """The content of every claim that was judged, in clear: input, row, content."""
    parts = [_claims(part, number) for number, part in enumerate(validation.in_force)]
    return pl.concat([_no_claims(), *parts]).select("input", "row", "content")


def _paid(validation: Validation) -> pl.Expr:
    """What is paid under the verdicts; null where nobody was asked."""
    if "ruled_fen" in validation.claims.columns:
        return pl.col("ruled_fen").alias("paid_fen")
    return pl.lit(None, pl.Int64).alias("paid_fen")


def _known(claims: pl.DataFrame, ledger: "Ledger | None") -> pl.Series:
    """Whether the ledger holds each claim as it stands."""
    places = pl.int_range(claims.height, eager=True)
    if ledger is None:
        return places.is_null()
    found = ledger.repeats(ledger.content_hashes(claims["content"]))
    return places.is_in(found["index"].cast(pl.Int64).to_list())


def _need_whole(validation: Validation) -> None:
    unread = [entry.label for entry in validation.inputs if entry.fault]
    if unread:
        raise LedgerError(
            f"有文件无法读取：{'、'.join(unread)}。整批都没有登记，请更正或拿开这些文件，核查后再登记。"
        )
    failed = [ran.code for ran in validation.checks if ran.status == "failed"]
    if failed:
        raise LedgerError(
            f"有检查没有完成（{'、'.join(failed)}），整批都没有登记。请联系技术支持人员。"
        )


def _with_blocks(claims: pl.DataFrame, validation: Validation) -> pl.DataFrame:
    """Add `errors`: the claim's own, and those of its file that name no claim."""
    findings = with_unit(validation.findings)
    blocks = pl.col("severity") == "error"
    if "standing" in findings.columns:
        # What a supervisor let through blocks no more; what he returned or refused does.
        blocks = (blocks & ~pl.col("let_through")) | (pl.col("standing") == "decided")
    errors = findings.filter(blocks)
    own = errors.drop_nulls("claim_id").group_by("input", "claim_id").agg(own=pl.len())
    # Of a part of a collected file, or of a file: that one's number is its unit.
    general = errors.filter(pl.col("claim_id").is_null()).group_by("unit").agg(whole=pl.len())
    of_file = general.select(input="unit", file="whole")
    other = pl.when(pl.col("unit") != pl.col("input")).then(pl.col("file"))
    counts = [pl.col("own"), pl.col("whole"), other]
    return (
        claims.join(own, on=["input", "claim_id"], how="left", maintain_order="left")
        .join(general, on="unit", how="left", maintain_order="left")
        .join(of_file, on="input", how="left", maintain_order="left")
        .with_columns(
            errors=pl.sum_horizontal(count.fill_null(0).cast(pl.Int64) for count in counts)
        )
        .drop("own", "whole", "file")
    )


def _why(*, taken_anyway: bool) -> pl.Expr:
    """Why a claim is not taken; empty where it is."""
    unjudged = pl.col("key").is_null() | pl.col("outcome").is_null()
    incomplete = pl.col("outcome") == INCOMPLETE
    nothing = (pl.col("outcome") == INELIGIBLE) | (pl.col("amount_fen") == 0)
    undecided = pl.col("outcome") == NEEDS_DECISION
    blocked = (pl.col("errors") > 0) & pl.lit(not taken_anyway)
    return (
        pl.when(blocked)
        .then(pl.format("有 {} 个须改正的错误", "errors"))
        .when(unjudged)
        .then(pl.lit("没有核算结果"))
        .when(incomplete)
        .then(pl.lit("资料不全，没有核算结果"))
        .when(nothing)
        .then(pl.lit("核定金额为 0"))
        .when(undecided)
        .then(pl.lit("金额尚需核定"))
        .otherwise(pl.lit(""))
    )


_KEY = 10**9


def _keyed(number: int) -> pl.Expr:
    """A number for a claim that no other measure's claims have."""
    return (pl.col("claim").cast(pl.Int64) + number * _KEY).alias("key")


def _claims(part: Judged, number: int) -> pl.DataFrame:
    claims = part.claims.with_columns(_keyed(number))
    content = content_of(claims, _listed(part, number))
    made = claims.with_columns(content, facility_of(claims), type=pl.lit(part.rule.measure.type))
    wanted = ("input", "row", "outcome", *(name for name in CLAIM_COLUMNS if name in _FROM_SHEET))
    return made.select(
        (pl.col(name) if name in made.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in ((name, _JUDGED[name]) for name in wanted)
    )


#: Columns that come from the judged claims; the others from the run.
_FROM_SHEET = frozenset(CLAIM_COLUMNS) - {"claim_id", "verdict", "reason"}
_JUDGED = {"input": pl.Int64(), "row": pl.Int64(), "outcome": pl.String(), **CLAIM_COLUMNS}


def _no_claims() -> pl.DataFrame:
    names = ("input", "row", "outcome", *(name for name in CLAIM_COLUMNS if name in _FROM_SHEET))
    return pl.DataFrame(schema={name: _JUDGED[name] for name in names})


def _people(part: Judged, number: int) -> pl.DataFrame:
    """The people who count: whoever does not was paid nothing."""
    people = _listed(part, number)
    if people.is_empty():
        return people.select(
            pl.lit(None, dtype).alias(name) for name, dtype in PEOPLE_COLUMNS.items()
        )
    if "counted" in people.columns:
        people = people.filter(pl.col("counted"))
    # Months of employment are something else, whatever they are called.
    people = people.drop("months", strict=False)
    if part.rule.measure.months:
        people = with_months(part.rule, part.evaluation.chosen, people).rename({PAID_FOR: "months"})
    return people.select(
        (pl.col(name) if name in people.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in PEOPLE_COLUMNS.items()
    )


def _listed(part: Judged, number: int) -> pl.DataFrame:
    """The rows of the roster; none where the claim type has no roster."""
    if "id_number" not in part.people.columns:
        return pl.DataFrame(schema=PEOPLE_COLUMNS)
    return part.people.with_columns(_keyed(number))


def _with_self(taken: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The people of the taken claims; a person who claims without a roster is paid himself."""
    listed = people.join(taken.select("key"), on="key", how="semi", maintain_order="left")
    alone = (
        taken.join(people.select("key"), on="key", how="anti", maintain_order="left")
        .filter(id_is_right(tidy_text(pl.col("applicant_code"))))
        .select(
            "key",
            id_number="applicant_code",
            name="applicant",
            household_id=pl.lit(None, pl.String),
            bank_account=pl.lit(None, pl.String),
            amount_fen="amount_fen",
            months=pl.lit(None, pl.Int64),
        )
    )
    return pl.concat([listed, alone])
