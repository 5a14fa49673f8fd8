"""The middle of the window: one view, or two on a wide screen, over the timeline and the strip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.kit.guard import guarded
from gui.kit.icons import icon
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.shell.arrangement import STAGE, Strip
from gui.shell.modes import Modes
from gui.shell.views import Host, View

TIMELINE = 24  # pixels of height
STRIP = 114
BAR = 32  # of the row above a view, which the tabs lie in
LINES_FOR_STRIP = 37  # of text that the window is high at least, or the strip is one line
STRIPS: tuple[Strip, ...] = ("full", "line", "off")


class Center(QStackedWidget):
    """The views, and in their place the start page when it is asked for."""

    exchange_wanted = Signal(str)  # the view comes to the centre, for the one that is there
    beside_ended = Signal()
    strip_chosen = Signal(str)

    def __init__(
        self, timeline: Host, strip: Host, start_page: QWidget, modes: Sequence[View]
    ) -> None:
        super().__init__()
        self.setObjectName("Center")
        self.timeline, self.strip = timeline, strip
        self.modes = Modes(modes)
        self.main, self.second = Slot(self.modes), Slot()
        self.views = QSplitter(Qt.Orientation.Horizontal)
        self.turn = _strip_button()
        self._strip: Strip = "full"
        self._start_page = start_page
        self._work = QWidget()
        self._arrange()
        self.main.leave.clicked.connect(lambda: self.exchange_wanted.emit(STAGE))
        self.modes.chosen.connect(self.exchange_wanted)
        self.second.leave.clicked.connect(self.beside_ended)
        self.turn.clicked.connect(self._on_turn)

    def show_views(self, main: Host, second: Host | None) -> None:
        """Hold these."""
        self.modes.show_current(main.view.name)
        self.main.hold(main, is_guest=main.view.name not in self.modes.buttons)
        self.second.setVisible(second is not None)
        if second is not None:
            self.second.hold(second, is_guest=True)

    def show_strip(self, strip: Strip) -> None:
        """How much of the phase strip there is; a low window has room for one line at most."""
        self._strip = strip
        low = self.window().height() < LINES_FOR_STRIP * self.fontMetrics().height()
        shown = "line" if low and strip == "full" else strip
        letters = self.fontMetrics().height()
        self.strip.setFixedHeight(max(STRIP, 7 * letters) if shown == "full" else letters + 12)
        self.strip.setVisible(shown != "off")
        names = {"full": tr("full"), "line": tr("one line"), "off": tr("off")}
        self.turn.setToolTip(
            tr("The strip of the four phases: full, one line or off ({now}).", now=names[strip])
        )

    def show_start_page(self, shown: bool) -> None:
        """Show the start page in place of the views, or the views again."""
        self.setCurrentWidget(self._start_page if shown else self._work)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.turn.setIcon(icon("chevron-down", theme.muted))
        for slot in (self.main, self.second):
            slot.leave.setIcon(icon("x", theme.muted))

    def minimumSizeHint(self) -> QSize:
        """No view decides how small the window can be."""
        return QSize(220, 200)

    def _arrange(self) -> None:
        self.views.setChildrenCollapsible(False)
        self.views.setHandleWidth(8)
        for slot in (self.main, self.second):
            self.views.addWidget(slot)
        self.second.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.timeline, 1)
        row.addWidget(self.turn)
        self.timeline.setFixedHeight(max(TIMELINE, self.fontMetrics().height() + 6))
        column = QVBoxLayout(self._work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.views, 1)
        column.addLayout(row)
        column.addWidget(self.strip)
        self.addWidget(self._work)
        self.addWidget(self._start_page)

    def _on_turn(self) -> None:
        self.strip_chosen.emit(STRIPS[(STRIPS.index(self._strip) + 1) % len(STRIPS)])


class Slot(QFrame):
    """A view in the centre; all but its modes stand under their name, with a way back.

    The tabs of the modes lie where a mode's own bar leaves them room.
    """

    def __init__(self, modes: Modes | None = None) -> None:
        super().__init__()
        self.setObjectName("Slot")
        self.host: Host | None = None
        self._modes = modes
        self._title = QLabel()
        self.leave = QToolButton()
        self.leave.setProperty("quiet", True)
        self.leave.setFixedSize(24, 24)
        self.leave.setAccessibleName(tr("Back to its group"))
        self.leave.setToolTip(tr("Put this view back among the groups at the right."))
        self.leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._head = QWidget()
        self._across = QHBoxLayout(self._head)
        self._across.setContentsMargins(11, 5, 6, 3)
        self._across.addWidget(self._title, 1)
        self._across.addWidget(self.leave)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        if modes is not None:
            modes.setParent(self)

    def hold(self, host: Host, is_guest: bool) -> None:
        """Show a view."""
        self._head.setVisible(is_guest)
        self._title.setText(host.view.title)
        inset = 8 if is_guest else 0
        self._column.setContentsMargins(inset, 0, inset, inset)
        self.setProperty("guest", is_guest)
        self.style().unpolish(self)
        self.style().polish(self)
        if self.host is not host or host.parent() is not self:
            if self.host is not None:
                self.host.leave_room(0)
            if self.host is not None and self.host.parent() is self:  # it may stand nowhere now
                self.host.hide()
            self.host = host
            self._column.addWidget(host, 1)
        self._place_modes(host, is_guest)
        host.show()

    @guarded(None)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Over its name, or its tab: what can be done with the view."""
        is_other = self._modes is not None and self._modes.is_other(event.globalPos())
        if self.host is not None and not is_other:
            self.host.open_menu(event.globalPos())

    def minimumSizeHint(self) -> QSize:
        """No view decides how small the window can be."""
        return QSize(160, 120)

    def _place_modes(self, host: Host, is_guest: bool) -> None:
        """The tabs at the left of the row on top, in the guest's head or over the mode's bar."""
        if self._modes is None:
            return
        width = self._modes.fit()
        left = 11 if is_guest else 8
        self._across.setContentsMargins(left + width + 8, 5, 6, 3)
        host.leave_room(0 if is_guest else width + 8)
        bar = max(BAR, self.fontMetrics().height() + 12)
        self._modes.move(left, (bar - self._modes.height()) // 2)
        self._modes.raise_()
        self._modes.show()


def _strip_button() -> QToolButton:
    button = QToolButton()
    button.setProperty("quiet", True)
    button.setFixedSize(24, 24)
    button.setAccessibleName(tr("Phase strip"))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
