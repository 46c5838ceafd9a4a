"""The functions of Excel, by the way that Excel takes to them; Excel itself is not there."""

import json
import pickle
import shutil
import subprocess
import time
from pathlib import Path, PureWindowsPath
from typing import Any

from trial.cells import calls
from trial.office import LINUX, Office
from trial.steps import PYTHON, REPOSITORY

PROGRAM = Path(__file__).with_name("excel_on_windows.py")


def computes_in_excel(office: Office) -> str:
    """CC_ functions through xlwings' library and COM, with the command of the add-in's VBA."""
    name, here, _ = office.fresh("表格")
    asked = calls()
    flat = [call for group in asked.values() for call in group]
    (here / "calls.pickle").write_bytes(pickle.dumps(flat))
    shutil.copyfile(PROGRAM, here / PROGRAM.name)
    program, workbook = (str(PureWindowsPath(name) / one) for one in (PROGRAM.name, "申报.xlsm"))
    began = time.monotonic()
    excel = office.pc.begin(PYTHON, program, workbook, name)
    try:
        assert excel.stdout is not None
        line = excel.stdout.readline()
        seconds = time.monotonic() - began
        assert line, f"nothing was computed: {excel.communicate(timeout=30)[1][-500:]!r}"
    finally:
        excel.kill()
    given = json.loads(line)
    theirs = on_linux(office, flat)
    for number, way, ours, _ in given:
        fault = differs(ours, theirs[number])
        assert not fault, f"{flat[number]!r:.120}, {way}: {fault}"
    assert {number for number, *_ in given} == set(range(len(flat)))
    longest = {way: max(took for _, by, _, took in given if by == way) for _, way, *_ in given}
    kinds = "、".join(f"{kind} {len(group)}" for kind, group in asked.items())
    return (
        f"{len(flat)} calls of {len({call[0] for call in flat})} functions as on Linux ({kinds}); "
        f"5,000 × 8 as ranges {longest['ranges']:.1f} s, as values {longest['values']:.1f} s; "
        f"{seconds:.1f} s with the start"
    )


def differs(ours: Any, theirs: Any) -> str:
    """How a result differs from that on Linux, where the class stands of what was raised."""
    if isinstance(theirs, str):
        failed = isinstance(ours, dict) and theirs in ours["error"]
        return "" if failed else f"{ours!r:.300}, on Linux {theirs}"
    expected = as_sent(theirs)
    return "" if ours == expected else f"{ours!r:.200}, on Linux {expected!r:.200}"


def as_sent(rows: list[list[Any]]) -> Any:
    """What xlwings' server makes of a result: a single row, and a single cell, by itself."""
    if len(rows) > 1:
        return rows
    [row] = rows
    return row[0] if len(row) == 1 else row


def on_linux(office: Office, flat: list[Any]) -> list[Any]:
    """What the same calls give through xlwings' own code on Linux, as JSON would show it."""
    code = (
        "import json, pickle, sys; from tests.addin.excel_stand_in import call;"
        "print(json.dumps(call(*pickle.loads(sys.stdin.buffer.read()))))"
    )
    python = str(office.work / LINUX.with_name("python"))
    done = subprocess.run(
        [python, "-c", code], input=pickle.dumps(flat), capture_output=True, cwd=REPOSITORY,
        check=True,
    )  # fmt: skip
    found: list[Any] = json.loads(done.stdout)
    return found
