"""One recorded claim gets another sum or other people; the rest of its batch stays."""

from dataclasses import replace

import polars as pl
import pytest

from tests.validator.ledger.made import batch, claim, ids, person
from validator.ledger.audit.events import Correction
from validator.ledger.audit.trail import verified
from validator.ledger.errors import LedgerError
from validator.ledger.ledger import Ledger
from validator.ledger.listing import Wanted
from validator.ledger.recording import NewBatch

A, B, C, D = ids(4)


def content_of(made: NewBatch) -> str:
    return str(made.claims["content"][0])


def one_claim(*people: str, amount: int, claim_id: str = "SB-001") -> NewBatch:
    """A claim for A and B, of whom some are paid; its content is that of the claim for both."""
    both = batch((claim(claim_id), [person(A), person(B)]))
    paid = batch((claim(claim_id, amount_fen=amount), [person(number) for number in people]))
    return replace(paid, claims=paid.claims.with_columns(content=both.claims["content"]))


@pytest.fixture
def recorded(ledger: Ledger) -> Ledger:
    """A batch of two claims; of the first, A alone was paid."""
    first = one_claim(A, amount=20_000)
    other = batch((claim("SB-002", applicant_code=C), [person(C)]))
    both = NewBatch(
        "第2批",
        first.accepted_on,
        pl.concat([first.claims, other.claims.with_columns(key=pl.lit(1, pl.Int64))]),
        pl.concat([first.people, other.people.with_columns(key=pl.lit(1, pl.Int64))]),
    )
    ledger.record(both)
    return ledger


def correct(ledger: Ledger, now: NewBatch, made: NewBatch | None = None):
    hashed = ledger.content_hash(content_of(now if made is None else made))
    return ledger.correct(hashed, now, "王主任", "申诉成立")


def test_a_claim_gets_the_people_and_the_sum_that_it_has_now(recorded, place):
    done = correct(recorded, one_claim(A, B, amount=40_000))
    assert (done.then.amount_fen, done.then.people) == (20_000, 1)
    assert (done.now_fen, done.now_people) == (40_000, 2)
    found = recorded.search(Wanted(batch="第2批"))
    assert found["claim_id"].to_list() == ["SB-001", "SB-001", "SB-002"]
    assert found["claim_amount_fen"].to_list() == [40_000, 40_000, 20_000]
    assert verified(place.url, place.key_file).fault == ""


def test_what_stood_before_and_why_it_was_corrected_stays_in_the_chain(recorded, place):
    correct(recorded, one_claim(A, B, amount=40_000))
    (event,) = [
        entry
        for entry in verified(place.url, place.key_file).recorded
        if isinstance(entry.event, Correction)
    ]
    said = event.event
    assert (event.who, said.reason, said.claim, said.batch) == ("王主任", "申诉成立", "SB-001", 1)
    assert (said.then_fen, said.then_people, said.now_fen, said.now_people) == (
        20_000,
        1,
        40_000,
        2,
    )


def test_a_claim_that_is_paid_nothing_any_more_is_taken_out_alone(recorded, place):
    first = one_claim(A, amount=20_000)
    nothing = replace(first, claims=first.claims.clear(), people=first.people.clear())
    assert correct(recorded, nothing, first).taken_out
    assert recorded.search(Wanted(batch="第2批"))["claim_id"].to_list() == ["SB-002"]
    assert verified(place.url, place.key_file).fault == ""
    assert recorded.record(one_claim(A, amount=20_000)).claims == 1  # it may come back


def test_what_is_as_it_was_recorded_or_never_was_is_not_corrected(recorded, place):
    before = len(verified(place.url, place.key_file).recorded)
    with pytest.raises(LedgerError, match="相同，不用更正"):
        correct(recorded, one_claim(A, amount=20_000))
    with pytest.raises(LedgerError, match="台账里没有这项申报"):
        correct(recorded, batch((claim("SB-009"), [person(D)])))
    assert len(verified(place.url, place.key_file).recorded) == before


def test_the_same_sum_for_other_people_is_a_correction(recorded):
    done = correct(recorded, one_claim(B, amount=20_000))
    assert (done.now_fen, done.now_people) == (20_000, 1)
    assert recorded.matches(pl.DataFrame({"id_number": [A]})).is_empty()


def test_a_person_whom_others_recorded_meanwhile_is_not_paid_by_a_correction(recorded):
    seen = recorded.seen()
    recorded.record(batch((claim("SB-9", applicant_code=D), [person(B)]), name="另一处"))
    with pytest.raises(LedgerError, match="另有一处登记了本批中的 1 个人员"):
        correct(recorded, replace(one_claim(A, B, amount=40_000), seen=seen))


def test_a_person_whom_a_correction_counts_meanwhile_is_not_recorded(recorded):
    seen = recorded.seen()
    correct(recorded, one_claim(A, B, amount=40_000))
    late = batch((claim("SB-9", applicant_code=D), [person(B)]), name="另一处")
    with pytest.raises(LedgerError, match="另有一处更正了台账里的申报"):
        recorded.record(replace(late, seen=seen))
    assert recorded.record(replace(late, seen=recorded.seen())).claims == 1


def test_a_claim_may_be_held_against_the_ledger_as_if_it_were_new(recorded):
    hashed = recorded.content_hash(content_of(one_claim(A, amount=20_000)))
    asked = pl.Series([hashed], dtype=pl.Binary)
    assert recorded.repeats(asked)["claim_id"].to_list() == ["SB-001"]
    assert recorded.as_if_new([hashed]).repeats(asked).is_empty()
