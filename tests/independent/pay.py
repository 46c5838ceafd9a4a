"""What people were paid, month by month."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from claimcheck.payment_words import payment_words
from tests.independent.dates import month_of

Month = tuple[int, int]


def pay_by_month(
    payments: Sequence[Mapping[str, Any]], on: date
) -> dict[tuple[int | None, str], dict[Month, int]]:
    """The wages of everybody by file and ID number: month → fen; months above 0 only."""
    entries: dict[tuple[int | None, str], list[tuple[date, int]]] = defaultdict(list)
    for payment in payments:
        day, fen, number = payment["paid_on"], payment["amount_fen"], payment["id_number"]
        if None in (day, fen, number) or day > on:
            continue
        if fen > 0 and is_no_wage(payment.get("memo")):
            continue
        entries[payment.get("input"), number].append((day, fen))
    return {
        who: {month: fen for month, fen in _less_refunds(paid).items() if fen > 0}
        for who, paid in entries.items()
    }


def _less_refunds(entries: list[tuple[date, int]]) -> dict[Month, int]:
    """Wages by month, each refund taken off the month in which its sum was paid.

    That is the latest month until then with such a payment, or with just so much left; else
    the latest with at least so much; else its own. Of one day the payments come first, then
    the larger refunds.
    """
    left: dict[Month, int] = defaultdict(int)
    paid: Counter[tuple[Month, int]] = Counter()
    for day, fen in sorted(entries, key=lambda entry: (entry[0], entry[1] < 0, entry[1])):
        month = month_of(day)
        if fen < 0:
            back = -fen
            enough = [one for one in left if left[one] >= back]
            whole = [one for one in enough if left[one] == back or paid[one, back] > 0]
            month = max(whole or enough, default=month)
            paid[month, back] -= 1
        else:
            paid[month, fen] += 1
        left[month] += fen
    return left


def is_no_wage(memo: str | None) -> bool:
    """Whether a memo names something else and does not name a wage beside it.

    Place by place: where a word begins it counts, and where a phrase begins that holds such a
    word, that one is taken off.
    """
    words = payment_words()
    together = "".join(one for one in memo or "" if one not in " \u3000\u00a0").upper()
    wages = Counter(words.wages)
    wages.subtract(dict.fromkeys([*words.sounding_alike, *words.saying_nothing], 1))
    others = Counter(word for entry in words.not_wages for word in entry.words)
    others.update(words.sounding_alike)
    for harmless in words.by_letters_only:
        others[harmless] -= sum(harmless.find(word) >= 0 for word in list(others))

    def named(counts: Mapping[str, int]) -> int:
        return sum(
            count
            for word, count in counts.items()
            for place in range(len(together))
            if together.startswith(word, place)
        )

    return named(others) > 0 >= named(wages)
