"""Programs that run in the release's Python to do what other programs on a PC do."""

#: Holds a file open, as Excel does: nobody else may read it or write to it. Ends on a line.
HOLD = """
import sys, win32file
handle = win32file.CreateFile(sys.argv[1], win32file.GENERIC_READ, 0, None, 3, 0, None)
print("ready", flush=True); input()
"""

#: Starts a program as the Explorer does: without streams.
START = """
import _winapi, subprocess, sys
none = subprocess.STARTUPINFO(dwFlags=subprocess.STARTF_USESTDHANDLES)
_winapi.CreateProcess(sys.argv[1], f'"{sys.argv[1]}"', None, None, False, 8, None, None, none)
print("ready", flush=True); input()
"""

#: Starts the worker, waits for a line, and validates with that worker.
WITH_A_WORKER = """
import os, sys
from claimcheck.cli import main
from validator.reading.ahead import start_ahead
from pathlib import Path
start_ahead([Path(sys.argv[-1])])
print("ready", flush=True); input()
main()
"""

#: Presses Ctrl+C when the first file was read.
BROKEN_OFF = """
import _thread, sys, threading, time
from pathlib import Path
from claimcheck.cli import main

def press() -> None:
    while "validator.output" not in sys.modules and "validator.checks" not in sys.modules:
        time.sleep(0.01)
    _thread.interrupt_main()

threading.Thread(target=press, daemon=True).start()
main()
"""

#: Says whether the system keeps a limit of memory, and ends a process when its job is closed.
JOB = """
import subprocess, sys, time
from validator.common.workers import windows_job
process = subprocess.Popen(
    [sys.executable, "-c", "input()"], stdin=subprocess.PIPE,
    creationflags=subprocess.CREATE_NO_WINDOW,
)
job = windows_job.limited(process, 2_000_000_000)
time.sleep(1)
print(process.poll() is None)
del job
process.wait(30)
print(process.poll() is not None)
"""

#: Does what the add-in's VBA does: has xlwings' library start the functions, with the same
#: command, and calls them with VARIANTs as Excel makes them. Says what they gave as JSON.
EXCEL = r"""
import ctypes, json, pickle, sys, time, pythoncom, win32com.client, win32com.client.dynamic
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from addin.install import interpreter

workbook, calls = sys.argv[1], pickle.loads(Path(sys.argv[2]).read_bytes())
config = ";".join(["false", workbook, workbook, "", "", "", ""])
config = config.replace("\\", "\\\\").replace("'", "\\'").replace("&", "^&")
code = (
    "import sys, os;import xlwings.utils;xlwings.utils.prepare_sys_path(\\\"" + config + "\\\");"
    "import xlwings; xlwings.serve('$(CLSID)')"
)
command = f'cmd.exe  /K ""{interpreter()}" -B -c "{code}""'
[library] = Path(sys.executable).parent.glob("xlwings64-*.dll")
variant = ctypes.create_string_buffer(24)
pythoncom.CoInitialize()
failed = ctypes.WinDLL(str(library)).XLPyDLLActivateAuto(variant, command.encode("mbcs"), 1)
assert failed == 0, failed
pointer = int.from_bytes(variant.raw[8:16], "little")
server = win32com.client.dynamic.Dispatch(
    pythoncom.ObjectFromAddress(pointer, pythoncom.IID_IDispatch)
)

def sent(value):
    if isinstance(value, tuple):
        return tuple(sent(one) for one in value)
    if value is None:
        return pythoncom.Empty
    if isinstance(value, int) and not isinstance(value, bool):
        return win32com.client.VARIANT(pythoncom.VT_ERROR, value)
    return value

given = []
for name, *arguments in calls:
    began = time.monotonic()
    try:
        result = server.CallUDF("addin.excel", name, tuple(map(sent, arguments)))
    except pythoncom.com_error as error:
        result = {"error": str(error)}
    given.append([result, time.monotonic() - began])
print(json.dumps(given), flush=True); input()
"""
