"""All workbooks of one form, put together into three frames."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from claimcheck.forms import Form, SheetKind
from validator.reading.batch import Input
from validator.reading.convert import empty_frame

#: What checks may ask of a sheet that a form does not have.
_NO_ROWS = {
    kind: pl.DataFrame(
        schema={"input": pl.Int64, "row": pl.Int64}
        | dict.fromkeys(names, pl.String)
        | dict.fromkeys(dates, pl.Date)
        | dict.fromkeys(sums, pl.Int64)
    )
    for kind, names, dates, sums in (
        (SheetKind.CLAIMS, ("claim_id", "measure", "applicant", "applicant_code"), (), ()),
        (SheetKind.ROSTER, ("claim_id", "name", "id_number"), (), ()),
        (
            SheetKind.WAGES,
            ("id_number", "name", "payer", "payee_account", "reference", "memo"),
            ("paid_on",),
            ("amount_fen",),
        ),
    )
}

_PLACES = {
    "input": pl.Int64(),
    "kind": pl.String(),
    "key": pl.String(),
    "sheet": pl.String(),
    "column": pl.String(),
    "letter": pl.String(),
}

#: Sheets of fewer rows, on average, are copied into one piece.
_LITTLE = 10_000


@dataclass(frozen=True)
class Batch:
    """The rows of all inputs of one form, in normal form, with `input` and `row`."""

    form: Form
    inputs: Sequence[Input]
    frames: dict[SheetKind, pl.DataFrame]
    places: pl.DataFrame

    @property
    def claims(self) -> pl.DataFrame:
        """One row a claim."""
        return self.frames[SheetKind.CLAIMS]

    @property
    def roster(self) -> pl.DataFrame:
        """One row a person."""
        return self.frames[SheetKind.ROSTER]

    @property
    def wages(self) -> pl.DataFrame:
        """One row a payment."""
        return self.frames[SheetKind.WAGES]


def batches(inputs: Sequence[Input]) -> list[Batch]:
    """Put the inputs that were read together, one batch a form."""
    by_type: dict[str, list[Input]] = {}
    for entry in inputs:
        if entry.form is not None:
            by_type.setdefault(entry.form.type, []).append(entry)
    return [_batch(found) for found in by_type.values()]


def _batch(inputs: list[Input]) -> Batch:
    form = inputs[0].form
    assert form is not None  # noqa: S101 - `batches` takes only inputs that were read
    frames = {}
    for kind in SheetKind:
        sheet = form.sheet(kind)
        if sheet is None:
            frames[kind] = _NO_ROWS[kind]
            continue
        read = [entry for entry in inputs if sheet.kind in entry.sheets]
        frames[sheet.kind] = (
            _numbered([(entry.number, entry.sheets[sheet.kind].frame) for entry in read])
            if read
            else _empty(form, sheet.kind)
        )
    places = [
        (entry.number, str(kind), key, read.name, read.headers.texts[key], letter)
        for entry in inputs
        for kind, read in entry.sheets.items()
        if read.headers is not None
        for key, letter in read.letters.items()
    ]
    return Batch(form, inputs, frames, pl.DataFrame(places, schema=_PLACES, orient="row"))


def _empty(form: Form, kind: SheetKind) -> pl.DataFrame:
    sheet = form.sheet(kind)
    assert sheet is not None  # noqa: S101 - the kind came from the form
    return empty_frame(sheet).with_columns(input=pl.lit(None, pl.Int64))


def _numbered(parts: Sequence[tuple[int, pl.DataFrame]]) -> pl.DataFrame:
    """Frames one under another, with the number of their input."""
    if sum(part.height for _, part in parts) >= _LITTLE * len(parts):
        return pl.concat(
            [part.with_columns(input=pl.lit(number, pl.Int64)) for number, part in parts],
            rechunk=False,
        )
    # Hundreds of little pieces would cost every check more than one copy costs now.
    together = pl.concat([part for _, part in parts], rechunk=True)
    heights = [(number, part.height) for number, part in parts if part.height]
    numbers = pl.DataFrame(heights, schema={"input": pl.Int64, "rows": pl.Int64}, orient="row")
    return together.with_columns(
        numbers.select(pl.col("input").repeat_by("rows").explode()).to_series()
    )
