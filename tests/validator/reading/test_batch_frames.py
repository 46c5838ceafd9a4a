"""The workbooks of one form come together in three frames."""

import polars as pl
import pytest

from validator.reading import batch_frames


def test_every_row_of_small_and_of_large_frames_has_the_number_of_its_input(
    monkeypatch: pytest.MonkeyPatch,
):
    parts = [
        (number, pl.DataFrame({"row": range(rows)}, schema={"row": pl.Int64}))
        for number, rows in ((4, 2), (7, 0), (9, 3))
    ]
    small = batch_frames._numbered(parts)
    monkeypatch.setattr(batch_frames, "_LITTLE", 0)
    assert small.equals(batch_frames._numbered(parts))
    assert small.rows() == [(0, 4), (1, 4), (0, 9), (1, 9), (2, 9)]
    assert batch_frames._numbered(parts[1:2]).schema == small.schema
