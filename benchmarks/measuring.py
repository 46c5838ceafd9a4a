"""Runs a command in a process of its own and says what it took."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_MAIN = "from claimcheck.cli import main; main()"


@dataclass(frozen=True)
class Taken:
    """What one run of a command took."""

    seconds: float  #: from start to end
    processor: float  #: seconds of processor time, of all its threads together
    megabytes: float  #: the most memory it held
    status: int

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s ({self.processor:.2f} s processor) {self.megabytes:.0f} MB"


def measure(command: Sequence[str]) -> Taken:
    """Run a command to its end.

    Raises:
        SystemExit: it was killed or failed in an unforeseen way.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode not in (0, 1) or "Traceback" in said:
        sys.exit(f"failed with status {process.returncode}: {said[-2000:]}")
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1024**2 if sys.platform == "darwin" else 1024
    processor = usage.ru_utime + usage.ru_stime
    return Taken(seconds, processor, usage.ru_maxrss / unit, process.returncode)


def claimcheck(*arguments: str | Path) -> list[str]:
    """The command line of `claimcheck` with these arguments."""
    return [sys.executable, "-c", _MAIN, *map(str, arguments)]


def validate(*books: Path, out: Path | None = None) -> list[str]:
    """The command line that checks books, without anybody's ledger.

    Args:
        books: files and folders.
        out: the folder of all outputs; None: nothing is written.
    """
    writing = ["--no-write"] if out is None else ["--out", out]
    return claimcheck("validate", *writing, "--ledger", "none", "--on", "2026-12-31", *books)
