"""Numbers of accounts, phones and applicants: what may be said of them from their digits."""

import re

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
    total = pl.lit(0)
    # In two numbers: cutting out every digit as a text takes ten times as long.
    for half in (padded.str.head(10), padded.str.slice(10, 10)):
        number = half.cast(pl.Int64, strict=False)
        for place in range(10):
            digit = number // 10**place % 10
            total += digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4).cast(pl.Int64)
    return total % 10 == 0


def party_code_fault(code: str) -> str:
    """What is wrong with an applicant's code: a firm's credit code, or a person's ID number."""
    if re.fullmatch(r"[1-9]\d{16}[\dX]", code) and not id_fault(code):
        return ""
    fault = credit_code_fault(code)
    if fault and re.fullmatch(r"[1-9]\d{5}(19|20)\d{9}[\dX]", code):
        return id_fault(code)
    return fault
