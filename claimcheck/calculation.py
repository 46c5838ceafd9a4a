"""One calculation from bare facts, as `claimcheck calc` and CC_AMOUNT give it."""

from collections.abc import Mapping, Sequence
from typing import Any

from claimcheck.called import called, nearest
from claimcheck.errors import FactError
from claimcheck.evaluate import Evaluation, evaluate_facts
from claimcheck.evaluate.doubts import Doubt
from claimcheck.money import to_yuan
from claimcheck.policy import Fact, Rule, fact
from claimcheck.policy.facts import Value
from claimcheck.policy.overlaps import overlaps
from claimcheck.policy.uses import uses
from claimcheck.settings import Settings

#: The flag of a result that another unit of a number would change.
UNIT_DOUBT = "unit_doubt"


def read_facts(rule: Rule, entered: Mapping[str, object]) -> dict[str, Value]:
    """Turn what was entered into stored values.

    Raises:
        FactError: a fact is not one that the measure takes, is of a wrong type, or cannot
            be true. Empty entries count as not given.
    """
    given: dict[str, Value] = {}
    for key, value in with_keys(rule, entered).items():
        if value is not None and str(value).strip():
            given[key] = fact(key).parse(value)
    _refuse_contradictions(given)
    return given


def with_keys(rule: Rule, entered: Mapping[str, object]) -> dict[str, object]:
    """What was entered, with the keys of the facts where their labels were written.

    Raises:
        FactError: the measure takes no such fact, several may be meant, or one stands twice.
    """
    taken = {use.fact.key: use.fact for use in uses(rule.measure)}
    found: dict[str, object] = {}
    for name, value in entered.items():
        meant = [taken[name]] if name in taken else called(name, taken.values(), _names)
        if len(meant) != 1:
            shown = sorted(meant or taken.values(), key=lambda entry: entry.key)
            known = "、".join(f"{entry.label}（{entry.key}）" for entry in shown)
            if meant:
                raise FactError(f"“{name}”可以指：{known}。请写其中一个。")
            near = nearest(name, {key: entry.label for key, entry in taken.items()})
            raise FactError(f"{rule.id} 用不到“{name}”。{near}可填：{known}。")
        if meant[0].key in found:
            raise FactError(f"“{meant[0].label}”（{meant[0].key}）写了两次。")
        found[meant[0].key] = value
    return found


def _names(entry: Fact) -> tuple[str, ...]:
    return entry.label, f"{entry.label}{entry.unit or ''}"


def _refuse_contradictions(given: Mapping[str, Value]) -> None:
    """Refuse numbers that cannot both be true: 13 people of a group of 12."""
    for key, value in given.items():
        for greater in fact(key).not_above:
            limit = given.get(greater)
            if isinstance(value, int) and isinstance(limit, int) and value > limit:
                raise FactError(
                    f"“{fact(key).label}”（{key}）为 {fact(key).show(value)}，不应多于"
                    f"“{fact(greater).label}”（{greater}）的 {fact(greater).show(limit)}。"
                )


def calculate(rule: Rule, given: Mapping[str, Value], settings: Settings) -> Evaluation:
    """Evaluate one claim from stored values.

    Raises:
        ReadingError: the settings choose an option that a reading does not have.
    """
    return evaluate_facts(rule, given, settings)


def result(
    evaluation: Evaluation, doubts: Sequence[Doubt] = (), *, with_overlaps: bool = True
) -> dict[str, Any]:
    """The result of a calculation as it is written in JSON.

    Args:
        evaluation: of one claim.
        doubts: facts that may be meant in another unit.
        with_overlaps: say which other measures meet the same people; every document has to
            be read for that.
    """
    claim = evaluation.claims.row(0, named=True)
    least, most, amount = (claim[name] for name in ("least_fen", "most_fen", "amount_fen"))
    found: dict[str, Any] = {
        "measure": evaluation.rule.id,
        "outcome": claim["outcome"],
        "amount": None if amount is None else to_yuan(amount),
        "unit": evaluation.rule.measure.unit,
        "reason": claim["reason"],
        "reasons": evaluation.reasons(0),
        "readings": evaluation.readings(0),
        "flags": [*evaluation.flags, *([UNIT_DOUBT] if doubts else [])],
        "unit_doubts": [_doubt(doubt) for doubt in doubts],
    }
    if with_overlaps:
        found["overlaps"] = [
            {"measure": item.measure, "kind": str(item.kind), "note": item.note}
            for item in overlaps(evaluation.rule, evaluation.settings.on)
        ]
    if claim["earmark_fen"] is not None:
        found["earmarked"] = to_yuan(claim["earmark_fen"])
    if least is not None or most is not None:
        found["min"] = None if least is None else to_yuan(least)
        found["max"] = None if most is None else to_yuan(most)
    return found


def _doubt(doubt: Doubt) -> dict[str, Any]:
    there = doubt.there.claims.row(0, named=True)
    fen = there["amount_fen"]
    return {
        "fact": doubt.fact.key,
        "label": doubt.fact.label,
        "read_as": doubt.fact.spell(doubt.stored),
        "may_be": doubt.fact.spell_other(doubt.stored),
        "other_value": doubt.fact.plain(doubt.other),
        "other_outcome": there["outcome"],
        "other_amount": None if fen is None else to_yuan(fen),
        "message": doubt.sentence,
    }
