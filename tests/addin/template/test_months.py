"""The hidden rows of payments and the months of every person, recalculated in LibreOffice."""

from datetime import date, timedelta
from pathlib import Path

import fastexcel
import openpyxl
import polars as pl
import pytest

from addin.template import slot_numbers
from addin.template.build import build_template
from addin.template.layout import HEADER_ROW
from addin.template.plan import MOST_PEOPLE, PAYMENTS_A_PERSON, Plan, make_plan
from addin.template.verdicts import BEYOND
from claimcheck.evaluate.pay import monthly_pay
from claimcheck.forms import SheetKind
from tests.addin.template.random_claims import made_up_id
from tests.addin.template.rows import Rows
from tests.libreoffice import LibreOffice

_EXACT = 2**53  #: whole numbers up to here are exact in every program

_HIRED = date.today().replace(day=1) - timedelta(150)

Paid = list[tuple[date, float]]


def _months_with(
    paid: Paid, folder: Path, calc: LibreOffice, *, second_paid: Paid | None = None
) -> list[str]:
    """What the months of somebody show who was paid so on these days, the total last.

    Args:
        paid: day and yuan of each payment.
        folder: where the workbook is written.
        calc: what recalculates it.
        second_paid: the payments of a second person.
    """
    computed, plan = _computed([paid, second_paid or []], folder, calc)
    first, last = (plan.months_shown.index(key) for key in ("month_0", "total"))
    shown = _sheet(computed, plan.months_shown.sheet).row(HEADER_ROW)[first : last + 1]
    # A month with nothing left holds 0, which its format does not show.
    return [text for text in shown if text and text != "0"]


def _computed(
    paid: list[Paid], folder: Path, calc: LibreOffice, numbers: list[str] | None = None
) -> tuple[Path, Plan]:
    """A recalculated broker's workbook with so many people, who were paid so.

    Args:
        paid: the payments of each person.
        folder: where the workbook is written.
        calc: what recalculates it.
        numbers: the ID number of each person; made-up ones where None.
    """
    claim = {"claim_id": "SB-1", "measure": "ZW26-2", "county": "海原县"}
    claim |= {"period_start": _HIRED, "period_end": date.today() + timedelta(90)}
    numbers = numbers or [made_up_id(number) for number in range(1, len(paid) + 1)]
    people = [
        {"claim_id": "SB-1", "name": "马某", "id_number": number, "hired_on": _HIRED}
        for number in numbers
    ]
    wages = [
        {"id_number": number, "paid_on": day, "amount_yuan": yuan}
        for number, payments in zip(numbers, paid, strict=True)
        for day, yuan in payments
    ]
    plan = make_plan("broker", people=len(paid), claims=1, payments=len(wages))
    book = folder / "broker.xlsx"
    book.write_bytes(build_template(plan, Rows([claim], people, wages).content))
    return calc.recalculate(book), plan


def _sheet(workbook: Path, name: str) -> pl.DataFrame:
    reader = fastexcel.read_excel(workbook)
    return reader.load_sheet(name, header_row=None, dtypes="string").to_polars()


def test_pay_up_to_today_counts_and_pay_after_today_does_not(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    day = timedelta(1)
    paid = [
        (date.today() + day, 1.0),
        (date.today(), 20.0),
        (date.today() - day, 300.0),
        (date.today() + 40 * day, 7),
    ]
    assert _months_with(paid, tmp_path, plain_calc)[-1] == "320"


def test_the_first_and_the_last_day_of_a_month_belong_to_it(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    first = (date.today().replace(day=1) - timedelta(40)).replace(day=1)
    after = (first + timedelta(32)).replace(day=1)
    days = [first - timedelta(1), first, after - timedelta(1), after]
    paid = list(zip(days, (1.0, 20.0, 300.0, 4000.0), strict=True))
    found = _months_with(paid, tmp_path, plain_calc)
    assert found[0] == "1"
    assert found[1] == "320"
    assert found[2] == "4000"


def test_pay_from_before_all_policies_is_nobody_elses(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    # So many days ago: as a slot it would fall on this day of the person above.
    far = [(date.today() - timedelta(30_000), 7.0)]
    found = _months_with([(date.today(), 20.0)], tmp_path, plain_calc, second_paid=far)
    assert found[-1] == "20"


@pytest.mark.parametrize("together", [1, 2, 3])
def test_payments_that_are_sorted_in_parts_are_all_found(
    together: int, tmp_path: Path, plain_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of four payments, parts of 1 and 2 are full, and the second part of 3 holds one.
    monkeypatch.setattr("addin.template.sorting_plan._SORTED_TOGETHER", together)
    days = [date.today() - timedelta(number) for number in (1, 40, 0, 80)]
    paid = list(zip(days, (1.0, 20.0, 300.0, 4000.0), strict=True))
    assert _months_with(paid, tmp_path, plain_calc)[-1] == "4321"


def test_payments_find_their_person_by_the_whole_text_of_a_number(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    # Whatever stands there: also what looks like a number, and small letters for large ones.
    numbers = ["640598196001010017", "64059819600101001x", "甲乙", "AB12", "64059819 1e9"]
    paid = [[(date.today(), 1.0 + number)] for number in range(len(numbers))]
    again = [*numbers, numbers[1]]
    paid = [*paid, []]
    computed, plan = _computed(paid, tmp_path, plain_calc, again)
    totals = _sheet(computed, plan.months_shown.sheet).to_series(plan.months_shown.index("total"))
    found = totals[HEADER_ROW : HEADER_ROW + len(again)]
    assert [float(total) for total in found] == [*range(1, len(numbers) + 1), 2]


def _by_month(paid: Paid) -> dict[str, float]:
    """What the evaluation has for each month of a person: 2026-05 → yuan."""
    rows = [(0, "", day, round(yuan * 100), None) for day, yuan in paid]
    columns = {"input": pl.Int64, "id_number": pl.String, "paid_on": pl.Date}
    columns |= {"amount_fen": pl.Int64, "memo": pl.String}
    person = pl.DataFrame({"person": [0], "input": [0], "id_number": [""]})
    wages = pl.DataFrame(rows, schema=columns, orient="row")
    found = monthly_pay(person, wages, date.today()).select("month", "pay_fen").iter_rows()
    return {f"{month // 12}-{month % 12 + 1:02d}": fen / 100 for month, fen in found}


def _day(months_ago: int, day: int) -> date:
    """A day of a month; this month is 0, and the last of which all days are past is 1."""
    month = date.today().year * 12 + date.today().month - 1 - months_ago
    return date(month // 12, month % 12 + 1, day)


def _refunded() -> list[Paid]:
    """People whose money went back, each in another way, the rows in no order."""
    usual = [(_day(months, 10), 3000.0) for months in (4, 3, 2)]
    return [
        [(_day(1, 20), -3000.0), *usual, (_day(1, 10), 3200.0)],  # the latest equal month
        [*usual, (_day(1, 20), -3000.0), (_day(1, 20), -3000.0)],  # two of them
        [(_day(2, 11), -500.0), *usual, (_day(1, 5), -3000.0)],  # a part, then a whole month
        [(_day(2, 2), -3000.0), *usual],  # before the pay of its own month
        [(_day(1, 20), -9000.0), *usual],  # more than was ever paid
        [(_day(2, 10), -3000.0), *usual],  # on the day of a payment
        # One day: the larger sum comes first, whatever row it stands in.
        [(_day(3, 10), 3000.0), (_day(2, 10), 3500.0), (_day(1, 9), -400.0), (_day(1, 9), -3500.0)],
        [(_day(3, 10), 2000.0), (_day(3, 20), 1500.0), (_day(2, 10), 4000.0), (_day(1, 9), -3500)],
        [*usual, (date.today() + timedelta(1), -3000.0)],  # after today
        [(_day(3, 10), 1234.56), (_day(2, 10), 1234.57), (_day(1, 9), -1234.56)],
    ]


def test_money_that_went_back_is_taken_off_the_month_that_it_belongs_to(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    people = _refunded()
    computed, plan = _computed(people, tmp_path, plain_calc)
    grid = _sheet(computed, plan.months_shown.sheet)
    heading = grid.row(HEADER_ROW - 1)
    for number, paid in enumerate(people):
        row = grid.row(HEADER_ROW + number)
        first, end = (plan.months_shown.index(key) for key in ("month_0", "total"))
        shown = dict(zip(heading[first:end], row[first:end], strict=True))
        found = {
            str(month)[:7]: float(text) for month, text in shown.items() if text and text != "0"
        }
        assert found == _by_month(paid), number
    assert _by_month(people[8]) == _by_month(people[8][:3])


def test_where_more_was_paid_before_a_refund_than_can_be_looked_at_nothing_is_computed(
    tmp_path: Path, plain_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("addin.template.slot_numbers.LOOK_BACK", 3)
    paid, back = [(_day(months, 10), 3000.0) for months in (5, 4, 3, 2)], (_day(1, 20), -3000.0)
    people = [[*paid[2:], back], [*paid[1:], back], [*paid, back]]
    computed, plan = _computed(people, tmp_path, plain_calc)
    roster = _sheet(computed, plan.sheet(SheetKind.ROSTER).name)
    block = plan.block(SheetKind.ROSTER)
    said = [
        (row[block.index("counted")] or "", row[block.index("not_counted_because")] or "")
        for row in roster[HEADER_ROW : HEADER_ROW + 3].rows()
    ]
    assert [reason == BEYOND for _, reason in said] == [False, False, True]
    assert said[0][0] and said[1][0] and not said[2][0]


def test_the_months_are_wide_enough_for_what_people_earn(tmp_path: Path) -> None:
    plan = make_plan("hiring", people=2, claims=1)
    book = tmp_path / "hiring.xlsx"
    book.write_bytes(build_template(plan))
    columns = openpyxl.load_workbook(book)[plan.months_shown.sheet].column_dimensions
    # openpyxl names a run of columns of one width by its first.
    widths = {
        index: dimension.width
        for dimension in columns.values()
        for index in range(dimension.min, dimension.max + 1)
    }
    months = {widths[plan.months_shown.index(f"month_{number}") + 1] for number in range(12)}
    assert min(months) > len("12,345.67") and widths[1] > len("SB-0001")


def test_every_slot_of_the_largest_template_is_exact_and_stands_before_what_is_none() -> None:
    payments = MOST_PEOPLE * PAYMENTS_A_PERSON
    assert payments < slot_numbers.ROWS
    assert (payments + 1) * slot_numbers.PERSON < int(slot_numbers.BEHIND) < _EXACT
