"""Checks files on the machine to which they were sent; no full number of a person leaves it.

What the checks do costs nearly as much for one small file as for ten: so files that have nothing
to do with each other are checked together, and what was found is parted again.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import gettempdir

import polars as pl

from claimcheck.evaluate.rulings import EXCLUDED
from claimcheck.temporary import new_file
from validator.checks import Across, Context, Ran
from validator.checks.base import Judged
from validator.checks.duplicates.earlier_claims import content_hashes
from validator.checks.lists.reading import ListRead
from validator.checks.rulings import Rulings, no_rulings
from validator.findings.basis import with_basis
from validator.findings.frame import empty, masked
from validator.findings.private import private_texts, without_private
from validator.ledger.asked import AskedLedger, joined
from validator.ledger.keys import Hasher
from validator.reading.batch import Input, read_inputs
from validator.reading.units import units_of
from validator.reading.unreadable import UnreadableError
from validator.run.assembling import Assembly
from validator.run.spread.hidden_claims import parties, shown, with_own_claims
from validator.run.spread.keys import keys_of
from validator.run.spread.sent import (
    FileFacts,
    JudgedFacts,
    Part,
    Place,
    Request,
    SentFile,
    Terms,
    facts_of,
    renumbered,
)
from validator.run.validate import contexts_of, look_at_sheets


@dataclass(frozen=True)
class _Own:
    """The numbers of a request's files and parts in the whole → those in the request."""

    numbers: Mapping[int, int]
    files: Sequence[int]


def check_there(requests: Sequence[Request], terms: Terms) -> list[Part]:
    """Check the files of some requests, as if those of each were a run of their own.

    Args:
        requests: of which none hangs together with another; one that does is asked for again
            by who finds that out.
        terms: what holds for all files.

    Returns:
        What was found, request by request.

    Raises:
        UnclearClaimError: two claims of a file cannot be told apart by what is shown of them.
    """
    with ExitStack() as removed:
        files = [file for request in requests for file in request.files]
        inputs = read_inputs([_kept(file, removed) for file in files], _tell_nobody)
        for entry, file in zip(inputs, files, strict=True):
            entry.label = file.label
        return list(_checked(inputs, requests, terms))


def _kept(file: SentFile, removed: ExitStack) -> Path:
    # What a lost machine left there is removed by the next run, as all that is temporary.
    path = new_file(Path(gettempdir()), Path(file.name).suffix, 0o600)
    removed.callback(path.unlink, missing_ok=True)
    path.write_bytes(file.content)
    return path


def _checked(inputs: list[Input], requests: Sequence[Request], terms: Terms) -> Iterator[Part]:
    units = units_of(inputs)
    facts = [facts_of(entry, sum(unit.whole == entry.number for unit in units)) for entry in inputs]
    own = _numbers(requests, facts)
    contexts = contexts_of(units, terms.settings)
    hasher = Hasher(terms.key)
    ledger = AskedLedger(hasher, joined([request.known.answers for request in requests]))
    across = Across(
        contexts,
        terms.settings,
        ledger=ledger if terms.no_ledger is None else None,
        no_ledger=terms.no_ledger or "",
        lists={**terms.lists, **_lists(requests)},
    )
    found: list[pl.DataFrame] = []
    first = look_at_sheets(contexts, across, found, _tell_nobody)
    assembly = Assembly(
        inputs, units, contexts, pl.concat([empty(), *found]), unmask=False, progress=_tell_nobody
    )
    contents = _contents(across)
    contexts = _under_verdicts(contexts, requests, own, inputs)
    findings, last = assembly.told_results(contexts)
    whole = Part(
        facts,
        shown(_untold(with_basis(findings, inputs), inputs), inputs),
        shown(assembly.claims(contexts, findings), inputs),
        [_facts(part) for part in assembly.judged(contexts)],
        dict(_placed(contexts, first, last)),
        keys_of(contexts, inputs, hasher),
        shown(parties(inputs, hasher), inputs),
        _marks(contexts, inputs),
        ledger.questions([], contents),
    )
    for numbers in own:
        questions = ledger.questions([*numbers.numbers], contents)
        yield replace(_part(whole, numbers), questions=questions)


def _numbers(requests: Sequence[Request], facts: Sequence[FileFacts]) -> list[_Own]:
    """How files and parts are numbered in each request, which is how they would be alone."""
    first, part = 0, len(facts)
    found = []
    for request in requests:
        files = range(first, first + len(request.files))
        numbers = {number: place for place, number in enumerate(files)}
        for number in files:
            for _ in range(facts[number].parts):
                numbers[part] = len(numbers)
                part += 1
        found.append(_Own(numbers, files))
        first += len(request.files)
    return found


def _part(whole: Part, own: _Own) -> Part:
    """What was found in the files of one request."""

    def of(frame: pl.DataFrame, name: str = "input") -> pl.DataFrame:
        here = pl.col(name).is_in([*own.numbers])
        return renumbered(frame.filter(here), own.numbers)

    judged = [
        replace(
            facts,
            claims=[
                (own.numbers[facts.claims[place][0]], facts.claims[place][1]) for place in kept
            ],
            reasons=[facts.reasons[place] for place in kept],
            readings=[facts.readings[place] for place in kept],
            people=of(facts.people),
        )
        for facts in whole.judged
        if (kept := [at for at, (number, _) in enumerate(facts.claims) if number in own.numbers])
    ]
    forms = {whole.files[number].form for number in own.files}
    runs = {
        place: [_counted(one, own) for one in ran]
        for place, ran in whole.runs.items()
        if place[0] == "across" or place[1] in forms
    }
    return Part(
        [whole.files[number] for number in own.files],
        of(whole.findings),
        of(whole.claims),
        judged,
        runs if any(forms) else {},
        of(whole.keys),
        of(whole.parties),
        of(whole.rulings, "file"),
        whole.questions,
    )


def _counted(ran: Ran, own: _Own) -> Ran:
    found = sum(count for number, count in ran.counts.items() if number in own.numbers)
    return replace(ran, found=found, counts={})


def _under_verdicts(
    contexts: list[Context],
    requests: Sequence[Request],
    own: Sequence[_Own],
    inputs: Sequence[Input],
) -> list[Context]:
    """The same, with the marks of verdicts where there are any."""
    marks = [
        renumbered(request.rulings, {here: there for there, here in numbers.numbers.items()})
        for request, numbers in zip(requests, own, strict=True)
        if request.rulings is not None
    ]
    if not marks:
        return contexts
    rulings = Rulings(with_own_claims(pl.concat(marks), inputs))
    return [context.ruled(rulings.of(context.files)) for context in contexts]


def _lists(requests: Sequence[Request]) -> dict[str, ListRead | UnreadableError]:
    """The office's lists with the people of all requests."""
    found: dict[str, ListRead | UnreadableError] = {}
    for request in requests:
        for file, read in request.known.lists.items():
            known = found.get(file)
            if isinstance(known, ListRead) and isinstance(read, ListRead):
                people = pl.concat([known.people, read.people]).unique("id_number", keep="first")
                found[file] = replace(read, people=people)
            else:
                found[file] = read
    return found


def _contents(across: Across) -> pl.DataFrame:
    """The hashes of all claims' contents: input, content."""
    nothing = pl.DataFrame(schema={"input": pl.Int64, "content": pl.Binary})
    if across.ledger is None:
        return nothing
    parts = [
        part.claims.select("input", content=content_hashes(across, part)) for part in across.judged
    ]
    return pl.concat([nothing, *parts])


def _marks(contexts: Sequence[Context], inputs: Sequence[Input]) -> pl.DataFrame:
    """The marks by which was judged."""
    marks = [context.rulings.marks for context in contexts]
    together = pl.concat([no_rulings().marks, *marks]).unique(maintain_order=True)
    return without_private(shown(together, inputs), [EXCLUDED], private_texts(inputs))


def _untold(findings: pl.DataFrame, inputs: Sequence[Input]) -> pl.DataFrame:
    """Without what might give away a number.

    Where `told` has one, only files that hang together can tell the same, so that the finding's
    id is known already.
    """
    hidden = without_private(
        findings.select("told", hidden=masked(pl.col("told"))), ["hidden"], private_texts(inputs)
    )
    # Made anew: a text that is only marked as missing would still travel with its column.
    told = [text if text == as_shown else None for text, as_shown in hidden.iter_rows()]
    return findings.with_columns(told=pl.Series(told, dtype=pl.String), content=pl.lit(""))


def _facts(part: Judged) -> JudgedFacts:
    count = range(part.claims.height)
    paid = part.people.filter(pl.col("amount_fen") > 0)
    return JudgedFacts(
        part.rule.id,
        part.evaluation.chosen,
        part.claims.select("input", "row").rows(),
        [part.evaluation.reasons(number) for number in count],
        [part.evaluation.readings(number) for number in count],
        paid.select("input", "row", "amount_fen"),
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
