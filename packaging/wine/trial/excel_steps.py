"""The functions of Excel, by the way that Excel takes to them; Excel itself is not there."""

import json
import time
from pathlib import PureWindowsPath

from trial.office import Office
from trial.on_windows import EXCEL
from trial.steps import PYTHON


def computes_in_excel(office: Office) -> str:
    """CC_ functions through xlwings' library and COM, with the command of the add-in's VBA."""
    name, _, _ = office.fresh("表格")
    began = time.monotonic()
    excel = office.pc.begin(PYTHON, "-c", EXCEL, str(PureWindowsPath(name) / "申报.xlsm"))
    try:
        assert excel.stdin is not None
        assert excel.stdout is not None
        line = excel.stdout.readline()
        seconds = time.monotonic() - began
        assert line, "nothing was computed"
    finally:
        excel.kill()
    engine, capitals, amount = (_cell(given) for given in json.loads(line))
    assert str(engine).startswith("claimcheck "), engine
    assert capitals == "肆万元整", capitals
    assert amount == 40000, amount
    return f"{engine}: {capitals}, {amount:,.0f} yuan; {seconds:.1f} s with the start"


def _cell(given: object) -> object:
    """The one value of a result, which Excel takes as rows of cells."""
    while isinstance(given, list):
        [given] = given
    return given
