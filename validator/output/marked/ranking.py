"""The findings of a run in the order in which they are shown, file by file."""

from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

#: The worst first.
ORDER = {"error": 0, "warning": 1, "info": 2}


def severity_rank() -> pl.Expr:
    """The place of a finding's severity among these."""
    return pl.col("severity").replace_strict(ORDER, return_dtype=pl.Int8)


def parted(findings: pl.DataFrame, most: int) -> Callable[[int], Iterator[dict[str, Any]]]:
    """Gives the first findings of each input as rows, in the order in which they stand.

    Args:
        findings: of all inputs.
        most: so many of each input.
    """
    parts = findings.partition_by("input", as_dict=True)

    def of(number: int) -> Iterator[dict[str, Any]]:
        part = parts.get((number,))
        return iter(()) if part is None else part.head(most).iter_rows(named=True)

    return of
