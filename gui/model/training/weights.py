"""What the learner does to the weights by hand, in training as it stands."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.link import messages


class Weights:
    """Puts numbers into them, and lets some be off for a while."""

    def __init__(self, command: Callable[[messages.Message], None]) -> None:
        self._command = command

    def put(self, name: str, values: NDArray[np.floating]) -> None:
        """Put the learner's own numbers into one parameter."""
        self._command(messages.SetParameter(name, values))

    def switch(self, name: str, places: tuple[int, ...], off: bool) -> None:
        """Let some weights count as 0 for a while, or be what they were again."""
        self._command(messages.Switch(name, places, off))

    def switch_on(self) -> None:
        """Let everything that is off be on again."""
        self._command(messages.SwitchOn())
