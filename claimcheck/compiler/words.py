"""What is told of people and claims, the same from Python and from the cells of a template.

In braces stands what is filled in.
"""

import re
from collections.abc import Mapping

from claimcheck.compiler.backend import T, Telling
from claimcheck.policy.sums import Amount

#: What must hold for a person whatever the measure says: name → what to say if not.
BASICS = {
    "identity": "身份证号有误",
    "agreement": "在同一申报中出现多次且内容不一致，核实后只留一行才能计入",
    "unique": "在同一申报中重复出现，只计一次",
    "evidence": "工资流水中没有此人可以计入的工资入账",
}

QUALIFIED = "合格 {headcount} 人，"

LEFT_TO_OFFICE = "条文把金额留给经办机构核定"
NOT_BELOW = "，不低于 {least} 元"
NOT_ABOVE = "，不超过 {most} 元"
OUTSIDE = "；现核定 {decided} 元，不在此范围内"

_SLOT = re.compile(r"\{(\w+)\}")


def sentence(template: str, values: Mapping[str, T], backend: Telling[T]) -> list[T]:
    """The parts of a sentence: its words, and the values that fill its braces."""
    return [
        values[piece] if index % 2 else backend.text(piece)
        for index, piece in enumerate(_SLOT.split(template))
        if piece
    ]


def office_decides(amount: Amount, sums: Mapping[str, T], decided: T, backend: Telling[T]) -> T:
    """Which sums the office may decide on, and whether the decided one lies outside.

    Args:
        amount: what is left to the office.
        sums: least, most and decided as people read them.
        decided: the decided sum; unknown where none is.
        backend: writes it.
    """
    parts = [backend.text(LEFT_TO_OFFICE)]
    parts += sentence(NOT_BELOW, sums, backend) if amount.least else []
    parts += sentence(NOT_ABOVE, sums, backend) if amount.most else []
    outside = backend.join(sentence(OUTSIDE, sums, backend))
    parts.append(backend.choose([(backend.missing(decided), backend.text(""))], outside))
    return backend.join(parts)
