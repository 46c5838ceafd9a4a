"""What is ruled about single rows beside the rule: who is put out, and which tests are waived.

A finding may put a person, a payment or a claim out (the person stands on a list, the payment
was entered twice), and a supervisor's verdict may do so or take it back. Both come in as two
columns of the same frames that hold the facts, so that the sum is always computed whole:

- `excluded`: why the row does not count, in Chinese; null where nothing speaks against it.
- `upheld`: the names of tests (requirements, and the basics of a person) that are taken as
  met; of a payment that it counts as a wage whatever its memo or day says.
"""

from collections.abc import Sequence

import polars as pl

EXCLUDED, UPHELD = "excluded", "upheld"

#: The columns of each frame, empty where nothing was ruled.
ROW_COLUMNS: dict[str, pl.DataType] = {EXCLUDED: pl.String(), UPHELD: pl.List(pl.String())}
PAYMENT_COLUMNS: dict[str, pl.DataType] = {EXCLUDED: pl.String(), UPHELD: pl.Boolean()}

#: The basic test that a row was not put out.
ADMITTED = "admitted"


def uphold(tested: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Take tests as met on the rows that say so.

    Args:
        tested: rows with `upheld` and a `met_…` column for each name.
        names: the tests.

    Returns:
        The same rows; as they are where no row upholds anything.
    """
    if tested[UPHELD].null_count() == tested.height:
        return tested
    upheld = pl.col(UPHELD)
    return tested.with_columns(
        pl.when(upheld.list.contains(name).fill_null(value=False))
        .then(pl.lit(value=True))
        .otherwise(f"met_{name}")
        .alias(f"met_{name}")
        for name in names
    )


def without_excluded(wages: pl.DataFrame) -> pl.DataFrame:
    """The payments that were not put out."""
    if EXCLUDED not in wages.columns or wages[EXCLUDED].null_count() == wages.height:
        return wages
    return wages.filter(pl.col(EXCLUDED).is_null())
