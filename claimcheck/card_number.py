"""Numbers of identity cards by GB 11643: their check character, birth date and mask.

The numbers of 18 digits of other cards are made in the same way
(`claimcheck.identity_documents`).
"""

import re
import unicodedata
from datetime import date

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_SHAPE = re.compile(r"\d{17}[\dX]")
ID_CHECK_CHARACTERS = "10X98765432"


def tidy(text: str) -> str:
    """Make an identifier comparable: half-width, no blanks, upper case."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def id_check_character(first_17: str) -> str:
    """The check character that belongs to the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, ID_WEIGHTS, strict=True))
    return ID_CHECK_CHARACTERS[total % 11]


def card_fault(number: str) -> str:
    """Say in Chinese what is wrong with a tidy number of 18 characters, or ''."""
    if not ID_SHAPE.fullmatch(number):
        return "身份证号前 17 位应为数字，末位为数字或 X"
    if birth_date(number) is None:
        return f"身份证号中的出生日期“{number[6:14]}”不存在"
    expected = id_check_character(number[:17])
    if number[17] != expected:
        return f"身份证号校验位不符，现为“…{number[-4:]}”，按前 17 位应以“{expected}”结尾"
    return ""


def birth_date(id_number: str) -> date | None:
    """The birth date in an ID number; None where its digits are no real, past date."""
    digits = tidy(id_number)[6:14]
    if not re.fullmatch(r"(19|20)\d{6}", digits):
        return None
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if born <= date.today() else None


def mask_id(text: str) -> str:
    """Keep the area and the last four: 640598********123X."""
    number = tidy(text)
    if len(number) < 12:
        return "*" * len(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]
