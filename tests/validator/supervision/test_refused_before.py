"""A claim that was refused is known again when it comes under another number."""

from pathlib import Path

from openpyxl import load_workbook

from tests.validator.books import claims, save
from tests.validator.supervision.made import ON, Office, fill

SAID = "同一主体、同一事项、同一期间的申报“SB-001”曾于 "
WHO = "由 王审核 裁定不予支持：查无此单位"


def refuse(office: Office) -> None:
    office.validate()
    said = {"decision": "不予支持", "reason": "查无此单位", "reviewer": "王审核"}
    fill(office.workbook, lambda line: said if line["claim_id"] == "SB-001" else None)
    applied = office.review("apply", office.workbook)
    assert applied.exit_code == 0, applied.output


def handed_in_again(office: Office, number: str, **changed: str) -> None:
    """The same claim with nobody faulty in it."""
    made = claims(6)[0]
    made.row |= {"claim_id": number, **changed}
    for person in made.people:
        person.row["claim_id"] = number
    save(office.batch, [made])


def remarks(office: Office, folder: Path) -> str:
    made = office.review("payment", office.batch, "--on", ON.isoformat(), "-o", folder)
    assert made.exit_code == 0, made.output
    return made.stderr


def test_it_is_said_before_it_is_paid(office: Office, tmp_path: Path):
    refuse(office)
    handed_in_again(office, "SB-009")
    (line,) = [line for line in remarks(office, tmp_path).splitlines() if SAID in line]
    assert line.startswith("请留意：已列入的 SB-009，")
    assert line.endswith(f"{WHO}。")


def test_the_review_workbook_and_the_page_say_it(office: Office):
    refuse(office)
    handed_in_again(office, "SB-009")
    page = office.validate("--format", "html")
    assert page.stdout.count(SAID) == 1
    rows = load_workbook(office.workbook)["申报"].iter_rows(min_row=3, values_only=True)
    assert [WHO in str(row[-1]) for row in rows] == [True]


def test_nothing_is_said_of_what_stands_refused(office: Office):
    refuse(office)
    assert SAID not in office.validate("--no-write", "--format", "html").stdout


def test_nor_of_another_time_or_applicant(office: Office, tmp_path: Path):
    refuse(office)
    handed_in_again(office, "SB-009", period_end="2026-11-30")
    assert SAID not in remarks(office, tmp_path / "a")
    handed_in_again(office, "SB-009", applicant_code=str(office.claims[1].row["applicant_code"]))
    assert SAID not in remarks(office, tmp_path / "b")


def test_who_takes_a_refusal_back_leaves_nothing_behind(office: Office, tmp_path: Path):
    refuse(office)
    office.workbook.unlink()
    office.validate()
    said = {"decision": "核减", "reason": "已补正", "reviewer": "王审核"}
    fill(office.workbook, lambda line: said if line["claim_id"] == "SB-001" else None)
    office.review("apply", office.workbook)
    handed_in_again(office, "SB-009")
    assert SAID not in remarks(office, tmp_path)
