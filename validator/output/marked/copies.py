"""What a marked copy is to show, without the run that found it.

A `MarkedCopy` is plain data that can be sent to another process: where the workbook is, which
cells are marked and how, what 核查结果 says, and where the copy goes. `marking.write_marked`
makes the copy of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from validator.findings.catalogue import SEVERITY_WORDS, entry
from validator.findings.frame import of_office
from validator.output.marked.naming import marked_paths, source_mark
from validator.output.marked.results import Results, results_of
from validator.reading.batch import Input

if TYPE_CHECKING:
    from validator.run.validate import Validation

#: So many cells are coloured in one workbook, errors first; 核查结果 says when there are more.
MARKED = 3000

#: So many notes stand at one cell.
NOTES = 4

#: The worst first.
ORDER = {"error": 0, "warning": 1, "info": 2}


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


def copies_of(validation: "Validation", out: Path | None) -> Iterator[MarkedCopy]:
    """The marked copies of a run: one of every input that has findings, without the office's.

    Args:
        validation: the result.
        out: the folder of the copies; None: each beside its input.
    """
    targets = marked_paths(validation, out)
    of_files, marked = _to_mark(validation)
    cited = {part.rule.clause: part.rule.cited for part in validation.judged}
    for source in validation.inputs:
        if source.number not in marked:
            continue
        findings = of_files.filter(pl.col("input") == source.number)
        findings = findings.with_columns(pl.col("clause").replace(cited))
        target = targets[source.number]
        yield MarkedCopy(
            source.path,
            source.label,
            target,
            results_of(validation, source, findings),
            marks_of(source, findings),
            tuple(read.name for read in source.sheets.values()),
            source_mark(source.path, target),
        )


def count_of(validation: "Validation") -> int:
    """How many marked copies a run has."""
    return len(_to_mark(validation)[1])


def _to_mark(validation: "Validation") -> tuple[pl.DataFrame, set[int]]:
    """The findings without the office's, and the numbers of the inputs that get a copy."""
    of_files = validation.findings.filter(~of_office())
    readable = {source.number for source in validation.inputs if not source.fault}
    return of_files, readable & set(of_files["input"])


def marks_of(source: Input, findings: pl.DataFrame) -> dict[str, dict[str, CellMark]]:
    """What to mark: sheet → cell → the worst severity and the notes.

    Args:
        source: the input.
        findings: its findings.
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

    ranked = findings.filter(pl.col("cell").is_not_null()).sort(
        pl.col("severity").replace_strict(ORDER, return_dtype=pl.Int8), maintain_order=True
    )
    for row in ranked.head(MARKED).iter_rows(named=True):
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
