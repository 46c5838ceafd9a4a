"""One desk at a time on a PC and for a user: a second start finds the first.

The lock is the system's, so that a program that crashed leaves none behind. Where the first one
listens stands in a file that only the user can read.
"""

import http.client
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from claimcheck.writing import make_folder, write_whole

#: What the first one answers when it is asked whether it is there.
HERE = b"claimcheck desk"

#: Seconds that a second start waits for the first to be ready.
_PATIENCE = 20.0


def _folder() -> Path:
    return platformdirs.user_data_path("claimcheck", appauthor=False)


@contextmanager
def only_desk() -> Iterator[bool]:
    """Whether no other desk is open; then none can be opened until this one ends."""
    make_folder(_folder())
    handle = os.open(_folder() / "desk.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        ours = _lock(handle)
        if ours:
            _noted().unlink(missing_ok=True)  # of one that crashed
        yield ours
        if ours:
            _noted().unlink(missing_ok=True)
    finally:
        os.close(handle)  # which lets go of the lock


def announce(address: str) -> None:
    """Note where this desk is, for a second start."""
    write_whole(_noted(), address.encode())


def found_running(patience: float = _PATIENCE) -> str | None:
    """Where the other desk is, when it answers; None where it does not in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with suppress(OSError, UnicodeError):
            address = _noted().read_text("utf-8")
            if _answers(address):
                return address
        time.sleep(0.2)
    return None


def _noted() -> Path:
    return _folder() / "desk.address"


def _answers(address: str) -> bool:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=3)
    try:
        connection.request("GET", f"{parts.path}here")
        return connection.getresponse().read() == HERE
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _lock(handle: int) -> bool:
    """Take the lock of a file; False where another program holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
