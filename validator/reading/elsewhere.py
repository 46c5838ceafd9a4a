"""Has workbooks read by another machine: it is sent their content and needs no shared folder."""

from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from validator.reading.apart import Reader, Sent, read_there
from validator.reading.opening import UnreadableError, content_of, ended_by
from validator.workers.pool import run_apart
from validator.workers.process import WorkerDiedError


def reader_of(executor: Executor) -> Reader:
    """What hands a file to an executor of another machine, for `read_inputs`."""
    return partial(_submit, executor)


def _submit(executor: Executor, path: Path) -> "Future[Sent | UnreadableError]":
    try:
        content = content_of(path)
    except UnreadableError as error:
        refused: Future[Sent | UnreadableError] = Future()
        refused.set_result(error)
        return refused
    return executor.submit(read_content, path.name, content)


def read_content(name: str, content: bytes) -> Sent | UnreadableError:
    """Read a workbook from its content; called on the other machine, with the limits there.

    Args:
        name: the file's; its ending says something about its kind.
        content: the file.

    Returns:
        What was read, or why it could not be: where errors are raised, that machine writes the
        arguments into its log, which are people's numbers.
    """
    with TemporaryDirectory(prefix="claimcheck-") as folder:
        path = Path(folder) / f"a{Path(name).suffix}"
        path.write_bytes(content)
        try:
            return run_apart(read_there, path)
        except WorkerDiedError as death:
            return ended_by(death)
