"""Starts workers before there is time to import what reads: they import beside us."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from validator.common.workers.pool import shared
from validator.reading.files import is_input

if TYPE_CHECKING:
    from validator.reading.sent import Sent

#: What a worker calls when it starts (see `validator.common.workers.pool.Workers`).
PREPARE = "validator.reading.apart:prepare"


def start_ahead(paths: Sequence[Path]) -> None:
    """Start workers for files and folders that will soon be read; one begins to read a single one.

    Raises:
        WorkerSettingError: a setting of the environment is no number.
    """
    workers = shared(PREPARE)
    if len(paths) == 1 and not paths[0].is_dir():
        workers.start(read_in_worker, paths[0].absolute(), alone=True)
    else:
        workers.start()
    workers.start_more(sum(map(_files, paths)))


def read_in_worker(*paths: Path) -> "Sent":
    """Read workbooks: `apart.read_there`, which is imported in the worker alone."""
    from validator.reading.apart import read_there

    return read_there(*paths)


def _files(path: Path) -> int:
    """About how many workbooks a path means: at least one, and one for each folder in it."""
    try:
        return max(1, sum(is_input(entry) or entry.is_dir() for entry in path.iterdir()))
    except OSError:  # a file
        return 1
