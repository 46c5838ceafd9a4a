# ruff: noqa: S311 - made-up data
"""A collected workbook is judged applicant by applicant, as if each had come alone."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from claimcheck.settings import Settings
from samples import honest
from samples.books import book_of, plain_workbook
from samples.honest import Claim
from tests.validator.books import ON
from validator.commands.collecting import collect
from validator.run.validate import Validation, run_validation


def claims_of(seed: int, *sizes: int) -> list[Claim]:
    return list(honest.claims(random.Random(seed), sizes, months=[7]))


def save(path: Path, claims: list[Claim], change: Callable[[Workbook], None] | None = None) -> Path:
    workbook = plain_workbook(book_of(claims))
    if change is not None:
        change(workbook)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def both(folder: Path) -> tuple[Validation, Validation]:
    """The originals as one run, and their collected workbook as another."""
    batch = folder / "batch.xlsx"
    result = CliRunner().invoke(collect, [str(folder / "in"), "-o", str(batch)])
    assert result.exit_code == 0, result.output
    originals = sorted((folder / "in").iterdir())
    return run_validation(originals, Settings(on=ON)), run_validation([batch], Settings(on=ON))


def told(found: Validation) -> list[tuple[object, ...]]:
    """What findings say, without the places, which differ."""
    return sorted(found.findings.select("id", "code", "severity").iter_rows())


def sums(found: Validation) -> list[tuple[object, ...]]:
    names = ("claimed_fen", "amount_fen", "people", "headcount", "outcome", "verdict")
    return sorted(found.claims.select(names).iter_rows(), key=str)


def wrong_id(book: Workbook) -> None:
    book["人员花名册"]["C7"] = "640598199001010010"


def no_phones(book: Workbook) -> None:
    page = book["人员花名册"]
    page.delete_cols(next(cell.column for cell in page[3] if cell.value == "身份证号"))


def too_few_months(book: Workbook) -> None:
    book["工资流水"].delete_rows(5, 4)


@pytest.mark.parametrize("change", [None, wrong_id, too_few_months])
def test_a_collected_workbook_gives_the_findings_and_sums_of_the_originals(tmp_path, change):
    for number in range(4):
        change_here = change if number == 2 else None
        save(tmp_path / "in" / f"单位{number}.xlsx", claims_of(number, 5, 6), change_here)
    alone, together = both(tmp_path)
    assert sums(alone) == sums(together)
    assert told(alone) == told(together)


def test_a_person_of_two_applicants_counts_with_the_pay_of_each_by_itself(tmp_path):
    """Two payments of 2,000 yuan from two firms are not one wage of 4,000 yuan for both."""
    first, second = claims_of(1, 5)[0], claims_of(2, 5)[0]
    shared = first.people[0]
    second.people[0].row |= {
        "name": shared.row["name"],
        "id_number": shared.row["id_number"],
    }
    for claim in (first, second):
        for payment in claim.people[0].payments:
            payment |= {"name": shared.row["name"], "id_number": shared.row["id_number"]}
            payment["amount_yuan"] = 2000
    save(tmp_path / "in" / "甲.xlsx", [first])
    save(tmp_path / "in" / "乙.xlsx", [second])
    alone, together = both(tmp_path)
    assert {row[3] for row in sums(together)} == {4}, "in neither claim does the person count"
    assert sums(alone) == sums(together)
    assert told(alone) == told(together)
    assert "CC602" in together.findings["code"].to_list()


def test_a_column_that_one_applicant_lacks_is_said_of_that_one(tmp_path):
    save(tmp_path / "in" / "甲.xlsx", claims_of(1, 5))
    save(tmp_path / "in" / "乙.xlsx", claims_of(2, 5), no_phones)
    alone, together = both(tmp_path)
    assert told(alone) == told(together)
    assert sums(alone) == sums(together)
    said = together.findings.filter(together.findings["code"] == "CC103")["message"].to_list()
    assert len(said) == 1
    assert "“乙.xlsx”" in said[0]


def test_places_are_those_of_the_collected_workbook(tmp_path):
    save(tmp_path / "in" / "甲.xlsx", claims_of(1, 5))
    save(tmp_path / "in" / "乙.xlsx", claims_of(2, 5), wrong_id)
    _, together = both(tmp_path)
    (found,) = together.findings.filter(together.findings["code"] == "CC201").to_dicts()
    page = load_workbook(tmp_path / "batch.xlsx")["人员花名册"]
    assert page[found["cell"]].value == "640598199001010010"
    assert found["input"] == 0
    assert [entry.path.name for entry in together.inputs] == ["batch.xlsx"]


def test_a_row_without_origin_is_an_error_and_counts_for_nobody(tmp_path):
    save(tmp_path / "in" / "甲.xlsx", claims_of(1, 5))
    save(tmp_path / "in" / "乙.xlsx", claims_of(2, 5))
    both(tmp_path)
    book = load_workbook(tmp_path / "batch.xlsx")
    page = book["工资流水"]
    last = page.max_row
    heads = [cell.value for cell in page[1]]
    for column, heading in enumerate(heads, 1):
        if not str(heading).startswith(("来源", "原")):
            page.cell(last + 1, column, page.cell(last, column).value)
    book.save(tmp_path / "batch.xlsx")
    found = run_validation([tmp_path / "batch.xlsx"], Settings(on=ON))
    (said,) = found.findings.filter(found.findings["code"] == "CC109").to_dicts()
    assert f"第 {last + 1} 行没有“来源文件号”" in said["message"]
    assert "CC307" not in found.findings["code"].to_list(), "it is no second payment"


def test_a_batch_whose_list_of_files_was_destroyed_is_still_parted_by_number(tmp_path):
    save(tmp_path / "in" / "甲.xlsx", claims_of(1, 5))
    save(tmp_path / "in" / "乙.xlsx", claims_of(2, 5))
    both(tmp_path)
    book = load_workbook(tmp_path / "batch.xlsx")
    book["来源文件"].delete_rows(2, 5)
    book.save(tmp_path / "batch.xlsx")
    found = run_validation([tmp_path / "batch.xlsx"], Settings(on=ON))
    assert len(found.units) == 2
    assert found.claims["headcount"].to_list() == [5, 5]
