"""Keeps a library's own messages off the terminal.

When the reader meets a broken file it may print a report of many lines in English straight
to the process's standard error. The user gets one Chinese message instead.
"""

import io
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from threading import Lock

_lock = Lock()
_inside = 0  #: how many threads are within `quiet_libraries`
_kept = -1  #: what file descriptor 2 was before the first of them came


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Send everything that is written to file descriptor 2 nowhere.

    Several threads may be inside at the same time: the last one opens it again.
    """
    global _inside  # noqa: PLW0603 - there is one standard error for all threads
    with _lock:
        if _inside == 0:
            _close()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                _open_again()


@contextmanager
def quiet_python() -> Iterator[None]:
    """Send nowhere what a library of Python prints or warns of.

    openpyxl prints "0 is out of range" where a workbook names a cell style that is not there,
    and warns of every extension that it does not know. For commands alone: what other threads
    print meanwhile is lost too.
    """
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def _close() -> None:
    global _kept  # noqa: PLW0603
    _flush()
    try:
        _kept = os.dup(2)
    except OSError:  # no standard error at all, as under pythonw
        _kept = -1
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _open_again() -> None:
    if _kept >= 0:
        _flush()
        os.dup2(_kept, 2)
        os.close(_kept)


def _flush() -> None:
    with suppress(AttributeError, OSError, ValueError):
        sys.stderr.flush()
