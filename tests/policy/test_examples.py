"""Every example in the documents gives what it says, under the readings it names."""

from datetime import date

import pytest

from claimcheck.evaluate import evaluate_facts
from claimcheck.policy import fact, rules
from claimcheck.settings import Settings

CASES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in rules().values()
    for number, example in enumerate(rule.measure.examples)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_an_example_gives_what_it_says(rule, example):
    given = {key: fact(key).parse(value) for key, value in example.facts.items()}
    settings = Settings(readings=example.readings, on=date(2026, 6, 30))
    claim = evaluate_facts(rule, given, settings).claims.row(0, named=True)
    assert claim["outcome"] == example.outcome, claim["reason"]
    for field, expected in [
        ("amount_fen", example.amount),
        ("least_fen", example.least),
        ("most_fen", example.most),
    ]:
        if expected is not None:
            assert claim[field] == round(expected * 100), claim["reason"]


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_every_measure_has_examples(rule):
    file = f"claimcheck/policy/documents/{rule.document.key.lower()}.toml"
    assert rule.measure.examples, f"write examples of {rule.id} in {file}"
