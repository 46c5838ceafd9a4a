"""Whether the cost of a person stays the same from 10,000 to 1,000,000 people.

    python benchmarks/growth.py
    python benchmarks/growth.py --sizes 10000 100000 --keep folder

Batches of several workbooks, 6 payments a person, a tenth of the people with a fault. Each
size is checked in a process of its own. Making a million people takes ten minutes: with
`--keep` they are made once.
"""

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path

from measuring import ROOT, measure, validate

sys.path.insert(0, str(ROOT))

from samples.make_batch import make_batches

_FAULTS = 0.1


def books(folder: Path, people: int, per_file: int) -> list[Path]:
    """The workbooks of a batch, made unless they are there."""
    place = folder / f"{people}-{per_file}"
    done = place / "made"
    if not done.exists():
        place.mkdir(parents=True, exist_ok=True)
        make_batches(place, people, per_file, faults=_FAULTS)
        done.touch()
    return sorted(place.glob("*.xlsx"))


def main() -> None:
    """Read the arguments and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--per-file", type=int, default=50_000)
    parser.add_argument("--keep", type=Path, help="folder in which the batches stay")
    parser.add_argument("--runs", type=int, default=1)
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        made_in = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for people in arguments.sizes:
            found = books(made_in, people, arguments.per_file)
            runs = [measure(validate(*found)) for _ in range(arguments.runs)]
            best = min(runs, key=lambda run: run.seconds)
            each = 1e6 / people
            print(
                f"{people:>9,} people in {len(found):>2} files: {best}; a person "
                f"{best.seconds * each:.0f} µs ({best.processor * each:.0f} µs processor), "
                f"{max(run.megabytes for run in runs) * 1024 / people:.1f} KB",
                flush=True,
            )


if __name__ == "__main__":
    main()
