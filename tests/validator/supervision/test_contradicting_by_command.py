"""Verdicts that cannot both hold, given by command in one file or two."""

import pytest

from tests.validator.output.page.desk import ROSTER, Desk, code, hires
from tests.validator.supervision.whole_claims import BUSINESS, TWICE, shared_person, whole

BOTH = "同一项申报既裁定不予支持又裁定退回补正，请只留一种"


def test_a_person_in_two_claims_counts_in_the_one_that_is_let_pass(desk: Desk):
    desk.hand_in("hiring", shared_person())
    assert whole(desk)[1:4] == (0, 0, 4), "in neither, as long as nobody has decided"
    assert whole(desk, "SB-002")[1:4] == (20_000, 20_000, 5)
    assert desk.apply((code("CC602", "SB-002"), "核减"), (code("CC602"), "通过")).exit_code == 0
    assert whole(desk) == (20_000, 0, 20_000, 5, "pay")
    assert whole(desk, "SB-002") == (20_000, 20_000, 20_000, 5, "pay")


def test_the_same_person_cannot_pass_in_both_claims_by_one_file(desk: Desk):
    desk.hand_in("hiring", shared_person())
    applied = desk.apply((code("CC602"), "通过"))
    assert applied.exit_code == 1
    assert applied.stdout.count(TWICE) == 2
    assert whole(desk)[1:] == (0, 0, 4, "open")


@pytest.mark.parametrize("reviewer", ["王审核", "李审核"])
def test_nor_by_two_files_and_two_reviewers(desk: Desk, reviewer: str):
    desk.hand_in("hiring", shared_person())
    assert desk.apply((code("CC602", "SB-001"), "通过")).exit_code == 0
    before = desk.shown()
    applied = desk.apply((code("CC602", "SB-002"), "通过"), reviewer=reviewer)
    assert applied.exit_code == 1
    assert TWICE in applied.stdout
    assert desk.shown() == before, "the first stands"


def test_nor_does_a_person_in_many_claims_pass_in_two_of_them(desk: Desk):
    """Only the first few places are named with a finding: that lets nobody through."""
    rows = hires(*[6] * 8)
    everywhere = rows[ROSTER][0]
    for person in rows[ROSTER][6::6]:
        person |= {key: everywhere[key] for key in ("id_number", "name", "bank_account")}
    desk.hand_in("hiring", rows)
    applied = desk.apply((code("CC602", "SB-007"), "通过"), (code("CC602", "SB-008"), "通过"))
    assert applied.exit_code == 1
    assert applied.stdout.count(TWICE) == 2


@pytest.mark.parametrize("reviewer", ["王审核", "李审核"])
def test_a_claim_is_not_both_refused_and_returned(desk: Desk, reviewer: str):
    rows = hires(11)
    desk.hand_in("hiring", rows)
    desk.put_on(BUSINESS, *rows[ROSTER][3:5])
    first, second = (code("CC410", str(rows[ROSTER][at]["id_number"])[-4:]) for at in (3, 4))
    applied = desk.apply((first, "不予支持"), (second, "退回补正"))
    assert applied.exit_code == 1
    assert applied.stdout.count(BOTH) == 2
    assert whole(desk)[4] == "pay", "nothing was decided"
    assert desk.apply((first, "不予支持")).exit_code == 0
    applied = desk.apply((second, "退回补正"), reviewer=reviewer)
    assert applied.exit_code == 1
    assert BOTH in applied.stdout
    assert whole(desk)[2:] == (0, 11, "refuse")


def test_two_claims_may_be_decided_each_in_its_way(desk: Desk):
    rows = hires(6, 7)
    desk.hand_in("hiring", rows)
    desk.put_on(BUSINESS, rows[ROSTER][0], rows[ROSTER][6])
    said = (code("CC410", "SB-001"), "不予支持"), (code("CC410", "SB-002"), "退回补正")
    assert desk.apply(*said).exit_code == 0
    assert [one.result for one in desk.shown().values()] == ["refuse", "return"]


def test_who_stands_twice_in_a_claim_is_never_let_pass(desk: Desk):
    rows = hires(5)
    rows[ROSTER].append(dict(rows[ROSTER][0]))
    desk.hand_in("hiring", rows)
    assert whole(desk)[1:4] == (20_000, 20_000, 5)
    applied = desk.apply((code("CC601"), "通过"))
    assert applied.exit_code == 1
    assert "不能裁定通过：一人只计一次" in applied.stdout
    assert desk.apply((code("CC601"), "核减")).exit_code == 0
    assert whole(desk) == (20_000, 20_000, 20_000, 5, "pay")


def test_what_names_nobody_cannot_be_taken_out(desk: Desk):
    rows = hires(6)
    desk.hand_in("hiring", rows)
    (desk.folder / "office.toml").write_text('[lists]\n"公职人员" = "没有.xlsx"\n', "utf-8")
    applied = desk.apply((code("CC412"), "核减"))
    assert applied.exit_code == 1
    assert "不涉及具体的人员或金额，不能裁定核减" in applied.stdout
    assert whole(desk)[4] == "open"


def test_reviewers_who_disagree_change_nothing_until_they_agree(desk: Desk):
    rows = hires(11)
    desk.hand_in("hiring", rows)
    desk.put_on("公职人员", rows[ROSTER][3])
    assert desk.apply((code("CC410"), "通过")).exit_code == 0
    assert whole(desk)[2:4] == (40_000, 11)
    applied = desk.apply((code("CC410"), "核减"), reviewer="李审核")
    assert "裁定不一致" in applied.stdout
    assert whole(desk)[2:] == (20_000, 10, "open")
    assert desk.apply((code("CC410"), "通过"), reviewer="李审核").exit_code == 0
    assert whole(desk)[2:] == (40_000, 11, "pay")
