"""The same payment in two files: the worker's statement, the firm's, and the firm's list.

The two write it with other balances and numbers, so that only person, day and sum are alike.
"""

from pathlib import Path

from claimcheck.text import shown_name
from validator.intake.statements.employer import LIST_LAYOUT
from validator.intake.statements.keeping import Payment


class TakenPayments:
    """The payments that were taken, by person and sum."""

    def __init__(self) -> None:
        """None yet."""
        self._taken: dict[tuple[str, int], list[Payment]] = {}

    def take(self, payment: Payment) -> None:
        """Remember a payment that was taken."""
        self._taken.setdefault((payment.id_number, payment.amount_fen), []).append(payment)

    def doubt(self, payment: Payment) -> str:
        """Why a payment may be one that was taken from another file; "" where it is none."""
        for other in self._taken.get((payment.id_number, payment.amount_fen), ()):
            if other.digest != payment.digest and _alike(payment, other):
                place = f"“{shown_name(Path(other.file))}”{other.page}第 {other.source_row} 行"
                return f"与{place}同一人、同一金额、{_when(payment, other)}，可能是同一笔"
        return ""


def _alike(one: Payment, other: Payment) -> bool:
    """Whether the days are one; a list is often dated otherwise than the bank paid it."""
    if one.paid_on is None or other.paid_on is None:
        return False
    lists = [payment.layout == LIST_LAYOUT.title for payment in (one, other)]
    if any(lists) and not all(lists):
        return f"{one.paid_on:%Y-%m}" == f"{other.paid_on:%Y-%m}"
    return one.paid_on == other.paid_on


def _when(one: Payment, other: Payment) -> str:
    return "同一天" if one.paid_on == other.paid_on else "同一个月"
