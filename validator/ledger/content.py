"""What makes two claims the same: who claims what for whom and when.

The claim's number, the spelling of names, phones, accounts and the wage evidence do not
count: with those changed it is still the same money for the same people.
"""

from collections.abc import Iterable

import polars as pl

from claimcheck.identity_columns import tidy_text

#: Columns of a claim by which it is numbered or named, not told from others.
_ONLY_NAMES = ("input", "row", "key", "claim", "claim_id", "applicant", "applicant_kind")

_FIELD, _ROW = "\x1f", "\x1e"


def content_of(claims: pl.DataFrame, people: pl.DataFrame, keys: Iterable[str]) -> pl.Series:
    """The content of every claim, as text with numbers in clear: hash it, never store it.

    Args:
        claims: one row a claim, with `key` and the columns of the form in normal form.
        people: one row a person, with `key` and `id_number`; all that were claimed for.
        keys: the columns that the form's claims sheet has.

    Returns:
        One text a claim, in the order of `claims`, named "content".
    """
    own = [name for name in keys if name in claims.columns and name not in _ONLY_NAMES]
    listed = (
        people.select("key", person=tidy_text(pl.col("id_number")).fill_null(""))
        .sort("person")
        .group_by("key")
        .agg(people=pl.col("person").str.join(_ROW))
    )
    return (
        claims.select("key", *own)
        .join(listed, on="key", how="left", maintain_order="left")
        .select(
            content=pl.concat_str(
                *(pl.lit(f"{name}=") + _text(claims, name) for name in sorted(own)),
                pl.col("people").fill_null(""),
                separator=_FIELD,
            )
        )
        .to_series()
    )


def _text(claims: pl.DataFrame, name: str) -> pl.Expr:
    column = pl.col(name)
    if claims.schema[name] == pl.String:
        return tidy_text(column).fill_null("")
    return column.cast(pl.String).fill_null("")
