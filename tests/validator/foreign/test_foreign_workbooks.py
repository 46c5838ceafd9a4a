import time
from pathlib import Path

import pytest

from tests.fuzz_workbooks import SLOWEST, foreign_folder
from tests.validator.books import checked
from tests.validator.output.marked.made import all_marked

FOLDER = foreign_folder()
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".tsv") if FOLDER else []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[-60:])
def test_a_foreign_workbook_is_read_or_refused_in_one_message(path: Path):
    start = time.monotonic()
    found = checked(path)
    assert time.monotonic() - start < SLOWEST
    assert "failed" not in {ran.status for ran in found.checks}
    blocking = found.findings.filter(severity="error")
    if found.inputs[0].fault:
        assert found.exit_status == 2
        assert blocking["code"].to_list() == ["CC101"]
    elif found.rows == 0:
        assert found.exit_status == 1, "nothing was read without a word"
    for message in found.findings["message"]:
        assert "Error" not in message
        assert "Traceback" not in message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[-60:])
def test_marking_a_foreign_workbook_prints_nothing(
    path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    _, problems = all_marked(checked(path), tmp_path)
    printed = capfd.readouterr()
    assert (printed.out, printed.err, problems) == ("", "", [])
