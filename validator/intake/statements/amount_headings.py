"""Reads the headings of amounts word by word: what a heading says of direction is never lost.

Banks put these headings together freely: 借方发生额/元(支取), 交易金额(贷), (收入), 支取金额.
A list of whole headings always lacks the next one, and a heading without its remark would make
two columns one. The words stand in `layouts.toml`.
"""

import re
from functools import cache, lru_cache

from validator.intake.statements.layout import layouts
from validator.reading.headers import plain

#: The fields of amounts that a heading can name.
AMOUNT_FIELDS = ("income", "expense", "amount")

_STEM, _UNIT, _IN, _OUT, _MARK = "stem", "unit", "in", "out", "mark"


@lru_cache(maxsize=8192)
def amount_field(heading: str) -> str:
    """income, expense or amount; empty where a heading is not made of such words alone.

    A heading that names both directions and an amount (收入/支出金额) is an amount with a sign.
    """
    words = _words(plain(heading))
    into, out, stem = (_IN in words, _OUT in words, _STEM in words)
    if into and out:
        return "amount" if stem else ""
    if into or out:
        return "income" if into else "expense"
    return "amount" if stem else ""


def is_like_amount(heading: str) -> bool:
    """Whether a heading speaks of money that moved, in whatever words."""
    text = plain(heading)
    amounts = layouts().amounts
    if any(word in text for word in amounts.other):
        return False
    return bool(amount_field(heading)) or any(word in text for word in amounts.hints)


@cache
def _token() -> "tuple[re.Pattern[str], dict[str, str]]":
    amounts = layouts().amounts
    kinds = {
        plain(word): kind
        for kind, words in (
            (_STEM, amounts.stems),
            (_UNIT, amounts.units),
            (_OUT, amounts.money_out),
            (_IN, amounts.money_in),
        )
        for word in words
    }
    longest_first = sorted(kinds, key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?P<word>{words})|[()/\\:]"), kinds


def _words(text: str) -> frozenset[str]:
    """The kinds of the words that a plain heading is made of; empty where others are in it."""
    pattern, kinds = _token()
    found, place = set(), 0
    while place < len(text):
        match = pattern.match(text, place)
        if match is None:
            return frozenset()
        found.add(kinds[match["word"]] if match["word"] else _MARK)
        place = match.end()
    return frozenset(found)
