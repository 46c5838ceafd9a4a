"""A batch is read by workers: in the order of its files, whatever becomes of one of them."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from claimcheck.errors import ClaimcheckError
from tests.validator.books import claims, save
from validator.common.workers.limits import Limits
from validator.common.workers.process import Ending, WorkerDiedError
from validator.reading.apart import read_there
from validator.reading.batch import Input, read_inputs

LIMITS = Limits(memory=2_000_000_000, processor=60, seconds=180)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [save(tmp_path / f"{number}.xlsx", claims(number)) for number in range(1, 6)]


def people(entry: Input) -> list[int]:
    return [sheet.frame.height for kind, sheet in entry.sheets.items() if kind == "roster"]


def later(files: list[Path], error: Exception) -> Callable[[Path], "Future[object]"]:
    """A reader that fails over the second file, and is finished with the last one first."""
    waiting: list[tuple[Future[object], Path]] = []

    def read(path: Path) -> "Future[object]":
        waiting.append((Future(), path))
        if len(waiting) == len(files):
            for future, of_file in reversed(waiting):
                if of_file == files[1]:
                    future.set_exception(error)
                else:
                    future.set_result(read_there(of_file))
        return waiting[-1][0]

    return read


def test_files_keep_their_order_whichever_is_finished_first(files: list[Path]):
    told: list[str] = []
    read = read_inputs(files, told.append, later(files, WorkerDiedError(Ending.MEMORY, LIMITS)))
    assert [entry.path for entry in read] == files
    assert [people(entry) for entry in read] == [[1], [], [3], [4], [5]]
    assert told[0] == "读取 5 个文件"
    assert sorted(what[-5:] for what in told[1:]) == [f"（{number}/5）" for number in range(1, 6)]


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (WorkerDiedError(Ending.MEMORY, LIMITS), "读取时内存超过上限（2 GB）"),
        (WorkerDiedError(Ending.TIME, LIMITS), "读取时超过 180 秒仍未完成"),
        (WorkerDiedError(Ending.PROCESSOR, LIMITS), "读取时处理器时间超过上限（60 秒）"),
        (WorkerDiedError(Ending.KILLED, LIMITS), "读取时被系统中止，多半是内存不足"),
        (WorkerDiedError(Ending.CRASH, LIMITS), "读取时程序意外中止"),
        (KeyError("x"), "读取这个文件时程序出错（KeyError）"),
    ],
)
def test_what_ended_the_reading_of_a_file_is_told_with_what_to_do(
    files: list[Path], error: Exception, fault: str
):
    read = read_inputs(files, lambda _: None, later(files, error))
    assert [entry.fault for entry in read] == ["", fault, "", "", ""]
    assert read[1].remedy.startswith("请")


def test_what_is_wrong_with_all_files_is_not_said_of_one(files: list[Path]):
    with pytest.raises(ClaimcheckError, match="政策文件"):
        read_inputs(files, lambda _: None, later(files, ClaimcheckError("政策文件有误")))


def test_workers_and_this_process_read_the_same(files: list[Path]):
    apart, here = read_inputs(files, lambda _: None), read_inputs(files, lambda _: None, _here)
    for one, other in zip(apart, here, strict=True):
        assert one.form is other.form
        assert one.sheets.keys() == other.sheets.keys()
        for kind, sheet in one.sheets.items():
            assert sheet.frame.equals(other.sheets[kind].frame)
            assert sheet.frame.schema == other.sheets[kind].frame.schema
            assert sheet.sheet is other.sheets[kind].sheet
            assert sheet.headers == other.sheets[kind].headers


def _here(path: Path) -> "Future[object]":
    future: Future[object] = Future()
    future.set_result(read_there(path))
    return future
