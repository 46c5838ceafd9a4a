"""How fast and how large `validate` is, against only loading the same two sheets.

    python benchmarks/validate.py                 100,000 people, 600,000 payments
    python benchmarks/validate.py --people 5000 --faults 0.1
    python benchmarks/validate.py --book big.xlsx

Each side runs in its own process, in turns; the fastest run of each is compared, and the
largest memory. The limits are 2.0 times for both.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_LOAD = """
import sys, fastexcel
reader = fastexcel.read_excel(sys.argv[1])
frames = [reader.load_sheet(name).to_polars() for name in ("人员花名册", "工资流水")]
assert all(frame.height for frame in frames)
"""

_VALIDATE = "from claimcheck.cli import main; main()"


def measure(command: list[str]) -> tuple[float, float]:
    """Seconds and megabytes (peak) of one run of a command."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def compare(book: Path, runs: int) -> bool:
    """Print both sides and the ratios; whether both are within the limits."""
    load = [sys.executable, "-c", _LOAD, str(book)]
    validate = [sys.executable, "-c", _VALIDATE, "validate", "--no-write", str(book)]
    loads, checks = [], []
    for number in range(runs):
        loads.append(measure(load))
        checks.append(measure(validate))
        print(
            f"run {number + 1}: load {loads[-1][0]:.2f} s {loads[-1][1]:.0f} MB, "
            f"validate {checks[-1][0]:.2f} s {checks[-1][1]:.0f} MB"
        )
    seconds = min(checks)[0] / min(loads)[0]
    memory = max(entry[1] for entry in checks) / max(entry[1] for entry in loads)
    print(f"time {seconds:.2f} times (limit 2.0), memory {memory:.2f} times (limit 2.0)")
    return seconds <= 2.0 and memory <= 2.0


def main() -> None:
    """Read the arguments, make the batch where none is given, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--book", type=Path)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.book:
        sys.exit(0 if compare(arguments.book.resolve(), arguments.runs) else 1)
    sys.path.insert(0, str(ROOT))
    from samples.make_batch import make_batch

    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "batch.xlsx"
        print(f"making a batch of {arguments.people:,} people …")
        make_batch(book, arguments.people, faults=arguments.faults)
        print(f"{book.stat().st_size / 1e6:.1f} MB")
        within = compare(book, arguments.runs)
    sys.exit(0 if within else 1)


if __name__ == "__main__":
    main()
