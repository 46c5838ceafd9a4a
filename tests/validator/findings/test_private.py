"""Which columns hold numbers of persons."""

import pytest

from claimcheck.forms import ColumnType, forms
from validator.findings.private import keys_of


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
