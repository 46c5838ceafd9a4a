"""Which month money that went back is taken off."""

import random
from datetime import date

import polars as pl
import pytest

from claimcheck.evaluate import evaluate
from claimcheck.evaluate.pay import monthly_pay, payments_by_month
from claimcheck.evaluate.refunds import refund_months
from claimcheck.office import Office, WageMonth
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.evaluate.people import claim, id_number, months, pay, roster, wages

ON = date(2027, 6, 30)

#: day or month → yuan; a list where there are several on one day
Flow = list[tuple[str, float]]


def by_month(flow: Flow, memos: dict[str, str] | None = None, **changes) -> dict[str, float]:
    """What each month of a person holds in the end: 2026-05 → yuan."""
    payments = [pay(1, {when: yuan}) for when, yuan in flow]
    frame = wages(*payments)
    texts = [(memos or {}).get(when) for when, _ in flow]
    frame = frame.with_columns(memo=pl.Series(texts, dtype=pl.String))
    people = pl.DataFrame({"person": [0], "input": [0], "id_number": [id_number(1)]})
    found = monthly_pay(people, frame, changes.pop("on", ON), **changes).sort("month")
    return {
        f"{month // 12}-{month % 12 + 1:02d}": fen / 100
        for month, fen in found.select("month", "pay_fen").iter_rows()
    }


def paid(**yuan: float) -> Flow:
    """paid(apr=3000) …: pay on the 10th of a month of 2026."""
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jul"]
    return [(f"2026-{names.index(name) + 1:02d}", amount) for name, amount in yuan.items()]


def test_a_refund_takes_back_the_earlier_month_with_its_sum():
    flow = [*paid(apr=3000, may=3100, jun=3200), ("2026-06-20", -3100)]
    assert by_month(flow) == {"2026-04": 3000, "2026-06": 3200}


def test_a_refund_in_a_month_without_other_pay_does_not_vanish():
    assert by_month([*paid(apr=3000, may=3100), ("2026-07-20", -3000)]) == {"2026-05": 3100}


def test_of_several_months_with_its_sum_the_latest_before_it_is_taken_back():
    flow = [*paid(apr=3000, may=3000, jun=3000), ("2026-06-05", -3000)]
    assert by_month(flow) == {"2026-04": 3000, "2026-06": 3000}


def test_a_refund_on_the_day_of_a_payment_comes_after_it():
    assert by_month([*paid(apr=3000), ("2026-05-10", -3000), *paid(may=3000)]) == {"2026-04": 3000}


def test_two_equal_refunds_take_back_two_months():
    flow = [*paid(apr=3000, may=3000, jun=3200), ("2026-06-20", -3000), ("2026-06-20", -3000)]
    assert by_month(flow) == {"2026-06": 3200}


def test_a_wage_that_is_paid_again_counts_in_the_month_in_which_it_is_paid_again():
    flow = [*paid(apr=3000), ("2026-05-05", -3000), ("2026-05-06", 3000)]
    assert by_month(flow) == {"2026-05": 3000}
    assert by_month([*flow, ("2026-05-20", -3000)]) == {}


def test_a_wage_paid_in_two_parts_goes_back_as_one_sum():
    flow = [("2026-04-10", 2000), ("2026-04-20", 1500), *paid(may=4000), ("2026-05-20", -3500)]
    assert by_month(flow) == {"2026-05": 4000}


def test_one_of_two_payments_of_a_month_goes_back():
    flow = [("2026-04-10", 2000), ("2026-04-20", 1500), *paid(may=4000), ("2026-05-20", -1500)]
    assert by_month(flow) == {"2026-04": 2000, "2026-05": 4000}


@pytest.mark.parametrize(
    ("back", "april", "may"), [(2999.99, 3000, 3000.01), (3000, 0, 6000), (3000.01, 3000, 2999.99)]
)
def test_only_the_very_sum_takes_back_an_earlier_month_whole(back, april, may):
    found = by_month([*paid(apr=3000, may=6000), ("2026-06-20", -back)])
    assert found == {name: yuan for name, yuan in (("2026-04", april), ("2026-05", may)) if yuan}


@pytest.mark.parametrize(
    ("back", "april", "may"), [(3999.99, 5000, 0.01), (4000, 5000, 0), (4000.01, 999.99, 4000)]
)
def test_a_part_is_taken_off_the_latest_month_that_has_as_much(back, april, may):
    found = by_month([*paid(apr=5000, may=4000), ("2026-06-20", -back)])
    assert found == {name: yuan for name, yuan in (("2026-04", april), ("2026-05", may)) if yuan}


def test_a_part_is_held_against_what_other_refunds_have_left():
    flow = [*paid(apr=3000, may=3000), ("2026-06-01", -2000), ("2026-06-02", -2000)]
    assert by_month(flow) == {"2026-04": 1000, "2026-05": 1000}


def test_money_that_was_never_paid_is_taken_off_the_month_of_its_refund():
    assert by_month([*paid(apr=3000, jun=5000), ("2026-05-20", -4000)]) == {
        "2026-04": 3000,
        "2026-06": 5000,
    }
    assert by_month([("2026-06-02", -4000), *paid(jun=5000)]) == {"2026-06": 1000}


def test_a_refund_after_the_day_of_judgement_takes_nothing_back():
    flow = [*paid(apr=3000), ("2026-05-20", -3000)]
    assert by_month(flow, on=date(2026, 5, 19)) == {"2026-04": 3000}
    assert by_month(flow, on=date(2026, 5, 20)) == {}


def test_the_month_of_the_memo_is_taken_back_where_memos_decide():
    flow = [*paid(apr=3000, may=3000, jun=3000), ("2026-06-20", -3000)]
    memos = {"2026-06-20": "退回4月工资"}
    assert by_month(flow, memos, by_memo=True) == {"2026-05": 3000, "2026-06": 3000}
    assert by_month(flow, memos) == {"2026-04": 3000, "2026-05": 3000}
    unnamed = {"2026-06-20": "退回"}
    assert by_month(flow, unnamed, by_memo=True) == {"2026-04": 3000, "2026-05": 3000}


def test_a_memo_that_names_the_month_of_the_refund_keeps_it_there_where_memos_decide():
    flow = [*paid(apr=3100, jun=4000), ("2026-06-20", -3100)]
    assert by_month(flow, {"2026-06-20": "退回6月工资"}, by_memo=True) == {
        "2026-04": 3100,
        "2026-06": 900,
    }


def test_refunds_of_other_people_and_other_files_take_nothing_back():
    flow = wages(pay(1, months(4, 5)), pay(2, {"2026-05-20": -3000}))
    flow = flow.vstack(
        flow.filter(pl.col("amount_fen") < 0).with_columns(input=pl.lit(1, pl.Int64))
    )
    people = pl.DataFrame({"person": [0], "input": [0], "id_number": [id_number(1)]})
    flow = flow.with_columns(memo=pl.lit(None, pl.String))
    assert monthly_pay(people, flow, ON)["pay_fen"].to_list() == [300_000, 300_000]


def test_the_order_of_rows_never_changes_which_months_are_taken_back():
    chance = random.Random(7)  # noqa: S311 - no secret
    memos = (None, "退回4月工资", "退回", "5月工资")
    for _ in range(200):
        rows = [
            (chance.choice((f"2026-{chance.randint(2, 7):02d}-{chance.choice((5, 10)):02d}",)),
             chance.choice((1500, 3000, 3000, 3500, -1500, -3000, -3000, -3500, -200)),
             chance.choice(memos))
            for _ in range(chance.randint(2, 12))
        ]  # fmt: skip
        by_memo = chance.random() < 0.5
        found = []
        for _ in range(3):
            chance.shuffle(rows)
            frame = wages(*(pay(1, {when: yuan}) for when, yuan, _ in rows))
            frame = frame.with_columns(memo=pl.Series([memo for *_, memo in rows], dtype=pl.String))
            people = pl.DataFrame({"person": [0], "input": [0], "id_number": [id_number(1)]})
            found.append(monthly_pay(people, frame, ON, by_memo=by_memo).sort("month").rows())
        assert found[0] == found[1] == found[2], rows


def test_a_refund_says_whether_its_sum_was_paid_or_a_part_went_back():
    back = {"2026-06-01": -3000, "2026-06-02": -500, "2026-06-03": -9000}
    flow = wages(pay(1, {"2026-04": 3000, "2026-05": 3500}), pay(1, back))
    flow = flow.with_columns(memo=pl.lit(None, pl.String))
    found = refund_months(payments_by_month(flow, ON, by_memo=False)).sort("place")
    assert found["place"].to_list() == [2, 3, 4]
    assert (found["month"] - 2026 * 12 + 1).to_list() == [4, 5, 6]
    assert found["whole"].to_list() == [True, False, None]


def test_a_refund_in_a_later_month_does_not_kill_a_good_month():
    flow = wages(pay(1, {**months(1, 5), "2026-06": 3200, "2026-07": 3000, "2026-07-20": -3200}))
    settings = Settings(on=ON)
    found = evaluate(rule("ZW26-3"), claim(), roster(), flow, settings).people.row(0, named=True)
    assert (found["months_employed"], found["lowest_fen"]) == (6, 300_000)


@pytest.mark.parametrize(("last", "counted"), [(6, False), (7, True), (8, True)])
def test_six_months_are_needed_besides_the_one_that_went_back(last, counted):
    flow = wages(pay(1, {**months(1, last), "2026-12-20": -3000}))
    office = Office(wage_month=WageMonth(by="memo", basis="会议纪要", decided_on=date(2026, 1, 5)))
    for settings in (Settings(on=ON), Settings(on=ON, office=office)):
        found = evaluate(rule("ZW26-3"), claim(), roster(), flow, settings)
        assert found.people["counted"][0] is counted
