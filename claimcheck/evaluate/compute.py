"""The rules' formulas as exact polars expressions: whole numbers, money in fen."""

from collections.abc import Mapping

import polars as pl

from claimcheck.compiler.backend import Exact
from claimcheck.compiler.formulas import PERCENT_WHOLE, Formulas, rounded
from claimcheck.errors import DataFileError
from claimcheck.evaluate.columns import ColumnArithmetic
from claimcheck.policy.model import Measure
from claimcheck.policy.sums import Number

_ARITHMETIC = ColumnArithmetic()


class Compiler(Formulas[pl.Expr]):
    """Compiles the formulas of one measure over the columns of a frame."""

    def __init__(self, measure: Measure, chosen: Mapping[str, str]) -> None:
        """Compile under the chosen readings, on which values may depend."""
        super().__init__(measure, chosen, _ARITHMETIC)


def to_fen(value: Exact[pl.Expr]) -> pl.Expr:
    """A whole number of fen, rounded half up."""
    return rounded(value, _ARITHMETIC)


def bound(number: Number) -> int:
    """A number as a bound to compare a stored fact with (yuan in fen, percent scaled)."""
    scale = {"yuan": 100, "percent": PERCENT_WHOLE}.get(number.unit, 1)
    exact = number.exact * scale
    if exact.denominator != 1:
        raise DataFileError(f"“{number.words}”不能用作界限：{number.value}。")
    return int(exact)
