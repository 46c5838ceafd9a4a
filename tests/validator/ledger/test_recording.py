"""Recording a batch: everything of it, once, and nothing in clear."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import MetaData, create_engine, func, select

from tests.validator.ledger.made import ON, batch, claim, frame, ids, person
from validator.ledger.errors import LedgerError
from validator.ledger.listing import Wanted
from validator.ledger.places import address
from validator.ledger.schema import claims, entries

A, B, C, D = ids(4)


def stored(url: str) -> str:
    """Everything that the database holds, as text: bytes in hex and as they are."""
    engine = create_engine(address(url))
    seen = []
    with engine.connect() as connection:
        everything = MetaData()
        everything.reflect(connection)
        for table in everything.sorted_tables:
            for row in connection.execute(select(table)):
                seen += [
                    bytes(value).decode("latin-1") if isinstance(value, bytes) else str(value)
                    for value in row
                ]
    engine.dispose()
    return "\n".join(seen)


def test_a_batch_is_recorded_with_its_claims_people_and_sum(ledger):
    done = ledger.record(
        batch((claim("SB-001"), [person(A)]), (claim("SB-002"), [person(B), person(C)]))
    )
    assert (done.claims, done.entries, done.amount_fen, done.known) == (2, 3, 40_000, 0)
    found = ledger.search(Wanted(batch="中宁县2026年第2批"))
    assert found["claim_id"].to_list() == ["SB-001", "SB-002", "SB-002"]
    assert found["amount_fen"].to_list() == [20_000] * 3
    assert found["accepted_on"].unique().to_list() == [ON]
    assert found["year"].unique().to_list() == [2026]


def test_the_same_batch_again_changes_nothing(ledger, place):
    made = batch((claim(), [person(A), person(B)]))
    ledger.record(made)
    before = stored(place.url)
    again = ledger.record(made)
    assert (again.batch_id, again.claims, again.entries, again.known) == (None, 0, 0, 1)
    assert stored(place.url) == before


def test_the_same_claim_under_another_number_name_and_order_is_known(ledger):
    ledger.record(batch((claim("SB-001"), [person(A), person(B)])))
    renamed = claim("SB-777", applicant="中宁县 劳务服务（有限）公司")
    again = ledger.record(batch((renamed, [person(B), person(A, "马 小红")]), name="另一批"))
    assert (again.claims, again.known) == (0, 1)


def test_one_person_more_makes_another_claim(ledger):
    ledger.record(batch((claim(), [person(A)])))
    assert ledger.record(batch((claim(), [person(A), person(B)]))).claims == 1


def test_another_period_makes_another_claim(ledger):
    ledger.record(batch((claim(), [person(A)])))
    next_year = claim(period_start=date(2027, 1, 1), period_end=date(2027, 12, 31))
    assert ledger.record(batch((next_year, [person(A)]))).claims == 1


def test_only_the_new_claims_of_a_corrected_batch_are_added(ledger):
    first = (claim("SB-001"), [person(A)])
    ledger.record(batch(first))
    done = ledger.record(batch(first, (claim("SB-002"), [person(B)])))
    assert (done.claims, done.entries, done.known) == (1, 1, 1)
    assert ledger.search(Wanted(measure="ZW26-8")).height == 2


def test_a_claim_that_stands_twice_in_a_batch_is_recorded_once(ledger):
    done = ledger.record(batch((claim("SB-001"), [person(A)]), (claim("SB-002"), [person(A)])))
    assert (done.claims, done.entries, done.known) == (1, 1, 1)


def test_no_number_of_a_person_and_no_full_name_is_stored(ledger, place):
    made = claim(
        f"SB-{A}",
        applicant="马小红",
        applicant_code=B,
        applicant_kind="个人",
        reason=f"经核 {C} 属实",
        verdict="accepted",
    )
    paid = person(A, household_id=C, bank_account="6229991234567890123")
    ledger.record(batch((made, [paid]), name=f"补报{B}"))
    everything = stored(place.url)
    for secret in (A, B, C, "6229991234567890123", "马小红", A.lower()):
        assert secret not in everything
    assert "马**" in everything


def test_an_organisation_keeps_its_name_and_a_person_does_not(ledger):
    ledger.record(
        batch(
            (claim("SB-001"), [person(A)]),
            (claim("SB-002", applicant="丁小龙", applicant_code=B), [person(B)]),
            (claim("SB-003", applicant="丁小龙", applicant_kind="个人"), [person(C)]),
        )
    )
    found = ledger.search(Wanted(measure="ZW26-8"))
    assert found["applicant"].to_list() == ["中宁县劳务服务有限公司", "丁**", "丁**"]


def test_hashes_without_the_key_do_not_tell_who_it_is(ledger, place):
    ledger.record(batch((claim(), [person(A)])))
    plain = hashlib.sha256(A.encode()).digest()
    assert plain[:16].decode("latin-1") not in stored(place.url)


def test_a_claim_without_people_is_recorded(ledger):
    done = ledger.record(batch((claim(measure="ZW26-6a", type="gig"), [])))
    assert (done.claims, done.entries) == (1, 0)
    found = ledger.search(Wanted(measure="ZW26-6a"))
    assert found.select("person", "claim_amount_fen").rows() == [(None, 20_000)]


def test_a_sum_that_is_not_known_stays_unknown(ledger):
    done = ledger.record(batch((claim(amount_fen=None), [person(A, amount_fen=None)])))
    assert (done.claims, done.amount_fen) == (1, 0)
    assert ledger.matches(frame(A))["claim_amount_fen"].to_list() == [None]


def test_numbers_are_known_however_they_are_written(ledger):
    with_x = next(number for number in ids(100) if number.endswith("X"))
    ledger.record(batch((claim(), [person(with_x)])))
    wide = with_x.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789X"})
    written = frame(with_x.lower(), f" {with_x[:6]} {with_x[6:]}\u3000", wide)
    assert ledger.matches(written)["index"].to_list() == [0, 1, 2]


def test_a_failure_midway_leaves_nothing(ledger, place, monkeypatch):
    from validator.ledger import recording

    def fail(*_):
        raise RuntimeError("midway")

    monkeypatch.setattr(recording, "insert_rows", fail)
    with pytest.raises(RuntimeError):
        ledger.record(batch((claim(), [person(A)])))
    monkeypatch.undo()
    assert counts(place.url) == (0, 0)


def counts(url: str) -> tuple[int, int]:
    engine = create_engine(address(url))
    with engine.connect() as connection:
        found = tuple(
            connection.scalar(select(func.count()).select_from(table))
            for table in (claims, entries)
        )
    engine.dispose()
    return found


def test_an_empty_batch_changes_nothing(ledger, place):
    empty = batch((claim(), [person(A)]))
    none = type(empty)(empty.name, empty.accepted_on, empty.claims.clear(), empty.people.clear())
    assert ledger.record(none).batch_id is None
    assert counts(place.url) == (0, 0)


def test_the_file_may_be_read_by_its_owner_only(key_file, tmp_path):
    from validator.ledger.opening import open_ledger

    path = tmp_path / "folder" / "台账.sqlite"
    with open_ledger(str(path), key_file=key_file) as opened:
        opened.record(batch((claim(), [person(A)])))
    assert path.stat().st_mode & 0o777 == 0o600
    assert Path(key_file).stat().st_mode & 0o777 == 0o600


def test_people_are_polars_frames_of_the_stated_columns(ledger):
    ledger.record(batch((claim(), [person(A)])))
    assert isinstance(ledger.matches(frame(A)), pl.DataFrame)


def test_a_person_whom_another_office_recorded_meanwhile_stops_the_batch(ledger, place):
    seen = ledger.seen()
    ledger.record(batch((claim("SB-9", applicant_code=C), [person(A)]), name="另一处"))
    late = batch((claim("SB-1"), [person(A), person(B)]), (claim("SB-2"), [person(D)]))
    before = stored(place.url)
    with pytest.raises(
        LedgerError, match=r"另有一处登记了本批中的 1 个人员、家庭、申报主体或场所.*再登记一次"
    ):
        ledger.record(replace(late, seen=seen))
    assert stored(place.url) == before
    assert ledger.record(replace(late, seen=ledger.seen())).claims == 2


@pytest.mark.parametrize("shared", ["household", "facility"])
def test_a_household_or_facility_that_was_recorded_meanwhile_stops_the_batch(ledger, shared):
    of_both = {"household_id": D} if shared == "household" else {}
    place = {"facility": "中宁县\x1f零工市场"} if shared == "facility" else {}
    seen = ledger.seen()
    first = (claim("SB-9", applicant_code=C, **place), [person(A, **of_both)])
    ledger.record(batch(first, name="另一处"))
    late = batch((claim("SB-1", **place), [person(B, **of_both)]))
    with pytest.raises(LedgerError, match="1 个人员、家庭、申报主体或场所"):
        ledger.record(replace(late, seen=seen))


def test_others_who_were_recorded_meanwhile_stop_nothing(ledger):
    seen = ledger.seen()
    ledger.record(batch((claim("SB-9", applicant_code=C), [person(D)]), name="另一处"))
    late = batch((claim("SB-1"), [person(A)]))
    assert ledger.record(replace(late, seen=seen)).claims == 1


def test_the_same_batch_from_two_offices_is_known_to_the_second(ledger):
    made = replace(batch((claim(), [person(A)])), seen=ledger.seen())
    assert ledger.record(made).claims == 1
    assert ledger.record(made).known == 1
