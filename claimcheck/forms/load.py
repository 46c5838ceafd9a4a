"""Builds the forms from `forms.toml`."""

from functools import cache
from pathlib import Path

import msgspec

from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import DataFileError
from claimcheck.forms.model import Column, Form, Sheet, SheetKind

_FILE = Path(__file__).with_name("forms.toml")


class _SheetData(Strict, frozen=True, kw_only=True):
    kind: SheetKind
    name: str
    aliases: list[str] = []
    column: list[Column]


class _FormData(Strict, frozen=True, kw_only=True):
    type: str
    title: str
    purpose: str
    #: for each sheet the keys of its columns, in the order of the template
    columns: dict[SheetKind, list[str]]
    #: columns that this type insists on though others do not
    required: dict[SheetKind, list[str]] = {}


class _File(Strict, frozen=True, kw_only=True):
    sheet: list[_SheetData]
    form: list[_FormData]


@cache
def forms() -> dict[str, Form]:
    """All forms by claim type.

    Raises:
        DataFileError: `forms.toml` is not as it must be.
    """
    data = load_toml(_FILE, _File)
    sheets = {sheet.kind: sheet for sheet in data.sheet}
    return {entry.type: _build(entry, sheets) for entry in data.form}


def claim_types() -> list[str]:
    """The claim types that have a form, in the order of the file."""
    return list(forms())


def form(claim_type: str) -> Form:
    """The form of one claim type.

    Raises:
        DataFileError: there is no such claim type.
    """
    try:
        return forms()[claim_type]
    except KeyError:
        known = "、".join(claim_types())
        raise DataFileError(f"没有“{claim_type}”这一申报类型，可选：{known}。") from None


def _build(entry: _FormData, sheets: dict[SheetKind, _SheetData]) -> Form:
    built = []
    for kind, keys in entry.columns.items():
        data = sheets[kind]
        by_key = {column.key: column for column in data.column}
        insisted = set(entry.required.get(kind, []))
        unknown = [key for key in [*keys, *insisted] if key not in by_key]
        if unknown:
            raise DataFileError(f"forms.toml：{entry.type} 的 {data.name} 没有列 {unknown}。")
        columns = tuple(_insist(by_key[key]) if key in insisted else by_key[key] for key in keys)
        built.append(Sheet(kind, data.name, tuple(data.aliases), columns))
    return Form(entry.type, entry.title, entry.purpose, tuple(built))


def _insist(column: Column) -> Column:
    return msgspec.structs.replace(column, required=True)
