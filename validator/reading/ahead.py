"""Starts a worker before there is time to import what reads: it imports beside us."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from validator.common.workers.pool import shared

if TYPE_CHECKING:
    from validator.reading.apart import Sent

#: What a worker calls when it starts (see `validator.common.workers.pool.Workers`).
PREPARE = "validator.reading.apart:prepare"


def start_ahead(paths: Sequence[Path]) -> None:
    """Start a worker for files and folders that will soon be read; it begins to read a single one.

    Raises:
        WorkerSettingError: a setting of the environment is no number.
    """
    workers = shared(PREPARE)
    if len(paths) == 1 and not paths[0].is_dir():
        workers.start(read_alone, paths[0].absolute(), alone=True)
    else:
        workers.start()


def read_alone(path: Path) -> "Sent":
    """Read one workbook: `apart.read_there`, which is imported in the worker alone."""
    from validator.reading.apart import read_there

    return read_there(path)
