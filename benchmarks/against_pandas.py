"""`validate`, all of it, against pandas, openpyxl and pandera doing only the beginning.

    pip install -e .[bench]
    python benchmarks/against_pandas.py                   100,000 people, 600,000 payments
    python benchmarks/against_pandas.py --people 10000 --runs 3

What the other side does and does not stands in `pandas_way.py`. Each side runs in its own
process, in turns; the fastest run of each is compared.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import ROOT, claimcheck, measure, validate

_OTHER = Path(__file__).with_name("pandas_way.py")


def show_found(book: Path) -> None:
    """Print what both sides found, so that nobody compares a check with none."""
    other = subprocess.run(
        [sys.executable, str(_OTHER), str(book)], cwd=ROOT, check=True, capture_output=True
    )
    print(f"pandas found {other.stdout.decode().strip()}")
    arguments = ("validate", "--no-write", "--ledger", "none", "--on", "2026-12-31")
    own = subprocess.run(
        claimcheck(*arguments, "--format", "json", book), cwd=ROOT, check=False, capture_output=True
    )
    counts = {entry["code"]: entry["found"] for entry in json.loads(own.stdout)["checks"]}
    print(f"validate found { {code: count for code, count in counts.items() if count} }")


def main() -> None:
    """Make a batch and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--book", type=Path)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--faults", type=float, default=0.1)
    parser.add_argument("--runs", type=int, default=1)
    arguments = parser.parse_args()
    if importlib.util.find_spec("pandas") is None:
        sys.exit("pandas is not installed: pip install -e .[bench]")
    sys.path.insert(0, str(ROOT))
    from samples.make_batch import make_batch

    with tempfile.TemporaryDirectory() as folder:
        book = arguments.book or Path(folder) / "batch.xlsx"
        if arguments.book is None:
            make_batch(book, arguments.people, faults=arguments.faults)
        book = book.resolve()
        show_found(book)
        theirs, ours = [], []
        for number in range(arguments.runs):
            theirs.append(measure([sys.executable, str(_OTHER), str(book)]))
            ours.append(measure(validate(book)))
            print(f"run {number + 1}: pandas {theirs[-1]}, validate {ours[-1]}", flush=True)
    seconds = min(run.seconds for run in theirs) / min(run.seconds for run in ours)
    memory = max(run.megabytes for run in theirs) / max(run.megabytes for run in ours)
    print(f"pandas takes {seconds:.1f} times the time and {memory:.1f} times the memory")


if __name__ == "__main__":
    main()
