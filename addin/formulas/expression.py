"""The rules' formulas as spreadsheet formulas.

`claimcheck.evaluate.compute` computes the same trees in whole numbers over denominators that
are known beforehand. A spreadsheet's numbers hold whole numbers exactly up to 9E+15, so the
formulas here do the same: money in fen, percentages in 1/10000 of a percent, one rounding at
the end. Nothing depends on how a program rounds binary fractions.

A fact that is unknown stands as "" in its cell and makes an error of what is computed from
it; whoever uses the result catches the error. In a condition, unknown counts as not fulfilled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from addin.formulas.text import quote
from claimcheck.errors import DataFileError
from claimcheck.policy import FactType, facts
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
from claimcheck.policy.model import Measure, Table, holds

_COMPARISONS = {"==": "=", "!=": "<>"}
#: below every amount and every count: LOOKUP finds it where no tier is reached
_LOWEST = "-1E+300"
#: how many 1/10000 of a percent make one whole
_PERCENT_WHOLE = 1_000_000


def number_text(value: float | str | Fraction) -> str:
    """A number as a formula holds it, fractions in brackets: 3000, 5.5, (2/3)."""
    exact = Fraction(str(value))
    if exact.denominator == 1:
        return str(exact.numerator)
    decimal = f"{float(exact):.15g}"
    if Fraction(decimal) == exact:
        return decimal
    return f"({exact.numerator}/{exact.denominator})"


@dataclass(frozen=True)
class Exact:
    """`numerator / denominator`, the numerator a formula whose value is a whole number."""

    numerator: str
    denominator: int = 1

    def over(self, denominator: int) -> str:
        """The numerator for a multiple of the denominator."""
        factor = denominator // self.denominator
        return self.numerator if factor == 1 else f"({self.numerator}*{factor})"

    @property
    def rounded(self) -> str:
        """The whole number next to it, halves up."""
        if self.denominator == 1:
            return self.numerator
        return f"INT((2*{self.numerator}+{self.denominator})/{2 * self.denominator})"


class FormulaCompiler:
    """Compiles the formulas of one measure over cells that hold its facts."""

    def __init__(
        self, measure: Measure, chosen: Mapping[str, str], cells: Mapping[str, str]
    ) -> None:
        """Compile over cells.

        Args:
            measure: the measure.
            chosen: the chosen readings.
            cells: for each fact and each count the cell that holds it, in yuan, percent,
                people, months; a fact without a cell is unknown.
        """
        self._measure = measure
        self._cells = cells
        self._counts = {count.name for count in measure.counts}
        self._values = {
            value.name: value.formula for value in measure.values if holds(value.when, chosen)
        }
        self._tables = {table.name: table for table in measure.tables}

    def whole(self, text: str) -> str:
        """The value of a formula in whole stored units (money in fen), rounded half up.

        An error where it rests on something unknown.
        """
        return self.number(parse(text)).rounded

    def yuan(self, text: str) -> str:
        """The value of a formula in yuan with two decimals; an error where unknown."""
        return f"{self.whole(text)}/100"

    def condition(self, text: str) -> str:
        """TRUE where a condition is known to hold, FALSE otherwise."""
        return self._holds(parse(text))

    def truth(self, text: str) -> str:
        """TRUE, FALSE, or an error where it cannot be known whether a condition holds."""
        return self._truth(parse(text))

    def number(self, node: Node) -> Exact:
        """Compile a formula whose value is a number.

        Raises:
            DataFileError: it is none.
        """
        match node:
            case Literal(value):
                return Exact(str(value))
            case Name(name):
                return self._name(name)
            case Arithmetic(operator, left, right):
                return self._arithmetic(operator, left, right)
            case Choice(condition, then, otherwise):
                (one, other), shared = _common(self.number(then), self.number(otherwise))
                return Exact(f"IF({self._holds(condition)},{one},{other})", shared)
            case Call("floor", (argument,)):
                inner = self.number(argument)
                if inner.denominator == 1:
                    return inner
                return Exact(f"INT({inner.numerator}/{inner.denominator})")
            case Call("share", (total, part, whole)):
                return Exact(_share(self.number(total), self.number(part), self.number(whole)))
            case Call("min" | "max" as function, arguments):
                parts, shared = _common(*(self.number(argument) for argument in arguments))
                return Exact(f"{function.upper()}({','.join(parts)})", shared)
            case Lookup(table, argument):
                return Exact(lookup(self._tables[table], self.number(argument)))
        raise DataFileError(f"公式的这一部分不是数：{node}。")

    def _name(self, name: str) -> Exact:
        if name in self._measure.numbers:
            number = self._measure.numbers[name]
            exact = number.exact * (100 if number.unit == "yuan" else 1)
            return Exact(str(exact.numerator), exact.denominator)
        if name in self._values:
            return self.number(parse(self._values[name]))
        cell = self._cell(name)
        if name in self._counts:
            return Exact(f"({cell}*1)")
        match facts()[name].type:
            case FactType.YUAN:
                return Exact(f"ROUND({cell}*100,0)")
            case FactType.PERCENT:
                return Exact(f"ROUND({cell}*10000,0)", _PERCENT_WHOLE)
        # Multiplied, because MIN and a comparison would pass over "" in silence.
        return Exact(f"({cell}*1)")

    def _arithmetic(self, operator: str, left: Node, right: Node) -> Exact:
        one, other = self.number(left), self.number(right)
        if operator == "*":
            product = f"({one.numerator}*{other.numerator})"
            return Exact(product, one.denominator * other.denominator)
        if operator == "/":
            divisor = self._divisor(right)
            numerator = f"({one.numerator}*{divisor.denominator})"
            if divisor.denominator == 1:
                numerator = one.numerator
            return Exact(numerator, one.denominator * divisor.numerator)
        (first, second), shared = _common(one, other)
        return Exact(f"({first}{operator}{second})", shared)

    def _divisor(self, node: Node) -> Fraction:
        match node:
            case Literal(value):
                return Fraction(value)
            case Name(name) if name in self._measure.numbers:
                return self._measure.numbers[name].exact
        raise DataFileError(f"公式只能除以固定的数：{node}。")

    def _holds(self, node: Node) -> str:
        match node:
            case Comparison("==", Name(name), Text(text)):
                return f"({self._cell(name)}={quote(text)})"
            case Comparison("!=", Name(name), Text(text)):
                cell = self._cell(name)
                return f'AND({cell}<>"",{cell}<>{quote(text)})'
            case Logic(operator, parts):
                return f"{operator.upper()}({','.join(self._holds(part) for part in parts)})"
            case Name(name):
                return f'({self._cell(name)}="是")'
        return f"IFERROR({self._truth(node)},FALSE)"

    def _truth(self, node: Node) -> str:
        match node:
            case Comparison(_, Name(name), Text()) | Name(name):
                return f'IF({self._cell(name)}="",NA(),{self._holds(node)})'
            case Comparison(operator, left, right):
                (one, other), _ = _common(self.number(left), self.number(right))
                return f"({one}{_COMPARISONS.get(operator, operator)}{other})"
            case Logic(operator, parts):
                # One part that decides is enough, whatever the unknown others are.
                truths = [self._truth(part) for part in parts]
                deciding = "FALSE" if operator == "and" else "TRUE"
                decided = ",".join(f"IFERROR({truth}={deciding},FALSE)" for truth in truths)
                return f"IF(OR({decided}),{deciding},{operator.upper()}({','.join(truths)}))"
        raise DataFileError(f"公式的这一部分不是判断：{node}。")

    def _cell(self, name: str) -> str:
        return self._cells.get(name, '""')


def _share(total: Exact, part: Exact, whole: Exact) -> str:
    """Total × part ÷ whole, rounded half up; 0 where the whole is 0."""
    above = f"({total.numerator}*{part.numerator}*{whole.denominator})"
    below = f"({whole.numerator}*{total.denominator * part.denominator})"
    return f"IF({below}=0,0*{above},INT((2*{above}+{below})/(2*{below})))"


def _common(*parts: Exact) -> tuple[list[str], int]:
    """The numerators of several numbers over a denominator that they share."""
    shared = lcm(*(part.denominator for part in parts))
    return [part.over(shared) for part in parts], shared


def lookup(table: Table, argument: Exact) -> str:
    """The value of the tier in which the argument lies, in stored units; 0 below the first."""
    scale = facts()[table.by].scale * argument.denominator
    value_scale = 100 if table.unit == "yuan" else 1
    starts = ",".join([_LOWEST, *(_scaled(row.start, scale) for row in table.rows)])
    values = ",".join(["0", *(_scaled(row.value, value_scale) for row in table.rows)])
    found = f"LOOKUP({argument.numerator},{{{starts}}},{{{values}}})"
    last = table.rows[-1].end
    if last is None:
        return found
    return f"IF({argument.numerator}>{_scaled(last, scale)},0,{found})"


def _scaled(value: float, scale: int) -> str:
    return str(int(Fraction(str(value)) * scale))
