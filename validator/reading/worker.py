"""A process of its own that reads workbooks, so that what ends it does not end us.

A damaged workbook can make the reader ask for more memory than there is, which no exception
tells. The process has a limit on memory and time, reads one file after another, and is
started anew when a file has ended it.
"""

import pickle
import subprocess
import sys
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Timer
from typing import Any

from validator.reading import worker_program

#: Bytes of address space, and seconds for one file.
MEMORY = 4_000_000_000
SECONDS = 120

_PROGRAM = Path(worker_program.__file__)


class WorkerDiedError(Exception):
    """Raised when a file ended the process or took too long."""


class _Worker:
    """The process, started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, question: object) -> Any:
        """Send a question and wait for the answer.

        Raises:
            WorkerDiedError: there is none.
        """
        process = self._started()
        timer = Timer(SECONDS, process.kill)
        timer.start()
        try:
            sent = pickle.dumps(question, protocol=5)
            assert process.stdin is not None  # noqa: S101 - started with pipes
            assert process.stdout is not None  # noqa: S101
            process.stdin.write(worker_program.LENGTH.pack(len(sent)) + sent)
            process.stdin.flush()
            head = process.stdout.read(worker_program.LENGTH.size)
            if len(head) < worker_program.LENGTH.size:
                raise WorkerDiedError
            # The answer comes from our own program: plain values, no code.
            return pickle.loads(process.stdout.read(worker_program.LENGTH.unpack(head)[0]))  # noqa: S301
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.stop()
            raise WorkerDiedError from error
        except WorkerDiedError:
            self.stop()
            raise
        finally:
            timer.cancel()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-P", str(_PROGRAM), str(MEMORY)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


_worker = _Worker()
# Also run where this is imported in a process of a pool, which `atexit` is not.
Finalize(None, _worker.stop, exitpriority=1)


def read_apart(
    content: bytes, skipped: tuple[str, ...], only: tuple[str, ...] | None = None
) -> Any:
    """Names and cells of a workbook, or the reader's message as a text.

    Args:
        content: the file.
        skipped: sheets that are not read, also with a word added to their name.
        only: sheets that are read; None for all.

    Raises:
        WorkerDiedError: the file ended the process.
    """
    return _worker.ask((skipped, only, content))
