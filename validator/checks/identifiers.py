"""Numbers of accounts, phones and applicants: what may be said of them from their digits."""

import re
from functools import cache

import polars as pl

from claimcheck.identity import credit_code_fault, id_fault

#: Numbers of bank cards begin so (issuer numbers of China UnionPay), and have a check digit.
_CARD = r"^62\d{14,17}$"


def accounts_are_plausible(accounts: pl.Series) -> pl.Series:
    """Whether each account number (tidy text) looks like one; null counts as plausible.

    Passbooks and firms' accounts are no cards: only digits (and hyphens) and a usual length
    are asked of them. A card number of 62… must also fit its check digit (Luhn).
    """
    digits = pl.col("digits")
    # What several tests ask for stands in a column: an expression would be computed for each.
    stated = accounts.to_frame("digits").with_columns(digits.str.replace_all("-", "", literal=True))
    stated = stated.with_columns(number=digits.cast(pl.UInt64, strict=False))
    card = digits.str.contains(_CARD)
    plausible = digits.str.contains(r"^\d{8,32}$") & (~card | _luhn_holds(pl.col("number")))
    return stated.select(plausible.fill_null(value=True)).to_series()


def _luhn_holds(number: pl.Expr) -> pl.Expr:
    """Whether the last digit of a card number of up to 19 digits fits the others."""
    sums, total = pl.lit(_luhn_sums()), pl.lit(0)
    # Four digits at a time: cutting out every digit as a text takes several times as long.
    for place in range(0, 20, 4):
        total += sums.gather(number // 10**place % 10_000)
    return total % 10 == 0


@cache
def _luhn_sums() -> pl.Series:
    """What any four digits add to the sum, of which every second one from the end is doubled."""
    doubled = [2 * digit - 9 * (digit > 4) for digit in range(10)]
    return pl.Series(
        [
            doubled[number // 1000] + number // 100 % 10 + doubled[number // 10 % 10] + number % 10
            for number in range(10_000)
        ]
    )


def party_code_fault(code: str) -> str:
    """What is wrong with an applicant's code: a firm's credit code, or a person's ID number."""
    if re.fullmatch(r"[1-9]\d{16}[\dX]", code) and not id_fault(code):
        return ""
    fault = credit_code_fault(code)
    if fault and re.fullmatch(r"[1-9]\d{5}(19|20)\d{9}[\dX]", code):
        return id_fault(code)
    return fault
