# ruff: noqa: E501 - one entry a line
"""Made-up accounts: what comes in and goes out, and what each row truly is."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from samples import people

WAGES, PERHAPS, NOT_WAGES = "工资", "可能是工资", "不是工资"


@dataclass
class Entry:
    """One row: what the bank knows of it, and what it truly is."""

    day: date
    time: str
    amount: Decimal  #: in is positive
    memo: str
    party: str = ""
    party_account: str = ""
    reference: str = ""
    truth: str = NOT_WAGES
    balance: Decimal = Decimal(0)
    number: int = 0


@dataclass
class Account:
    """An account and its rows, oldest first."""

    name: str
    number: str
    id_number: str
    employer: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def first(self) -> date:
        return self.entries[0].day

    @property
    def last(self) -> date:
        return self.entries[-1].day


#: What else comes in, none of it pay: memo, payer.
OTHER_INCOME: Sequence[tuple[str, str]] = (
    ("代发住房公积金", "中卫市住房公积金管理中心"),
    ("差旅费报销", "{employer}"),
    ("转账", "{friend}"),
    ("退款", "某网络购物有限公司"),
    ("结息", ""),
    ("一卡通惠农补贴", "中宁县财政局"),
    ("借款", "{friend}"),
    ("现金存入", ""),
    ("货款", "香山枸杞收购有限公司"),
    ("跨行转入", "{self}"),
)
#: What may be pay.
UNSURE_INCOME: Sequence[tuple[str, str]] = (
    ("代发", "{employer}"),
    ("劳务费", "{employer}"),
    ("工资报销", "{employer}"),
)
SPENDING = ("消费", "转账支出", "手机充值", "水电费", "快捷支付", "ATM取款")


def account(
    generator: random.Random,
    *,
    wage_memo: str = "{month}月工资",
    months: int = 8,
    between: int = 4,
    start: date = date(2026, 1, 12),
) -> Account:
    """A worker's account: pay once a month, other rows between."""
    employer, friend = people.firm(generator), people.name(generator)
    made = Account(
        people.name(generator),
        people.account(generator),
        next(people.id_numbers(generator)),
        employer,
    )
    names = {"employer": employer, "friend": friend, "self": made.name}
    reference = generator.randrange(10**9, 9 * 10**9)
    others = list(OTHER_INCOME) + [(memo, party) for memo, party in UNSURE_INCOME]
    for month in range(months):
        year, number = divmod(start.month - 1 + month, 12)
        pay_day = date(start.year + year, number + 1, start.day)
        memo = wage_memo.format(month=(number - 1) % 12 + 1)
        wage = Decimal(generator.randrange(310_000, 620_000)) / 100
        made.entries.append(Entry(pay_day, _time(generator), wage, memo, employer, truth=WAGES))
        for step in range(between):
            day = pay_day + timedelta(days=1 + step * 26 // max(between, 1))
            amount = Decimal(generator.randrange(500, 90_000)) / 100
            if step % 2:
                entry = Entry(day, _time(generator), -amount, generator.choice(SPENDING), "某商户")
            else:
                text, party = others[(month * between // 2 + step // 2) % len(others)]
                unsure = (text, party) in UNSURE_INCOME
                entry = Entry(
                    day, _time(generator), amount, text, party.format(**names),
                    truth=PERHAPS if unsure else NOT_WAGES,
                )  # fmt: skip
            made.entries.append(entry)
    made.entries.sort(key=lambda entry: (entry.day, entry.time))
    balance = Decimal(generator.randrange(100_000, 2_000_000)) / 100
    for place, entry in enumerate(made.entries, 1):
        balance += entry.amount
        entry.balance, entry.number = balance, place
        entry.reference = str(reference + place)
        entry.party_account = people.account(generator) if entry.party else ""
    return made


def employer_account(generator: random.Random, workers: Sequence[str]) -> Account:
    """An employer's account: pays its workers one by one, and other things."""
    made = Account(people.firm(generator), "29" + people.account(generator)[:15], "", "")
    for month in range(2, 8):
        for place, worker in enumerate(workers):
            wage = -Decimal(generator.randrange(310_000, 620_000)) / 100
            made.entries.append(
                Entry(date(2026, month, 15), f"09:{place:02d}:00", wage, "代发工资", worker, truth=WAGES)
            )  # fmt: skip
        total = -Decimal(generator.randrange(3_000_000, 6_000_000)) / 100
        day = date(2026, month, 16)
        made.entries += [
            Entry(day, "09:30:00", total, "代发工资", "代发业务待清算专户", truth=PERHAPS),
            Entry(day, "10:00:00", Decimal(generator.randrange(10**6, 10**7)) / 100, "货款", "某食品有限公司"),
            Entry(day, "10:10:00", -Decimal(45_000) / 100, "材料款", "某建材有限公司"),
            Entry(day, "10:20:00", -Decimal(8_000) / 100, "差旅费报销", workers[0]),
        ]  # fmt: skip
    balance = Decimal(9_000_000)
    for place, entry in enumerate(made.entries, 1):
        balance += entry.amount
        entry.balance, entry.number = balance, place
        entry.reference = f"88{place:08d}"
        entry.party_account = people.account(generator)
    return made


def _time(generator: random.Random) -> str:
    return f"{generator.randint(8, 19):02d}:{generator.randint(0, 59):02d}:{generator.randint(0, 59):02d}"
