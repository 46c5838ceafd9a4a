"""What a marked copy is to show, without the run that found it.

A `MarkedCopy` is plain data that can be sent to another process: where the workbook is, which
cells are marked and how, what 核查结果 says, and where the copy goes. `marking.write_marked`
makes the copy of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from validator.findings.catalogue import SEVERITY_WORDS, entry
from validator.findings.frame import of_office
from validator.output.marked.naming import source_mark
from validator.output.marked.ranking import ORDER, parted, severity_rank
from validator.output.marked.results import Results, ResultsOfRun
from validator.reading.batch import Input

if TYPE_CHECKING:
    from validator.run.validate import Validation

#: So many cells are coloured in one workbook, errors first; 核查结果 says when there are more.
MARKED = 3000

#: So many notes stand at one cell.
NOTES = 4


@dataclass(frozen=True)
class CellMark:
    """How one cell is marked."""

    severity: str  #: the worst of the findings: error, warning, info
    notes: tuple[str, ...]  #: what they say, one text each


@dataclass(frozen=True)
class MarkedCopy:
    """One marked copy to be written; can be pickled."""

    source: Path
    label: str  #: the source's name as it is shown
    target: Path
    results: Results
    marks: dict[str, dict[str, CellMark]] = field(default_factory=dict)  #: sheet → cell → mark
    sheets: tuple[str, ...] = ()  #: the names of the sheets that were read
    identity: str = ""  #: tells its source, see `naming.source_mark`


class CopiesOfRun:
    """The marked copies of a run: one of every input that has findings, without the office's.

    All findings are ranked and parted at once: a day's batch is hundreds of files with some.
    """

    def __init__(self, validation: "Validation", targets: Mapping[int, Path]) -> None:
        """Find which there are.

        Args:
            validation: the result.
            targets: where the copy of each input goes, by its number.
        """
        of_files = validation.findings.filter(~of_office())
        found = {*of_files["input"]}
        self._sources = [
            source for source in validation.inputs if not source.fault and source.number in found
        ]
        self._targets = targets
        cited = {part.rule.clause: part.rule.cited for part in validation.judged}
        findings = of_files.with_columns(pl.col("clause").replace(cited))
        self._results = ResultsOfRun(validation, findings)
        cells = findings.filter(pl.col("cell").is_not_null())
        self._cells = parted(cells.sort(severity_rank(), maintain_order=True), MARKED)

    def __len__(self) -> int:
        return len(self._sources)

    def __iter__(self) -> Iterator[MarkedCopy]:
        """Each copy, made when it is asked for."""
        for source in self._sources:
            target = self._targets[source.number]
            yield MarkedCopy(
                source.path,
                source.label,
                target,
                self._results.of(source),
                marks_of(source, self._cells(source.number)),
                tuple(read.name for read in source.sheets.values()),
                source_mark(source.path, target),
            )

    @property
    def targets(self) -> dict[int, Path]:
        """Where they go, by the numbers of their inputs."""
        return {source.number: self._targets[source.number] for source in self._sources}


def marks_of(source: Input, ranked: Iterable[dict[str, Any]]) -> dict[str, dict[str, CellMark]]:
    """What to mark: sheet → cell → the worst severity and the notes.

    Args:
        source: the input.
        ranked: its findings that have a cell, the worst first.
    """
    marks: dict[str, dict[str, CellMark]] = {read.name: {} for read in source.sheets.values()}
    count = 0

    def add(sheet: str, cell: str, severity: str, note: str) -> None:
        nonlocal count
        known = marks.get(sheet, {}).get(cell)
        if known is None:
            if count < MARKED and sheet in marks:
                marks[sheet][cell] = CellMark(severity, (note,))
                count += 1
        elif len(known.notes) < NOTES:
            worst = min(known.severity, severity, key=ORDER.__getitem__)
            marks[sheet][cell] = CellMark(worst, (*known.notes, note))

    for row in ranked:
        add(row["sheet"], row["cell"], row["severity"], note_text(row))
        for place in row["related"]:
            if place["input"] == source.number:
                see = f"见 {row['sheet']} {row['cell']}：{entry(row['code']).title}"
                add(place["sheet"], place["cell"], row["severity"], see)
    return {sheet: cells for sheet, cells in marks.items() if cells}


def note_text(row: dict[str, Any]) -> str:
    """What a note says: found, expected, how to fix, clause."""
    lines = [
        f"{SEVERITY_WORDS[row['severity']]} {row['code']} {entry(row['code']).title}",
        row["message"].split("：", 1)[-1],
    ]
    lines += [f"现为：{row['value']}"] if row["value"] else []
    lines += [f"应为：{row['expected']}"] if row["expected"] else []
    lines.append(f"怎么改：{row['fix']}")
    lines += [f"依据：{row['clause']}"] if row["clause"] else []
    return "\n".join(lines)
