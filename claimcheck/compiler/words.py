"""What is told of people and claims, the same from Python and from the cells of a template.

In braces stands what is filled in.
"""

import re
from collections.abc import Mapping

from claimcheck.compiler.backend import T, Telling

#: What must hold for a person whatever the measure says: name → what to say if not.
BASICS = {
    "identity": "身份证号有误",
    "agreement": "在同一申报中出现多次且内容不一致，核实后只留一行才能计入",
    "unique": "在同一申报中重复出现，只计一次",
    "evidence": "工资流水中没有此人可以计入的工资入账",
}

#: What is said of a claim none of whose people counts, where nothing else failed.
NOBODY = "没有合格人员"
QUALIFIED = "合格 {headcount} 人，"

#: unit of a measure → its result
RESULTS = {
    "CNY": "核定 {amount} 元",
    "CNY_tax": "可扣减 {amount} 元",
    "CNY_loan": "可贷 {amount} 元",
    "CNY_quota": "应达到 {amount} 元",
    "grade": "高定 {amount} 级",
}

LEFT_TO_OFFICE = "条文把金额留给经办机构核定"
NOT_BELOW = "，不低于 {least} 元"
NOT_ABOVE = "，不超过 {most} 元"
OUTSIDE = "；现核定 {decided} 元，不在此范围内"

TIED = "，其中 {tied} 元须{purpose}"
SPENT = "，现只用 {spent} 元"

LACKING = "缺少“{label}”"
PEOPLE_LACKING = "有 {people} 名合格人员缺少计算所需的资料，请在人员花名册中补齐"
#: where no person is to blame
UNKNOWN = "缺少计算所需的资料，请补齐"

_SLOT = re.compile(r"\{(\w+)\}")


def sentence(template: str, values: Mapping[str, T], backend: Telling[T]) -> list[T]:
    """The parts of a sentence: its words, and the values that fill its braces."""
    return [
        values[piece] if index % 2 else backend.text(piece)
        for index, piece in enumerate(_SLOT.split(template))
        if piece
    ]
