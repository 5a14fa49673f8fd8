"""The parameters panel: every number that training changes, its gradient and its last change."""

from __future__ import annotations

from math import prod

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from engine.edits import parts as edits
from engine.experiment import Experiment
from engine.frames import Frame, Parameters, ParametersRequest, Request
from gui.kit.forms.editing import EditingPanel
from gui.kit.forms.rows import SPACE, column, describe
from gui.kit.guard import guarded
from gui.kit.pointing import Pointing
from gui.kit.theme import Theme
from gui.kit.things import Painted
from gui.kit.ties import Ties
from gui.kit.words import tr
from gui.panels.parameters.gradient_check import GradientChecker
from gui.panels.parameters.table import (
    CHANGE,
    FROZEN,
    GRADIENT,
    NAME,
    VALUE,
    WIDEST,
    ParameterTable,
    headers,
)
from gui.panels.parameters.typing_in import NumberDelegate

SCALES = (1.0, 0.95, 0.9, 0.85)  # how far letters shrink in a narrow dock
MARGINS = 10  # pixels beside a figure
BOX = 24  # pixels that a check box takes
MANY = 10_000  # numbers of which all are asked for at once
FEW = 2  # rows that the table has room for at least


class ParametersPanel(EditingPanel):
    """A table of the parameters; values can be typed, tensors frozen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ParameterTable()
        self.check = GradientChecker()
        self._asked = ParametersRequest()
        self.view = QTableView()
        self.view.setModel(self.table)
        self.view.setItemDelegate(NumberDelegate(self.view))
        describe(self.view, tr("Parameters"), tr("Every number that training changes."))
        self._arrange()
        down = column(self)
        down.setAlignment(Qt.AlignmentFlag(0))
        down.addWidget(self.view)
        down.addWidget(self.check)
        self.table.modelAboutToBeReset.connect(self.view.clearSpans)
        self.table.wished.connect(self.wished)
        self.table.frozen_toggled.connect(self._on_frozen)
        self.check.wanted.connect(self.want_other_views)
        self.view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._pointing = Pointing(
            self, self.wish, self.view.viewport(), things=self.things, at=self.thing_at
        )

    def wants(self) -> tuple[Request, ...]:
        """The parameters, of a large model only those in sight."""
        rows = self.table.rows
        many = sum(prod(shape) for shape in rows.shapes.values()) > MANY
        names = dict.fromkeys(rows.place(row).name for row in self._in_sight()) if many else ()
        self._asked = ParametersRequest(tuple(names))
        return (self._asked, *self.check.wants())

    def show_experiment(self, experiment: Experiment) -> None:
        super().show_experiment(experiment)
        self.table.show_experiment(experiment)
        self.check.forget()
        for row in self.table.rows.headings:
            if self.view.columnSpan(row, NAME) == 1:
                self.view.setSpan(row, NAME, 1, FROZEN)
        self._fit()

    def forget(self) -> None:
        self.table.forget()
        self.check.forget()

    def draw(self, frame: Frame) -> None:
        found = frame.views.get(self._asked)
        # Else the frame is of a model that is already gone, or not here yet.
        if isinstance(found, Parameters) and frame.shapes == self.table.rows.shapes:
            rows = self._in_sight()
            self.table.show_parameters(found, rows.start, rows.stop - 1)
        self.check.draw(frame)

    def _in_sight(self) -> range:
        first = self.view.rowAt(0)
        last = self.view.rowAt(self.view.viewport().height() - 1)
        return range(max(first, 0), (last if last >= 0 else self.table.rowCount() - 1) + 1)

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(pointing=self._pointing)

    def things(self) -> list[Painted]:
        """The numbers in sight: a value, a gradient and a change each."""
        last = min(self._in_sight().stop, self.table.rowCount())
        cells = [
            (row, column)
            for row in range(self._in_sight().start, last)
            for column in (VALUE, GRADIENT, CHANGE)
            if not self.view.isColumnHidden(column)
        ]
        return [one for cell in cells if (one := self._painted(*cell)) is not None]

    def thing_at(self, at: QPointF) -> Painted | None:
        """The number in the cell there."""
        view = self.view.viewport()
        here = view.mapFrom(self, at.toPoint())
        index = self.view.indexAt(here)
        inside = view.rect().contains(here) and index.isValid()
        return self._painted(index.row(), index.column()) if inside else None

    def _painted(self, row: int, column: int) -> Painted | None:
        thing = self.table.thing(row, column)
        if thing is None:
            return None
        box = self.view.visualRect(self.table.index(row, column))
        origin = self.view.viewport().mapTo(self, QPoint(0, 0))
        return Painted(thing, QRectF(box.translated(origin)))

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self.table.restyle(theme)
        self.view.viewport().update()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(300, self._height(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._height(FEW))

    def _height(self, rows: int) -> int:
        lines = rows * self.view.verticalHeader().defaultSectionSize()
        head = self.view.horizontalHeader().sizeHint().height()
        return head + lines + SPACE

    def _arrange(self) -> None:
        view, metrics = self.view, self.fontMetrics()
        view.setShowGrid(False)
        view.setFrameShape(QTableView.Shape.NoFrame)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        view.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(metrics.height() + 8)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.setColumnWidth(FROZEN, BOX)

    def _fit(self) -> None:
        """Give names and figures room: in a narrow dock with smaller letters, then less of them.

        What is still too wide can be scrolled: neither a name nor a figure is ever cut.
        """
        bar, frame = self.view.verticalScrollBar(), self.view.contentsMargins()
        room = self.width() - bar.sizeHint().width() - frame.left() - frame.right()
        fits = [
            (shown, font)
            for shown in (3, 2)
            for font in self._fonts()
            if self._needed(QFontMetrics(font), shown) <= room
        ]
        shown, font = fits[0] if fits else (2, self._fonts()[-1])
        self.view.setFont(font)
        metrics = QFontMetrics(font)
        figure = metrics.horizontalAdvance(WIDEST) + MARGINS
        for section in (VALUE, GRADIENT, CHANGE):
            self.view.setColumnWidth(section, figure)
        self.view.setColumnHidden(CHANGE, shown < 3)
        name = max(self._name_width(metrics), room - shown * figure - BOX)
        self.view.setColumnWidth(NAME, name)

    def _fonts(self) -> list[QFont]:
        """The dock's own letters, and smaller ones."""
        fonts = []
        for scale in SCALES:
            font = self.font()
            font.setPointSizeF(QFontInfo(font).pointSizeF() * scale)
            fonts.append(font)
        return fonts

    def _needed(self, metrics: QFontMetrics, figures: int) -> int:
        figure = metrics.horizontalAdvance(WIDEST) + MARGINS
        return figures * figure + self._name_width(metrics) + BOX

    def _name_width(self, metrics: QFontMetrics) -> int:
        names = headers()[NAME][0], self.table.rows.longest
        return max(map(metrics.horizontalAdvance, names)) + MARGINS

    def _on_scrolled(self) -> None:
        if self._asked.names:
            self.want_other_views()

    def _on_frozen(self, name: str, frozen: bool) -> None:
        self.edit(tr("Freeze"), lambda old: edits.with_frozen(old, name, frozen))
