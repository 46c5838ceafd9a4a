"""How fast rules are computed.

python benchmarks/rules.py            `calc` of every measure as a whole process, and
                                      100,000 people of every measure that lists people
"""

import subprocess
import sys
import time
from datetime import date

import polars as pl

from claimcheck.evaluate import evaluate
from claimcheck.policy import Rule, rules
from claimcheck.policy.model import People
from claimcheck.settings import Settings

PEOPLE = 100_000


def calc_seconds(rule: Rule) -> float:
    """The fastest of three whole processes."""
    facts = rule.measure.examples[0].facts
    command = [sys.executable, "-m", "claimcheck", "calc", rule.id]
    command += [f"{key}={value}" for key, value in facts.items()]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return min(times)


def evaluate_seconds(rule: Rule) -> float:
    """The fastest of three evaluations of 100,000 people in claims of twelve."""
    number = pl.int_range(PEOPLE)
    roster = pl.select(
        input=pl.lit(0, pl.Int64),
        claim_id=pl.format("SB-{}", number // 12),
        id_number=pl.format(
            "640598{}0101{}", 1960 + number % 40, (number // 40).cast(pl.String).str.zfill(4)
        ),
        category=pl.lit("脱贫人口"),
        hired_on=pl.date(2026, 1, 1),
        contract_start=pl.date(2026, 1, 1),
        insured_from=pl.date(2026, 1, 1),
    )
    claims = roster.select("input", "claim_id").unique(maintain_order=True)
    claims = claims.with_columns(period_end=pl.date(2026, 12, 31))
    months = pl.DataFrame({"month": list(range(1, 7))})
    wages = roster.select("input", "id_number").join(months, how="cross")
    wages = wages.select(
        "input", "id_number", paid_on=pl.date(2026, "month", 10), amount_fen=pl.lit(400_000)
    )
    times = []
    for _ in range(3):
        start = time.perf_counter()
        evaluate(rule, claims, roster, wages, Settings(on=date(2026, 12, 31)))
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print the slowest, and all."""
    calc = {rule.id: calc_seconds(rule) for rule in rules().values()}
    listed = [rule for rule in rules().values() if rule.measure.people is not People.NONE]
    batch = {rule.id: evaluate_seconds(rule) for rule in listed}
    for name, figures in [("calc, whole process", calc), ("100,000 people", batch)]:
        slowest = sorted(figures.items(), key=lambda item: -item[1])
        print(f"{name}: {len(figures)} measures, slowest:")
        for measure, seconds in slowest[:5]:
            print(f"  {measure:<10}{seconds:.3f} s")
        print(f"  median    {slowest[len(slowest) // 2][1]:.3f} s")


if __name__ == "__main__":
    main()
