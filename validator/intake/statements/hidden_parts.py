"""Says which rows, columns and sheets of a file nobody sees, and that they were read."""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from claimcheck.text import shown_name
from validator.intake.statements.sources import StatementSource
from validator.intake.statements.sources.page import Page

#: So many rows are named.
_NAMED = 8


def hidden_remarks(
    source: StatementSource,
    frame: pl.DataFrame,
    tables: Iterable[tuple[Page, Sequence[str], Iterable[int]]],
) -> list[str]:
    """What is said of hidden parts that were read.

    Args:
        source: the file.
        frame: what was read, with `page` and `row`.
        tables: each page, the headings of its columns, and the columns that were taken.
    """
    return [
        f"{said}，已一并读取，请核对。"
        for page, headings, places in tables
        for said in _of_page(source, frame, page, headings, places)
    ]


def _of_page(
    source: StatementSource,
    frame: pl.DataFrame,
    page: Page,
    headings: Sequence[str],
    places: Iterable[int],
) -> Iterator[str]:
    hidden, name = source.hidden(page), shown_name(page.name)
    if hidden.sheet:
        yield f"工作表“{name}”是隐藏的"
    read = set(frame.filter(pl.col("page") == page.name)["row"].to_list())
    if rows := sorted(hidden.rows & read):
        shown = "、".join(map(str, rows[:_NAMED]))
        more = f"（共 {len(rows):,} 行）" if len(rows) > _NAMED else ""
        yield f"“{name}”第 {shown} 行{more}是隐藏的（或被筛选掉的）"
    names = [shown_name(headings[place].strip()) for place in sorted(hidden.columns & set(places))]
    if names:
        yield f"“{name}”的{'、'.join(f'“{heading}”' for heading in names)}列是隐藏的"
