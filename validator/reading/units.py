"""What is judged by itself: a workbook, or one applicant's part of a collected workbook.

A collected workbook holds the rows of many applicants. They are joined and judged as if
each had come in a file of its own; findings point to the rows of the collected workbook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from claimcheck.forms import SheetKind
from validator.reading.applicant_part import ApplicantPart, named_origin
from validator.reading.batch import Input
from validator.reading.numbers import column_letters
from validator.reading.origin import FILE_HEADING, FILES_SHEET
from validator.reading.own_places import OwnPlaces, RowOrigin
from validator.reading.results import Oddity, OddityKind, SheetRead
from validator.reading.unreadable import UnreadableError

#: So many rows without origin are named.
_NAMED = 5


def units_of(inputs: Sequence[Input]) -> list[Input]:
    """The inputs to be judged: each workbook, a collected one as its applicants' parts.

    Parts have numbers of their own, above those of all files; `whole` is the file's number.
    A collected workbook learns what its applicants call their claims (`own_ids`).
    """
    units: list[Input] = []
    number = len(inputs)
    for entry in inputs:
        parts = _parts(entry, number)
        number += len(parts)
        units += parts or [entry]
    return units


def whole_numbers(units: Sequence[Input]) -> dict[int, int]:
    """The number of a part → the number of the file that holds it."""
    return {unit.number: unit.whole for unit in units if unit.whole is not None}


def in_files(frame: pl.DataFrame, wholes: Mapping[int, int]) -> pl.DataFrame:
    """Rows with `input` (and `related`) naming files; `unit` keeps the part."""
    file = pl.element().struct.field("input").replace(wholes)
    named = frame.with_columns(unit=pl.col("input"), input=pl.col("input").replace(wholes))
    if not wholes or "related" not in frame.columns:
        return named
    return named.with_columns(
        related=pl.col("related").list.eval(pl.element().struct.with_fields(file.alias("input")))
    )


def with_unit(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with `unit`; of rows that lack it, it is their file."""
    return frame if "unit" in frame.columns else frame.with_columns(unit=pl.col("input"))


def with_origins(findings: pl.DataFrame, units: Sequence[Input]) -> pl.DataFrame:
    """What is said of a whole part of a file names the applicant's own file."""
    names = {unit.number: named_origin(unit.part) for unit in units if unit.part is not None}
    if not names:
        return findings
    name = pl.col("unit").replace_strict(names, default="", return_dtype=pl.String)
    said = pl.when(pl.col("row").is_null()).then(pl.col("message") + name).otherwise("message")
    return findings.with_columns(message=said)


def own_places(units: Sequence[Input]) -> dict[int, OwnPlaces]:
    """How the rows and claims of each part are called in the applicant's own file.

    Returns:
        By the number of the part; files that were not collected are not in it.
    """
    origins: dict[int, dict[str, dict[int, RowOrigin]]] = {}
    for unit in units:
        if unit.whole is not None and unit.part is not None:
            sheets = origins.setdefault(unit.whole, {})
            for kind, read in unit.sheets.items():
                sheets.setdefault(read.name, {}).update(_origins(read, kind, unit.part))
    return {
        unit.number: OwnPlaces(
            unit.part.number, unit.part.file, unit.part.renamed, origins[unit.whole]
        )
        for unit in units
        if unit.whole is not None and unit.part is not None
    }


def _origins(read: SheetRead, kind: SheetKind, part: ApplicantPart) -> dict[int, RowOrigin]:
    own = part.sheets.get(kind)
    if own is None or read.origin is None:
        return {}
    at = dict(zip(own.columns, own.places, strict=False))
    letters = {letter: column_letters(at[key]) for key, letter in read.letters.items() if key in at}
    return {
        row: RowOrigin(part.number, source, letters, own.name)
        for row, source in read.origin.select("row", "source_row").drop_nulls().iter_rows()
    }


def _parts(entry: Input, number: int) -> list[Input]:
    origins = [read.origin for read in entry.sheets.values() if read.origin is not None]
    if FILES_SHEET not in entry.sheet_names or not origins:
        return []
    owners = pl.concat(origins)["file"].drop_nulls().unique().sort().to_list()
    known = _known(entry)
    entry.own_ids = {new: old for part in known.values() for new, old in part.renamed.items()}
    found = [
        replace(
            entry,
            number=number + place,
            whole=entry.number,
            part=known.get(owner),
            sheets={
                kind: _own(read, owner, known.get(owner), kind)
                for kind, read in entry.sheets.items()
            },
            oddities=[],
        )
        for place, owner in enumerate(sorted({*owners, *known}))
    ]
    if found:
        # They are of the whole file: see `validator.checks.structure.oddities`.
        found[0].oddities = [*entry.oddities, *_strays(entry)]
    return found


def _known(entry: Input) -> dict[int, ApplicantPart]:
    """What the collected workbook says of its files; nothing where that was destroyed."""
    # Reads the file once more, which only a collected one needs.
    from validator.reading.parts import read_parts

    try:
        return read_parts(entry.path, [read.name for read in entry.sheets.values()])
    except UnreadableError:
        return {}


def _own(read: SheetRead, owner: int, part: ApplicantPart | None, kind: SheetKind) -> SheetRead:
    """An applicant's rows of a sheet, with the columns that his own workbook had."""
    if read.origin is None:
        return read
    rows = read.origin.filter(pl.col("file") == owner)
    frame = read.frame.join(rows.select("row"), on="row", how="semi", maintain_order="left")
    own = part.sheets.get(kind) if part is not None else None
    if own is None or read.headers is None:
        return replace(read, frame=frame, origin=rows)
    had = set(own.columns)
    headers = replace(
        read.headers,
        positions={key: at for key, at in read.headers.positions.items() if key in had},
    )
    letters = {key: letter for key, letter in read.letters.items() if key in had}
    return replace(read, frame=frame, origin=rows, headers=headers, letters=letters)


def _strays(entry: Input) -> list[Oddity]:
    """Rows that name no origin: nobody knows whose they are."""
    found = []
    for read in entry.sheets.values():
        if read.origin is None:
            continue
        rows = read.origin.filter(pl.col("file").is_null())["row"].to_list()
        if not rows:
            continue
        shown = "、".join(str(row) for row in rows[:_NAMED])
        more = f" 等 {len(rows):,} 行" if len(rows) > _NAMED else " 行"
        what = f"第 {shown}{more}没有“{FILE_HEADING}”，不知道属于哪个申报单位，没有核查"
        found.append(Oddity(OddityKind.NO_ORIGIN, what, read.name, rows[0], FILE_HEADING))
    return found
