"""Tries out a file in another process, so that what ends that process does not end ours.

Kinds of files into which we cannot look ourselves (.xls, .xlsb, .ods) are first read by a
process with a limit on time and memory.
"""

import subprocess
import sys
from pathlib import Path

from validator.reading import limits

_READ = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
except (ImportError, ValueError, OSError):
    pass
import fastexcel
try:
    try:
        reader = fastexcel.read_excel(sys.argv[1])
    except Exception as error:
        if "password" in str(error).lower():
            raise
        with open(sys.argv[1], "rb") as stream:
            reader = fastexcel.read_excel(stream.read())
    for name in reader.sheet_names[:40]:
        reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
except BaseException as error:
    sys.exit(3 if "password" in str(error).lower() else 4)
"""


def trial(path: Path) -> str:
    """Why a file must not be read here: "", "damaged", "encrypted", "slow" or "large"."""
    command = [sys.executable, "-c", _READ, str(path), str(limits.TRIAL_BYTES)]
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
    return {0: "", 3: "encrypted", 4: "damaged"}.get(done.returncode, "large")
