"""Chinese identifiers: resident ID numbers, unified credit codes, and their masking.

The resident ID follows GB 11643-1999: 17 digits and a check character, and so do the numbers
of the other cards in `claimcheck.identity_documents`. Only length, birth date and check
character are tested. Whether the area code exists is not: people
keep numbers of districts that were merged away, and numbers were issued late.

Every function here works on one value; `claimcheck.identity_columns` has the same tests
over whole columns.
"""

import re
import unicodedata
from datetime import date

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_SHAPE = re.compile(r"\d{17}[\dX]")
ID_CHECK_CHARACTERS = "10X98765432"

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def tidy(text: str) -> str:
    """Make an identifier comparable: half-width, no blanks, upper case."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def id_check_character(first_17: str) -> str:
    """The check character that belongs to the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, ID_WEIGHTS, strict=True))
    return ID_CHECK_CHARACTERS[total % 11]


def id_fault(text: str) -> str:
    """Say in Chinese what is wrong with an ID number; an empty string when it is right."""
    number = tidy(text)
    if not number:
        return "身份证号为空"
    if len(number) != 18:
        from claimcheck.identity_documents import length_fault

        return length_fault(number)
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


def age_on(id_number: str, day: date) -> int | None:
    """Full years of age on `day`; None where the number holds no birth date."""
    born = birth_date(id_number)
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def credit_code_fault(text: str) -> str:
    """Say in Chinese what is wrong with a unified credit code (GB 32100-2015), or ''."""
    code = tidy(text)
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


def mask_id(text: str) -> str:
    """Keep the area and the last four: 640598********123X."""
    number = tidy(text)
    if len(number) < 12:
        return "*" * len(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


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
