"""The table of a run, row by row as it goes on, and what differs."""

import time
from collections.abc import Iterable

from benchmarks.engines.comparison import Comparison, Found, Workbook

_WIDTH = 13


class Table:
    """One row a type: what was compared, and how much of it differs in each engine."""

    def __init__(self, comparisons: list[Comparison]) -> None:
        self._comparisons = comparisons
        self._claims = self._people = self._cells = 0
        self._found: dict[str, list[Found]] = {item.engine.name: [] for item in comparisons}

    def print_head(self) -> None:
        """The engines."""
        names = "".join(f" {item.engine.name:>{_WIDTH}} |" for item in self._comparisons)
        print("\nEach engine: results that differ from the evaluation / cells from LibreOffice")
        print(f"| {'workbook':<11} | {'claims':>6} | {'people':>7} | {'cells':>9} |{names}    s |")
        print(f"|---|{'---:|' * (len(self._comparisons) + 4)}", flush=True)

    def add(self, name: str, books: Iterable[Workbook]) -> None:
        """Calculate the workbooks of one type with every engine, and print its row."""
        begun = time.monotonic()
        claims = people = cells = 0
        found: dict[str, list[Found]] = {item.engine.name: [] for item in self._comparisons}
        for book in books:
            cells += len(book.filled.formulas)
            if book.batch is not None:
                claims, people = claims + len(book.batch.claims), people + len(book.batch.roster)
            reference = None
            for item in self._comparisons:
                values = item.calculate(book)
                if values is None:
                    found[item.engine.name].append(Found())
                    continue
                found[item.engine.name].append(item.add(book, values, reference))
                if item is self._comparisons[0]:
                    reference = values
        self._claims, self._people = self._claims + claims, self._people + people
        self._cells += cells
        for engine, entries in found.items():
            self._found[engine] += entries
        self._print_row(name, (claims, people, cells), found, f"{time.monotonic() - begun:.0f}")

    def print_foot(self) -> None:
        """All together, and the seconds of each engine."""
        self._print_row("all", (self._claims, self._people, self._cells), self._found, "")
        seconds = "".join(f" {item.seconds:>{_WIDTH}.0f} |" for item in self._comparisons)
        print(f"| {'seconds':<11} | {'':>6} | {'':>7} | {'':>9} |{seconds} {'':>4} |", flush=True)

    def _print_row(
        self, name: str, sizes: tuple[int, int, int], found: dict[str, list[Found]], took: str
    ) -> None:
        claims, people, cells = sizes
        counts = "".join(f" {_shown(entries):>{_WIDTH}} |" for entries in found.values())
        print(
            f"| {name:<11} | {claims:>6,} | {people:>7,} | {cells:>9,} |{counts} {took:>4} |",
            flush=True,
        )


def _shown(found: list[Found]) -> str:
    """Results and cells that differ; a dash for what was not compared."""
    results = [entry.results for entry in found if entry.results is not None]
    cells = [entry.cells for entry in found if entry.cells is not None]
    parts = [f"{sum(counts):,}" if counts else "–" for counts in (results, cells)]
    failed = sum(entry == Found() for entry in found)
    return " / ".join(parts) + (f" ({failed} –)" if failed and len(found) > failed else "")


def print_findings(item: Comparison, most: int) -> None:
    """What differs in one engine, the most frequent formulas first."""
    for title, lines in (
        ("could not be calculated", item.failures),
        ("results differ from the evaluation", item.results),
    ):
        if lines:
            print(f"\n{item.engine.name}: {len(lines)} {title}:")
            print("\n".join(f"    {line:.300}" for line in lines[:most]))
    if not item.own:
        return
    print(f"\n{item.engine.name}: {item.own} cells differ by themselves:")
    for idiom, number in item.idioms.most_common(most):
        print(f"  {number:>6} {item.examples[idiom]}")
    if len(item.idioms) > most:
        print(f"         and {len(item.idioms) - most} formulas more")
