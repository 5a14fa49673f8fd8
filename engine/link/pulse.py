"""Whether a process that says nothing is at work all the same: what the system tells of it."""

from __future__ import annotations

import sys
from pathlib import Path

AT_WORK = frozenset("RD")  # running or ready to, or waiting for a disk


def work_done(pid: int) -> float | None:
    """The processor time in seconds that a process has used; None where it cannot be known.

    A process that is at work at this very moment, or would be if the computer had time for it,
    answers with infinity.
    """
    try:
        if sys.platform == "linux":
            return _of_linux(pid)
        if sys.platform == "win32":
            return _of_windows(pid)
    except (OSError, ValueError, IndexError):
        pass
    return None


def _of_linux(pid: int) -> float:
    total = 0.0
    for task in Path(f"/proc/{pid}/task").iterdir():
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        if fields[0] in AT_WORK:
            return float("inf")
        total += int(fields[11]) + int(fields[12])
    return total / 100


def _of_windows(pid: int) -> float | None:
    import ctypes

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return None
    times = [ctypes.c_uint64() for _ in range(4)]  # created, ended, in the kernel, in the program
    try:
        handles = (ctypes.c_void_p(handle), *map(ctypes.byref, times))
        known = kernel.GetProcessTimes(*handles)
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))
    return (times[2].value + times[3].value) / 1e7 if known else None
