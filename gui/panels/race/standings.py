"""The racers in a table: place, value, where each is, and a button that opens its run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from engine.frames import Race, Racer
from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.numbers import NOTHING, count, loss
from gui.kit.telling import capital, sentence
from gui.kit.variants import shown
from gui.kit.words import tr

SWATCH = 10  # pixels
NAME = 40  # at least, of what a racer is called


class Standings(QWidget):
    """A row for each racer: in the order of the values, and of the places once it is over."""

    opened = Signal(int)  # the place of the racer in the list

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._cells: list[list[QLabel]] = []
        self.buttons: list[QToolButton] = []
        self.order: list[int] = []  # the racers from the top down
        self._head()

    def show_race(self, race: Race, color: Callable[[int], str]) -> None:
        """How the race stands."""
        if len(self._cells) != len(race.racers):
            self._rebuild(len(race.racers))
        self.order = _order(race)
        for row, place in enumerate(self.order):
            racer = race.racers[place]
            for column, widget in enumerate((*self._cells[place], self.buttons[place])):
                self._grid.addWidget(widget, row + 1, column)
            for cell, text in zip(self._cells[place], _texts(racer, race.over), strict=True):
                cell.setText(text)
            why = "" if racer.refused is None else capital(sentence(racer.refused))
            self._cells[place][1].setToolTip(why or shown(racer.value))
            square = QPixmap(SWATCH, SWATCH)
            square.fill(QColor(color(place)))
            self.buttons[place].setIcon(QIcon(square))
            self.buttons[place].setEnabled(race.over and len(racer.steps) > 0)

    def texts(self) -> Sequence[Sequence[str]]:
        """What the table says, racer by racer."""
        return [[cell.text() for cell in row] for row in self._cells]

    def clear(self) -> None:
        """There is no race."""
        self._rebuild(0)

    def _head(self) -> None:
        names = (tr("place"), tr("value"), tr("steps"), tr("loss"), tr("seconds"))
        for column, name in enumerate(names):
            label = QLabel(name)
            label.setObjectName("Muted")
            self._grid.addWidget(label, 0, column)

    def _rebuild(self, rows: int) -> None:
        for row, button in zip(self._cells, self.buttons, strict=True):
            for widget in (*row, button):
                widget.hide()
                widget.deleteLater()
        self._cells, self.buttons = [], []
        self.setVisible(rows > 0)
        for place in range(rows):
            row = [QLabel() for _ in range(5)]
            row[1].setMinimumWidth(NAME)
            row[1].setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            for column, cell in enumerate(row):
                cell.setFont(tabular(self.font()))
                self._grid.addWidget(cell, place + 1, column)
            button = QToolButton()
            button.setText(tr("Open"))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setToolTip(tr("Makes this racer the run at hand, with every view of it."))
            button.setAccessibleName(tr("Open racer {number}", number=place + 1))
            button.clicked.connect(lambda _=False, place=place: self.opened.emit(place))
            self._grid.addWidget(button, place + 1, 5)
            self._cells.append(row)
            self.buttons.append(button)


def _order(race: Race) -> list[int]:
    """The racers from the top down; those that never arrived come last, lost ones at the end."""
    rows = range(len(race.racers))
    if not race.over:
        return list(rows)
    last = len(race.racers) + 1
    places = [last if racer.place is None else racer.place for racer in race.racers]
    return sorted(rows, key=lambda row: (places[row], race.racers[row].lost))


def _texts(racer: Racer, over: bool) -> tuple[str, str, str, str, str]:
    place = str(racer.place) if racer.place is not None else NOTHING
    if racer.lost:
        place = tr("lost")
    elif racer.refused is not None:
        place = tr("cannot run")
    elif over and not racer.arrived:
        place = tr("not there")
    step = int(racer.steps[-1]) if len(racer.steps) else 0
    last = float(racer.losses[-1]) if len(racer.losses) else None
    return place, shown(racer.value), count(step), loss(last), f"{racer.seconds:.2f}"


class Sideways(QScrollArea):
    """As high as what it holds, which may be wider: then that alone is moved sideways."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWidgetResizable(True)
        self.setWidget(widget)
        widget.setAutoFillBackground(False)  # the ground is the card's
        self.viewport().setAutoFillBackground(False)
        widget.installEventFilter(self)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is held has other rows."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need a bar, or none."""
        super().resizeEvent(event)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The height of what is held, and of the bar where there is one."""
        held = self.widget().minimumSizeHint()
        bar = self.horizontalScrollBar().sizeHint().height() if held.width() > self.width() else 0
        return QSize(held.width(), held.height() + bar)

    def minimumSizeHint(self) -> QSize:
        """That height, however narrow."""
        return QSize(NAME, self.sizeHint().height())
