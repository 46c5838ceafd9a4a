"""Files that are read beside each other."""

import pytest

from tests.validator.intake.statements.books import SAMPLES
from validator.intake.statements import several
from validator.intake.statements.several import read_files
from validator.intake.statements.statement import Options

PATHS = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".csv", ".xls", ".pdf"))[:7]


def kept(processes: int) -> list[object]:
    return [(entry.path, entry.counts, entry.chain, payments)
            for entry, payments in read_files(PATHS, Options(), processes)]  # fmt: skip


def test_several_processes_keep_what_one_keeps_in_the_same_order():
    assert kept(2) == kept(1)


def test_a_damaged_file_among_them_is_said_and_the_others_are_read(tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(50))
    paths = [PATHS[0], tmp_path / "坏.xlsx", tmp_path / "没有.csv", PATHS[1]]
    faults = [bool(entry.fault) for entry, _ in read_files(paths, Options(), 2)]
    assert faults == [False, True, True, False]


@pytest.mark.parametrize("error", [OSError, several.BrokenProcessPool])
def test_where_processes_fail_the_files_are_read_here(monkeypatch, error):
    def fails(*_, **__):
        raise error

    monkeypatch.setattr(several, "ProcessPoolExecutor", fails)
    assert len(kept(2)) == len(PATHS)


def test_few_small_files_start_no_process(monkeypatch):
    monkeypatch.setattr(several, "ProcessPoolExecutor", None)
    assert len(list(read_files(PATHS[:1], Options()))) == 1
