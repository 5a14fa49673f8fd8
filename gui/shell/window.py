"""The main window's layout: the stage in the middle, causes to its left, effects to its right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from gui.kit.guard import guarded
from gui.kit.icons import app_icon
from gui.kit.theme import Theme
from gui.shell.dock import Dock
from gui.shell.messages import Messages
from gui.shell.places import BOTTOM, LEFT, RIGHT, places

LAYOUT_VERSION = 1
SIZE = QSize(1440, 900)
SIDE_WIDTHS = {LEFT: 266, RIGHT: 332}
STRIP_HEIGHT = 150
TITLE_BAR = 40
LOW_SCREEN = 800
NARROW_SCREEN = 1400


class Window(QMainWindow):
    """Where everything is, and nothing about what it does."""

    painted = Signal()  # the window has been drawn for the first time
    dropped = Signal(object)  # Path of a file dropped on the window

    def __init__(self, transport: QWidget, stage: QWidget, start_page: QWidget) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True
        self._was_painted = False
        self._first_layout = QByteArray()
        self._stage = stage
        self._start_page = start_page
        self._stack = QStackedWidget()
        self.docks: dict[str, Dock] = {}
        self.status = QLabel()
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self._add_center()
        self.bar = Messages(self.centralWidget())
        self._add_toolbar(transport)
        self._arrange_corners()
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.status.setIndent(12)
        self.statusBar().addPermanentWidget(self.status, 1)
        self.statusBar().setSizeGripEnabled(False)
        self._add_docks()

    def _add_docks(self) -> None:
        """An empty dock at each place."""
        for place in places():
            dock = self.docks[place.name] = Dock(place)
            if place.tall:
                self.addDockWidget(place.area, dock, Qt.Orientation.Horizontal)
                dock.visibilityChanged.connect(self._on_tall)
            else:
                self.addDockWidget(place.area, dock)
            dock.setHidden(place.hidden)
        room = self.screen().availableSize()
        if room.height() < LOW_SCREEN:
            self._stack_as_tabs(self._docks_in(LEFT))
        if room.height() < LOW_SCREEN or room.width() < NARROW_SCREEN:
            for place in filter(lambda place: place.tall, places()):
                self.tabifyDockWidget(self._docks_in(LEFT)[-1], self.docks[place.name])

    def reset_layout(self) -> None:
        """Put every dock back where it was at first."""
        self.restoreState(self._first_layout, LAYOUT_VERSION)

    def restore(self, geometry: QByteArray, state: QByteArray) -> None:
        """Take the place and the layout of last time, or fit the screen."""
        self._size_docks()
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            room = self.screen().availableSize()
            self.resize(SIZE.boundedTo(room * 0.9))
            if room.width() <= SIZE.width() or room.height() <= SIZE.height() + TITLE_BAR:
                self.setWindowState(Qt.WindowState.WindowMaximized)
        if not state.isEmpty():
            self.restoreState(state, LAYOUT_VERSION)

    def layout_state(self) -> QByteArray:
        """Which docks are open, and where."""
        return self.saveState(LAYOUT_VERSION)

    def show_start_page(self, shown: bool) -> None:
        """Show the start page in place of the stage, or the stage again."""
        self._stack.setCurrentWidget(self._start_page if shown else self._stage)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.bar.restyle(theme)
        for dock in self.docks.values():
            dock.restyle(theme)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Notice the first painting, after which slower things may start."""
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)
        return super().event(event)

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when whoever looks after the work agrees."""
        event.setAccepted(self.may_close())

    @guarded(None)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    @guarded(None)
    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first of the files."""
        self.dropped.emit(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()

    def _add_center(self) -> None:
        self._stack.addWidget(self._stage)
        self._stack.addWidget(self._start_page)
        center = QWidget()
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setCentralWidget(center)

    def _add_toolbar(self, transport: QWidget) -> None:
        toolbar = QToolBar()
        toolbar.setObjectName("transport")
        toolbar.setMovable(False)
        toolbar.toggleViewAction().setEnabled(False)
        toolbar.addWidget(transport)
        self.addToolBar(toolbar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def _arrange_corners(self) -> None:
        self.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        self.setCorner(Qt.Corner.TopLeftCorner, LEFT)
        self.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        self.setCorner(Qt.Corner.TopRightCorner, RIGHT)

    def _stack_as_tabs(self, docks: list[Dock]) -> None:
        """One at a time, in full: on a low screen three forms above each other show too little."""
        for dock in docks[1:]:
            self.tabifyDockWidget(docks[0], dock)
        docks[0].raise_()

    def _size_docks(self) -> None:
        """Give the docks their first sizes, and remember this as the layout to go back to."""
        for area, width in SIDE_WIDTHS.items():
            docks = self._docks_in(area)
            self.resizeDocks(docks, [width] * len(docks), Qt.Orientation.Horizontal)
            self.resizeDocks(docks, [20 * dock.share for dock in docks], Qt.Orientation.Vertical)
        strip = self._docks_in(BOTTOM)
        self.resizeDocks(strip, [STRIP_HEIGHT] * len(strip), Qt.Orientation.Vertical)
        self._first_layout = self.saveState(LAYOUT_VERSION)

    def _on_tall(self, shown: bool) -> None:
        """The room of a tall dock that is closed goes to the stage, not to those beside it."""
        beside = [dock for dock in self._docks_in(RIGHT) if dock.isVisible()]
        if not shown and beside and not any(dock.is_tall for dock in beside):
            widths = [SIDE_WIDTHS[RIGHT]] * len(beside)
            self.resizeDocks(beside, widths, Qt.Orientation.Horizontal)

    def _docks_in(self, area: Qt.DockWidgetArea) -> list[Dock]:
        return [dock for dock in self.docks.values() if self.dockWidgetArea(dock) == area]
