"""What a reviewer takes back: the verdict before stands again, and the trail keeps everything."""

from datetime import date
from pathlib import Path

import pytest

from tests.validator.supervision.made import ON, Office, standings
from validator.ledger.audit.events import RecordedEvent, Verdict
from validator.ledger.audit.trail import open_trail
from validator.output.review_lines import what
from validator.supervision.deciding import Outcome, record
from validator.supervision.finding_status import standpoints
from validator.supervision.listing import listed
from validator.supervision.proposed import Proposed
from validator.supervision.taking_back import take_back

TODAY = date(2026, 11, 20)


@pytest.fixture
def proposed(office: Office) -> Proposed:
    """A decision about the finding that stands first."""
    row = listed(office.checked()).row(0, named=True)
    return Proposed(
        "第 1 项", row["id"], row["basis"], row["code"], "SB-001", row["severity"], "退回补正"
    )


def said(office: Office, one: Proposed, word: str, who: str = "王审核") -> Outcome:
    from dataclasses import replace

    with open_trail(office.ledger, office.key_file) as trail:
        return record(trail, [replace(one, decision=word)], TODAY, "page", who)


def taken_back(office: Office, given: list[RecordedEvent]) -> int:
    with open_trail(office.ledger, office.key_file) as trail:
        return len(take_back(trail, given))


def decided(office: Office) -> list[str]:
    """The decisions that stand, by whom."""
    with open_trail(office.ledger, office.key_file) as trail:
        taken = standpoints(trail.read().recorded)
    return [f"{one.who} {one.verdict.decision}" for several in taken.values() for one in several]


def test_a_finding_waits_again_and_nothing_is_struck_from_the_trail(
    office: Office, proposed: Proposed
):
    given = said(office, proposed, "退回补正").added
    assert standings(office.checked(ON))["decided"] == 1
    assert taken_back(office, given) == 1
    assert set(standings(office.checked(ON))) == {"open"}
    with open_trail(office.ledger, office.key_file) as trail:
        first, second = trail.read().recorded
    assert isinstance(first.event, Verdict)
    assert (first.who, second.who) == ("王审核", "王审核")
    assert what(second).startswith("撤回裁定 SB-001 ")


def test_what_the_reviewer_said_before_stands_again(office: Office, proposed: Proposed):
    said(office, proposed, "退回补正")
    given = said(office, proposed, "核减").added
    assert decided(office) == ["王审核 reduce"]
    taken_back(office, given)
    assert decided(office) == ["王审核 return"]


@pytest.mark.parametrize("spelt", ["王 审核", "王审核 ", "王\u3000审核"])
def test_a_blank_in_the_name_makes_nobody_else_of_a_reviewer(
    office: Office, proposed: Proposed, spelt: str
):
    said(office, proposed, "退回补正")
    again = said(office, proposed, "退回补正", spelt)
    assert (again.recorded, again.unchanged) == (0, 1)
    changed = said(office, proposed, "核减", spelt)
    assert (changed.recorded, changed.conflicts) == (1, [])
    assert decided(office) == ["王审核 reduce"]


def test_what_another_reviewer_said_is_not_touched(office: Office, proposed: Proposed):
    said(office, proposed, "退回补正", "李审核")
    given = said(office, proposed, "退回补正").added
    taken_back(office, given)
    assert decided(office) == ["李审核 return"]


def test_what_was_taken_back_can_be_decided_again(office: Office, proposed: Proposed):
    taken_back(office, said(office, proposed, "退回补正").added)
    again = said(office, proposed, "退回补正")
    assert (again.recorded, again.unchanged) == (1, 0)


def test_taking_back_twice_leaves_nothing_to_take(
    office: Office, proposed: Proposed, tmp_path: Path
):
    given = said(office, proposed, "退回补正").added
    taken_back(office, given)
    taken_back(office, given)
    assert decided(office) == []


def test_what_the_reviewer_has_decided_since_stays(office: Office, proposed: Proposed):
    """On another PC or in a workbook: taking back on the page means what the page recorded."""
    given = said(office, proposed, "退回补正").added
    said(office, proposed, "核减")
    assert taken_back(office, given) == 0
    assert decided(office) == ["王审核 reduce"]
