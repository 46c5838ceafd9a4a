"""Texts that are kept once are the same texts."""

import polars as pl

from validator.reading.shared_texts import put_together, told_apart

ROWS = 12_000


def frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row": range(ROWS),
            "id_number": [None if n == 7 else f"64059819900101{n // 6:04}" for n in range(ROWS)],
            "reference": [f"LS{n:012}" for n in range(ROWS)],
            "memo": ["工资"] * ROWS,
        }
    )


def test_repeated_long_texts_come_back_as_they_were():
    numbered, texts = told_apart(frame())
    assert list(texts) == ["id_number"]
    assert len(texts["id_number"]) == frame()["id_number"].n_unique() - 1
    assert numbered.schema["id_number"].is_integer()
    assert put_together(numbered, texts).equals(frame())
    assert put_together(numbered, texts).schema == frame().schema


def test_a_small_frame_stays_as_it_is():
    small = frame().head(100)
    assert told_apart(small) == (small, {}) or told_apart(small)[0].equals(small)
    assert told_apart(small)[1] == {}
