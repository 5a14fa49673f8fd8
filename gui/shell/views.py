"""A view's name and how it is made, and the host that makes it once it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QScrollArea, QVBoxLayout, QWidget

from engine.experiment import Experiment
from gui.kit.guard import guarded
from gui.kit.panel import Panel
from gui.kit.passing import pop_up
from gui.kit.scrolling import scrolled
from gui.kit.words import tr


def add_taking(menu: QMenu, host: Host) -> None:
    """What every view's menu has, once there is something to be seen."""
    if host.panel is None:
        return
    action = menu.addAction(tr("Picture or table…"))
    action.setToolTip(tr("Save or copy the view as a picture, or its numbers as a table."))
    action.triggered.connect(host.take_picture)
    if host.panel.is_pinned_as_picture:
        action = menu.addAction(tr("Pin to the report"))
        action.setToolTip(
            tr("Put the picture of this view into the report, with step and figures.")
        )
        action.triggered.connect(host.pin)


def always(_experiment: Experiment) -> bool:
    """For a view that every experiment has."""
    return True


@dataclass(frozen=True, slots=True)
class View:
    """Something to look at: a tab of a group, or, with an icon, a section of the drawer.

    ``fits`` says whether an experiment has it at all. One that ``scrolls`` never stands in less
    room than it needs. A ``mode`` is one of those that the centre has a tab for.
    """

    name: str
    title: str
    help: str
    make: Callable[[], Panel]
    icon: str = ""
    fits: Callable[[Experiment], bool] = always
    scrolls: bool = True
    mode: bool = False


class Host(QWidget):
    """The room of one view, wherever it stands; empty until somebody looks at it.

    A panel that needs more room than there is can be scrolled: no view makes the window larger.
    """

    built = Signal(object)  # the Panel, made just now
    picture_wanted = Signal(object)  # the Panel, to be saved or copied
    pin_wanted = Signal(object)  # the Panel, whose picture the report shall have

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self.panel: Panel | None = None
        self._may_build = False
        self._state: Mapping[str, Any] = {}
        self._notes: Mapping[str, Any] = {}  # for the panel, once it is made
        self._room = 0  # pixels that are taken at the left of the panel's bar
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def allow(self) -> None:
        """From now on it is made when it is seen; not before the window is there."""
        self._may_build = True
        if self.isVisible():
            self.build()

    def build(self) -> None:
        """Make the panel, unless it is there."""
        if self.panel is None:
            self.hold(self.view.make())

    def hold(self, panel: Panel) -> None:
        """Take a panel in."""
        self.panel = panel
        scrolls, down_alone = self.view.scrolls, bool(self.view.icon)
        self._column.addWidget(_scrolling(panel, down_alone) if scrolls else panel)
        self.leave_room(self._room)
        self.built.emit(panel)
        if self._state:
            panel.take_view_state(self._state)
        self.take_notes(self._notes)

    @property
    def notes(self) -> Mapping[str, Any]:
        """What the panel knows of this experiment, or will know once it is made."""
        if self.panel is None:
            return self._notes
        return {} if (notes := self.panel.ties().notes) is None else notes.tell()

    def take_notes(self, notes: Mapping[str, Any]) -> None:
        """Have the panel know of the experiment what it has known, now or once it is made."""
        self._notes = notes
        known = self.panel.ties().notes if self.panel is not None and notes else None
        if known is not None:
            known.take(notes)

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Have the panel show what it has shown, now or once it is made."""
        self._state = state
        if self.panel is not None:
            self.panel.take_view_state(state)

    def leave_room(self, pixels: int) -> None:
        """Let the panel's bar begin so far from the left, now or once it is made."""
        self._room = pixels
        leave = self.panel.ties().room if self.panel is not None else None
        if leave is not None:
            leave(pixels)

    @guarded(None)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with any view; a form of the drawer is no picture."""
        if self.panel is None or self.view.icon:
            super().contextMenuEvent(event)
            return
        self.open_menu(event.globalPos())

    def open_menu(self, at: QPoint) -> None:
        """Offer at a point of the screen what can be done with the view."""
        if self.panel is None:
            return
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        add_taking(menu, self)
        pop_up(menu, at)

    def take_picture(self) -> None:
        """Have the panel saved or copied."""
        if self.panel is not None:
            self.picture_wanted.emit(self.panel)

    def pin(self) -> None:
        """Have the panel's picture in the report."""
        if self.panel is not None:
            self.pin_wanted.emit(self.panel)

    def sizeHint(self) -> QSize:
        """Whatever room there is."""
        return QSize(200, 120)

    def minimumSizeHint(self) -> QSize:
        """It can do with next to none."""
        return QSize(60, 40)

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Be made now, the first time."""
        super().showEvent(event)
        if self._may_build:
            self.build()


def _scrolling(panel: Panel, down_alone: bool) -> QScrollArea:
    """A form breaks its lines, so that it scrolls down alone."""
    area = scrolled(panel, sideways=not down_alone, has_focus=False)
    panel.setAutoFillBackground(False)  # the ground is the card's
    area.viewport().setAutoFillBackground(False)
    return area
