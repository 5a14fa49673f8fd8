"""The middle of the window: one view, or two on a wide screen, over the timeline and the strip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
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

from gui.kit.icons import icon
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.shell.arrangement import STAGE, Strip
from gui.shell.views import Host

TIMELINE = 24  # pixels of height
STRIP = 114
LINES_FOR_STRIP = 37  # of text that the window is high at least, or the strip is one line
STRIPS: tuple[Strip, ...] = ("full", "line", "off")


class Center(QStackedWidget):
    """The views, and in their place the start page when it is asked for."""

    exchange_wanted = Signal(str)  # the view goes back to where the stage stands
    beside_ended = Signal()
    strip_chosen = Signal(str)

    def __init__(self, timeline: Host, strip: Host, start_page: QWidget) -> None:
        super().__init__()
        self.setObjectName("Center")
        self.timeline, self.strip = timeline, strip
        self.main, self.second = Slot(), Slot()
        self.views = QSplitter(Qt.Orientation.Horizontal)
        self.turn = _strip_button()
        self._strip: Strip = "full"
        self._start_page = start_page
        self._work = QWidget()
        self._arrange()
        self.main.leave.clicked.connect(lambda: self.exchange_wanted.emit(STAGE))
        self.second.leave.clicked.connect(self.beside_ended)
        self.turn.clicked.connect(self._on_turn)

    def show_views(self, main: Host, second: Host | None) -> None:
        """Hold these."""
        self.main.hold(main, is_guest=main.view.name != STAGE)
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
    """A view in the centre; all but the stage stand under their name, with a way back."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Slot")
        self.host: Host | None = None
        self._title = QLabel()
        self.leave = QToolButton()
        self.leave.setProperty("quiet", True)
        self.leave.setFixedSize(24, 24)
        self.leave.setAccessibleName(tr("Back to its group"))
        self.leave.setToolTip(tr("Put this view back among the groups at the right."))
        self.leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(11, 5, 6, 3)
        head.addWidget(self._title, 1)
        head.addWidget(self.leave)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)

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
            self.host = host
            self._column.addWidget(host, 1)
        host.show()

    def minimumSizeHint(self) -> QSize:
        """No view decides how small the window can be."""
        return QSize(160, 120)


def _strip_button() -> QToolButton:
    button = QToolButton()
    button.setProperty("quiet", True)
    button.setFixedSize(24, 24)
    button.setAccessibleName(tr("Phase strip"))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
