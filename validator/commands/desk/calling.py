"""Calls a command of claimcheck as a program of its own, and gives back what it says.

So its output is its own, whatever happens to it happens to it alone, and commands of other
packages need not be imported.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

#: No black window beside the page.
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True)
class Called:
    """How a command ended."""

    status: int  #: 0 in order, 1 something waits for a person, 2 not done
    said: list[str]
    remarks: list[str]


def call(arguments: Sequence[str]) -> Called:
    """Run `claimcheck …` in the current folder."""
    ended = subprocess.run(  # noqa: S603 - our own program, and no shell
        [_python(), "-m", "claimcheck", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
        creationflags=_NO_WINDOW,
    )
    return Called(ended.returncode, _lines(ended.stdout), _lines(ended.stderr))


def _python() -> str:
    """This Python; on Windows the one that speaks, where the icon started the silent one."""
    silent = Path(sys.executable)
    speaking = silent.with_name("python.exe")
    return str(speaking if silent.name.lower() == "pythonw.exe" else silent)


def _lines(output: bytes) -> list[str]:
    return [line for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
