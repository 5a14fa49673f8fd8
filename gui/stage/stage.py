"""The stage: the learner's data in the middle of the window, and what the model makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from engine.experiment import Experiment
from gui.kit.columns import Columns, data_columns
from gui.kit.guard import guarded
from gui.kit.panel import Panel
from gui.kit.pointing import Pointing
from gui.kit.theme import LIGHT, Theme
from gui.kit.ties import Ties
from gui.kit.wishes import Point, SwitchSnap
from gui.kit.words import tr
from gui.stage.hand.hand import Hand
from gui.stage.hand.tool import Tool
from gui.stage.modes.board import Board, subject
from gui.stage.modes.view_state import take_view_state, view_state
from gui.stage.overlay.asking import Asking
from gui.stage.overlay.body import fill
from gui.stage.overlay.extras import Extras
from gui.stage.overlay.fitting import Fitting
from gui.stage.overlay.legend import Legend
from gui.stage.overlay.looking import Looking
from gui.stage.overlay.reading import Reading
from gui.stage.overlay.tabbing import chain
from gui.stage.overlay.toolbox import ToolColumn
from gui.stage.plane.canvas import Canvas

if TYPE_CHECKING:
    from engine.frames import Frame, Request
    from gui.stage.overlay.pointed import StageThings


class Stage(Panel):
    """The plane with its tools and its legend."""

    is_spoken = True

    looked = Signal(object)  # a Sight: another part of the data is shown

    hears_always = True  # behind the start page too: its tools and keys work on what holds

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self.title = tr("Stage")
        self.setObjectName("Stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._canvas = Canvas(self)
        self._board = Board(self._canvas, theme)
        self._hand = Hand(self._board, self)
        self._tools = self._hand.tools
        self.selecting = self._hand.selecting  # what can be done with the selected points
        self._painted: StageThings | None = None
        self._pointing = Pointing(
            self,
            self.wish,
            self._canvas.plot.viewport(),
            things=lambda: self._things().all(),
            at=lambda at: self._things().at(at),
            tells=lambda found, event: self._things().may_tell(found, event),
            opens=lambda found, event: self._things().may_open(found, event),
        )
        self.asking = Asking(self._board, self)
        self._column = ToolColumn(self)
        self._legend = Legend(self._board, self.asking, self)
        self._pointing.watch(self._legend.chips)
        self._fitting = Fitting(self._board)
        self.extras = Extras(self._board, self._tools, self._legend.bar, self)
        self.reading = Reading(self._canvas)
        self.parts = self._canvas, self._column  # what the keyboard meets first
        self._looking = Looking(self._board, self)
        self._looking.looked.connect(self.looked)
        self._lay_out()
        self._connect()
        self.restyle(theme)

    # ---- what the window does ------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the points; the axes move only when other columns or another title come."""
        before, self.experiment = self.experiment, experiment
        same = before is not None and subject(before) == subject(experiment)
        if same and self._tools.follows(experiment):
            self._board.replace(experiment)
            return
        self._tools.abandon()
        self._board.show(experiment)
        self._legend.refresh()
        self.extras.show_data()
        if not same:
            self.extras.unpin()
            self.wish(Point(""))
            self.asking.close()
            self.fit()
        self._look()

    def opened(self, experiment: Experiment) -> None:
        """Show an experiment that was just opened or made: without a model yet, all in view."""
        self.show_experiment(experiment)
        self.forget()
        self.fit()
        self._fitting.is_fresh = True

    def forget(self) -> None:
        """Show the data alone, until a frame brings the model."""
        if self._board.mode is not None:
            self._board.mode.hide_model()
        self.extras.forget()
        self._legend.show_figures()

    def wants(self) -> tuple[Request, ...]:
        """The model over what is visible."""
        mode = self._board.trained
        return () if mode is None else (*mode.wants(), *self.extras.wants())

    def draw(self, frame: Frame) -> None:
        """Show the model of a frame."""
        mode = self._board.trained
        if mode is None or not mode.draw(frame):
            return
        self.extras.draw(frame)
        self._legend.show_figures()
        if self._fitting.is_fresh:
            # Opening ends here: the model's first line should be in view, or nobody finds it.
            self._fitting.is_fresh = False
            self.fit()

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(
            speaker=self._canvas,
            pointing=self._pointing,
            selection=self.show_selection,
            pinned=self.extras.show_kept,
            ghosts=self._ghosts,
            imagined=self.extras.draw_imagined,
            room=self._legend.bar.leave_room,
        )

    def fit(self) -> None:
        """Show all points, with some room around them."""
        self._fitting.fit()

    def show_selection(self, rows: NDArray[np.int64]) -> None:
        """Ring the rows that were selected elsewhere."""
        count = len(self._board.points.cloud)
        if not np.array_equal(rows, self._board.rows) and (not len(rows) or rows[-1] < count):
            self._board.select_rows(rows)

    def choose_tool(self, tool: Tool) -> None:
        """Take a tool into the hand; the select tool, taken again, draws the other outline."""
        if self._hand.take(tool):
            self._column.show_lasso(self.selecting.lasso)
        self._column.choose(tool)
        self.extras.cards.show_reach()

    def take_another_class(self) -> None:
        """Have the next points be of a class that no point has."""
        self._legend.take_another()

    def snap(self, snaps: bool) -> None:
        """Let points that are put or moved go to round places, or not any more."""
        self._board.snaps = snaps
        self._column.show_snap(snaps)

    def picture_parts(self) -> list[QWidget]:
        """The legend and the plane, without the tools."""
        bar = self._legend.bar
        return [bar, self._canvas] if bar.isVisible() else [self._canvas]

    def ground(self, theme: Theme) -> str:
        """The plane's own."""
        return theme.stage

    def columns(self) -> Columns | None:
        """The data."""
        return None if self.experiment is None else data_columns(self.experiment.data.table)

    def in_words(self) -> str:
        """How many points there are, and what the model makes of them."""
        return self._board.in_words()

    def view_state(self) -> dict[str, Any]:
        """What is drawn over the plane, and how the plane is looked at."""
        return view_state(self._board)

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """That again, as far as it applies."""
        take_view_state(self._board, state)
        if self._board.mode is not None and self.experiment is not None:
            self._board.mode.refit()
            self._legend.refresh()
            self._look()
            self.want_other_views()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme, where it is another one: drawing anew takes time."""
        if theme is self._theme:
            return
        self._theme = theme
        self._column.restyle(theme)
        self._board.restyle(theme)
        self.extras.restyle(theme)
        self._hand.restyle(theme)
        self._legend.refresh()

    @guarded(None)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button belongs to the tools; only the key opens a menu."""
        event.setAccepted(event.reason() == QContextMenuEvent.Reason.Mouse)

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Have the card of the value, which is made only where it is seen."""
        super().showEvent(event)
        self.extras.cards.show_data()

    # ---- what happens on the stage -------------------------------------------------------------

    def _lay_out(self) -> None:
        self.body = fill(self, self._legend.bar, self._column, self._canvas)
        self.setFocusProxy(self._canvas)
        chain(self._canvas, self._column.stops)
        self._legend.follow(self._column.stops[-1])

    def _connect(self) -> None:
        self._hear_hand()
        self._hear_legend()
        self.extras.wished.connect(self.wished)
        self.extras.rows_changed.connect(self._legend.refresh)
        self.extras.rows_changed.connect(self._look)
        self.extras.axes_chosen.connect(self._legend.choose_axes)
        self.asking.edited.connect(self.propose)
        self.asking.refused.connect(self.refuse)
        self.asking.fit_wanted.connect(self.fit)
        self._column.chosen.connect(self.choose_tool)
        self._column.fit_wanted.connect(self.fit)
        self._column.snap_wanted.connect(lambda: self.wish(SwitchSnap()))
        self._canvas.range_changed.connect(self._on_range)
        self._canvas.shape_changed.connect(self._on_shape)
        self._canvas.installEventFilter(self._hand.keyboard)  # its focus
        self.installEventFilter(self._hand.keyboard)  # the keys that no child has used

    def _hear_hand(self) -> None:
        self._hand.wished.connect(self.wished)
        self._hand.pressed.connect(self._fitting.on_moved)
        self._tools.edited.connect(self.propose)
        self._tools.refused.connect(self.refuse)
        self._hand.mouse.axis_pressed.connect(self.asking.limits)
        keyboard = self._hand.keyboard
        keyboard.tool_chosen.connect(self.choose_tool)
        keyboard.class_chosen.connect(self._legend.choose_place)
        keyboard.legend_wanted.connect(self._legend.enter)
        keyboard.fit_wanted.connect(self.fit)

    def _hear_legend(self) -> None:
        self._legend.edited.connect(self.propose)
        self._legend.switched.connect(self.extras.switch)
        self._legend.class_chosen.connect(self._hand.keyboard.enter_lane)
        self._legend.class_given.connect(self._hand.give_class)
        self._legend.unselected.connect(self._tools.select)
        self._legend.axes_chosen.connect(self.fit)

    def _on_range(self) -> None:
        self._redraw()
        self._fitting.on_moved()
        self._look()
        self.want_other_views()

    def _look(self) -> None:
        if self.experiment is not None:
            self._looking.look()

    def _on_shape(self) -> None:
        self.reading.place()
        self._redraw()

    def _ghosts(self) -> tuple[Request, ...]:
        """The line, the curves or the border as they would be."""
        mode = self._board.trained
        return () if mode is None else mode.ghosts()

    def _things(self) -> StageThings:
        """Where things are; made with the first that is pointed at."""
        if self._painted is None:
            from gui.stage.overlay.pointed import StageThings

            self._painted = StageThings(
                self, self._board, self._tools, self.extras, self._legend.chips
            )
        return self._painted

    def _redraw(self) -> None:
        if self._board.mode is not None and self.experiment is not None:
            self._board.mode.redraw()
        self.extras.refresh()
