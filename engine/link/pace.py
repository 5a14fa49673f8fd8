"""How many steps training may run before it listens again, and how fast it goes."""

from __future__ import annotations

from time import monotonic

SLICE = 0.003  # seconds of training between two looks into the inbox
BURST = 0.05  # seconds' worth of steps that may be made up for after a delay
WINDOW = 0.5  # seconds over which the speed is measured


class Pace:
    """Keeps slices short and the speed below what is allowed."""

    def __init__(self) -> None:
        self.speed: float | None = None
        self.start()

    def start(self) -> None:
        """Begin to measure anew; the first step may be run at once."""
        self._per_slice = 1.0
        self._allowance = 1.0
        self._filled = self._window_start = monotonic()
        self._window_steps = 0
        self.steps_per_second = 0.0

    def wait(self) -> float:
        """Seconds until the next step is allowed."""
        if self.speed is None:
            return 0.0
        now = monotonic()
        most = max(1.0, self.speed * BURST)
        self._allowance = min(self._allowance + (now - self._filled) * self.speed, most)
        self._filled = now
        return max(0.0, (1 - self._allowance) / self.speed)

    def steps(self) -> int:
        """How many steps to run now; 0 means wait."""
        return int(self._per_slice if self.speed is None else min(self._allowance, self._per_slice))

    def ran(self, steps: int, seconds: float) -> None:
        """Learn from a slice: how long a step takes, and how many were run."""
        fitting = steps * SLICE / max(seconds, 1e-6)
        self._per_slice = max(1.0, min(fitting, 2 * self._per_slice))
        self._allowance -= steps
        self._window_steps += steps
        elapsed = monotonic() - self._window_start
        if elapsed >= WINDOW or not self.steps_per_second:
            self.steps_per_second = self._window_steps / max(elapsed, 1e-6)
        if elapsed >= WINDOW:
            self._window_start += elapsed
            self._window_steps = 0
