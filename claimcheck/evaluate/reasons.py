"""The reasons of claims, as results show them.

A batch may have thousands of claims: what is observed is computed once for all of them, and
read claim by claim.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import polars as pl

from claimcheck.compiler.outcomes import INCOMPLETE
from claimcheck.evaluate.income import found, in_force, stated
from claimcheck.evaluate.requirements import Test
from claimcheck.evaluate.rulings import EXCLUDED
from claimcheck.evaluate.unknown import lacking_facts
from claimcheck.money import round_yuan
from claimcheck.policy import Fact, Rule, fact
from claimcheck.policy.model import Level

#: What results say of one test, the same for every claim; the observed values; whether met.
_Tested = tuple[dict[str, Any], list[int | float | str | bool | None], list[bool | None]]


class Reasons:
    """Why the claims of an evaluation got what they got."""

    def __init__(
        self,
        rule: Rule,
        claims: pl.DataFrame,
        people: pl.DataFrame,
        needed: Sequence[str],
        claim_tests: Sequence[Test],
        person_tests: Sequence[Test],
        *,
        chosen: dict[str, str],
    ) -> None:
        """Take the result of an evaluation.

        Args:
            rule: the rule.
            claims: the assessed claims.
            people: the assessed people.
            needed: keys of the facts without which a claim is incomplete.
            claim_tests: the claim requirements that were tested.
            person_tests: the person requirements that are shown with a claim; none where
                people are listed, one by one, and say so themselves.
            chosen: the chosen readings.
        """
        self._rule = rule
        self._claims = claims
        self._people = people
        self._needed = needed
        self._claim_tests = claim_tests
        self._person_tests = person_tests
        self._chosen = chosen

    def of(self, index: int) -> list[dict[str, Any]]:
        """The reasons of one claim (CONTRACT: `reasons`).

        Args:
            index: the claim's place among the claims.
        """
        put_out = self._put_out(index)
        if self._incomplete[index]:
            return [*put_out, *self._missing(self._claims.row(index, named=True))]
        tested = [
            {**test, "observed": observed[index], "met": met[index]}
            for test, observed, met in self._tested
            if met[index] is not None and observed[index] is not None
        ]
        measure = self._rule.measure
        if measure.income is None and measure.earmark is None:
            return put_out + tested
        claim = self._claims.row(index, named=True)
        return [*put_out, *tested, *self._stated(claim), *self._tied(claim)]

    def _put_out(self, index: int) -> list[dict[str, Any]]:
        """Why the claim does not count, where that stands outside the rule."""
        why = self._claims[EXCLUDED][index]
        if why is None:
            return []
        return [
            {
                "clause": self._rule.clause,
                "fact": None,
                "label": "核查",
                "observed": why,
                "required": "没有不予计入的情形",
                "met": False,
                "reading": None,
            }
        ]

    def _stated(self, claim: dict[str, Any]) -> list[dict[str, Any]]:
        """Averages that were stated otherwise than they were found."""
        income = self._rule.measure.income
        if income is None:
            return []
        near = f"元相差不到 {income.differs_by} 元"
        return [
            self._beside(
                average,
                f"申报的{average.label}",
                average.plain(before),
                f"与核算的 {average.plain(claim[average.column])} {near}",
                met=abs(before - claim[average.column]) < round_yuan(income.differs_by),
            )
            for average in in_force(self._rule, self._chosen, Level.CLAIM)
            if claim.get(found(average.column)) is not None
            and (before := claim[stated(average.column)]) is not None
        ]

    def _tied(self, claim: dict[str, Any]) -> list[dict[str, Any]]:
        """What of the sum must be spent on one purpose, against what was spent, where known."""
        earmark, tied = self._rule.measure.earmark, claim.get("earmark_fen")
        if earmark is None or tied is None:
            return []
        spent = fact(earmark.fact)
        least = f">= {spent.plain(tied)}"
        if claim["earmark_short"] is None:
            # Nothing says that less was spent: this is a duty, not a failure.
            return [self._beside(spent, f"须{earmark.purpose}", spent.plain(tied), least, met=True)]
        value = spent.plain(claim[spent.column])
        return [self._beside(spent, spent.label, value, least, met=not claim["earmark_short"])]

    def _beside(
        self, about: Fact, label: str, observed: object, required: str, *, met: bool
    ) -> dict[str, Any]:
        """A reason that no requirement gives."""
        return {
            "clause": self._rule.clause,
            "fact": about.key,
            "label": label,
            "observed": observed,
            "required": required,
            "met": met,
            "reading": None,
        }

    @cached_property
    def _incomplete(self) -> list[bool]:
        return (self._claims["outcome"] == INCOMPLETE).to_list()

    @cached_property
    def _tested(self) -> list[_Tested]:
        return [
            *(self._shown(test, self._people) for test in self._person_tests),
            *(self._shown(test, self._claims) for test in self._claim_tests),
        ]

    def _shown(self, test: Test, frame: pl.DataFrame) -> _Tested:
        about = {
            "clause": self._rule.clause,
            "fact": test.requirement.fact,
            "label": test.fact.label,
            "observed": None,
            "required": test.required_text,
            "met": None,
            "reading": test.reading,
        }
        stored = frame.select(observed=test.observed)["observed"]
        if len(stored) < frame.height:  # a test against something that no row changes
            stored = stored.new_from_index(0, frame.height)
        return about, [test.fact.plain(value) for value in stored], frame[test.name].to_list()

    def _missing(self, claim: dict[str, Any]) -> list[dict[str, Any]]:
        required = {name: "须提供" for name in self._needed if claim[fact(name).column] is None}
        if claim.get("unknown_people"):
            people = self._counted[claim["claim"]]
            lacking = lacking_facts(self._rule, self._chosen, people)
            required |= {
                name: f"须提供（{number} 名合格人员缺少）" for name, number in lacking.items()
            }
        return [
            {
                "clause": self._rule.clause,
                "fact": name,
                "label": fact(name).label,
                "observed": None,
                "required": wanted,
                "met": False,
                "reading": None,
            }
            for name, wanted in required.items()
        ]

    @cached_property
    def _counted(self) -> dict[int, pl.DataFrame]:
        """The people who count, of each incomplete claim."""
        incomplete = self._claims.filter(pl.col("outcome") == INCOMPLETE)
        listed = self._people.filter("counted").join(incomplete, on="claim", how="semi")
        parts = listed.partition_by("claim", as_dict=True)
        return {claim[0]: part for claim, part in parts.items()}
