"""People who stand in one claim several times, one row each.

They are one person, whatever the order of the rows:

- rows that are the same in all that counts count once;
- where a clause counts months by dates, rows whose days lie apart are stints: three months
  here and three months there are six months, unless they must be unbroken (R-30, R-75). The
  row of the earliest stint stands for all;
- other rows contradict each other, and the person does not count until that is settled.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from claimcheck.policy.employment import Run

#: The rows of one person in one claim: `same_person` is the ID number, null for who has none.
PERSON_OF_CLAIM = ("claim", "same_person")
_OPEN_END = date.max


def stands_several() -> pl.Expr:
    """Whether a row's person has several rows in its claim; of columns claim, same_person."""
    return pl.col("same_person").is_not_null() & pl.struct(*PERSON_OF_CLAIM).is_duplicated()


def stands_for_all(roster: pl.DataFrame) -> pl.Series:
    """Whether a row stands for its person: the one hired first, the upper one of several.

    Args:
        roster: columns person, claim, same_person, hired_on; one row a stint.

    Returns:
        One value a row; true where the number is missing, as nobody else has it.
    """
    first = (
        roster.select("person", *PERSON_OF_CLAIM, "hired_on")
        .sort(pl.col("hired_on").fill_null(date.min), "person")
        .filter(pl.col("same_person").is_null() | pl.struct(*PERSON_OF_CLAIM).is_first_distinct())
        .get_column("person")
    )
    return roster["person"].is_in(first.implode())


def stands_apart(roster: pl.DataFrame) -> pl.Series:
    """Whether a row's stint lies apart from those of the person's rows above.

    Args:
        roster: columns person, claim, same_person, hired_on, left_on; one row a stint.

    Returns:
        One value a row; false where the days overlap, so that no month counts twice.
    """
    several = _with_days(roster.filter(stands_several()))
    pairs = _overlapping(several.filter(pl.col("hired_on").is_not_null()))
    above = pairs.filter(pl.col("person_other") < pl.col("person"))["person"]
    return ~roster["person"].is_in(above.unique().implode())


def contradicts(roster: pl.DataFrame, compared: Sequence[str], *, by_dates: bool) -> pl.Series:
    """Whether the rows of a person in one claim contradict each other.

    Args:
        roster: columns person, claim, same_person, several (see `stands_several`), hired_on,
            left_on and the compared ones.
        compared: the columns that count.
        by_dates: whether rows whose days lie apart are stints, which may differ.

    Returns:
        One value a row, the same for all rows of a person in a claim.
    """
    several = _with_days(roster.filter("several"), compared)
    if several.is_empty():
        return pl.repeat(value=False, n=roster.height, dtype=pl.Boolean, eager=True)
    if by_dates:
        pairs = _overlapping(several)
    else:
        pairs = several.join(several, on=PERSON_OF_CLAIM, suffix="_other")
    same = [pl.col(name).eq_missing(pl.col(f"{name}_other")) for name in compared]
    wrong = pairs.filter(~pl.all_horizontal([pl.lit(value=True), *same]))
    people = roster.select("person", *PERSON_OF_CLAIM).join(
        wrong.select(PERSON_OF_CLAIM), on=PERSON_OF_CLAIM, how="semi"
    )
    return roster["person"].is_in(people["person"].implode())


def among_several(rows: pl.DataFrame, *columns: pl.Expr) -> list[pl.Series]:
    """Columns over all stints of each person; those of people with one row are as they were.

    Of a large batch hardly anybody has several, and only their rows are put together.

    Args:
        rows: with `several` (see `stands_several`), and what the columns are made of.
        columns: what `over_stints` or `best_over_stints` makes of columns that are there.
    """
    places = rows["several"].arg_true()
    if places.is_empty():
        return []
    made = rows[places].select(columns)
    return [rows[column.name].scatter(places, column) for column in made.iter_columns()]


def over_stints(months: pl.Expr, run: Run) -> pl.Expr:
    """A person's months over all stints on the row that stands for all; its own on others.

    Args:
        months: the months of each row; the frame has claim, same_person, met_unique, apart.
        run: whether the stints are added or the longest one counts.
    """
    counting = pl.when("apart").then(months).otherwise(0)
    together = counting.max() if run is Run.UNBROKEN else counting.sum()
    known = pl.col("met_unique") & pl.col("same_person").is_not_null()
    return pl.when(known).then(together.over(PERSON_OF_CLAIM)).otherwise(months)


def best_over_stints(pay: str, *, lowest: bool) -> pl.Expr:
    """A person's lowest or highest pay over all stints, where `over_stints` has the months.

    Args:
        pay: the column with the pay of each row's own stint, null where there is none.
        lowest: whether the lowest is wanted.
    """
    counting = pl.when("apart").then(pay)
    together = counting.min() if lowest else counting.max()
    known = pl.col("met_unique") & pl.col("same_person").is_not_null()
    return pl.when(known).then(together.over(PERSON_OF_CLAIM)).otherwise(pay)


def _with_days(several: pl.DataFrame, compared: Sequence[str] = ()) -> pl.DataFrame:
    """Rows of people who have several in a claim, with the first and last day of each.

    An unknown first day may be any day.
    """
    known = pl.col("hired_on").is_not_null()
    last = pl.max_horizontal(pl.col("left_on").fill_null(_OPEN_END), "hired_on")
    return several.select(
        *dict.fromkeys(("person", *PERSON_OF_CLAIM, "hired_on", *compared)),
        start=pl.col("hired_on").fill_null(date.min),
        end=pl.when(known).then(last).otherwise(_OPEN_END),
    )


def _overlapping(several: pl.DataFrame) -> pl.DataFrame:
    """Every two rows of one person in one claim that share a day, columns of the other …_other."""
    return several.join(several, on=PERSON_OF_CLAIM, suffix="_other").filter(
        (pl.col("start_other") <= pl.col("end")) & (pl.col("end_other") >= pl.col("start"))
    )
