"""Starts what flows through the network: once for a phase that was pressed, a second at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractAnimation, QObject, QVariantAnimation, Signal

from gui.kit.calm import moves

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from engine.frames import Frame, Phase

LONGEST = 900  # milliseconds


class Moving(QObject):
    """Says how far the phase at hand is; where nothing moves it is there at once."""

    moved = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._place: tuple[int, int, Phase | None] | None = None  # run, step, phase
        self.phase: Phase | None = None  # that is shown
        self.animation = QVariantAnimation(self)
        self.animation.setDuration(LONGEST)
        self.animation.setStartValue(0.0)
        self.animation.setEndValue(1.0)
        self.animation.valueChanged.connect(self._on_value)

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        value = self.animation.currentValue()
        return float(value) if self.goes_on else 1.0

    @property
    def goes_on(self) -> bool:
        """Whether it moves now."""
        return self.animation.state() == QAbstractAnimation.State.Running

    def take(self, frame: Frame) -> None:
        """A phase that came right after the one before it moves; any other ends what moves."""
        before, self._place = self._place, (frame.run, frame.step, frame.phase)
        if before == self._place and not frame.running:
            return
        self.stop()
        if frame.running or frame.phase is None or not _is_next(before, self._place):
            return
        if frame.phase == "loss":  # what was said stays to be seen
            self.phase = "forward"
        else:
            self.phase = frame.phase
            if moves(self._over):
                self.animation.start()

    def stop(self) -> None:
        """Show nothing of a phase."""
        self.animation.stop()
        self.phase = None

    def _on_value(self) -> None:
        self.moved.emit()


def _is_next(
    before: tuple[int, int, Phase | None] | None, now: tuple[int, int, Phase | None]
) -> bool:
    """Whether it is one phase further, and not a whole step or another place."""
    if before is None or before[0] != now[0]:
        return False
    (_, step, phase), (_, now_step, now_phase) = before, now
    if now_phase == "forward":
        return step == now_step and phase in (None, "update")
    order = ("forward", "loss", "backward", "update")
    if phase is None or now_phase is None:
        return False
    steps = 1 if now_phase == "update" else 0
    return order.index(now_phase) == order.index(phase) + 1 and now_step == step + steps
