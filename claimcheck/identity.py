"""Chinese identifiers: resident ID numbers, unified credit codes, and their masking.

The resident ID follows GB 11643-1999: 17 digits and a check character, and so do the numbers
of the other cards in `claimcheck.identity_documents`. Only length, birth date and check
character are tested. Whether the area code exists is not: people
keep numbers of districts that were merged away, and numbers were issued late.

Every function here works on one value; `claimcheck.identity_columns` has the same tests
over whole columns.
"""

import re
from datetime import date

from claimcheck.card_number import (
    ID_CHECK_CHARACTERS,
    ID_WEIGHTS,
    birth_date,
    card_fault,
    id_check_character,
    mask_id,
    tidy,
)
from claimcheck.identity_documents import AFTER_APOSTROPHE, APOSTROPHES, length_fault

__all__ = [
    "ID_CHECK_CHARACTERS",
    "ID_WEIGHTS",
    "age_on",
    "birth_date",
    "credit_code_fault",
    "hide_numbers",
    "id_check_character",
    "id_fault",
    "mask_account",
    "mask_id",
    "mask_name",
    "tidy",
]

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def id_fault(text: str) -> str:
    """Say in Chinese what is wrong with an ID number; an empty string when it is right."""
    number = tidy(text)
    if not number:
        return "身份证号为空"
    if len(number) != 18:
        return length_fault(number)
    return card_fault(number)


def age_on(id_number: str, day: date) -> int | None:
    """Full years of age on `day`; None where the number holds no birth date."""
    born = birth_date(id_number)
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def credit_code_fault(text: str) -> str:
    """Say in Chinese what is wrong with a unified credit code (GB 32100-2015), or ''."""
    code = tidy(text)
    if code.startswith(APOSTROPHES):
        return f"统一社会信用代码{AFTER_APOSTROPHE}"
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现为 {len(code)} 位"
    if any(character not in CREDIT_ALPHABET for character in code):
        return "统一社会信用代码只能有数字和大写字母，且不含 I、O、Z、S、V"
    total = sum(
        CREDIT_ALPHABET.index(character) * weight
        for character, weight in zip(code[:17], CREDIT_WEIGHTS, strict=True)
    )
    expected = CREDIT_ALPHABET[-total % 31]
    return (
        ""
        if code[17] == expected
        else f"统一社会信用代码校验位不符，按前 17 位应以“{expected}”结尾"
    )


def mask_account(text: str) -> str:
    """Keep the last four of an account or phone number."""
    number = tidy(text)
    return "*" * max(len(number) - 4, 0) + number[-4:] if len(number) > 4 else "*" * len(number)


def mask_name(text: str) -> str:
    """Keep the first character of a name: 马*."""
    name = text.strip()
    return name[:1] + "*" * (len(name) - 1)


def hide_numbers(text: str) -> str:
    """Free text without ID, account and phone numbers in full, also where they are grouped."""
    text = _GROUPED.sub(lambda found: re.sub(r"[ -]", "", found[0]), text.strip())
    return _LONG.sub(r"********\1", _NUMBER.sub(r"\1********\2", text))


_ALONE = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"
_NUMBER = re.compile(_ALONE.format(r"(\d{6})\d{5,9}(\d{3}[\dXx])"))
_LONG = re.compile(_ALONE.format(r"\d{7,}(\d{4})"))
_GROUPED = re.compile(
    _ALONE.format(
        r"(?:\d{4}(?:[ -]\d{4}){2,4}(?:[ -]\d{1,4})?"  # as on a bank card
        r"|1\d\d[ -]\d{4}[ -]\d{4}"  # a phone
        r"|\d{6}[ -]\d{4}[ -]?\d{4}[ -]\d{3}[\dXx])"  # an ID: area, birth, the rest
    )
)
