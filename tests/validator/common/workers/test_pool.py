"""Workers do what they are asked; what ends one is known, and the others go on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.validator.common.workers import work
from validator.common.workers.limits import Limits, WorkerSettingError, limits
from validator.common.workers.pool import Workers, finished, inside_worker, run_apart, shared
from validator.common.workers.process import Ending, WorkerDiedError, ending_of

MOST = Limits(memory=600_000_000, processor=60, seconds=60)


@pytest.fixture
def one():
    workers = Workers(1, MOST)
    yield workers
    workers.stop()


def alive(process: int) -> bool:
    """Whether a process works; one that has ended may stay in the list for a while."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ending(workers: Workers, function, *arguments) -> Ending:
    with pytest.raises(WorkerDiedError) as death:
        workers.submit(function, *arguments).result()
    return death.value.ending


def test_a_result_and_an_error_come_back_as_they_are(one: Workers):
    assert one.submit(work.double, 21).result() == 42
    with pytest.raises(LookupError, match="not there"):
        one.submit(work.refuse, "not there").result()


def test_what_is_asked_ahead_is_done_once_and_its_answer_is_for_whoever_asks_the_same(
    one: Workers, tmp_path: Path
):
    noted = tmp_path / "noted"
    one.start(work.note, noted, "a")
    for _ in range(500):
        if noted.exists() and noted.read_text():
            break
        time.sleep(0.02)
    assert noted.read_text() == "a"  # before anybody waits for it
    assert one.submit(work.note, noted, "a").result() == "a"
    assert noted.read_text() == "a"
    assert one.submit(work.note, noted, "a").result() == "a"
    assert noted.read_text() == "aa"


def test_the_answer_to_what_was_asked_ahead_in_vain_is_passed_over(one: Workers, tmp_path: Path):
    one.start(work.note, tmp_path / "noted", "a")
    assert one.submit(work.double, 21).result() == 42
    assert one.submit(work.double, 22).result() == 44
    assert (tmp_path / "noted").read_text() == "a"


def test_what_ends_a_worker_that_was_asked_ahead_is_told_to_whoever_asks(one: Workers):
    one.start(work.kill_itself)
    assert ending(one, work.kill_itself) is Ending.KILLED
    assert one.submit(work.double, 1).result() == 2


def test_what_a_library_prints_does_not_get_into_the_answers(one: Workers):
    assert one.submit(work.print_a_line).result() == "answer"


def test_one_process_does_one_thing_after_another(one: Workers):
    processes = {one.submit(work.own_process).result() for _ in range(3)}
    assert len(processes) == 1
    assert os.getpid() not in processes


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        (work.take_memory, (900_000_000,), Ending.MEMORY),
        (work.abort, (), Ending.MEMORY),
        (work.kill_itself, (), Ending.KILLED),
        (work.fault, (), Ending.CRASH),
        (work.end, (0,), Ending.CRASH),
    ],
)
def test_what_ended_a_worker_is_known_and_the_next_work_is_done(
    one: Workers, function, arguments, expected: Ending
):
    assert ending(one, function, *arguments) is expected
    assert one.submit(work.double, 1).result() == 2


def test_a_worker_that_ends_by_itself_is_no_matter_of_time_where_no_signal_says_so(monkeypatch):
    monkeypatch.delattr(signal, "SIGXCPU")  # as on Windows
    assert ending_of(0) is Ending.CRASH


def test_only_the_work_that_ended_a_worker_is_lost():
    workers = Workers(2, MOST)
    try:
        futures = [
            workers.submit(work.end, 7) if number == 3 else workers.submit(work.double, number)
            for number in range(12)
        ]
        found = [future.exception() or future.result() for future in futures]
    finally:
        workers.stop()
    assert isinstance(found.pop(3), WorkerDiedError)
    assert found == [2 * number for number in range(12) if number != 3]


def test_work_that_takes_too_long_is_ended(tmp_path: Path):
    workers = Workers(1, Limits(MOST.memory, processor=60, seconds=1))
    try:
        assert ending(workers, work.hang, tmp_path / "sign") is Ending.TIME
        assert not alive(int((tmp_path / "sign").read_text()))
    finally:
        workers.stop()


def test_work_that_takes_too_much_processor_time_is_ended():
    workers = Workers(1, Limits(MOST.memory, processor=1, seconds=60))
    try:
        assert ending(workers, work.spin) is Ending.PROCESSOR
    finally:
        workers.stop()


def test_work_after_other_work_is_tried_once_more_where_memory_was_short(one: Workers):
    one.submit(work.double, 1).result()
    first = one.submit(work.own_process).result()
    assert ending(one, work.take_memory, 900_000_000) is Ending.MEMORY
    assert one.submit(work.own_process).result() != first


def test_all_work_is_handed_out_and_comes_back_with_what_it_was(one: Workers):
    found = {
        number: future.result()
        for number, future in finished(lambda number: one.submit(work.double, number), range(200))
    }
    assert found == {number: 2 * number for number in range(200)}


def test_stopping_ends_all_processes_at_once(tmp_path: Path):
    workers = Workers(2, MOST)
    signs = [tmp_path / name for name in ("a", "b")]
    futures = [workers.submit(work.hang, sign) for sign in signs]
    while not all(sign.exists() and sign.read_text() for sign in signs):
        time.sleep(0.01)
    workers.stop()
    assert all(isinstance(future.exception(), WorkerDiedError) for future in futures)
    assert not any(alive(int(sign.read_text())) for sign in signs)


def test_no_worker_stays_when_the_program_is_killed(tmp_path: Path):
    program = (
        "from pathlib import Path; from tests.validator.common.workers import work;"
        "from validator.common.workers.pool import shared;"
        f"shared().submit(work.own_process).add_done_callback("
        f"lambda it: Path({str(tmp_path / 'sign')!r}).write_text(str(it.result())));"
        "import time; time.sleep(1000)"
    )
    sign = tmp_path / "sign"
    with subprocess.Popen([sys.executable, "-c", program]) as process:
        while not (sign.exists() and sign.read_text()):
            time.sleep(0.01)
        process.kill()
    worker = int(sign.read_text())
    for _ in range(1000):
        if not alive(worker):
            break
        time.sleep(0.01)
    assert not alive(worker)


def test_a_worker_calls_functions_itself():
    assert not inside_worker()
    assert run_apart(inside_worker)
    assert run_apart(run_apart, work.own_process) == run_apart(work.own_process)


def test_other_settings_make_other_workers(monkeypatch: pytest.MonkeyPatch):
    first = run_apart(work.own_process)
    monkeypatch.setenv("CLAIMCHECK_WORKER_MEMORY", "1.5")
    assert limits().memory_words == "1.5 GB"
    assert run_apart(work.own_process) != first
    assert shared() is shared()


def test_a_worker_stands_where_its_caller_stands_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = run_apart(work.own_process)
    for name in ("甲", "乙"):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.chdir(folder)
        assert run_apart(os.getcwd) == str(folder.resolve())
    assert run_apart(work.own_process) == first
    folder.rmdir()
    assert run_apart(work.own_process) == first, "the folder is no more"


@pytest.mark.parametrize("text", ["viel", "0", "-1", "nan", "inf"])
def test_a_setting_that_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch, text: str):
    monkeypatch.setenv("CLAIMCHECK_WORKER_SECONDS", text)
    with pytest.raises(WorkerSettingError, match="CLAIMCHECK_WORKER_SECONDS 应为大于 0 的数"):
        limits()


@pytest.mark.parametrize(("pieces", "started"), [(1, 1), (2, 2), (300, 2)])
def test_as_many_processes_start_ahead_as_there_is_work_for(pieces: int, started: int):
    workers = Workers(2, MOST)
    try:
        workers.start()
        workers.start_more(pieces)
        workers.start_more(pieces)
        ahead = {process._process.pid for process in workers._idle}
        assert len(ahead) == started
        assert workers.submit(work.own_process).result() in ahead
    finally:
        workers.stop()
    workers.start_more(pieces)
    assert not workers._idle
