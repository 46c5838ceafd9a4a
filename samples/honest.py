"""Honest claims of made-up firms: everything in them is right and adds up."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from claimcheck.policy import rule
from samples import people

MEASURE = "ZW26-3"

#: One row of a sheet: key → value.
Row = dict[str, Any]

_COUNTIES = ("沙坡头区", "中宁县", "海原县")


@dataclass
class Person:
    """A row of the roster and the payments that prove it."""

    row: Row
    payments: list[Row]


@dataclass
class Claim:
    """A row of the claims sheet and its people."""

    row: Row
    people: list[Person]


def claims(
    generator: random.Random, sizes: Sequence[int], *, months: Sequence[int] = (6, 7, 8)
) -> Iterator[Claim]:
    """One claim for each size, each person paid for one of `months` months.

    Yields:
        Claims one by one, so that a batch of any length needs little memory.
    """
    numbers = people.id_numbers(generator)
    references = iter(range(1, 10**9))
    digits = max(3, len(str(len(sizes))))
    for index, size in enumerate(sizes, 1):
        firm = people.firm(generator)
        claim_id = f"SB-{index:0{digits}d}"
        members = [
            _person(generator, claim_id, firm, next(numbers), references, generator.choice(months))
            for _ in range(size)
        ]
        yield Claim(
            {
                "claim_id": claim_id,
                "measure": MEASURE,
                "applicant": firm,
                "applicant_code": people.credit_code(generator),
                "applicant_kind": "小微企业",
                "county": generator.choice(_COUNTIES),
                "period_start": date(2026, 1, 1),
                "period_end": date(2026, 12, 31),
                "claimed_people": size,
                "claimed_yuan": amount(size),
            },
            members,
        )


def amount(headcount: int) -> int | float:
    """What the measure's table gives for so many people."""
    tiers = rule(MEASURE).measure.tables[0].rows
    reached = [tier.value for tier in tiers if headcount >= tier.start]
    return reached[-1] if reached else 0


def _person(
    generator: random.Random,
    claim_id: str,
    firm: str,
    id_number: str,
    references: Iterator[int],
    months: int,
) -> Person:
    name, account = people.name(generator), people.account(generator)
    hired = date(2026, generator.randint(1, 2), generator.randint(1, 28))
    wage = 100 * generator.randint(31, 60)
    requirement = next(
        item for item in rule(MEASURE).measure.requirements if item.fact == "category"
    )
    row = {
        "claim_id": claim_id,
        "name": name,
        "id_number": id_number,
        "category": generator.choice(requirement.one_of or []),
        "employer": firm,
        "hired_on": hired,
        "contract_start": hired,
        "contract_end": date(hired.year + 1, hired.month, hired.day),
        "monthly_wage_yuan": wage,
        "phone": people.phone(generator),
        "bank_account": account,
    }
    payments = [
        {
            "id_number": id_number,
            "name": name,
            "paid_on": date(2026, hired.month + month, generator.randint(10, 20)),
            "amount_yuan": wage + generator.randint(0, 30_000) / 100,
            "payer": firm,
            "payee_account": account,
            "reference": f"LS{next(references):010d}",
            "memo": "工资",
        }
        for month in range(1, months + 1)
    ]
    return Person(row, payments)
