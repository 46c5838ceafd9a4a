"""One run of `validate`: read, check, put the result together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.settings import Settings
from claimcheck.text_columns import cleaned_columns
from validator.batch import Batch, Input, batches, read_inputs
from validator.checks import ACROSS, CHECKS, Across, Context, Ran, merged, run
from validator.checks.base import Judged
from validator.checks.structure import unreadable, unrecognised
from validator.findings.frame import empty, masked, with_ids
from validator.findings.private import without_private
from validator.schemas import without_hypothesis
from validator.units import in_files, units_of, whole_numbers, with_origins

if TYPE_CHECKING:
    from validator.supervision.standing import Supervision

if TYPE_CHECKING:
    from validator.comparing import Comparison
    from validator.ledger.ledger import Ledger

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
_SHOWN = ("column", "claim_id", "person", "value", "expected", "message", "fix")
#: The claims of all batches have `unit`, too: the part of the file (see `validator.units`).
_ALL_CLAIMS = {**_CLAIM_COLUMNS, "unit": pl.Int64()}


@dataclass(frozen=True)
class Review:
    """What a run found."""

    inputs: list[Input]
    claims: pl.DataFrame  #: one row a claim: what was claimed, what was found, `verdict`
    findings: pl.DataFrame  #: see `validator.findings.frame.SCHEMA`, with `id`
    checks: list[Ran]
    judged: list[Judged] = field(default_factory=list)
    #: what supervisors decided earlier; None before `supervision.verdicts.with_verdicts`
    supervision: "Supervision | None" = None
    compared: "Comparison | None" = None  #: with an earlier run, where there was one
    #: what was judged by itself: the inputs, a collected one as its applicants' parts
    units: list[Input] = field(default_factory=list)
    unmask: bool = False  #: numbers of persons are shown in full

    @property
    def printable(self) -> "Review":
        """The same to be printed: where a person's number names a claim, it is hidden there.

        Inside, claims are told apart by that name, so that it is only hidden at the end.
        """
        if self.unmask:
            return self
        hidden = masked(pl.col("claim_id"))
        return replace(
            self,
            claims=self.claims.with_columns(hidden),
            findings=self.findings.with_columns(hidden),
        )

    def count(self, severity: str) -> int:
        """How many findings have this severity; those let through are counted apart."""
        found = self.findings["severity"] == severity
        if self.supervision is not None:
            found &= ~self.findings["let_through"]
        return int(found.sum())

    @property
    def let_through(self) -> int:
        """How many errors and reminders a supervisor let through."""
        if self.supervision is None:
            return 0
        return int(self.findings["let_through"].sum())

    @property
    def exit_status(self) -> int:
        """0 nothing blocks, 1 something does, 2 a file could not be read."""
        if any(entry.fault for entry in self.inputs):
            return 2
        return 1 if self.count("error") else 0

    @property
    def cells(self) -> int:
        """How many cells were read."""
        return sum(sheet.cells for entry in self.inputs for sheet in entry.sheets.values())

    @property
    def filled(self) -> int:
        """How many cells with text were read."""
        return sum(sheet.filled for entry in self.inputs for sheet in entry.sheets.values())

    @property
    def present(self) -> int:
        """How many cells with text the sheets have, headings and remarks too."""
        return sum(sheet.present for entry in self.inputs for sheet in entry.sheets.values())

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return sum(sheet.frame.height for entry in self.inputs for sheet in entry.sheets.values())

    @property
    def sheets(self) -> int:
        """How many sheets were read."""
        return sum(len(entry.sheets) for entry in self.inputs)


def review(
    paths: Sequence[Path],
    settings: Settings,
    *,
    unmask: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    ledger: "Ledger | None" = None,
    no_ledger: str = "没有对照台账",
    lists_folder: Path = Path(),
) -> Review:
    """Read the files, run every check, and put the result together.

    Args:
        paths: the workbooks of the batch.
        settings: the day to judge by and the readings.
        unmask: show ID numbers and names in full.
        progress: told in Chinese what is being done.
        ledger: the earlier claims to compare with.
        no_ledger: where there is none, why.
        lists_folder: the folder of the office's file, in which its lists are looked for.
    """
    # The reader works without the interpreter: meanwhile this long import can go on.
    importing = Thread(target=_import_schemas, daemon=True)
    importing.start()
    inputs = read_inputs(paths, progress)
    importing.join()
    found = [unreadable(entry) for entry in inputs if entry.fault]
    found += [unrecognised(entry) for entry in inputs if not entry.fault and entry.form is None]
    runs: list[list[Ran]] = []
    claims: list[pl.DataFrame] = []
    judged: list[Judged] = []
    applicants: list[pl.DataFrame] = []
    contexts: list[Context] = []
    units = units_of(inputs)
    wholes = whole_numbers(units)
    for batch in batches(units):
        context = Context(batch, settings, unmask)
        contexts.append(context)
        findings, ran = run(context, CHECKS, progress)
        found.append(findings)
        runs.append(ran)
        judged += [_in_files(part, wholes) for part in context.judged]
        claims.append(in_files(_claims(batch, context.judged), wholes))
        applicants.append(batch.claims.select("input", "claim_id", "applicant_code"))
    if contexts:
        across = Across(contexts, settings, unmask, ledger, no_ledger, lists_folder)
        findings, ran = run(across, ACROSS, progress)
        found.append(_without_repeats(findings, found))
        runs.append(ran)
    codes = [Ran("CC101", "ran", sum(1 for entry in inputs if entry.fault))]
    who = pl.concat(applicants) if applicants else _no_applicants()
    all_findings = with_ids(_sorted(pl.concat([empty(), *found])), _with_own_ids(who, units))
    all_findings = _sorted(with_origins(in_files(all_findings, wholes), units))
    all_findings = all_findings.with_columns(cleaned_columns(all_findings.select(_SHOWN)))
    if not unmask:
        all_findings = without_private(all_findings, list(_SHOWN), inputs)
    all_claims = pl.concat(claims) if claims else pl.DataFrame(schema=_ALL_CLAIMS)
    if not unmask:
        # A number of a person that was typed into another column is not to be printed.
        all_claims = all_claims.with_columns(masked(pl.col("measure", "applicant")))
        all_claims = without_private(all_claims, ["measure", "applicant"], inputs)
    return Review(
        inputs,
        _with_verdict(all_claims, all_findings),
        all_findings,
        codes + _all_runs(runs),
        judged,
        units=units,
        unmask=unmask,
    )


def _import_schemas() -> None:
    with without_hypothesis():
        import pandera.polars  # noqa: F401


def _sorted(findings: pl.DataFrame) -> pl.DataFrame:
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


def _no_applicants() -> pl.DataFrame:
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
    flagged = concerned(claims, findings.filter(pl.col("severity").is_in(["error", "warning"])))
    verdict = pl.when(flagged | claims["outcome"].is_null()).then(pl.lit(FLAGGED))
    return claims.with_columns(verdict=verdict.otherwise(pl.lit(PASSED)))


def concerned(claims: pl.DataFrame, findings: pl.DataFrame) -> pl.Series:
    """Which claims have one of these findings: their own, or of their file or part of it.

    Args:
        claims: input, unit, claim_id.
        findings: input, unit, claim_id, row.

    Returns:
        true or false for each claim.
    """
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


def _all_runs(runs: Sequence[Sequence[Ran]]) -> list[Ran]:
    if runs:
        return merged(runs)
    raised = [*(check.codes for check in CHECKS), *(check.codes for check in ACROSS)]
    codes = sorted({code for several in raised for code in several})
    return [Ran(code, "skipped", 0, "没有读到任何申报") for code in codes]


def _without_repeats(findings: pl.DataFrame, found: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """A row whose claim number repeats needs not be told that its claim repeats, too."""
    said = pl.concat([empty(), *found]).filter(pl.col("code") == "CC609")
    again = (pl.col("code") == "CC609") & pl.struct("input", "row").is_in(
        said.select(pl.struct("input", "row")).to_series().implode()
    )
    return findings.filter(~again)
