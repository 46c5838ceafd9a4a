"""Every message names the heading under which its cell stands, in all types.

Both what the sheet says of itself and what `validate` says: people look for the words they read.
"""

import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from addin.template.build import build_template
from addin.template.computed import template_sheets
from addin.template.layout import HEADER_ROW
from claimcheck.forms import ColumnType, SheetKind, claim_types
from tests.addin.template.agreement import plan_for
from tests.addin.template.any_batch import AnyBatch
from tests.addin.template.any_claims import random_any
from tests.validator.books import checked

#: so many claims of each rule: each has another column empty, and another one wrong
_CLAIMS = 8
#: findings that say of one cell what is wrong in it
_OF_CELLS = ("CC204", "CC205", "CC206", "CC209")
_QUOTED_EMPTY = re.compile("“([^”]+)”未填写")
#: how the formulas begin what they say of a column
_SAID_BY_FORMULAS = re.compile(r'"；([^"“：；]+)：|；“([^"”]+)”(?:填写有误|未填)')


@pytest.mark.parametrize("claim_type", claim_types())
def test_messages_name_the_headings_that_stand_on_the_sheets(
    claim_type: str, tmp_path: Path
) -> None:
    batch = random_any(claim_type, 11, _CLAIMS)
    _spoil(batch)
    path = tmp_path / f"{claim_type}.xlsx"
    path.write_bytes(build_template(plan_for(batch), batch.content))
    titles = {
        column.header: column.title
        for sheet in template_sheets(claim_type)
        for column in sheet.columns
    }
    named = _said_by_formulas(path)
    sheets = {sheet.name for sheet in template_sheets(claim_type)}
    assert len(named) > 8
    assert named <= {*titles.values(), *sheets}
    book = openpyxl.load_workbook(path)
    rows = checked(path).findings.to_dicts()
    told = [row for row in rows if row["code"] in _OF_CELLS and row["cell"]]
    assert "CC206" in {row["code"] for row in told}
    for row in told:
        place = book[row["sheet"]][row["cell"]]
        title = titles[str(book[row["sheet"]].cell(HEADER_ROW, place.column).value)]
        names = _QUOTED_EMPTY.findall(row["message"])
        assert names in ([], [title]), row["message"]
        assert title in row["message"], row["message"]


def _spoil(batch: AnyBatch) -> None:
    """Leave one column empty in each row, and write what it cannot hold into the next."""
    for kind in (SheetKind.CLAIMS, SheetKind.ROSTER):
        sheet = batch.form.sheet(kind)
        if sheet is None:
            continue
        columns = [c for c in sheet.inputs if c.key not in {"claim_id", "measure"}]
        for number, row in enumerate(batch.content[kind]):
            row[columns[number % len(columns)].key] = None
            wrong = columns[(number + 3) % len(columns)]
            if wrong.type in {ColumnType.DATE, ColumnType.MONTH, ColumnType.YUAN, ColumnType.FLAG}:
                row[wrong.key] = "有的"


def _said_by_formulas(path: Path) -> set[str]:
    """The columns that the formulas of a workbook name where they find something wrong."""
    with ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        text = "".join(package.read(name).decode() for name in sheets)
    return {one or other for one, other in _SAID_BY_FORMULAS.findall(text.replace("&quot;", '"'))}
