"""One person in several claims of a sheet: as many as the text allows, as `validate` has it."""

from copy import deepcopy
from datetime import date
from pathlib import Path

import fastexcel
import pytest

from addin.template.build import build_template
from addin.template.layout import HEADER_ROW
from addin.template.plan import make_plan
from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from claimcheck.settings import Settings
from samples.typical import typical, usable
from tests.libreoffice import LibreOffice
from tests.validator.books import ON, checked

CLAIMS, ROSTER = SheetKind.CLAIMS, SheetKind.ROSTER

#: measure and the last days of the claims' periods → how many of the claims are paid
SEVERAL = {
    "twice a year": ("ZW26-4b", ["2026-02-20", "2026-04-20"], 2),
    "three times a year": ("ZW26-4b", ["2026-02-20", "2026-04-20", "2026-06-20"], 0),
    "twice in each of two years": (
        "ZW26-4b",
        ["2026-02-20", "2026-04-20", "2025-02-20", "2025-04-20"],
        4,
    ),
    "every trip": ("ZW25-5b", ["2026-02-20", "2026-04-20", "2026-06-20"], 3),
    "the same trip": ("ZW25-5b", ["2026-02-20", "2026-02-20"], 0),
    "once a year": ("ZW25-2", ["2026-07-20", "2026-07-30"], 0),
    "months after months": ("JY23-2", ["2026-02-20", "2026-04-20"], 2),
    "the same months": ("JY23-2", ["2026-02-20", "2026-02-20"], 0),
    "nothing said": ("JF24-6a", ["2026-02-20", "2026-04-20"], 0),
}


@pytest.mark.parametrize("case", SEVERAL)
def test_a_person_counts_in_as_many_claims_as_the_text_allows(
    tmp_path: Path, plain_calc: LibreOffice, case: str
) -> None:
    measure, ends, paid = SEVERAL[case]
    chosen = rule(measure)
    made = typical(chosen, next(one for one in usable(chosen) if one.amount), ON)
    rows = {kind: list(listed) if kind not in (CLAIMS, ROSTER) else []
            for kind, listed in made.rows.items()}  # fmt: skip
    for number, end in enumerate(ends, start=1):
        own = {"claim_id": f"SB-{number:03d}"}
        last = date.fromisoformat(end)
        # Another sum, so that it is another claim.
        changes = own | {"period_start": last.replace(day=1), "period_end": last}
        rows[CLAIMS].append(made.rows[CLAIMS][0] | changes | {"claimed_yuan": 100 + number})
        rows[ROSTER] += [deepcopy(person) | own for person in made.rows[ROSTER]]
    plan = make_plan(
        made.form.type,
        people=len(rows[ROSTER]),
        claims=len(rows[CLAIMS]),
        settings=Settings(on=ON),
    )
    path = tmp_path / "several.xlsx"
    path.write_bytes(build_template(plan, rows))
    block = plan.block(CLAIMS)
    reader = fastexcel.read_excel(plain_calc.recalculate(path))
    frame = reader.load_sheet(block.sheet, header_row=None, dtypes="string").to_polars()
    sums = frame[:, block.keys.index("assessed_yuan")].slice(HEADER_ROW, len(ends)).to_list()
    found = checked(path).claims["amount_fen"].to_list()
    assert [float(text or 0) for text in sums] == [fen / 100 for fen in found]
    assert sum(1 for fen in found if fen) == paid
