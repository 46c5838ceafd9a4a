"""Asks about the rows of many small tables in one query.

Hundreds of small tables spend their time in beginning queries. What reads a workbook is therefore
a generator: it yields each question about a table's rows and is sent the answer. Whoever drives
it may ask a single workbook's questions one by one, or those of several workbooks together.
"""

from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import polars as pl

from claimcheck.side_by_side import side_by_side

Result = TypeVar("Result")

#: Tables of more rows are asked about in parts: so many for each thread, for some take longer.
_LARGE, _PARTS = 50_000, 2


@dataclass(frozen=True)
class RowQuestion:
    """What is asked of every row of a table by itself."""

    table: pl.DataFrame
    answer: Callable[[pl.DataFrame], pl.DataFrame]  #: gives one row for each row
    #: Equal where tables have the same columns and the same is asked of them.
    alike: Hashable


#: Yields questions, is sent their answers, and comes to a result.
Asking: TypeAlias = Generator[RowQuestion, pl.DataFrame, Result]


def answered(asking: "Asking[Result]") -> Result:
    """The result of one that asks, each question answered by itself."""
    try:
        waiting = [next(asking)]
        while True:
            # Taken out, so that a large table is not kept longer than by the one that asks.
            waiting.append(asking.send(_answer(waiting.pop())))
    except StopIteration as end:
        result: Result = end.value
        return result


def _answer(question: RowQuestion) -> pl.DataFrame:
    return _in_parts(question.answer, question.table)


def _in_parts(answer: Callable[[pl.DataFrame], pl.DataFrame], table: pl.DataFrame) -> pl.DataFrame:
    """The answer about a table, of which a large one is asked about part by part, side by side.

    Much of what is asked keeps one processor busy; each row is asked about by itself.
    """
    threads = pl.thread_pool_size()
    if threads == 1 or table.height < _LARGE:
        return answer(table)
    size = -(-table.height // (_PARTS * threads))
    return pl.concat(side_by_side(answer, table.iter_slices(size), threads))


def answered_together(askings: "Sequence[Asking[Result]]") -> list[Result]:
    """The results of several that ask, each round of questions answered together.

    Raises:
        whatever one of them, or an answer, raises.
    """
    results: dict[int, Result] = {}
    answers: Mapping[int, pl.DataFrame | None] = dict.fromkeys(range(len(askings)))
    while answers:
        questions: dict[int, RowQuestion] = {}
        for place, answer in answers.items():
            try:
                # None, as the first one is sent, begins.
                questions[place] = askings[place].send(answer)  # type: ignore[arg-type]
            except StopIteration as end:
                results[place] = end.value
        answers = _answers(questions)
    return [results[place] for place in range(len(askings))]


def _answers(questions: Mapping[int, RowQuestion]) -> dict[int, pl.DataFrame]:
    alike: dict[Hashable, list[int]] = {}
    for place, question in questions.items():
        alike.setdefault(question.alike, []).append(place)
    found: dict[int, pl.DataFrame] = {}
    for places in alike.values():
        tables = [questions[place].table for place in places]
        found.update(zip(places, _split(questions[places[0]].answer, tables), strict=True))
    return found


def _split(
    answer: Callable[[pl.DataFrame], pl.DataFrame], tables: Sequence[pl.DataFrame]
) -> list[pl.DataFrame]:
    if len(tables) == 1:
        return [_in_parts(answer, tables[0])]
    whole = answer(pl.concat(tables, rechunk=True))
    return slices(whole, [table.height for table in tables])


def slices(whole: pl.DataFrame, heights: Sequence[int]) -> list[pl.DataFrame]:
    """A table cut into pieces one under another, which share its memory."""
    pieces, start = [], 0
    for height in heights:
        pieces.append(whole.slice(start, height))
        start += height
    return pieces
