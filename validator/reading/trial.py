"""Tries out a file in another process, so that what ends that process does not end ours.

Kinds of files into which we cannot look ourselves (.xls, .xlsb, .ods) are first read by a
process with a limit on time and memory.
"""

import subprocess
import sys
from pathlib import Path

from validator.reading import limits, trial_program

_PROGRAM = Path(trial_program.__file__)


def trial(path: Path) -> str:
    """Why a file must not be read here: "", "damaged", "encrypted", "slow" or "large"."""
    command = [sys.executable, "-P", str(_PROGRAM), str(path), str(limits.TRIAL_BYTES)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and a path as its argument
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "slow"
    except OSError:  # no processes can be started here: read it at our own risk
        return ""
    known = {0: "", trial_program.ENCRYPTED: "encrypted", trial_program.DAMAGED: "damaged"}
    return known.get(done.returncode, "large")
