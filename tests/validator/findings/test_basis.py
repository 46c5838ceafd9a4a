"""What a verdict rests on is the claim's own content, whichever files lie beside it."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from claimcheck.settings import Settings
from tests.validator.books import claims, save
from validator.commands.collecting import collect
from validator.findings.basis import with_basis
from validator.run.validate import Validation, run_validation

ON = Settings(on=date(2026, 11, 20))


@pytest.fixture
def batch(tmp_path: Path) -> Validation:
    """Three files of one form with the same claim numbers, each with something to decide."""
    paths = []
    for number in range(3):
        made = claims(4, 3, seed=number)
        made[0].people[1].row["hired_on"] = date(2026, 11, 19)
        paths.append(save(tmp_path / f"{number}.xlsx", made))
    return run_validation(paths, ON)


@pytest.mark.parametrize("rows", [0, 40, 20_000])
def test_files_looked_at_together_give_the_bases_that_each_gives_alone(
    batch: Validation, rows: int, monkeypatch: pytest.MonkeyPatch
):
    alone = pl.concat(
        with_basis(batch.findings.filter(pl.col("input") == entry.number), [entry])
        for entry in batch.inputs
    )
    monkeypatch.setattr("validator.findings.basis._TOGETHER", rows)
    together = with_basis(batch.findings, batch.inputs)
    assert together["basis"].n_unique() >= 3
    assert dict(together.select("id", "basis").iter_rows()) == dict(
        alone.select("id", "basis").iter_rows()
    )


def test_a_file_that_cannot_be_read_lies_beside_one_that_is_meant_as_a_whole(tmp_path: Path):
    made = (claims(4, 3, seed=number) for number in range(2))
    paths = [save(tmp_path / f"{number}.xlsx", one) for number, one in enumerate(made)]
    paths.append(tmp_path / "坏.xlsx")
    paths[2].write_bytes(b"no workbook")
    found = run_validation(paths, ON)
    whole = found.findings.with_columns(claim_id=pl.lit(None, pl.String))
    together = with_basis(whole, found.inputs)
    assert together["basis"].null_count() == 0
    for entry in found.inputs:
        of_file = together.filter(pl.col("input") == entry.number)
        alone = with_basis(whole.filter(pl.col("input") == entry.number), [entry])
        assert of_file["basis"].to_list() == alone["basis"].to_list()
    assert together["basis"].n_unique() >= 3


def bases_of(folder: Path, *firms: str) -> dict[str, tuple[str, str]]:
    """The id and the basis of each firm's first finding, the firms' files collected."""
    paths = []
    for firm in firms:
        made = claims(6, seed=ord(firm))
        made[0].row["applicant"] = firm
        made[0].people[1].row["hired_on"] = date(2026, 11, 19)
        paths.append(save(folder / f"{firm}.xlsx", made))
    batch = folder / "汇总.xlsx"
    assert CliRunner().invoke(collect, [*map(str, paths), "-o", str(batch)]).exit_code == 0
    found = run_validation([batch], ON)
    names = dict(found.claims.select("claim_id", "applicant").iter_rows())
    told = with_basis(found.findings, found.inputs).unique("claim_id", keep="first")
    return {
        names[claim]: (name, basis)
        for claim, name, basis in told.select("claim_id", "id", "basis").iter_rows()
    }


def test_one_more_file_among_the_collected_changes_no_other_claims_basis(tmp_path: Path):
    before = bases_of(tmp_path / "一月", "乙", "丙")
    after = bases_of(tmp_path / "二月", "甲", "乙", "丙")  # 001-SB-001 is another firm's now
    assert set(before) == {"乙", "丙"}
    assert {firm: after[firm] for firm in before} == before


def test_collected_claims_rest_on_what_they_rest_on_alone(tmp_path: Path):
    together = bases_of(tmp_path, "乙", "丙")
    found = run_validation([tmp_path / "丙.xlsx"], ON)
    alone = with_basis(found.findings, found.inputs).row(0, named=True)
    assert together["丙"] == (alone["id"], alone["basis"])
