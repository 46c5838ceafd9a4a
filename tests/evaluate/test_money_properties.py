"""What must hold for the sums of every measure, over random claims."""

import random
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from claimcheck.evaluate import evaluate_facts
from claimcheck.policy import rules
from claimcheck.policy.model import Level
from claimcheck.policy.uses import uses
from claimcheck.settings import Settings
from tests.addin.template.any_claims import head_bounds
from tests.evaluate.random_batches import (
    SETTINGS,
    Batch,
    like,
    measures_of,
    random_batch,
    with_people_again,
)
from tests.independent import MEASURES, sum_of

ALL, FOR_PEOPLE = measures_of(people=False), measures_of(people=True)

#: A share of the claim's people is asked for: more people of the other kind lower it.
ASKS_FOR_A_SHARE = "JF24-4c"
#: The average of all who count is asked for: more people who earn less lower it.
ASKS_FOR_AN_AVERAGE = "ZW26-2"


# --- more people, fewer people ---------------------------------------------------------


@pytest.mark.parametrize(
    "measure",
    [one for one in FOR_PEOPLE if one not in {ASKS_FOR_A_SHARE, ASKS_FOR_AN_AVERAGE}],
)
def test_more_eligible_people_never_lower_a_sum(measure: str):
    batch = each_its_own_applicant(random_batch(measure))
    before = batch.evaluate()
    eligible = before.people.filter(pl.col("counted") & pl.col("claim").is_not_null())
    after = with_people_again(batch, eligible.sample(fraction=0.6, seed=1)).evaluate()
    assert after.claims["headcount"].sum() > before.claims["headcount"].sum()
    for one, other in zip(before.claims.to_dicts(), after.claims.to_dicts(), strict=True):
        if one["decided_fen"] is not None and may_be_decided_or_computed(batch):
            continue  # what was decided for some people is decided anew for others
        for key in ("amount_fen", "least_fen", "most_fen"):
            if one[key] is not None and other[key] is not None:
                assert one[key] <= other[key], (one["claim_id"], key)
        if one["outcome"] == "amount":
            # A sum that the office has decided may have to be decided again.
            assert other["outcome"] in {"amount", "needs_decision"}
            assert one["outcome"] == other["outcome"] or one["least_fen"] is not None


@pytest.mark.parametrize("measure", FOR_PEOPLE)
def test_removing_people_who_do_not_count_changes_no_sum(measure: str):
    batch = random_batch(measure)
    counting = batch.evaluate().people.filter("counted")
    with_more = with_people_again(batch, counting.sample(fraction=0.3, seed=2))
    new = ~pl.col("id_number").is_in(batch.roster["id_number"].implode())
    batch = replace(with_more, roster=with_more.roster.with_columns(id_number=_wrong_where(new)))
    counting = counting.select("claim_id", "id_number").unique()
    left = batch.roster.join(counting, on=["claim_id", "id_number"], how="semi")
    assert left.height < batch.roster.height
    assert replace(batch, roster=left).sums() == batch.sums()


# --- order, files ----------------------------------------------------------------------


@pytest.mark.parametrize("measure", ALL)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_files_and_payments_changes_nothing(measure: str, seed: int):
    batch = crowded(random_batch(measure, seed))
    chance = random.Random(f"{measure} {seed}")  # noqa: S311 - no secret
    chosen = SETTINGS if seed == 1 else any_readings(measure, chance)
    one, other = (in_files(batch, numbers) for numbers in ([0, 1, 2], chance.sample(range(9), 3)))
    assert shuffled(other, chance).sums(chosen) == one.sums(chosen)


@pytest.mark.parametrize("measure", ALL)
def test_splitting_a_batch_into_files_and_joining_it_gives_the_same_sums(measure: str):
    """Where the text counts earlier batches, they have to be stated once they stand elsewhere."""
    whole = random_batch(measure)
    together = whole.evaluate().claims
    split = in_files(whole, [4, 2, 9])
    assert split.sums() == whole.sums()
    apart: dict[str, tuple[str, int | None, int]] = {}
    for number in (4, 2, 9):
        mine = pl.col("input") == number
        part = Batch(
            whole.rule, *(frame.filter(mine) for frame in (split.claims, split.roster, split.wages))
        )
        if whole.counts_earlier_batches:
            part = replace(
                part, claims=stated(part.claims, together.select("claim_id", "earlier_headcount"))
            )
        apart |= part.sums()
    assert apart == whole.sums()


@pytest.mark.parametrize("measure", ALL)
def test_each_of_several_same_claims_gets_what_it_gets_alone(measure: str):
    batch = each_its_own_applicant(random_batch(measure))
    alone = batch.sums()
    copies = [renamed(batch, f"第{number}次") for number in range(3)]
    joined = replace(
        batch,
        claims=pl.concat([copy.claims for copy in copies]),
        roster=pl.concat([copy.roster for copy in copies]),
    )
    found = joined.sums()
    assert len(found) == 3 * len(alone)
    assert {number: alone[number.partition(" ")[2]] for number in found} == found


@pytest.mark.parametrize(
    "measure", [one for one in ALL if random_batch(one).counts_earlier_batches]
)
def test_the_batches_of_one_applicant_get_together_what_one_batch_gets(measure: str):
    batch = each_its_own_applicant(random_batch(measure))
    nothing_taken_off = {
        name: pl.lit(None, batch.claims.schema[name])
        for name in ("earlier_headcount", "already_paid_fen", "insurance_subsidy_paid_fen")
    }
    batch = replace(batch, claims=batch.claims.with_columns(**nothing_taken_off))
    paid = {number for number, (outcome, fen, _) in batch.sums().items() if outcome == "amount"}
    assert len(paid) >= 3
    for number in paid:
        one = batch.only(number)
        people = one.roster.filter(pl.col("id_number").is_not_null())
        numbers = people["id_number"].unique(maintain_order=True)
        first = numbers.head(len(numbers) // 2).implode()
        halves = people.with_columns(
            claim_id=pl.when(pl.col("id_number").is_in(first))
            .then(pl.lit("上半年"))
            .otherwise(pl.lit("下半年"))
        )
        claims = pl.concat(
            [one.claims.with_columns(claim_id=pl.lit(half)) for half in ("上半年", "下半年")]
        )
        sums = replace(one, claims=claims, roster=halves).sums()
        assert sum(fen or 0 for _, fen, _ in sums.values()) == batch.sums()[number][1]


# --- claimed = assessed + what the reasons take away -------------------------------------


@pytest.mark.parametrize("measure", [one for one in FOR_PEOPLE if one in MEASURES])
def test_what_is_not_paid_is_what_the_people_taken_out_were_worth(measure: str):
    """Claimed for people who all count; then some of their ID numbers turn out to be wrong."""
    batch = each_its_own_applicant(random_batch(measure))
    people = batch.evaluate().people
    counting = people.filter("counted").select("claim_id", "id_number").unique()
    good = replace(
        batch, roster=batch.roster.join(counting, on=["claim_id", "id_number"], how="semi")
    )
    numbers = counting["id_number"].sort().sample(fraction=0.4, seed=3, shuffle=True)
    wrong = pl.col("id_number").is_in(numbers.implode())
    spoilt = replace(good, roster=good.roster.with_columns(id_number=_wrong_where(wrong)))
    before, after = good.evaluate(), spoilt.evaluate()
    taken_out = after.people.filter(~pl.col("met_identity"))
    assert taken_out.height > 0
    assert not taken_out["counted"].any()
    assert taken_out["reason"].str.contains("身份证号有误").all()
    worth = dict(
        before.people.filter(wrong & pl.col("counted"))
        .group_by("claim_id")
        .agg(pl.col("each_fen").sum())
        .iter_rows()
    )
    per_person = batch.rule.measure.household is None and plainly_added(batch)
    for row, left in zip(before.claims.to_dicts(), after.claims.to_dicts(), strict=True):
        if row["outcome"] != "amount" or left["amount_fen"] is None:
            continue
        less = row["amount_fen"] - left["amount_fen"]
        rest = good.only(row["claim_id"]).roster.filter(~wrong).to_dicts()
        wages = good.wages.to_dicts()
        rest_fen = sum_of(measure, _handed_in(row), rest, wages, SETTINGS.on).fen or 0
        assert less == row["amount_fen"] - rest_fen
        if per_person and left["outcome"] == "amount":
            assert less == worth.get(row["claim_id"], 0)


def _handed_in(claim: dict[str, Any]) -> dict[str, Any]:
    """An assessed claim with the figures that it states where others were found instead."""
    stated = {name: value for name, value in claim.items() if name.startswith("stated_")}
    return claim | {name.removeprefix("stated_"): value for name, value in stated.items()}


@pytest.mark.parametrize("measure", ALL)
def test_nothing_is_refused_without_a_word(measure: str):
    found = random_batch(measure).evaluate()
    assert found.claims.filter(pl.col("reason").str.len_chars() == 0).is_empty()
    if "reason" in found.people.columns:
        silent = ~pl.col("counted") & (pl.col("reason").str.len_chars() == 0)
        assert found.people.filter(silent).is_empty()


# --- bare facts --------------------------------------------------------------------------


@pytest.mark.parametrize("measure", FOR_PEOPLE)
def test_so_many_like_people_get_what_bare_facts_give(measure: str):
    found = each_its_own_applicant(random_batch(measure)).evaluate()
    once = pl.col("counted") & pl.struct("claim_id", "id_number").is_unique()
    people = found.people.filter(once).unique("claim_id", keep="first", maintain_order=True)
    batch = so_many_each(random_batch(measure), people.head(4), numbers_of_people(measure))
    result = batch.evaluate()
    asked = uses(batch.rule.measure, result.chosen)
    people = {row["claim_id"]: row for row in result.people.to_dicts()}
    assert result.claims.height >= 3
    for row in result.claims.to_dicts():
        assert row["claim_id"].endswith(f"×{row['headcount']}")
        known = {Level.CLAIM: row, Level.PERSON: people[row["claim_id"]]}
        facts = {use.fact.key: known[use.level][use.fact.column] for use in asked}
        given = {key: value for key, value in facts.items() if value is not None}
        bare = evaluate_facts(batch.rule, given, SETTINGS).claims.row(0, named=True)
        if row["unknown_people"]:
            # Of people is said what they lack; of bare facts, what is against the claim anyway.
            assert bare["outcome"] in ("incomplete", "ineligible")
            assert (row["outcome"], row["amount_fen"]) == ("incomplete", None)
        else:
            assert (bare["outcome"], bare["amount_fen"]) == (row["outcome"], row["amount_fen"])


# --- what the tests are made of ----------------------------------------------------------


def any_readings(measure: str, chance: random.Random) -> Settings:
    """Any option of each reading that the measure has."""
    options = {key: found.options for key, found in sorted(rules()[measure].readings.items())}
    return Settings(readings={key: chance.choice(found).key for key, found in options.items()})


def each_its_own_applicant(batch: Batch) -> Batch:
    """No claim is an earlier one of another's applicant."""
    return replace(batch, claims=batch.claims.with_columns(applicant_code=pl.col("claim_id")))


def crowded(batch: Batch) -> Batch:
    """The claims of two applicants only, and the people of a claim in one or two households."""
    turns = pl.int_range(pl.len()) % 2
    claims = batch.claims.with_columns(applicant_code=pl.format("91640522MA76SAME0{}", turns))
    roster = batch.roster
    if batch.rule.measure.household is not None:
        last = pl.col("id_number").str.slice(16, 1).str.to_integer(strict=False)
        roster = roster.with_columns(
            household_id=pl.format("户{}", (last % 4 > 2).cast(pl.Int8)),
            household_paid_fen=last % 3 * 200_000,
        )
    return replace(batch, claims=claims, roster=roster)


def in_files(batch: Batch, numbers: list[int]) -> Batch:
    """The claims by turns in files of these numbers, each with its people and their pay."""
    turns = pl.int_range(pl.len()) % len(numbers)
    files = batch.claims.sort("claim_id").select(
        "claim_id", file=turns.replace_strict(dict(enumerate(numbers)), return_dtype=pl.Int64)
    )

    def placed(frame: pl.DataFrame) -> pl.DataFrame:
        joined = frame.join(files, on="claim_id", how="left", maintain_order="left")
        return joined.with_columns(input=pl.col("file").fill_null(numbers[0])).drop("file")

    roster = placed(batch.roster) if "claim_id" in batch.roster.columns else batch.roster
    wages = batch.wages
    if "id_number" in wages.columns:
        listed = roster.select("id_number", file="input").unique()
        # Each file brings the pay of its own people.
        paid = wages.join(listed, on="id_number").with_columns(input="file")
        wages = paid.select(wages.columns)
    return replace(batch, claims=placed(batch.claims), roster=roster, wages=wages)


def shuffled(batch: Batch, chance: random.Random) -> Batch:
    """The same rows in another order."""
    claims, roster, wages = (
        frame.sample(fraction=1, shuffle=True, seed=chance.randrange(2**31))
        for frame in (batch.claims, batch.roster, batch.wages)
    )
    return Batch(batch.rule, claims, roster, wages)


def stated(claims: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """The claims with the people of earlier batches that were found."""
    return claims.drop("earlier_headcount", strict=False).join(
        earlier, on="claim_id", how="left", maintain_order="left"
    )


def renamed(batch: Batch, prefix: str) -> Batch:
    """The same claims under other numbers, of other applicants."""
    new = pl.concat_str(pl.lit(f"{prefix} "), "claim_id")
    claims = batch.claims.with_columns(claim_id=new)
    roster = batch.roster
    if "claim_id" in roster.columns:
        roster = roster.with_columns(claim_id=new)
    return replace(each_its_own_applicant(replace(batch, claims=claims)), roster=roster)


def plainly_added(batch: Batch) -> bool:
    """Whether the sum is what the people are paid, and nothing else."""
    return [amount.formula for amount in batch.rule.measure.amounts] == ["each_total_yuan"]


def may_be_decided_or_computed(batch: Batch) -> bool:
    return any(amount.formula and amount.decided for amount in batch.rule.measure.amounts)


def numbers_of_people(measure: str) -> list[int]:
    """How many like people are tried: those at which something changes, and a few."""
    if rules()[measure].measure.household is not None:
        return [1]  # bare facts know one household only
    around = [bound + step for bound in head_bounds(rules()[measure]) for step in (-1, 0, 1)]
    return sorted({1, 3, *(heads for heads in around if 0 < heads <= 32)})


def so_many_each(batch: Batch, people: pl.DataFrame, numbers: list[int]) -> Batch:
    """For each of these people and numbers a claim like his, with so many like him."""
    made = pl.DataFrame(
        [
            (place, of, f"{of} ×{number}", like(id_number, index))
            for number in numbers
            for place, of, id_number in people.select("person", "claim_id", "id_number").rows()
            for index in range(number)
        ],
        schema={"place": pl.UInt32, "of": pl.String, "new": pl.String, "id": pl.String},
        orient="row",
    )
    of_claim = made.select(claim_id="of", new="new").unique(maintain_order=True)
    claims = batch.claims.join(of_claim, on="claim_id").with_columns(claim_id="new").drop("new")
    rows = batch.roster.with_row_index("place").join(made, on="place")
    wages = batch.wages
    if "id_number" in wages.columns:
        paid = rows.select("id_number", "id").unique()
        wages = wages.join(paid, on="id_number").with_columns(id_number="id").drop("id")
    roster = rows.with_columns(claim_id="new", id_number="id").select(batch.roster.columns)
    return each_its_own_applicant(replace(batch, claims=claims, roster=roster, wages=wages))


def _wrong_where(wrong: pl.Expr) -> pl.Expr:
    """The ID numbers, some of them with another check character."""
    last = pl.col("id_number").str.tail(1)
    other = pl.when(last == "1").then(pl.lit("2")).otherwise(pl.lit("1"))
    return (
        pl.when(wrong)
        .then(pl.concat_str(pl.col("id_number").str.head(17), other))
        .otherwise("id_number")
    )
