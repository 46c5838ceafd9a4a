"""Starts a worker before there is time to import what reads: it imports beside us."""

from collections.abc import Sequence
from pathlib import Path

from validator.common.workers.pool import shared

#: What a worker calls when it starts (see `validator.common.workers.pool.Workers`).
PREPARE = "validator.reading.apart:prepare"


def start_ahead(paths: Sequence[Path]) -> None:
    """Start a worker for files and folders that will soon be read.

    Raises:
        WorkerSettingError: a setting of the environment is no number.
    """
    shared(PREPARE).start(alone=len(paths) == 1 and not paths[0].is_dir())
