"""The workers of this machine behind the interface of `concurrent.futures`.

A pool of Python's own breaks as a whole when one of its processes dies, and does not say over
which piece of work. Here each thread of an ordinary pool of threads asks a process of its own,
so that it is known who had what; the others do not notice.
"""

import atexit
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from threading import Lock
from typing import Any, TypeVar

from validator.common.workers.limits import Limits, count, limits
from validator.common.workers.process import INSIDE, Ending, WorkerDiedError, WorkerProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

#: Pieces of work that are with an executor at a time.
_AHEAD = 64
#: Seconds after which waiting looks up: on Windows Ctrl-C is not noticed before.
_TICK = 0.2

#: How settings begin that a worker reads when it starts.
_SETTINGS = "CLAIMCHECK_"


class Workers(ThreadPoolExecutor):
    """Runs functions in processes with limits. Functions are sent by name, and import there."""

    def __init__(self, number: int, most: Limits, first: str = "") -> None:
        """No process is started before there is work, or `start`.

        Args:
            number: of processes beside each other.
            most: what one piece of work may cost.
            first: a function, `module:name`, that each process calls when it starts.
        """
        super().__init__(number, thread_name_prefix="worker")
        self._most, self._first, self.number = most, first, number
        self._guard = Lock()
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self.ended = False  #: all processes were ended: it can do no more

    def start(self, *work: Any, alone: bool = False) -> None:
        """Start one process before there is work, so that it imports beside us.

        Args:
            work: a function and its arguments that will be submitted, where that is known: it
                begins at once.
            alone: whether it will be the only one, and may compute with all processors.
        """
        with self._guard:
            if not self._idle and not self._busy and not self.ended:
                process = self._new(alone=alone)
                self._idle.append(process)
                if work:
                    process.ask_ahead(*work)

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> "Future[Result]":
        """Have a function called in a process; the future raises `WorkerDiedError` as well."""
        if kwargs:
            raise TypeError("arguments of work have no names")
        return super().submit(self._done_apart, fn, args)

    def start_more(self, count: int) -> None:
        """Start further processes before there is work, as many as will have some.

        Args:
            count: so many pieces of work will come at least.
        """
        with self._guard:
            started = len(self._idle) + len(self._busy)
            if not self.ended:
                self._idle += [self._new() for _ in range(started, min(count, self.number))]

    def stop(self) -> None:
        """End all processes at once, whatever they do."""
        with self._guard:
            self.ended = True
            for process in (*self._idle, *self._busy):
                process.kill()
        self.shutdown(wait=True, cancel_futures=True)
        for process in self._idle:
            process.stop()
        self._idle.clear()

    def rest(self) -> None:
        """End the processes that have nothing to do: they hold memory."""
        with self._guard:
            idle, self._idle = self._idle, []
        for process in idle:
            process.stop()

    def _new(self, *, alone: bool = False) -> WorkerProcess:
        return WorkerProcess(self._most, self._first, one_thread=self.number > 1 and not alone)

    def _done_apart(self, function: Callable[..., Result], arguments: tuple[Any, ...]) -> Result:
        process = self._taken()
        earlier = process.done
        try:
            return self._asked(process, function, arguments)
        except WorkerDiedError as death:
            if self.ended or not earlier or death.ending is not Ending.MEMORY:
                raise
            # What earlier work left behind may have taken the memory: once more, alone.
            return self._asked(self._taken(fresh=True), function, arguments)

    def _asked(
        self, process: WorkerProcess, function: Callable[..., Result], arguments: tuple[Any, ...]
    ) -> Result:
        died = True
        try:
            result: Result = process.ask(function, *arguments)
            died = False
        except WorkerDiedError:
            raise
        except BaseException:
            died = False
            raise
        finally:
            with self._guard:
                self._busy.discard(process)
                if not died:
                    self._idle.append(process)
        return result

    def _taken(self, *, fresh: bool = False) -> WorkerProcess:
        with self._guard:
            if self.ended:
                raise RuntimeError("the workers have been ended")
            process = self._idle.pop() if self._idle and not fresh else self._new()
            self._busy.add(process)
            return process


_sharing = Lock()
_shared: tuple[Workers, tuple[object, ...]] | None = None


def inside_worker() -> bool:
    """Whether this process is a worker itself."""
    return INSIDE in os.environ


def shared(first: str = "") -> Workers:
    """The workers that this process keeps, made when they are first asked for.

    Args:
        first: see `Workers`; of the call that makes them.

    Raises:
        WorkerSettingError: a setting of the environment is no number.
    """
    global _shared  # noqa: PLW0603 - the processes belong to this process as a whole
    settings = _settings()
    with _sharing:
        if _shared is not None and (_shared[1] != settings or _shared[0].ended):
            _shared[0].stop()
            _shared = None
        if _shared is None:
            _shared = Workers(count(), limits(), first), settings
        return _shared[0]


def _settings() -> tuple[object, ...]:
    """What a worker takes over from us when it starts: under others there must be others."""
    return tuple(sorted(item for item in os.environ.items() if item[0].startswith(_SETTINGS)))


def run_apart(function: Callable[..., Result], *arguments: Any) -> Result:
    """Call a function in a worker and wait; in a worker itself, call it.

    Raises:
        WorkerDiedError: that ended the worker.
        whatever the function raises.
    """
    if inside_worker():
        return function(*arguments)
    with ending_all() as workers:
        return result_of(workers.submit(function, *arguments))


def result_of(future: "Future[Result]") -> Result:
    """Wait for a result, so that Ctrl-C is noticed."""
    while not wait([future], _TICK).done:
        pass
    return future.result()


@contextmanager
def ending_all(first: str = "") -> Iterator[Workers]:
    """The shared workers; all are ended at once where the work is broken off (Ctrl-C)."""
    workers = shared(first)
    try:
        yield workers
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        workers.stop()
        raise


def finished(
    submit: Callable[[Item], "Future[Result]"], items: Iterable[Item], ahead: int = _AHEAD
) -> Iterator[tuple[Item, "Future[Result]"]]:
    """Hand out pieces of work, and give each as it is finished, in no order.

    Args:
        submit: hands a piece to an executor.
        items: the pieces.
        ahead: so many of them are with the executor at a time.
    """
    left, pending = iter(items), dict[Future[Result], Item]()
    while True:
        for item in islice(left, ahead - len(pending)):
            pending[submit(item)] = item
        if not pending:
            return
        wait(pending, _TICK, FIRST_COMPLETED)
        # Those that were cancelled are done as well, of which `wait` does not tell.
        for future in [one for one in pending if one.done()]:
            yield pending.pop(future), future


def _end_shared() -> None:
    if _shared is not None:
        _shared[0].stop()


atexit.register(_end_shared)
