"""Random claims, made to sit on every edge of the rules, for the template and for evaluation.

Made-up people only: their ID numbers start with 640598, an area code that nobody has.
Neighbouring people share the first 15 digits, because spreadsheets like to compare no more.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from claimcheck.identity import id_check_character, tidy
from tests.addin.template.rows import Row, Rows

_SIZES = (1, 3, 4, 4, 5, 5, 5, 6, 6, 9, 10, 11)
_LARGE_SIZES = (19, 20, 21, 22, 29, 30, 31, 32)
_GROUPS = ("就业困难人员", "离校2年内未就业高校毕业生", "残疾人", "农村低收入人口", "搬迁群众")
_SPELLINGS = (
    lambda text: text,
    lambda text: text.lower(),
    lambda text: f" {text[:6]} {text[6:]}",
    lambda text: text.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")),
)


def made_up_id(number: int) -> str:
    """A right ID number; each hundred of them share the first 15 digits."""
    day = number // 100
    first = f"640598{1970 + day % 30}{1 + day % 12:02d}{1 + day % 28:02d}0{number % 100:02d}"
    return first + id_check_character(first)


@dataclass
class Batch(Rows):
    """The rows of a hiring workbook, and the same rows in normal form."""

    def claims_frame(self) -> pl.DataFrame:
        """The claims in normal form."""
        schema = {
            "claim_id": pl.String,
            "measure": pl.String,
            "applicant_code": pl.String,
            "applicant_kind": pl.String,
            "period_end": pl.Date,
            "earlier_headcount": pl.Int64,
            "already_paid_fen": pl.Int64,
            "insurance_subsidy_paid_fen": pl.Int64,
        }
        return _frame([_in_fen(row, schema) for row in self.claims], schema)

    def roster_frame(self) -> pl.DataFrame:
        """The roster in normal form."""
        schema = {
            "claim_id": pl.String,
            "id_number": pl.String,
            "category": pl.String,
            "hired_on": pl.Date,
            "left_on": pl.Date,
            "monthly_wage_fen": pl.Int64,
        }
        rows = [
            {**_in_fen(row, schema), "id_number": _comparable(row.get("id_number"))}
            for row in self.roster
        ]
        return _frame(rows, schema)

    def wages_frame(self) -> pl.DataFrame:
        """The wage flow in normal form."""
        rows = [
            {
                "id_number": _comparable(row["id_number"]),
                "paid_on": row["paid_on"],
                "amount_fen": _fen(row["amount_yuan"]),
                "memo": row["memo"],
            }
            for row in self.wages
        ]
        schema = {
            "id_number": pl.String,
            "paid_on": pl.Date,
            "amount_fen": pl.Int64,
            "memo": pl.String,
        }
        return _frame(rows, schema)


def random_batch(seed: int, claims: int, large: float = 0.07) -> Batch:
    """A batch of random claims; `large` is the share of claims with 19 people and more."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    batch, people = Batch(), iter(range(seed * 100_000, seed * 100_000 + 99_999))
    for number in range(claims):
        claim = _claim(chance, number)
        batch.claims.append(claim)
        size = chance.choice(_LARGE_SIZES if chance.random() < large else _SIZES)
        # Some claims lose a few people, so list a few more than the tier needs.
        for _ in range(size + chance.choice((0, 0, 0, 1, 2))):
            _add_person(chance, batch, claim["claim_id"], next(people) % 3_000_000)
    chance.shuffle(batch.wages)
    return batch


def _claim(chance: random.Random, number: int) -> Row:
    claim: Row = {
        "claim_id": f"SB-{number:03d}",
        "measure": "ZW26-3",
        "applicant": f"海原县试样第{number}号食品有限公司",
        "applicant_code": f"91640522MA76{number:04d}0{number % 10}",
        "applicant_kind": "小微企业",
        "county": "海原县",
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 31),
        "claimed_people": chance.randint(1, 40),
        "claimed_yuan": chance.choice((20_000, 40_000, 60_000, 80_000)),
    }
    roll = chance.random()
    if roll < 0.06:
        claim["applicant_kind"] = chance.choice(("中型企业", "合作社", "其他"))
    elif roll < 0.14:
        claim["earlier_headcount"] = chance.choice((0, 1, 4, 5, 6, 10, 20, 25, 31))
    elif roll < 0.22:
        claim["applicant_code"] = "91640522MA76SAME01"  # one applicant with several batches
    elif roll < 0.25:
        claim["applicant_code"] = None
    elif roll < 0.30:
        claim["period_end"] = chance.choice(
            (date(2026, 6, 30), date(2026, 9, 15), date(2026, 12, 1))
        )
    elif roll < 0.38:
        claim["period_end"] = date(2027, 6, 30)
    elif roll < 0.40:
        claim["measure"] = None
    elif roll < 0.48:
        claim["already_paid_yuan"] = chance.choice((0, 5000, 20_000, 40_000.5, 100_000))
    elif roll < 0.56:
        claim["insurance_subsidy_paid_yuan"] = chance.choice((0, 12_345.67, 90_000))
    return claim


def _add_person(chance: random.Random, batch: Batch, claim_id: str, number: int) -> None:
    person: Row = {
        "claim_id": claim_id,
        "name": "马试样",
        "id_number": made_up_id(number),
        "category": chance.choice(_GROUPS),
        "hired_on": date(2026, chance.choice((1, 1, 1, 2, 3, 4, 9)), chance.randint(1, 28)),
        "monthly_wage_yuan": chance.choice((None, 2999, 3000, 3200.5)),
    }
    amounts = [_amount(chance) for _ in range(chance.choice((6, 6, 6, 7, 8)))]
    months = [person["hired_on"].month + step for step in range(len(amounts))]
    if chance.random() < 0.3:
        _spoil(chance, batch, person, months, amounts)
    batch.roster.append(person)
    paid_to = person["id_number"]
    for month, amount in zip(months, amounts, strict=False):
        _pay(chance, batch, paid_to, month, amount)
    if chance.random() < 0.15:
        for month, amount in random_refunds(chance, months, amounts):
            _pay(chance, batch, paid_to, month, amount)


def random_refunds(
    chance: random.Random, months: Sequence[int], amounts: Sequence[float]
) -> list[tuple[int, float]]:
    """Money that goes back: month and sum of refunds, mostly of an earlier month's whole pay."""
    found: list[tuple[int, float]] = []
    for _ in range(chance.choice((1, 1, 2, 3)) if months and amounts else 0):
        place = chance.randrange(min(len(months), len(amounts)))
        back = chance.choice((amounts[place],) * 3 + (200.5, 1000, 2 * amounts[place]))
        month = months[place] + chance.choice((-1, 0, 0, 1, 1, 2, 3))
        found += [(max(month, 1), -back)] * chance.choice((1, 1, 1, 2))
    return found


def _amount(chance: random.Random) -> float:
    return chance.choice((3000, 3000, 3001, 3000.01, 3456.78, 5200))


def _spoil(
    chance: random.Random, batch: Batch, person: Row, months: list[int], amounts: list[float]
) -> None:
    """Give a person one of the faults that decide whether he counts."""
    if chance.random() < 0.5:
        _spoil_pay(chance, batch, person, months, amounts)
    else:
        _spoil_entry(chance, batch, person, months)


def _spoil_pay(
    chance: random.Random, batch: Batch, person: Row, months: list[int], amounts: list[float]
) -> None:
    match chance.randrange(7):
        case 0:
            amounts[chance.randrange(len(amounts))] = chance.choice((2999, 2999.99, 2870, 0.01))
        case 1:
            amounts[:] = [2999] * len(amounts)
        case 2:  # a gap
            gap = chance.randrange(1, len(months))
            months[gap:] = [month + 1 for month in months[gap:]]
        case 3:
            del months[5:]
        case 4:
            months.clear()
        case 5:  # two payments that only add up to a month's wage
            amounts[0] = 1499.99
            _pay(chance, batch, person["id_number"], months[0], 1500.01)
        case _:
            _pay(chance, batch, person["id_number"], months[0], -200.5)


def _spoil_entry(chance: random.Random, batch: Batch, person: Row, months: list[int]) -> None:
    right = person["id_number"]
    match chance.randrange(8):
        case 0:
            person["left_on"] = date(2026, chance.choice((3, 5, 6, 8)), chance.randint(1, 28))
        case 1:
            person["category"] = chance.choice(("脱贫人口", "农民工", "其他", None))
        case 2:
            person["hired_on"] = chance.choice((date(2025, 12, 31), date(2025, 7, 1), None))
        case 3:
            person["hired_on"] = date(2027, 1, 1)
        case 4:  # a wrong check character
            person["id_number"] = right[:17] + ("0" if right[17] != "0" else "1")
        case 5:
            person["id_number"] = chance.choice((None, "64059819900231001X", "640598", "无"))
        case 6 if batch.roster and batch.roster[-1]["claim_id"] == person["claim_id"]:
            # The same person again; two claims with one are nothing that the evaluation knows.
            person["id_number"] = batch.roster[-1]["id_number"]
            months.clear()
        case _:
            person["claim_id"] = "SB-不存在"


def _pay(chance: random.Random, batch: Batch, id_number: Any, month: int, amount: float) -> None:
    if not isinstance(id_number, str):
        return
    paid_on = date(2026 + (month - 1) // 12, (month - 1) % 12 + 1, chance.randint(1, 28))
    batch.wages.append(
        {
            "id_number": chance.choice(_SPELLINGS)(id_number),
            "name": "马试样",
            "paid_on": paid_on,
            "amount_yuan": amount,
            "memo": random_memo(chance),
        }
    )


def random_memo(chance: random.Random) -> str | None:
    """Mostly a wage or nothing, now and then something else."""
    if chance.random() < 0.97:
        named = f"{chance.randint(1, 13)}月工资"
        return chance.choice((None, "工资", "代发", named, f"2026年{named}", "补发1-3月工资"))
    return chance.choice(("代发住房公积金", "费用报销", "工资及差旅报销", "退款"))


def _comparable(id_number: object) -> str | None:
    return tidy(id_number) if isinstance(id_number, str) else None


def _fen(yuan: float | None) -> int | None:
    return None if yuan is None else round(yuan * 100)


def _in_fen(row: Row, schema: dict[str, Any]) -> Row:
    """A row with its amounts of yuan as fen."""
    money = [name.removesuffix("_fen") for name in schema if name.endswith("_fen")]
    return {**row, **{f"{name}_fen": _fen(row.get(f"{name}_yuan")) for name in money}}


def _frame(rows: Sequence[Row], schema: dict[str, Any]) -> pl.DataFrame:
    columns = {name: [row.get(name) for row in rows] for name in schema}
    return pl.DataFrame(columns, schema=schema).with_columns(input=pl.lit(0, pl.Int64))
