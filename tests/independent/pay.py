"""What people were paid, month by month."""

from collections import defaultdict
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
    sums: dict[tuple[int | None, str], dict[Month, int]] = defaultdict(lambda: defaultdict(int))
    for payment in payments:
        day, fen, number = payment["paid_on"], payment["amount_fen"], payment["id_number"]
        if None in (day, fen, number) or day > on:
            continue
        if fen > 0 and _is_no_wage(payment.get("memo")):
            continue
        sums[payment.get("input"), number][month_of(day)] += fen
    return {
        who: {month: fen for month, fen in months.items() if fen > 0}
        for who, months in sums.items()
    }


def _is_no_wage(memo: str | None) -> bool:
    """Whether a memo names something else and does not name a wage beside it."""
    words = payment_words()
    said = memo or ""
    return any(word in said for word in words.not_wages) and not any(
        word in said for word in words.wages
    )
