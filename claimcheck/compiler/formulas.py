"""The formulas of a measure, taken apart into exact steps.

Every formula is computed in whole numbers: an `Exact` is a whole number over a fixed denominator
that is known when the formula is compiled. Nothing is rounded until the end, half up; only a
`share`, which divides by a fact, is rounded half up to the stored unit where it stands.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Generic

from claimcheck.compiler.backend import ArithmeticBackend, Exact, T
from claimcheck.errors import DataFileError
from claimcheck.policy import FactType, fact, facts
from claimcheck.policy import expression as tree
from claimcheck.policy.expression import Call, Choice, Literal, Lookup, Name, Node, parse
from claimcheck.policy.model import Measure
from claimcheck.policy.readings import holds
from claimcheck.policy.sums import Table

#: A percentage is stored in 1/10000 of a percent: this many make one whole.
PERCENT_WHOLE = 1_000_000


class Formulas(Generic[T]):
    """Compiles the formulas of one measure."""

    def __init__(
        self, measure: Measure, chosen: Mapping[str, str], backend: ArithmeticBackend[T]
    ) -> None:
        """Compile under the chosen readings, on which values may depend."""
        self._measure = measure
        self._backend = backend
        self._tables = {table.name: table for table in measure.tables}
        self._counts = {count.name for count in measure.counts}
        self._values = {
            value.name: value.formula for value in measure.values if holds(value.when, chosen)
        }

    def formula(self, text: str) -> Exact[T]:
        """The exact value of a formula; unknown where it rests on something unknown."""
        return self.number(parse(text))

    def whole(self, text: str) -> T:
        """The value of a formula in whole stored units (money in fen), rounded half up."""
        return rounded(self.formula(text), self._backend)

    def condition(self, text: str) -> T:
        """Whether a condition is known to hold."""
        return self._held(parse(text))

    def truth(self, text: str) -> T:
        """Whether a condition holds; unknown where that cannot be known."""
        return self._truth(parse(text))

    def number(self, node: Node) -> Exact[T]:
        """Compile a formula whose value is a number.

        Raises:
            DataFileError: it is none.
        """
        backend = self._backend
        match node:
            case Literal(value):
                return Exact(backend.whole(value))
            case Name(name):
                return self._name(name)
            case tree.Arithmetic(operator, left, right):
                return self._arithmetic(operator, left, right)
            case Choice(condition, then, otherwise):
                (one, other), shared = self._numbers(then, otherwise)
                return Exact(backend.choose([(self._held(condition), one)], other), shared)
            case Call("floor" | "ceil" as function, (argument,)):
                inner = self.number(argument)
                if inner.denominator == 1:
                    return inner
                numerator = inner.numerator
                if function == "ceil":
                    # Not as 0 - floor(0 - x): programs differ in how they round below 0.
                    numerator = backend.combine(
                        "+", numerator, backend.whole(inner.denominator - 1)
                    )
                return Exact(backend.divide(numerator, inner.denominator))
            case Call("share", (total, part, whole)):
                return Exact(backend.share(*map(self.number, (total, part, whole))))
            case Call("min" | "max" as function, arguments):
                values, shared = self._numbers(*arguments)
                return Exact(backend.extreme(function, values), shared)
            case Lookup(table, argument):
                return Exact(lookup(self._tables[table], self.number(argument), backend))
        raise DataFileError(f"公式的这一部分不是数：{node}。")

    def _name(self, name: str) -> Exact[T]:
        if name in self._measure.numbers:
            number = self._measure.numbers[name]
            exact = number.exact * (100 if number.unit == "yuan" else 1)
            return Exact(self._backend.whole(exact.numerator), exact.denominator)
        if name in self._values:
            return self.formula(self._values[name])
        if name in self._counts:
            return Exact(self._backend.count(name))
        found = facts()[name]
        whole = PERCENT_WHOLE if found.type is FactType.PERCENT else 1
        return Exact(self._backend.stored(found), whole)

    def _arithmetic(self, operator: str, left: Node, right: Node) -> Exact[T]:
        if operator == "/":
            one, divisor = self.number(left), self._divisor(right)
            numerator = self._scaled(one.numerator, divisor.denominator)
            return Exact(numerator, one.denominator * divisor.numerator)
        if operator == "*":
            one, other = self.number(left), self.number(right)
            product = self._backend.combine("*", one.numerator, other.numerator)
            return Exact(product, one.denominator * other.denominator)
        (first, second), shared = self._numbers(left, right)
        return Exact(self._backend.combine(operator, first, second), shared)

    def _divisor(self, node: Node) -> Fraction:
        """A fixed number: dividing by a fact would not stay exact."""
        match node:
            case Literal(value) if value:
                return Fraction(value)
            case Name(name) if name in self._measure.numbers:
                return self._measure.numbers[name].exact
        raise DataFileError("公式只能除以固定的数；比较比例时请改写为乘法。")

    def _numbers(self, *nodes: Node) -> tuple[list[T], int]:
        """The numerators of several formulas over a denominator that they share."""
        parts = [self.number(node) for node in nodes]
        shared = lcm(*(part.denominator for part in parts))
        return [self._scaled(part.numerator, shared // part.denominator) for part in parts], shared

    def _scaled(self, value: T, factor: int) -> T:
        if factor == 1:
            return value
        return self._backend.combine("*", value, self._backend.whole(factor))

    def _held(self, node: Node) -> T:
        """Whether a condition is known to hold."""
        backend = self._backend
        match node:
            case tree.Comparison(sign, Name(name), tree.Text(option)):
                return backend.is_option(sign, fact(name), option)
            case tree.Logic(operator, parts):
                held = [self._held(part) for part in parts]
                return backend.every(held) if operator == "and" else backend.some(held)
            case Name(name):
                return backend.flag(fact(name))
        return backend.known(self._truth(node))

    def _truth(self, node: Node) -> T:
        backend = self._backend
        match node:
            case tree.Comparison(_, Name(name), tree.Text()) | Name(name):
                return backend.where_given(fact(name), self._held(node))
            case tree.Comparison(sign, left, right):
                (one, other), _ = self._numbers(left, right)
                return backend.relation(sign, one, other)
            case tree.Logic(operator, parts):
                return backend.three_valued(operator, [self._truth(part) for part in parts])
        raise DataFileError(f"公式的这一部分不是判断：{node}。")


def rounded(value: Exact[T], backend: ArithmeticBackend[T]) -> T:
    """The whole number next to a value, halves up."""
    if value.denominator == 1:
        return value.numerator
    return backend.round(value.numerator, value.denominator)


def lookup(table: Table, argument: Exact[T], backend: ArithmeticBackend[T]) -> T:
    """The value of the tier in which the argument lies, in stored units; 0 outside all."""
    scale = fact(table.by).scale * argument.denominator
    value_scale = 100 if table.unit == "yuan" else 1
    steps = [(_scaled(row.start, scale), _scaled(row.value, value_scale)) for row in table.rows]
    end = table.rows[-1].end
    return backend.tier(argument.numerator, steps, None if end is None else _scaled(end, scale))


def _scaled(value: float, scale: int) -> int:
    return int(Fraction(str(value)) * scale)
