"""Formulas of the rules: parsed once, computed in several places.

A formula such as `tiers(headcount) + headcount * per_head` is written in the rules'
data. It is parsed with Python's own grammar, but only the nodes below exist, and
nothing is ever executed. `claimcheck.compiler` takes the tree apart once; `claimcheck.evaluate`
writes the steps as polars expressions, and `addin.formulas` as spreadsheet formulas.

The only numbers a formula may hold are 0, 1 and 12 (none, one, months of a year):
every other number stands in the data with the words that fix it.
"""

import ast
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from claimcheck.errors import DataFileError

_PLAIN_NUMBERS = (0, 1, 12)
#: function → how many arguments it takes; None: any number
_FUNCTIONS: dict[str, int | None] = {"min": None, "max": None, "floor": 1, "ceil": 1, "share": 3}
_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.GtE: ">=",
    ast.Gt: ">",
    ast.LtE: "<=",
    ast.Lt: "<",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


class Literal(Struct, frozen=True):
    """0, 1 or 12."""

    value: int


class Text(Struct, frozen=True):
    """An option of a choice, to compare a fact with."""

    value: str


class Name(Struct, frozen=True):
    """A fact or a number."""

    name: str


class Arithmetic(Struct, frozen=True):
    """left + - * / right."""

    operator: str
    left: "Node"
    right: "Node"


class Comparison(Struct, frozen=True):
    """left >= > <= < == != right."""

    operator: str
    left: "Node"
    right: "Node"


class Logic(Struct, frozen=True):
    """`and` or `or` over several parts."""

    operator: str
    parts: tuple["Node", ...]


class Choice(Struct, frozen=True):
    """`then` where the condition holds, else `otherwise`."""

    condition: "Node"
    then: "Node"
    otherwise: "Node"


class Call(Struct, frozen=True):
    """min, max, floor, or share(total, part, whole): total × part ÷ whole."""

    function: str
    arguments: tuple["Node", ...]


class Lookup(Struct, frozen=True):
    """The value of the tier of a table in which the argument lies."""

    table: str
    argument: "Node"


Node = Literal | Text | Name | Arithmetic | Comparison | Logic | Choice | Call | Lookup


@cache
def parse(formula: str) -> Node:
    """Parse a formula.

    Raises:
        DataFileError: it is no formula, or uses something that formulas do not have.
    """
    try:
        tree = ast.parse(formula, mode="eval")
    except SyntaxError as error:
        raise DataFileError(f"公式“{formula}”无法解析：{error.msg}。") from error
    return _convert(tree.body, formula)


def children(node: Node) -> tuple["Node", ...]:
    """The parts of a node, from left to right."""
    match node:
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            return (left, right)
        case Logic(_, parts) | Call(_, parts):
            return parts
        case Choice(condition, then, otherwise):
            return (condition, then, otherwise)
        case Lookup(_, argument):
            return (argument,)
    return ()


def walk(node: Node) -> Iterator["Node"]:
    """A node and everything below it."""
    yield node
    for part in children(node):
        yield from walk(part)


def names(node: Node) -> Iterator[str]:
    """Every fact, number, value and count that a formula refers to; tables left out."""
    return (part.name for part in walk(node) if isinstance(part, Name))


@cache
def names_in(formula: str) -> tuple[str, ...]:
    """The names in a formula as it is written; each formula is walked through once.

    Raises:
        DataFileError: see `parse`.
    """
    return tuple(names(parse(formula)))


def tables(node: Node) -> Iterator[str]:
    """Every table that a formula looks up."""
    return (part.table for part in walk(node) if isinstance(part, Lookup))


def compared(node: Node) -> Iterator[tuple[str, str]]:
    """Every pair of a fact and an option that a formula compares it with."""
    for part in walk(node):
        match part:
            case Comparison(_, Name(name), Text(value)):
                yield name, value


def _convert(tree: ast.expr, formula: str) -> Node:
    def convert(part: ast.expr) -> Node:
        return _convert(part, formula)

    match tree:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int(number)) if number in _PLAIN_NUMBERS:
            return Literal(number)
        case ast.Constant(value=int() | float()):
            raise DataFileError(f"公式“{formula}”中的数字须先列入 numbers 并写明原文依据。")
        case ast.Constant(value=str(text)):
            return Text(text)
        case ast.Name(id=name):
            return Name(name)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            return Arithmetic(_OPERATORS[type(operator)], convert(left), convert(right))
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return Comparison(_OPERATORS[type(operator)], convert(left), convert(right))
        case ast.BoolOp(op=operator, values=values):
            word = "and" if isinstance(operator, ast.And) else "or"
            return Logic(word, tuple(convert(value) for value in values))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return Choice(convert(test), convert(body), convert(orelse))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            parts = tuple(convert(argument) for argument in arguments)
            if name in _FUNCTIONS and _FUNCTIONS[name] in {None, len(parts)}:
                return Call(name, parts)
            if name not in _FUNCTIONS and len(parts) == 1:
                return Lookup(name, parts[0])
    raise DataFileError(f"公式“{formula}”用了不支持的写法：{ast.unparse(tree)}。")
