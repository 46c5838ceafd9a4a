"""Files go out in bundles; what ends a machine is sent again by itself."""

from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from claimcheck.settings import Settings
from tests.validator.books import ON, save
from tests.validator.run.spread.made import one, spread
from validator.output.json import as_json
from validator.reading.batch import Input
from validator.run.spread import sending
from validator.run.spread.sending import Asked, Sender
from validator.run.spread.sent import Terms
from validator.run.validate import run_validation


class LosesMachines(Executor):
    """Has no machine left after work on a file with a certain content."""

    def __init__(self, deadly: bytes) -> None:
        self.deadly = deadly
        self.sizes: list[int] = []

    def submit(self, fn: Any, /, *args: Any, **_: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        contents = [file.content for request in args[0] for file in request.files]
        self.sizes.append(len(contents))
        if self.deadly in contents:
            done.set_exception(RuntimeError("KilledWorker"))
        else:
            done.set_result(fn(*args))
        return done


def test_a_file_that_ends_its_machines_costs_itself_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sending, "_SHARES", 1)
    paths = [save(tmp_path / f"{seed}.xlsx", one(seed)) for seed in (51, 52)]
    (tmp_path / "53.xlsx").write_bytes(b"deadly")
    executor: Any = LosesMachines(b"deadly")
    found = spread([*paths, tmp_path / "53.xlsx"], executor)
    assert executor.sizes == [3, 1, 1, 1]
    assert [bool(entry.fault) for entry in found.inputs] == [False, False, True]
    alone = run_validation(paths, Settings(on=ON))
    assert found.claims["amount_fen"].to_list() == alone.claims["amount_fen"].to_list()
    assert as_json(found).count("CC101") == as_json(alone).count("CC101") + 1


def test_a_large_call_goes_out_in_bundles_and_a_small_one_in_shares(tmp_path: Path):
    sizes = {}
    for count in (5, 40, 400):
        executor: Any = LosesMachines(b"x")
        paths = [tmp_path / f"{count}-{number}.xlsx" for number in range(count)]
        for path in paths:
            path.write_bytes(b"x")
        asked = [Asked([Input(number, path)]) for number, path in enumerate(paths)]
        Sender(executor, Terms(Settings(on=ON), b"", "", {})).checked(asked, lambda _: None)
        sizes[count] = executor.sizes[0]
    assert sizes == {5: 1, 40: 2, 400: 16}
