from pathlib import Path

import polars as pl

from samples.make_batch import make_batch, make_batches
from tests.validator.books import checked, codes


def test_a_batch_has_as_many_people_as_asked_for_and_nothing_wrong(tmp_path: Path):
    make_batch(tmp_path / "a.xlsx", people=300)
    found = checked(tmp_path / "a.xlsx")
    assert int(found.claims["people"].sum()) == 300
    assert codes(found) == []


def test_the_same_seed_gives_the_same_batch(tmp_path: Path):
    for name in ("a", "b"):
        make_batch(tmp_path / f"{name}.xlsx", people=100, faults=0.3, seed=5)
    one, other = checked(tmp_path / "a.xlsx"), checked(tmp_path / "b.xlsx")
    assert one.findings["id"].to_list() == other.findings["id"].to_list()


def test_a_share_of_faults_gives_faults_of_many_kinds(tmp_path: Path):
    make_batch(tmp_path / "a.xlsx", people=400, faults=0.3)
    found = checked(tmp_path / "a.xlsx")
    wanted = {"CC201", "CC204", "CC205", "CC206", "CC301", "CC302", "CC304", "CC403"}
    assert wanted <= set(found.findings["code"])
    assert found.findings["id"].n_unique() == found.findings.height
    assert found.findings.filter(pl.col("cell").is_null()).is_empty()


def test_a_batch_of_several_workbooks_has_everybody_once(tmp_path: Path):
    books = make_batches(tmp_path, people=300, per_file=120)
    found = checked(*books)
    assert len(books) == 3
    assert int(found.claims["people"].sum()) == 300
    assert codes(found) == []
