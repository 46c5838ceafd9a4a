"""Hiring, with many random claims, against the evaluation: with Python in the cells and without.

    python -m tests.addin.template.hiring_run --claims 102 --seeds 1 2

The suite has smaller batches, which reach the same reasons. Ends with status 1 where a cell of a
person or claim differs.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from addin.libreoffice.package import build
from addin.template.build import build_template
from addin.template.layout import HEADER_ROW
from addin.template.plan import make_plan
from claimcheck.evaluate import Evaluation, evaluate
from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.addin.template.random_claims import Batch, random_batch
from tests.libreoffice import LibreOffice

MEASURE = "ZW26-3"

Found = list[tuple[Any, ...]]


def fill(batch: Batch, folder: Path, settings: Settings | None) -> Path:
    """Write the batch into a template."""
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


def compare(batch: Batch, computed: Path, settings: Settings | None) -> None:
    """Assert that every person and claim shows what the evaluation says."""
    assert differences(batch, computed, settings) == []


def differences(
    batch: Batch, computed: Path, settings: Settings | None
) -> list[tuple[int, Any, Any]]:
    """Row, shown, expected: of the people, and then of the claims."""
    expected = assessed(batch, settings)
    people, claims = _people_in(computed, batch), _claims_in(computed, batch)
    assert sum(row[0] == "计入" for row in people) > len(people) // 4
    assert len(people) == len(batch.roster) and len(claims) == len(batch.claims)
    return [
        *_differences(people, _people_of(expected, batch)),
        *_differences(claims, _claims_of(expected, batch)),
    ]


def assessed(batch: Batch, settings: Settings | None) -> Evaluation:
    """What the evaluation says of the batch."""
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
    frame = read(computed, block.sheet)[HEADER_ROW : HEADER_ROW + rows]
    return frame.select(pl.nth(block.index(key)) for key in keys).rows()


def read(workbook: Path, sheet: str) -> pl.DataFrame:
    """A sheet as text."""
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


def main() -> None:
    """Read the arguments, compare, and say how much was compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=102)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        addin = build(folder / "claimcheck.oxt")
        ways = {
            "formulas": LibreOffice(folder / "plain", timeout=3600),
            "python": LibreOffice(folder / "addin", addin=addin, timeout=3600),
        }
        for seed in arguments.seeds:
            batch = random_batch(seed, arguments.claims)
            workbook = fill(batch, folder, None)
            for way, calc in ways.items():
                found = differences(batch, calc.recalculate(workbook), None)
                wrong += len(found)
                sys.stdout.write(
                    f"seed {seed}, {way}: {len(batch.claims)} claims, {len(batch.roster)} people, "
                    f"{len(batch.wages)} payments, {len(found)} differences\n"
                )
                sys.stdout.writelines(f"  {difference}\n" for difference in found[:20])
                sys.stdout.flush()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
