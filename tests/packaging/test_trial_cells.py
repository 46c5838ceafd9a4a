"""The trial calls every function of Excel, and sees where a result is another than on Linux."""

import pytest
from trial.cells import calls
from trial.excel_steps import differs

from addin.catalogue import FUNCTIONS


def test_every_function_is_called_with_a_block_of_5000_rows_among_the_values() -> None:
    asked = calls()
    named = {str(call[0]) for group in asked.values() for call in group}
    assert named == {function.cell_name for function in FUNCTIONS}
    for call in asked["5,000 × 8"]:
        blocks = [(len(one), len(one[0])) for one in call if isinstance(one, tuple)]
        assert (5_000, 8) in blocks


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (40000.0, [[40000.0]]),
        ([1.0, ""], [[1.0, ""]]),
        ([[1.0], [2.0]], [[1.0], [2.0]]),
        ({"error": "80020009 addin.convert.CellError: “x”不是金额。"}, "CellError"),
    ],
)
def test_what_xlwings_makes_of_a_result_is_no_difference(ours: object, theirs: object) -> None:
    assert differs(ours, theirs) == ""


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (40000.5, [[40000.0]]),
        (None, [[""]]),
        ({"error": "80020009 FactError"}, "CellError"),
        ("", "CellError"),
        ({"error": "80020009 CellError"}, [[""]]),
    ],
)
def test_another_result_is_named_with_that_of_linux(ours: object, theirs: object) -> None:
    assert "on Linux" in differs(ours, theirs)
