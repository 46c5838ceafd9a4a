"""Requirements over whole columns: the observed value, whether it is met, what to say."""

from dataclasses import dataclass

import polars as pl

from claimcheck.compiler.requirements import in_force, is_met, phrase, required
from claimcheck.evaluate.columns import ColumnTelling
from claimcheck.evaluate.compute import Compiler
from claimcheck.policy import Fact, FactType, Rule, fact
from claimcheck.policy.check import OPERATORS, operator_of
from claimcheck.policy.model import Level, Requirement

_TELLING = ColumnTelling()


@dataclass(frozen=True)
class Test:
    """One requirement of a rule, ready to be applied to a frame."""

    requirement: Requirement
    fact: Fact
    required: str  #: how the bound is written: "6", "3000", "小微企业"
    symbol: str  #: >=, >, <=, <, in, ==
    observed: pl.Expr  #: the stored value
    met: pl.Expr  #: true, false, or null where the observed value is missing
    applies: pl.Expr | None  #: where it is tested; None: everywhere
    reading: str | None  #: the reading under which the requirement stands, if any

    @property
    def name(self) -> str:
        """The column of a frame that holds whether it is met."""
        return f"met_{self.requirement.name}"

    @property
    def required_text(self) -> str:
        """What is required, as results show it: >= 6."""
        return f"{self.symbol} {self.required}"

    def phrase(self, rule: Rule) -> pl.Expr:
        """What to say where the requirement is not met, as a text column."""
        seen = shown(self.fact, self.observed)
        return phrase(self.requirement, rule.measure, self.observed, seen, _TELLING)


def tests(rule: Rule, chosen: dict[str, str], level: Level) -> list[Test]:
    """The tests of one level that hold under the chosen readings, in the file's order."""
    compiler = Compiler(rule.measure, chosen)
    return [
        _make(requirement, rule, compiler) for requirement in in_force(rule.measure, chosen, level)
    ]


def apply(frame: pl.DataFrame, applied: list[Test], missing: bool | None) -> pl.DataFrame:
    """Add a `met_…` column for every test.

    Args:
        frame: has every column that the tests observe.
        applied: the tests, in the order of the file.
        missing: what a missing fact counts as; None leaves it open. A requirement that is
            `presumed` counts as met in any case.

    Returns:
        The frame; null where a requirement is open, does not apply, or follows one that
        is not met.
    """
    tested = [_met_or(test, missing).alias(test.name) for test in applied]
    applying = [
        pl.when(test.applies).then(pl.col(test.name)).alias(test.name)
        for test in applied
        if test.applies is not None
    ]
    following = [
        pl.when(pl.col(f"met_{test.requirement.follows}")).then(pl.col(test.name)).alias(test.name)
        for test in applied
        if test.requirement.follows
    ]
    for step in filter(None, (tested, applying, following)):
        frame = frame.with_columns(step)
    return frame


def _met_or(test: Test, missing: bool | None) -> pl.Expr:
    if test.requirement.presumed:
        return test.met.fill_null(value=True)
    return test.met if missing is None else test.met.fill_null(value=missing)


def shown(fact_: Fact, observed: pl.Expr) -> pl.Expr:
    """Stored values as people read them: whole yuan without decimals, ISO dates."""
    match fact_.type:
        case FactType.YUAN:
            text = _decimal(observed, 2)
        case FactType.PERCENT:
            text = _decimal(observed, 4)
        case FactType.DATE:
            text = observed.dt.to_string("%Y-%m-%d")
        case FactType.FLAG:
            text = pl.when(observed).then(pl.lit("是")).otherwise(pl.lit("否"))
        case _:
            text = observed.cast(pl.String)
    return pl.when(observed.is_null()).then(pl.lit("未提供")).otherwise(text)


def _decimal(stored_value: pl.Expr, digits: int) -> pl.Expr:
    """A scaled whole number with `digits` decimals, none where it is whole."""
    scale = 10**digits
    size = stored_value.abs()
    sign = pl.when(stored_value < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole = sign + (size // scale).cast(pl.String)
    rest = (size % scale).cast(pl.String).str.zfill(digits)
    return pl.when(size % scale == 0).then(whole).otherwise(whole + "." + rest)


def _make(requirement: Requirement, rule: Rule, compiler: Compiler) -> Test:
    fact_ = fact(requirement.fact)
    observed = compiler.whole(requirement.formula) if requirement.formula else pl.col(fact_.column)
    return Test(
        requirement=requirement,
        fact=fact_,
        required=required(requirement, rule.measure),
        symbol=OPERATORS[operator_of(requirement)],
        observed=observed,
        met=is_met(requirement, rule.measure, observed, _TELLING),
        applies=compiler.condition(requirement.where) if requirement.where else None,
        reading=next(iter(requirement.when), None),
    )
