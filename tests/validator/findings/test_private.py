"""Which columns hold numbers of persons."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from claimcheck.forms import ColumnType, SheetKind, forms
from tests.validator.books import cell, claims, save
from validator.findings import private
from validator.findings.private import keys_of, private_texts
from validator.reading.batch import read_inputs


@pytest.mark.parametrize(
    "kind",
    [ColumnType.ID_NUMBER, ColumnType.ACCOUNT, ColumnType.PHONE, ColumnType.PARTY_CODE],
)
def test_the_vocabulary_has_every_such_column_of_every_form(kind: ColumnType):
    in_forms = {
        column.key
        for form in forms().values()
        for sheet in form.sheets
        for column in sheet.inputs
        if column.type is kind
    }
    assert in_forms
    assert in_forms <= keys_of(kind)


def test_the_same_texts_are_private_in_small_and_in_large_sheets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def unusual(book: Workbook) -> None:
        book["人员花名册"][cell(SheetKind.ROSTER, "id_number", 4)] = "H12345678"
        book["工资流水"][cell(SheetKind.WAGES, "payee_account", 5)] = "8888-123-7"

    files = [save(tmp_path / f"{number}.xlsx", claims(3), unusual) for number in range(3)]
    inputs = read_inputs(files, lambda _: None)
    small = private_texts(inputs)
    monkeypatch.setattr(private, "_MANY", 1)
    assert small.to_list() == private_texts(inputs).to_list() == ["8888-123-7", "H12345678"]
