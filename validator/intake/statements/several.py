"""Reads many files beside each other, one process for each processor.

Each file is read in a process by itself, which hands back only what an import keeps. Where
processes cannot be started or one dies, the files are read here, one after another.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from validator.intake.statements.keeping import FileResult, Payment, read_file
from validator.intake.statements.statement import Options

#: A process takes about a second to start: less work than so many bytes is done here.
_WORTH = 6_000_000
#: A PDF takes so many times longer than other files of its size.
_PDF = 20
#: Each process takes about 150 MB.
_MOST = 8
#: Files that are handed to a process at a time.
_AT_ONCE = 4

_THREADS = "POLARS_MAX_THREADS"


def read_files(
    paths: Sequence[Path], options: Options, processes: int | None = None
) -> Iterator[tuple[FileResult, list[Payment]]]:
    """What an import keeps of each file, in the order of the paths.

    Args:
        paths: the files.
        options: what the caller knows about them.
        processes: how many processes; None: as many as are worth it.
    """
    count = _worth(paths) if processes is None else processes
    done = 0
    if count > 1:
        try:
            for found in _beside(paths, options, count):
                yield found
                done += 1
        except (BrokenProcessPool, OSError):
            pass  # the rest is read here
    for path in paths[done:]:
        yield read_file(path, options)


def _worth(paths: Sequence[Path]) -> int:
    """How many processes the files are worth; 1: none but this."""
    work = 0
    for path in paths:
        try:
            size = path.stat().st_size
        except OSError:
            continue
        work += size * (_PDF if path.suffix.lower() == ".pdf" else 1)
    if work < _WORTH or len(paths) < 2:
        return 1
    return min(os.cpu_count() or 1, _MOST, len(paths))


def _beside(
    paths: Sequence[Path], options: Options, count: int
) -> Iterator[tuple[FileResult, list[Payment]]]:
    before = os.environ.get(_THREADS)
    # The processes share the processors: each computes with one thread.
    os.environ[_THREADS] = "1"
    try:
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            try:
                size = 1 if len(paths) < count * _AT_ONCE * 2 else _AT_ONCE
                yield from pool.map(partial(_read, options=options), paths, chunksize=size)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
    finally:
        if before is None:
            os.environ.pop(_THREADS, None)
        else:
            os.environ[_THREADS] = before


def _read(path: Path, *, options: Options) -> tuple[FileResult, list[Payment]]:
    return read_file(path, options)
