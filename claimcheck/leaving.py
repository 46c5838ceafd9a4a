"""How a command's process ends: at once, when all is done and said."""

import atexit
import os
import sys
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def leaving_at_once(run: Callable[[], Result]) -> Result:
    """Run a whole program, and end its process without taking apart what it has loaded.

    Python frees one object after the other, which takes longer than some commands do; the system
    frees all of it at a stroke. By then threads have ended and all that was registered to be done
    at the end is done, since what is registered first is done last.

    Args:
        run: ends with `sys.exit`; with anything else, Python ends as it always does.
    """
    status: list[int] = []
    atexit.register(_leave, status)
    try:
        return run()
    except SystemExit as end:
        if isinstance(end.code, int):
            status.append(end.code)
        raise


def _leave(status: list[int]) -> None:
    if not status:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):  # Python has an exit status of its own for that
        return
    os._exit(status[0])
