"""What a check is, what it may look at, and how all of them are run."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import polars as pl

from claimcheck.evaluate import Evaluation, evaluate
from claimcheck.forms import Column, SheetKind
from claimcheck.policy import Rule, rules
from claimcheck.settings import Settings
from validator.batch import Batch
from validator.findings.catalogue import entry
from validator.findings.frame import Writer, empty, whole_file

#: Columns of a claim that no result depends on: who claims, and what is claimed.
_ONLY_COMPARED = ("applicant", "applicant_code", "county", "claimed_people", "claimed_yuan")

Status = Literal["ran", "skipped", "failed"]


class SkippedError(Exception):
    """Raised by a check that cannot be run; the text says why, in Chinese."""


@dataclass(frozen=True)
class Judged:
    """The evaluation of those claims of a batch that name one measure."""

    rule: Rule
    evaluation: Evaluation
    #: `evaluation.claims` and `.people`, row by row with what the sheets hold
    claims: pl.DataFrame
    people: pl.DataFrame


@dataclass
class Context:
    """What the checks look at: the batch, the rules, and what was found so far."""

    batch: Batch
    settings: Settings
    unmask: bool = False
    found: list[pl.DataFrame] = field(default_factory=list)
    #: one for every measure that has claims to judge; filled by `judge`
    judged: list[Judged] = field(default_factory=list)

    @cached_property
    def writer(self) -> Writer:
        """Makes the findings of this batch."""
        return Writer(self.batch.places, self.unmask)

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules a claim of this form may name."""
        return {
            name: rule
            for name, rule in rules().items()
            if rule.measure.type == self.batch.form.type
        }

    @cached_property
    def complete_inputs(self) -> list[int]:
        """The inputs that have every sheet and column, so that they can be judged."""
        return [entry.number for entry in self.batch.inputs if entry.complete]

    def faulty(self, kind: SheetKind, *keys: str) -> pl.DataFrame:
        """Rows (input, row) of a sheet with a cell that is wrong in itself (family 2).

        With keys, only such cells of these columns.
        """
        wrong = (pl.col("kind") == str(kind)) & pl.col("code").str.starts_with("CC2")
        if keys:
            wrong &= pl.col("key").is_in(keys)
        parts = [part.filter(wrong).select("input", "row") for part in self.found]
        nothing = pl.DataFrame(schema={"input": pl.Int64, "row": pl.Int64})
        return pl.concat([nothing, *parts]).unique()

    def judge(self) -> None:
        """Evaluate all claims that can be judged, once, by the rules that the cells use.

        Left out are claims with a wrong cell on which the result depends: what follows from
        it is not worth saying.
        """
        complete = pl.col("input").is_in(self.complete_inputs)
        decisive = [
            column.key for column in self._claim_columns() if column.key not in _ONLY_COMPARED
        ]
        claims = (
            self.batch.claims.filter(complete & pl.col("claim_id").is_not_null())
            .unique(["input", "claim_id"], keep="first", maintain_order=True)
            .join(
                self.faulty(SheetKind.CLAIMS, *decisive),
                on=["input", "row"],
                how="anti",
                maintain_order="left",
            )
        )
        for measure_id in claims["measure"].drop_nulls().unique(maintain_order=True):
            if measure_id in self.rules:
                own = claims.filter(pl.col("measure") == measure_id)
                self.judged.append(self._judge(self.rules[measure_id], own))

    def _claim_columns(self) -> tuple[Column, ...]:
        sheet = self.batch.form.sheet(SheetKind.CLAIMS)
        return sheet.inputs if sheet else ()

    def _judge(self, rule: Rule, claims: pl.DataFrame) -> Judged:
        people = self.batch.roster.join(
            claims.select("input", "claim_id"),
            on=["input", "claim_id"],
            how="semi",
            maintain_order="left",
        )
        made = evaluate(rule, claims, people, self.batch.wages, self.settings)
        return Judged(rule, made, made.claims, made.people)


@dataclass(frozen=True)
class Check:
    """One family of tests and the codes they may raise."""

    codes: tuple[str, ...]
    run: Callable[[Context], Iterable[pl.DataFrame]]
    #: whether it needs the evaluation
    judges: bool = False


@dataclass(frozen=True)
class Ran:
    """How one code's check went (CONTRACT: `checks`)."""

    code: str
    status: Status
    found: int = 0
    why: str = ""


def run(
    context: Context, checks: Sequence[Check], progress: Callable[[str], None]
) -> tuple[pl.DataFrame, list[Ran]]:
    """Run all checks in order; each sees what those before it found.

    A check that fails is reported as failed and blocks: nobody may take silence for
    "nothing wrong".
    """
    went: dict[str, tuple[Status, str]] = {}
    ready = False
    for check in checks:
        for code in check.codes:
            progress(f"检查 {entry(code).title}")
        try:
            if check.judges and not ready:
                _ready(context)
                ready = True
            parts = [part for part in check.run(context) if not part.is_empty()]
        except SkippedError as reason:
            went |= {code: ("skipped", str(reason)) for code in check.codes}
        except Exception as error:  # reported below, never swallowed
            why = f"{type(error).__name__}: {error}".split("\n")[0][:200]
            went |= dict.fromkeys(check.codes, ("failed", why))
            context.found.append(_failure(context, check))
        else:
            context.found += parts
            for code in check.codes:
                went.setdefault(code, ("ran", ""))
    findings = pl.concat([empty(), *context.found])
    counts = dict(findings["code"].value_counts().iter_rows())
    ran = [
        Ran(code, status, counts.get(code, 0) if status == "ran" else 0, why)
        for code, (status, why) in sorted(went.items())
    ]
    return findings, ran


def _ready(context: Context) -> None:
    if not context.complete_inputs:
        raise SkippedError("没有一个文件的工作表和必填列是齐全的")
    context.judge()
    if not context.judged:
        raise SkippedError("没有可以核算的申报：申报表为空，或者事项编号都不能识别")


def _failure(context: Context, check: Check) -> pl.DataFrame:
    titles = "、".join(entry(code).title for code in check.codes)
    return whole_file(
        check.codes[0],
        context.batch.inputs[0].number,
        f"“{titles}”的检查没有完成，本批不能视为通过",
        fix="请把本批文件交技术支持人员查看。",
    )
