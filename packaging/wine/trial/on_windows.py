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
from claimcheck.cli import main
from validator.common.workers.pool import shared
from validator.reading.ahead import PREPARE
shared(PREPARE).start()  # with nothing to do: a single workbook would be read before it is limited
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
