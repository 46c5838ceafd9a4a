"""Random claims of every measure, to hold properties against; the same in every run."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import count

import polars as pl

from claimcheck.evaluate import Evaluation, evaluate
from claimcheck.forms import SheetKind
from claimcheck.identity import id_check_character
from claimcheck.policy import Rule, rule, rules
from claimcheck.policy.model import People
from claimcheck.settings import Settings
from tests.addin.template.any_claims import random_any

#: Claims of each measure, and how many of them have as many people as a bound asks for.
CLAIMS, AT_BOUNDS = 12, 3

#: The default readings, on a day after which nothing more comes.
SETTINGS = Settings(on=date(2026, 12, 31))


@dataclass(frozen=True)
class Batch:
    """Claims of one rule with their people and payments, in normal form."""

    rule: Rule
    claims: pl.DataFrame
    roster: pl.DataFrame
    wages: pl.DataFrame

    def evaluate(self, settings: Settings = SETTINGS) -> Evaluation:
        return evaluate(self.rule, self.claims, self.roster, self.wages, settings)

    def sums(self, settings: Settings = SETTINGS) -> dict[str, tuple[str, int | None, int]]:
        """Outcome, sum in fen and headcount of each claim, by its number."""
        found = self.evaluate(settings).claims
        rows = found.select("claim_id", "outcome", "amount_fen", "headcount").rows()
        return {number: (outcome, fen, heads) for number, outcome, fen, heads in rows}

    def only(self, claim_id: str) -> "Batch":
        """One of the claims alone."""
        return replace(
            self,
            claims=self.claims.filter(pl.col("claim_id") == claim_id),
            roster=self.roster.filter(pl.col("claim_id") == claim_id),
        )

    @property
    def counts_earlier_batches(self) -> bool:
        """Whether the text counts what the applicant's earlier claims have used."""
        return "earlier_headcount" in self.rule.measure.defaults

    @property
    def pays_for_people(self) -> bool:
        return self.rule.measure.people is not People.NONE


@cache
def random_batch(measure: str, seed: int = 1) -> Batch:
    """Random claims of a measure: good and bad ones, at the bounds and beside them."""
    chosen = rule(measure)
    at_bounds = AT_BOUNDS if chosen.measure.type != "station" else 1
    # Many of those who travel have had the subsidy before, and few of their claims are paid.
    claims_drawn = CLAIMS if chosen.measure.type != "transport" else 2 * CLAIMS
    drawn = random_any(chosen.measure.type, seed, claims_drawn, at_bounds, only=measure)
    claims, roster, wages = (drawn.frame(kind) for kind in SheetKind)
    return Batch(chosen, claims, roster, with_refunds(wages, random.Random(seed)))  # noqa: S311


def with_refunds(wages: pl.DataFrame, chance: random.Random) -> pl.DataFrame:
    """The payments, and of some of them a part or everything that went back."""
    if "amount_fen" not in wages.columns:
        return wages
    some = [place for place in range(wages.height) if chance.random() < 0.04]
    parts = pl.Series([chance.choice((1, 1, 3)) for _ in some], dtype=pl.Int64)
    later = pl.Series([timedelta(chance.choice((0, 3, 40))) for _ in some], dtype=pl.Duration)
    refunds = wages[some].with_columns(
        amount_fen=-(pl.col("amount_fen") // parts),
        paid_on=pl.col("paid_on") + later,
        memo=pl.lit(None, pl.String),
    )
    return pl.concat([wages, refunds])


def with_people_again(batch: Batch, people: pl.DataFrame, times: int = 1) -> Batch:
    """The batch with more people like these: the same rows and pay under new ID numbers.

    Args:
        batch: the batch.
        people: the assessed people to add again; each becomes a person of a household of
            his own, of the same birthday.
        times: how often.
    """
    fresh = count(1)
    made = pl.DataFrame(
        [
            {"place": place, "id_number": number, "new": like(number, 200 + next(fresh))}
            for place, number in people.select("person", "id_number").rows()
            for _ in range(times)
        ],
        schema={"place": pl.UInt32, "id_number": pl.String, "new": pl.String},
    )
    rows = batch.roster.with_row_index("place").join(made, on=["place", "id_number"])
    rows = rows.with_columns(id_number="new")
    if "household_id" in rows.columns:
        rows = rows.with_columns(household_id=pl.lit(None, pl.String))
    wages = batch.wages
    if "id_number" in wages.columns:
        paid = wages.join(made, on="id_number").with_columns(id_number="new")
        wages = pl.concat([wages, paid.select(wages.columns)])
    roster = pl.concat([batch.roster, rows.select(batch.roster.columns)])
    return replace(batch, roster=roster, wages=wages)


def like(id_number: str, place: int) -> str:
    """A right ID number of somebody with the same birthday, of another area."""
    first = f"6405{99 - place // 1000}{id_number[6:14]}{place % 1000:03d}"
    return first + id_check_character(first)


def measures_of(*, people: bool) -> list[str]:
    """The measures that are paid for people, or all of them."""
    return [
        found.id
        for found in rules().values()
        if not people or found.measure.people is not People.NONE
    ]
