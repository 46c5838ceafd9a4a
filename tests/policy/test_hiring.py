"""The step-by-step subsidy for small firms that hire (ZW26-3): which reason a claim is given."""

from datetime import date

import pytest

from claimcheck.evaluate import evaluate_facts
from claimcheck.policy import fact, rule
from claimcheck.settings import Settings

SAME_TIER = "仍在同一档"
PAID_ELSEWHERE = "已领的金额，不少于本项应得"


def refused(**facts) -> str:
    """The reasons why a claim of facts is paid nothing."""
    given = {key: fact(key).parse(value) for key, value in facts.items()}
    found = evaluate_facts(rule("ZW26-3"), given, Settings(on=date(2026, 6, 30)))
    claim = found.claims.row(0, named=True)
    assert claim["amount_fen"] == 0
    return claim["reason"]


@pytest.mark.parametrize("paid", [0, 1, 20_000])
def test_a_batch_in_the_same_tier_is_told_that_alone(paid):
    reason = refused(headcount=5, earlier_headcount=5, already_paid_yuan=paid)
    assert SAME_TIER in reason
    assert PAID_ELSEWHERE not in reason, "nothing is due that could have been paid elsewhere"


@pytest.mark.parametrize("paid", [20_000, 20_001])
def test_what_was_paid_elsewhere_is_told_where_something_was_due(paid):
    reason = refused(headcount=6, earlier_headcount=5, already_paid_yuan=paid)
    assert PAID_ELSEWHERE in reason
    assert SAME_TIER not in reason
