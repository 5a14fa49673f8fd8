"""One group: views under tabs, one in front, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.kit.icons import icon
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.shell.arrangement import STAGE
from gui.shell.tabs import ViewTabs
from gui.shell.views import Host

BUTTON = QSize(24, 24)


class Group(QFrame):
    """One card: its tabs, two buttons for the view in front, and the view."""

    chosen = Signal(str)  # the view that is in front now, by the learner
    exchange_wanted = Signal(str)  # with the centre
    window_wanted = Signal(str)  # a window of its own
    menu_wanted = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ViewGroup")
        self.names: tuple[str, ...] = ()
        self._hosts: Sequence[Host] = ()
        self._counts: dict[str, int] = {}  # by view, what its tab says beside its title
        self.tabs = ViewTabs(self)
        self.stack = QStackedWidget(self)
        self.own = _button(self, tr("Own window"), tr("Put this view in a window of its own."))
        self.exchange = _button(
            self, tr("Exchange with the centre"), tr("Exchange this view with the centre.")
        )
        self._arrange()
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.customContextMenuRequested.connect(self._on_menu)
        self.own.clicked.connect(lambda: self.window_wanted.emit(self.current))
        self.exchange.clicked.connect(lambda: self.exchange_wanted.emit(self.current))

    @property
    def current(self) -> str:
        """The view in front."""
        place = self.tabs.currentIndex()
        return self.names[place] if 0 <= place < len(self.names) else ""

    def show_views(self, hosts: Sequence[Host], front: str) -> None:
        """Hold these, with one of them in front."""
        names, self._hosts = tuple(host.view.name for host in hosts), tuple(hosts)
        self.tabs.blockSignals(True)
        if names != self.names:
            self.names = names
            while self.tabs.count():
                self.tabs.removeTab(0)
            for host in hosts:
                place = self.tabs.addTab(host.view.title)
                self.tabs.setTabToolTip(place, host.view.help)
                self.stack.addWidget(host)
        for host in hosts:  # one that was in another place meanwhile
            if self.stack.indexOf(host) < 0:
                self.stack.addWidget(host)
        place = names.index(front)
        self.tabs.bring(place)
        self.tabs.blockSignals(False)
        self.stack.setCurrentWidget(hosts[place])
        self._write()
        self.own.setEnabled(front != STAGE)

    def mark(self, name: str, count: int) -> None:
        """Say beside a view's title how much there is to see, as long as it is not seen."""
        if count != self._counts.get(name, 0):
            self._counts[name] = count
            self._write()

    def _write(self) -> None:
        """Titles, and the numbers beside those that are not in front."""
        for place, host in enumerate(self._hosts):
            view, count = host.view, self._counts.get(host.view.name, 0)
            shown = count and view.name != self.current
            title = f"{view.title} · {count}" if shown else view.title
            if self.tabs.tabText(place) != title:
                more = tr("noteworthy at this step: {count}", count=count)
                self.tabs.setTabText(place, title)
                self.tabs.setTabToolTip(place, f"{view.help}\n{more}" if shown else view.help)
        self.tabs.arrange()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.tabs.restyle(theme)
        self.own.setIcon(icon("app-window", theme.muted, disabled=theme.border))
        self.exchange.setIcon(icon("maximize-2", theme.muted))

    def _arrange(self) -> None:
        self.tabs.setFixedHeight(max(28, self.tabs.fontMetrics().height() + 13))
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 4, 0)
        head.setSpacing(0)
        head.addWidget(self.tabs, 1)
        head.addWidget(self.tabs.more)
        head.addWidget(self.own)
        head.addWidget(self.exchange)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        inset = QVBoxLayout()
        inset.setContentsMargins(7, 6, 7, 7)
        inset.addWidget(self.stack)
        column.addLayout(inset, 1)

    def _on_tab(self) -> None:
        if self.current:
            self.chosen.emit(self.current)

    def _on_menu(self, at: QPoint) -> None:
        place = self.tabs.tabAt(at)
        if place >= 0:
            self.menu_wanted.emit(self.names[place], self.tabs.mapToGlobal(at))

    def minimumSizeHint(self) -> QSize:
        """No view decides how small the window can be."""
        return QSize(160, self.tabs.sizeHint().height() + 40)


def _button(parent: QWidget, name: str, help: str) -> QToolButton:
    button = QToolButton(parent)
    button.setProperty("quiet", True)
    button.setFixedSize(BUTTON)
    button.setAccessibleName(name)
    button.setToolTip(help)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
