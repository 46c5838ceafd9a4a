"""One worker as this process sees it: started, asked, and told apart by how it ended."""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from validator.common.workers import program, windows_job
from validator.common.workers.limits import Limits

_PROGRAM = Path(program.__file__)

#: Set for workers: what they do must not start workers again.
INSIDE = "CLAIMCHECK_INSIDE_WORKER"
_THREADS = "POLARS_MAX_THREADS"

#: For glibc, in bytes: pieces of sheets, some megabytes each, are kept for the next ones. Else
#: the system gives and takes them page by page, a twentieth of what reading costs.
_KEPT = {"MALLOC_MMAP_THRESHOLD_": str(1 << 25), "MALLOC_TRIM_THRESHOLD_": str(1 << 26)}

#: Our own status of a process that wanted memory which it did not get, and those of Windows: an
#: abort as the C library and as Rust do it, and no memory.
_OUT_OF_MEMORY = frozenset((program.OUT_OF_MEMORY, 3, 0xC0000409, 0xC0000017))

#: On Windows two processes that start at once might inherit each other's pipes.
_starting = Lock()


class Ending(StrEnum):
    """What ended a worker."""

    MEMORY = "memory"  #: it wanted more memory than it may have
    TIME = "time"  #: it took too long by the clock
    PROCESSOR = "processor"  #: it took too much processor time
    KILLED = "killed"  #: the system or somebody killed it
    CRASH = "crash"  #: anything else


class WorkerDiedError(Exception):
    """Raised when a piece of work ended its worker."""

    def __init__(self, ending: Ending, limits: Limits) -> None:
        super().__init__(ending, limits)
        self.ending = ending
        self.limits = limits

    @property
    def words(self) -> str:
        """What happened, in Chinese, after the words for what was being done (读取…)."""
        match self.ending:
            case Ending.MEMORY:
                return f"内存超过上限（{self.limits.memory_words}）"
            case Ending.TIME:
                return f"超过 {self.limits.seconds:,} 秒仍未完成"
            case Ending.PROCESSOR:
                return f"处理器时间超过上限（{self.limits.processor:,} 秒）"
            case Ending.KILLED:
                return "被系统中止，多半是内存不足"
            case Ending.CRASH:
                return "程序意外中止"


class WorkerProcess:
    """A process that does one piece of work after another."""

    def __init__(self, limits: Limits, first: str, *, one_thread: bool) -> None:
        """Start it; it is ready for work while it still imports what it needs.

        Args:
            limits: what one piece of work may cost.
            first: a function, `module:name`, that it calls before there is work; or "".
            one_thread: whether it computes with one thread, as many beside each other should.
        """
        self.limits = limits
        self.done = 0  #: pieces of work
        self._too_long = False
        #: a question to which no answer was waited for yet
        self._ahead: tuple[Callable[..., Any], tuple[Any, ...]] | None = None
        environment = {**_KEPT, **os.environ, INSIDE: "1"}
        if one_thread:
            environment[_THREADS] = "1"
        with _starting:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-P", str(_PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        self._job = windows_job.limited(self._process, limits.memory)
        setup = {
            "path": [os.path.abspath(folder) for folder in sys.path],  # noqa: PTH100 - "" too
            "memory": limits.memory,
            "processor": limits.processor,
            "first": first,
        }
        with suppress(OSError):  # it has ended already: the first question will tell how
            self._send(setup)

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Have a function called there, in the folder in which we are, and wait for its result.

        Raises:
            WorkerDiedError: that ended the process, which is of no use any more.
            whatever the function raises there.
        """
        timer = Timer(self.limits.seconds, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            self._make_sure_of_asking(function, arguments)
            how, what = self._receive()
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise WorkerDiedError(self._ending(), self.limits) from error
        finally:
            timer.cancel()
        self.done += 1
        if how == "done":
            return what
        if isinstance(what, MemoryError):
            self.stop()
            raise WorkerDiedError(Ending.MEMORY, self.limits) from what
        raise what

    def ask_ahead(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Ask what will be asked next, and do not wait: `ask` has less to wait for."""
        with suppress(OSError):  # it has ended already: the next question will tell how
            self._send((_here(), function, arguments))
            self._ahead = function, arguments

    def stop(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was not sent yet cannot be sent any more
                    stream.close()

    def kill(self) -> None:
        """End the process, from any thread; whoever asks it learns that it died."""
        self._process.kill()

    def _make_sure_of_asking(
        self, function: Callable[..., Any], arguments: tuple[Any, ...]
    ) -> None:
        """Send a question that was not sent ahead; the answer to another one is passed over."""
        ahead, self._ahead = self._ahead, None
        if ahead == (function, arguments):
            return
        if ahead is not None:
            self._receive()
        self._send((_here(), function, arguments))

    def _send(self, what: object) -> None:
        assert self._process.stdin is not None  # noqa: S101 - started with pipes
        self._process.stdin.write(pickle.dumps(what, protocol=5))
        self._process.stdin.flush()

    def _receive(self) -> tuple[str, Any]:
        assert self._process.stdout is not None  # noqa: S101 - started with pipes
        # The answer comes from our own program.
        how, what = pickle.load(self._process.stdout)  # noqa: S301
        return how, what

    def _end_late(self) -> None:
        self._too_long = True
        self._process.kill()

    def _ending(self) -> Ending:
        try:
            # Its output is closed: it is about to end by itself.
            status = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            status = 1
        self.stop()
        return Ending.TIME if self._too_long else ending_of(status)


def ending_of(status: int) -> Ending:
    """What the exit status of a worker says, where nobody here ended it."""
    if status == -signal.SIGABRT or status & 0xFFFFFFFF in _OUT_OF_MEMORY:
        # Allocators end the process in this way, and hardly anything else does.
        return Ending.MEMORY
    # On Windows there is no such signal, and nothing ends a worker for its processor time.
    if hasattr(signal, "SIGXCPU") and status == -signal.SIGXCPU:
        return Ending.PROCESSOR
    if status in (-getattr(signal, "SIGKILL", 9), -signal.SIGTERM):
        return Ending.KILLED
    return Ending.CRASH


def _here() -> str | None:
    """The folder in which we are; None where it is no more."""
    try:
        return os.getcwd()  # noqa: PTH109 - a text
    except OSError:
        return None
