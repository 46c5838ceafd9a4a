"""Values that are none of those offered (CC209)."""

from collections.abc import Iterator, Mapping

import polars as pl

from claimcheck.forms import ColumnType, form
from claimcheck.policy import rules
from validator.checks.different_texts import mapped
from validator.checks.faulty_cells import FaultyCells
from validator.findings.frame import empty, masked


def wrong_flags(cells: FaultyCells) -> pl.DataFrame:
    """Neither yes nor no."""
    return cells.write(
        cells.rows,
        what=pl.format(f"{cells.title}“{{}}”既不是“是”也不是“否”", masked(cells.unread)),
        value=cells.unread,
        expected="是、否",
    )


def wrong_choices(cells: FaultyCells, allowed: list[str]) -> pl.DataFrame:
    """What is not among the allowed values."""
    if cells.column.type is ColumnType.MEASURE:
        return pl.concat(_not_a_measure(cells, allowed))
    return _not_a_choice(cells, cells.rows, allowed)


def _not_a_measure(cells: FaultyCells, allowed: list[str]) -> Iterator[pl.DataFrame]:
    """A measure of another claim type is right in itself, but stands in the wrong workbook."""
    titles = {rule.id: form(rule.measure.type).title for rule in rules().values()}
    other = pl.col("measure").is_in(list(titles))
    yield cells.write(
        cells.rows.filter(other).with_columns(other=pl.col("measure").replace(titles)),
        value=pl.col("measure"),
        expected=_some_of(allowed),
        what=pl.format(
            f"“{{}}”属于“{{}}”，而本工作簿是“{cells.context.batch.form.title}”，一个工作簿只填一类",
            "measure", "other",
        ),
        fix="请把这一行移到该类申报的工作簿中。",
    )  # fmt: skip
    yield _not_a_choice(cells, cells.rows.filter(~other), allowed, _numbers_of_titles(allowed))


def _numbers_of_titles(allowed: list[str]) -> dict[str, str]:
    """What to say where a measure's title stands in place of its number."""
    numbers: dict[str, list[str]] = {}
    for rule in (rules()[name] for name in allowed if name in rules()):
        numbers.setdefault(rule.measure.title, []).append(f"{rule.id}（{rule.cited}）")
    return {
        title: f"“{title}”是事项名称，编号是 {'或 '.join(named)}，请按所依据的文件填写编号。"
        for title, named in numbers.items()
    }


def _not_a_choice(
    cells: FaultyCells,
    rows: pl.DataFrame,
    allowed: list[str],
    said_of: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """A value outside the list, with the option that was probably meant.

    Args:
        cells: the cells.
        rows: those of them that are looked at.
        allowed: the options.
        said_of: other texts that may have been meant, and what to say of each.
    """

    def advice(text: str) -> str:
        import difflib  # a clean batch does not need it

        if said_of and (named := difflib.get_close_matches(text, said_of, n=1, cutoff=0.6)):
            return said_of[named[0]]
        near = difflib.get_close_matches(text, allowed, n=1, cutoff=0.6)
        if near:
            return f"请从下拉列表中选择；是否应为“{near[0]}”？"
        return "请从下拉列表中选择。"

    shown, column = _some_of(allowed), cells.column
    if rows.is_empty():
        return empty()
    return cells.write(
        rows.with_columns(advice=mapped(rows, column.key, advice)),
        value=pl.col(column.key),
        expected=shown,
        what=pl.format(
            f"{column.header}“{{}}”不在可选范围内（{shown}）", masked(pl.col(column.key))
        ),
        fix=pl.col("advice"),
    )


def _some_of(allowed: list[str]) -> str:
    return "、".join(allowed[:4]) + (" 等" if len(allowed) > 4 else "")
