"""Reads columns of words: 是 and 否, options, measures, and identifiers of all kinds."""

import re
import unicodedata

import polars as pl

from claimcheck.identity_columns import tidy_text
from claimcheck.policy import rules
from claimcheck.written import NO, YES
from validator.reading.headers import plain
from validator.reading.texts import fill_rest, nothing, says_nothing

#: a measure's id and, behind it, its words, as the drop-down of a template offers them
_MEASURE_AND_WORDS = re.compile(r"\s*([A-Za-z]{2}\d{2}-\d+[A-Za-z]?)[^0-9A-Za-z-].*", re.DOTALL)


def are_tidy(text: pl.Expr) -> pl.Expr:
    """Whether all identifiers of a column stand there as they are compared."""
    return text.str.contains(r"^[0-9A-Z\-]*$").all()


def read_identifiers(text: pl.Series, quick: pl.Series | None) -> pl.Series:
    """Identifiers in comparable form; whole columns are mostly so already."""
    if quick is None or quick.all():
        return text
    return text.to_frame("text").select(tidy_text(pl.col("text"))).to_series()


def read_flags(text: pl.Series) -> pl.Series:
    """Yes and no, however they are written; null for anything else."""
    return fill_rest(text, nothing(text, pl.Boolean()), _flag, pl.Boolean())


def _flag(text: str) -> bool | None:
    tidy = unicodedata.normalize("NFKC", text).strip().lower().removesuffix(".0")
    return True if tidy in YES else False if tidy in NO else None


def read_measures(text: pl.Series) -> pl.Series:
    """Measures' ids as the rules write them: ZW26-6a, however its case and width were typed."""
    known = {measure.upper(): measure for measure in rules()}
    written = {entry: measure_of(entry) for entry in text.drop_nulls().unique()}
    ids = text.replace(written) if written else text
    return ids.to_frame("text").select(tidy_text(pl.col("text"))).to_series().replace(known)


def measure_of(text: str) -> str:
    """The id of a measure where its words follow it: “ZW26-3 小微企业…”; else the whole text."""
    found = _MEASURE_AND_WORDS.match(unicodedata.normalize("NFKC", text))
    return found.group(1) if found else text


def read_options(text: pl.Series, options: list[str]) -> pl.Series:
    """Options as the form writes them, however their brackets and blanks were typed."""
    if says_nothing(text):
        return text
    different = text.drop_nulls().unique()
    by_plain = {plain(option): option for option in options}
    known = {entry: by_plain[plain(entry)] for entry in different if plain(entry) in by_plain}
    return text.replace(known) if known else text
