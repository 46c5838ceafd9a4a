"""The tests of `claimcheck.identity` over whole polars columns."""

from datetime import date

import polars as pl

from claimcheck.identity import ID_CHECK_CHARACTERS, ID_WEIGHTS

#: So many numbers are tested at a time.
_ROWS = 100_000


def id_is_right(id_number: pl.Expr) -> pl.Expr:
    """Whether each ID number (tidy text) is right; null counts as wrong.

    The same test as `claimcheck.identity.id_fault`: length, digits, a real past birth
    date, check character.
    """
    formed = id_number.str.contains(r"^\d{17}[\dX]$")
    return (formed & _birth_is_right(id_number) & _check_is_right(id_number)).fill_null(value=False)


def ids_are_right(numbers: pl.Series) -> pl.Series:
    """The same of a column: some at a time, as the test makes many columns of them."""
    # Planned as a whole, so that what the test asks for several times is computed once.
    right = [
        numbers.slice(start, _ROWS).to_frame("text").lazy().select(id_is_right(pl.col("text")))
        for start in range(0, max(len(numbers), 1), _ROWS)
    ]
    return pl.concat([some.collect().to_series() for some in right])


def tidy_text(text: pl.Expr) -> pl.Expr:
    """Make identifiers comparable: half-width, no blanks, upper case."""
    return text.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_uppercase()


def masked_id(id_number: pl.Expr) -> pl.Expr:
    """Keep the area and the last four characters, as `claimcheck.identity.mask_id` does."""
    length = id_number.str.len_chars()
    stars = pl.lit("*").repeat_by(length.cast(pl.Int64) - 10).list.join("")
    long = id_number.str.head(6) + stars + id_number.str.tail(4)
    return pl.when(length >= 12).then(long).otherwise(id_number.str.replace_all(r".", "*"))


def _birth_is_right(id_number: pl.Expr) -> pl.Expr:
    born = id_number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    return (born.dt.year() >= 1900) & (born <= pl.lit(date.today()))


def _check_is_right(id_number: pl.Expr) -> pl.Expr:
    # As one number: cutting out every digit as a text takes several times as long.
    number = id_number.str.head(17).cast(pl.Int64, strict=False)
    total = pl.sum_horizontal(
        number // 10**place % 10 * weight for place, weight in enumerate(reversed(ID_WEIGHTS))
    )
    expected = pl.lit(ID_CHECK_CHARACTERS).str.slice(total % 11, 1)
    return id_number.str.slice(17, 1) == expected
