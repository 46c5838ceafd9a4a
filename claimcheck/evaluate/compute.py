"""Turns the rules' formulas into exact polars expressions.

Columns hold whole numbers (money in fen), so every formula is computed in integers: an
`Exact` is a whole-number expression over a fixed denominator that is known when the
formula is compiled. Nothing is rounded until `to_fen`, which rounds half up; only a `share`,
which divides by a fact, is rounded half up to the fen where it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import polars as pl

from claimcheck.errors import DataFileError
from claimcheck.policy.expression import (
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Literal,
    Logic,
    Lookup,
    Name,
    Node,
    Text,
    parse,
)
from claimcheck.policy.facts import FactType, facts
from claimcheck.policy.model import Measure, Number, Table, holds

#: A percentage is stored in 1/10000 of a percent: this many make one whole.
_PERCENT_WHOLE = 1_000_000


@dataclass(frozen=True)
class Exact:
    """`numerator / denominator`, the numerator an Int64 expression."""

    numerator: pl.Expr
    denominator: int = 1

    def over(self, denominator: int) -> pl.Expr:
        """The numerator for a multiple of the denominator."""
        return self.numerator * (denominator // self.denominator)


def to_fen(value: Exact) -> pl.Expr:
    """A whole number of fen, rounded half up."""
    if value.denominator == 1:
        return value.numerator
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def bound(number: Number) -> int:
    """A number as a bound to compare a stored fact with (yuan in fen, percent scaled)."""
    scale = {"yuan": 100, "percent": _PERCENT_WHOLE}.get(number.unit, 1)
    exact = number.exact * scale
    if exact.denominator != 1:
        raise DataFileError(f"“{number.words}”不能用作界限：{number.value}。")
    return int(exact)


def stored(measure: Measure, value: float | str, fact_scale: int) -> int:
    """A requirement's bound as a stored number: written out, or a named number."""
    if isinstance(value, str):
        return bound(measure.numbers[value])
    exact = Fraction(str(value)) * fact_scale
    return int(exact)


class Compiler:
    """Compiles the formulas of one measure over the columns of a frame."""

    def __init__(self, measure: Measure, chosen: Mapping[str, str]) -> None:
        """Compile under the chosen readings, on which values may depend."""
        self._measure = measure
        self._tables = {table.name: table for table in measure.tables}
        self._counts = {count.name for count in measure.counts}
        self._values = {
            value.name: value.formula for value in measure.values if holds(value.when, chosen)
        }

    def formula(self, text: str) -> Exact:
        """Compile the text of a formula whose value is a number."""
        return self.number(parse(text))

    def condition(self, text: str) -> pl.Expr:
        """Compile the text of a formula whose value is true or false."""
        return self.truth(parse(text))

    def number(self, node: Node) -> Exact:
        """Compile a formula whose value is a number."""
        match node:
            case Literal(value):
                return Exact(pl.lit(value, pl.Int64))
            case Name(name):
                return self._name(name)
            case Arithmetic(operator, left, right):
                return self._arithmetic(operator, left, right)
            case Choice(condition, then, otherwise):
                one, other = self._common(self.number(then), self.number(otherwise))
                chosen = pl.when(self.truth(condition)).then(one[0]).otherwise(other[0])
                return Exact(chosen, one[1])
            case Call("floor", (argument,)):
                inner = self.number(argument)
                return Exact(inner.numerator // inner.denominator)
            case Call("share", (total, part, whole)):
                return _share(self.number(total), self.number(part), self.number(whole))
            case Call("min" | "max" as function, arguments):
                parts = [self.number(argument) for argument in arguments]
                shared = lcm(*(part.denominator for part in parts))
                horizontal = pl.min_horizontal if function == "min" else pl.max_horizontal
                values = [part.over(shared) for part in parts]
                # polars passes over missing values; to a rule a missing fact is unknown.
                known = pl.all_horizontal([value.is_not_null() for value in values])
                return Exact(pl.when(known).then(horizontal(values)), shared)
            case Lookup(table, argument):
                return Exact(self._lookup(self._tables[table], self.number(argument)))
        raise DataFileError(f"公式的这一部分不是数：{node}。")

    def truth(self, node: Node) -> pl.Expr:
        """Compile a formula whose value is true or false."""
        match node:
            case Comparison(operator, Name(name), Text(text)):
                return _compare(operator, pl.col(facts()[name].column), pl.lit(text))
            case Comparison(operator, left, right):
                one, other = self._common(self.number(left), self.number(right))
                return _compare(operator, one[0], other[0])
            case Logic(operator, parts):
                truths = [self.truth(part) for part in parts]
                return pl.all_horizontal(truths) if operator == "and" else pl.any_horizontal(truths)
            case Name(name):
                return pl.col(facts()[name].column)
        raise DataFileError(f"公式的这一部分不是判断：{node}。")

    def _name(self, name: str) -> Exact:
        if name in self._measure.numbers:
            number = self._measure.numbers[name]
            exact = number.exact * (100 if number.unit == "yuan" else 1)
            return Exact(pl.lit(exact.numerator, pl.Int64), exact.denominator)
        if name in self._values:
            return self.formula(self._values[name])
        if name in self._counts:
            return Exact(pl.col(name))
        fact = facts()[name]
        return Exact(pl.col(fact.column), _PERCENT_WHOLE if fact.type is FactType.PERCENT else 1)

    def _arithmetic(self, operator: str, left: Node, right: Node) -> Exact:
        one, other = self.number(left), self.number(right)
        if operator == "*":
            return Exact(one.numerator * other.numerator, one.denominator * other.denominator)
        if operator == "/":
            return self._divide(one, right)
        (first, shared), (second, _) = self._common(one, other)
        return Exact(first + second if operator == "+" else first - second, shared)

    def _divide(self, one: Exact, right: Node) -> Exact:
        """Divide by a fixed number: dividing by a fact would not stay exact."""
        if isinstance(right, Literal) and right.value:
            return Exact(one.numerator, one.denominator * right.value)
        if isinstance(right, Name) and right.name in self._measure.numbers:
            divisor = self._measure.numbers[right.name].exact
            return Exact(one.numerator * divisor.denominator, one.denominator * divisor.numerator)
        raise DataFileError("公式只能除以固定的数；比较比例时请改写为乘法。")

    @staticmethod
    def _common(one: Exact, other: Exact) -> tuple[tuple[pl.Expr, int], tuple[pl.Expr, int]]:
        shared = lcm(one.denominator, other.denominator)
        return (one.over(shared), shared), (other.over(shared), shared)

    def _lookup(self, table: Table, argument: Exact) -> pl.Expr:
        """The value of the highest tier whose start is reached; 0 below the first."""
        scale = facts()[table.by].scale
        value_scale = 100 if table.unit == "yuan" else 1
        result = pl.lit(0, pl.Int64)
        for row in table.rows:
            start = int(Fraction(str(row.start)) * scale) * argument.denominator
            value = int(Fraction(str(row.value)) * value_scale)
            result = (
                pl.when(argument.numerator >= start).then(pl.lit(value, pl.Int64)).otherwise(result)
            )
        last = table.rows[-1].end
        if last is not None:
            beyond = int(Fraction(str(last)) * scale) * argument.denominator
            result = pl.when(argument.numerator > beyond).then(0).otherwise(result)
        return pl.when(argument.numerator.is_not_null()).then(result)


def _share(total: Exact, part: Exact, whole: Exact) -> Exact:
    """Total × part ÷ whole, rounded half up to the stored unit; 0 where the whole is 0."""
    above = total.numerator * part.numerator * whole.denominator
    below = whole.numerator * (total.denominator * part.denominator)
    divided = pl.when(below != 0).then((2 * above + below) // (2 * below))
    return Exact(pl.when(below == 0).then(above * 0).otherwise(divided))


def _compare(operator: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    match operator:
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case "<":
            return left < right
        case "==":
            return left == right
    return left != right
