"""Numbers of accounts, phones and applicants: what may be said of them from their digits."""

import re
from functools import cache

import polars as pl

from claimcheck.identity import credit_code_fault, id_fault

#: Numbers of bank cards begin so (issuer numbers of China UnionPay), and have a check digit.
_CARD = r"^62\d{14,17}$"


def account_is_plausible(account: pl.Expr) -> pl.Expr:
    """Whether an account number (tidy text) looks like one; null counts as plausible.

    Passbooks and firms' accounts are no cards: only digits (and hyphens) and a usual length
    are asked of them. A card number of 62… must also fit its check digit (Luhn).
    """
    digits = account.str.replace_all("-", "")
    formed = digits.str.contains(r"^\d{8,32}$")
    card = digits.str.contains(_CARD)
    return (formed & (~card | luhn_holds(digits))).fill_null(value=True)


def luhn_holds(digits: pl.Expr) -> pl.Expr:
    """Whether the last digit of a card number of 16 to 19 digits fits the others."""
    padded = digits.str.zfill(20)
    sums, total = pl.lit(_luhn_sums()), pl.lit(0)
    # In two numbers, four digits at a time: cutting out every digit takes several times as long.
    for part, places in ((padded.str.head(12), 12), (padded.str.slice(12), 8)):
        number = part.cast(pl.Int64, strict=False)
        for place in range(0, places, 4):
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
