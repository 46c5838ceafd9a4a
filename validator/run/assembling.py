"""Puts what was found of the parts of a run together: one list of findings, one of claims.

The same is done again where supervisors' verdicts change which rows count.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import polars as pl

from claimcheck.text_columns import cleaned_columns
from validator.checks import OF_RESULTS, Context, Ran, run, threads_for
from validator.checks.base import Judged
from validator.findings.frame import empty, masked, of_office, with_ids, with_told
from validator.findings.private import private_texts, without_private
from validator.reading.batch import Input
from validator.reading.batch_frames import Batch
from validator.reading.units import in_files, whole_numbers, with_origins

#: A claim without errors and reminders, and one with any.
PASSED, FLAGGED = "passed", "flagged"

_CLAIM_COLUMNS = {
    "input": pl.Int64(),
    "row": pl.Int64(),
    "claim_id": pl.String(),
    "measure": pl.String(),
    "applicant": pl.String(),
    "claimed_people": pl.Int64(),
    "claimed_fen": pl.Int64(),
    "people": pl.Int64(),
    "headcount": pl.Int64(),
    "amount_fen": pl.Int64(),
    "outcome": pl.String(),
    "reason": pl.String(),
}
#: Texts of findings in which names of sheets and files are quoted.
_SHOWN = ("column", "person", "value", "expected", "message", "fix")
#: The claims of all batches have `unit`, too: the part of the file (see `validator.reading.units`).
_ALL_CLAIMS = {**_CLAIM_COLUMNS, "unit": pl.Int64()}


class Assembling(Protocol):
    """What makes results of a batch, also under verdicts: here, or where it was checked."""

    @property
    def contexts(self) -> Sequence[Any]:
        """What is judged together: each has `batch`, `files`, `rulings` and `ruled`."""

    @property
    def wholes(self) -> Mapping[int, int]:
        """The number of a part → the number of the collected file that holds it."""

    def results(
        self, contexts: Sequence[Any] | None = None
    ) -> tuple[pl.DataFrame, list[list[Ran]]]:
        """See `Assembly.results`."""

    def claims(self, contexts: Sequence[Any], findings: pl.DataFrame) -> pl.DataFrame:
        """See `Assembly.claims`."""

    def judged(self, contexts: Sequence[Any]) -> list[Judged]:
        """See `Assembly.judged`."""


@dataclass(frozen=True)
class Assembly:
    """A batch that was looked at, of which results can be made."""

    inputs: Sequence[Input]
    units: Sequence[Input]
    contexts: Sequence[Context]
    of_sheets: pl.DataFrame  #: what the sheets alone gave: rows of `findings.frame.SCHEMA`
    unmask: bool
    progress: Callable[[str], None]

    @cached_property
    def wholes(self) -> dict[int, int]:
        """The number of a part → the number of the collected file that holds it."""
        return whole_numbers(self.units)

    def results(
        self, contexts: Sequence[Context] | None = None
    ) -> tuple[pl.DataFrame, list[list[Ran]]]:
        """Evaluate, and look at the results.

        Args:
            contexts: the batches under other rulings; None: as they were read.

        Returns:
            All findings with `id`, `unit` and `of_results` (whether it follows from a result,
            so that another ruling may change it), and how the checks went.
        """
        placed, runs = self.told_results(contexts)
        return placed.drop("told"), runs

    def told_results(
        self, contexts: Sequence[Context] | None = None
    ) -> tuple[pl.DataFrame, list[list[Ran]]]:
        """The same, with `told`: what their ids are made of (see `findings.frame.with_told`)."""
        found, runs = [], []
        for context in self.contexts if contexts is None else contexts:
            if context.results is None:
                threads = threads_for(context.rows)
                context.results = run(context, OF_RESULTS, self.progress, threads)
            found.append(context.results[0])
            runs.append(context.results[1])
        together = pl.concat(
            [
                self.of_sheets.with_columns(of_results=False),
                pl.concat([empty(), *found]).with_columns(of_results=True),
            ]
        )
        told = with_told(in_order(together), _with_own_ids(self._applicants, self.units))
        placed = in_order(with_origins(in_files(with_ids(told), self.wholes), self.units))
        placed = cleaned(placed)
        if not self.unmask:
            placed = without_private(placed, list(_SHOWN), self.private)
        return placed, runs

    def claims(self, contexts: Sequence[Context], findings: pl.DataFrame) -> pl.DataFrame:
        """One row a claim: what was claimed, what was found, `verdict`."""
        parts = [
            in_files(_claims(context.batch, context.judged), self.wholes) for context in contexts
        ]
        claims = pl.concat([pl.DataFrame(schema=_ALL_CLAIMS), *parts])
        if not self.unmask:
            # A number of a person that was typed into another column is not to be printed.
            claims = claims.with_columns(masked(pl.col("measure", "applicant")))
            claims = without_private(claims, ["measure", "applicant", "reason"], self.private)
        return _with_verdict(claims, findings)

    def judged(self, contexts: Sequence[Context]) -> list[Judged]:
        """The evaluations, their rows named by the files."""
        return [_in_files(part, self.wholes) for entry in contexts for part in entry.judged]

    @cached_property
    def private(self) -> pl.Series:
        """The inputs' numbers of persons that must not be printed."""
        return private_texts(self.inputs)

    @cached_property
    def _applicants(self) -> pl.DataFrame:
        names = ("input", "claim_id", "applicant_code")
        parts = [context.batch.claims.select(names) for context in self.contexts]
        return pl.concat(parts) if parts else no_applicants()


def cleaned(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings with texts that no sign in a file's name or cell can spoil."""
    return findings.with_columns(cleaned_columns(findings.select(_SHOWN)))


def in_order(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings file by file, those of one code together, from the top down."""
    return findings.sort("input", "code", "row", maintain_order=True, nulls_last=False)


def _in_files(part: Judged, wholes: Mapping[int, int]) -> Judged:
    claims, people = (in_files(frame, wholes) for frame in (part.claims, part.people))
    return replace(part, claims=claims, people=people)


def _with_own_ids(applicants: pl.DataFrame, units: Sequence[Input]) -> pl.DataFrame:
    """Add `own_id`: a claim's id as its applicant wrote it, where `collect` changed it."""
    changed = [
        (unit.number, new, old)
        for unit in units
        if unit.part is not None
        for new, old in unit.part.renamed.items()
    ]
    schema = {"input": pl.Int64(), "claim_id": pl.String(), "own_id": pl.String()}
    return applicants.join(
        pl.DataFrame(changed, schema=schema, orient="row"), on=["input", "claim_id"], how="left"
    )


def no_claims() -> pl.DataFrame:
    """A frame without claims, as `Assembly.claims` gives them."""
    return pl.DataFrame(schema={**_ALL_CLAIMS, "verdict": pl.String()})


def no_applicants() -> pl.DataFrame:
    """A frame without claims, as `findings.frame.with_told` takes them."""
    return pl.DataFrame(
        schema={"input": pl.Int64, "claim_id": pl.String, "applicant_code": pl.String}
    )


def _claims(batch: Batch, judged: Sequence[Judged]) -> pl.DataFrame:
    """What the claims sheets hold, beside what the evaluation gave."""
    results = [
        part.claims.select("input", "row", "people", "headcount", "amount_fen", "outcome", "reason")
        for part in judged
    ]
    written = batch.claims.select(name for name in _CLAIM_COLUMNS if name in batch.claims.columns)
    if results:
        written = written.join(
            pl.concat(results), on=["input", "row"], how="left", maintain_order="left"
        )
    return written.select(
        (pl.col(name) if name in written.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in _CLAIM_COLUMNS.items()
    )


def _with_verdict(claims: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """A claim is flagged by its own findings, and by those of its file as a whole."""
    serious = findings.filter(pl.col("severity").is_in(["error", "warning"]))
    flagged = concerned(claims, serious)
    verdict = pl.when(flagged | claims["outcome"].is_null()).then(pl.lit(FLAGGED))
    return claims.with_columns(verdict=verdict.otherwise(pl.lit(PASSED)))


def concerned(claims: pl.DataFrame, findings: pl.DataFrame) -> pl.Series:
    """Which claims have one of these findings: their own, or of their file or part of it.

    What is wrong with the office's own files concerns no claim.

    Args:
        claims: input, unit, claim_id.
        findings: code, input, unit, claim_id, row.

    Returns:
        true or false for each claim.
    """
    findings = findings.filter(~of_office())
    own = findings.select("input", "claim_id").drop_nulls().unique()
    # What is said of a whole file has the file's number as its unit.
    whole = findings.filter(pl.col("row").is_null())["unit"].unique().implode()
    return (
        claims.join(own.with_columns(own=True), on=["input", "claim_id"], how="left",
                    maintain_order="left")
        .select(
            pl.col("own").fill_null(value=False)
            | pl.col("unit").is_in(whole)
            | pl.col("input").is_in(whole)
        )
        .to_series()
    )  # fmt: skip
