"""Calls the functions as Excel does, through xlwings' own code, on any system.

xlwings' server side needs Windows only at its edges: those are replaced by stand-ins. What
lies between, the conversion of the arguments and of the result, runs as it is. It changes
modules of the interpreter, so it runs in one of its own: see `call`.
"""

import ctypes
import pickle
import subprocess
import sys
from datetime import datetime
from types import SimpleNamespace
from unittest.mock import MagicMock

#: How Excel hands over an optional argument that was left out, and an error in a cell.
MISSING = -2147352572
DIVISION_BY_ZERO = -2146826281

_WINDOWS = (
    "pythoncom pywintypes win32api win32con win32gui win32process win32timezone winerror "
    "win32event win32com win32com.client win32com.server win32com.server.util "
    "win32com.server.dispatcher win32com.server.policy win32com.universal win32com.util"
)


def call(*calls: tuple[object, ...]) -> list[object]:
    """Call functions by cell name, each with its arguments.

    Returns:
        For each call the rows that Excel would get, or the name of the error's class.
    """
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        input=pickle.dumps(calls),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return pickle.loads(done.stdout)  # type: ignore[no-any-return]  # noqa: S301 - our own


def _answer() -> None:
    for name in _WINDOWS.split():
        sys.modules[name] = MagicMock(name=name)
    sys.modules["pythoncom"].__file__ = "pythoncom"
    sys.modules["pywintypes"].com_error = type("com_error", (Exception,), {})  # type: ignore[attr-defined]
    sys.modules["pywintypes"].TimeType = datetime  # type: ignore[attr-defined]
    for name in ("oledll", "windll", "PyDLL", "WinError"):
        setattr(ctypes, name, MagicMock(name=name))

    import xlwings
    from xlwings import _xlwindows, main, udfs

    xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    xlwings._xlwindows = _xlwindows
    _xlwindows.is_range_instance = lambda _: False
    xlwings.engines.add(main.Engine(impl=_xlwindows.Engine()))
    sys.modules["xlwings.com_server"] = SimpleNamespace(loop=None)  # type: ignore[assignment]

    results: list[object] = []
    for name, *arguments in pickle.loads(sys.stdin.buffer.read()):  # noqa: S301 - our own
        try:
            results.append(udfs.call_udf("addin.excel", name, arguments, None, MagicMock()))
        except Exception as error:
            results.append(type(error).__name__)
    sys.stdout.buffer.write(pickle.dumps(results))


if __name__ == "__main__":
    _answer()
