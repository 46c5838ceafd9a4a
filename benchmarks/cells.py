"""How fast cells are computed.

python benchmarks/cells.py            CC_ROSTER, called as each program calls it, over 5,000
                                      people and 30,000 payments; with --template also the
                                      hiring template with these people, recalculated in
                                      LibreOffice with the add-in and with ordinary formulas
"""

import argparse
import random
import resource
import statistics
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from addin import functions
from addin.template.build import build_template
from addin.template.plan import make_plan
from claimcheck.forms import ColumnType, SheetKind, form
from claimcheck.identity import id_check_character
from tests.libreoffice import LibreOffice

MEASURE = "ZW26-3"
PEOPLE, PAYMENTS_A_PERSON, CLAIMS = 5_000, 6, 20
_EPOCH = date(1899, 12, 30)

Row = dict[str, object]
Cells = list[list[object]]


def rows(people: int) -> dict[SheetKind, list[Row]]:
    """Made-up claims with so many people in all, and what each of them was paid."""
    chance = random.Random(1)
    claims: list[Row] = [
        {
            "claim_id": f"SB-{number:03d}",
            "measure": MEASURE,
            "applicant": f"海原县试样第{number}号公司",
            "applicant_code": f"91640522MA76{number:04d}0A",
            "applicant_kind": "小微企业",
            "county": "海原县",
            "period_start": date(2026, 1, 1),
            "period_end": date(2026, 12, 31),
            "claimed_people": people // CLAIMS,
            "claimed_yuan": 80_000,
        }
        for number in range(CLAIMS)
    ]
    roster: list[Row] = []
    wages: list[Row] = []
    for number in range(people):
        first = f"640598{1960 + number % 40}{1 + number // 40 % 12:02d}{1 + number // 480:02d}"
        first += f"{number % 1000:03d}"
        identity = first + id_check_character(first)
        hired = date(2026, 1, 1) + timedelta(chance.randrange(60))
        roster.append(
            {
                "claim_id": f"SB-{number % CLAIMS:03d}",
                "name": f"马{number}",
                "id_number": identity,
                "category": "残疾人",
                "employer": "海原县试样公司",
                "hired_on": hired,
                "bank_account": f"62299984{number:011d}",
            }
        )
        for step in range(PAYMENTS_A_PERSON):
            wages.append(
                {
                    "id_number": identity,
                    "name": f"马{number}",
                    "paid_on": date(2026, hired.month + step, 28),
                    "amount_yuan": chance.choice((2999.0, 3000.0, 3000.0, 3456.78, 5200.0)),
                    "payer": "海原县试样公司",
                    "reference": f"LS{number:06d}{step:02d}",
                    "memo": "工资",
                }
            )
    chance.shuffle(wages)
    return {SheetKind.CLAIMS: claims, SheetKind.ROSTER: roster, SheetKind.WAGES: wages}


def block(kind: SheetKind, content: list[Row], *, serial: bool) -> Cells:
    """A sheet as a program hands it over: dates as serial numbers, or as xlwings sends them."""
    sheet = form("hiring").sheet(kind)
    assert sheet is not None
    period = ["期间起", "期间止"] if kind is SheetKind.ROSTER else []
    dates = {column.key for column in sheet.inputs if column.type is ColumnType.DATE}

    def cell(key: str, value: object) -> object:
        if value is None:
            return "" if serial else None
        if key in dates and isinstance(value, date):
            days = float((value - _EPOCH).days)
            return days if serial else datetime(value.year, value.month, value.day)
        return value

    bounds = [cell("hired_on", date(2026, 1, 1)), cell("hired_on", date(2026, 12, 31))]
    header: list[object] = [*(column.header for column in sheet.inputs), *period]
    return [
        header,
        *(
            [cell(column.key, row.get(column.key)) for column in sheet.inputs]
            + (bounds if period else [])
            for row in content
        ),
    ]


def calls(content: dict[SheetKind, list[Row]]) -> None:
    """Print the time of the bare function, without what carries the cells to it."""
    for program, serial in (("Excel (xlwings)", False), ("LibreOffice", True)):
        roster = block(SheetKind.ROSTER, content[SheetKind.ROSTER], serial=serial)
        wages = block(SheetKind.WAGES, content[SheetKind.WAGES], serial=serial)
        times = []
        for _ in range(12):
            start = time.perf_counter()
            found = functions.roster(MEASURE, roster, wages, date(2026, 12, 31))
            times.append((time.perf_counter() - start) * 1000)
        counted = sum(row[3] == 1 for row in found)
        print(
            f"CC_ROSTER as {program:<16} {len(roster) - 1:,} people, {len(wages) - 1:,} payments: "
            f"first {times[0]:.0f} ms, then {min(times[1:]):.0f} to {max(times[1:]):.0f} ms, "
            f"median {statistics.median(times[1:]):.0f} ms ({counted:,} count)"
        )


def template(content: dict[SheetKind, list[Row]], folder: Path) -> None:
    """Print how long LibreOffice takes for the whole template, with each engine."""
    from addin.libreoffice.package import build

    people, payments = len(content[SheetKind.ROSTER]), len(content[SheetKind.WAGES])
    start = time.perf_counter()
    plan = make_plan("hiring", people, CLAIMS, payments=payments)
    filled = folder / "hiring.xlsx"
    filled.write_bytes(build_template(plan, content))
    took = time.perf_counter() - start
    print(f"template built: {took:.1f} s, {filled.stat().st_size / 1e6:.1f} MB")
    package = build(folder / "claimcheck.oxt")
    without = LibreOffice(folder / "plain", timeout=3600)
    with_addin = LibreOffice(folder / "addin", addin=package, timeout=3600)
    for name, calc in (("ordinary formulas", without), ("with the add-in", with_addin)):
        start, busy = time.perf_counter(), _busy()
        calc.recalculate(filled)
        took = time.perf_counter() - start
        print(
            f"{name}: opened, recalculated and saved in {took:.1f} s, "
            f"of which computing {_busy() - busy:.1f} s",
            flush=True,
        )


def _busy() -> float:
    """Seconds of processor time that programs started from here have used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--template", action="store_true")
    asked = parser.parse_args()
    content = rows(asked.people)
    calls(content)
    if asked.template:
        with tempfile.TemporaryDirectory() as folder:
            template(content, Path(folder))


if __name__ == "__main__":
    main()
