"""Where the sections of a step scroll: the phase that has run comes into view."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea

from engine.frames import Phase
from gui.kit.guard import guarded
from gui.panels.inside.sections import Sections


class SectionsArea(QScrollArea):
    """Follows ``phase`` until the learner scrolls."""

    def __init__(self, sections: Sections) -> None:
        super().__init__()
        self._sections = sections
        self.phase: Phase | None = None  # the last one that has run, where its numbers are known
        self._shown: Phase | None = None  # the phase that was brought into view
        self._target: Phase | None = None  # the same, until the learner scrolls
        self._soon = QTimer(self, singleShot=True, interval=0)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidget(sections)
        for ground in (self.viewport(), sections):
            ground.setAutoFillBackground(False)  # the card's is seen
        sections.settled.connect(self._soon.start)
        self._soon.timeout.connect(self._bring_into_view)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._soon.start)  # the formulas' heights arrive a few turns later
        bar.actionTriggered.connect(self._on_scrolled)

    def forget(self) -> None:
        """Show the beginning."""
        self.phase = self._target = self._shown = None
        self.verticalScrollBar().setValue(0)

    def look_again(self) -> None:
        """What comes to be seen again may have been scrolled to its beginning meanwhile."""
        self._shown = None
        self._soon.start()

    @guarded(None)
    def _bring_into_view(self) -> None:
        """Once a phase has run, its section stands as far up as there is to scroll."""
        if not self.isVisible() or not self._sections.is_ready:
            return
        if self.phase != self._shown:
            self._target = self._shown = self.phase
        if self._target is not None:
            self.verticalScrollBar().setValue(self._sections.sections[self._target].y())

    def _on_scrolled(self) -> None:
        """By hand: from now on the learner says what is in view."""
        self._target = None
