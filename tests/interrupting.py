"""KeyboardInterrupt at any line of the engine's training, as often as is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

TRAINING = str(Path(__file__).parents[1] / "engine" / "training")


def lines_of(act: Callable[[], object]) -> int:
    """How many lines of the training code an act runs through."""
    return _traced(act, None)


def interrupted(act: Callable[[], object], line: int) -> bool:
    """Whether an act was ended by an interrupt before its ``line``-th line."""
    try:
        _traced(act, line)
    except KeyboardInterrupt:
        return True
    return False


def _traced(act: Callable[[], object], at: int | None) -> int:
    count = 0

    def look(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(TRAINING):
            return None
        if event == "line":
            count += 1
            if count == at:
                raise KeyboardInterrupt
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        act()
    finally:
        sys.settrace(before)
    return count
