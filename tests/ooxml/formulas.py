"""Formulas as they stand in the file."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import FORMULAE

from addin.catalogue import FUNCTIONS

LONGEST_FORMULA = 8192
_LONGEST_TEXT = 255
_MOST_ARGUMENTS = 255
_DEEPEST = 64

#: Classic functions that openpyxl's list leaves out.
_ALSO_CLASSIC = {"IFERROR", "COUNTIFS", "SUMIFS", "AVERAGEIF", "AVERAGEIFS", "DATEDIF"}
_OWN = {function.cell_name for function in FUNCTIONS}
#: Rows of references and numbers; quoted sheets and texts are passed over, LOG10( is a function.
_NUMBER = re.compile(
    r"""('(?:[^']|'')*'|"(?:[^"]|"")*")|(?:(?<=[A-Z$])\d+|(?<![\w.])\d+(?:\.\d+)?)(?![\d(])"""
)
_SHEET = re.compile(r"('(?:[^']|'')+'|[^\W\d][\w.]*)!")


def formula_faults(formula: str, sheets: Collection[str]) -> list[str]:
    """What is wrong with a formula, which the file writes without its "="."""
    found = []
    if len(formula) > LONGEST_FORMULA:
        found.append(f"formula of {len(formula)} characters")
    if "#REF!" in formula:
        found.append("formula with #REF!")
    # Formulas that differ in numbers only are looked at once.
    shape = _NUMBER.sub(lambda match: match.group(1) or "1", formula)
    return [*found, *_shape_faults(shape, frozenset(sheets))]


@lru_cache(maxsize=50_000)
def _shape_faults(formula: str, sheets: frozenset[str]) -> tuple[str, ...]:
    return tuple(_token_faults(formula, sheets))


def _token_faults(formula: str, sheets: frozenset[str]) -> Iterator[str]:
    if not formula or formula.startswith("="):
        yield f"formula is empty or starts with = ({formula[:40]})"
        return
    try:
        tokens = Tokenizer("=" + formula).items
    except Exception as error:
        yield f"formula cannot be read: {error} ({formula[:60]})"
        return
    open_calls: list[int] = []
    for token in tokens:
        if token.subtype == Token.OPEN:
            open_calls.append(1)
            if token.type == Token.FUNC:
                # A range may end in a call: A1:INDEX(…).
                yield from _function_faults(token.value.rstrip("(").lstrip(":"))
            if len(open_calls) > _DEEPEST:
                yield f"formula nested more than {_DEEPEST} deep"
        elif token.subtype == Token.CLOSE:
            if not open_calls:
                yield "formula closes more than it opens"
                return
            open_calls.pop()
        elif token.type == Token.SEP and token.subtype == Token.ARG and open_calls:
            open_calls[-1] += 1
            if open_calls[-1] == _MOST_ARGUMENTS + 1:
                yield f"call with more than {_MOST_ARGUMENTS} arguments"
        elif token.type == Token.OPERAND:
            yield from _operand_faults(token, sheets)
    if open_calls:
        yield f"formula leaves {len(open_calls)} parentheses open"


def _function_faults(name: str) -> Iterator[str]:
    known = FORMULAE | _ALSO_CLASSIC | _OWN
    if not name.startswith("_xlfn.") and name not in known:
        # A newer function without its prefix shows #NAME? until it is typed again.
        yield f"function {name} is no classic one and has no _xlfn. prefix"


def _operand_faults(token: Token, sheets: frozenset[str]) -> Iterator[str]:
    if token.subtype == Token.TEXT and len(token.value[1:-1].replace('""', '"')) > _LONGEST_TEXT:
        yield f"text of more than {_LONGEST_TEXT} characters in a formula"
    if token.subtype == Token.RANGE:
        if "[" in token.value and "!" in token.value:
            yield f"formula points into another workbook: {token.value}"
        for named in _SHEET.findall(token.value):
            sheet = named[1:-1].replace("''", "'") if named.startswith("'") else named
            if sheet not in sheets:
                yield f"formula names a sheet that does not exist: {sheet}"
