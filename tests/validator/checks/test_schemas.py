import subprocess
import sys
from datetime import date

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from claimcheck.forms import form
from validator.checks.schemas import faults, schema
from validator.reading.convert import empty_frame

SHEET = form("hiring").sheets[1]


def frame(**values: object) -> pl.DataFrame:
    """One row of the roster in normal form."""
    right = {
        "row": 4, "claim_id": "SB-1", "name": "马龙", "id_number": "640598199001011231",
        "category": "残疾人", "hired_on": date(2026, 3, 1),
    }  # fmt: skip
    names = empty_frame(SHEET).schema
    row = {name: ({**right, **values}).get(name) for name in names}
    return pl.DataFrame([row], schema=names)


def test_a_right_row_passes():
    assert faults(frame(), schema(SHEET, {})) == {}


def test_a_cell_that_could_not_be_read_is_wrong_but_not_empty():
    found = faults(frame(hired_on=None, **{"hired_on:unread": "昨天"}), schema(SHEET, {}))
    assert list(found) == [("CC204", "hired_on", "unread")]


def test_an_empty_required_cell_is_found():
    assert list(faults(frame(name=None), schema(SHEET, {}))) == [("CC206", "name", "empty")]


def test_the_schema_has_a_column_for_every_column_of_the_form():
    made = schema(SHEET, {})
    assert len(made.of(made.columns).columns) == len(SHEET.inputs)


def test_the_faults_of_several_columns_are_told_apart_with_their_rows():
    rows = pl.concat([frame(), frame(name=None, category="没有这一类"), frame(name=None)])
    found = faults(rows, schema(SHEET, {}))
    assert {at: list(failing) for at, failing in found.items()} == {
        ("CC206", "name", "empty"): [1, 2],
        ("CC209", "category", "choice"): [1],
    }


def test_a_frame_that_is_not_in_normal_form_is_our_own_fault():
    with pytest.raises(SchemaErrors):
        faults(frame().drop("name"), schema(SHEET, {}))
    with pytest.raises(SchemaErrors):
        faults(frame().with_columns(name=pl.lit(1)), schema(SHEET, {}))


def test_only_columns_and_rows_with_a_wrong_cell_are_doubtful():
    made = schema(SHEET, {})
    found = made.doubts(pl.concat([frame(), frame(name=None), frame(), frame(category="没有")]))
    assert found.columns == ["name", "category"]
    assert found.rows.to_list() == [1, 3]
    assert made.doubts(frame()).columns == []


def test_a_frame_that_is_not_in_normal_form_is_doubtful_as_a_whole():
    made = schema(SHEET, {})
    found = made.doubts(frame().drop("name"))
    assert found.columns == list(made.columns)
    assert found.rows.to_list() == [0]


def test_pandera_is_imported_for_wrong_cells_and_without_hypothesis_which_makes_examples():
    program = """
import sys
from datetime import date
import polars as pl
from claimcheck.forms import form
from validator.checks.schemas import faults, schema
from validator.reading.convert import empty_frame

sheet = form("hiring").sheets[1]
empty = empty_frame(sheet).schema
right = dict(claim_id="SB-1", name="马龙", id_number="640598199001011231", category="残疾人")
for values in right | {"hired_on": date(2026, 3, 1)}, {}:
    rows = pl.DataFrame([{name: values.get(name) for name in empty}], schema=empty)
    found = faults(rows, schema(sheet, {}))
    print(bool(found), "pandera" in sys.modules, "hypothesis" in sys.modules)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert ran.stdout.splitlines() == ["False False False", "True True False"], ran.stderr
