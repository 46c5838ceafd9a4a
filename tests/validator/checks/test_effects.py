"""What findings do to the sum: every code as the catalogue declares it, in every claim type."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import Workbook

from claimcheck.forms import SheetKind
from claimcheck.office import load_office
from claimcheck.policy import Rule, rules
from claimcheck.policy.model import People
from claimcheck.settings import Settings
from samples import make_samples
from samples.books import plain_book
from samples.typical import Typical, typical, usable
from tests.validator.books import ALWAYS, ON
from validator.findings.catalogue import catalogue
from validator.run.validate import Validation, run_validation

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES
SAMPLES = Path(make_samples.__file__).parent


def one_rule_of_each_type() -> list[Any]:
    found: dict[str, Rule] = {}
    for rule in rules().values():
        if next(usable(rule), None) is not None:
            kept = found.get(rule.measure.type)
            # One that lists people shows more than one that does not.
            if kept is None or (
                kept.measure.people is People.NONE and rule.measure.people is not People.NONE
            ):
                found[rule.measure.type] = rule
    return [pytest.param(rule, id=f"{name}-{rule.id}") for name, rule in sorted(found.items())]


def example(rule: Rule) -> Typical:
    return typical(rule, next(usable(rule)), ON)


def reviewed(made: Typical, folder: Path, **lists: list[str]) -> Validation:
    plain_book(made.form, made.rows).save(folder / "a.xlsx")
    office = ""
    for name, numbers in lists.items():
        book = Workbook()
        for value in ("身份证号", *numbers):
            book.active.append([value])
        book.save(folder / f"{name}.xlsx")
        office += f'"{name}" = "{name}.xlsx"\n'
    (folder / "office.toml").write_text(f"[lists]\n{office}", encoding="utf-8")
    settings = Settings(on=ON, office=load_office(folder / "office.toml"))
    return run_validation([folder / "a.xlsx"], settings, lists_folder=folder)


def listed_people(found: Validation) -> pl.DataFrame:
    return pl.concat([part.people.select("row", "counted", "reason") for part in found.judged])


# ---- the catalogue over all samples -----------------------------------------------------------


def sample_runs() -> list[Any]:
    office = Settings(on=ON, office=load_office(SAMPLES / "office" / "office.toml"))
    runs = [
        pytest.param([path], Settings(on=ON), Path(), id=path.stem)
        for path in [SAMPLES / "hiring-faulty.xlsx", *sorted((SAMPLES / "faulty").glob("*.xlsx"))]
    ]
    folder = SAMPLES / "office"
    return [*runs, pytest.param([folder / "申报.xlsx"], office, folder, id="office")]


@pytest.mark.parametrize(("paths", "settings", "folder"), sample_runs())
def test_no_error_that_puts_a_row_out_leaves_it_in_the_sum(
    paths: list[Path], settings: Settings, folder: Path
):
    found = run_validation(paths, settings, lists_folder=folder)
    claims = {row["row"]: row for row in found.claims.iter_rows(named=True)}
    people = {
        (row["row"]): row
        for part in found.judged
        for row in part.people.select("row", "counted", "reason").iter_rows(named=True)
    }
    for row in found.findings.filter(severity="error").iter_rows(named=True):
        effect = catalogue()[row["code"]].effect
        if effect == "row":
            effect = {"roster": "person", "claims": "claim"}.get(row["kind"] or "", "payment")
        if effect == "person" and row["person_row"] in people:
            person = people[row["person_row"]]
            incomplete = {claim["outcome"] for claim in claims.values()} == {"incomplete"}
            assert not person["counted"] or incomplete, row["message"]
            assert person["reason"] or incomplete, row["message"]
        elif effect == "claim" and row["kind"] == "claims" and row["row"] in claims:
            claim = claims[row["row"]]
            assert not claim["amount_fen"] or not _decides(row), row["message"]
            if claim["amount_fen"] == 0:
                assert claim["reason"], row["message"]
        elif effect == "file":
            own = found.claims.filter(input=row["input"])
            assert own["amount_fen"].null_count() == own.height


def _decides(row: dict[str, Any]) -> bool:
    """Columns of a claim that are only compared decide nothing."""
    return row["key"] not in (
        "applicant", "applicant_code", "county", "claimed_people", "claimed_yuan",
    )  # fmt: skip


def test_every_code_says_what_it_does_to_the_sum():
    for item in catalogue().values():
        if item.effect in ("person", "payment", "claim", "row"):
            assert item.severity == "error" or item.note, f"{item.code}: only errors put out"
            assert item.reduces != "none" or item.code.startswith("CC1"), item.code


# ---- every claim type -------------------------------------------------------------------------


def on_a_list(made: Typical) -> dict[str, list[str]]:
    return {"公职人员": [str(made.rows[ROSTER][0]["id_number"])]}


def with_a_wrong_number(made: Typical) -> dict[str, list[str]]:
    person = made.rows[ROSTER][0]
    number = str(person["id_number"])
    person["id_number"] = number[:16] + str((int(number[16]) + 1) % 10) + number[17]
    return {}


def with_a_number_cell(made: Typical) -> dict[str, list[str]]:
    person = made.rows[ROSTER][0]
    person["id_number"] = float(str(person["id_number"])[:15] + "000")
    return {}


def in_two_claims(made: Typical) -> dict[str, list[str]]:
    claim = made.rows[CLAIMS][0]
    made.rows[CLAIMS].append(claim | {"claim_id": "SB-902", "claimed_yuan": 1})
    made.rows[ROSTER].append(deepcopy(made.rows[ROSTER][0]) | {"claim_id": "SB-902"})
    return {}


def with_people() -> list[Any]:
    return [case for case in one_rule_of_each_type() if example(case.values[0]).rows.get(ROSTER)]


FAULTS: dict[str, Callable[[Typical], dict[str, list[str]]]] = {
    "CC410": on_a_list,
    "CC201": with_a_wrong_number,
    "CC202": with_a_number_cell,
    "CC602": in_two_claims,
}


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize("rule", with_people())
def test_a_person_who_is_put_out_counts_in_no_claim_type(rule: Rule, code: str, tmp_path: Path):
    made = example(rule)
    whole = reviewed(example(rule), tmp_path).claims.row(0, named=True)
    lists = FAULTS[code](made)
    found = reviewed(made, tmp_path, **lists)
    assert code in found.findings["code"].to_list()
    claim = found.claims.row(0, named=True)
    assert claim["headcount"] == whole["headcount"] - 1
    person = listed_people(found).row(0, named=True)
    assert not person["counted"]
    assert person["reason"]
    if whole["amount_fen"]:
        assert (claim["amount_fen"] or 0) <= whole["amount_fen"]
        if claim["amount_fen"] == 0:
            assert claim["reason"]


@pytest.mark.parametrize("rule", one_rule_of_each_type())
def test_a_claim_that_is_handed_in_twice_is_paid_once_in_every_type(rule: Rule, tmp_path: Path):
    made = example(rule)
    plain_book(made.form, made.rows).save(tmp_path / "a.xlsx")
    plain_book(made.form, made.rows).save(tmp_path / "b.xlsx")
    found = run_validation([tmp_path / "a.xlsx", tmp_path / "b.xlsx"], Settings(on=ON))
    first, again = found.claims.iter_rows(named=True)
    assert "CC609" in found.findings["code"].to_list()
    assert again["amount_fen"] == 0
    assert "完全相同" in again["reason"]
    alone = run_validation([tmp_path / "a.xlsx"], Settings(on=ON)).claims.row(0, named=True)
    assert (first["amount_fen"], first["headcount"]) == (alone["amount_fen"], alone["headcount"])


@pytest.mark.parametrize("rule", one_rule_of_each_type())
def test_a_document_that_the_office_does_not_apply_pays_nothing(rule: Rule, tmp_path: Path):
    made = example(rule)
    plain_book(made.form, made.rows).save(tmp_path / "a.xlsx")
    (tmp_path / "office.toml").write_text(
        f'[[documents]]\nkey = "{rule.document.key}"\nin_force = false\n', encoding="utf-8"
    )
    settings = Settings(on=ON, office=load_office(tmp_path / "office.toml"))
    claim = run_validation([tmp_path / "a.xlsx"], settings).claims.row(0, named=True)
    assert claim["amount_fen"] == 0
    assert "不执行" in claim["reason"]


# ---- single effects ---------------------------------------------------------------------------


def test_a_wrong_cell_puts_a_person_out_only_where_the_measure_asks_for_it(tmp_path: Path):
    """The contract's end decides under ZW25-4, and means nothing under ZW26-3."""
    for name, counted in (("ZW25-4", False), ("ZW26-3", True)):
        made = example(rules()[name])
        for person in made.rows[ROSTER]:
            person["contract_end"] = "2027-13-45"
        found = reviewed(made, tmp_path)
        assert "CC204" in found.findings["code"].to_list()
        assert set(listed_people(found)["counted"]) == {counted}, name


def test_a_payment_that_was_entered_twice_counts_once(tmp_path: Path):
    made = example(rules()["ZW26-3"])
    person = made.rows[ROSTER][0]["id_number"]
    own = [row for row in made.rows[WAGES] if row["id_number"] == person]
    for place, payment in enumerate(own):
        payment |= {"amount_yuan": 1600, "reference": f"LS{place:04d}"}
    assert len(own) >= 6
    made.rows[WAGES] += [dict(payment) for payment in own]
    found = reviewed(made, tmp_path)
    said = found.findings.filter(code="CC307", severity="error")
    assert said.height == len(own)
    counted = listed_people(found)["counted"].to_list()
    assert counted == [False] + [True] * (len(counted) - 1), "1600 twice is no wage of 3200"


def test_a_household_that_is_above_its_cap_in_two_claims_counts_in_neither(tmp_path: Path):
    rule = rules()["JF24-7"]
    made, other = example(rule), typical(rule, next(usable(rule)), ON, seed=9)
    head = made.rows[ROSTER][0]["id_number"]
    for person in other.rows[ROSTER]:
        person["claim_id"] = "SB-902"
    made.rows[CLAIMS].append(made.rows[CLAIMS][0] | {"claim_id": "SB-902"})
    for kind in (ROSTER, WAGES):
        made.rows[kind] = [*made.rows.get(kind, []), *other.rows.get(kind, [])]
    for person in made.rows[ROSTER]:
        person |= {"household_id": head, "income_yuan": 90_000}
    found = reviewed(made, tmp_path)
    said = found.findings.filter(code="CC607")
    assert set(said["severity"]) == {"error"}
    assert "分在几项申报中（另见申报 SB-902）" in said["message"][0]
    assert found.claims["amount_fen"].to_list() == [0, 0]


def test_a_lower_headcount_lowers_the_tier(tmp_path: Path):
    made = example(rules()["ZW26-3"])
    everyone = [str(person["id_number"]) for person in made.rows[ROSTER]]
    whole = reviewed(made, tmp_path).claims.row(0, named=True)
    found = reviewed(made, tmp_path, 公职人员=everyone).claims.row(0, named=True)
    assert whole["amount_fen"] > 0
    assert (found["amount_fen"], found["headcount"]) == (0, 0)


def test_a_list_that_only_reminds_takes_nobody_out(tmp_path: Path):
    made = example(rules()["ZW26-3"])
    number = str(made.rows[ROSTER][0]["id_number"])
    found = reviewed(made, tmp_path, 法人和个体工商户=[number])
    assert found.findings.filter(code="CC410")["severity"].to_list() == ["warning"]
    assert set(listed_people(found)["counted"]) == {True}


def test_clean_claims_of_every_type_are_put_out_by_nothing(tmp_path: Path):
    for case in one_rule_of_each_type():
        rule = case.values[0]
        found = reviewed(example(rule), tmp_path)
        own = set(found.findings["code"]) - {*ALWAYS, "CC701", "CC705"}
        assert own == set(), rule.id
        for context in found.assembly.contexts:  # type: ignore[union-attr]
            assert context.rulings.none
