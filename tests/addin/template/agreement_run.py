"""Every template's cells against the evaluation, over many random claims of every measure.

    python -m tests.addin.template.agreement_run --claims 200

Writes workbooks with random claims, recalculates each of them hard in LibreOffice with the
add-in and without, and compares every claim and person with the evaluation. Prints one row a
measure: claims and people compared, how many claims are paid, how many of the values just
below, on and above its bounds came up, and the differences with either engine. Ends with 1
where there is any difference. With --readings the readings are drawn at random, too.
"""

import argparse
import csv
import os
import random
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from addin.libreoffice.package import build
from addin.template.computed import rules_of
from claimcheck.evaluate import evaluate
from claimcheck.forms import SheetKind, claim_types
from claimcheck.settings import Settings
from tests.addin.template.agreement import compare, fill
from tests.addin.template.any_batch import AnyBatch
from tests.addin.template.any_claims import random_any
from tests.addin.template.bounds import Edge, edges, seen
from tests.libreoffice import LibreOffice

ENGINES = ("formulas", "python")


@dataclass
class Line:
    """What was found for one measure."""

    claims: int = 0
    people: int = 0
    paid: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    wanted: set[Edge] = field(default_factory=set)
    seen: set[Edge] = field(default_factory=set)
    differences: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ENGINES, 0))


def batches(
    claim_type: str, claims: int, rows: int, seed: int, at_bounds: int
) -> Iterator[AnyBatch]:
    """So many random claims of each measure of a type, about `rows` people in a workbook.

    One claim in `at_bounds` has just as many people as a bound asks for, one fewer, or one more.
    """
    whole = random_any(claim_type, seed, claims, claims // at_bounds)
    parts = min(max(-(-len(whole.roster) // rows), -(-len(whole.claims) // rows), 1), claims)
    if parts == 1:
        yield whole
        return
    each = -(-claims // parts)
    for part in range(parts):
        yield random_any(claim_type, seed * 100 + part, each, max(each // at_bounds, 1))


def random_readings(claim_type: str, seed: int) -> Settings:
    """Settings with any option of each reading that a type's measures have."""
    chance = random.Random(f"{claim_type} {seed}")
    readings = {
        key: reading for rule in rules_of(claim_type) for key, reading in rule.readings.items()
    }
    options = {key: reading.options for key, reading in sorted(readings.items())}
    return Settings(readings={key: chance.choice(found).key for key, found in options.items()})


class Run:
    """Two LibreOffices and what was found so far."""

    def __init__(self, folder: Path) -> None:
        package = build(folder / "claimcheck.oxt")
        self.folder = folder
        self.engines = {
            "formulas": LibreOffice(folder / "plain", timeout=1800),
            "python": LibreOffice(folder / "addin", addin=package, timeout=1800),
        }
        self.lines: dict[str, Line] = {}
        self.details: list[str] = []

    def add(self, batch: AnyBatch, settings: Settings | None) -> None:
        """Recalculate one workbook with both engines and compare."""
        workbook = fill(batch, self.folder / f"{batch.form.type}.xlsx", settings)
        found = {}
        for engine, calc in self.engines.items():
            computed = calc.recalculate(workbook)
            found[engine] = compare(batch, computed, settings)
            computed.unlink()
        # Only now: a run that is ended early has counted what it has compared with both.
        self._count(batch, settings)
        for engine, tallies in found.items():
            for measure, tally in tallies.items():
                self.lines[measure].differences[engine] += len(tally.differences)
                self.details += [f"{engine}: {text}" for text in tally.differences]

    def _count(self, batch: AnyBatch, settings: Settings | None) -> None:
        frames = [batch.frame(kind) for kind in SheetKind]
        for rule in rules_of(batch.form.type):
            mine = frames[0].filter(pl.col("measure") == rule.id)
            result = evaluate(rule, mine, frames[1], frames[2], settings)
            line = self.lines.setdefault(rule.id, Line())
            line.claims += mine.height
            line.people += result.people["claim"].drop_nulls().len()
            line.paid += result.claims.filter(pl.col("amount_fen") > 0).height
            for outcome in result.claims["outcome"]:
                line.outcomes[outcome] = line.outcomes.get(outcome, 0) + 1
            wanted = edges(result)
            line.wanted |= wanted
            line.seen |= seen(result, wanted)


def main() -> int:
    """Run, print the table, write it as CSV where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=200, help="of each measure")
    parser.add_argument("--rows", type=int, default=1500, help="people in a workbook, about")
    parser.add_argument("--at-bounds", type=int, default=5, help="one claim in so many")
    parser.add_argument("--types", nargs="*", default=claim_types())
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--readings", action="store_true", help="draw the readings at random")
    parser.add_argument("--csv", type=Path, default=None, help="append the rows to this file")
    asked = parser.parse_args()
    os.nice(10)
    # Ended from outside, it ends LibreOffice, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"{'type':<11}{'measure':<10}claims  people  paid  bounds   formulas  python  outcomes")
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))
        for claim_type in asked.types:
            chosen_batches = batches(
                claim_type, asked.claims, asked.rows, asked.seed, asked.at_bounds
            )
            try:
                for part, batch in enumerate(chosen_batches):
                    chosen = random_readings(claim_type, asked.seed * 1000 + part)
                    run.add(batch, chosen if asked.readings else None)
            finally:
                for rule in rules_of(claim_type):
                    _print(claim_type, rule.id, run.lines.get(rule.id, Line()), asked.csv)
                for text in run.details[:20]:
                    print("   ", text)
                bad += len(run.details)
                run.details.clear()
    print(f"{bad} differences")
    return 1 if bad else 0


def _print(claim_type: str, measure: str, line: Line, target: Path | None) -> None:
    formulas, python = (line.differences[engine] for engine in ENGINES)
    outcomes = " ".join(f"{name} {number}" for name, number in sorted(line.outcomes.items()))
    print(
        f"{claim_type:<11}{measure:<10}{line.claims:>6}{line.people:>8}{line.paid:>6}"
        f"{f'{len(line.seen)}/{len(line.wanted)}':>8}{formulas:>11}{python:>8}  {outcomes}",
        flush=True,
    )
    if target is None:
        return
    with target.open("a", encoding="utf-8", newline="") as stream:
        bounds = f"{len(line.seen)}/{len(line.wanted)}"
        figures = (line.claims, line.people, line.paid, bounds, formulas, python, outcomes)
        csv.writer(stream).writerow((claim_type, measure, *figures))


if __name__ == "__main__":
    sys.exit(main())
