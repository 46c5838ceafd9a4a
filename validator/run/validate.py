"""One run of `validate`: read, check, put the result together."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.settings import Settings
from validator.checks import (
    ACROSS,
    ACROSS_RESULTS,
    ACROSS_SHEETS,
    CHECKS,
    OF_SHEETS,
    Across,
    Context,
    Ran,
    merged,
    run,
    threads_for,
)
from validator.checks.base import Judged
from validator.checks.structure import opened, unreadable, unrecognised
from validator.findings.catalogue import codes_where
from validator.findings.frame import empty, masked
from validator.findings.private import private_texts, without_private
from validator.reading.batch import Input, read_inputs
from validator.reading.batch_frames import batches
from validator.reading.files import FilesOfCall
from validator.reading.units import units_of, whole_numbers
from validator.run.aside import Aside, set_aside
from validator.run.assembling import Assembling, Assembly

if TYPE_CHECKING:
    from validator.ledger.audit.state import Supervision
    from validator.ledger.ledger import Ledger
    from validator.reading.sent import Reader
    from validator.run.comparing import RunComparison


@dataclass(frozen=True)
class Validation:
    """What a run found."""

    inputs: list[Input]
    claims: pl.DataFrame  #: one row a claim: what was claimed, what was found, `verdict`
    findings: pl.DataFrame  #: see `validator.findings.frame.SCHEMA`, with `id`
    checks: list[Ran]
    judged: list[Judged] = field(default_factory=list)
    #: what supervisors decided earlier; None before `supervision.verdicts.with_verdicts`
    supervision: "Supervision | None" = None
    compared: "RunComparison | None" = None  #: with an earlier run, where there was one
    #: what was judged by itself: the inputs, a collected one as its applicants' parts
    units: list[Input] = field(default_factory=list)
    unmask: bool = False  #: numbers of persons are shown in full
    assembly: Assembling | None = None  #: makes results of the same batch under verdicts
    #: what the verdicts make of the evaluations; empty before there are any
    ruled: list[Judged] = field(default_factory=list)
    first: pl.DataFrame | None = None  #: the findings before any verdict
    aside: list[Aside] = field(default_factory=list)  #: what lay in the folders and is no claim
    #: who claims where, applicants as the hashes of the ledger (see `run.spread`); None: it is
    #: to be found in the inputs
    parties: pl.DataFrame | None = None
    #: makes seals with the office's key (see `supervision.sealing`); None before the verdicts
    seals: Callable[[pl.Series], pl.Series] | None = None
    #: see `findings.private.private_texts`; None: they are to be found in the inputs
    private: pl.Series | None = None

    @property
    def in_force(self) -> list[Judged]:
        """The evaluations by which is paid: under the verdicts, where there are any."""
        return self.ruled or self.judged

    @property
    def people_are_here(self) -> bool:
        """Whether what pages show of every person was not left where it was checked."""
        return self.parties is None

    @property
    def printable(self) -> "Validation":
        """The same to be printed: where a person's number names a claim, it is hidden there.

        Inside, claims are told apart by that name, so that it is only hidden at the end.
        """
        if self.unmask:
            return self
        hidden = masked(pl.col("claim_id"))
        private = private_texts(self.inputs) if self.private is None else self.private
        claims, findings = (
            without_private(frame.with_columns(hidden), ["claim_id"], private)
            for frame in (self.claims, self.findings)
        )
        return replace(self, claims=claims, findings=findings)

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
        """0 nothing blocks, 1 something does, 2 a file cannot be read or the ledger not trusted."""
        untrusted = self.supervision is not None and bool(self.supervision.fault)
        if untrusted or any(entry.fault for entry in self.inputs):
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


def run_validation(
    paths: Sequence[Path] | FilesOfCall,
    settings: Settings,
    *,
    unmask: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    ledger: "Ledger | None" = None,
    no_ledger: str = "没有对照台账",
    lists_folder: Path = Path(),
    own: Collection[int] = (),
    reader: "Reader | None" = None,
) -> Validation:
    """Read the files, run every check, and put the result together.

    Args:
        paths: the workbooks of the batch, or what was found in folders.
        settings: the day to judge by and the readings.
        unmask: show ID numbers and names in full.
        progress: told in Chinese what is being done.
        ledger: the earlier claims to compare with.
        no_ledger: where there is none, why.
        lists_folder: the folder of the office's file, in which its lists are looked for.
        own: see `Across.own`: a claim that stands there as it is here is no repeat of itself.
        reader: has a file read somewhere else; None: by workers on this machine.
    """
    of_call = paths if isinstance(paths, FilesOfCall) else FilesOfCall([*paths])
    inputs, aside = set_aside(read_inputs(of_call.workbooks, progress, reader), of_call)
    found = [unreadable(entry) for entry in inputs if entry.fault]
    found += [unrecognised(entry) for entry in inputs if not entry.fault and entry.form is None]
    units = units_of(inputs)
    contexts = contexts_of(units, settings, unmask=unmask)
    across = Across(contexts, settings, unmask, ledger, no_ledger, lists_folder, own)
    runs = look_at_sheets(contexts, across, found, progress)
    assembly = Assembly(inputs, units, contexts, pl.concat([empty(), *found]), unmask, progress)
    results, ran = assembly.results()
    runs += ran
    return Validation(
        inputs,
        assembly.claims(contexts, results),
        results,
        [opened(inputs), *all_runs(runs)],
        assembly.judged(contexts),
        units=units,
        unmask=unmask,
        assembly=assembly,
        aside=aside,
        private=None if unmask else assembly.private,
    )


def contexts_of(
    units: Sequence[Input], settings: Settings, *, unmask: bool = False
) -> list[Context]:
    """What is judged together: one batch a form."""
    wholes = whole_numbers(units)
    return [Context(batch, settings, unmask, wholes=wholes) for batch in batches(units)]


def look_at_sheets(
    contexts: Sequence[Context],
    across: Across,
    found: list[pl.DataFrame],
    progress: Callable[[str], None],
) -> list[list[Ran]]:
    """Find all that can be found without a result, and let what puts rows out take effect.

    Only the ledger and the caps of households have to know results, which are then computed
    again.

    Returns:
        How the checks went: in each of the contexts, then across them.
    """
    runs = []
    for context in contexts:
        findings, ran = run(context, OF_SHEETS, progress, threads_for(context.rows))
        found.append(findings)
        runs.append(ran)
    # The ledger is asked by one thread alone, which has opened it.
    side_by_side = ((ACROSS_SHEETS, threads_for(across.rows)), (ACROSS_RESULTS, 1))
    for checks, threads in side_by_side if contexts else ():
        findings, ran = run(across, checks, progress, threads)
        across.let_go()
        found.append(_without_repeats(findings, found))
        runs.append(ran)
        for context in contexts:
            context.take_in(found)
    return runs


def all_runs(runs: Sequence[Sequence[Ran]]) -> list[Ran]:
    """How each code's checks went; skipped as a whole where there was no claim."""
    if runs:
        return merged(runs)
    raised = [*(check.codes for check in CHECKS), *(check.codes for check in ACROSS)]
    codes = sorted({code for several in raised for code in several})
    return [Ran(code, "skipped", 0, "没有读到任何申报") for code in codes]


def _without_repeats(findings: pl.DataFrame, found: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """A row whose claim number repeats needs not be told that its claim repeats, too."""
    once = pl.col("code").is_in(codes_where(lambda item: item.once))
    place = pl.struct("code", "input", "row")
    said = pl.concat([empty(), *found]).filter(once).select(place).to_series()
    return findings.filter(~(once & place.is_in(said.implode())))
