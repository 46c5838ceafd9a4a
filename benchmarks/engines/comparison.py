"""What was found for one engine: its results against the evaluation, its cells against another."""

import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engines.engines import Engine
from benchmarks.engines.roots import by_idiom, roots
from benchmarks.engines.workbook import Filled, Place, Value, same, write_values
from tests.addin.template.agreement import compare
from tests.addin.template.any_batch import AnyBatch
from tests.libreoffice import LibreOfficeError

Values = Mapping[Place, Value]


@dataclass(frozen=True)
class Workbook:
    """A workbook to be calculated."""

    path: Path
    filled: Filled
    batch: AnyBatch | None = None  #: what it was filled with, where that is known


@dataclass(frozen=True)
class Found:
    """How much of one workbook differs; None where nothing was compared."""

    results: int | None = None
    cells: int | None = None


class Comparison:
    """Calculates workbooks with one engine and keeps what differs."""

    def __init__(self, engine: Engine, *, cells: bool) -> None:
        self.engine = engine
        self._looks_at_cells = cells
        self.seconds = 0.0
        self.own = 0
        self.results: list[str] = []
        self.failures: list[str] = []
        self.idioms: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    @property
    def differs(self) -> bool:
        """Whether anything did, or could not be calculated."""
        return bool(self.results or self.own or self.failures)

    def calculate(self, book: Workbook) -> Values | None:
        """The values of the cells with formulas; None, with a note, where the engine fails."""
        begun = time.monotonic()
        try:
            return self.engine.calculate(book.path, book.filled)
        except (RuntimeError, OSError, LibreOfficeError, subprocess.TimeoutExpired) as error:
            self.failures.append(f"{book.path.stem}: {error!s:.300}")
            return None
        finally:
            self.seconds += time.monotonic() - begun

    def add(self, book: Workbook, found: Values, reference: Values | None) -> Found:
        """Compare the values of one workbook.

        Args:
            book: the workbook.
            found: what this engine calculated.
            reference: what the engine calculated against which the cells are held, where they are.
        """
        results = None if book.batch is None else self._compare_results(book, book.batch, found)
        cells = None
        if self._looks_at_cells and reference is not None:
            cells = self._compare_cells(book, found, reference)
        return Found(results, cells)

    def _compare_results(self, book: Workbook, batch: AnyBatch, found: Values) -> int:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "values.xlsx"
            write_values(book.filled, found, path)
            tallies = compare(batch, path)
        different = [text for tally in tallies.values() for text in tally.differences]
        self.results += [f"{batch.form.type}: {text}" for text in different]
        return len(different)

    def _compare_cells(self, book: Workbook, found: Values, reference: Values) -> int:
        filled = book.filled
        different = [
            place
            for place in filled.formulas
            if not same(reference.get(place, ""), found.get(place, ""))
        ]
        own = roots(filled, different)
        self.own += len(own)
        for idiom, places in by_idiom(filled, own).items():
            self.idioms[idiom] += len(places)
            sheet, row, column = place = places[0]
            self.examples.setdefault(
                idiom,
                f"{book.path.stem} {sheet} R{row}C{column}: {reference.get(place, '')!r:.60} "
                f"against {found.get(place, '')!r:.60}\n        {filled.formulas[place].text:.300}",
            )
        return len(different)
