"""The columns of a template as data, for programs that fill or read it."""

from typing import Any

from addin.template.computed import rules_of, template_sheets
from claimcheck.forms import Column, ColumnType, form


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
                "columns": [_column(column, found.type) for column in sheet.columns],
            }
            for sheet in template_sheets(claim_type)
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
    if column.type is not ColumnType.MEASURE:
        return column.options
    return [rule.id for rule in rules_of(claim_type)]
