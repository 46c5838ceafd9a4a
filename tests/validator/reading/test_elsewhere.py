"""Workbooks that other machines only read: all of them comes here."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from claimcheck.settings import Settings
from tests.validator.books import ON, claims, save
from validator.output.json import as_json
from validator.reading.elsewhere import reader_of
from validator.run.validate import run_validation


def test_what_is_read_elsewhere_is_as_if_it_were_read_here(tmp_path: Path):
    paths = [save(tmp_path / f"{people}.xlsx", claims(people)) for people in (3, 6)]
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
    paths = [paths[0], tmp_path / "坏.xlsx", tmp_path / "没有.xlsx", paths[1]]
    settings = Settings(on=ON)
    with ThreadPoolExecutor(2) as executor:
        there = run_validation(paths, settings, unmask=True, reader=reader_of(executor))
    assert as_json(there) == as_json(run_validation(paths, settings, unmask=True))
