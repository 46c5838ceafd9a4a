"""What is computed at the same time comes out as one after the other."""

import threading
import time
from pathlib import Path

import polars as pl
import pytest

from claimcheck.evaluate import side_by_side
from claimcheck.evaluate.side_by_side import each
from samples import make_samples
from tests.validator.books import checked

SAMPLES = Path(make_samples.__file__).parent


def _slow_square(number: int) -> tuple[int, int]:
    time.sleep(0.02 * (5 - number))
    return number**2, threading.get_ident()


@pytest.mark.parametrize(("people", "several"), [(100, False), (50_000, True), (900_000, False)])
def test_results_stand_in_the_order_of_the_items(
    people: int, several: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 3)
    found = each(_slow_square, range(5), people)
    assert [number for number, _ in found] == [0, 1, 4, 9, 16]
    threads = {thread for _, thread in found}
    assert (len(threads) > 1) is several
    assert several or threads == {threading.get_ident()}


def test_what_fails_is_raised(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 3)
    with pytest.raises(ZeroDivisionError):
        each(lambda number: 1 // number, [1, 0], 50_000)


@pytest.mark.parametrize("name", ["hiring-clean.xlsx", "hiring-faulty.xlsx"])
def test_an_evaluation_comes_out_the_same(name: str, monkeypatch: pytest.MonkeyPatch):
    one_by_one = checked(SAMPLES / name)
    monkeypatch.setattr(side_by_side, "_PEOPLE", range(10**9))
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 4)
    beside = checked(SAMPLES / name)
    assert beside.findings.equals(one_by_one.findings)
    assert beside.claims.equals(one_by_one.claims)
    for part, same in zip(beside.judged, one_by_one.judged, strict=True):
        assert part.people.equals(same.people)
        found, expected = (each.evaluation.alternatives for each in (part, same))
        assert {key: [*others] for key, others in found.items()} == {
            key: [*others] for key, others in expected.items()
        }
        for key, others in expected.items():
            for option, amounts in others.items():
                assert found[key][option].equals(amounts, null_equal=True)
