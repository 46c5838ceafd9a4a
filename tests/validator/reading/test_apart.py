"""What a worker read arrives here as it was."""

from io import BytesIO
from pathlib import Path

import polars as pl

from claimcheck.forms import SheetKind, forms
from tests.validator.books import claims, save
from validator.reading.apart import read_there
from validator.reading.results import WorkbookRead
from validator.reading.sent import arrived
from validator.reading.workbook import read_workbook


def test_columns_in_which_nothing_stands_are_there_without_being_sent(tmp_path: Path):
    made = save(tmp_path / "a.xlsx", claims(3))
    sent = read_there(made)
    packed = sent.frames["hiring", SheetKind.ROSTER]
    assert "left_on:unread" not in pl.read_ipc_stream(BytesIO(packed.content)).columns

    here, (there,) = read_workbook(made, forms(), lambda _: None), arrived(sent)
    assert isinstance(there, WorkbookRead)
    for kind, sheet in here.sheets.items():
        assert there.sheets[kind].frame.equals(sheet.frame)
        assert there.sheets[kind].frame.schema == sheet.frame.schema


def test_a_sheet_without_rows_arrives_with_all_its_columns(tmp_path: Path):
    made = save(tmp_path / "a.xlsx", [])
    sent = read_there(made)
    here, (there,) = read_workbook(made, forms(), lambda _: None), arrived(sent)
    assert isinstance(there, WorkbookRead)
    frames = [sheet.frame for sheet in there.sheets.values()]
    assert all(frame.is_empty() for frame in frames)
    assert [frame.schema for frame in frames] == [
        sheet.frame.schema for sheet in here.sheets.values()
    ]
