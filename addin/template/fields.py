"""The columns of a template as data, for programs that fill or read it."""

from typing import Any

from addin.template.computed import all_columns
from claimcheck.forms import Column, form


def fields(claim_type: str) -> dict[str, Any]:
    """Sheets and columns of a claim type, as `template fields --json` prints them.

    Raises:
        DataFileError: there is no such claim type.
    """
    found = form(claim_type)
    return {
        "type": found.type,
        "title": found.title,
        "sheets": [
            {
                "name": sheet.name,
                "kind": str(sheet.kind),
                "columns": [_column(column, found.type) for column in all_columns(sheet)],
            }
            for sheet in found.sheets
        ],
    }


def _column(column: Column, claim_type: str) -> dict[str, Any]:
    return {
        "key": column.key,
        "header": column.header,
        "type": str(column.type),
        "required": column.required,
        "options": _options(column, claim_type),
        "unit": column.unit,
        "computed": column.computed,
    }


def _options(column: Column, claim_type: str) -> list[str] | None:
    from claimcheck.forms import ColumnType

    if column.type is not ColumnType.MEASURE:
        return column.options
    from addin.template.plan import make_plan

    return [item.rule.id for item in make_plan(claim_type).rules]
