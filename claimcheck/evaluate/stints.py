"""People who stand in one claim with several stints of work, one a row.

Where a clause counts months by dates, three months here and three months there are six
months, unless they must be unbroken (R-30, R-75). The first row of a person stands for all.
"""

from datetime import date

import polars as pl

from claimcheck.policy.model import Run

#: The rows of one person in one claim.
PERSON_OF_CLAIM = ("claim", "id_number")
_OPEN_END = date.max


def first_of_claim() -> pl.Expr:
    """Whether a row is the first of its person in its claim; true where the number is missing."""
    return pl.col("id_number").is_null() | pl.struct(*PERSON_OF_CLAIM).is_first_distinct()


def stands_apart(roster: pl.DataFrame) -> pl.Series:
    """Whether a row's stint lies apart from those of the person's rows above.

    Args:
        roster: columns person, claim, id_number, hired_on, left_on; one row a person.

    Returns:
        One value a row; false where the days overlap, so that no month counts twice.
    """
    several = roster.filter(
        pl.col("id_number").is_not_null() & pl.struct(*PERSON_OF_CLAIM).is_duplicated()
    ).select("person", *PERSON_OF_CLAIM, "hired_on", end=pl.col("left_on").fill_null(_OPEN_END))
    overlapping = (
        several.join(several, on=list(PERSON_OF_CLAIM), suffix="_above")
        .filter(pl.col("person_above") < pl.col("person"))
        .filter(
            (pl.col("hired_on_above") <= pl.col("end"))
            & (pl.col("end_above") >= pl.col("hired_on"))
        )
    )
    return ~roster["person"].is_in(overlapping["person"].unique().implode())


def over_stints(months: pl.Expr, run: Run) -> pl.Expr:
    """A person's months over all stints on the person's first row; each row's own on others.

    Args:
        months: the months of each row; the frame has claim, id_number, met_unique, apart.
        run: whether the stints are added or the longest one counts.
    """
    counting = pl.when("apart").then(months).otherwise(0)
    together = counting.max() if run is Run.UNBROKEN else counting.sum()
    known = pl.col("met_unique") & pl.col("id_number").is_not_null()
    return pl.when(known).then(together.over(PERSON_OF_CLAIM)).otherwise(months)


def lowest_of_stints(fen: pl.Expr) -> pl.Expr:
    """The lowest value of all rows of a person in a claim; each row's own without a number."""
    known = pl.col("id_number").is_not_null()
    return pl.when(known).then(fen.min().over(PERSON_OF_CLAIM)).otherwise(fen)
