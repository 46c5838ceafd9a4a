"""Puts the parts of a run together into one result, in the order of one machine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from claimcheck.policy import rules
from validator.checks import Ran, merged
from validator.checks.base import Judged
from validator.checks.structure import opened, unreadable, unrecognised
from validator.findings.catalogue import codes_where
from validator.findings.frame import empty, with_ids, with_told
from validator.reading.batch import Input
from validator.reading.units import in_files
from validator.run.aside import Aside
from validator.run.assembling import cleaned, in_order, no_applicants, no_claims
from validator.run.spread.sent import Part, Place, unpacked
from validator.run.validate import Validation, all_runs

if TYPE_CHECKING:
    from claimcheck.evaluate import Evaluation

#: What came back of files that hang together.
Group = tuple[Sequence[Input], Part]


@dataclass(frozen=True)
class _Evaluated:
    """What is shown of an evaluation that was made elsewhere."""

    all_reasons: Sequence[list[dict[str, Any]]]
    all_readings: Sequence[list[dict[str, Any]]]

    def reasons(self, index: int) -> list[dict[str, Any]]:
        """See `Evaluation.reasons`."""
        return self.all_reasons[index]

    def readings(self, index: int) -> list[dict[str, Any]]:
        """See `Evaluation.readings`."""
        return self.all_readings[index]


def put_together(
    inputs: Sequence[Input], groups: Sequence[Group], aside: list[Aside]
) -> Validation:
    """The result of a run whose parts were checked elsewhere.

    Args:
        inputs: all files that are no others than claims, with what is known of them.
        groups: those that were checked, and what was found.
        aside: what is no claim.
    """
    numbers = _numbers(inputs, groups)
    findings = _findings(inputs, groups, numbers)
    forms = _forms(inputs)
    rank = {form: place for place, form in enumerate(forms)}
    order = {entry.number: rank[entry.form.type] for entry in inputs if entry.form is not None}
    claims = pl.concat(
        [no_claims(), *(_renumbered(unpacked(part.claims), numbers[place])
                        for place, (_, part) in enumerate(groups))]
    ).sort(
        pl.col("input").replace(order), "input", "unit",
        maintain_order=True,
    )  # fmt: skip
    return Validation(
        list(inputs),
        claims,
        findings,
        [opened(inputs), *_checks([part.runs for _, part in groups], forms, findings)],
        [one for place, (_, part) in enumerate(groups) for one in _judged(part, numbers[place])],
        units=list(inputs),
        aside=aside,
    )


def _numbers(inputs: Sequence[Input], groups: Sequence[Group]) -> list[dict[int, int]]:
    """For each group: the numbers of files and parts there → their numbers here."""
    parts = {
        entry.number: facts.parts
        for group, part in groups
        for entry, facts in zip(group, part.files, strict=True)
    }
    first, number = {}, len(inputs)
    for entry in inputs:
        first[entry.number] = number
        number += parts.get(entry.number, 0)
    found = []
    for group, _ in groups:
        here = {place: entry.number for place, entry in enumerate(group)}
        for entry in group:
            for place in range(parts[entry.number]):
                here[len(here)] = first[entry.number] + place
        found.append(here)
    return found


def _renumbered(frame: pl.DataFrame, numbers: Mapping[int, int]) -> pl.DataFrame:
    """Rows with the numbers of files and parts as they are here."""
    own = [name for name in ("input", "unit") if name in frame.columns]
    changed = frame.with_columns(pl.col(own).replace(numbers))
    if "related" not in frame.columns:
        return changed
    file = pl.element().struct.field("input").replace(numbers).alias("input")
    return changed.with_columns(
        related=pl.col("related").list.eval(pl.element().struct.with_fields(file))
    )


def _findings(
    inputs: Sequence[Input], groups: Sequence[Group], numbers: Sequence[Mapping[int, int]]
) -> pl.DataFrame:
    """All findings with their ids, in order."""
    own = [unreadable(entry) for entry in inputs if entry.fault]
    own += [unrecognised(entry) for entry in inputs if not entry.fault and entry.form is None]
    nobody = no_applicants().with_columns(own_id=pl.lit(None, pl.String))
    here = cleaned(in_files(with_told(pl.concat([empty(), *own]), nobody), {}))
    parts = [
        _renumbered(unpacked(part.findings), numbers[place])
        for place, (_, part) in enumerate(groups)
    ]
    here = here.with_columns(
        of_results=pl.lit(value=False), id=pl.lit(None, pl.String), basis=pl.lit(None, pl.String)
    )
    columns = [*empty().columns, "unit", "of_results", "told", "id", "basis"]
    together = pl.concat([part.select(columns) for part in (here, *parts)])
    together = _of_one_office(together, inputs)
    # The ids of one machine: told in the order of the parts that were judged.
    told = together.sort("unit", "code", "row", maintain_order=True, nulls_last=False)
    known = told["id"]
    told = with_ids(told.with_columns(told=pl.coalesce("told", "id")))
    hidden = pl.Series("hidden", told["told"] == known).fill_null(value=False)
    told = told.with_columns(id=pl.when(hidden).then(known).otherwise("id"))
    return in_order(told).drop("told")


def _of_one_office(findings: pl.DataFrame, inputs: Sequence[Input]) -> pl.DataFrame:
    """What is wrong with the office's own files is said once, of the first claim."""
    office = pl.col("code").is_in(codes_where(lambda item: item.of_office))
    first = next((entry.number for entry in inputs if entry.form is not None), None)
    return findings.filter(~office | (pl.col("input") == first))


def _forms(inputs: Sequence[Input]) -> list[str]:
    """The forms in the order in which they come first."""
    return list(dict.fromkeys(entry.form.type for entry in inputs if entry.form is not None))


def _checks(
    runs: Iterable[Mapping[Place, Sequence[Ran]]], forms: Sequence[str], findings: pl.DataFrame
) -> list[Ran]:
    """How each code's checks went: first those of one batch, then these together."""
    by_place: dict[Place, list[Sequence[Ran]]] = {}
    for several in runs:
        for place, ran in several.items():
            by_place.setdefault(place, []).append(ran)
    places = [
        *(("sheets", form) for form in forms),
        *sorted(place for place in by_place if place[0] == "across"),
        *(("results", form) for form in forms),
    ]
    checks = all_runs([merged(by_place[place], as_one=True) for place in places if place in by_place])
    once = codes_where(lambda item: item.of_office)
    return [
        Ran(ran.code, ran.status, findings.filter(pl.col("code") == ran.code).height, ran.why)
        if ran.code in once
        else ran
        for ran in checks
    ]


def _judged(part: Part, numbers: Mapping[int, int]) -> Iterator[Judged]:
    for facts in part.judged:
        claims = pl.DataFrame(
            [(numbers[number], row) for number, row in facts.claims],
            schema={"input": pl.Int64, "row": pl.Int64},
            orient="row",
        )
        evaluated = cast("Evaluation", _Evaluated(facts.reasons, facts.readings))
        yield Judged(rules()[facts.rule], evaluated, claims, pl.DataFrame())
