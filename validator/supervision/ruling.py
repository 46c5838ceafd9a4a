"""What supervisors' verdicts make of a batch: its findings and sums under what was decided.

通过 puts a person, a payment or a claim back in, 核减 takes it out, 不予支持 takes the claim
out. The evaluation is made again with the rows that are left, and what follows from its result
(too few people, another tier, another sum) is looked at again:

- a finding that no longer holds waits for nobody (`Standing.SETTLED`);
- nor does one that would not hold if what was 核减 had stayed in: whoever takes three people out
  has decided that there are too few, and that the sum is another;
- an error that only holds now is added, and may be decided like any other. Reminders are not:
  that fewer people were claimed than now count is what the supervisor has just decided.

That may go round a few times, because a decision on an added finding changes the result too.
"""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from validator.checks.base import Judged
from validator.checks.rulings import PASSED, REDUCED, REFUSED, Rulings, rulings_of
from validator.ledger.audit.words import Decision, Standing
from validator.run.assembling import Assembling
from validator.supervision.finding_status import COLUMNS

#: A decision on a finding that a decision has brought about, and so on, so many times.
_ROUNDS = 4

#: A frame of findings → the same with `standing.COLUMNS`.
Stand = Callable[[pl.DataFrame], pl.DataFrame]


class Ruled:
    """A batch under the verdicts that stand."""

    def __init__(self, assembly: Assembling, found: pl.DataFrame, stand: Stand) -> None:
        """Apply the verdicts.

        Args:
            assembly: the batch.
            found: what `validate` found before any verdict, with `id` and `of_results`.
            stand: puts the verdicts beside findings.
        """
        self._assembly = assembly
        #: the batches, those that a verdict touches evaluated anew
        self.contexts: Sequence[Any] = assembly.contexts
        self.findings = stand(found.with_columns(gone=pl.lit(value=False)))
        #: whether any verdict changes a row
        self.changed = False
        self._go_round(stand)
        if self.changed:
            self._settle_what_follows()
        self.findings = self.findings.drop("gone")

    @property
    def judged(self) -> list[Judged]:
        """The evaluations under the verdicts."""
        return self._assembly.judged(self.contexts)

    def _go_round(self, stand: Stand) -> None:
        rulings = self._rulings()
        for _ in range(_ROUNDS):
            contexts = [self._under(context, rulings) for context in self._assembly.contexts]
            if contexts == list(self.contexts):
                return
            self.changed, self.contexts = True, contexts
            fresh, _ = self._assembly.results(contexts)
            self.findings = _settled(stand(_merged(self.findings, fresh)), pl.col("gone"))
            before, rulings = rulings, self._rulings()
            if rulings.same_as(before):
                return

    def _settle_what_follows(self) -> None:
        """Nobody has to decide about what comes only from what was taken out."""
        put_back = _verdict().replace(REDUCED, PASSED)
        rulings = rulings_of(self.findings.with_columns(verdict=put_back), self._assembly.wholes)
        contexts = [self._under(context, rulings) for context in self._assembly.contexts]
        if contexts == list(self.contexts):
            return
        without, _ = self._assembly.results(contexts)
        follows = pl.col("of_results") & ~pl.col("id").is_in(without["id"].implode())
        self.findings = _settled(self.findings, follows)

    def _rulings(self) -> Rulings:
        return rulings_of(self.findings.with_columns(verdict=_verdict()), self._assembly.wholes)

    def _under(self, context: Any, rulings: Rulings) -> Any:
        """A batch under rulings; as it was read where they say nothing new of it."""
        own = rulings.of(context.files)
        for known in (context, *self.contexts):
            if known.batch is context.batch and own.same_as(known.rulings):
                return known
        return context.ruled(own)


def _verdict() -> pl.Expr:
    """What was decided about a finding, as the evaluation takes it; null where nothing was."""
    standing, decision = pl.col("standing"), pl.col("decision")
    through = standing == str(Standing.LET_THROUGH)
    return (
        pl.when((through & (decision == str(Decision.PASS))) | (standing == str(Standing.WAIVED)))
        .then(pl.lit(PASSED))
        .when(through & (decision == str(Decision.REDUCE)))
        .then(pl.lit(REDUCED))
        .when((standing == str(Standing.DECIDED)) & (decision == str(Decision.REFUSE)))
        .then(pl.lit(REFUSED))
    )


def _merged(findings: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """The findings known so far with those that follow from a new result.

    Args:
        findings: known, with `gone` and `standing.COLUMNS`.
        fresh: all findings under the new result.

    Returns:
        Every finding once, in the order of `assembling`; the words of the new result where it
        has the finding still, `gone` where it has it no more.
    """
    known = findings.drop(*COLUMNS)
    kept = known.join(fresh.select("id"), on="id", how="anti", maintain_order="left")
    kept = kept.with_columns(gone=pl.col("of_results"))
    extra = [name for name in known.columns if name not in fresh.columns and name != "gone"]
    renewed = fresh.join(
        known.select("id", *extra).unique("id", keep="first"),
        on="id",
        how="left",
        maintain_order="left",
    ).with_columns(gone=pl.lit(value=False))
    unknown = ~pl.col("id").is_in(known["id"].implode())
    renewed = renewed.filter(~unknown | (pl.col("severity") == "error"))
    return pl.concat([renewed.select(known.columns), kept]).sort(
        "input", "code", "row", maintain_order=True, nulls_last=False
    )


def _settled(findings: pl.DataFrame, over: pl.Expr) -> pl.DataFrame:
    """Nobody has to decide about a finding that is over, unless somebody has already."""
    decided = [str(one) for one in (Standing.LET_THROUGH, Standing.WAIVED, Standing.DECIDED)]
    over = over & ~pl.col("standing").is_in(decided)
    return findings.with_columns(
        standing=pl.when(over).then(pl.lit(str(Standing.SETTLED))).otherwise("standing"),
        let_through=pl.col("let_through") | (over & (pl.col("severity") != "info")),
    )
