"""The yearly transport subsidy of Zhongwei: who has had it this year, and who may have it."""

from datetime import date

import pytest

from claimcheck.evaluate import evaluate_facts, requirements
from claimcheck.policy import fact, rule
from claimcheck.policy.model import Level
from claimcheck.policy.uses import uses
from claimcheck.settings import Settings

#: The measures of the three documents of the city that write 每人每年可享受一次性交通补贴.
YEARLY = ["ZW23-5", "ZW25-2", "ZW26-8"]

IN_REGION, BEYOND = "区内跨县（区、市）", "跨省（区）"
WORKER = {
    "months_employed": 8,
    "has_contract": True,
    "is_insured": True,
    "is_local_hukou": True,
    "residence_kind": "农村",
    "destination": BEYOND,
}


def paid(measure: str, option: str = "A_higher", **changes) -> tuple[int | None, str]:
    """The sum in yuan of one worker, and the reason."""
    taken = {use.fact.key for use in uses(rule(measure).measure)}
    facts = {key: value for key, value in {**WORKER, **changes}.items() if key in taken}
    given = {key: fact(key).parse(value) for key, value in facts.items()}
    settings = Settings(readings={"R-29": option}, on=date(2026, 6, 30))
    claim = evaluate_facts(rule(measure), given, settings).claims.row(0, named=True)
    fen = claim["amount_fen"]
    return None if fen is None else fen // 100, claim["reason"]


@pytest.mark.parametrize("measure", YEARLY)
def test_what_was_had_this_year_has_one_key_in_every_document(measure):
    levels = {use.fact.key: use.level for use in uses(rule(measure).measure)}
    assert levels["claims_this_year"] is Level.PERSON
    assert [paid(measure, claims_this_year=times)[0] for times in (0, 1, 2)] == [800, 0, 0]


@pytest.mark.parametrize("measure", YEARLY)
@pytest.mark.parametrize(
    ("option", "higher", "lower", "elsewhere_in_region"),
    [("A_higher", 600, 0, 0), ("B_first", 0, 0, 0), ("C_both", 800, 200, 200)],
)
def test_a_second_destination_is_paid_as_the_office_reads_it(
    option, higher, lower, elsewhere_in_region, measure
):
    once = {"claims_this_year": 1}
    assert paid(measure, option, earlier_destination=IN_REGION, **once)[0] == higher
    other_way = {"destination": IN_REGION, "earlier_destination": BEYOND}
    assert paid(measure, option, **other_way, **once)[0] == lower
    elsewhere = {
        "destination": IN_REGION,
        "earlier_destination": IN_REGION,
        "is_another_place": True,
    }
    assert paid(measure, option, **elsewhere, **once)[0] == elsewhere_in_region


@pytest.mark.parametrize("measure", YEARLY)
@pytest.mark.parametrize("option", ["A_higher", "B_first", "C_both"])
@pytest.mark.parametrize("destination", [IN_REGION, BEYOND])
def test_the_same_destination_again_gets_nothing_however_it_is_read(option, destination, measure):
    again = {"destination": destination, "earlier_destination": destination}
    assert paid(measure, option, claims_this_year=1, **again)[0] == 0
    assert paid(measure, option, **again)[0] == 0, "who names a destination has had it once"


def test_an_urban_worker_is_shown_to_the_document_that_pays_him():
    sum_here, reason = paid("ZW26-8", residence_kind="城镇")
    assert sum_here == 0
    assert "ZW25-2" in reason
    assert paid("ZW25-2", residence_kind="城镇")[0] == 800


AGAIN = "不是又去了另一档去向"
HIGHER_BEFORE = "已按更高的去向享受"


@pytest.mark.parametrize("destination", [IN_REGION, BEYOND])
def test_the_same_destination_again_is_told_that_alone(destination):
    again = {"destination": destination, "earlier_destination": destination}
    _, reason = paid("ZW26-8", claims_this_year=1, **again)
    assert AGAIN in reason
    assert HIGHER_BEFORE not in reason


def test_who_has_had_more_is_told_that_nothing_is_left_and_not_less_than_nothing():
    facts = {**WORKER, "destination": IN_REGION, "earlier_destination": BEYOND}
    given = {key: fact(key).parse(value) for key, value in facts.items()}
    found = evaluate_facts(rule("ZW26-8"), given, Settings(on=date(2026, 6, 30)))
    assert found.people["reason"].to_list() == ["本年度已按更高的去向享受，本次没有可补的差额"]
    chosen = rule("ZW26-8").defaults
    tested = {one.name: one for one in requirements.tests(rule("ZW26-8"), chosen, Level.PERSON)}
    left = found.people.select(tested["met_higher_than_before"].observed).item()
    assert left == 0, "it stands in the finding as what was found"
