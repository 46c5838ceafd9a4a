"""The one evaluation: claims, roster and wages in; people, amounts and reasons out."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import polars as pl

from claimcheck.evaluate.batch import EvaluationBasis, batch_of_facts, batch_of_frames
from claimcheck.evaluate.claims import SUMMED, add_earlier_batches, assess_claims, roll_up
from claimcheck.evaluate.decided import decided_sum
from claimcheck.evaluate.dependence import claims_depend_on, people_depend_on
from claimcheck.evaluate.earmark import with_earmark
from claimcheck.evaluate.employment import counting
from claimcheck.evaluate.flags import flags_of
from claimcheck.evaluate.income import with_average_income, with_own_income
from claimcheck.evaluate.income_told import with_income_told
from claimcheck.evaluate.people import add_amounts, assess_facts, assess_people
from claimcheck.evaluate.readings import chosen_reading
from claimcheck.evaluate.reasons import Reasons
from claimcheck.evaluate.requirements import Test, tests
from claimcheck.evaluate.side_by_side import each
from claimcheck.evaluate.unknown import without_unknown_sums
from claimcheck.money import to_yuan
from claimcheck.policy import Rule
from claimcheck.policy.facts import Value
from claimcheck.policy.model import Level
from claimcheck.policy.uses import uses
from claimcheck.settings import Settings


class Evaluation:
    """The result for a batch of claims under one rule.

    `people` has one row a roster row and `claims` one row a claim, both in the order in
    which they came in. See `assess_people` and `assess_claims` for their columns.
    """

    def __init__(
        self,
        rule: Rule,
        settings: Settings,
        batch: EvaluationBasis,
        base: "Evaluation | None" = None,
    ) -> None:
        """Evaluate.

        Args:
            rule: the rule.
            settings: readings and the day to judge by.
            batch: what is evaluated.
            base: an evaluation of the same batch under other readings, of which only the
                amounts are compared: people and claims that come out the same are not
                assessed again, and nothing is explained.
        """
        self.rule = rule
        self.settings = settings
        self.chosen = settings.chosen(rule)
        self._batch = batch
        self._explained = base is None
        # Bare facts say how many months there are: nothing is counted.
        self._how = None if batch.roster is None else counting(rule, self.chosen)
        same = base is not None and base._people_key == self._people_key
        self.people: pl.DataFrame = base.people if base and same else self._assess_people()
        same = base is not None and self._claims_as_in(base)
        self.claims: pl.DataFrame = base.claims if base and same else self._assess_claims()

    @cached_property
    def person_tests(self) -> list[Test]:
        """The requirements of people under the chosen readings."""
        return tests(self.rule, self.chosen, Level.PERSON)

    @cached_property
    def claim_tests(self) -> list[Test]:
        """The requirements of claims under the chosen readings."""
        return tests(self.rule, self.chosen, Level.CLAIM)

    @property
    def monthly_pay(self) -> pl.DataFrame:
        """What was paid in each month that counts: person, month, pay_fen; no rows for facts."""
        if self._batch.pay is None:
            return pl.DataFrame(
                schema={"person": pl.UInt32, "month": pl.Int32, "pay_fen": pl.Int64}
            )
        return self._batch.pay.monthly

    @cached_property
    def _people_key(self) -> tuple[object, ...]:
        counted = self._batch.roster is not None
        return people_depend_on(self.rule, self.chosen, self._how, counted=counted)

    def _claims_as_in(self, base: "Evaluation") -> bool:
        """Whether the claims come out as in another evaluation of the same batch.

        They do where the same parts of the rule hold and all that is summed of the people is
        the same; how these were tested and their months counted then makes no difference.
        """
        if base._claims_key != self._claims_key:
            return False
        if self.people is base.people:
            return True
        if self.rule.measure.counts or self.rule.measure.income:
            return False  # further columns of the people are summed
        return self.people.select(SUMMED).equals(base.people.select(SUMMED))

    @cached_property
    def _claims_key(self) -> tuple[object, ...]:
        return claims_depend_on(self.rule, self.chosen, self._needed())

    def _assess_people(self) -> pl.DataFrame:
        batch = self._batch
        if batch.roster is None:
            assert batch.typical is not None  # noqa: S101 - one of the two is always given
            assessed = assess_facts(
                self.rule, self.person_tests, batch.typical, explain=self._explained
            )
        else:
            assert batch.pay is not None  # noqa: S101 - given with every roster
            judged_on = pl.lit(self.settings.on)
            roster = batch.roster
            if self._how is not None:
                roster = with_own_income(self.rule, roster, batch.pay, self._how)
            assessed = assess_people(
                self.rule,
                self.person_tests,
                self.chosen,
                roster,
                batch.pay,
                self._how,
                judged_on,
                explain=self._explained,
            )
        return add_amounts(self.rule, self.chosen, assessed.frame)

    def _assess_claims(self) -> pl.DataFrame:
        batch = self._batch
        sums = roll_up(self.rule, self.chosen, self.people)
        claims = batch.claims.join(sums, on="claim", how="left", maintain_order="left")
        if batch.typical is None:
            rolled = ["people", "headcount", "each_total_fen"]
            counts = [count.name for count in self.rule.measure.counts]
            # Nobody listed is 0 people and 0 yuan; a sum that lacks a fact stays unknown.
            nobody_listed = pl.col("people").is_null()
            claims = claims.with_columns(
                pl.when(nobody_listed).then(0).otherwise(pl.col(name)).alias(name)
                for name in rolled + counts
            )
            nobody = pl.lit(None, pl.String)
            claims = with_average_income(self.rule, self.people, claims)
        else:
            if "headcount" not in batch.given:
                claims = claims.with_columns(pl.lit(None, pl.Int64).alias("headcount"))
            said = self.people["reason"][0] if self._explained else None
            nobody = pl.lit(said or None, pl.String)
        if "earlier_headcount" in self.rule.measure.defaults:
            claims = add_earlier_batches(self.rule, claims)
        claims = claims.with_columns(people_reason=nobody).with_columns(
            decided_sum(self.rule, self.settings)
        )
        claims = assess_claims(
            self.rule,
            self.claim_tests,
            self.chosen,
            claims,
            self._needed(),
            explain=self._explained,
        )
        if batch.typical is None:
            claims = without_unknown_sums(self.rule, self.chosen, self.people, claims)
            if self._explained:
                claims = with_income_told(self.rule, self.chosen, claims)
        claims = with_earmark(self.rule, claims, explain=self._explained)
        return claims.drop("people_reason")

    def _needed(self) -> list[str]:
        """The facts without which a claim is incomplete."""
        return [
            use.fact.key
            for use in uses(self.rule.measure, self.chosen)
            if use.required and (use.level is Level.CLAIM or self._batch.typical is not None)
        ]

    def reasons(self, index: int) -> list[dict[str, Any]]:
        """The reasons of one claim, as results show them (CONTRACT: `reasons`)."""
        return self._reasons.of(index)

    @cached_property
    def _reasons(self) -> Reasons:
        return Reasons(
            self.rule,
            self.claims,
            self.people,
            self._needed(),
            self.claim_tests,
            [test for test in self.person_tests if test.requirement.fact in self._batch.given],
            chosen=self.chosen,
        )

    @cached_property
    def alternatives(self) -> dict[str, dict[str, pl.Series]]:
        """For every reading and every option not chosen: the amounts in fen it would give."""
        others = [
            (reading.id, option.key)
            for reading in self.rule.readings.values()
            for option in reading.options
            if option.key != self.chosen[reading.id]
        ]
        found: dict[str, dict[str, pl.Series]] = {name: {} for name in self.rule.readings}
        amounts = each(self._amounts_under, others, self.people.height)
        for (reading_id, option), sums in zip(others, amounts, strict=True):
            found[reading_id][option] = sums
        if self._batch.pay is not None:
            self._batch.pay.forget_sums()
        return found

    def _amounts_under(self, reading: tuple[str, str]) -> pl.Series:
        """The amounts under another option of a reading."""
        settings = self.settings.with_reading(*reading)
        return Evaluation(self.rule, settings, self._batch, base=self).claims["amount_fen"]

    def readings(self, index: int) -> list[dict[str, Any]]:
        """The readings of one claim: what was chosen, by whom, what others would give."""
        return [
            {**basis, "others": {option: _yuan(sums[index]) for option, sums in others.items()}}
            for basis, others in self._readings
        ]

    @cached_property
    def _readings(self) -> list[tuple[dict[str, Any], dict[str, list[int | None]]]]:
        """For each reading what holds for every claim, and the amounts under other options."""
        return [
            (
                chosen_reading(self.settings, reading_id, self.chosen[reading_id]),
                {option: amounts.to_list() for option, amounts in others.items()},
            )
            for reading_id, others in self.alternatives.items()
        ]

    @property
    def flags(self) -> list[str]:
        """What to know before relying on the amounts: see `flags_of`."""
        return flags_of(self.rule, self.settings)


def evaluate(
    rule: Rule,
    claims: pl.DataFrame,
    roster: pl.DataFrame,
    wages: pl.DataFrame,
    settings: Settings | None = None,
) -> Evaluation:
    """Evaluate a batch of claims of one rule.

    All frames are in normal form: columns named by the forms' keys, text trimmed, ID
    numbers tidy, dates as Date, counts as Int64, money as Int64 fen (`claimed_yuan` is
    `claimed_fen`), and `input`, the number of the file in the batch.

    Args:
        rule: the rule of all the claims.
        claims: one row a claim; claim_id, applicant_kind, applicant_code, period_end …
        roster: one row a person; joined to the claims by input and claim_id. A row whose
            claim is not among the claims does not count.
        wages: one row a payment; joined to the roster by input and id_number.
        settings: readings and the day to judge by; the defaults where None.

    Returns:
        The evaluation.

    Raises:
        ReadingError: the settings choose an option that a reading does not have.
    """
    settings = settings or Settings()
    return Evaluation(rule, settings, batch_of_frames(rule, claims, roster, wages, settings))


def evaluate_facts(
    rule: Rule, given: Mapping[str, Value], settings: Settings | None = None
) -> Evaluation:
    """Evaluate one claim from bare facts, as `claimcheck calc` and CC_AMOUNT do.

    Person facts describe a typical person; `headcount` says how many such people there
    are. A person fact that is not given is taken as met.

    Args:
        rule: the rule.
        given: stored values by fact key (see `Fact.parse`).
        settings: readings and the day to judge by.
    """
    settings = settings or Settings()
    return Evaluation(rule, settings, batch_of_facts(rule, given, settings))


def _yuan(fen: int | None) -> int | float | None:
    return None if fen is None else to_yuan(fen)
