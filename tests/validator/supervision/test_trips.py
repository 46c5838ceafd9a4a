"""Random round trips: what is paid is what was worked out beside, for every claim type."""

from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from tests.validator.supervision.trips.book import measures
from tests.validator.supervision.trips.trip import make_trip

#: Trips of each type; those of the hiring type have most that can go wrong.
TRIPS, OF_HIRING = 2, 14
SEED = 11


@pytest.mark.parametrize("claim_type", measures())
def test_what_is_paid_is_what_the_surviving_rows_are_worth(claim_type: str, tmp_path: Path):
    names = measures()[claim_type]
    results = Counter[str]()
    for number in range(OF_HIRING if claim_type == "hiring" else TRIPS):
        measure = names[number % len(names)]
        trip = make_trip(measure, SEED * 1000 + number, tmp_path / str(number))
        assert trip.differences == [], (trip.measure, trip.seed, trip.faults)
        results.update(trip.by_result)
    assert results.total() > 0
    if claim_type == "hiring":
        assert results["pay"] > 5
        assert len(results) > 2, "some are refused, some go back"


def test_every_claim_type_has_measures_to_try():
    assert len(measures()) == 22
    assert next(count(60)) <= TRIPS * 21 + OF_HIRING + 4
