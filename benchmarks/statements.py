"""How fast and how large an import is, against only reading the same files.

    python benchmarks/statements.py                500 statements of 2,000 rows
    python benchmarks/statements.py --files 50 --rows 2000
    python benchmarks/statements.py --pdf 5        PDFs as well

Reading alone is the csv module for text and calamine for workbooks. Each side runs in its
own process.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_READ = """
import csv, sys
from pathlib import Path
from python_calamine import CalamineWorkbook
rows = 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    if path.suffix == ".csv":
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        rows += len(list(csv.reader(text.splitlines())))
    elif path.suffix in (".xls", ".xlsx"):
        book = CalamineWorkbook.from_path(str(path))
        rows += sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
    else:
        import pdfplumber
        with pdfplumber.open(path) as document:
            for page in document.pages:
                rows += len(page.extract_words(keep_blank_chars=True))
                page.close()
print(rows)
"""
_IMPORT = "from claimcheck.cli import main; main()"


def make(folder: Path, files: int, rows: int, suffixes: tuple[str, ...]) -> None:
    """Write statements of all layouts with these endings, in turns."""
    sys.path.insert(0, str(ROOT))
    from samples.statements.accounts import account
    from samples.statements.layouts import LOOKS
    from samples.statements.make_statements import write

    looks = [look for look in LOOKS if Path(look.file).suffix in suffixes and not look.employer]
    for number in range(files):
        look = looks[number % len(looks)]
        months = 60
        made = account(
            random.Random(number), months=months, between=rows // months - 1,
            start=date(2021, 1, 12), wage_memo=look.wage_memo,
        )  # fmt: skip
        write(look, made, folder / f"{number:04d}{Path(look.file).suffix}")


def measure(command: list[str]) -> tuple[float, float, float, str]:
    """Seconds by the clock, of all processors, peak megabytes and output of a command.

    The processors' seconds hold those of the processes that it started and waited for; they
    say more than the clock on a machine that does other things, too.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    worked = usage.ru_utime + usage.ru_stime
    return time.perf_counter() - start, worked, usage.ru_maxrss / 1024, output


def compare(folder: Path, name: str) -> None:
    """Print both sides and the ratio."""
    read = measure([sys.executable, "-c", _READ, str(folder)])
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-c", _IMPORT, "wages", "import", str(folder)]
        done = measure([*command, "-o", str(Path(out) / "out.xlsx")])
    print(f"{name}: {done[3].strip().splitlines()[0] if done[3] else ''}")
    for what, side in (("read only", read), ("import", done)):
        print(
            f"  {what}: {side[0]:.1f} s by the clock, {side[1]:.1f} s of the processors, "
            f"{side[2]:.0f} MB"
        )
    print(
        f"  import against reading: {done[0] / read[0]:.1f} times by the clock, "
        f"{done[1] / read[1]:.1f} times of the processors, {done[2] / read[2]:.1f} times the memory"
    )
    for line in [line for line in done[3].splitlines() if line.startswith(("读取", "可写入"))]:
        print(f"  {line}")


def main() -> None:
    """Read the arguments, make the statements, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--pdf", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "text"
        folder.mkdir()
        make(folder, arguments.files, arguments.rows, (".csv", ".xls", ".xlsx"))
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"{arguments.files} statements of {arguments.rows} rows, {size:.0f} MB")
        compare(folder, "CSV, XLS and XLSX")
        if arguments.pdf:
            papers = Path(name) / "pdf"
            papers.mkdir()
            make(papers, arguments.pdf, arguments.rows, (".pdf",))
            compare(papers, f"{arguments.pdf} PDFs")


if __name__ == "__main__":
    main()
