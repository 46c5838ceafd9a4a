"""Run by `process` as a program of its own: does one piece of work after another.

Started by its path (`python -P program.py`), so that nothing of ours is imported before the
limits hold. It is sent a `Setup` as a dictionary, then pairs of a function and its arguments,
and answers each with ("done", result) or ("raised", error). All are pickled.
"""

import gc
import importlib
import os
import pickle
import signal
import sys
import time
import traceback
from contextlib import suppress
from typing import IO, Any

#: So many new objects are made before Python looks for garbage among them: it need not look
#: through all that is imported and loaded, which stays.
_OBJECTS = 200_000

#: The exit status where not even the answer finds room.
OUT_OF_MEMORY = 77


def main() -> None:
    """Work until there is nothing more to do."""
    gc.set_threshold(_OBJECTS)
    # Ctrl-C goes to all processes of a terminal: only the one that started us decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What a library prints must not get between the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    # All that comes here comes from our own program.
    setup = pickle.load(source)  # noqa: S301
    sys.path[:] = setup["path"]
    limit_memory(setup["memory"])
    with suppress(Exception):  # the same error comes again with the first piece of work
        _prepare(setup["first"])
    _work(source, target, setup["processor"])


def _work(source: IO[bytes], target: IO[bytes], seconds: int) -> None:
    while True:
        try:
            function, arguments = pickle.load(source)  # noqa: S301
        except EOFError:
            return
        limit_processor(seconds)
        answer = pickle.dumps(_answer(function, arguments), protocol=5)
        target.write(answer)
        target.flush()
        del answer


def _answer(function: Any, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", function(*arguments)
    except BaseException as error:  # also the panic of a library written in Rust
        return "raised", _sendable(error)


def _sendable(error: BaseException) -> BaseException:
    """The error as it is where it can be sent; with its traceback, for those who develop."""
    told = "".join(traceback.format_exception(error))
    with suppress(Exception):
        error.add_note(told)
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        return error
    return RuntimeError(told)


def _prepare(first: str) -> None:
    """Call a function, `module:name`, before there is work."""
    if first:
        module, _, name = first.partition(":")
        getattr(importlib.import_module(module), name)()


def limit_memory(largest: int) -> None:
    """Let this process have no more bytes of memory, where the system knows such limits."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Linux counts memory that can be written to as data; addresses alone cost nothing,
        # and libraries reserve many.
        kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        resource.setrlimit(kind, (largest, largest))


def limit_processor(seconds: int) -> None:
    """Let the next piece of work take no more seconds of processor time."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + 1, hard))


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
