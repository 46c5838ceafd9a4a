"""Which month money that went back belongs to.

A wage that comes back in a later month was never paid in the month that it was paid for. So a
refund is taken off that month, not off the one in which it is entered, by this rule:

1. Where the office counts a payment for the month that its memo names, and the memo of the
   refund names one, it is that month. (Else memos do not decide: 3月工资 is mostly entered in
   April, and a month is then the month of entry.)
2. Otherwise only what the person was paid before is looked at: the payments up to the day of
   the refund, less the refunds before it. It is the latest month that still has as much and in
   which a single payment, or everything that is left, is exactly the sum that went back.
3. Where there is none, a part went back: it is the latest month that still has as much.
4. Where there is none either, it is the month of the refund itself.

A payment is taken back once: two equal refunds take back two payments. Refunds of one day
come after the payments of that day, those with a named month first, then the larger ones, so
that the order of the rows decides nothing. The ordinary formulas of the templates follow the
same rule (`addin.template.slots`).
"""

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

#: whose payments these are
WHO = ("input", "id_number")

_FOUND = {"place": pl.UInt32(), "month": pl.Int32(), "whole": pl.Boolean()}


def refund_months(payments: pl.DataFrame) -> pl.DataFrame:
    """Find the month of every refund.

    Only people with refunds are gone through, one payment after the other.

    Args:
        payments: the payments that count: columns input, id_number, paid_on, amount_fen,
            month (for which a payment counts), and named (whether a memo names the month).

    Returns:
        One row a refund, whatever their order: place (its row among the payments), month (from
        which it is taken), whole (true: its sum was paid in that month; false: a part went
        back; null: no payment was found for it, or a memo named the month).
    """
    back = pl.col("amount_fen") < 0
    numbered = payments.with_row_index("place")
    people = numbered.filter(back).select(WHO).unique()
    rows = (
        numbered.join(people, on=WHO, how="semi")
        .sort(*WHO, "paid_on", back, ~pl.col("named"), "amount_fen")
        .select("place", *WHO, "amount_fen", "month", "named")
    )
    return pl.DataFrame(_found(rows.iter_rows()), schema=_FOUND, orient="row")


def with_refunds_placed(payments: pl.DataFrame) -> pl.DataFrame:
    """Give every refund the month from which it is taken.

    Args:
        payments: see `refund_months`.

    Returns:
        The same rows, `month` changed for refunds only.
    """
    if not (payments["amount_fen"] < 0).any():
        return payments
    found = refund_months(payments)
    month = payments["month"].scatter(found["place"], found["month"])
    return payments.with_columns(month=month)


def _found(
    rows: "Iterable[tuple[int, int, str, int, int, bool]]",
) -> list[tuple[int, int, bool | None]]:
    """place, month and whole of every refund; the rows of a person follow each other in order."""
    found: list[tuple[int, int, bool | None]] = []
    owner: tuple[int, str] | None = None
    left: dict[int, int] = {}  # month → fen that were paid and did not go back
    single: dict[tuple[int, int], int] = {}  # month and fen → payments of so much, less refunds
    for place, number, person, fen, own_month, named in rows:
        if owner != (number, person):
            owner, left, single = (number, person), defaultdict(int), defaultdict(int)
        if fen >= 0:
            left[own_month] += fen
            single[own_month, fen] += 1
            continue
        sum_back, month, whole = -fen, own_month, None
        if not named:
            enough = [
                (single.get((earlier, sum_back), 0) > 0 or has == sum_back, earlier)
                for earlier, has in left.items()
                if has >= sum_back
            ]
            whole, month = max(enough, default=(None, own_month))
        left[month] -= sum_back
        single[month, sum_back] -= 1
        found.append((place, month, whole))
    return found
