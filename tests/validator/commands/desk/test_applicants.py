"""One row an applicant, with one line of what to do now."""

from datetime import date
from pathlib import Path

import pytest

from claimcheck.settings import Settings
from tests.validator.books import ON, save
from tests.validator.supervision.made import faulty_claims
from validator.commands.desk.applicants import ApplicantRow, applicant_rows
from validator.ledger.audit.words import ClaimResult
from validator.run.validate import run_validation
from validator.supervision.verdicts import with_verdicts

PAY, RETURN, REFUSE, OPEN = (
    ClaimResult.PAY,
    ClaimResult.RETURN,
    ClaimResult.REFUSE,
    ClaimResult.OPEN,
)


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([PAY], "可以公示、发放"),
        ([PAY, REFUSE], "通过的可以发放，不予支持的发告知书"),
        ([RETURN, PAY], "发告知书，退回补正"),
        ([REFUSE], "发告知书，不予支持"),
        ([OPEN, PAY], "还不能审结：金额尚不能核定"),
        ([], "没有读到申报，请核对表格"),
    ],
)
def test_when_nothing_waits_the_results_say_what_to_do(results, words):
    row = ApplicantRow("甲", results=[(one, "金额尚不能核定") for one in results])
    assert row.to_do == words


def test_what_was_recorded_is_not_to_be_paid_again():
    assert ApplicantRow("甲", recorded=2).to_do == "已登记入台账，请勿重复发放"
    row = ApplicantRow("甲", recorded=1, results=[(REFUSE, "")])
    assert row.to_do == "1 项已登记，请勿重复发放；其余发告知书，不予支持"


def test_what_waits_is_done_first():
    assert ApplicantRow("甲", waiting=3, waiting_errors=2).to_do == (
        "逐项审核：2 处错误、1 处提醒待裁定"
    )
    assert ApplicantRow("甲", waiting=1, results=[(PAY, "")]).to_do == "看一眼 1 处提醒，再办下一步"


def test_a_batch_has_a_row_an_applicant_and_one_for_what_cannot_be_read(tmp_path: Path):
    made = faulty_claims()
    save(tmp_path / "a.xlsx", made)
    (tmp_path / "坏.xlsx").write_bytes(b"not a workbook")
    found = run_validation([tmp_path / "a.xlsx", tmp_path / "坏.xlsx"], Settings(on=ON))
    rows = applicant_rows(with_verdicts(found, "none", date(2026, 11, 20)))
    by_name = {row.name: row for row in rows}
    assert set(by_name) == {*(str(claim.row["applicant"]) for claim in made), "坏.xlsx"}
    assert by_name["坏.xlsx"].to_do.startswith("请对方重交：")
    sums = [by_name["坏.xlsx"].as_dict()[key] for key in ("claimed", "assessed", "decided")]
    assert sums == [None, None, None], "nothing is known of it: no zero"
    assert "。请" in by_name["坏.xlsx"].to_do, "what is wrong and what to do are two sentences"
    good = by_name[str(made[2].row["applicant"])]
    assert (good.blocking, good.waiting, good.to_do) == (0, 0, "可以公示、发放")
    assert sum(row.claimed_fen for row in rows) == found.claims["claimed_fen"].sum()
    assert sum(row.blocking for row in rows) == 3, "the file that cannot be read is an error, too"
