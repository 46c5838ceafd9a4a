"""One look over a table: what it says is nowhere is nowhere."""

import polars as pl
import pytest

from validator.reading.table_look import look_at
from validator.reading.together import answered

BEGIN, WHOLE = ["合计|制表"], ["同上", "姓名"]


def _look(*rows: tuple[str | None, ...]):
    cells = pl.DataFrame(rows, schema={"A": pl.String, "B": pl.String}, orient="row")
    return answered(look_at(cells, BEGIN, WHOLE))


def test_an_ordinary_table_is_tidy_and_has_nothing_special() -> None:
    found = _look(("张三", "3500"), ("李四合计", None), ("姓名不详", "3500"))

    assert found.filled.to_list() == [True, True, True]
    assert found.tidy
    assert not found.special


def test_a_row_of_blanks_is_not_filled_and_leaves_the_table_tidy() -> None:
    found = _look(("张三", "1"), (None, None), (" ", "\u3000\n"), ("", ""), (None, "2"))

    assert found.filled.to_list() == [True, False, False, False, True]
    assert found.tidy


@pytest.mark.parametrize(
    "cells",
    [
        (" 张三", "1"),
        ("张三\u3000", "1"),
        ("张三", "1\n"),
        ("", "张三"),
        ("张三", ""),
        ("张三", " "),
        ("张\n 三", "1"),
    ],
)
def test_a_cell_with_blanks_around_it_or_without_text_makes_a_table_untidy(
    cells: tuple[str, str],
) -> None:
    assert not _look(("李四", "2"), cells).tidy


@pytest.mark.parametrize("text", ["合计：", " 合计", "制表：张三", "同上", "\u3000同上 ", "姓名"])
def test_what_is_looked_for_is_found_in_any_cell_whatever_blanks_are_around_it(text: str) -> None:
    assert _look(("张三", "1"), (text, None)).special
    assert _look(("张三", text), ("李四", "2")).special


def test_a_table_without_rows_holds_nothing() -> None:
    found = _look()

    assert found.filled.is_empty()
    assert found.tidy
    assert not found.special
