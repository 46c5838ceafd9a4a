"""Writes the marked copies of a run: each the clerk's own workbook with what was found in it."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.errors import said_of
from claimcheck.text import shown_path
from claimcheck.writing import WriteError, written_whole
from validator.common.workers.pool import ending_all, finished
from validator.common.workers.process import WorkerDiedError
from validator.output.marked.copies import MarkedCopy, copies_of, count_of
from validator.output.marked.marked_package import write_marked_package, write_results_alone
from validator.reading.ahead import PREPARE

if TYPE_CHECKING:
    from validator.run.validate import Validation

_UNUSUAL = "这个文件的写法不常见，只列出核查结果；用 Excel 另存为 .xlsx 后可以得到标注副本。"
_OTHER_KIND = "这种格式不能标注，只列出核查结果；另存为 .xlsx 后可以得到标注副本。"
_COPIED = (".xlsx", ".xlsm", ".xltx", ".xltm")


def mark_all(
    validation: "Validation", out: Path | None, progress: Callable[[str], None]
) -> tuple[list[Path], list[str]]:
    """Write a marked copy of every input that has findings.

    Workers write them beside each other: what ends one costs its copy.

    Returns:
        The files written, in the order of the inputs, and in Chinese what could not be written.
    """
    copies = count_of(validation)
    targets: list[Path] = []
    problems: dict[Path, str] = {}
    with ending_all(PREPARE) as workers:

        def hand(copy: MarkedCopy) -> Future[None]:
            targets.append(copy.target)
            return workers.submit(write_marked, copy)

        # What to mark in the next copy is found while workers write those before.
        for done, (copy, writing) in enumerate(finished(hand, copies_of(validation, out)), start=1):
            progress(f"标注 {copy.label}（{done}/{copies}）")
            try:
                writing.result()
            except WriteError as error:
                problems[copy.target] = str(error)
            except WorkerDiedError as death:
                problems[copy.target] = _not_written(copy, f"时{death.words}")
    return [path for path in targets if path not in problems], [
        problems[path] for path in targets if path in problems
    ]


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
