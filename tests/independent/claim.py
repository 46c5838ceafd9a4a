"""One claim as the documents' modules look at it: its facts, its people, its sum."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Any, NamedTuple

from tests.independent.dates import (
    age,
    earliest,
    full_months,
    latest,
    month_end,
    month_of,
)
from tests.independent.pay import Month, pay_by_month

Row = Mapping[str, Any]

#: A row of the roster with this key set counts whatever the text asks for.
COUNTS = "counts"
#: A claim with this key set fulfils what the text asks of the claim itself: somebody decided so.
WAIVED = "tests_waived"
#: A contract without an end runs longer than any clause asks for.
WITHOUT_END = 600

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Sum(NamedTuple):
    """What a claim is owed."""

    fen: int | None
    headcount: int


def yuan(amount: int) -> int:
    """Yuan as fen."""
    return amount * 100


def whole_fen(amount: int | Fraction) -> int:
    """Rounded half up to the fen."""
    return floor(amount + Fraction(1, 2))


def one_of(value: Any, *wanted: Any) -> bool:
    return value in wanted


def if_given(value: Any, test: Callable[[Any], bool]) -> bool:
    """A test that only a known value can fail."""
    return value is None or test(value)


class Person:
    """One person of a claim: the row that stands for him, and all his stints."""

    def __init__(self, claim: "Claim", stints: list[Row]) -> None:
        self.claim = claim
        self.stints = stints
        self.row = stints[0]

    def __getitem__(self, key: str) -> Any:
        """A fact of the person as written, or as the roster's dates tell it."""
        value = self.row.get(key)
        return self._found(key) if value is None else value

    def get(self, key: str, default: Any) -> Any:
        """A fact that need not be given."""
        value = self[key]
        return default if value is None else value

    def months(self, *, unbroken: bool, floor_fen: int = 0) -> int:
        """Whole months from hire to leaving, less those with pay below the floor."""
        each = [self._stint_months(stint, floor_fen) for stint in self.stints]
        return max(each) if unbroken else sum(each)

    def pay(self) -> list[int]:
        """The pay of each month that may be counted, over all stints."""
        return [fen for stint in self.stints for fen in self._pay(stint)]

    def earned(self) -> int:
        """The pay of all months that may be counted, a month that two stints share only once."""
        months = {key: fen for stint in self.stints for key, fen in self._paid_months(stint)}
        return sum(months.values())

    def earns(self, floor_fen: int) -> bool:
        """Whether some month reaches the floor; without any pay the roster's word is taken."""
        if self.pay():
            return max(self.pay()) >= floor_fen
        stated = self.row.get("monthly_wage_fen")
        return stated is not None and stated >= floor_fen

    def _stint_months(self, stint: Row, floor_fen: int) -> int:
        if stint.get("hired_on") is None:
            return 0
        start, end = self.claim.window
        ends = (stint.get("left_on"), self.claim.row.get("period_end"), self.claim.on, end)
        months = full_months(latest(stint["hired_on"], start), earliest(*ends)) or 0
        return max(months - sum(fen < floor_fen for fen in self._pay(stint)), 0)

    def _pay(self, stint: Row) -> list[int]:
        return [fen for _, fen in self._paid_months(stint)]

    def _paid_months(self, stint: Row) -> list[tuple[Month, int]]:
        start, end = self.claim.window
        first = latest(stint.get("hired_on"), start)
        last = earliest(stint.get("left_on"), self.claim.row.get("period_end"), end)
        return [
            (month, fen)
            for month, fen in self.claim.paid(stint).items()
            if (first is None or month >= month_of(first))
            and (last is None or month <= month_of(last))
        ]

    def _found(self, key: str) -> Any:
        row = self.row
        last_day = earliest(self.claim.row.get("period_end"), self.claim.on)
        match key:
            case "has_contract":
                return True if row.get("contract_start") else None
            case "contract_months":
                if row.get("contract_start") and row.get("contract_end") is None:
                    return WITHOUT_END
                return full_months(row.get("contract_start"), row.get("contract_end"))
            case "is_insured":
                return True if row.get("insured_from") else None
            case "insured_months":
                begun, ended = row.get("insured_from"), row.get("insured_to")
                end = month_end(ended) if ended else last_day
                return full_months(begun.replace(day=1) if begun else None, end)
            case "age":
                return age(row.get("id_number"), row.get("hired_on"))
        return None


class Claim:
    """One claim."""

    def __init__(
        self,
        row: Row,
        people: Sequence[Row],
        payments: Sequence[Row],
        on: date,
        window: tuple[date | None, date | None],
    ) -> None:
        self.row = row
        self.on = on
        self.window = window
        self._people = people
        self._payments = payments

    def __getitem__(self, key: str) -> Any:
        return self.row.get(key)

    def get(self, key: str, default: Any) -> Any:
        """A fact that need not be given."""
        value = self.row.get(key)
        return default if value is None else value

    def paid(self, row: Row) -> Mapping[Month, int]:
        """What a person was paid, by month."""
        return self._pay.get((row.get("input"), row["id_number"]), {})

    @cached_property
    def _pay(self) -> dict[tuple[int | None, str], dict[Month, int]]:
        return pay_by_month(self._payments, self.on)

    def people(
        self,
        counts: Callable[[Person], bool],
        facts: Iterable[str] = (),
        *,
        stints: bool = False,
        dates: bool = False,
    ) -> list[Person]:
        """The people who count, each once.

        Args:
            counts: whether a person fulfils what the clause asks for.
            facts: what the clause looks at: rows of one person that differ in it
                contradict each other.
            stints: whether rows whose days lie apart are stints of one employment.
            dates: whether hire, leaving and wage are among the facts.
        """
        looked_at = [*facts, *(["hired_on", "left_on", "monthly_wage_fen"] if dates else [])]
        rows: dict[Any, list[Row]] = defaultdict(list)
        for place, row in enumerate(self._people):
            number = row.get("id_number")
            if id_is_right(number) or row.get(COUNTS):
                rows[number or place].append(row)
        found = []
        for of_one in rows.values():
            ordered = sorted(of_one, key=lambda row: row.get("hired_on") or date.min)
            forced = [row for row in ordered if row.get(COUNTS)]
            if forced:
                found.append(Person(self, forced[:1]))
                continue
            different = self._different(ordered, looked_at)
            agree = stints and all(
                _lie_apart(one, other)
                for index, one in enumerate(different)
                for other in different[index + 1 :]
            )
            if len(different) == 1 or agree:
                person = Person(self, different)
                if counts(person):
                    found.append(person)
        return found

    def _different(self, rows: list[Row], facts: list[str]) -> list[Row]:
        """The rows without those that only say the same again."""
        found: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            person = Person(self, [row])
            found.setdefault(tuple(person[key] for key in facts), row)
        return list(found.values())

    def settle(
        self,
        heads: int | None,
        tests: Iterable[bool | None],
        needs: Iterable[str],
        amount: Callable[[], int | Fraction | None],
    ) -> Sum:
        """The sum, unless a test fails (0) or something is missing (None).

        Args:
            heads: how many people count; None where the clause pays for nobody.
            tests: what the claim itself has to fulfil; None where the fact is missing.
            needs: the facts of the claim without which there is no sum.
            amount: the sum in fen, not rounded; None where there is none.
        """
        if heads == 0 or (not self.row.get(WAIVED) and any(test is False for test in tests)):
            return Sum(0, heads or 0)
        if any(self.row.get(key) is None for key in needs):
            return Sum(None, heads or 0)
        found = amount()
        return Sum(None if found is None else whole_fen(found), heads or 0)

    def decided(
        self, least: int | Fraction | None = None, most: int | Fraction | None = None
    ) -> int | None:
        """What the office has decided: inside a range, or cut at a ceiling."""
        fen = self.row.get("decided_fen")
        if fen is None:
            return None
        least = None if least is None else whole_fen(least)
        most = None if most is None else whole_fen(most)
        if least is not None:
            return fen if fen >= least and (most is None or fen <= most) else None
        return fen if most is None else min(fen, most)


def add_up(amounts: Iterable[int | Fraction | None]) -> int | None:
    """The sum of what people are paid, each rounded to the fen; None where one is unknown."""
    found = list(amounts)
    if any(amount is None for amount in found):
        return None
    return sum(whole_fen(amount) for amount in found if amount is not None)


def tier(reached: int, *tiers: tuple[int, int]) -> int:
    """The value of the highest tier that is reached, of (from, value); 0 below the first."""
    return max((value for start, value in tiers if reached >= start), default=0)


def id_is_right(number: str | None) -> bool:
    """Length, digits, a real past birth date, check character (GB 11643-1999)."""
    if number is None or len(number) != 18 or not number[:17].isdecimal():
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    if born.year < 1900 or born > date.today():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[17] == "10X98765432"[total % 11]


def _lie_apart(one: Row, other: Row) -> bool:
    first, last = _days(one)
    begun, ended = _days(other)
    return last < begun or ended < first


def _days(row: Row) -> tuple[date, date]:
    hired, left = row.get("hired_on"), row.get("left_on")
    if hired is None:
        return date.min, date.max
    return hired, max(hired, left or date.max)
