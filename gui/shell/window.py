"""The main window: causes at the left, the stage in the middle, effects at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenuBar, QWidget

from engine.experiment import Experiment
from gui.kit.guard import guarded
from gui.kit.icons import app_icon
from gui.kit.panel import Panel
from gui.kit.theme import Theme
from gui.shell.arrangement import STAGE, Arrangement, Placing, placed
from gui.shell.body import Body
from gui.shell.center import Center
from gui.shell.clearing import Clearing
from gui.shell.groups import Groups
from gui.shell.holding import Holding
from gui.shell.messages import Messages
from gui.shell.own_window import OwnWindow
from gui.shell.rail import Drawer, Rail
from gui.shell.regions import Regions, enter
from gui.shell.switcher import Switcher, TopRow
from gui.shell.views import Host, View

SIZE = QSize(1440, 900)
TITLE_BAR = 40
TALL, WIDE = 1000, 1600  # pixels from which there are three groups, and two views in the centre


class Window(QMainWindow):
    """Where everything is, and nothing about what it does."""

    painted = Signal()  # the window has been drawn for the first time
    dropped = Signal(object)  # Path of a file dropped on the window
    built = Signal(object)  # a Panel that somebody looks at for the first time
    picture_wanted = Signal(object)  # a Panel that shall be saved or copied
    pin_wanted = Signal(object)  # a Panel whose picture the report shall have
    arranged = Signal()  # the learner has put a view elsewhere

    def __init__(self) -> None:
        super().__init__()
        self.holding = Holding(self)
        self.may_close: Callable[[], bool] = lambda: True
        self._was_painted = False
        self._clearing = Clearing(self)
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def furnish(
        self,
        transport: QWidget,
        stage: Panel,
        start_page: QWidget,
        views: Sequence[View],
        sections: Sequence[View],
        first: Sequence[QWidget] = (),
    ) -> None:
        """Put everything in: called once, and again when the language is another one.

        Tab reaches the ``first`` parts of the centre before the rest of it.
        """
        self._transport = transport
        self._sections = {view.name: view for view in sections}
        self.hosts = {view.name: Host(view) for view in (*views, *sections)}
        self._views = [view for view in views if view.name not in ("timeline", "phases")]
        self._experiment: Experiment | None = None
        self._away: dict[str, OwnWindow] = {}
        self.arrangement = Arrangement()
        self._placed: list[str] = []  # the views and sections that there were
        self.menu_bar, self.switcher = QMenuBar(), Switcher()
        self._lay_out(sections, start_page)
        self.hosts[STAGE].hold(stage)
        self.bar = Messages(self.center)
        self._connect()
        regions = (transport, self.center, self.rail, self.drawer, self.groups)
        parts = (transport, *first, *regions[1:], self.menuWidget())
        self.regions = Regions(self.centralWidget(), regions, parts)

    def empty(self) -> None:
        """Take everything out that ``furnish`` has put in."""
        for own in list(self._away.values()):
            own.close()
        for action in self.actions():
            self.removeAction(action)
        row, whole = self.menuWidget(), self.takeCentralWidget()
        self.setMenuWidget(QWidget())
        for part in (row, whole):
            part.hide()
        panels = [host.panel for host in self.hosts.values() if host.panel is not None]
        self._clearing.take([*panels, row, whole])

    @property
    def views(self) -> list[View]:
        """What can stand in the centre and the groups."""
        return self._views

    @property
    def sections(self) -> list[View]:
        """What the drawer can show."""
        return list(self._sections.values())

    def shown_views(self) -> list[tuple[str, Panel]]:
        """The views that are seen, by their titles: first the one with the focus, or the centre."""
        names = [name for name in self.hosts if name not in (*self._sections, "timeline")]
        hosts = [self.hosts[name] for name in names]
        seen = [(host.view.title, host.panel) for host in hosts if host.panel and host.isVisible()]
        focus = QApplication.focusWidget()

        def is_elsewhere(view: tuple[str, Panel]) -> bool:
            return focus is None or not (view[1] is focus or view[1].isAncestorOf(focus))

        return sorted(seen, key=is_elsewhere)

    def allow_views(self) -> None:
        """Make what is seen, and from now on what comes to be seen."""
        for host in self.hosts.values():
            host.allow()

    def show_experiment(
        self, experiment: Experiment, arrangement: Arrangement | None = None
    ) -> None:
        """Have the views and sections that the experiment has, in another arrangement or as now."""
        self._experiment = experiment
        self.rail.show_experiment(experiment)
        if arrangement is not None:
            self.apply(arrangement)
        elif self._fitting() != self._placed:
            self._place()

    def apply(self, arrangement: Arrangement) -> None:
        """Put everything where an arrangement says."""
        for own in list(self._away.values()):
            own.close()
        self.arrangement = arrangement
        self._place()
        self.groups.share(arrangement.share)

    def current_arrangement(self) -> Arrangement:
        """Where everything is now."""
        return replace(self.arrangement, share=round(self.groups.first_share, 2))

    def show_view(self, name: str) -> None:
        """Bring a view or a section to the front, wherever it stands."""
        if name in self._sections:
            self._arrange(replace(self.arrangement, drawer=name))
        elif name in self._away:
            self._away[name].raise_()
            self._away[name].activateWindow()
        else:
            self._arrange(self.arrangement.shown(name))

    def restore(self, geometry: QByteArray) -> None:
        """Take the place of last time, or fit the screen."""
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            room = self.screen().availableSize()
            self.resize(SIZE.boundedTo(room * 0.9))
            if room.width() <= SIZE.width() or room.height() <= SIZE.height() + TITLE_BAR:
                self.setWindowState(Qt.WindowState.WindowMaximized)

    def show_start_page(self, shown: bool) -> None:
        """Show the start page in place of the views in the centre, or those again."""
        self.holding.hold()
        self.center.show_start_page(shown)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.holding.hold()
        for part in (self.bar, self.rail, self.drawer, self.center, self.groups):
            part.restyle(theme)

    @guarded(False)
    def focusNextPrevChild(self, forth: bool) -> bool:
        """What Tab and Shift+Tab do, wherever in the window they are pressed."""
        return self.regions.tab(1 if forth else -1)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Notice the first painting, after which slower things may start."""
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)
        return super().event(event)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the proportions, and as many groups as there is room for."""
        super().resizeEvent(event)
        old = event.oldSize()
        self._body.share(self.width())
        crossed = (old.height() >= TALL) != self._is_tall or (old.width() >= WIDE) != self._is_wide
        self.center.show_strip(self.arrangement.strip)
        if crossed:
            self._place()

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when whoever looks after the work agrees."""
        event.setAccepted(self.may_close())
        if event.isAccepted():
            for own in list(self._away.values()):
                own.close()

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

    # ---- building -------------------------------------------------------------------------------

    def _lay_out(self, sections: Sequence[View], start_page: QWidget) -> None:
        self.rail = Rail(sections)
        self.drawer = Drawer({name: self.hosts[name] for name in self._sections})
        modes = [view for view in self._views if view.mode]
        self.center = Center(self.hosts["timeline"], self.hosts["phases"], start_page, modes)
        self.groups = Groups()
        self.setMenuWidget(TopRow(self.menu_bar, self.switcher))
        self._body = Body(self._transport, self.rail, self.drawer, self.center, self.groups)
        self.setCentralWidget(self._body)

    def _connect(self) -> None:
        for host in self.hosts.values():
            host.built.connect(self.built)
            host.picture_wanted.connect(self.picture_wanted)
            host.pin_wanted.connect(self.pin_wanted)
        self.rail.chosen.connect(lambda name: self._arrange(replace(self.arrangement, drawer=name)))
        self.drawer.pinned.connect(self._on_pinned)
        self.center.exchange_wanted.connect(self._on_exchange)
        self.center.beside_ended.connect(lambda: self._arrange(self.arrangement.put_beside("")))
        self.center.strip_chosen.connect(
            lambda strip: self._arrange(replace(self.arrangement, strip=strip))
        )
        self.groups.chosen.connect(lambda name: self._arrange(self.arrangement.with_tab(name)))
        self.groups.exchange_wanted.connect(self._on_exchange)
        self.groups.beside_wanted.connect(
            lambda name: self._arrange(self.arrangement.put_beside(name))
        )
        self.groups.move_wanted.connect(
            lambda name, to: self._arrange(self.arrangement.moved(name, to))
        )
        self.groups.close_wanted.connect(lambda name: self._arrange(self.arrangement.without(name)))
        self.groups.window_wanted.connect(self._on_own_window)

    # ---- arranging ------------------------------------------------------------------------------

    @property
    def _is_tall(self) -> bool:
        return self.height() >= TALL

    @property
    def _is_wide(self) -> bool:
        return self.width() >= WIDE

    def placing(self) -> Placing:
        """Where every view stands now."""
        return placed(
            self.arrangement,
            self._fitting(),
            tall=self._is_tall,
            wide=self._is_wide,
            away=self._away,
        )

    def _fitting(self) -> list[str]:
        """The views and sections that the experiment has."""
        every = (*self._views, *self._sections.values())
        return [view.name for view in every if self._fits(view)]

    def _fits(self, view: View) -> bool:
        return self._experiment is None or view.fits(self._experiment)

    def _arrange(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self._place()
        self.arranged.emit()

    def _place(self) -> None:
        self.holding.hold()
        placing, wanted = self.placing(), self.arrangement
        self._placed = self._fitting()
        self.center.show_views(
            self.hosts[placing.center], self.hosts[placing.beside] if placing.beside else None
        )
        self.groups.can_split = self._is_wide
        self.groups.show_groups(placing.groups, placing.tabs, self.hosts)
        self.center.show_strip(wanted.strip)
        sections = self._open_sections()
        self.rail.show_open(sections)
        self.drawer.show_sections(sections, wanted.pinned, self._is_tall)
        self._body.share(self.width())

    def _open_sections(self) -> tuple[str, ...]:
        wanted = self.arrangement
        names = (wanted.pinned if self._is_tall and wanted.drawer else "", wanted.drawer)
        there = [name for name in self._sections if self._fits(self._sections[name])]
        if wanted.drawer and wanted.drawer not in there:  # an example's text, where there is none
            names = (*names[:1], there[-1])
        return tuple(name for name in there if name in names)

    def _on_pinned(self, name: str) -> None:
        self._arrange(replace(self.arrangement, pinned=name))

    def _on_exchange(self, name: str) -> None:
        if name == self.arrangement.center:
            name = STAGE
        self._arrange(self.arrangement.exchanged(name))
        enter(self.hosts[self.placing().center])  # what was pressed is elsewhere now

    def _on_own_window(self, name: str) -> None:
        own = self._away[name] = OwnWindow(self.hosts[name], self)
        own.addActions(self.actions())
        own.closed.connect(self._on_own_closed)
        self._place()
        own.show()

    def _on_own_closed(self, name: str) -> None:
        self._away.pop(name).deleteLater()
        self._place()
