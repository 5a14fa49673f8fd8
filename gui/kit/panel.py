"""What every panel is: it shows the experiment, asks for views, draws frames, hands back edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.errors import EngineError
from engine.experiment import Experiment
from gui.kit.breaking import least_height
from gui.kit.columns import Columns, shown_table
from gui.kit.guard import guarded
from gui.kit.theme import Theme
from gui.kit.ties import NONE, Ties
from gui.kit.wishes import Edit, Refresh, Refuse, Wish

if TYPE_CHECKING:
    from engine.frames import Frame, Request


class Panel(QWidget):
    """One part of the window. Panels know the experiment and the frames, never each other.

    A panel changes nothing by itself: it wishes, and is shown what came of it.
    """

    hears_always = False  # of every change, and not only of the last when it comes into view
    is_pinned_as_picture = True  # whether a report may have its picture
    is_spoken = False  # whether its sentence is read aloud, with the loss, while training runs
    wished = Signal(object)  # a Wish
    came_into_view = Signal(object)  # the panel itself

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.experiment: Experiment | None = None

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what is being trained; called for every change, the panel's own edits included.

        While the panel is hidden nothing is called, unless it ``hears_always``: the experiment
        that holds then is shown when it comes into view.
        """
        self.experiment = experiment

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Have what was missed shown first; called first by those that override it."""
        super().showEvent(event)
        self.came_into_view.emit(self)

    @guarded(-1)
    def heightForWidth(self, width: int) -> int:
        """What scrolls a panel asks for this alone; Qt's own answer may cut broken lines."""
        layout = self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return -1
        least = least_height(layout, width) if isinstance(layout, QVBoxLayout) else 0
        return max(layout.totalHeightForWidth(width), least)

    def wish(self, wish: Wish) -> None:
        """Ask the window for something."""
        self.wished.emit(wish)

    def propose(self, text: str, experiment: Experiment) -> None:
        """Wish that ``experiment`` holds; the undo menu calls the change ``text``."""
        self.wish(Edit(text, experiment))

    def refuse(self, error: EngineError) -> None:
        """Wish to have said why something cannot be."""
        self.wish(Refuse(error))

    def want_other_views(self) -> None:
        """Wish for a frame, with the views that are wanted now."""
        self.wish(Refresh())

    def wants(self) -> tuple[Request, ...]:
        """The views that the next frame should bring; asked only while the panel is visible."""
        return ()

    def draw(self, frame: Frame) -> None:
        """Show a frame; called at most 60 times a second, only while the panel is visible."""

    def ties(self) -> Ties:
        """What else of the window it has to do with."""
        return NONE

    def forget(self) -> None:
        """Show nothing of a training: it was of another experiment, or cannot go on as it is."""

    def picture_parts(self) -> list[QWidget]:
        """The parts of the panel that a picture shows, one below the other.

        What is only there to be pressed has no place in a picture.
        """
        return [self]

    def settle(self) -> None:
        """Finish at once what is drawn little by little."""

    def ground(self, theme: Theme) -> str:
        """The colour that a picture has behind the panel."""
        return theme.panel

    def columns(self) -> Columns | None:
        """The numbers that the view shows, column by column; None where it shows none."""
        return shown_table(self)

    def view_state(self) -> dict[str, Any]:
        """What the learner has chosen to see here, as JSON knows it: axes, switches, a tab."""
        return {}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Show that again, as far as it applies; what is of another kind is left out."""

    def in_words(self) -> str:
        """What the view shows now, in words for who cannot see it; empty where its parts say it."""
        return ""

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
