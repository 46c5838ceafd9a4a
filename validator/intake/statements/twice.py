"""The same payment in two files: the worker's statement, the firm's, and the firm's list.

The two write it with other balances and numbers, so that only person, day and sum are alike.
What stands in the workbook already, imported or typed in by hand, counts as well.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claimcheck.names import plain_name
from claimcheck.text import shown_name
from validator.intake.statements.employer import LIST_LAYOUT
from validator.intake.statements.keeping import Payment
from validator.intake.statements.provenance import read_records
from validator.intake.statements.roster import ClaimBook


@dataclass(frozen=True)
class _Taken:
    """A payment that counts already."""

    paid_on: date | None
    digest: str  #: of its file; "" where it stands in the workbook
    from_list: bool
    place: str  #: as it is said to people


class TakenPayments:
    """The payments that were taken, by person and sum."""

    def __init__(self) -> None:
        """None yet."""
        self._taken: dict[tuple[str, int], list[_Taken]] = {}

    @classmethod
    def written_in(cls, claim: ClaimBook) -> "TakenPayments":
        """What stands in the 工资流水 of a workbook."""
        taken = cls()
        lists = {
            record["row"]
            for record in read_records(claim.path)
            if record["layout"] == LIST_LAYOUT.title
        }
        columns = ("row", "id_number", "amount_fen", "paid_on")
        if not {*columns} <= {*claim.wages.frame.columns}:
            return taken
        for row, number, fen, day in claim.wages.frame.select(columns).iter_rows():
            if number and fen and day:
                found = _Taken(day, "", str(row) in lists, f"工资流水第 {row} 行")
                taken._taken.setdefault((number, fen), []).append(found)
        return taken

    def take(self, payment: Payment) -> None:
        """Remember a payment that was taken."""
        place = f"“{shown_name(Path(payment.file))}”{payment.page}第 {payment.source_row} 行"
        found = _Taken(payment.paid_on, payment.digest, _is_listed(payment), place)
        self._taken.setdefault((_person(payment), payment.amount_fen), []).append(found)

    def doubt(self, payment: Payment) -> str:
        """Why a payment may be one that was taken from another file; "" where it is none."""
        for other in self._taken.get((_person(payment), payment.amount_fen), ()):
            if other.digest != payment.digest and _alike(payment, other):
                when = "同一天" if payment.paid_on == other.paid_on else "同一个月"
                return f"与{other.place}同一人、同一金额、{when}，可能是同一笔"
        return ""


def _person(payment: Payment) -> str:
    """Who was paid: without a roster, what the file says of him."""
    return payment.id_number or payment.account or plain_name(payment.name)


def _is_listed(payment: Payment) -> bool:
    return payment.layout == LIST_LAYOUT.title


def _alike(one: Payment, other: _Taken) -> bool:
    """Whether the days are one; a list is often dated otherwise than the bank paid it."""
    if one.paid_on is None or other.paid_on is None:
        return False
    if _is_listed(one) is not other.from_list:
        return f"{one.paid_on:%Y-%m}" == f"{other.paid_on:%Y-%m}"
    return one.paid_on == other.paid_on
