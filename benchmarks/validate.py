"""How fast and how large `validate` is, against only loading the same two sheets.

    python benchmarks/validate.py                 100,000 people, 600,000 payments
    python benchmarks/validate.py --people 5000 --faults 0.1
    python benchmarks/validate.py --shape shared         as Excel, WPS and LibreOffice write texts
    python benchmarks/validate.py --book big.xlsx

Each side runs in its own process, in turns; the fastest run of each is compared, and the
largest memory. The limits: 2.0 times the memory, 2.0 times the time of a clean batch and
2.5 of one with faults or one that is given.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from measuring import ROOT, measure, validate
from shapes import SHAPES, with_shared_texts

_LOAD = """
import sys, fastexcel
reader = fastexcel.read_excel(sys.argv[1])
frames = [reader.load_sheet(name).to_polars() for name in ("人员花名册", "工资流水")]
assert all(frame.height for frame in frames)
"""

#: The most that checking may take, in times of loading: of a clean batch, of one with faults.
_CLEAN, _FAULTY = 2.0, 2.5
_MEMORY = 2.0


def compare(book: Path, runs: int, limit: float) -> bool:
    """Print both sides and the ratios; whether both are within the limits."""
    loads, checks = [], []
    for number in range(runs):
        loads.append(measure([sys.executable, "-c", _LOAD, str(book)]))
        checks.append(measure(validate(book)))
        print(f"run {number + 1}: load {loads[-1]}, validate {checks[-1]}", flush=True)
    seconds = min(run.seconds for run in checks) / min(run.seconds for run in loads)
    processor = min(run.processor for run in checks) / min(run.processor for run in loads)
    memory = max(run.megabytes for run in checks) / max(run.megabytes for run in loads)
    print(
        f"time {seconds:.2f} times (limit {limit}), memory {memory:.2f} times (limit 2.0), "
        f"processor {processor:.2f} times"
    )
    return seconds <= limit and memory <= _MEMORY


def main() -> None:
    """Read the arguments, make the batch where none is given, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--book", type=Path)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--shape", choices=SHAPES, default="inline", help="where its texts are")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    limit = _FAULTY if arguments.faults or arguments.book else _CLEAN
    if arguments.book:
        sys.exit(0 if compare(arguments.book.resolve(), arguments.runs, limit) else 1)
    sys.path.insert(0, str(ROOT))
    from samples.make_batch import make_batch

    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "batch.xlsx"
        print(f"making a batch of {arguments.people:,} people …")
        make_batch(book, arguments.people, faults=arguments.faults)
        if arguments.shape == "shared":
            inline = book.rename(book.with_stem("inline"))
            with_shared_texts(inline, book)
            inline.unlink()
        print(f"{book.stat().st_size / 1e6:.1f} MB")
        within = compare(book, arguments.runs, limit)
    sys.exit(0 if within else 1)


if __name__ == "__main__":
    main()
