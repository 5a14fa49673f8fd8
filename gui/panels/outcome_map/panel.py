"""The map: what comes of the experiment for every pair of values of two of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.edits.parts import with_start_values
from engine.edits.setting import varied
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.light import lightened
from engine.frames import Frame, OutcomeMap, OutcomeMapRequest, Request, Start, StartRequest
from engine.frames.outcome_map import CONVERGED, DIVERGED, SLOW, START_SCALE, UNKNOWN
from gui.kit.forms.rows import describe
from gui.kit.note import Note
from gui.kit.numbers import loss
from gui.kit.panel import Panel
from gui.kit.theme import LIGHT, Theme
from gui.kit.variants import shown
from gui.kit.wishes import Pause, TrainAnew
from gui.kit.words import tr
from gui.panels.outcome_map.form import MapForm
from gui.panels.outcome_map.picture import Cell, MapPicture
from gui.panels.outcome_map.scales import Scales

LINES = 2  # that are said under the map
NOTHING: NDArray[np.int8] = np.empty((0, 0), dtype=np.int8)
NONE: NDArray[np.bool_] = np.empty((0, 0), dtype=bool)
Pairs = tuple[tuple[str, Any], ...]


class OutcomeMapPanel(Panel):
    """Filled from coarse to fine while the run at hand stands still; a cell opens as a run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self.picture_of_cells, self.reading = MapForm(), MapPicture(), Note(LINES)
        self._request: OutcomeMapRequest | None = None  # of the map that is being drawn
        self._shown: tuple[OutcomeMapRequest, OutcomeMap] | None = None
        self._subject: Experiment | None = None
        self._start: StartRequest | None = None  # of a cell that is to be opened
        self._steps = 0
        self.reading.setObjectName("Muted")
        self.open = QPushButton(tr("Open"))
        help = tr("Trains the chosen cell's experiment as the run at hand; Undo takes it back.")
        describe(self.open, tr("Open the chosen cell"), help)
        self.open.setEnabled(False)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.form)
        down.addWidget(self.picture_of_cells, 1)
        below = QHBoxLayout()
        below.addWidget(self.reading, 1)
        below.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(below)
        self.form.started.connect(self._on_started)
        self.picture_of_cells.pointed.connect(self._on_pointed)
        self.picture_of_cells.chosen.connect(self._on_chosen)
        self.picture_of_cells.opened.connect(self._on_opened)
        self.open.clicked.connect(self._open_chosen)
        self.restyle(LIGHT)
        self._tell()

    def wants(self) -> tuple[Request, ...]:
        """The map, as long as it is being drawn; the start of a cell that is to be opened."""
        return tuple(one for one in (self._request, self._start) if one is not None)

    def show_experiment(self, experiment: Experiment) -> None:
        """A map is one of the experiment as it was when it was begun."""
        super().show_experiment(experiment)
        self.form.show_experiment(experiment)
        if self._request is not None and experiment is not self._subject:
            self._end()

    def forget(self) -> None:
        """Nothing of another experiment is shown."""
        self._end()
        self._shown = None
        self.picture_of_cells.choose(None)
        self.picture_of_cells.show_outcomes(NOTHING, NONE, None)
        self._tell()

    def draw(self, frame: Frame) -> None:
        """Show as much as is known."""
        start = frame.views.get(self._start) if self._start is not None else None
        if self._start is not None and isinstance(start, Start):
            values, self._start = self._start.values, None
            self._open(values, start.weights)
        if self._request is None:
            return
        view = frame.views.get(self._request)
        if isinstance(view, OutcomeMap):
            self._shown = self._request, view
            self.picture_of_cells.show_outcomes(view.outcomes, view.exact, self._scales())
            if view.over:
                self._end()
            self._on_pointed(None)
        if self._request is not None and not frame.running:
            self.want_other_views()

    def view_state(self) -> dict[str, Any]:
        """What is chosen."""
        return self.form.state()

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again."""
        self.form.take_state(state)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.picture_of_cells.restyle(theme)

    # ---- inside ---------------------------------------------------------------------------------

    def _on_started(self) -> None:
        if self._request is not None:
            self._end()
            self._tell()
            return
        try:
            if self.experiment is not None:
                self.experiment.check()
            self._request = self.form.request()
        except EngineError as error:
            self.refuse(error)
            return
        self._shown, self._subject = None, self.experiment
        self.picture_of_cells.choose(None)
        self.form.start.setText(tr("Give up the map"))
        self.wish(Pause())
        self.want_other_views()
        self._tell()

    def _end(self) -> None:
        self._request = None
        self.form.start.setText(tr("Draw the map"))

    def _tell(self) -> None:
        if self._shown is None:
            waits = tr("The cells are on their way…")
            self.reading.setText(waits if self._request is not None else tr("No map is drawn yet."))
            return
        view = self._shown[1]
        counts = [int((view.outcomes == kind).sum()) for kind in (CONVERGED, SLOW, DIVERGED)]
        self.reading.setText(
            tr(
                "{done} of {all} cells exact: • {converged} converged, {slow} slow, "
                "\\ {diverged} diverged.",
                done=view.done,
                all=view.outcomes.size,
                converged=counts[0],
                slow=counts[1],
                diverged=counts[2],
            )
        )

    def _on_chosen(self, cell: Cell | None) -> None:
        self.open.setEnabled(cell is not None)
        self._on_pointed(cell)

    def _open_chosen(self) -> None:
        if (cell := self.picture_of_cells.cell) is not None:
            self._on_opened(cell)

    def _on_pointed(self, cell: Cell | None) -> None:
        """Say what a cell would open; where none is pointed at, of the one that is chosen."""
        cell = cell or self.picture_of_cells.cell
        if cell is None or self._shown is None:
            self._tell()
            return
        request, view = self._shown
        kinds = {
            UNKNOWN: tr("not known yet"),
            DIVERGED: tr("diverged"),
            CONVERGED: tr("converged"),
            SLOW: tr("slow"),
        }
        row, column = cell
        said = tr(
            "{across} {x}, {up} {y}: {outcome}, loss {loss}",
            across=self._name(request.across),
            x=shown(request.x[column]),
            up=self._name(request.up),
            y=shown(request.y[row]),
            outcome=kinds[int(view.outcomes[row, column])],
            loss=loss(float(view.losses[row, column])),
        )
        if not view.exact[cell]:
            said = tr("{said} (not exact yet)", said=said)
        self.reading.setText(said)
        self.picture_of_cells.setAccessibleDescription(said)

    def _scales(self) -> Scales | None:
        asked = self._request
        if asked is None:
            return None
        return Scales(self._name(asked.across), self._name(asked.up), asked.x, asked.y)

    def _name(self, path: str) -> str:
        for combo in (self.form.across.setting, self.form.up.setting):
            place = combo.findData(path)
            if place >= 0:
                return combo.itemText(place)
        return path

    def _on_opened(self, cell: Cell) -> None:
        """Make a cell's run the one at hand; a scaled start is asked for first."""
        if self._subject is None or self._shown is None:
            return
        request, (row, column) = self._shown[0], cell
        values = ((request.across, request.x[column]), (request.up, request.y[row]))
        self._steps = request.steps
        if any(path == START_SCALE for path, _ in values):
            self._start = StartRequest(values, lightened(self._subject))
            self.want_other_views()
        else:
            self._open(values, {})

    def _open(self, values: Pairs, weights: Mapping[str, NDArray[np.floating]]) -> None:
        changed = self._subject
        if changed is None:
            return
        try:
            for path, value in values:
                changed = changed if path == START_SCALE else varied(changed, path, value)
        except EngineError as error:
            self.refuse(error)
            return
        changed = with_start_values(changed, weights) if weights else changed
        self.wish(TrainAnew(tr("Open a cell"), changed, self._steps))
