"""Writes the marked copies of a run: each the clerk's own workbook with what was found in it."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from claimcheck.errors import said_of
from claimcheck.text import shown_path
from claimcheck.writing import WriteError, written_whole
from validator.common.workers.pool import Workers, ending_all, finished, result_of
from validator.common.workers.process import WorkerDiedError
from validator.output.marked.copies import CopiesOfRun, MarkedCopy
from validator.reading.ahead import PREPARE

#: Seconds of a turn; workers would wait for ten times as long between two copies.
_TURN = 0.0005

_UNUSUAL = "这个文件的写法不常见，只列出核查结果；用 Excel 另存为 .xlsx 后可以得到标注副本。"
_OTHER_KIND = "这种格式不能标注，只列出核查结果；另存为 .xlsx 后可以得到标注副本。"
_COPIED = (".xlsx", ".xlsm", ".xltx", ".xltm")


@dataclass(frozen=True)
class Marked:
    """What became of the marked copies of a run, in the order of the inputs."""

    written: list[Path]
    problems: list[str]  #: in Chinese, what could not be written


@contextmanager
def being_marked(
    copies: CopiesOfRun, progress: Callable[[str], None]
) -> Iterator["Future[Marked]"]:
    """Write all marked copies of a run while something else is done here.

    Workers write them beside each other: what ends one costs its copy.
    """
    # Broken off (Ctrl-C), all workers are ended first, and then the thread has nothing to wait for.
    with (
        _short_turns(),
        ThreadPoolExecutor(1, "marking") as beside,
        ending_all(PREPARE) as workers,
    ):
        marking = beside.submit(_mark, copies, workers, progress)
        yield marking
        result_of(marking)


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let who hands out work to workers have his turn soon, whatever else is computed here."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _mark(copies: CopiesOfRun, workers: Workers, progress: Callable[[str], None]) -> Marked:
    problems: dict[Path, str] = {}

    def hand(copy: MarkedCopy) -> "Future[None]":
        return workers.submit(write_marked, copy)

    # What to mark in the next copy is found while workers write those before.
    for done, (copy, writing) in enumerate(finished(hand, copies), start=1):
        progress(f"标注 {copy.label}（{done}/{len(copies)}）")
        try:
            writing.result()
        except WriteError as error:
            problems[copy.target] = str(error)
        except WorkerDiedError as death:
            problems[copy.target] = _not_written(copy, f"时{death.words}")
    targets = copies.targets.values()
    return Marked(
        [path for path in targets if path not in problems],
        [problems[path] for path in targets if path in problems],
    )


def write_marked(copy: MarkedCopy) -> None:
    """Write one marked copy, whole or not at all; may run in any process.

    Raises:
        WriteError: it cannot be written; the message says why.
    """
    try:
        with written_whole(copy.target) as draft:
            _write(copy, draft)
    except WriteError:
        raise
    except Exception as error:  # such as too little memory: it costs this copy, no more
        raise WriteError(_not_written(copy, "时出错")) from error


def _not_written(copy: MarkedCopy, why: str) -> str:
    return (
        f"没有写出“{shown_path(copy.target)}”：标注“{copy.label}”{why}。"
        "核查结果见审核工作簿和核查报告。"
    )


def _write(copy: MarkedCopy, draft: Path) -> None:
    # Only workers need these.
    from validator.output.marked.marked_package import write_marked_package, write_results_alone

    if copy.source.suffix.lower() not in _COPIED:
        write_results_alone(copy, draft, _OTHER_KIND)
        return
    try:
        source = copy.source.open("rb")
    except OSError as error:
        raise WriteError(f"无法标注“{copy.label}”：{said_of(error)}") from error
    with source:
        try:
            write_marked_package(copy, source, draft)
        except OSError:
            raise
        except Exception:  # a file that only the reader understands costs its marks, no more
            write_results_alone(copy, draft, _UNUSUAL)
