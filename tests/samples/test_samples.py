import json
from pathlib import Path

import pytest

from samples import make_samples
from samples.make_samples import clean_book, faulty_book, write, write_broken_files
from tests.validator.books import checked, codes, told
from validator.review import Review

SAMPLES = Path(make_samples.__file__).parent
ISSUE = (
    "CC101 CC102 CC103 CC104 CC201 CC202 CC204 CC205 CC206 CC209 CC301 CC302 CC304 CC401 CC402 "
    "CC403 CC501 CC503 CC601 CC602"
)


def places(found: Review) -> list[tuple[str, str, str]]:
    rows = told(found).select("code", "sheet", "cell").iter_rows()
    return sorted((code, str(sheet), str(cell)) for code, sheet, cell in rows)


def expected(path: Path) -> list[tuple[str, str, str]]:
    content = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    return sorted((e["code"], str(e["sheet"]), str(e["cell"])) for e in content["findings"])


def faulty_files() -> list[Path]:
    return [SAMPLES / "hiring-faulty.xlsx", *sorted((SAMPLES / "faulty").glob("*.xlsx"))]


def test_the_clean_sample_has_no_findings():
    assert codes(checked(SAMPLES / "hiring-clean.xlsx")) == []


@pytest.mark.parametrize("path", faulty_files(), ids=lambda path: path.stem)
def test_a_faulty_sample_has_every_finding_where_it_is_expected_and_no_other(path: Path):
    assert places(checked(path)) == expected(path)


def test_the_faulty_samples_together_raise_every_finding():
    raised = {code for path in faulty_files() for code, _, _ in expected(path)}
    assert set(ISSUE.split()) <= raised


def test_the_samples_are_what_the_program_writes(tmp_path: Path):
    write(clean_book(), tmp_path / "clean.xlsx")
    write(faulty_book(), tmp_path / "faulty.xlsx")
    write_broken_files(tmp_path / "faulty")
    assert places(checked(tmp_path / "clean.xlsx")) == []
    assert expected(tmp_path / "faulty.xlsx") == expected(SAMPLES / "hiring-faulty.xlsx")
    made = sorted(path.name for path in (tmp_path / "faulty").iterdir())
    assert made == sorted(path.name for path in (SAMPLES / "faulty").iterdir())
