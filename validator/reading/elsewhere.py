"""Has workbooks read by another machine: it is sent their content and needs no shared folder."""

from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from tempfile import gettempdir

from claimcheck.temporary import new_file
from validator.common.workers.pool import run_apart
from validator.common.workers.process import WorkerDiedError
from validator.reading.apart import read_there
from validator.reading.opening import content_of
from validator.reading.sent import Reader, Sent
from validator.reading.unreadable import UnreadableError, ended_by


def reader_of(executor: Executor) -> Reader:
    """What hands a file to an executor of another machine, for `read_inputs`."""
    return partial(_submit, executor)


def _submit(executor: Executor, path: Path) -> "Future[Sent]":
    try:
        content = content_of(path)
    except UnreadableError as error:
        refused: Future[Sent] = Future()
        refused.set_result(Sent([error], {}))
        return refused
    return executor.submit(read_content, path.name, content)


def read_content(name: str, content: bytes) -> Sent:
    """Read a workbook from its content; called on the other machine, with the limits there.

    Args:
        name: the file's; its ending says something about its kind.
        content: the file.

    Returns:
        What was read, or why it could not be: where errors are raised, that machine writes the
        arguments into its log, which are people's numbers.
    """
    # What a lost machine left there is removed by the next run, as all that is temporary.
    path = new_file(Path(gettempdir()), Path(name).suffix, 0o600)
    try:
        path.write_bytes(content)
        return run_apart(read_there, path)
    except WorkerDiedError as death:
        return Sent([ended_by(death)], {})
    finally:
        path.unlink(missing_ok=True)
