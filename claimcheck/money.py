"""Money: exact amounts in fen, and how they are written for people.

Inside claimcheck an amount is a whole number of fen (Int64 in columns). Yuan appear
only where people or other programs read and write.
"""

from decimal import ROUND_HALF_UP, Decimal

from claimcheck.errors import FactError

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_TOO_LARGE = 10**18
_GROUPS = ("", "万", "亿", "万亿")


def to_fen(yuan: Decimal | int | str) -> int:
    """Yuan as whole fen.

    Raises:
        ValueError: the amount has more than two decimals or is no number.
    """
    try:
        fen = Decimal(yuan) * 100
    except ArithmeticError as error:
        raise ValueError(f"not an amount: {yuan!r}") from error
    if fen != fen.to_integral_value():
        raise ValueError(f"more than two decimals: {yuan!r}")
    return int(fen)


def round_yuan(yuan: float) -> int:
    """Yuan from a settings file as fen: what is written there, not its binary neighbour."""
    return round_fen(int(Decimal(str(yuan)) * 10_000), 100)


def to_yuan(fen: int) -> int | float:
    """Fen as the JSON number of yuan: whole where it is whole, else with two decimals."""
    return fen // 100 if fen % 100 == 0 else fen / 100


def show_yuan(fen: int) -> str:
    """Fen as people read it: 12,000.00."""
    return f"{Decimal(fen) / 100:,.2f}"


def show_large(fen: int) -> str:
    """A large sum in 万元 with no needless zeros (4 万元), a small one in 元 (200 元)."""
    yuan = Decimal(fen) / 100
    if abs(yuan) >= 10_000 and fen % 10_000 == 0:
        return f"{(yuan / 10_000).normalize():f} 万元"
    return f"{yuan:,.2f}".removesuffix(".00") + " 元"


def round_fen(numerator: int, denominator: int) -> int:
    """Divide exactly and round half up to a whole fen."""
    quotient = Decimal(numerator) / Decimal(denominator)
    return int(quotient.to_integral_value(ROUND_HALF_UP))


def capital(fen: int) -> str:
    """人民币大写: 1_200_000 fen is 壹万贰仟元整.

    Ends in 整 at yuan and at jiao, in nothing at fen (rules for bank forms); a negative
    amount starts with 负.

    Raises:
        FactError: the amount is too large to be written (a 亿亿 yuan or more).
    """
    if abs(fen) >= _TOO_LARGE:
        raise FactError("金额过大，无法写成大写。")
    if fen < 0:
        return "负" + capital(-fen)
    yuan, jiao, cents = fen // 100, fen // 10 % 10, fen % 10
    text = _capital_whole(yuan) + "元" if yuan else ""
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif cents and yuan:
        text += "零"
    if cents:
        return text + _DIGITS[cents] + "分"
    return (text or "零元") + "整"


def _capital_whole(number: int) -> str:
    """A positive whole number in capital characters, zeros between digits written once."""
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text = ""
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group == 0:
            continue
        if text and (group < 1000 or groups[index + 1] % 10 == 0):
            text += "零"
        text += _capital_group(group) + _GROUPS[index]
    return text


def _capital_group(group: int) -> str:
    """1 to 9999 in capital characters."""
    text, pending_zero = "", False
    for power in (3, 2, 1, 0):
        digit = group // 10**power % 10
        if digit:
            text += ("零" if pending_zero else "") + _DIGITS[digit] + _PLACES[power]
            pending_zero = False
        elif text:
            pending_zero = True
    return text
