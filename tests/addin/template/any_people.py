"""Random people of a random claim, with their contracts, insurance and pay.

Made-up people only: their ID numbers start with 640598, an area code that nobody has.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from claimcheck.forms import ColumnType, Sheet, SheetKind
from claimcheck.identity import id_check_character
from claimcheck.policy.employment import MonthsFrom
from tests.addin.template.any_batch import AnyBatch
from tests.addin.template.drawing import Drawing, plain_bound
from tests.addin.template.random_claims import made_up_id, random_memo, random_refunds
from tests.addin.template.rows import Row

#: lists so long hold their wages in the roster, to keep the workbook small
_HUGE = 100


@dataclass
class Crowd:
    """What the people of one claim have in common."""

    chance: random.Random
    batch: AnyBatch
    drawing: Drawing
    claim: Row
    first: date  #: the first day on which people are hired
    size: int
    steady: bool  #: whether all are hired early and stay, so that long employments come up

    @property
    def sheet(self) -> Sheet:
        """The roster of the form."""
        sheet = self.batch.form.sheet(SheetKind.ROSTER)
        assert sheet is not None
        return sheet

    @property
    def paid_share(self) -> float:
        """How many of the people have payments."""
        employment = self.drawing.rule.measure.employment
        if employment is not None and employment.months is MonthsFrom.PAYMENTS:
            return 0.97
        return 0.5 if self.size < _HUGE else 0.02


def add_person(crowd: Crowd, number: int, good: bool) -> None:
    """Add one person, a good one mostly such as the rule wants; the number makes the ID."""
    chance, keys = crowd.chance, {column.key for column in crowd.sheet.inputs}
    hired = crowd.first + timedelta(
        chance.choice((0, 0, 0, 1, 30) if crowd.steady else (0, 0, 0, 1, 30, 58, 59, 90, 150))
    )
    usual = (1, 2, 3, 3, 4, 5, 6, 6, 6, 8, 9, 9, 12, 13)
    months = crowd.drawing.months("months_employed", usual)
    months = max(months, 6) if good and chance.random() < 0.8 else months
    left = _after(hired, months, chance.choice((-1, -2, 0)))
    person: Row = {
        "claim_id": crowd.claim["claim_id"],
        "name": "马试样",
        "id_number": _own_id(crowd, number, hired),
        "hired_on": hired,
        "left_on": None if crowd.steady and good else chance.choice((None, None, left)),
    }
    if not good:
        person |= _spoilt(crowd, person["id_number"])
    _fill(crowd, person, good)
    if "contract_start" in keys and (good or chance.random() < 0.7):
        begun = hired + timedelta(chance.choice((0, 0, -10)))
        person["contract_start"] = begun
        usual = (6, 6, 12, 12, 24) if good else (5, 6, 6, 11, 12, 12, 24)
        length = crowd.drawing.months("contract_months", usual)
        ended = _after(begun, length, chance.choice((-1, -1, 0, 0 if good else -2)))
        person["contract_end"] = chance.choice((ended, ended, None))
    if "insured_from" in keys and (good or chance.random() < 0.7):
        start = hired.replace(day=1)
        person["insured_from"] = start
        length = chance.choice((0, 1, 5, 11, 12, 13))
        person["insured_to"] = chance.choice((None, _after(start, length, 0)))
    rows = [person]
    if person["hired_on"] and chance.random() < 0.08:
        # A second stint of the same person, now and then overlapping the first.
        ended = person["left_on"] or hired + timedelta(60)
        begun = ended + timedelta(chance.choice((1, 1, 30, 0, -20)))
        rows = [person | {"left_on": ended}, person | {"hired_on": begun, "left_on": None}]
    elif chance.random() < 0.04:
        # The same row again, now and then with another day.
        rows = [person, person | chance.choice(({}, {}, {"left_on": hired + timedelta(200)}))]
    crowd.batch.roster += [
        {key: value for key, value in row.items() if key in keys} for row in rows
    ]
    if crowd.batch.form.sheet(SheetKind.WAGES) and chance.random() < crowd.paid_share:
        _pay(crowd, person, hired, good)


def _fill(crowd: Crowd, person: Row, good: bool) -> None:
    """The facts of the person that no date gives."""
    chance, drawing = crowd.chance, crowd.drawing
    for column in crowd.sheet.inputs:
        if column.type in {ColumnType.DATE, ColumnType.MONTH}:
            continue
        if column.key == "household_id":
            person[column.key] = chance.choice((None, made_up_id(chance.randrange(4))))
        elif column.key not in person:
            person[column.key] = drawing.value(column, good or chance.random() < 0.6)
            default = drawing.rule.measure.defaults.get(column.key)
            if default is not None and chance.random() < 0.4:
                person[column.key] = chance.choice((None, default))


def _own_id(crowd: Crowd, number: int, hired: date) -> str:
    """A right ID number; around the bounds of age where the rule has any."""
    bounds = [plain_bound(crowd.drawing.rule, test) for test in crowd.drawing.tests.get("age", [])]
    if not bounds:
        return made_up_id(number % 3_000_000)
    age = max(bound or 0 for bound in bounds) - crowd.chance.choice((1, 1, 2, 3, 0, -1, 8, 9, 7))
    birthday = hired + timedelta(crowd.chance.choice((0, 1, -1, 40, -200)))
    first = f"640598{hired.year - age}{birthday.month:02d}{min(birthday.day, 28):02d}"
    first += f"{number % 1000:03d}"
    return first + id_check_character(first)


def _spoilt(crowd: Crowd, right: str) -> Row:
    chance, roster = crowd.chance, crowd.batch.roster
    match chance.randrange(6):
        case 0:
            return {"id_number": right[:17] + ("0" if right[17] != "0" else "1")}
        case 1:
            return {"id_number": chance.choice((None, "64059819900231001X", "640598", "无"))}
        # Who stands in two claims is known to `validate` and the sheet, not to the evaluation.
        case 2 if roster and roster[-1]["claim_id"] == crowd.claim["claim_id"]:
            return {"id_number": roster[-1]["id_number"]}
        case 3:
            return {"hired_on": None}
        case 4:
            return {"hired_on": date(2024, 12, chance.randint(1, 31))}
    return {}


def _pay(crowd: Crowd, person: Row, hired: date, good: bool) -> None:
    chance, number = crowd.chance, person["id_number"]
    if not isinstance(number, str):
        return
    floor = float(chance.choice(crowd.drawing.bounds["yuan"] or [3000]))
    floor = floor if 1000 <= floor <= 10_000 else 3000.0
    paid: list[tuple[date, float]] = []
    for step in range(chance.choice((6, 6, 7, 9) if good else (1, 3, 5, 6, 9))):
        if chance.random() < (0.01 if good else 0.05):
            continue
        day = _after(hired.replace(day=1), step, chance.randint(0, 27))
        below = () if good and chance.random() < 0.97 else (-0.01, -1)
        amount = round(floor + chance.choice((0, 0, 0.01, 500, 1234.56, *below)), 2)
        parts = [amount] if chance.random() < 0.9 else [100.0, round(amount - 100, 2)]
        paid += [(day, part) for part in parts]
    if paid and chance.random() < 0.07:
        places = range(len(paid))
        back = random_refunds(chance, places, [yuan for _, yuan in paid])
        paid += [(paid[min(place, len(paid) - 1)][0], yuan) for place, yuan in back]
    for day, yuan in paid:
        crowd.batch.wages.append(
            {
                "id_number": number,
                "name": "马试样",
                "paid_on": day,
                "amount_yuan": yuan,
                "memo": random_memo(chance),
            }
        )


def _after(start: date, months: int, days: int) -> date:
    """A day so many months and days after another."""
    month = start.month - 1 + months
    first = date(start.year + month // 12, month % 12 + 1, 1)
    return first + timedelta(start.day - 1 + days)
