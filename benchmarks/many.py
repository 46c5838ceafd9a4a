"""How fast and how large `validate` is over many small workbooks, against only loading them.

    python benchmarks/many.py                   300 filled templates
    python benchmarks/many.py --outputs         with marked copies, review workbook and report
    python benchmarks/many.py --books 40 --runs 1
    python benchmarks/many.py --shape template       as it is handed out and filled in
    python benchmarks/many.py --shape libreoffice    the same, saved by LibreOffice

The sample is written by openpyxl: its tables end with what is filled in, and each cell has its
formula in full. What firms hand in has 500 rows for people and 3,000 for payments, most of them
empty; Excel keeps a formula once for its column, as the template does, LibreOffice writes it into
each cell.

The other side loads the same three sheets of every workbook, one after another, in one process.
Memory is that of all processes together. Wanted on two processors: 1.5 times the time, with
outputs 4 times.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

from measuring import ROOT, Taken, measure, validate

_LOAD = """
import sys, fastexcel
from pathlib import Path
for book in sorted(Path(sys.argv[1]).iterdir()):
    reader = fastexcel.read_excel(book)
    frames = [reader.load_sheet(name).to_polars() for name in ("申报表", "人员花名册", "工资流水")]
    assert all(frame.height for frame in frames)
"""
_WANTED, _WANTED_WITH_OUTPUTS = 1.5, 4.0
_SAMPLE = ROOT / "samples" / "hiring-clean.xlsx"


def _tree(process: int) -> int:
    """Kilobytes that a process and those that it started hold now (Linux)."""
    held = 0
    try:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                held = int(line.split()[1])
        for task in Path(f"/proc/{process}/task").iterdir():
            held += sum(_tree(int(child)) for child in (task / "children").read_text().split())
    except OSError:
        return held
    return held


def memory_of_all(command: Sequence[str]) -> float:
    """The most megabytes that a command and its workers hold at a time."""
    most, ended = [0], Event()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:

        def watch() -> None:
            while not ended.wait(0.02):
                most[0] = max(most[0], _tree(process.pid))

        watching = Thread(target=watch)
        watching.start()
        process.wait()
        ended.set()
        watching.join()
    return most[0] / 1024


def filled_template(folder: Path, *, by_libreoffice: bool) -> Path:
    """The hiring template with the people and payments of the sample, and where it is."""
    from addin.template.build import build_template
    from addin.template.plan import make_plan
    from samples.make_samples import clean_book
    from tests.libreoffice import LibreOffice

    book = folder / "filled.xlsx"
    book.write_bytes(build_template(make_plan("hiring"), clean_book().rows))
    return LibreOffice(folder / "profile").recalculate(book) if by_libreoffice else book


def main() -> None:
    """Copy the sample, measure both sides in turns, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=300)
    parser.add_argument("--shape", choices=["sample", "template", "libreoffice"], default="sample")
    parser.add_argument("--outputs", action="store_true", help="write all outputs as well")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    wanted = _WANTED_WITH_OUTPUTS if arguments.outputs else _WANTED
    loads: list[Taken] = []
    checks: list[Taken] = []
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "books", Path(name) / "out"
        folder.mkdir()
        book = _SAMPLE
        if arguments.shape != "sample":
            saved = arguments.shape == "libreoffice"
            book = filled_template(Path(name), by_libreoffice=saved)
        check = validate(folder, out=out if arguments.outputs else None)
        for number in range(arguments.books):
            shutil.copy(book, folder / f"{number:04}.xlsx")
        for number in range(arguments.runs):
            loads.append(measure([sys.executable, "-c", _LOAD, str(folder)]))
            checks.append(measure(check))
            print(f"run {number + 1}: load {loads[-1]}, validate {checks[-1]}", flush=True)
            time.sleep(1)
        held = memory_of_all(check)
    seconds = min(run.seconds for run in checks) / min(run.seconds for run in loads)
    processor = min(run.processor for run in checks) / min(run.processor for run in loads)
    print(
        f"{arguments.books} books: time {seconds:.2f} times (wanted {wanted}), "
        f"processor {processor:.2f} times, all processes together {held:.0f} MB"
    )


if __name__ == "__main__":
    main()
