"""Builds the forms from `forms.toml`."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec

from claimcheck.columns import Column, SheetKind, base_columns, sheet_columns
from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import DataFileError
from claimcheck.forms.fact_columns import decided_column, fact_columns
from claimcheck.forms.model import Form, Sheet

_FILE = Path(__file__).with_name("forms.toml")


class _FormData(Strict, frozen=True, kw_only=True):
    type: str
    title: str
    purpose: str
    #: for each sheet the keys of its columns, in the order of the template
    columns: dict[SheetKind, list[str]]
    #: keys of columns that not every measure of the type needs, though other types do
    optional: list[str] = []


class _File(Strict, frozen=True, kw_only=True):
    form: list[_FormData]


def forms() -> dict[str, Form]:
    """All forms by claim type, as they may be handed in: see `whole_form`.

    Raises:
        DataFileError: `forms.toml` is not as it must be.
    """
    return {claim_type: whole_form(claim_type) for claim_type in claim_types()}


def claim_types() -> list[str]:
    """The claim types that have a form, in the order of the file."""
    return [entry.type for entry in _file().form]


def claim_titles() -> dict[str, str]:
    """The title of every claim type."""
    return {entry.type: entry.title for entry in _file().form}


@cache
def form(claim_type: str) -> Form:
    """The form of one claim type, as it is under the default readings.

    Raises:
        DataFileError: there is no such claim type.
    """
    return asked(whole_form(claim_type))


def asked(found: Form, also: frozenset[str] = frozenset()) -> Form:
    """A form without the columns that only readings ask for that nobody has chosen.

    Args:
        found: the whole form.
        also: the keys of the facts that the chosen readings ask for.
    """
    return replace(
        found,
        sheets=tuple(
            replace(
                sheet,
                columns=tuple(c for c in sheet.columns if c.by_default or c.key in also),
            )
            for sheet in found.sheets
        ),
    )


@cache
def whole_form(claim_type: str) -> Form:
    """The form of one claim type with the columns of every reading that an office may choose.

    Raises:
        DataFileError: there is no such claim type.
    """
    for entry in _file().form:
        if entry.type == claim_type:
            return _build(entry)
    known = "、".join(claim_types())
    raise DataFileError(f"没有“{claim_type}”这一申报类型，可选：{known}。")


@cache
def _file() -> _File:
    return load_toml(_FILE, _File)


def _build(entry: _FormData) -> Form:
    sheets = []
    for kind, keys in entry.columns.items():
        sheet, known = sheet_columns(kind), base_columns(kind)
        unknown = [key for key in keys if key not in known]
        if unknown:
            raise DataFileError(f"forms.toml：{entry.type} 的 {sheet.name} 没有列 {unknown}。")
        columns = [
            msgspec.structs.replace(known[key], required=False)
            if key in entry.optional
            else known[key]
            for key in keys
        ]
        columns = _merge(columns, fact_columns(entry.type, kind))
        if kind is SheetKind.CLAIMS:
            columns += decided_column(entry.type)
        sheets.append(Sheet(kind, sheet.name, tuple(sheet.aliases), tuple(columns)))
    return Form(entry.type, entry.title, entry.purpose, tuple(sheets))


def _merge(columns: list[Column], added: list[Column]) -> list[Column]:
    """Put the added columns before the trailing ones that close a row (sums, contacts)."""
    required = {column.key for column in added if column.required}
    kept = [
        msgspec.structs.replace(column, required=column.required or column.key in required)
        for column in columns
    ]
    present = {column.key for column in columns}
    new = [column for column in added if column.key not in present]
    closing = next(
        (index for index, column in enumerate(kept) if column.key in _CLOSING), len(kept)
    )
    return [*kept[:closing], *new, *kept[closing:]]


#: From the first of these on, a row of the form is closed.
_CLOSING = {"claimed_people", "claimed_yuan", "phone"}
