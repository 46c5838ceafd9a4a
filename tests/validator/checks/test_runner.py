"""Checks side by side find what they find one after the other, each after those it sees."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl
import pytest

from samples import make_samples
from tests.validator.books import checked
from validator.checks.runner import run, threads_for
from validator.checks.running import Check, SkippedError, check, said
from validator.findings.frame import whole_file
from validator.run import assembling, validate

SAMPLES = Path(make_samples.__file__).parent


class _Subject:
    """What the checks of these tests look at: nothing."""

    first_input = 0

    def __init__(self) -> None:
        self.found: list[pl.DataFrame] = []
        self.made_ready = 0

    def make_ready(self) -> None:
        self.made_ready += 1


def _raising(code: str, seconds: float = 0) -> Callable[[_Subject], Iterable[pl.DataFrame]]:
    def found(_: _Subject) -> Iterable[pl.DataFrame]:
        time.sleep(seconds)
        yield whole_file(code, 0, f"{code} 发现")

    return found


def _counting(names: tuple[str, ...]) -> Callable[[_Subject], Iterable[pl.DataFrame]]:
    def found(subject: _Subject) -> Iterable[pl.DataFrame]:
        yield whole_file("CC606", 0, f"看见 {said(subject.found, *names).height} 条")

    return found


def _failing(_: _Subject) -> Iterable[pl.DataFrame]:
    raise KeyError("x")


def _skipped(_: _Subject) -> Iterable[pl.DataFrame]:
    raise SkippedError("没有", 1)


CHECKS: list[Check[_Subject]] = [
    check("CC305")(_raising("CC305", 0.05)),
    check("CC606", sees=("CC305", "CC307"))(_counting(("CC305", "CC307"))),
    check("CC306")(_failing),
    check("CC307")(_raising("CC307", 0.02)),
    check("CC308", judges=True)(_raising("CC308", 0.03)),
    check("CC402", judges=True)(_skipped),
    check("CC501", judges=True)(_raising("CC501")),
]


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_what_is_found_does_not_depend_on_how_many_run_at_a_time(threads: int):
    subject, told = _Subject(), list[str]()
    findings, ran = run(subject, CHECKS, told.append, threads)
    assert findings["code"].to_list() == ["CC305", "CC306", "CC307", "CC606", "CC308", "CC501"]
    seen = findings.filter(pl.col("code") == "CC606")["message"].item()
    assert "看见 2 条" in seen
    assert subject.made_ready == 1
    assert len(told) == len(CHECKS)
    assert {one.code: (one.status, one.found) for one in ran} == {
        "CC305": ("ran", 1),
        "CC306": ("failed", 0),
        "CC307": ("ran", 1),
        "CC308": ("ran", 1),
        "CC402": ("skipped", 0),
        "CC501": ("ran", 1),
        "CC606": ("ran", 1),
    }


def test_checks_run_side_by_side_where_there_are_threads_for_it():
    def waiting(code: str) -> Check[_Subject]:
        return check(code)(_raising(code, 0.2))

    start = time.perf_counter()
    run(_Subject(), [waiting(code) for code in ("CC305", "CC306", "CC307")], lambda _: None, 3)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize("name", ["hiring-faulty.xlsx", "交通补贴：参保和次数.xlsx"])
def test_a_faulty_batch_has_the_same_findings_side_by_side(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    one_by_one = checked(SAMPLES / name)
    for module in (assembling, validate):
        monkeypatch.setattr(module, "threads_for", lambda _: 3)
    beside = checked(SAMPLES / name)
    assert beside.findings.equals(one_by_one.findings)
    assert beside.claims.equals(one_by_one.claims)
    assert beside.checks == one_by_one.checks


def test_only_large_batches_are_checked_side_by_side_and_none_of_millions(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 8)
    assert [threads_for(rows) for rows in (0, 1_000, 700_000, 7_000_000)] == [1, 1, 4, 1]
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 1)
    assert threads_for(700_000) == 1
