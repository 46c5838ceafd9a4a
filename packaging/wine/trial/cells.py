"""What cells may hand to the functions: every function, every kind of value that Excel sends.

A whole number stands for an error of a cell (or for an argument that was left out), since Excel
sends every other number as a float: `on_windows.EXCEL` makes such VARIANTs of them, and the
tests' stand-in on Linux takes them as they arrive there.
"""

from datetime import datetime
from decimal import Decimal

from tests.addin import blocks

Call = tuple[object, ...]

#: As many payments as make a wage flow of 5,000 rows with its header.
PAYMENTS = 4_999

#: What Excel sends for #DIV/0!, and for an argument that was left out.
_DIVISION_BY_ZERO, _MISSING = -2146826281, -2147352572

_MEASURE = "ZW26-3"
_DAY = datetime(2026, 12, 31)


def calls() -> dict[str, list[Call]]:
    """Calls by what is special about them; of each the function's name and its arguments."""
    right = blocks.id_number(1)
    people = _block(blocks.roster(*(blocks.person(n) for n in range(5)), blocks.nobody()))
    flow = _block(blocks.wages(*(row for n in range(5) for row in blocks.half_a_year(n))))
    torn = _block(blocks.wages(blocks.payment(1, 1, _DIVISION_BY_ZERO)))
    claims = _block(blocks.claims(blocks.claim(), blocks.no_claim()))
    keys, values = (("applicant_kind",), ("headcount",), (None,)), (("小微企业",), (12.0,), (None,))
    return {
        "texts and numbers": [
            ("CC_ENGINE",),
            ("CC_CLAUSE", _MEASURE),
            ("CC_CAPITAL", 40000.0),
            ("CC_CAPITAL", "4万元"),
            ("CC_ID_CHECK", right),
            ("CC_ID_CHECK", "640598199001010015"),
            ("CC_ID_CHECK", 6.40598199001010e17),
            ("CC_AGE", right, "2026年1月1日"),
            ("CC_AGE", right, 46023.0),
            ("CC_AMOUNT", _MEASURE, "headcount", 12.0),
            ("CC_WHY", _MEASURE, "headcount", 12.0),
        ],
        "dates and currency": [
            ("CC_AGE", right, datetime(2026, 1, 1)),
            ("CC_AGE", right, datetime(1989, 12, 31)),
            ("CC_CAPITAL", Decimal("12000.5000")),
            ("CC_AMOUNT", _MEASURE, "headcount", Decimal("12.0000")),
        ],
        "empty cells": [
            ("CC_CAPITAL", None),
            ("CC_ID_CHECK", None),
            ("CC_AGE", None, datetime(2026, 1, 1)),
            ("CC_AMOUNT", _MEASURE, keys, values),
            ("CC_WHY", _MEASURE, keys, values),
        ],
        "errors": [
            ("CC_CAPITAL", _DIVISION_BY_ZERO),
            ("CC_AGE", right, _DIVISION_BY_ZERO),
            ("CC_CLAUSE", "ZW99-1"),
            ("CC_ROSTER", _MEASURE, people, torn, _MISSING, _MISSING),
            ("CC_TOTAL", _MEASURE, claims, people, torn, _MISSING),
        ],
        "blocks": [
            ("CC_ROSTER", _MEASURE, people, flow, _MISSING, _MISSING),
            ("CC_ROSTER", _MEASURE, people, flow, _DAY, "R-05=B_average"),
            ("CC_TOTAL", _MEASURE, claims, people, flow, _MISSING),
        ],
        "5,000 × 8": _large(claims),
    }


def _large(claims: object) -> list[Call]:
    """Half a year of some 830 people."""
    number = -(-PAYMENTS // 6)
    paid = [row for n in range(number) for row in blocks.half_a_year(n)][:PAYMENTS]
    flow = _block(blocks.wages(*paid))
    people = _block(blocks.roster(*(blocks.person(n) for n in range(number))))
    assert (len(flow), {len(row) for row in flow}) == (5_000, {8})
    return [
        ("CC_ROSTER", _MEASURE, people, flow, _DAY, _MISSING),
        ("CC_TOTAL", _MEASURE, claims, people, flow, _MISSING),
    ]


def _block(rows: list[blocks.Cells]) -> tuple[tuple[object, ...], ...]:
    return tuple(tuple(row) for row in rows)
