"""What kind of document a number is of: identity cards, residence permits, and others.

Three kinds of cards carry numbers of 18 digits with the same check character, so that all are
tested alike (GB 11643): identity cards, residence permits of people from Hong Kong, Macao and
Taiwan (810000, 820000, 830000 in place of an area), and, since December 2023, permanent
residence cards of foreigners (9, two digits of the province, three of the country).

Other documents only have a shape. What they are can be guessed from it, never tested.
"""

import re

from claimcheck.card_number import ID_SHAPE, card_fault, id_check_character, mask_id, tidy

IDENTITY_CARD = "居民身份证"
RESIDENCE_PERMIT = "港澳台居民居住证"
PERMANENT_RESIDENCE = "外国人永久居留身份证"

#: typed before digits to keep them a text; in a cell of texts it stays, and is one character more
APOSTROPHES = ("'", "’", "‘", "′", "`")
AFTER_APOSTROPHE = "开头多了一个撇号，请删去，只留 18 位号码"

_OTHER = (
    (re.compile(r"[HM]\d{8}(\d{2})?"), "港澳居民来往内地通行证"),
    (re.compile(r"[A-Z]{3}\d{12}"), "旧版外国人永久居留身份证（15 位）"),
    (re.compile(r"(E|G|D|S|P|14|15)[A-Z]?\d{7,8}"), "护照"),
    (re.compile(r"[A-Z]{1,2}\d{6,9}"), "护照或通行证"),
    (re.compile(r"\d{8}|\d{10}(\([A-Z]\))?|T\d{8,10}"), "台湾居民来往大陆通行证"),
    (re.compile(r".*[军兵士文警].*字?第?\d{4,10}.*"), "军人或警官证件"),
    (re.compile(r"(?=.*[A-Z])[A-Z\d]{6,15}"), "护照等其他证件"),
)


def kind_of(text: str) -> str:
    """The kind of card that a right number of 18 digits belongs to; empty for other numbers."""
    number = tidy(text)
    if len(number) != 18 or card_fault(number):
        return ""
    if number.startswith("9"):
        return PERMANENT_RESIDENCE
    if re.match(r"8[123]0000", number):
        return RESIDENCE_PERMIT
    return IDENTITY_CARD


def of_first_generation(text: str) -> str:
    """The number of 18 digits that a number of 15 digits became; empty where it is none.

    Numbers of the first generation have the year of birth in two digits, all of them 19.., and
    no check character.
    """
    number = tidy(text)
    if not re.fullmatch(r"[1-8]\d{14}", number):
        return ""
    digits = f"{number[:6]}19{number[6:]}"
    whole = digits + id_check_character(digits)
    return whole if not card_fault(whole) else ""


def other_document(text: str) -> str:
    """The document whose number a text looks like, where that is no number of 18 digits."""
    number = tidy(text)
    if ID_SHAPE.fullmatch(number):
        return ""
    return next((name for pattern, name in _OTHER if pattern.fullmatch(number)), "")


def length_fault(text: str) -> str:
    """Say in Chinese what a number is that has not 18 digits; no digit in full is shown."""
    number = tidy(text)
    if number.startswith(APOSTROPHES):
        return f"身份证号{AFTER_APOSTROPHE}"
    if whole := of_first_generation(number):
        return (
            f"身份证号是 15 位的第一代号码，已停用，应填 18 位；按编码规则对应 {mask_id(whole)}，"
            "请与现在的身份证核对"
        )
    if name := other_document(number):
        return (
            f"填的像是{name}的号码，不是 18 位的身份证号；持港澳台居民居住证、"
            "外国人永久居留身份证的填证上的 18 位号码，没有的请向经办机构问明怎样填报"
        )
    return f"身份证号应为 18 位，现为 {len(number)} 位"
