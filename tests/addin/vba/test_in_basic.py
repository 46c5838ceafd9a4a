"""Our VBA, compiled and run: LibreOffice's Basic understands that of Excel.

It has no Excel around it, so only what needs none can be run: texts, formulas, and whether
a module compiles at all.
"""

import json
import subprocess
from pathlib import Path

import pytest

from addin.vba import tools, wrappers
from addin.vba.text import quote
from tests.libreoffice import SYSTEM_PYTHON, program

_PROBE = "\nPublic Function CcProbe() As String\n    CcProbe = {value}\nEnd Function\n"
_BROKEN = "\nSub Broken(on)\nEnd Sub\n"
_SAVED_ELSEWHERE = (
    "=IFERROR('C:\\Users\\x y\\claimcheck.xlam'!CC_AGE('a b'!A1)+claimcheck.xlam!CC_CAPITAL(1),"
    "'D:\\claimcheck.xlam'!CC_ENGINE())"
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What each call gave, from one run of LibreOffice."""
    has_uno = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    if program("soffice") is None or has_uno.returncode != 0:
        pytest.skip("LibreOffice with python3-uno is not installed")
    ended = _PROBE.format(value='"compiled"')
    description = "核算各项申报，一项一行：计入人数、金额（元）。"
    calls = {
        "text": (
            "tools",
            "CcText",
            [
                "4E2D6587",
            ],
        ),
        "high codes": ("tools", "CcText", ["9A8C8BC1"]),
        "described": ("described", "CcProbe", []),
        "path": ("tools", "CcWithoutPath", [_SAVED_ELSEWHERE]),
        "no path": ("tools", "CcWithoutPath", ['=CC_AMOUNT("claimcheck","a",1)']),
        "functions": ("functions", "CcProbe", []),
        "add-in": ("addin", "CcProbe", []),
        "workbook": ("workbook", "CcProbe", []),
        "ribbon": ("ribbon", "CcProbe", []),
        "broken": ("broken", "CcProbe", []),
    }
    order = {
        "profile": tmp_path_factory.mktemp("basic").as_uri(),
        "modules": {
            "tools": tools.tools(),
            "functions": wrappers.source("claimcheck.xlam") + ended,
            "addin": tools.this_workbook(add_in=True) + ended,
            "workbook": tools.this_workbook(add_in=False) + ended,
            "ribbon": tools.ribbon() + ended,
            "described": _PROBE.format(value=quote(description)),
            "broken": ended + _BROKEN,
        },
        "calls": list(calls.values()),
    }
    done = subprocess.run(
        [SYSTEM_PYTHON, "-m", "tests.addin.vba.run_basic"],
        cwd=Path(__file__).parents[3],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(calls, json.loads(done.stdout), strict=True))


def test_texts_come_back_from_their_codes(results: dict[str, object]) -> None:
    assert results["text"] == "中文"
    assert results["high codes"] == "验证"
    assert results["described"] == "核算各项申报，一项一行：计入人数、金额（元）。"


def test_the_path_of_an_add_in_elsewhere_is_taken_off(results: dict[str, object]) -> None:
    assert results["path"] == "=IFERROR(CC_AGE('a b'!A1)+CC_CAPITAL(1),CC_ENGINE())"
    assert results["no path"] == '=CC_AMOUNT("claimcheck","a",1)'


@pytest.mark.parametrize("module", ["functions", "add-in", "workbook", "ribbon"])
def test_the_module_compiles(module: str, results: dict[str, object]) -> None:
    assert results[module] == "compiled"


def test_a_module_that_does_not_compile_would_be_noticed(results: dict[str, object]) -> None:
    assert results["broken"] != "compiled"
