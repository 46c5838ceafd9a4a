"""Limits of a process on Windows, which has no `setrlimit`: a job with a limit on its memory.

The job ends its process when it is closed, so that no worker stays when we are killed. A
process that crashes in it ends at once: Windows shows no window about it that waits for a click.
"""

import subprocess
import sys
from typing import Any

_PROCESS_MEMORY, _NO_WINDOW_ON_CRASH, _KILL_ON_CLOSE = 0x100, 0x400, 0x2000
_EXTENDED_LIMITS = 9


def limited(process: "subprocess.Popen[bytes]", memory: int) -> object:
    """Put a process into a job of its own.

    Args:
        process: just started.
        memory: bytes that it may commit.

    Returns:
        What must be kept as long as the process: the job. None on other systems. Where the
        system refuses, the process goes on without limits.
    """
    if sys.platform != "win32":
        return None
    return _Job(process, memory)


class _Job:
    """A job that holds one process."""

    def __init__(self, process: Any, memory: int) -> None:
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            _fields_ = [
                ("per_process_time", ctypes.c_int64),
                ("per_job_time", ctypes.c_int64),
                ("flags", wintypes.DWORD),
                ("minimum_working_set", ctypes.c_size_t),
                ("maximum_working_set", ctypes.c_size_t),
                ("active_processes", wintypes.DWORD),
                ("affinity", ctypes.c_size_t),
                ("priority_class", wintypes.DWORD),
                ("scheduling_class", wintypes.DWORD),
            ]

        class Extended(ctypes.Structure):
            _fields_ = [
                ("basic", Basic),
                ("io", ctypes.c_uint64 * 6),
                ("process_memory", ctypes.c_size_t),
                ("job_memory", ctypes.c_size_t),
                ("peak_process_memory", ctypes.c_size_t),
                ("peak_job_memory", ctypes.c_size_t),
            ]

        self._kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
        self._kernel.CreateJobObjectW.restype = wintypes.HANDLE
        self._job = wintypes.HANDLE(self._kernel.CreateJobObjectW(None, None))
        limits = Extended()
        limits.basic.flags = _PROCESS_MEMORY | _NO_WINDOW_ON_CRASH | _KILL_ON_CLOSE
        limits.process_memory = memory
        self._kernel.SetInformationJobObject(
            self._job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        self._kernel.AssignProcessToJobObject(self._job, wintypes.HANDLE(int(process._handle)))

    def __del__(self) -> None:
        """Close the job, which ends its process."""
        self._kernel.CloseHandle(self._job)
