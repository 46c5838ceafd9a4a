"""Measures that meet the same people, and the windows in which they do."""

from datetime import date

from claimcheck.policy import rule, rules
from claimcheck.policy.overlaps import all_overlaps, in_force, overlaps, same_region

DAY = date(2026, 6, 30)


def test_every_measure_of_an_overlap_exists():
    unknown = {m for entry in all_overlaps() for m in entry.measures} - set(rules())
    assert unknown == set()


def test_every_reading_of_an_overlap_exists():
    known = {reading for entry in rules().values() for reading in entry.readings}
    assert {entry.reading for entry in all_overlaps() if entry.reading} <= known


def test_a_measure_is_in_force_from_its_first_to_its_last_day():
    chosen = rule("ZW26-3")
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [in_force(chosen, day) for day in days] == [False, True, True, False]


def test_the_hiring_measures_of_two_documents_meet_in_2026():
    assert "ZW25-4" in {item.measure for item in overlaps(rule("ZW26-3"), DAY)}
    assert "ZW26-3" in {item.measure for item in overlaps(rule("ZW25-4"), DAY)}


def test_after_the_end_of_2026_the_newer_plan_no_longer_meets():
    assert "ZW26-3" not in {item.measure for item in overlaps(rule("ZW25-4"), date(2027, 6, 1))}


def test_without_a_day_what_ended_since_still_meets():
    assert "ZW26-3" in {item.measure for item in overlaps(rule("ZW25-4"), None)}


def test_other_counties_do_not_meet():
    found = {item.measure for item in overlaps(rule("JF24-4b"), DAY)}
    assert not {name for name in found if name.startswith(("ZW", "JY"))}
    assert not same_region(rule("JF24-4b").document, rule("ZW26-3").document)


def test_what_the_text_bars_is_told_from_what_it_leaves_open():
    kinds = {item.measure: str(item.kind) for item in overlaps(rule("ZW25-1"), DAY)}
    assert kinds["ZW25-3"] == "barred"
    assert kinds["ZW26-5"] == "silent"
    stacks = {item.measure: str(item.kind) for item in overlaps(rule("JY23-12a"), DAY)}
    assert stacks["JY23-12b"] == "stacks"
