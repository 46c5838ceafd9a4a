"""Files that appear whole or not at all."""

from pathlib import Path

import pytest
from xlsxwriter.exceptions import FileCreateError

from validator.ledger.audit.errors import SupervisionError
from validator.output.files import whole

FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize("fault", [FULL, FileCreateError(FULL)])
def test_a_full_disk_is_said_and_leaves_what_was_there(tmp_path: Path, fault: Exception):
    target = tmp_path / "a.xlsx"
    target.write_text("old")
    with pytest.raises(SupervisionError, match="磁盘已满"), whole(target) as temporary:
        temporary.write_text("half of it")
        raise fault
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert target.read_text() == "old"


def test_any_other_error_is_nobody_elses(tmp_path: Path):
    with pytest.raises(KeyError), whole(tmp_path / "a.xlsx"):
        raise KeyError("ours")
    assert list(tmp_path.iterdir()) == []
