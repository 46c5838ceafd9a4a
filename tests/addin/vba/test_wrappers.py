import re
import sys

import pytest

from addin.catalogue import FUNCTIONS
from addin.vba import wrappers

# Names that VBA would not accept for an argument; one of them stops the whole module.
VBA_KEYWORDS = """
and as boolean byref byte byval call case cbool const date declare dim do double each else
elseif empty end enum eqv erase error event exit false for friend function get global gosub goto if
imp implements in input integer is let lib like line lock long loop lset me mod name new next not
nothing null object on open option optional or paramarray preserve print private property public
put raiseevent redim rem resume return rset seek select set single spc static step stop string sub
tab then to true type typeof until variant wend while with withevents write xor
"""


def blocks(source: str) -> dict[str, str]:
    """The functions of a module by name."""
    found = re.findall(r"^Function (\w+)\((.*?)^End Function", source, re.MULTILINE | re.DOTALL)
    return dict(found)


@pytest.fixture(scope="module")
def source() -> str:
    return wrappers.source("claimcheck.xlam")


def test_every_function_of_the_catalogue_is_in_the_vba(source: str) -> None:
    assert set(blocks(source)) == {function.cell_name for function in FUNCTIONS}


def test_a_failing_call_ends_as_an_error_value(source: str) -> None:
    for name, body in blocks(source).items():
        assert body.rstrip().endswith(f"failed:\n    {name} = CVErr(xlErrValue)")


def test_no_message_can_become_the_text_of_a_cell(source: str) -> None:
    assert "Err.Description" not in source


def test_the_calls_lead_to_our_module(source: str) -> None:
    for name, body in blocks(source).items():
        assert f'XLPy.CallUDF("addin.excel", "{name}"' in body


def test_an_argument_that_may_be_left_out_is_optional(source: str) -> None:
    arguments = "measure, roster, wages, Optional as_of, Optional readings"
    assert f"Function CC_ROSTER({arguments})" in source


def test_no_argument_is_a_keyword_of_vba() -> None:
    names = {argument.name for function in FUNCTIONS for argument in function.arguments}
    assert not names & set(VBA_KEYWORDS.split())


def test_the_add_in_calls_for_the_active_workbook_and_a_workbook_for_itself(source: str) -> None:
    assert "ActiveWorkbook, Application.Caller" in source
    assert "ThisWorkbook, Application.Caller" in wrappers.source("hiring.xlsm")


def test_the_source_is_ascii(source: str) -> None:
    assert source.isascii()


def test_help_fits_into_excel() -> None:
    for function in FUNCTIONS:
        texts = [function.description, *(f"{a.label}：{a.help}" for a in function.arguments)]
        assert max(len(text) for text in texts) <= 255


def test_generating_leaves_no_stand_ins_behind(source: str) -> None:
    assert "win32com" not in sys.modules
    assert "xlwings.udfs" not in sys.modules


def test_an_xlwings_that_generates_something_else_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wrappers, "fail_as_error", lambda vba: vba)
    with pytest.raises(wrappers.WrapperError, match="不配套"):
        wrappers.source("claimcheck.xlam")
