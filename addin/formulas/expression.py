"""The rules' formulas as spreadsheet formulas.

A spreadsheet's numbers hold whole numbers exactly up to 9E+15, so the formulas here compute in
whole numbers, as the columns of `claimcheck.evaluate` do: money in fen, percentages in 1/10000
of a percent, one rounding at the end. Nothing depends on how a program rounds binary fractions.

A fact that is unknown stands as "" in its cell and makes an error of what is computed from
it; whoever uses the result catches the error. In a condition, unknown counts as not fulfilled.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from addin.formulas.text import both, either, first_of, quote
from claimcheck.compiler.backend import Exact
from claimcheck.compiler.formulas import Formulas
from claimcheck.policy import Fact
from claimcheck.policy.model import Measure

_SIGNS = {"==": "=", "!=": "<>"}
#: below every amount and every count: LOOKUP finds it where no tier is reached
_LOWEST = "-9000000000000000"


def number_text(value: float | str | Fraction) -> str:
    """A number as a formula holds it, fractions in brackets: 3000, 5.5, (2/3)."""
    exact = Fraction(str(value))
    if exact.denominator == 1:
        return str(exact.numerator)
    decimal = f"{float(exact):.15g}"
    if Fraction(decimal) == exact:
        return decimal
    return f"({exact.numerator}/{exact.denominator})"


class CellLogic:
    """Texts, and what is decided about cells; "" in a cell is unknown."""

    def text(self, words: str) -> str:
        """A text in quotes."""
        return quote(words)

    def choose(self, cases: Sequence[tuple[str, str]], otherwise: str) -> str:
        """Nested IFs."""
        return first_of(cases, otherwise)

    def every(self, conditions: Iterable[str]) -> str:
        """AND."""
        return both(conditions)

    def some(self, conditions: Iterable[str]) -> str:
        """OR."""
        return either(conditions)

    def missing(self, value: str) -> str:
        """Whether a cell is empty."""
        return f'{value}=""'

    def compare(self, sign: str, one: str, other: str) -> str:
        """A comparison."""
        return f"{one}{_SIGNS.get(sign, sign)}{other}"


class CellArithmetic(CellLogic):
    """Exact arithmetic over cells; an error where it rests on something unknown."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        """Take the cells of the facts and counts; one without a cell is unknown."""
        self._cells = cells

    def _cell(self, name: str) -> str:
        return self._cells.get(name, '""')

    def whole(self, value: int) -> str:
        """The number, written out."""
        return str(value)

    def stored(self, fact: Fact) -> str:
        """A fact in its stored unit: cells hold yuan and percent."""
        if fact.scale == 1:
            return self.count(fact.key)
        return f"ROUND(VALUE({self._cell(fact.key)})*{fact.scale},0)"

    def count(self, name: str) -> str:
        """A whole number; VALUE makes an error of "", which MIN would pass over in silence."""
        return f"VALUE({self._cell(name)})"

    def combine(self, operator: str, one: str, other: str) -> str:
        """A sum, difference or product."""
        return f"({one}{operator}{other})"

    def divide(self, numerator: str, denominator: int) -> str:
        """A quotient, rounded down."""
        return f"INT({numerator}/{denominator})"

    def round(self, numerator: str, denominator: int) -> str:
        """A quotient, rounded half up."""
        return f"INT((2*{numerator}+{denominator})/{2 * denominator})"

    def share(self, total: Exact[str], part: Exact[str], whole: Exact[str]) -> str:
        """Total × part ÷ whole, rounded half up; 0 where the whole is 0."""
        above = f"({total.numerator}*{part.numerator}*{whole.denominator})"
        below = f"({whole.numerator}*{total.denominator * part.denominator})"
        return f"IF({below}=0,0*{above},INT((2*{above}+{below})/(2*{below})))"

    def extreme(self, function: str, values: Sequence[str]) -> str:
        """MIN or MAX."""
        return f"{function.upper()}({','.join(values)})"

    def tier(self, value: str, steps: Sequence[tuple[int, int]], end: int | None) -> str:
        """A LOOKUP over rows of numbers."""
        starts = ",".join([_LOWEST, *(str(start) for start, _ in steps)])
        given = ",".join(["0", *(str(value) for _, value in steps)])
        found = f"LOOKUP({value},{{{starts}}},{{{given}}})"
        return found if end is None else f"IF({value}>{end},0,{found})"

    def relation(self, sign: str, one: str, other: str) -> str:
        """A comparison in brackets."""
        return f"({self.compare(sign, one, other)})"

    def is_option(self, sign: str, fact: Fact, option: str) -> str:
        """Whether a choice is given and is, or is not, an option."""
        cell = self._cell(fact.key)
        if sign == "!=":
            return f'AND({cell}<>"",{cell}<>{quote(option)})'
        return f"({cell}={quote(option)})"

    def flag(self, fact: Fact) -> str:
        """Whether a cell says yes."""
        return f'({self._cell(fact.key)}="是")'

    def known(self, truth: str) -> str:
        """FALSE for an error."""
        return f"IFERROR({truth},FALSE)"

    def where_given(self, fact: Fact, truth: str) -> str:
        """An error where the fact is not given."""
        return f'IF({self._cell(fact.key)}="",NA(),{truth})'

    def three_valued(self, operator: str, truths: Sequence[str]) -> str:
        """AND or OR in which one part that decides is enough, whatever the unknown others are."""
        deciding = "FALSE" if operator == "and" else "TRUE"
        decided = ",".join(f"IFERROR({truth}={deciding},FALSE)" for truth in truths)
        return f"IF(OR({decided}),{deciding},{operator.upper()}({','.join(truths)}))"


class FormulaCompiler(Formulas[str]):
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
        super().__init__(measure, chosen, CellArithmetic(cells))

    def yuan(self, text: str) -> str:
        """The value of a formula in yuan with two decimals; an error where unknown."""
        return f"{self.whole(text)}/100"
