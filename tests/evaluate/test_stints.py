"""People with several stints of work in one claim (ZW26-8: six months, R-30)."""

from datetime import date

import polars as pl
import pytest

from claimcheck.evaluate import evaluate
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.evaluate.people import claim, id_number, months, pay, wages


def months_of(*stints: tuple[date, date | None], **readings: str) -> list[int]:
    """The months of each row of one person with these stints."""
    rows = [
        {
            "input": 0,
            "claim_id": "SB-1",
            "id_number": id_number(1),
            "hired_on": hired,
            "left_on": left,
        }
        for hired, left in stints
    ]
    found = evaluate(
        rule("ZW26-8"),
        claim(period_end=date(2026, 10, 31)),
        pl.DataFrame(rows, schema_overrides={"left_on": pl.Date}),
        wages(),
        Settings(
            on=date(2026, 11, 30),
            readings={key.replace("_", "-"): v for key, v in readings.items()},
        ),
    )
    return found.people["months_employed"].to_list()


SPRING = (date(2026, 1, 1), date(2026, 3, 31))
SUMMER = (date(2026, 5, 1), date(2026, 7, 31))


def test_the_stints_of_a_person_are_added_up_on_the_first_row():
    assert months_of(SPRING, SUMMER) == [6, 3]


def test_the_longest_stint_counts_where_work_must_be_unbroken():
    assert months_of(SPRING, (date(2026, 5, 1), date(2026, 8, 31)), R_30="B_unbroken") == [4, 4]


@pytest.mark.parametrize(
    ("begun", "months"),
    [(date(2026, 3, 31), 3), (date(2026, 4, 1), 6)],
)
def test_days_that_overlap_add_nothing(begun, months):
    assert months_of(SPRING, (begun, date(2026, 7, 1)))[0] == months


def test_an_open_stint_leaves_no_room_for_another():
    assert months_of((date(2026, 1, 1), None), SUMMER)[0] == 10


def paid_stints(low: int, good: int, option: str) -> tuple[int, int | None, bool]:
    """Months, tested wage in yuan and whether a person counts: three months, then four (ZW25-3).

    Args:
        low: the pay of each of the three months.
        good: the pay of each of the four.
        option: of R-76.
    """
    stints = [(SPRING, low), ((date(2026, 5, 1), date(2026, 8, 31)), good)]
    rows = [
        {"input": 0, "claim_id": "SB-1", "id_number": id_number(1), "hired_on": start,
         "left_on": end}
        for (start, end), _ in stints
    ]  # fmt: skip
    flow = [pay(1, months(1, 3, low)), pay(1, months(5, 8, good))]
    found = evaluate(
        rule("ZW25-3"),
        claim(period_end=date(2026, 10, 31), measure="ZW25-3"),
        pl.DataFrame(rows),
        wages(*flow),
        Settings(on=date(2026, 11, 30), readings={"R-76": option}),
    )
    first = found.people.row(0, named=True)
    wage = first["monthly_wage_fen"]
    met = [name for name in first if name.startswith("met_") and "wage" in name]
    return first["months_employed"], wage and wage // 100, bool(first[met[0]])


def test_a_stint_below_the_floor_costs_its_months_and_not_those_of_the_other():
    assert paid_stints(2999, 3000, "A_not_counted") == (4, 3000, True)
    assert paid_stints(3000, 2999, "A_not_counted") == (3, 3000, True)
    assert paid_stints(2999, 2998, "A_not_counted") == (0, 2999, False)


def test_where_a_month_below_the_floor_puts_out_it_is_looked_for_in_all_stints():
    assert paid_stints(3000, 2999, "B_disqualifies")[1:] == (2999, False)
    assert paid_stints(2999, 3000, "B_disqualifies")[1:] == (2999, False)
    assert paid_stints(3000, 3001, "B_disqualifies")[1:] == (3000, True)


def test_rows_without_a_number_are_people_of_their_own():
    rows = pl.DataFrame(
        [
            {"input": 0, "claim_id": "SB-1", "id_number": None, "hired_on": hired, "left_on": left}
            for hired, left in (SPRING, SUMMER)
        ],
        schema_overrides={"id_number": pl.String},
    )
    found = evaluate(rule("ZW26-8"), claim(period_end=date(2026, 10, 31)), rows, wages())
    assert found.people["months_employed"].to_list() == [3, 3]


def counted(*rows: dict, measure: str = "ZW26-3") -> list[bool]:
    """Whether each row of one person counts; the same whatever the order of the rows."""
    common = {
        "input": 0,
        "claim_id": "SB-1",
        "id_number": id_number(1),
        "category": "残疾人",
        "hired_on": date(2026, 1, 1),
        "left_on": None,
        "residence_kind": "农村",
        "is_local_hukou": True,
        "has_contract": True,
        "is_insured": True,
        "destination": "跨省（区）",
        "excluded": None,
    }
    frame = pl.DataFrame(
        [{**common, "row": number, **row} for number, row in enumerate(rows)],
        schema_overrides={"left_on": pl.Date, "excluded": pl.String},
    )
    paid = wages(pay(1, months(1, 6)))
    found = [
        evaluate(rule(measure), claim(), ordered, paid, Settings(on=date(2026, 12, 31)))
        for ordered in (frame, frame.reverse())
    ]
    heads = [result.claims["headcount"][0] for result in found]
    assert heads[0] == heads[1]
    people = found[0].people
    assert people.filter(~pl.col("counted"))["reason"].str.len_chars().min() != 0
    return people["counted"].to_list()


def test_the_same_row_twice_is_one_person():
    assert counted({}, {}) == [True, False]


def test_what_no_clause_asks_for_may_differ():
    assert counted({"phone": "1"}, {"phone": "2"}) == [True, False]


@pytest.mark.parametrize(
    "other",
    [{"category": "农民工"}, {"hired_on": date(2026, 2, 1)}, {"left_on": date(2026, 12, 1)}],
)
def test_rows_that_contradict_each_other_count_for_nobody(other):
    assert counted({}, other) == [False, False]


def test_three_rows_of_which_one_contradicts_count_for_nobody():
    assert counted({}, {}, {"category": "农民工"}) == [False, False, False]


def test_a_contradiction_is_settled_when_one_of_the_rows_is_put_out():
    assert counted({}, {"category": "农民工", "excluded": "经核实为误填"}) == [True, False]


def test_the_earliest_stint_stands_for_all_wherever_it_is_written():
    spring = {"hired_on": date(2026, 1, 1), "left_on": date(2026, 3, 31)}
    summer = {"hired_on": date(2026, 5, 1), "left_on": date(2026, 7, 31)}
    assert counted(summer, spring, measure="ZW26-8") == [False, True]
    assert counted(summer, {**spring, "destination": "同县（区）"}, measure="ZW26-8") == [
        False,
        False,
    ]
    assert counted({**summer, "destination": "同县（区）"}, spring, measure="ZW26-8") == [
        False,
        True,
    ]


def test_stints_that_share_a_day_contradict_each_other():
    spring = {"hired_on": date(2026, 1, 1), "left_on": date(2026, 7, 31)}
    summer = {"hired_on": date(2026, 7, 31), "left_on": date(2026, 12, 31)}
    assert counted(spring, summer, measure="ZW26-8") == [False, False]
    later = {**summer, "hired_on": date(2026, 8, 1)}
    assert counted(spring, later, measure="ZW26-8") == [True, False]


def test_a_stint_whose_first_day_is_not_known_contradicts_the_others():
    known = {"hired_on": date(2026, 1, 1), "left_on": date(2026, 7, 31)}
    assert counted(known, {"hired_on": None}, measure="ZW26-8") == [False, False]


def test_a_stint_that_was_put_out_adds_no_months():
    spring = {"hired_on": date(2026, 1, 1), "left_on": date(2026, 3, 31)}
    summer = {"hired_on": date(2026, 5, 1), "left_on": date(2026, 7, 31)}
    assert counted(spring, {**summer, "excluded": "经核实没有务工"}, measure="ZW26-8") == [
        False,
        False,
    ]
