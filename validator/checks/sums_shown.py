"""How sums stand in findings: in yuan, what a clerk typed masked, what was computed not."""

import polars as pl

from claimcheck.evaluate.requirements import shown
from claimcheck.money import show_large, show_yuan
from claimcheck.policy import fact
from validator.findings.frame import masked

#: Sums from here on, in fen, have as many digits as account numbers.
_IN_GROUPS = 10**12


def yuan(column: str) -> pl.Expr:
    """A column of fen as yuan: 20000."""
    return shown(fact("decided_yuan"), pl.col(column))


def claimed_shown() -> pl.Expr:
    """The sum claimed; what a clerk typed may be somebody's number, so it is masked."""
    return masked(yuan("claimed_fen"))


def limit_shown(column: str) -> pl.Expr:
    """A limit that the program computed: never masked, in groups so that nobody else does."""
    grouped = pl.col(column).map_elements(show_yuan, return_dtype=pl.String)
    return pl.when(pl.col(column) < _IN_GROUPS).then(yuan(column)).otherwise(grouped)


def large(fen: pl.Series) -> pl.Series:
    """Fen with the unit in which they are read most easily: 2 万元."""
    return fen.map_elements(show_large, return_dtype=pl.String)
