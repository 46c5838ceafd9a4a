from datetime import date
from pathlib import Path

import pytest

from samples.honest import Claim
from tests.validator.books import checked, claims, codes, only, save


def paid_on(made: list[Claim], *days: date) -> None:
    """Give the first person one payment on each of these days."""
    person = made[0].people[0]
    person.row["hired_on"] = date(2026, 1, 5)
    first = person.payments[0]
    person.payments[:] = [
        first | {"paid_on": day, "reference": f"LS99900000{number:02d}"}
        for number, day in enumerate(days)
    ]


def test_two_pays_in_a_month_hint_at_the_month_before(tmp_path: Path):
    made = claims(6)
    days = [date(2026, month, 28) for month in (2, 3, 4, 6, 7, 8)]
    paid_on(made, *days, date(2026, 6, 1))
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC303")
    assert "中间缺 2026-05，2026-06-01 入账的可能是上月工资，请核实属于哪个月" in str(
        finding["message"]
    )


def test_pay_on_the_first_of_every_month_is_counted_without_a_word(tmp_path: Path):
    made = claims(6)
    paid_on(made, *(date(2026, month, 1) for month in range(2, 9)))
    assert codes(checked(save(tmp_path / "a.xlsx", made))) == []


@pytest.mark.parametrize("memo", ["补发3、4月工资", "3-4月工资", "补4月工资"])
def test_a_memo_of_several_months_is_quoted_where_months_lack(tmp_path: Path, memo: str):
    made = claims(6)
    paid_on(made, *(date(2026, month, 15) for month in (2, 5, 6, 7, 8)))
    made[0].people[0].payments[1]["memo"] = memo
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC302")
    assert f"2026-05-15 入账的摘要为“{memo}”，请核实属于哪个月" in str(finding["message"])


def test_nothing_is_hinted_where_nothing_speaks_for_it(tmp_path: Path):
    made = claims(6)
    paid_on(made, *(date(2026, month, 15) for month in (2, 3, 5, 6, 7)))
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC302")
    assert "请核实属于哪个月" not in str(finding["message"])
