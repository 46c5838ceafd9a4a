"""What is added up some people at a time is what is added up of all at once."""

import pytest

from claimcheck.evaluate import pay
from tests.evaluate.random_batches import measures_of, random_batch


@pytest.mark.parametrize("measure", measures_of(people=True))
def test_people_come_out_the_same_however_many_are_added_up_at_a_time(
    measure: str, monkeypatch: pytest.MonkeyPatch
):
    batch = random_batch(measure)
    at_once = batch.evaluate()
    monkeypatch.setattr(pay, "_PEOPLE", 7)
    bit_by_bit = batch.evaluate()
    assert bit_by_bit.people.equals(at_once.people)
    assert bit_by_bit.claims.equals(at_once.claims)
    alternatives = bit_by_bit.alternatives
    assert alternatives.keys() == at_once.alternatives.keys()
    for reading, amounts in at_once.alternatives.items():
        assert [*alternatives[reading]] == [*amounts]
        for option, sums in amounts.items():
            assert alternatives[reading][option].equals(sums, null_equal=True)
