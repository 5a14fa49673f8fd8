"""Where the windows of the benchmarks are drawn."""

from __future__ import annotations

import os
import sys


def choose_platform() -> None:
    """Draw to memory where there is no display."""
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
