"""Every measure of every claim type, from cells to the amount."""

from pathlib import Path

import polars as pl
import pytest

from claimcheck.forms import SheetKind, form
from claimcheck.policy import rules
from claimcheck.settings import Settings
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import ALWAYS, ON, claims, codes, only, save
from tests.validator.output.marked.made import all_marked
from validator.output.json import as_dict
from validator.output.text import lines
from validator.run.validate import Validation, run_validation

MEASURES = [
    pytest.param(rule, id=rule.id)
    for rule in rules().values()
    if next(usable(rule), None) is not None
]

#: Said of what a text leaves open, and of documents that are over or not yet there.
_ABOUT_THE_TEXT = (*ALWAYS, "CC701", "CC705")


def reviewed(*paths: Path) -> Validation:
    return run_validation(paths, Settings(on=ON))


def example_book(rule, path: Path) -> Path:
    made = typical(rule, next(usable(rule)), ON)
    plain_book(made.form, made.rows).save(path)
    return path


@pytest.mark.parametrize("rule", MEASURES)
def test_an_example_written_into_cells_gives_the_same_amount_and_no_error(rule, tmp_path: Path):
    example = typical(rule, next(usable(rule)), ON)
    found = reviewed(example_book(rule, tmp_path / "a.xlsx"))
    assert found.inputs[0].form is not None
    assert found.inputs[0].form.type == rule.measure.type
    claim = found.claims.row(0, named=True)
    expected = None if example.amount is None else round(example.amount * 100)
    assert (claim["outcome"], claim["amount_fen"]) == (example.outcome, expected), claim["reason"]
    said = found.findings.filter(~pl.col("code").is_in(_ABOUT_THE_TEXT))
    assert said["message"].to_list() == []
    assert "failed" not in {ran.status for ran in found.checks}


def one_of_each_type():
    seen: dict[str, pytest.ParameterSet] = {}  # type: ignore[name-defined]
    for case in MEASURES:
        seen.setdefault(case.values[0].measure.type, case)
    return list(seen.values())


def test_there_is_an_example_of_every_type():
    assert {case.values[0].measure.type for case in one_of_each_type()} == {
        rule.measure.type for rule in rules().values()
    }


@pytest.mark.parametrize("rule", one_of_each_type())
def test_every_type_is_printed_marked_and_given_as_json(rule, tmp_path: Path):
    path = example_book(rule, tmp_path / "a.xlsx")

    from openpyxl import load_workbook

    book = load_workbook(path)
    book["申报表"]["D4"] = "91640598MA00000000"  # a wrong check character
    book.save(path)
    found = reviewed(path)
    assert "CC203" in codes(found)
    written, problems = all_marked(found)
    assert problems == []
    assert load_workbook(written[0])["申报表"]["D4"].comment is not None
    assert as_dict(found)["claims"][0]["measure"] == rule.id
    assert any("CC203" in text for text, _ in lines(found))


def test_a_measure_of_another_type_is_said_with_its_type(tmp_path: Path):
    made = claims(5, 6, 7)
    made[1].row["measure"] = "ZW26-8"
    finding = only(reviewed(save(tmp_path / "a.xlsx", made)), "CC209")
    assert "“ZW26-8”属于“一次性交通补贴”，而本工作簿是“吸纳就业补贴" in str(finding["message"])


def test_workbooks_of_several_types_are_one_run(tmp_path: Path):
    transport = example_book(rules()["ZW26-8"], tmp_path / "b.xlsx")
    found = reviewed(save(tmp_path / "a.xlsx", claims(5)), transport)
    assert [entry.form.type for entry in found.inputs if entry.form] == ["hiring", "transport"]
    assert found.claims["measure"].to_list() == ["ZW26-3", "ZW26-8"]


def test_a_measure_is_known_in_lower_case(tmp_path: Path):
    made = claims(5)
    made[0].row["measure"] = "zw26-3"
    assert codes(reviewed(save(tmp_path / "a.xlsx", made))) == []


def test_wages_are_asked_for_only_where_a_measure_counts_payments(tmp_path: Path):
    rule = rules()["ZW25-3"]
    made = typical(rule, next(usable(rule)), ON)
    assert form("broker").sheet(SheetKind.WAGES) is not None
    book = plain_book(made.form, made.rows)
    del book["工资流水"]
    book.save(tmp_path / "a.xlsx")
    found = reviewed(tmp_path / "a.xlsx")
    assert codes(found) == ["CC701"] or codes(found) == []
    assert found.claims["amount_fen"].to_list() == [round(made.amount * 100)]


def test_a_fact_that_the_measure_needs_and_the_form_does_not_require_is_asked_for(tmp_path: Path):
    rule = rules()["JF24-6c"]
    made = typical(rule, next(usable(rule)), ON)
    made.rows[SheetKind.ROSTER][0].pop("category")
    plain_book(made.form, made.rows).save(tmp_path / "a.xlsx")
    finding = only(reviewed(tmp_path / "a.xlsx"), "CC206")
    assert finding["column"] == "人员类别"
    assert "JF24-6c 须填" in str(finding["message"])


def test_a_sum_that_the_office_decided_is_taken_from_the_workbook_and_said(tmp_path: Path):
    rule = rules()["ZW26-11a"]
    made = typical(rule, next(usable(rule)), ON)
    made.rows[SheetKind.CLAIMS][0] |= {"decided_yuan": 40_000, "claimed_yuan": 40_000}
    plain_book(made.form, made.rows).save(tmp_path / "a.xlsx")
    found = reviewed(tmp_path / "a.xlsx")
    assert found.claims.row(0, named=True)["amount_fen"] == 4_000_000
    finding = only(found, "CC705")
    assert (finding["severity"], finding["column"]) == ("info", "核定金额（元）")
    assert "按表中所填的 40000 元核算" in str(finding["message"])


def test_a_sum_decided_outside_the_range_of_the_text_is_refused(tmp_path: Path):
    rule = rules()["ZW26-11a"]
    made = typical(rule, next(usable(rule)), ON)
    made.rows[SheetKind.CLAIMS][0] |= {"decided_yuan": 20_000, "claimed_yuan": 20_000}
    plain_book(made.form, made.rows).save(tmp_path / "a.xlsx")
    found = reviewed(tmp_path / "a.xlsx")
    assert found.claims.row(0, named=True)["outcome"] == "needs_decision"
    assert only(found, "CC502")["severity"] == "error"
