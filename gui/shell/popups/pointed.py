"""What is said of the things that views paint: a sentence when pointed at, a formula on a click."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from engine.experiment import Experiment
from gui.kit.guard import guarded
from gui.kit.pointing import Mark
from gui.kit.things import Painted
from gui.kit.wishes import Follow, WorkOut
from gui.shell.board import Board
from gui.shell.popups.leaving import give_back
from gui.shell.popups.placing import beside, grown, held
from gui.shell.popups.tip import hide_tip
from gui.shell.popups.told import Told

if TYPE_CHECKING:
    from engine.frames import Frame, Request
    from gui.shell.popups.popup import Popup

PATIENCE = 30  # milliseconds that a sentence waits for its numbers
FIRST = 150  # pixels of height, until the formulas are there
LOOKS = 60  # at a thing that takes more than one
MOST = 6  # popups; of more pinned ones the oldest goes


class Pointed(QObject):
    """Tells what a thing is beside it, and opens its formula in place."""

    def __init__(
        self, experiment: Callable[[], Experiment], board: Board, refresh: Callable[[], None]
    ) -> None:
        super().__init__(board)
        self._experiment, self._board, self._refresh = experiment, board, refresh
        self._told: Told | None = None
        self._warm = False
        self._row: int | None = None  # the one that is followed
        self._following = ("output.weight", 0)
        self.popups: list[Popup] = []
        self._anchors: dict[Popup, QRect] = {}
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._say_name)
        board.askers.append(self)

    # ---- telling --------------------------------------------------------------------------------

    def tell(self, view: QWidget, painted: Painted | None, heard: Callable[[str], None]) -> None:
        """Say what a painted thing is; None takes the sentence away."""
        if painted is None:
            self._told = None
            hide_tip()
            return
        from engine.frames import PointRequest
        from gui.kit.worked.where import seen_from_view

        request = PointRequest(*seen_from_view(painted.thing, self._row))
        self._told = Told(view, painted, heard, request)
        self._patience.start()
        self._refresh()

    def begin(self) -> None:
        """Point by keys in the view that has them, or in the first; again, in the next one."""
        seen = [panel for panel in self._board.panels if panel.isVisible()]
        pointable = {panel: at for panel in seen if (at := panel.ties().pointing) and at.painted()}
        panels = list(pointable)
        focus = QApplication.focusWidget()
        within = [panel is focus or panel.isAncestorOf(focus) for panel in panels if focus]
        here = within.index(True) if True in within else 0
        again = isinstance(focus, Mark)
        order = panels[here + again :] + panels[: here + again]
        for panel in order:
            if pointable[panel].begin():
                return

    def wants(self) -> tuple[Request, ...]:
        """The numbers of what is pointed at."""
        return () if self._told is None else (self._told.request,)

    def draw(self, frame: Frame) -> None:
        """Say the sentence, once its numbers are there."""
        told = self._told
        if told is None:
            return
        from engine.frames import Pointed as Found
        from gui.kit.worked.focus import Focus
        from gui.kit.worked.telling import told as sentence

        found = frame.views.get(told.request)
        if isinstance(found, Found):
            told.known = True
            new = sentence(self._experiment(), found, Focus(*self._following))
            if new != told.sentence:
                told.say(new)
            self._warm_up()
        elif not told.known and told.looks < LOOKS and not frame.running:
            told.looks += 1  # an earlier step takes more than one look
            self._refresh()

    @property
    def told(self) -> str:
        """The sentence that is said now; empty where none is."""
        return self._told.sentence if self._told is not None else ""

    def show_row(self, rows: NDArray[np.int64]) -> None:
        """The row that is followed is the first of those that are selected."""
        self._row = int(rows[0]) if len(rows) else None

    def show_following(self, parameter: str, place: int) -> None:
        """The parameter that phases work out."""
        self._following = (parameter, place)

    def _warm_up(self) -> None:
        """Load what a formula needs while the first thing is looked at."""
        if not self._warm:
            self._warm = True
            QTimer.singleShot(0, self, _load)

    def _say_name(self) -> None:
        from gui.kit.telling import capital
        from gui.kit.thing_names import named

        told = self._told
        if told is not None and not told.known:
            told.say(capital(named(told.painted.thing, self._experiment())) + ".")

    # ---- popups ---------------------------------------------------------------------------------

    def work_out(self, wish: WorkOut) -> None:
        """Open the formula of a thing beside it, in place of one that is not pinned."""
        from engine.frames.things import Gradient, Moved, Number
        from gui.kit.worked.where import seen_from_view
        from gui.shell.popups.popup import Popup

        hide_tip()
        self._told = None
        for popup in [each for each in self.popups if not each.pinned] + self.popups[: 1 - MOST]:
            popup.end()
        view, painted, by_keys = wish.view, wish.painted, wish.by_keys
        window, thing = view.window(), painted.thing
        popup = Popup(window)
        seen = seen_from_view(thing, self._row)
        popup.look_at(*(seen if wish.where is None else (thing, wish.where)))
        popup.begin_change = wish.change
        popup.show_following(*self._following)
        self.popups.append(popup)
        corner = view.mapTo(window, painted.box.toAlignedRect().topLeft())
        self._anchors[popup] = QRect(corner, painted.box.toAlignedRect().size())
        popup.resized.connect(lambda: self._place(popup))
        popup.imagined.connect(self._board.imagine)
        self._board.add(popup)
        self._place(popup)
        popup.show()
        popup.raise_()
        popup.show_experiment(self._experiment())
        origin = QApplication.focusWidget() if by_keys else None
        popup.closed.connect(lambda: give_back(popup, origin, view))
        popup.closed.connect(lambda: self._drop(popup))
        if by_keys:
            popup.formulas.setFocus()
        _application().installEventFilter(self)
        if isinstance(thing, Number | Gradient | Moved):
            self._board.wished.emit(Follow(thing.parameter, thing.place))
        self._refresh()

    def close_all(self) -> None:
        """Close every popup: what they are about is gone."""
        for popup in list(self.popups):
            popup.end()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press beside a popup that is not pinned closes it, and Escape wherever the keys are."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            inside = any(popup is watched or popup.isAncestorOf(watched) for popup in self.popups)
            for popup in [] if inside else [each for each in self.popups if not each.pinned]:
                popup.end()
        return isinstance(event, QKeyEvent) and self._escapes(watched, event)

    def _escapes(self, watched: QObject, event: QKeyEvent) -> bool:
        """Whether a key closes the newest popup; one that has the keys has a way of its own."""
        free = [popup for popup in self.popups if not popup.pinned]
        if Qt.Key(event.key()) != Qt.Key.Key_Escape or not free or not isinstance(watched, QWidget):
            return False
        if watched.window() is not free[-1].window() or QApplication.activePopupWidget():
            return False
        if any(popup is watched or popup.isAncestorOf(watched) for popup in self.popups):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            free[-1].end()
        return event.type() == QEvent.Type.KeyPress

    def _drop(self, popup: Popup) -> None:
        if popup in self.popups:
            self.popups.remove(popup)
            del self._anchors[popup]
            self._board.remove(popup)
            popup.deleteLater()
        if not any(not each.pinned for each in self.popups):
            _application().removeEventFilter(self)

    def _place(self, popup: Popup) -> None:
        """Beside its thing; one that stands there already grows from where it is."""
        if popup not in self._anchors:
            return
        room = popup.window().rect().adjusted(4, 4, -4, -4)
        size, anchor = popup.sizeHint(), self._anchors[popup]
        if popup.isVisible():
            popup.setGeometry(grown(popup.geometry(), size, anchor, room))
            return
        size = size.expandedTo(QSize(size.width(), min(FIRST, room.height())))
        popup.setGeometry(QRect(held(beside(anchor, size, room), size, room), size))


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application


def _load() -> None:
    from gui.kit.worked.typesetting import typeset
    from gui.shell.popups.popup import WIDTH

    typeset("0", WIDTH / 25, "#000000")
