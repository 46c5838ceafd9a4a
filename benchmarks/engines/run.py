"""Compares what several engines make of every formula of the templates.

    python -m benchmarks.engines.run                     # all types
    python -m benchmarks.engines.run --types hiring tax --claims 20
    python -m benchmarks.engines.run --workbooks a.xlsx  # any workbooks instead

Fills the template of each type with random claims, has LibreOffice and the others recalculate
it, and compares each cell with a formula. Prints one row a type: the cells compared, and for
each engine how many differ from LibreOffice and, after the stroke, how many of these differ by
themselves (their formula refers to no cell that differs). Then, for each engine, the formulas
behind those, cells and numbers left out. Ends with 1 where anything differs.

Needs LibreOffice, node with npm, and Gnumeric (`ssconvert`); the rest is fetched once into
--folder. An engine that is not to be had is left out and named.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_path

from benchmarks.engines.engines import Calc, Engine, others
from benchmarks.engines.roots import by_idiom, roots
from benchmarks.engines.workbook import Filled, Place, Value, read, same
from claimcheck.forms import claim_types
from tests.addin.template.agreement import fill
from tests.addin.template.any_claims import random_any

_WIDTH = 13


class Comparison:
    """What was found for one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.cells = self.different = self.own = 0
        self.idioms: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def add(self, path: Path, filled: Filled, wanted: dict[Place, Value]) -> tuple[int, int]:
        """Calculate one workbook; how many cells differ, and how many by themselves."""
        found = self.engine.calculate(path, filled)
        different = [
            place for place in filled.formulas if not same(wanted[place], found.get(place, ""))
        ]
        own = roots(filled, different)
        self.cells += len(filled.formulas)
        self.different += len(different)
        self.own += len(own)
        for idiom, places in by_idiom(filled, own).items():
            self.idioms[idiom] += len(places)
            sheet, row, column = place = places[0]
            self.examples.setdefault(
                idiom,
                f"{path.stem} {sheet} R{row}C{column}: {wanted[place]!r:.60} against "
                f"{found.get(place, '')!r:.60}\n        {filled.formulas[place].text:.300}",
            )
        return len(different), len(own)


def main() -> int:
    """Fill, calculate, compare, print."""
    asked = _arguments()
    asked.folder.mkdir(parents=True, exist_ok=True)
    reference = Calc(asked.folder)
    print(f"{reference.name} {reference.version()} is the reference.")
    comparisons = list(_available(asked.folder, asked.engines))
    heads = "".join(f" {item.engine.name:>{_WIDTH}} |" for item in comparisons)
    print(f"\n| {'workbook':<11} | {'cells':>8} |{heads}    s |")
    print(f"|---|{'---:|' * (len(comparisons) + 2)}", flush=True)
    total = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in asked.workbooks or _templates(asked.types, asked.claims, asked.seed, folder):
            begun = time.monotonic()
            filled = read(path)
            calculated = reference.calculate(path, filled)
            wanted = {place: calculated.get(place, "") for place in filled.formulas}
            cells = [item.add(path, filled, wanted) for item in comparisons]
            total += len(wanted)
            _print_row(path.stem, len(wanted), cells, time.monotonic() - begun)
    _print_row("all", total, [(item.different, item.own) for item in comparisons], None)
    for item in comparisons:
        _print_idioms(item, asked.idioms)
    return 1 if any(item.different for item in comparisons) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--types", nargs="*", default=claim_types())
    parser.add_argument("--claims", type=int, default=6, help="of each measure")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workbooks", nargs="*", type=Path, help="instead of the templates")
    parser.add_argument("--engines", nargs="*", help="only these, by name")
    parser.add_argument("--idioms", type=int, default=12, help="shown of each engine")
    parser.add_argument("--folder", type=Path, default=user_cache_path("claimcheck-engines"))
    return parser.parse_args()


def _available(folder: Path, chosen: list[str] | None) -> Iterator[Comparison]:
    for engine in others(folder):
        if chosen and engine.name.lower() not in {name.lower() for name in chosen}:
            continue
        try:
            print(f"{engine.name} {engine.version()}", flush=True)
        except (OSError, RuntimeError) as error:
            print(f"{engine.name} is left out: {error}")
            continue
        yield Comparison(engine)


def _templates(types: list[str], claims: int, seed: int, folder: str) -> Iterator[Path]:
    for claim_type in types:
        batch = random_any(claim_type, seed, claims)
        yield fill(batch, Path(folder) / f"{claim_type}.xlsx")


def _print_row(name: str, cells: int, found: list[tuple[int, int]], seconds: float | None) -> None:
    counts = "".join(f" {f'{different} / {own}':>{_WIDTH}} |" for different, own in found)
    took = "" if seconds is None else f"{seconds:.0f}"
    print(f"| {name:<11} | {cells:>8,} |{counts} {took:>4} |", flush=True)


def _print_idioms(item: Comparison, most: int) -> None:
    """The formulas that differ by themselves, the most frequent first."""
    if not item.own:
        return
    print(f"\n{item.engine.name}: {item.different} of {item.cells} cells differ, by themselves:")
    for idiom, number in item.idioms.most_common(most):
        print(f"  {number:>6} {item.examples[idiom]}")
    if len(item.idioms) > most:
        print(f"         and {len(item.idioms) - most} formulas more")


if __name__ == "__main__":
    sys.exit(main())
