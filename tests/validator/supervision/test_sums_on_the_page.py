"""The page shows the sums under what is decided in it, and refuses what contradicts."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimcheck.settings import Settings
from tests.validator.output.page.desk import Desk
from tests.validator.supervision.made import ON
from tests.validator.supervision.whole_claims import TWICE, reviewed, shared_person
from validator.ledger.audit.trail import open_trail
from validator.output.page.server import ReviewService
from validator.run.validate import Validation
from validator.supervision.listing import listed
from validator.supervision.review_sheet import row_key
from validator.supervision.sealing import with_seals


def decisions(found: Validation, *said: tuple[str, str, str]) -> dict[str, list[dict[str, str]]]:
    """What the page sends: code, words of the claim or person, verdict."""
    sent = []
    for row in with_seals(listed(found), found).iter_rows(named=True):
        for name, holding, word in said:
            if row["code"] == name and holding in f"{row['claim_id']} {row['person']}":
                keys = {"key": row_key(row), "claim_id": row["claim_id"] or ""}
                parts = {key: str(row[key]) for key in ("id", "basis", "severity", "code")}
                seal = row_key(row).split(" ")[-1]
                sent.append(
                    keys
                    | parts
                    | {"seal": seal, "message": row["message"], "decision": word}
                    | {"reason": "已到银行核实", "reviewer": "王审核"}
                )
    assert sent
    return {"decisions": sent}


class OnePage:
    """A page that has seen all that it was told."""

    def __init__(self, service: ReviewService) -> None:
        self.service = service
        self.shown = {"check": service.review.check, "state": 0}

    def decide(self, sent: dict[str, Any]) -> dict[str, Any]:
        reply = self.service.decide(self.shown | sent)
        self.shown["state"] = reply["state"]
        return reply


@pytest.fixture
def shared_page(desk: Desk, tmp_path: Path):
    desk.hand_in("hiring", shared_person())
    found = reviewed(desk)
    with (
        open_trail(str(desk.folder / "ledger.sqlite"), tmp_path / "key") as trail,
        ReviewService(found, Settings(on=ON), trail, port=0, title="审核") as service,
    ):
        yield replace(found, seals=trail.ledger.seals), OnePage(service)


def test_the_page_shows_the_sum_under_what_was_just_decided(shared_page):
    found, service = shared_page
    assert found.claims["amount_fen"].to_list() == [0, 2_000_000]
    said = (("CC602", "SB-001", "通过"), ("CC602", "SB-002", "核减"))
    reply = service.decide(decisions(found, *said))
    assert (reply["recorded"], reply["refused"]) == (2, [])
    assert reply["summary"]["decided"] == 40_000
    assert reply["summary"]["assessed"] == 20_000
    assert [at for at, _ in reply["claims"]] == [0, 1]


def test_the_page_refuses_what_contradicts(shared_page):
    found, service = shared_page
    reply = service.decide(decisions(found, ("CC602", "", "通过")))
    assert reply["recorded"] == 0
    assert sum(TWICE in line for line in reply["refused"]) == 2
    assert service.decide(decisions(found, ("CC602", "SB-001", "通过")))["recorded"] == 1
    again = service.decide(decisions(found, ("CC602", "SB-002", "通过")))
    assert (again["recorded"], len(again["refused"])) == (0, 1)
    said = (("CC602", "SB-002", "退回补正"),)
    assert service.decide(decisions(found, *said))["recorded"] == 1
    later = service.decide(decisions(found, ("CC401", "SB-001", "不予支持")))
    assert later["refused"] == []
