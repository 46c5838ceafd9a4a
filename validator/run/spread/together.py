"""Puts the parts of a run together into one result, in the order of one machine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from claimcheck.policy import rules
from validator.checks import Ran, merged
from validator.checks.base import Judged
from validator.checks.structure import unreadable, unrecognised
from validator.findings.catalogue import codes_where
from validator.findings.frame import empty, with_ids, with_told
from validator.reading.batch import Input
from validator.reading.units import in_files
from validator.run.assembling import cleaned, in_order, no_applicants, no_claims
from validator.run.spread.sent import Part, Place, renumbered
from validator.run.validate import all_runs

if TYPE_CHECKING:
    from claimcheck.evaluate import Evaluation

#: The columns of findings as they come back.
_COLUMNS = (*empty().columns, "unit", "of_results", "told", "id", "basis")


@dataclass(frozen=True)
class Group:
    """Files that hang together, and what was found in them."""

    inputs: Sequence[Input]
    part: Part
    numbers: Mapping[int, int]  #: of files and applicants' parts there → their numbers here


def numbered(inputs: Sequence[Input], found: Sequence[tuple[Sequence[Input], Part]]) -> list[Group]:
    """The groups with the numbers that one machine would have given."""
    parts = {
        entry.number: facts.parts
        for group, part in found
        for entry, facts in zip(group, part.files, strict=True)
    }
    first, number = {}, len(inputs)
    for entry in inputs:
        first[entry.number] = number
        number += parts.get(entry.number, 0)
    groups = []
    for group, part in found:
        here = {place: entry.number for place, entry in enumerate(group)}
        for entry in group:
            for place in range(parts[entry.number]):
                here[len(here)] = first[entry.number] + place
        groups.append(Group(group, part, here))
    return groups


def findings_of(inputs: Sequence[Input], groups: Iterable[Group]) -> pl.DataFrame:
    """All findings with their ids, in order."""
    own = [unreadable(entry) for entry in inputs if entry.fault]
    own += [unrecognised(entry) for entry in inputs if not entry.fault and entry.form is None]
    nobody = no_applicants().with_columns(own_id=pl.lit(None, pl.String))
    here = cleaned(in_files(with_told(pl.concat([empty(), *own]), nobody), {})).with_columns(
        of_results=pl.lit(value=False), id=pl.lit(None, pl.String), basis=pl.lit(None, pl.String)
    )
    parts = [renumbered(group.part.findings, group.numbers) for group in groups]
    together = pl.concat([part.select(_COLUMNS) for part in (here, *parts)])
    together = _of_one_office(together, inputs)
    # Ids are given in the order of what was judged by itself, as one machine gives them.
    by_unit = together.sort("unit", "code", "row", maintain_order=True, nulls_last=False)
    known = pl.col("told").is_null()
    told = with_ids(by_unit.with_columns(known="id", told=pl.coalesce("told", "id")))
    hidden = by_unit.select(known).to_series()
    told = told.with_columns(id=pl.when(hidden).then("known").otherwise("id"))
    return in_order(told).drop("told", "known")


def claims_of(inputs: Sequence[Input], groups: Iterable[Group]) -> pl.DataFrame:
    """All claims, those of one form after those of another."""
    rank = {form: place for place, form in enumerate(forms_of(inputs))}
    order = {entry.number: rank[entry.form.type] for entry in inputs if entry.form is not None}
    parts = [renumbered(group.part.claims, group.numbers) for group in groups]
    return pl.concat([no_claims(), *parts]).sort(
        pl.col("input").replace(order), "input", "unit", maintain_order=True
    )


def checks_of(
    inputs: Sequence[Input], groups: Iterable[Group], findings: pl.DataFrame
) -> list[Ran]:
    """How each code's checks went: first those of one form together, then all."""
    by_place: dict[Place, list[Sequence[Ran]]] = {}
    for group in groups:
        for place, ran in group.part.runs.items():
            by_place.setdefault(place, []).append(ran)
    forms = forms_of(inputs)
    places = [
        *(("sheets", form) for form in forms),
        *sorted(place for place in by_place if place[0] == "across"),
        *(("results", form) for form in forms),
    ]
    runs = [merged(by_place[place], as_one=True) for place in places if place in by_place]
    counts = dict(findings["code"].value_counts().iter_rows())
    return [
        Ran(ran.code, ran.status, counts.get(ran.code, 0), ran.why)
        if ran.code in _office_codes()
        else ran
        for ran in all_runs(runs)
    ]


def judged_of(groups: Iterable[Group]) -> list[Judged]:
    """What is shown of the evaluations."""
    return [one for group in groups for one in _judged(group)]


def forms_of(inputs: Sequence[Input]) -> list[str]:
    """The forms in the order in which they come first."""
    return list(dict.fromkeys(entry.form.type for entry in inputs if entry.form is not None))


def _office_codes() -> list[str]:
    return codes_where(lambda item: item.of_office)


def _of_one_office(findings: pl.DataFrame, inputs: Sequence[Input]) -> pl.DataFrame:
    """What is wrong with the office's own files is said once, of the first claim."""
    first = next((entry.number for entry in inputs if entry.form is not None), None)
    units = findings.filter(pl.col("input") == first)["unit"]
    repeated = pl.col("code").is_in(_office_codes()) & (pl.col("unit") != units.min())
    return findings.filter(~repeated)


@dataclass(frozen=True)
class _Evaluated:
    """What is shown of an evaluation that was made elsewhere."""

    chosen: Mapping[str, str]
    all_reasons: Sequence[list[dict[str, Any]]]
    all_readings: Sequence[list[dict[str, Any]]]

    def reasons(self, index: int) -> list[dict[str, Any]]:
        """See `Evaluation.reasons`."""
        return self.all_reasons[index]

    def readings(self, index: int) -> list[dict[str, Any]]:
        """See `Evaluation.readings`."""
        return self.all_readings[index]


def _judged(group: Group) -> Iterator[Judged]:
    for facts in group.part.judged:
        claims = pl.DataFrame(
            facts.claims, schema={"input": pl.Int64, "row": pl.Int64}, orient="row"
        )
        evaluated = cast("Evaluation", _Evaluated(facts.chosen, facts.reasons, facts.readings))
        yield Judged(
            rules()[facts.rule],
            evaluated,
            renumbered(claims, group.numbers),
            renumbered(facts.people, group.numbers),
        )
