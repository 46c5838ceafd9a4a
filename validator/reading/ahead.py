"""Starts workers before there is time to import what reads: they import beside us."""

from collections.abc import Sequence
from pathlib import Path

from validator.common.workers.pool import shared
from validator.reading.files import is_input

#: What a worker calls when it starts (see `validator.common.workers.pool.Workers`).
PREPARE = "validator.reading.apart:prepare"


def start_ahead(paths: Sequence[Path]) -> None:
    """Start workers for files and folders that will soon be read.

    Raises:
        WorkerSettingError: a setting of the environment is no number.
    """
    workers = shared(PREPARE)
    workers.start(alone=len(paths) == 1 and not paths[0].is_dir())
    workers.start_more(sum(map(_files, paths)))


def _files(path: Path) -> int:
    """About how many workbooks a path means: at least one, and one for each folder in it."""
    try:
        return max(1, sum(is_input(entry) or entry.is_dir() for entry in path.iterdir()))
    except OSError:  # a file
        return 1
