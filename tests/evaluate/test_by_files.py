"""Frames that are gone through some files at a time."""

import polars as pl
import pytest

from claimcheck.evaluate import by_files
from claimcheck.evaluate.by_files import some_files_each


@pytest.fixture(autouse=True)
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_files, "_ROWS", 3)


def rows(*inputs: int | None) -> pl.DataFrame:
    return pl.DataFrame({"input": inputs}, schema={"input": pl.Int64}).with_row_index("place")


def test_every_row_comes_once_with_all_rows_of_its_files():
    payments, people = rows(1, 1, 2, 2, 2, 2, 4, 5), rows(0, 1, 1, 2, 3, 4, 5, 6)
    parts = list(some_files_each(payments, people))
    assert len(parts) > 1
    assert pl.concat(part for part, _ in parts).equals(payments)
    assert pl.concat(part for _, part in parts).equals(people)
    for some, beside in parts:
        left_out = people.join(beside, on="place", how="anti")
        assert some.join(left_out, on="input", how="semi").is_empty()


@pytest.mark.parametrize(
    ("payments", "people"),
    [
        (rows(1, 2, 3), rows(1, 2, 3)),
        (rows(2, 2, 1, 1, 3), rows(1, 2, 3)),
        (rows(1, 1, 2, 2, 3), rows(3, 1)),
        (rows(1, 1, 2, 2, None), rows(1, 2)),
    ],
)
def test_what_is_small_or_not_file_by_file_comes_whole(
    payments: pl.DataFrame, people: pl.DataFrame
):
    assert [(part.height, beside.height) for part, beside in some_files_each(payments, people)] == [
        (payments.height, people.height)
    ]
