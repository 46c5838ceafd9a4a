"""Made-up people, firms and accounts. None of them exists: no ID is issued for area 640598."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from claimcheck.identity import credit_code_fault, id_check_character

AREA = "640598"
_SURNAMES = "马王李张杨田白丁何海苏金罗买虎冯赵刘陈周吴郑孙朱徐高林郭梁宋"
_GIVEN = [
    *"伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚",
    *("桂英", "玉兰", "小龙", "晓燕", "建国", "建军", "海燕", "志强", "文博", "雅琴", "秀梅"),
    *("国栋", "春梅", "学文", "亚楠", "佳怡", "浩然", "子轩", "雪莲", "立新", "彦龙", "宏伟"),
    *("小红", "金花", "玉梅", "成林"),
]
_PLACES = ("沙坡头", "中宁", "海原", "香山", "宣和", "石空", "三河", "兴仁")
_TRADES = (
    "枸杞食品",
    "建筑劳务",
    "纺织",
    "农机服务",
    "物流",
    "新材料",
    "餐饮管理",
    "电子商务",
    "压砂瓜种植",
    "家政服务",
)
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def id_numbers(generator: random.Random) -> Iterator[str]:
    """Endless different, valid 18-character ID numbers of adults."""
    first, days = date(1968, 1, 1), 13_000
    seen: set[int] = set()
    while True:
        draw = generator.randrange(days * 1000)
        if draw in seen:
            continue
        seen.add(draw)
        day, sequence = divmod(draw, 1000)
        first_17: str = f"{AREA}{first + timedelta(days=day):%Y%m%d}{sequence:03d}"
        yield first_17 + id_check_character(first_17)


def name(generator: random.Random) -> str:
    """A person's name of two or three characters."""
    return f"{generator.choice(_SURNAMES)}{generator.choice(_GIVEN)}"


def phone(generator: random.Random) -> str:
    """An 11-digit mobile number."""
    return f"199{generator.randrange(10**8):08d}"


def account(generator: random.Random) -> str:
    """A 19-digit card number whose last digit fits the others (Luhn)."""
    first_18 = f"622999{generator.randrange(10**12):012d}"
    total = 0
    for place, digit in enumerate(map(int, reversed(first_18))):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return f"{first_18}{-total % 10}"


def firm(generator: random.Random) -> str:
    """A small firm's full name."""
    return (
        f"{generator.choice(_PLACES)}{generator.choice(_GIVEN)}{generator.choice(_TRADES)}有限公司"
    )


def credit_code(generator: random.Random) -> str:
    """A unified social credit code with a right check character."""
    first_17 = "91" + AREA + "MA" + "".join(generator.choices(_CREDIT_ALPHABET, k=7))
    codes = (first_17 + last for last in _CREDIT_ALPHABET)
    return next(code for code in codes if not credit_code_fault(code))
