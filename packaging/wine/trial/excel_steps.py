"""The functions of Excel, by the way that Excel takes to them; Excel itself is not there."""

import json
import pickle
import subprocess
import time
from pathlib import PureWindowsPath
from typing import Any

from trial.cells import calls
from trial.office import LINUX, Office
from trial.on_windows import EXCEL
from trial.steps import PYTHON, REPOSITORY


def computes_in_excel(office: Office) -> str:
    """CC_ functions through xlwings' library and COM, with the command of the add-in's VBA."""
    name, here, _ = office.fresh("表格")
    asked = calls()
    flat = [call for group in asked.values() for call in group]
    (here / "calls.pickle").write_bytes(pickle.dumps(flat))
    folder = PureWindowsPath(name)
    began = time.monotonic()
    excel = office.pc.begin(
        PYTHON, "-c", EXCEL, str(folder / "申报.xlsm"), str(folder / "calls.pickle")
    )
    try:
        assert excel.stdin is not None
        assert excel.stdout is not None
        line = excel.stdout.readline()
        seconds = time.monotonic() - began
        assert line, f"nothing was computed: {excel.communicate(timeout=30)[1][-500:]!r}"
    finally:
        excel.kill()
    given = json.loads(line)
    expected = on_linux(office, flat)
    for call, (ours, _), theirs in zip(flat, given, expected, strict=True):
        where = f"{call[0]}{call[1:]!r:.120}"
        if isinstance(theirs, str):  # the class of what was raised
            assert isinstance(ours, dict), f"{where}: {ours!r:.200}, on Linux {theirs}"
            assert theirs in ours["error"], f"{where}: {ours['error']:.300}, on Linux {theirs}"
        else:
            assert ours == theirs, f"{where}: {ours!r:.200}, on Linux {theirs!r:.200}"
    largest = max(took for _, took in given)
    kinds = "、".join(f"{kind} {len(group)}" for kind, group in asked.items())
    return (
        f"{len(flat)} calls of {len({call[0] for call in flat})} functions as on Linux ({kinds}); "
        f"the largest {largest:.1f} s; {seconds:.1f} s with the start"
    )


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
