"""The stage: the learner's data in the middle of the window, and what the model makes of them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import Frame, Request
from gui.guard import guarded
from gui.panel import Panel
from gui.stage.board import Board
from gui.stage.canvas import Canvas
from gui.stage.card import Card
from gui.stage.corners import Corners
from gui.stage.editing import Label, next_class
from gui.stage.keyboard import Keyboard
from gui.stage.mouse import Mouse
from gui.stage.plane_mode import PlaneMode
from gui.stage.toolbox import AxisPicker, ToolColumn
from gui.stage.tools import Tool, Tools
from gui.theme import LIGHT, Theme
from gui.words import tr


class Stage(Panel):
    """The plane with its tools and its legend."""

    previewed = Signal(object)  # the Experiment with the point where the hand has it now
    pointed = Signal(str)  # where the pointer is, in the columns' units; empty when it has left
    view_changed = Signal()  # other views are wanted: a new frame should be asked for

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = tr("Stage")
        self.setObjectName("Stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = LIGHT
        self._is_fresh = False  # just opened, and neither model nor learner has done anything yet
        self._fit_when_shown = True
        self._canvas = Canvas(self)
        self._board = Board(self._canvas, self._theme)
        self._tools = Tools(self._board, self)
        self._mouse = Mouse(self._board, self._tools, self)
        self._keyboard = Keyboard(self._board, self._tools, self._mouse, self)
        self._column = ToolColumn(self)
        self._card = Card(self)
        self._picker = AxisPicker(self)
        self._corners = Corners(self._canvas, self._picker, self._card)
        self._lay_out()
        self._connect()
        self.restyle(self._theme)

    # ---- what the window does ------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the points; the axes move only when other columns or another title come."""
        before, self.experiment = self.experiment, experiment
        same = before is not None and _subject(before) == _subject(experiment)
        if same and self._tools.follows(experiment):
            self._board.replace(experiment)
            return
        self._tools.abandon()
        self._board.show(experiment)
        self._show_card()
        if not same:
            self.fit()

    def opened(self, experiment: Experiment) -> None:
        """Show an experiment that was just opened or made: without a model yet, all in view."""
        self.show_experiment(experiment)
        if self._board.mode is not None:
            self._board.mode.hide_model()
        self.fit()
        self._is_fresh = True

    def wants(self) -> tuple[Request, ...]:
        """The model over what is visible."""
        mode = self._board.mode
        return mode.wants() if mode is not None and self._board.trainable else ()

    def draw(self, frame: Frame) -> None:
        """Show the model of a frame."""
        mode = self._board.mode
        if mode is None or not self._board.trainable or not mode.draw(frame):
            return
        if self._is_fresh:
            # Opening ends here: the model's first line should be in view, or nobody finds it.
            self._is_fresh = False
            self.fit()

    def fit(self) -> None:
        """Show all points, with some room around them."""
        fresh, self._fit_when_shown = self._is_fresh, not self.isVisible()
        if self._board.mode is not None:
            self._canvas.fit(self._board.mode.bounds())
            self._corners.make_room(self._board.points)
        self._is_fresh = fresh  # fitting moves the plane, but nobody has

    def delete_selected(self) -> None:
        """Delete the selected point, if one is."""
        if self._board.selected is not None:
            self._tools.delete(self._board.selected)

    def choose_tool(self, tool: Tool) -> None:
        """Take a tool into the hand."""
        self._tools.tool = tool
        self._column.choose(tool)
        self._mouse.show_cursor()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self._column.restyle(theme)
        self._board.restyle(theme)
        self._keyboard.restyle(theme)
        self._show_card()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the plane in its corners."""
        super().resizeEvent(event)
        self._corners.arrange()

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Fit now that the plane's size is known, if that was asked for before."""
        super().showEvent(event)
        if self._fit_when_shown:
            self.fit()

    # ---- what happens on the stage -------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._column)
        layout.addWidget(self._canvas, 1)
        self.setFocusProxy(self._canvas)
        self._card.raise_()
        self._picker.raise_()

    def _connect(self) -> None:
        self._tools.edited.connect(self.edited)
        self._tools.previewed.connect(self.previewed)
        self._tools.selected.connect(self._on_selected)
        self._mouse.hovered.connect(self._on_pointer)
        self._mouse.pressed.connect(self._on_pressed)
        self._keyboard.walked.connect(self._on_pointer)
        self._keyboard.tool_chosen.connect(self.choose_tool)
        self._keyboard.class_chosen.connect(self._on_class_key)
        self._keyboard.fit_wanted.connect(self.fit)
        self._column.chosen.connect(self.choose_tool)
        self._column.fit_wanted.connect(self.fit)
        self._card.switched.connect(self._on_switched)
        self._card.class_chosen.connect(self._on_class)
        self._card.class_wanted.connect(self._on_class_wanted)
        self._picker.chosen.connect(self._on_axes)
        self._canvas.range_changed.connect(self._on_range)
        self._canvas.shape_changed.connect(self._on_shape)
        self._canvas.installEventFilter(self._keyboard)  # its focus
        self.installEventFilter(self._keyboard)  # the keys that no child has used

    def _on_range(self) -> None:
        if self._board.mode is not None and self.experiment is not None:
            self._board.mode.redraw()
        self._is_fresh = False
        self.view_changed.emit()

    def _on_shape(self) -> None:
        self._corners.arrange()
        if self._board.mode is not None and self.experiment is not None:
            self._board.mode.redraw()

    def _on_pressed(self) -> None:
        self._is_fresh = False
        self._keyboard.hide_cross()

    def _on_pointer(self, at: QPointF | None) -> None:
        if at is None or self._board.mode is None or not self._canvas.pixels.contains(at):
            self.pointed.emit("")
        else:
            self.pointed.emit(self._board.mode.describe(*self._canvas.to_data(at)))

    def _on_selected(self) -> None:
        row = self._board.selected
        if row is not None and self._board.mode is not None:
            self.pointed.emit(self._board.mode.describe(*self._board.place_of(row)))

    def _on_switched(self, layer: str, shown: bool) -> None:
        (self._board.off.discard if shown else self._board.off.add)(layer)
        if self._board.mode is not None:
            self._board.mode.redraw()
        self.view_changed.emit()

    def _on_class(self, label: Label) -> None:
        self._board.label = label
        self._card.choose(label)
        self._keyboard.enter_lane()

    def _on_class_key(self, index: int) -> None:
        if index < len(self._board.classes):
            self._on_class(self._board.classes[index])

    def _on_class_wanted(self) -> None:
        label = next_class(self._board.classes)
        self._board.more_classes.update((*self._board.classes, label))
        self._board.refresh()
        self._show_card()
        self._on_class(label)

    def _on_axes(self, x: str, y: str) -> None:
        if isinstance(self._board.mode, PlaneMode):
            self._board.mode.axes = (x, y)
            self._board.mode.hide_model()
            self._board.refresh()
            self._show_card()
            self.fit()

    def _show_card(self) -> None:
        mode, experiment = self._board.mode, self.experiment
        self._card.setVisible(mode is not None and experiment is not None)
        self._picker.setVisible(isinstance(mode, PlaneMode) and len(_features(experiment)) > 2)
        if mode is None or experiment is None:
            return
        self._card.show_content(mode.legend(), self._board.off, self._board.classes, self._theme)
        self._card.choose(self._board.label)
        if isinstance(mode, PlaneMode):
            self._picker.show_axes(_features(experiment), mode.axes)
        self._corners.arrange()


def _subject(experiment: Experiment) -> tuple[object, ...]:
    """What the plane is about; when it changes, the old view means nothing any more."""
    data = experiment.data
    return data.features, data.target, data.task, experiment.title


def _features(experiment: Experiment | None) -> tuple[str, ...]:
    return experiment.data.features if experiment is not None else ()
