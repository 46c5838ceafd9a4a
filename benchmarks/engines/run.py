"""Compares what several engines make of the templates' formulas.

    python -m benchmarks.engines.run                     # all types, a few claims each
    python -m benchmarks.engines.run --types hiring tax --claims 20
    python -m benchmarks.engines.run --results-only --claims 200 --at-bounds 5
    python -m benchmarks.engines.run --workbooks a.xlsx  # any workbooks instead

Fills the template of each type with random claims and has LibreOffice and the others calculate
it. Two things are compared: the results (people counted, months, sums, reasons: every claim's and
every person's computed cells) with the evaluation that `validate` uses, and each cell that holds
a formula with LibreOffice. Prints one row a type and, for each engine, "results / cells": how
many of either differ. Then the formulas that differ by themselves (they refer to no cell that
differs), cells and numbers left out. Ends with 1 where anything differs.

With --results-only no cell but the results is looked at, LibreOffice is one engine among the
others, and --claims may be large: the claims of a type are spread over several workbooks.

Needs LibreOffice, node with npm, and Gnumeric (`ssconvert`); the rest is fetched once into
--folder, of which two runs at once need one each. An engine that is not to be had is left out
and named; one that takes longer than --limit for a workbook has a dash in its place.
"""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_path

from benchmarks.engines.comparison import Comparison, Workbook
from benchmarks.engines.engines import Calc, others
from benchmarks.engines.report import Table, print_findings
from benchmarks.engines.workbook import read
from claimcheck.forms import claim_types
from tests.addin.template.agreement import fill
from tests.addin.template.agreement_run import batches


def main() -> int:
    """Fill, calculate, compare, print."""
    asked = _arguments()
    os.nice(10)
    asked.folder.mkdir(parents=True, exist_ok=True)
    comparisons = list(_available(asked))
    table = Table(comparisons)
    table.print_head()
    # Ended early, it still says what it has found.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with tempfile.TemporaryDirectory() as folder:
            if asked.workbooks:
                for path in asked.workbooks:
                    table.add(path.stem, [Workbook(path, read(path))])
            else:
                for claim_type in asked.types:
                    table.add(claim_type, _filled(claim_type, asked, Path(folder)))
    finally:
        table.print_foot()
        for item in comparisons:
            print_findings(item, asked.idioms)
    return 1 if any(item.differs for item in comparisons) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--types", nargs="*", default=claim_types())
    parser.add_argument("--claims", type=int, default=4, help="of each measure")
    parser.add_argument("--rows", type=int, default=400, help="people in a workbook, about")
    parser.add_argument(
        "--at-bounds",
        type=int,
        default=0,
        help="one claim in so many reaches a bound",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results-only", action="store_true", help="compare no other cells")
    parser.add_argument("--workbooks", nargs="*", type=Path, help="instead of the templates")
    parser.add_argument("--engines", nargs="*", help="only these, by name")
    parser.add_argument("--idioms", type=int, default=12, help="shown of each engine")
    parser.add_argument("--limit", type=float, default=300, help="seconds for a workbook")
    parser.add_argument("--folder", type=Path, default=user_cache_path("claimcheck-engines"))
    return parser.parse_args()


def _available(asked: argparse.Namespace) -> Iterator[Comparison]:
    """The engines that can be had; LibreOffice first, which is the reference for the cells."""
    chosen = {name.lower() for name in asked.engines or ()}
    reference = Calc(asked.folder, asked.limit)
    for engine in (reference, *others(asked.folder, asked.limit)):
        wanted = not chosen or engine.name.lower() in chosen
        if not wanted and (asked.results_only or engine is not reference):
            continue
        try:
            print(f"{engine.name} {engine.version()}", flush=True)
        except (OSError, RuntimeError) as error:
            print(f"{engine.name} is left out: {error}")
            continue
        yield Comparison(engine, cells=not asked.results_only)


def _filled(claim_type: str, asked: argparse.Namespace, folder: Path) -> Iterator[Workbook]:
    """The workbooks of a type, one after the other under the same path."""
    # More than there are claims: none at the bounds.
    at_bounds = asked.at_bounds or asked.claims + 1
    for batch in batches(claim_type, asked.claims, asked.rows, asked.seed, at_bounds):
        path = fill(batch, folder / f"{claim_type}.xlsx")
        yield Workbook(path, read(path), batch)


if __name__ == "__main__":
    sys.exit(main())
