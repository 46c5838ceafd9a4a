"""Hides numbers of persons that are known by their shape, over whole columns."""

import polars as pl


def masked(text: pl.Expr) -> pl.Expr:
    """Hide the middle of every run of characters that may be a number of a person.

    ID numbers keep area and last four; accounts and phone numbers keep the last four.
    """
    return text.str.replace_all(
        r"(?-u:\b)(\d{6})\d{5,9}(\d{3}[\dXx])(?-u:\b)", "${1}********${2}"
    ).str.replace_all(r"(?-u:\b)\d{7,}(\d{4})(?-u:\b)", "********${1}")
