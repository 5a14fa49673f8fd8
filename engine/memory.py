"""What a process has freed goes back to the system, where it does not by itself."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Let go of free memory: on Linux the C library keeps what lies between pieces in use.

    After an hour of work that is tens of megabytes, which would be counted as the program's.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:  # other C libraries have none
        trim(0)
