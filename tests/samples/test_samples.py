import json
import zipfile
from pathlib import Path

import polars as pl
import pytest

from claimcheck.office import load_office
from claimcheck.settings import Settings
from samples import make_samples
from tests.rebuild import how
from tests.validator.books import ALWAYS, ON, checked, codes
from validator.findings.catalogue import catalogue
from validator.ledger.opening import open_ledger
from validator.run.validate import Validation, run_validation
from validator.supervision.accepted import accepted

SAMPLES = Path(make_samples.__file__).parent


def places(found: Validation, also: set[str] = frozenset()) -> list[tuple[str, str, str]]:  # type: ignore[assignment]
    """Where findings stand; what is said of every claim of a draft only where asked for."""
    rows = found.findings.filter(~pl.col("code").is_in(set(ALWAYS) - also))
    rows = rows.select("code", "sheet", "cell").iter_rows()
    return sorted((code, str(sheet), str(cell)) for code, sheet, cell in rows)


def expected(path: Path) -> list[tuple[str, str, str]]:
    content = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    return sorted((e["code"], str(e["sheet"]), str(e["cell"])) for e in content["findings"])


def faulty_files() -> list[Path]:
    return [SAMPLES / "hiring-faulty.xlsx", *sorted((SAMPLES / "faulty").glob("*.xlsx"))]


@pytest.mark.parametrize("name", ["hiring-clean.xlsx", "imported-clean.xlsx"])
def test_a_clean_sample_has_no_findings(name: str):
    assert codes(checked(SAMPLES / name)) == []


@pytest.mark.parametrize("path", faulty_files(), ids=lambda path: path.stem)
def test_a_faulty_sample_has_every_finding_where_it_is_expected_and_no_other(path: Path):
    wanted, found = expected(path), checked(path)
    assert [f"{one.code}: {one.why}" for one in found.checks if one.status == "failed"] == []
    assert places(found, {code for code, _, _ in wanted}) == wanted


def test_the_office_sample_is_held_against_its_lists():
    folder = SAMPLES / "office"
    settings = Settings(on=ON, office=load_office(folder / "office.toml"))
    found = run_validation([folder / "申报.xlsx"], settings, lists_folder=folder)
    assert places(found) == expected(folder / "申报.xlsx")


def test_people_of_a_recorded_batch_are_known_when_claimed_again(tmp_path: Path):
    clean = checked(SAMPLES / "hiring-clean.xlsx")
    with open_ledger(str(tmp_path / "l.sqlite"), key_file=tmp_path / "l.key") as ledger:
        batch, refused = accepted(clean, "一月", ON)
        assert refused == []
        ledger.record(batch)
        again = SAMPLES / "office" / "再次申报.xlsx"
        found = run_validation([again], Settings(on=ON), ledger=ledger)
        whole = run_validation([SAMPLES / "hiring-clean.xlsx"], Settings(on=ON), ledger=ledger)
    assert places(found) == expected(again)
    assert set(codes(whole)) == {"CC609"}, "the same batch once more is said claim by claim"


def test_every_code_of_the_catalogue_is_raised_by_a_sample():
    files = [*faulty_files(), *sorted((SAMPLES / "office").glob("*.xlsx"))]
    raised = {code for path in files for code, _, _ in expected(path)}
    for code in sorted(set(catalogue()) - raised):
        pytest.fail(f"no sample shows {code}: write one in samples/faults.py, {how('samples')}")


def test_the_samples_are_what_the_program_writes(tmp_path: Path):
    make_samples.main(tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    there = [*SAMPLES.glob("*.xlsx"), *SAMPLES.glob("*.json")]
    there += [path for name in ("faulty", "office") for path in (SAMPLES / name).rglob("*.*")]
    assert made == sorted(path.relative_to(SAMPLES) for path in there if path.is_file())
    stale = {str(path): differing(tmp_path / path, SAMPLES / path) for path in made}
    assert {name: parts for name, parts in stale.items() if parts} == {}, how("samples")


def differing(made: Path, there: Path) -> list[str]:
    """The parts that two files do not have alike."""
    ours, theirs = content(made), content(there)
    return sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))


def content(path: Path) -> dict[str, bytes]:
    """A file's bytes, or those of a workbook's parts: packing differs between machines."""
    if not zipfile.is_zipfile(path):
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
