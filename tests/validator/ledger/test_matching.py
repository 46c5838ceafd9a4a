"""Looking up a batch in the ledger, and what counts as already paid."""

from datetime import date

import polars as pl
import pytest

from claimcheck.policy import rules
from claimcheck.policy.uses import limits_in_force
from claimcheck.settings import Settings
from tests.validator.ledger.made import ON, batch, claim, frame, ids, person
from validator.checks.duplicates.same_claim import content_of
from validator.ledger import earlier as earlier_module
from validator.ledger import matching
from validator.ledger.earlier import questions
from validator.ledger.matching import By

A, B, C, D = ids(4)
YEAR_2026 = {"period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}
YEAR_2027 = {"period_start": date(2027, 1, 1), "period_end": date(2027, 12, 31)}


def rule(measure_id):
    return rules()[measure_id]


def test_a_person_paid_before_is_found_with_batch_date_and_sum(ledger):
    ledger.record(batch((claim(), [person(A)])))
    found = ledger.matches(frame(B, A))
    assert found.select("index", "by", "batch", "accepted_on", "amount_fen").rows() == [
        (1, "person", "中宁县2026年第2批", ON, 20_000)
    ]
    assert dict(found.schema) == matching.SCHEMA


def test_a_person_who_stands_twice_in_the_batch_is_found_twice(ledger):
    ledger.record(batch((claim(), [person(A)])))
    assert ledger.matches(frame(A, B, A))["index"].to_list() == [0, 2]


def test_nothing_is_found_for_empty_cells_and_empty_frames(ledger):
    ledger.record(batch((claim(), [person(A)])))
    nobody = pl.DataFrame({"id_number": [None, "", " "]}, {"id_number": pl.String})
    assert ledger.matches(nobody).is_empty()
    assert dict(ledger.matches(nobody.clear()).schema) == matching.SCHEMA


def test_accounts_households_and_applicants_are_looked_up_too(ledger):
    paid = person(A, household_id=B, bank_account="6229991234567890123")
    ledger.record(batch((claim(), [paid])))
    asked = pl.DataFrame(
        {
            "id_number": [C],
            "household_id": [B],
            "bank_account": ["6229 9912 3456 7890 123"],
            "applicant_code": ["91640598ma7aaaaa0x"],
        }
    )
    ways = (By.PERSON, By.HOUSEHOLD, By.ACCOUNT, By.CLAIMANT)
    assert ledger.matches(asked, ways)["by"].to_list() == ["household", "account", "claimant"]


def test_an_account_is_not_taken_for_an_id_number_with_the_same_digits(ledger):
    ledger.record(batch((claim(), [person(A, bank_account=B)])))
    assert ledger.matches(frame(B)).is_empty()


def test_paid_once_this_year_is_as_often_as_allowed(ledger):
    ledger.record(batch((claim(), [person(A)])))
    found = ledger.earlier(frame(A, B, **YEAR_2026), rule("ZW26-8"), ON)
    same = found.filter(pl.col("relation") == "same")
    assert same.select(
        "index", "scope", "period", "allowed", "times", "paid_fen", "batch", "accepted_on"
    ).rows() == [(0, "person", "year", 1, 1, 20_000, "中宁县2026年第2批", ON)]
    assert dict(found.schema) == earlier_module.SCHEMA


def test_paid_last_year_does_not_count_against_a_yearly_limit(ledger):
    ledger.record(batch((claim(), [person(A)])))
    assert ledger.earlier(frame(A, **YEAR_2027), rule("ZW26-8"), ON).is_empty()


def test_without_a_period_the_year_of_the_day_counts(ledger):
    ledger.record(batch((claim(), [person(A)])))
    assert ledger.earlier(frame(A), rule("ZW26-8"), date(2026, 6, 1)).height
    assert ledger.earlier(frame(A), rule("ZW26-8"), date(2025, 6, 1)).is_empty()


def test_twice_a_year_counts_both_claims_and_adds_the_sums(ledger):
    trip = {"measure": "ZW26-4b", "type": "convoy"}
    first = claim("SB-001", **trip)
    ledger.record(batch((first, [person(A, amount_fen=5_000)]), name="第1批"))
    second = claim("SB-002", **trip | {"period_start": date(2026, 3, 1)})
    later = date(2026, 5, 2)
    ledger.record(batch((second, [person(A, amount_fen=7_050)]), name="第2批", on=later))
    found = ledger.earlier(frame(A, **YEAR_2026), rule("ZW26-4b"), later)
    same = found.filter(pl.col("relation") == "same")
    assert same.select(
        "allowed", "times", "paid_fen", "amount_fen", "batch", "claim_id"
    ).rows() == [(2, 2, 12_050, 7_050, "第2批", "SB-002")]


def test_a_person_listed_twice_in_one_claim_was_paid_once(ledger):
    ledger.record(batch((claim(), [person(A), person(A)])))
    found = ledger.earlier(frame(A, **YEAR_2026), rule("ZW26-8"), ON)
    assert found.filter(pl.col("relation") == "same")["times"].to_list() == [1]


def test_once_ever_counts_every_year(ledger):
    made = claim(measure="ZW23-26", type="recruit")
    ledger.record(batch((made, [person(A)])))
    found = ledger.earlier(frame(A, **YEAR_2027), rule("ZW23-26"), date(2027, 3, 1))
    same = found.filter((pl.col("relation") == "same") & (pl.col("scope") == "person"))
    assert same.select("period", "allowed", "times").rows() == [("once", 1, 1)]


def test_once_for_the_claimant_is_asked_by_the_claimant(ledger):
    made = claim(measure="ZW26-3", type="hiring", amount_fen=2_000_000)
    ledger.record(batch((made, [person(A, amount_fen=None)])))
    asked = frame(B, A, applicant_code="91640598MA7AAAAA0X")
    found = ledger.earlier(asked, rule("ZW26-3"), ON).filter(pl.col("relation") == "same")
    assert found.select("index", "scope", "allowed", "times", "paid_fen").rows() == [
        (0, "claimant", 1, 1, 2_000_000),
        (1, "claimant", 1, 1, 2_000_000),
        (1, "person", None, 1, None),
    ]
    assert found["claim_amount_fen"].to_list() == [2_000_000] * 3


def test_a_cycle_is_the_span_that_a_claim_is_for(ledger):
    cycle = {"period_start": date(2024, 10, 1), "period_end": date(2025, 9, 30)}
    ledger.record(batch((claim(measure="JF24-7", type="income", **cycle), [person(A)])))
    same_cycle = ledger.earlier(frame(A, **cycle), rule("JF24-7"), date(2025, 11, 1))
    assert same_cycle.filter(pl.col("relation") == "same")["times"].to_list() == [1]
    following = {"period_start": date(2025, 10, 1), "period_end": date(2026, 9, 30)}
    assert ledger.earlier(frame(A, **following), rule("JF24-7"), date(2026, 11, 1)).is_empty()


def test_a_household_is_added_up_where_a_ceiling_holds_for_it(ledger):
    cycle = {"period_start": date(2024, 10, 1), "period_end": date(2025, 9, 30)}
    made = claim(measure="JF24-7", type="income", **cycle)
    members = [
        person(A, household_id=C, amount_fen=300_000),
        person(B, household_id=C, amount_fen=200_000),
    ]
    ledger.record(batch((made, members)))
    asked = frame(D, household_id=C, **cycle)
    found = ledger.earlier(asked, rule("JF24-7"), date(2025, 11, 1))
    assert found.select("scope", "paid_fen").rows() == [("household", 500_000)]


def test_an_overlapping_measure_is_named_with_its_relation(ledger):
    ledger.record(batch((claim(measure="ZW25-1", type="station"), [person(A)])))
    found = ledger.earlier(frame(A, **YEAR_2026), rule("ZW25-3"), ON)
    assert found.select("relation", "measure", "times").rows() == [("barred", "ZW25-1", 1)]


def test_an_overlapping_measure_that_ended_with_the_year_still_counts_for_that_year(ledger):
    ledger.record(batch((claim(measure="ZW26-8"), [person(A)])))
    january = date(2027, 1, 10)
    found = ledger.earlier(frame(A, **YEAR_2026), rule("ZW25-2"), january)
    assert found.select("relation", "measure", "times").rows() == [("silent", "ZW26-8", 1)]
    assert ledger.earlier(frame(A, **YEAR_2027), rule("ZW25-2"), january).is_empty()


def test_a_claim_is_not_held_against_itself(ledger):
    made = batch((claim(), [person(A)]))
    ledger.record(made)
    contents = ledger.content_hashes(made.claims["content"])
    asked = frame(A, **YEAR_2026).with_columns(contents.alias("content"))
    assert ledger.earlier(asked, rule("ZW26-8"), ON).is_empty()


def test_the_same_claim_again_is_named(ledger):
    made = batch((claim(), [person(A)]), (claim("SB-002"), [person(B)]))
    ledger.record(made)
    other = claim("SB-009", amount_fen=30_000)
    again = batch((other, [person(C)]), (claim("SB-010"), [person(A)]))
    found = ledger.repeats(ledger.content_hashes(again.claims["content"]))
    assert found.select("index", "claim_id", "batch", "accepted_on").rows() == [
        (1, "SB-001", "中宁县2026年第2批", ON)
    ]


def test_nothing_repeats_in_an_empty_list(ledger):
    assert ledger.repeats(pl.Series([], dtype=pl.Binary)).is_empty()


@pytest.mark.parametrize("measure_id", sorted(rules()))
def test_every_measure_can_be_asked_about(measure_id):
    chosen = Settings().chosen(rule(measure_id))
    asked = questions(rule(measure_id), chosen)
    assert asked == questions(rule(measure_id))
    for limit in limits_in_force(rule(measure_id).measure, chosen):
        assert any(
            (question.by, question.period, question.allowed, question.relation)
            == (By(limit.scope), limit.period, limit.times, "same")
            for question in asked
        )
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("measure", "readings", "asked"),
    [
        ("ZW26-3", {"R-08": "A_total"}, [("once", 1)]),
        ("ZW26-3", {"R-08": "B_per_batch"}, []),
        ("ZW25-4", {"R-47": "A_once", "R-48": "B_nothing"}, [("once", 1)]),
        ("ZW25-4", {"R-47": "B_each_year", "R-48": "B_nothing"}, [("year", 1)]),
        ("ZW25-4", {"R-47": "A_once", "R-48": "C_full"}, []),
    ],
)
def test_a_claimant_is_asked_about_as_often_as_the_chosen_readings_pay(measure, readings, asked):
    chosen = Settings().chosen(rule(measure)) | readings
    own = [
        (question.period, question.allowed)
        for question in questions(rule(measure), chosen)
        if question.by is By.CLAIMANT and question.relation == "same"
    ]
    assert own == asked


def text(who=(A,), **values):
    made = pl.DataFrame([claim(claimed_fen=20_000) | values | {"key": 0}])
    listed = pl.DataFrame(
        {"key": [0] * len(who), "id_number": who}, {"key": pl.Int64, "id_number": pl.String}
    )
    return content_of(made, listed)[0]


def test_content_changes_with_the_sum_and_not_with_the_number():
    assert text() == text(claim_id="SB-999")
    assert text() == text(applicant_code="91640598ma7aaaaa0x ")
    assert text() != text(claimed_fen=20_001)
    assert text() != text(county="海原县")


def test_content_changes_with_who_the_people_are_beside_how_many():
    assert text([A], people=1) != text([B], people=1)
    assert text([A], people=1) == text([A])


def test_content_does_not_change_with_a_column_that_a_form_gets_later():
    assert text() == text(is_recognised=True, already_paid_fen=None)


def test_two_facilities_of_one_operator_are_two_claims():
    assert text([], applicant="东关零工驿站") != text([], applicant="西关零工驿站")
    assert text([A], applicant="东关零工驿站") == text([A], applicant="西关零工驿站")
