"""The cells of the template against the evaluation: with Python in the cells and without."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest

from addin.template.build import build_template
from addin.template.layout import HEADER_ROW
from addin.template.plan import make_plan
from claimcheck.evaluate import Evaluation, evaluate
from claimcheck.forms import SheetKind
from claimcheck.office import Office, WageMonth
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.addin.template.random_claims import Batch, random_batch
from tests.libreoffice import LibreOffice

MEASURE = "ZW26-3"
#: three workbooks
SEEDS = (1, 2)
CLAIMS = 102

Found = list[tuple[Any, ...]]


@pytest.fixture(scope="module", params=SEEDS)
def batch(request: pytest.FixtureRequest) -> Batch:
    return random_batch(request.param, CLAIMS)


@pytest.fixture(scope="module")
def workbook(batch: Batch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _fill(batch, tmp_path_factory.mktemp("agreement"), None)


def test_the_ordinary_formulas_agree_with_the_evaluation(
    batch: Batch, workbook: Path, plain_calc: LibreOffice
) -> None:
    _compare(batch, plain_calc.recalculate(workbook), None)


def test_python_in_the_cells_agrees_with_the_evaluation(
    batch: Batch, workbook: Path, addin_calc: LibreOffice
) -> None:
    computed = addin_calc.recalculate(workbook)
    assert "Python" in str(_read(computed, "申报表").row(0))
    _compare(batch, computed, None)


def _other_readings() -> Iterator[Any]:
    for reading in rule(MEASURE).readings.values():
        for option in reading.options:
            if option.key != reading.default:
                yield pytest.param({reading.id: option.key}, id=f"{reading.id}-{option.key}")


@pytest.mark.parametrize("readings", list(_other_readings()))
def test_the_formulas_of_another_reading_agree_with_the_evaluation(
    readings: dict[str, str], tmp_path: Path, plain_calc: LibreOffice
) -> None:
    batch = random_batch(seed=90, claims=25)
    settings = Settings(readings=readings)
    _compare(batch, plain_calc.recalculate(_fill(batch, tmp_path, settings)), settings)


def test_formulas_that_sort_payments_in_parts_agree_with_the_evaluation(
    batch: Batch, tmp_path: Path, plain_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("addin.template.plan._SORTED_TOGETHER", 250)
    assert len(make_plan("hiring", payments=len(batch.wages) + 10).parts) > 3
    _compare(batch, plain_calc.recalculate(_fill(batch, tmp_path, None)), None)


BY_MEMO = Settings(
    office=Office(wage_month=WageMonth(by="memo", basis="会议纪要", decided_on=date(2026, 1, 5)))
)


def test_formulas_and_python_agree_where_the_memo_names_the_month(
    tmp_path: Path, plain_calc: LibreOffice, addin_calc: LibreOffice
) -> None:
    batch = random_batch(seed=91, claims=25)
    workbook = _fill(batch, tmp_path, BY_MEMO)
    by_memo, by_entry = _evaluate(batch, BY_MEMO), _evaluate(batch, None)
    assert (
        by_memo.people["months_employed"].to_list() != by_entry.people["months_employed"].to_list()
    )
    _compare(batch, plain_calc.recalculate(workbook), BY_MEMO)
    _compare(batch, addin_calc.recalculate(workbook), BY_MEMO)


def _fill(batch: Batch, folder: Path, settings: Settings | None) -> Path:
    plan = make_plan(
        "hiring",
        len(batch.roster) + 5,
        len(batch.claims) + 2,
        settings,
        payments=len(batch.wages) + 10,
    )
    target = folder / "filled.xlsx"
    target.write_bytes(build_template(plan, batch.content))
    return target


def _compare(batch: Batch, computed: Path, settings: Settings | None) -> None:
    expected = _evaluate(batch, settings)
    people, claims = _people_in(computed, batch), _claims_in(computed, batch)
    wanted_people = _people_of(expected, batch)
    wanted_claims = _claims_of(expected, batch)
    assert sum(row[0] == "计入" for row in people) > len(people) // 4
    assert len(people) == len(batch.roster) and len(claims) == len(batch.claims)
    assert _differences(people, wanted_people) == []
    assert _differences(claims, wanted_claims) == []


def _evaluate(batch: Batch, settings: Settings | None) -> Evaluation:
    claims = batch.claims_frame().filter(pl.col("measure") == MEASURE)
    return evaluate(rule(MEASURE), claims, batch.roster_frame(), batch.wages_frame(), settings)


def _people_of(expected: Evaluation, batch: Batch) -> Found:
    """counted, months, lowest, average, reason; empty where the claim names no measure."""
    known = {claim["claim_id"] for claim in batch.claims if claim["measure"] == MEASURE}
    columns = ["counted", "months_employed", "lowest_fen", "average_fen", "reason"]
    return [
        ("计入" if row[0] else "不计入", *row[1:]) if person["claim_id"] in known else _nothing(5)
        for person, row in zip(
            batch.roster, expected.people.select(columns).iter_rows(), strict=True
        )
    ]


def _claims_of(expected: Evaluation, batch: Batch) -> Found:
    """people counted, amount, reason."""
    found = expected.claims.select("headcount", "amount_fen", "reason").iter_rows()
    return [next(found) if claim["measure"] == MEASURE else _nothing(3) for claim in batch.claims]


def _people_in(computed: Path, batch: Batch) -> Found:
    keys = ("months_counted", "lowest_month_yuan", "average_month_yuan", "not_counted_because")
    rows = _cells(computed, SheetKind.ROSTER, ("counted", *keys), len(batch.roster))
    return [
        (row[0], _whole(row[1]), _fen(row[2]), _fen(row[3]), row[4] or "")
        if row[0]
        else _nothing(5)
        for row in rows
    ]


def _claims_in(computed: Path, batch: Batch) -> Found:
    keys = ("clause", "counted_people", "assessed_yuan", "assessment")
    rows = _cells(computed, SheetKind.CLAIMS, keys, len(batch.claims))
    return [(_whole(row[1]), _fen(row[2]), row[3] or "") if row[0] else _nothing(3) for row in rows]


def _cells(
    computed: Path, kind: SheetKind, keys: tuple[str, ...], rows: int
) -> list[tuple[str | None, ...]]:
    """The columns of these keys, as far as rows are filled in."""
    block = make_plan("hiring").block(kind)
    frame = _read(computed, block.sheet)[HEADER_ROW : HEADER_ROW + rows]
    return frame.select(pl.nth(block.index(key)) for key in keys).rows()


def _read(workbook: Path, sheet: str) -> pl.DataFrame:
    reader = fastexcel.read_excel(workbook)
    return reader.load_sheet(sheet, header_row=None, dtypes="string").to_polars()


def _whole(cell: str | None) -> int | None:
    return None if not cell else int(float(cell))


def _fen(cell: str | None) -> int | None:
    return None if not cell else round(float(cell) * 100)


def _nothing(width: int) -> tuple[None, ...]:
    return (None,) * width


def _differences(found: Found, expected: Found) -> list[tuple[int, Any, Any]]:
    pairs = enumerate(zip(found, expected, strict=True))
    return [(row, one, other) for row, (one, other) in pairs if one != other]
