"""Has a foreign file read by a worker, and says in Chinese why where that ended the worker."""

from collections.abc import Callable
from typing import TypeVar

from validator.common.workers.pool import run_apart
from validator.common.workers.process import WorkerDiedError
from validator.reading.unreadable import ended_by

Result = TypeVar("Result")


def apart(function: Callable[..., Result], *arguments: object) -> Result:
    """Have a foreign file read by a worker; in a worker itself, read it.

    Args:
        function: is sent by its name; it raises `UnreadableError` or gives what it read.
        arguments: of the function; paths must be absolute.

    Raises:
        UnreadableError: it cannot be read, or ended the worker.
        whatever else the function raises.
    """
    try:
        return run_apart(function, *arguments)
    except WorkerDiedError as death:
        raise ended_by(death) from death
