r"""What a number format shows: whether a number appears as a percentage.

A format is read character by character, because most of what stands in it may be quoted:
`0%` shows 0.3 as 30 %, `0.0"%"` and `0\%` show it as 0.3 with a sign behind it.
"""

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_SIGNS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}


@dataclass
class _Section:
    """One part of a format, for some of the numbers."""

    percent: bool = False
    condition: Callable[[float], bool] | None = None


def shows_percent(code: str, number: float) -> bool:
    """Whether a format shows a number as a percentage.

    Args:
        code: the format, such as `0.00%` or `[<1]0%;0`.
        number: the number in the cell.
    """
    return _section_of(list(_sections(code)), number).percent


def _section_of(sections: list[_Section], number: float) -> _Section:
    """The section that a number is shown by: by its condition, or else by its sign."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or section.condition(number):
                return section
        return sections[-1]
    if number < 0 and len(sections) > 1:
        return sections[1]
    if number == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


def _sections(code: str) -> Iterator[_Section]:
    section = _Section()
    characters = iter(code)
    for character in characters:
        match character:
            case '"':
                while next(characters, '"') != '"':
                    pass
            case "\\" | "_" | "*":
                next(characters, "")
            case "[":
                section.condition = _condition(_until(characters, "]")) or section.condition
            case "%":
                section.percent = True
            case ";":
                yield section
                section = _Section()
    yield section


def _until(characters: Iterator[str], end: str) -> str:
    found = ""
    for character in characters:
        if character == end:
            break
        found += character
    return found


def _condition(text: str) -> Callable[[float], bool] | None:
    """`<1` as a test; None for a colour, a locale or the like."""
    for sign, holds in _SIGNS.items():
        if text.startswith(sign):
            try:
                bound = float(text.removeprefix(sign))
            except ValueError:
                return None
            return lambda number: holds(number, bound)
    return None
