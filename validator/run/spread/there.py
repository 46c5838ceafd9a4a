"""Checks files on the machine to which they were sent; no full number of a person leaves it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import gettempdir

import polars as pl

from claimcheck.evaluate.rulings import EXCLUDED
from claimcheck.temporary import new_file
from validator.checks import Across, Context, Ran
from validator.checks.base import Judged
from validator.checks.rulings import Rulings, no_rulings
from validator.findings.basis import with_basis
from validator.findings.frame import empty, masked
from validator.findings.private import without_private
from validator.ledger.asked import AskedLedger
from validator.ledger.keys import Hasher
from validator.reading.batch import Input, read_inputs
from validator.reading.units import units_of
from validator.run.assembling import Assembly
from validator.run.spread.hidden_claims import parties, shown, with_own_claims
from validator.run.spread.keys import keys_of
from validator.run.spread.sent import (
    JudgedFacts,
    Known,
    Part,
    Place,
    SentFile,
    Terms,
    facts_of,
    packed,
    unpacked,
)
from validator.run.validate import contexts_of, look_at_sheets


def check_there(
    files: Sequence[SentFile], terms: Terms, told: Known, rulings: bytes | None = None
) -> Part:
    """Check some files as if they were the whole run.

    Args:
        files: the workbooks.
        terms: what holds for all files.
        told: what ledger and lists know of them.
        rulings: the marks of supervisors' verdicts, packed; None: there are none yet.

    Raises:
        UnclearClaimError: two claims of a file cannot be told apart by what is shown of them.
    """
    with ExitStack() as removed:
        paths = [_kept(file, removed) for file in files]
        inputs = read_inputs(paths, _tell_nobody)
        for entry, file in zip(inputs, files, strict=True):
            entry.label = file.label
        return _checked(inputs, terms, told, rulings)


def _kept(file: SentFile, removed: ExitStack) -> Path:
    # What a lost machine left there is removed by the next run, as all that is temporary.
    path = new_file(Path(gettempdir()), Path(file.name).suffix, 0o600)
    removed.callback(path.unlink, missing_ok=True)
    path.write_bytes(file.content)
    return path


def _checked(inputs: list[Input], terms: Terms, told: Known, rulings: bytes | None) -> Part:
    units = units_of(inputs)
    contexts = contexts_of(units, terms.settings)
    hasher = Hasher(terms.key)
    ledger = AskedLedger(hasher, told.answers)
    across = Across(
        contexts,
        terms.settings,
        ledger=ledger if terms.no_ledger is None else None,
        no_ledger=terms.no_ledger or "",
        lists={**terms.lists, **told.lists},
    )
    found: list[pl.DataFrame] = []
    first = look_at_sheets(contexts, across, found, _tell_nobody)
    assembly = Assembly(
        inputs, units, contexts, pl.concat([empty(), *found]), unmask=False, progress=_tell_nobody
    )
    if rulings is not None:
        under = Rulings(with_own_claims(unpacked(rulings), inputs))
        contexts = [context.ruled(under.of(context.files)) for context in contexts]
    findings, last = assembly.told_results(contexts)
    claims = assembly.claims(contexts, findings)
    findings = with_basis(findings, inputs)
    return Part(
        [facts_of(entry, sum(unit.whole == entry.number for unit in units)) for entry in inputs],
        packed(shown(_untold(findings, inputs), inputs)),
        packed(shown(claims, inputs)),
        [_facts(part) for part in assembly.judged(contexts)],
        dict(_placed(contexts, first, last)),
        packed(keys_of(contexts, inputs, hasher)),
        packed(shown(parties(inputs, hasher), inputs)),
        packed(_marks(contexts, inputs)),
        ledger.questions,
    )


def _marks(contexts: Sequence[Context], inputs: Sequence[Input]) -> pl.DataFrame:
    """The marks by which was judged."""
    marks = [context.rulings.marks for context in contexts]
    together = pl.concat([no_rulings().marks, *marks]).unique(maintain_order=True)
    return without_private(shown(together, inputs), [EXCLUDED], inputs)


def _untold(findings: pl.DataFrame, inputs: Sequence[Input]) -> pl.DataFrame:
    """Without what might give away a number.

    Where `told` has one, only files that hang together can tell the same, so that the finding's
    id is known already.
    """
    hidden = without_private(
        findings.select("told", hidden=masked(pl.col("told"))), ["hidden"], inputs
    )
    same = hidden.select(pl.col("told") == pl.col("hidden")).to_series()
    told = pl.when(same).then("told")
    return findings.with_columns(told=told, content=pl.lit(""))


def _facts(part: Judged) -> JudgedFacts:
    count = range(part.claims.height)
    return JudgedFacts(
        part.rule.id,
        part.evaluation.chosen,
        part.claims.select("input", "row").rows(),
        [part.evaluation.reasons(number) for number in count],
        [part.evaluation.readings(number) for number in count],
        packed(part.people.select("input", "row", "amount_fen").filter(pl.col("amount_fen") > 0)),
    )


def _placed(
    contexts: Sequence[Context], first: Sequence[Sequence[Ran]], last: Sequence[Sequence[Ran]]
) -> Iterator[tuple[Place, Sequence[Ran]]]:
    """How the checks went, each list with its place."""
    forms = [context.batch.form.type for context in contexts]
    for form, ran in zip(forms, first, strict=False):
        yield ("sheets", form), ran
    for number, ran in enumerate(first[len(forms) :]):
        yield ("across", str(number)), ran
    for form, ran in zip(forms, last, strict=True):
        yield ("results", form), ran


def _tell_nobody(_: str) -> None:
    pass
