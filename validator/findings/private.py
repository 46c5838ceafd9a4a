"""Hides what stands in columns of personal numbers, whatever its shape.

A resident ID, a card and a mobile phone are known by their digits wherever they stand. A
permit, a passport, a landline or a mistyped number is not: that it is somebody's is known only
from the column that it stands in.
"""

from collections.abc import Hashable, Iterable, Iterator
from functools import cache

import polars as pl

from claimcheck.columns import ColumnType, SheetKind, base_columns
from validator.findings.masking import masked
from validator.reading.batch import Input
from validator.reading.normal_form import UNREAD

_OF_PERSONS = (ColumnType.ID_NUMBER, ColumnType.ACCOUNT, ColumnType.PHONE)

#: What may be somebody's number in other texts too: shorter ones are found in any sum.
_TELLING = r"^([A-Z]{1,3}[\d-]{5,}[A-Z\d]*|[\d-]{7,}[A-Z]?)$"

#: What `masked` always hides: nearly all that stands in these columns.
_ORDINARY = r"^([0-9]{11,}|[0-9]{17}X)$"

#: A cell with a number alone, and a number among words ("港澳通行证H12345678").
_A_NUMBER = r"^[\x21-\x7E]*\d[\x20-\x7E]*$"
_NO_NUMBER = r"^(.{1,4}|\d{4}-\d\d(-\d\d)?)$"  #: a date, or a count
_IN_WORDS = r"[A-Za-z]{1,3}\d{6,}[A-Za-z\d]*"

#: Of a sheet of so many rows ordinary texts are left out before others are put beside them.
_MANY = 10_000

#: An organisation's code, which is public.
_CODE_LENGTH = 18


@cache
def keys_of(kind: ColumnType) -> frozenset[str]:
    """The keys of all columns of a type, in any form.

    Of personal types only: no fact is of such a type, so that the vocabulary of columns has all
    of them, and not every form must be built.
    """
    columns = (column for of in SheetKind for column in base_columns(of).values())
    return frozenset(column.key for column in columns if column.type is kind)


def is_private(key: str) -> bool:
    """Whether a column holds numbers of persons."""
    return any(key in keys_of(kind) for kind in (*_OF_PERSONS, ColumnType.PARTY_CODE))


def hidden(value: pl.Expr, key: str) -> pl.Expr:
    """A value of a column as it may be shown: of a column of persons' numbers only its end."""
    by_shape = masked(value)
    if not is_private(key):
        return by_shape
    length = value.str.len_chars()
    kept = pl.when(length >= 9).then(pl.lit("********") + value.str.tail(4))
    by_column = kept.otherwise(pl.lit("********"))
    is_number = value.str.contains(_A_NUMBER) & ~value.str.contains(_NO_NUMBER)
    if key in keys_of(ColumnType.PARTY_CODE):
        is_number &= length != _CODE_LENGTH
    in_words = by_shape.str.replace_all(_IN_WORDS, "********")
    return pl.when((by_shape == value) & is_number).then(by_column).otherwise(in_words)


def without_private(frame: pl.DataFrame, names: list[str], private: pl.Series) -> pl.DataFrame:
    """Hide in texts what stands in the inputs' columns of persons' numbers.

    Args:
        frame: findings or claims.
        names: the columns of text.
        private: see `private_texts`.
    """
    if private.is_empty() or frame.is_empty():
        return frame
    shown = private.to_frame("text").select(
        pl.lit("********") + pl.when(pl.col("text").str.len_chars() >= 9)
        .then(pl.col("text").str.tail(4))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    return frame.with_columns(
        pl.col(names).str.replace_many(
            private.to_list(), shown.to_series().to_list(), ascii_case_insensitive=True,
            leftmost=True,
        )
    )  # fmt: skip


def private_texts(inputs: Iterable[Input]) -> pl.Series:
    """The different numbers that are not known by their shape, the longest first.

    Args:
        inputs: what was read.
    """
    large, alike = list[pl.DataFrame](), dict[Hashable, list[pl.DataFrame]]()
    for sheet in (sheet for entry in inputs for sheet in entry.sheets.values()):
        if sheet.frame.height < _MANY:
            # There is one object of each form's sheet; its frames have the same columns.
            alike.setdefault((id(sheet.sheet), *sheet.frame.columns), []).append(sheet.frame)
        else:
            large.append(sheet.frame)
    # A day's batch has some thousand such columns: of small inputs all at once.
    columns = [text.unique() for frames in alike.values() for text in _texts(pl.concat(frames))]
    columns += [_unusual(text) for frame in large for text in _texts(frame)]
    texts = pl.concat([pl.Series("text", [], dtype=pl.String), *columns]).unique()
    text = pl.col("text")
    return (
        _unusual(texts)
        .to_frame()
        .filter(text == masked(text))
        .sort(text.str.len_chars(), text, descending=[True, False])
        .to_series()
    )


def _texts(frame: pl.DataFrame) -> Iterator[pl.Series]:
    """The columns of persons' numbers in which anything stands."""
    keys = {key for kind in _OF_PERSONS for key in keys_of(kind)}
    for column in frame.iter_columns():
        is_wanted = column.name.removesuffix(UNREAD) in keys and column.dtype == pl.String
        if is_wanted and column.null_count() < column.len():
            yield column.alias("text")


def _unusual(texts: pl.Series) -> pl.Series:
    """Those that may not be known by their shape."""
    text = pl.col("text")
    return (
        texts.to_frame()
        # A wage flow names a person several times one under another.
        .filter(text.ne_missing(text.shift()))
        .filter(~text.str.contains(_ORDINARY))
        .filter(text.str.contains(_TELLING))
        .to_series()
    )
