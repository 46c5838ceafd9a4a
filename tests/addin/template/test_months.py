"""The hidden rows of payments and the months of every person, recalculated in LibreOffice."""

from datetime import date, timedelta
from pathlib import Path

import fastexcel
import pytest

from addin.template.build import build_template
from addin.template.layout import HEADER_ROW
from addin.template.plan import make_plan
from tests.addin.template.random_claims import made_up_id
from tests.addin.template.rows import Rows
from tests.libreoffice import LibreOffice

_PERSON, _SECOND = made_up_id(1), made_up_id(2)


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
    hired = date.today().replace(day=1) - timedelta(150)
    claim = {"claim_id": "SB-1", "measure": "ZW26-1", "county": "海原县"}
    claim |= {"period_start": hired, "period_end": date.today() + timedelta(90)}
    people = [
        {"claim_id": "SB-1", "name": "马某", "id_number": number, "hired_on": hired}
        for number in (_PERSON, _SECOND)
    ]
    wages = [
        {"id_number": number, "paid_on": day, "amount_yuan": yuan}
        for number, payments in ((_PERSON, paid), (_SECOND, second_paid or []))
        for day, yuan in payments
    ]
    plan = make_plan("broker", people=2, claims=1, payments=len(wages))
    book = folder / "broker.xlsx"
    book.write_bytes(build_template(plan, Rows([claim], people, wages).content))
    computed = calc.recalculate(book)
    reader = fastexcel.read_excel(computed)
    sheet = reader.load_sheet(plan.grid.sheet, header_row=None, dtypes="string").to_polars()
    return [text for text in sheet.row(HEADER_ROW)[2:] if text]


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
    # A thousand months ago: as a slot it would fall into this month of the person above.
    year, month = divmod(date.today().year * 12 + date.today().month - 1 - 1_000, 12)
    far = [(date(year, month + 1, 1), 7.0)]
    found = _months_with([(date.today(), 20.0)], tmp_path, plain_calc, second_paid=far)
    assert found[-1] == "20"


@pytest.mark.parametrize("together", [1, 2, 3])
def test_payments_that_are_sorted_in_parts_are_all_found(
    together: int, tmp_path: Path, plain_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of four payments, parts of 1 and 2 are full, and the second part of 3 holds one.
    monkeypatch.setattr("addin.template.plan._SORTED_TOGETHER", together)
    days = [date.today() - timedelta(number) for number in (1, 40, 0, 80)]
    paid = list(zip(days, (1.0, 20.0, 300.0, 4000.0), strict=True))
    assert _months_with(paid, tmp_path, plain_calc)[-1] == "4321"
