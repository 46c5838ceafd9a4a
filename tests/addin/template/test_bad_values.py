"""Bad values in every typed column: the sheet counts the people that `validate` counts."""

from pathlib import Path

import fastexcel
import polars as pl
import pytest

from addin.template.layout import HEADER_ROW
from addin.template.plan import make_plan
from claimcheck.forms import SheetKind
from claimcheck.settings import Settings
from tests.addin.template.bad_values import ErrorValue, Table, example, table, types, write
from tests.libreoffice import LibreOffice
from tests.validator.books import ON, checked

Counted = tuple[int | None, float]
Found = dict[str, Counted]


@pytest.mark.parametrize("claim_type", types())
def test_the_sheet_counts_whom_validate_counts(
    claim_type: str, tmp_path: Path, plain_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = table(claim_type)
    path = write(made, tmp_path / f"{claim_type}.xlsx", monkeypatch)
    assert differences(made, path, plain_calc.recalculate(path)) == {}


def test_an_error_in_one_cell_puts_out_its_row_and_no_other(
    tmp_path: Path, plain_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`validate` reports such a cell as an error, which must be mended before anything is paid."""
    content = example("ZW26-3")
    content[SheetKind.ROSTER][1]["hired_on"] = ErrorValue()
    content[SheetKind.WAGES][-1]["amount_yuan"] = ErrorValue("NA()", "#N/A")
    made = Table(make_plan("hiring", 7, 2, Settings(on=ON), payments=40), content)
    path = write(made, tmp_path / "hiring.xlsx", monkeypatch)
    found = plain_calc.recalculate(path)
    rows = _rows(made, found, SheetKind.ROSTER)
    # Who has one month less has too few of them.
    assert [row["counted"] for row in rows] == ["计入", "不计入", "计入", "计入", "不计入"]
    assert rows[1]["not_counted_because"] == "“入职日期”填写有误"
    assert "入职日期：是错误值" in str(rows[1]["entry_check"])
    assert not rows[0]["entry_check"] and not rows[2]["entry_check"]
    payments = _rows(made, found, SheetKind.WAGES)
    assert "入账金额：是错误值" in str(payments[-1]["entry_check"])
    assert [row for row in payments[:-1] if row["entry_check"]] == []
    claim = _rows(made, found, SheetKind.CLAIMS)[0]
    assert claim["counted_people"] == "3"
    told = checked(path).findings.filter(pl.col("severity") == "error")
    assert {"入职日期", "入账金额（元）"} <= set(told.filter(pl.col("code") == "CC108")["column"])


def differences(made: Table, path: Path, computed: Path) -> dict[str, tuple[Counted, Counted]]:
    """The claims of which sheet and `validate` count other people or another sum."""
    by_sheet, by_validate = _by_sheet(made, computed), _by_validate(made, path)
    return {
        wrong: (by_sheet[claim], by_validate[claim])
        for claim, wrong in made.wrong.items()
        if not _agree(by_sheet[claim], by_validate[claim])
    }


def _rows(made: Table, computed: Path, kind: SheetKind) -> list[dict[str, str | None]]:
    block = made.plan.block(kind)
    reader = fastexcel.read_excel(computed)
    frame = reader.load_sheet(block.sheet, header_row=None, dtypes="string").to_polars()
    rows = frame[HEADER_ROW : HEADER_ROW + len(made.rows[kind])].rows()
    return [dict(zip(block.keys, row, strict=False)) for row in rows]


def _agree(sheet: Counted, validate: Counted) -> bool:
    """Whether both count the same people and the same sum, or both refuse."""
    return sheet == validate or (validate[0] is None and sheet[1] == 0)


def _by_sheet(made: Table, computed: Path) -> Found:
    block = made.plan.block(SheetKind.CLAIMS)
    reader = fastexcel.read_excel(computed)
    frame = reader.load_sheet(block.sheet, header_row=None, dtypes="string").to_polars()
    rows = frame[HEADER_ROW : HEADER_ROW + len(made.rows[SheetKind.CLAIMS])].rows()
    people = block.keys.index("counted_people") if "counted_people" in block.keys else None
    return {
        str(row[block.index("claim_id")]): (
            0 if people is None else int(float(row[people] or 0)),
            # No sum, and a sum of 0, are both nothing that is paid.
            round(float(row[block.index("assessed_yuan")] or 0), 2),
        )
        for row in rows
    }


def _by_validate(made: Table, path: Path) -> Found:
    claims = checked(path).claims
    people = pl.col("headcount") if made.plan.has(SheetKind.ROSTER) else pl.lit(0)
    # Of a claim that is not judged nobody is counted, and nothing is paid.
    judged = pl.when(pl.col("outcome").is_not_null()).then(people.fill_null(0))
    found = claims.select("claim_id", judged, (pl.col("amount_fen").fill_null(0) / 100).round(2))
    return {claim: (counted, yuan) for claim, counted, yuan in found.rows()}
