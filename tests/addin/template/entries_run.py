"""Whether long templates stay right while people type.

    python -m tests.addin.template.entries_run --types hiring broker --rounds 60

A program computes only what an entry may have changed, in an order of its own, and keeps what it
found before. Opens the filled template as people do and types, clears, copies and exchanges cells
at random; each time every cell of every sheet must hold what it holds when all is computed again.
Prints one row a type, and ends with 1 where a cell differs.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.full_length import as_installed, long_batch
from claimcheck.forms import SheetKind, claim_types
from tests.addin.template.agreement import fill, plan_for
from tests.libreoffice import LibreOffice

_MODULE = "tests.addin.template.entries_in_calc"


def differences_after_entries(
    claim_type: str, people: int, rounds: int, seed: int, folder: Path, calc: LibreOffice
) -> list[str]:
    """What a cell shows, and would show if everything were computed again, where that differs.

    Args:
        claim_type: of the template.
        people: at least so many are filled in, where the type lists any.
        rounds: how often to type one to three entries.
        seed: of what is typed.
        folder: where the filled template is written.
        calc: a LibreOffice that recalculates only what it must.
    """
    batch = long_batch(claim_type, people)
    workbook = fill(batch, folder / f"{claim_type}.xlsx")
    plan = plan_for(batch)
    rows = {
        SheetKind.CLAIMS: len(batch.claims),
        SheetKind.ROSTER: len(batch.roster),
        SheetKind.WAGES: len(batch.wages),
    }
    sheets = []
    for sheet in plan.sheets:
        block = plan.block(sheet.kind)
        columns = [block.index(column.key) for column in sheet.inputs]
        sheets.append((sheet.name, block.first_row - 1, rows[sheet.kind], columns))
    order = {"workbook": str(workbook), "sheets": sheets, "rounds": rounds, "seed": seed}
    found: list[str] = calc.driven(_MODULE, folder, **order)
    return found


def main() -> int:
    """Print what was found; 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--types", nargs="*", default=list(claim_types()))
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        calc = as_installed(folder / "profile")
        for claim_type in asked.types:
            found = differences_after_entries(
                claim_type, asked.people, asked.rounds, asked.seed, folder, calc
            )
            told = "".join(f"\n    {line}" for line in found[:5])
            sys.stdout.write(
                f"{claim_type:<10} {asked.rounds} rounds: {len(found)} cells differ{told}\n"
            )
            sys.stdout.flush()
            wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
