"""Long templates opened as people open them: nothing is recalculated but by the program itself.

LibreOffice computes long columns in several threads, and what one cell rests on in the midst of
another. Short files, and files recalculated hard, show nothing of what can go wrong there.
"""

from pathlib import Path

import pytest

from benchmarks.full_length import as_installed, errors, long_batch
from tests.addin.template.agreement import compare, fill
from tests.addin.template.entries_run import differences_after_entries

_PEOPLE = 500


@pytest.mark.parametrize("claim_type", ["broker", "hiring"])
def test_a_long_file_shows_what_the_evaluation_says_when_it_is_opened(
    claim_type: str, tmp_path: Path
) -> None:
    batch = long_batch(claim_type, _PEOPLE)
    workbook = fill(batch, tmp_path / f"{claim_type}.xlsx")
    opened = as_installed(tmp_path / "plain").recalculate(workbook)
    tallies = compare(batch, opened).values()
    assert errors(opened) == []
    assert [text for tally in tallies for text in tally.differences] == []
    assert sum(tally.people for tally in tallies) >= _PEOPLE


def test_a_long_file_stays_right_while_people_type(tmp_path: Path) -> None:
    calc = as_installed(tmp_path / "plain")
    assert differences_after_entries("broker", _PEOPLE, 8, 1, tmp_path, calc) == []
