"""Reads a batch back: which rows are whose, and what was found about them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimcheck.forms import Form, SheetKind, forms
from validator.reading.applicant import content_of
from validator.reading.applicant_part import ApplicantPart, Loose, PartSheet, named_origin
from validator.reading.cells import Grid, Value, id_text, read_cells
from validator.reading.numbers import column_letters
from validator.reading.origin import FILES_HEADS, FILES_SHEET, HEADER_ROW, LOOSE_SHEET, ORIGIN
from validator.reading.own_places import Origins, OwnPlaces, RowOrigin
from validator.reading.unreadable import UnreadableError

RESULT_SHEET = "核查结果"
_NOT_A_BATCH = (
    "这不是 claimcheck collect 生成的汇总文件（缺少来源信息）。请用 collect 的结果来拆分。"
)


@dataclass
class CollectedBatch:
    """A batch as it was read."""

    form: Form
    parts: list[ApplicantPart]
    headings: list[str]  #: of 核查结果; empty where there is none
    strays: int = 0  #: rows that name no origin


def read_batch(path: Path) -> CollectedBatch:
    """Read a batch and part it.

    Raises:
        UnreadableError: it cannot be read or is no batch of ours.
    """
    if not path.is_file():
        raise UnreadableError("没有这个文件。请检查文件名和位置。")
    _, grids = read_cells(content_of(path))
    if FILES_SHEET not in grids or not grids[FILES_SHEET]:
        raise UnreadableError(_NOT_A_BATCH)
    try:
        parts = {part.number: part for part in map(_part, grids[FILES_SHEET][HEADER_ROW + 1 :])}
        form = forms()[str(grids[FILES_SHEET][HEADER_ROW + 1][FILES_HEADS.index("申报类型")])]
        batch = CollectedBatch(form, list(parts.values()), [])
        origins = {
            sheet.name: _deal(batch, sheet.kind, grids[sheet.name], parts) for sheet in form.sheets
        }
        _deal_loose(grids.get(LOOSE_SHEET, []), parts)
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise UnreadableError(_NOT_A_BATCH) from error
    if RESULT_SHEET in grids:
        _deal_findings(batch, grids[RESULT_SHEET], origins, parts)
    return batch


def read_parts(path: Path, skipped: Sequence[str]) -> dict[int, ApplicantPart]:
    """Who is in a batch, by the number of the file, without the rows.

    Args:
        path: the batch.
        skipped: sheets that need not be read.

    Raises:
        UnreadableError: it cannot be read or is no batch of ours.
    """
    _, grids = read_cells(content_of(path), tuple(skipped))
    try:
        parts = {part.number: part for part in map(_part, grids[FILES_SHEET][HEADER_ROW + 1 :])}
        _deal_loose(grids.get(LOOSE_SHEET, []), parts)
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise UnreadableError(_NOT_A_BATCH) from error
    return parts


def _part(row: list[Value]) -> ApplicantPart:
    cells = dict(zip(FILES_HEADS, [*row, *[""] * len(FILES_HEADS)], strict=False))
    names = json.loads(str(cells["各表名称"]))
    sheets = {
        SheetKind(kind): PartSheet(name=names[kind], **data)
        for kind, data in json.loads(str(cells["各表表头"])).items()
    }
    return ApplicantPart(
        number=int(float(str(cells["文件号"]))),
        file=Path(str(cells["文件"]).replace("\\", "/")).name,
        place=str(cells["位置"]),
        stamp=str(cells["模板版本"] or ""),
        digest=str(cells["内容校验值"]),
        order=json.loads(str(cells["工作表顺序"])),
        renamed=json.loads(str(cells["申报编号改动"] or "{}")),
        sheets=sheets,
    )


def _deal(
    batch: CollectedBatch, kind: SheetKind, grid: Grid, parts: Mapping[int, ApplicantPart]
) -> dict[int, RowOrigin]:
    """Hand a sheet's rows out; returns the origin of each row of the batch."""
    sheet = batch.form.sheet(kind)
    assert sheet is not None  # noqa: S101 - the kind came from the form
    keys = {column.header: column.key for column in sheet.inputs}
    keys |= {head: key for key, head in ORIGIN}
    heads = [str(cell) for cell in grid[HEADER_ROW]]
    places = {keys.get(head, head): place for place, head in enumerate(heads)}
    origins = {}
    letters: dict[int, dict[str, str]] = {}
    for number, cells in enumerate(grid[HEADER_ROW + 1 :], HEADER_ROW + 2):
        if all(cell in ("", None) for cell in cells):
            continue
        owner, row = cells[places["#file"]], cells[places["#row"]]
        part = parts.get(int(owner)) if isinstance(owner, int | float) else None
        if part is None:
            batch.strays += 1
            continue
        own = part.sheets[kind]
        values = [cells[places[column]] for column in own.columns]
        if "claim_id" in own.columns:
            at = own.columns.index("claim_id")
            if id_text(values[at]) in part.renamed:
                values[at] = cells[places["#claim"]]
        place = int(row) if isinstance(row, int | float) else _below(own)
        own.rows.append((place, values))
        if part.number not in letters:
            letters[part.number] = {
                column_letters(places[column]): column_letters(own.places[at])
                for at, column in enumerate(own.columns)
            }
        origins[number] = RowOrigin(part.number, place, letters[part.number], own.name)
    for part in parts.values():
        part.sheets[kind].rows.sort(key=lambda entry: entry[0])
    return origins


def _below(own: PartSheet) -> int:
    """A row that was added in the batch goes below the others."""
    return max((row for row, _ in own.rows), default=own.header_row) + 1


def _deal_loose(grid: Grid, parts: Mapping[int, ApplicantPart]) -> None:
    for cells in grid[HEADER_ROW + 1 :]:
        owner = cells[0]
        if isinstance(owner, int | float) and int(owner) in parts:
            kept = Loose(str(cells[1]), str(cells[2]), cells[4])
            parts[int(owner)].loose.append(kept)


def _deal_findings(
    batch: CollectedBatch,
    grid: Grid,
    origins: Origins,
    parts: Mapping[int, ApplicantPart],
) -> None:
    """Hand the findings out, with the places of the applicant's own workbook."""
    start = next((at for at, cells in enumerate(grid) if "位置" in cells and "序号" in cells), None)
    if start is None:
        return
    batch.headings = [str(cell) for cell in grid[start] if cell not in ("", None)]
    place = batch.headings.index("位置")
    for cells in grid[start + 1 :]:
        row = list(cells[: len(batch.headings)])
        if all(cell in ("", None) for cell in row):
            continue
        match = _PLACE.fullmatch(str(row[place]))
        origin = origins.get(match["sheet"], {}).get(int(match["row"])) if match else None
        owners = [parts[origin.part]] if origin else _named(row, parts)
        for part in owners:
            own = _translated(row, part, origins, match["sheet"] if match else None)
            own[0] = len(part.findings) + 1
            part.findings.append(own)


def _named(row: list[Value], parts: Mapping[int, ApplicantPart]) -> list[ApplicantPart]:
    """Whom a finding without a cell concerns: who is named, else everyone."""
    names = {named_origin(part): part for part in parts.values()}
    found = [part for name, part in names.items() if any(name in str(cell) for cell in row)]
    return found or list(parts.values())


_PLACE = re.compile(r"(?P<sheet>.+) (?P<letters>[A-Z]{1,3})(?P<row>\d+)")


def _translated(
    row: list[Value], part: ApplicantPart, origins: Origins, here: str | None
) -> list[Value]:
    """The cells of a finding, with places and claim ids as the applicant knows them."""
    own = OwnPlaces(part.number, part.file, part.renamed, origins)
    whole = named_origin(part)
    return [
        own.said(cell.replace(whole, ""), here) if isinstance(cell, str) else cell for cell in row
    ]
