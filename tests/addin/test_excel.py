from datetime import datetime
from decimal import Decimal

import pytest

from addin import excel, functions
from addin.catalogue import FUNCTIONS
from tests.addin import blocks
from tests.addin.excel_stand_in import DIVISION_BY_ZERO, MISSING, call

PEOPLE = blocks.roster(*(blocks.person(number) for number in range(5)), blocks.nobody())
FLOW = blocks.wages(*(row for number in range(5) for row in blocks.half_a_year(number)))
CLAIMS = blocks.claims(blocks.claim())


def as_excel_sends(block: list[blocks.Cells]) -> tuple[tuple[object, ...], ...]:
    return tuple(tuple(row) for row in block)


def test_every_function_of_the_catalogue_is_there_under_its_cell_name() -> None:
    for function in FUNCTIONS:
        assert getattr(excel, function.cell_name).__doc__ == function.description


def test_off_windows_the_functions_are_plain_functions() -> None:
    assert excel.CC_AMOUNT("ZW26-3", "headcount", 12) == 40000  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "sent"), [(5, 5.0), (True, 1.0), ([[1, "a"]], [[1.0, "a"]]), ("", "")]
)
def test_numbers_leave_as_floats(given: object, sent: object) -> None:
    assert excel.to_excel(given) == sent


def test_single_cells_arrive_and_leave_through_xlwings() -> None:
    right = blocks.id_number(1)
    assert call(
        ("CC_ENGINE",),
        ("CC_AMOUNT", "ZW26-3", "headcount", 12.0),
        ("CC_AMOUNT", "ZW26-3", (("headcount",), (None,)), ((12.0,), (None,))),
        ("CC_CAPITAL", Decimal("12000.0000")),
        ("CC_CAPITAL", None),
        ("CC_ID_CHECK", right),
        ("CC_AGE", right, datetime(2026, 1, 1)),
    ) == [
        [[functions.engine()]],
        [[40000.0]],
        [[40000.0]],
        [["壹万贰仟元整"]],
        [[""]],
        [[""]],
        [[36.0]],
    ]


def test_whole_blocks_arrive_and_leave_through_xlwings() -> None:
    people, flow = as_excel_sends(PEOPLE), as_excel_sends(FLOW)
    expected = functions.roster("ZW26-3", PEOPLE, FLOW)
    assert call(
        ("CC_ROSTER", "ZW26-3", people, flow, MISSING),
        ("CC_ROSTER", "ZW26-3", people, flow, datetime(2026, 12, 31)),
        ("CC_TOTAL", "ZW26-3", as_excel_sends(CLAIMS), people, flow),
        ("CC_TOTAL", "", as_excel_sends(CLAIMS), people, flow),
    ) == [expected, expected, *[functions.total("ZW26-3", CLAIMS, PEOPLE, FLOW)] * 2]


def test_errors_in_cells_fail_instead_of_being_read_as_empty() -> None:
    flow = blocks.wages(blocks.payment(1, 1, DIVISION_BY_ZERO))
    assert call(
        ("CC_CAPITAL", DIVISION_BY_ZERO),
        ("CC_ROSTER", "ZW26-3", as_excel_sends(PEOPLE), as_excel_sends(flow), MISSING),
        ("CC_AMOUNT", "ZW99-1", "headcount", 12.0),
    ) == ["CellError", "CellError", "UnknownMeasureError"]
