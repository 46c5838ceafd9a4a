"""The rules' formulas as spreadsheet formulas.

`claimcheck.evaluate.compute` computes the same trees exactly, in fen; a spreadsheet
computes in yuan and in binary fractions, so amounts are rounded to the fen at the end.
"""

from collections.abc import Mapping
from fractions import Fraction

from addin.formulas.text import quote
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
    names,
    parse,
)
from claimcheck.policy.model import Measure, Table, holds

_COMPARISONS = {"==": "=", "!=": "<>"}
_FUNCTIONS = {"min": "MIN", "max": "MAX", "floor": "INT"}
#: below every amount and every count: LOOKUP finds it where no tier is reached
_LOWEST = "-1E+300"


def number_text(value: float | str | Fraction) -> str:
    """A number as a formula holds it, fractions in brackets: 3000, 5.5, (2/3)."""
    exact = Fraction(str(value))
    if exact.denominator == 1:
        return str(exact.numerator)
    decimal = f"{float(exact):.15g}"
    if Fraction(decimal) == exact:
        return decimal
    return f"({exact.numerator}/{exact.denominator})"


class FormulaCompiler:
    """Compiles the formulas of one measure over cells that hold its facts."""

    def __init__(
        self, measure: Measure, chosen: Mapping[str, str], cells: Mapping[str, str]
    ) -> None:
        """Take the cell of every fact by its key; values in yuan, people, months."""
        self._measure = measure
        self._cells = cells
        self._values = {
            value.name: value.formula for value in measure.values if holds(value.when, chosen)
        }
        self._tables = {table.name: table for table in measure.tables}

    def facts(self, text: str) -> list[str]:
        """The facts that a rule's formula refers to, the steps it names spelt out; each once."""
        found: list[str] = []
        for name in names(parse(text)):
            if name in self._values:
                found += self.facts(self._values[name])
            elif name not in self._measure.numbers:
                found.append(name)
        return list(dict.fromkeys(found))

    def formula(self, text: str) -> str:
        """Turn the text of a rule's formula into a spreadsheet formula."""
        return self.compile(parse(text))

    def compile(self, node: Node) -> str:
        """Turn a tree into a formula.

        Raises:
            DataFileError: a fact has no cell.
        """
        match node:
            case Literal(value):
                return str(value)
            case Text(text):
                return quote(text)
            case Name(name):
                return self._name(name)
            case Arithmetic(operator, left, right):
                return f"({self.compile(left)}{operator}{self.compile(right)})"
            case Comparison(operator, left, right):
                sign = _COMPARISONS.get(operator, operator)
                return f"({self.compile(left)}{sign}{self.compile(right)})"
            case Logic(operator, parts):
                inner = ",".join(self.compile(part) for part in parts)
                return f"{operator.upper()}({inner})"
            case Choice(condition, then, otherwise):
                parts = (condition, then, otherwise)
                return f"IF({','.join(self.compile(part) for part in parts)})"
            case Call(function, arguments):
                inner = ",".join(self.compile(argument) for argument in arguments)
                return f"{_FUNCTIONS[function]}({inner})"
            case Lookup(table, argument):
                return lookup(self._tables[table], self.compile(argument))

    def _name(self, name: str) -> str:
        if name in self._measure.numbers:
            return number_text(self._measure.numbers[name].exact)
        if name in self._values:
            return f"({self.formula(self._values[name])})"
        if name not in self._cells:
            raise DataFileError(f"{self._measure.id}：模板中没有“{name}”所在的单元格。")
        return self._cells[name]


def lookup(table: Table, argument: str) -> str:
    """The value of the tier in which the argument lies; 0 below the first."""
    starts = ",".join([_LOWEST, *(number_text(row.start) for row in table.rows)])
    values = ",".join(["0", *(number_text(row.value) for row in table.rows)])
    found = f"LOOKUP({argument},{{{starts}}},{{{values}}})"
    last = table.rows[-1].end
    return found if last is None else f"IF({argument}>{number_text(last)},0,{found})"
