"""What makes two claims the same: who claims how much for whom and when.

The claim's number, phones, accounts, ticked boxes and the wage evidence do not count: with
those changed it is still the same money for the same people. Nor do columns that a form may
get later, so that a claim is known again after claimcheck was renewed.
"""

import polars as pl

from claimcheck.identity_columns import tidy_text
from claimcheck.names import plain_name

_COLUMNS = ("measure", "applicant_code", "county", "period_start", "period_end", "claimed_fen")

#: Judged claims have a column `people`, which is how many: this is who they are.
_LISTED = "listed_people"

_FIELD, _ROW = "\x1f", "\x1e"


def content_of(claims: pl.DataFrame, people: pl.DataFrame) -> pl.Series:
    """The content of every claim, as text with numbers in clear: hash it, never store it.

    Args:
        claims: one row a claim in normal form, with `key`, measure, applicant, applicant_code,
            county, period_start, period_end, claimed_fen; what is missing counts as empty.
        people: one row a person, with `key` and `id_number`; all that were claimed for.

    Returns:
        One text a claim, in the order of `claims`, named "content". A claim without people
        is told apart by the applicant's name too: one operator may have several facilities.
    """
    listed = (
        people.select("key", person=tidy_text(pl.col("id_number")).fill_null(""))
        .sort("person")
        .group_by("key")
        .agg(pl.col("person").str.join(_ROW).alias(_LISTED))
    )
    joined = claims.join(listed, on="key", how="left", maintain_order="left")
    whom = pl.coalesce(_LISTED, _text(claims, "applicant"))
    parts = [_text(claims, name) for name in _COLUMNS]
    return joined.select(content=pl.concat_str(*parts, whom, separator=_FIELD)).to_series()


def facility_of(claims: pl.DataFrame) -> pl.Series:
    """What a facility is known by, named "facility": its county and its name in the plain form.

    No form asks for more than the applicant's name, so that stands for the facility; null
    where it is missing.
    """
    names = claims.select(county=_text(claims, "county"), name=_text(claims, "applicant"))
    return pl.Series(
        "facility",
        [f"{county}{_FIELD}{plain}" if (plain := plain_name(name)) else None
         for county, name in names.iter_rows()],
        pl.String,
    )  # fmt: skip


def _text(claims: pl.DataFrame, name: str) -> pl.Expr:
    if name not in claims.columns:
        return pl.lit("")
    column = pl.col(name)
    if claims.schema[name] == pl.String:
        return tidy_text(column).fill_null("")
    return column.cast(pl.String).fill_null("")
