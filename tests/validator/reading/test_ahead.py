"""Workers are started for as many workbooks as will most likely be read."""

from pathlib import Path

import pytest

from validator.reading import ahead


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """For how many files workers were started."""
    found: list[int] = []

    class Started:
        def start(self, *work: object, alone: bool = False) -> None:
            assert not alone

        def start_more(self, count: int) -> None:
            found.append(count)

    monkeypatch.setattr(ahead, "shared", lambda _: Started())
    return found


def test_a_folder_counts_as_its_workbooks(tmp_path: Path, counts: list[int]):
    names = ("a.xlsx", "b.XLS", "~$a.xlsx", "a.核查.xlsx", "a.pdf", "说明.txt")
    for name in names:
        (tmp_path / name).touch()
    ahead.start_ahead([tmp_path])
    ahead.start_ahead([tmp_path, tmp_path / "a.xlsx", tmp_path / "c.xlsx"])
    (tmp_path / "镇").mkdir()
    ahead.start_ahead([tmp_path])
    assert counts == [2, 4, 3]


def test_what_is_no_folder_with_workbooks_counts_as_one(tmp_path: Path, counts: list[int]):
    ahead.start_ahead([tmp_path])
    ahead.start_ahead([tmp_path / "not there", tmp_path])
    assert counts == [1, 2]
