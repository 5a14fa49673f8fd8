"""What if from here: one number of the experiment, some values, and what would come of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engine.catalog import Range
from engine.edits.setting import varied
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.settings import find
from engine.frames import Frame, Futures, FuturesRequest, Request
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import Row, describe
from gui.kit.panel import Panel
from gui.kit.parameter_names import cells
from gui.kit.pinned import PinnedRun
from gui.kit.theme import LIGHT, Theme
from gui.kit.variants import offered, read, suggested, written
from gui.kit.wishes import GoOn, KeepRuns
from gui.kit.words import tr
from gui.model.journal.journal import Journal
from gui.panels.futures.outcomes import Outcomes
from gui.panels.futures.plot import FuturesPlot

STEPS = 100
MOST = 5  # values at once
MOST_STEPS = 100_000
LEAST = 90  # pixels of the plot
LABEL = 0.36  # of a row


class FuturesPanel(Panel):
    """Training goes on with each value from the very state that is shown; one can be taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting, self.values, self.look = NameCombo(), QLineEdit(), QToolButton()
        self.steps = NumberField(Range(1, MOST_STEPS), whole=True, stretch=(1, 10_000), log=True)
        self.steps.set_value(STEPS)
        self.plot, self.outcomes = FuturesPlot(), Outcomes()
        self._request: FuturesRequest | None = None  # what is asked for and has not come
        self._shown: tuple[FuturesRequest, Futures] | None = None
        self._proposed = ""  # values that give way to others
        self._place = (-1, -1)  # run and step
        self._journal: Journal | None = None
        self._arrange()
        self.setting.chosen.connect(self._on_setting)
        self.look.clicked.connect(self._on_look)
        self.values.returnPressed.connect(self._on_look)
        self.outcomes.taken.connect(self._on_taken)
        self.restyle(LIGHT)

    def read_journal(self, journal: Journal) -> None:
        """The losses so far are its."""
        self._journal = journal

    def wants(self) -> tuple[Request, ...]:
        """The futures, from when they are asked for; other views draw them too."""
        shown = None if self._shown is None else self._shown[0]
        request = self._request or shown
        return (request,) if request is not None else ()

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer its numbers; what would have come of another one is taken away."""
        before = self.experiment
        super().show_experiment(experiment)
        chosen = self.setting.currentData()
        self.setting.set_items(
            Item(path, tr(setting.label), tr(setting.help))
            for path, setting in offered(experiment, from_start=False).items()
        )
        is_other = self.setting.currentData() != chosen  # whose values these are not
        if is_other or self.values.text() in ("", self._proposed):
            self._suggest()
        if before is not None and before != experiment:
            self._clear()

    def forget(self) -> None:
        """There is nothing to go on from; values for another experiment are proposed anew."""
        self._proposed = self.values.text()
        self._clear()

    def draw(self, frame: Frame) -> None:
        """Show what has come; from another place something else would."""
        here = frame.run, frame.step
        if here != self._place:
            self._place = here
            if self._shown is not None:
                self._clear()
        view = frame.views.get(self._request) if self._request is not None else None
        if self._request is not None and isinstance(view, Futures) and view.step == frame.step:
            self._shown, self._request = (self._request, view), None
            self._show(view)
        elif self._request is not None and not frame.running:
            self.want_other_views()

    def view_state(self) -> dict[str, Any]:
        """What is chosen."""
        return {
            "setting": self.setting.currentData(),
            "values": self.values.text(),
            "steps": self.steps.value(),
        }

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again, as far as it applies."""
        self.setting.pick(state.get("setting"))
        values, steps = state.get("values"), state.get("steps")
        if isinstance(values, str):
            self.values.setText(values)
        if isinstance(steps, int) and not isinstance(steps, bool) and 1 <= steps <= MOST_STEPS:
            self.steps.set_value(steps)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.plot.restyle(theme)
        self.outcomes.color([self.plot.color(place) for place in range(len(self.outcomes))])

    # ---- inside ---------------------------------------------------------------------------------

    def _show(self, view: Futures) -> None:
        past = np.empty(0) if self._journal is None else self._journal.losses.values
        ahead = max((len(future.losses) for future in view.futures), default=1)
        self.plot.show_futures(view.step, past[: view.step][-max(ahead, 1) :], view.futures)
        self.outcomes.show_futures(view)
        self.outcomes.color([self.plot.color(place) for place in range(len(view.futures))])

    def _clear(self) -> None:
        self._shown, self._request = None, None
        self.plot.clear_futures()
        self.outcomes.clear()

    def _suggest(self) -> None:
        path = self.setting.currentData()
        if self.experiment is not None and path is not None:
            self._proposed = written(suggested(self.experiment, path))
            self.values.setText(self._proposed)

    def _on_setting(self) -> None:
        self._suggest()
        self._clear()

    def _on_look(self) -> None:
        path, steps = self.setting.currentData(), self.steps.value()
        if self.experiment is None or path is None or steps is None:
            return
        try:
            values = read(self.values.text(), path, 1, MOST)
            setting = find(self.experiment, path)
            for value in values:
                if setting.read is not None and value is not None:
                    setting.read(value, path)
        except EngineError as error:
            self.refuse(error)
            return
        self._clear()
        names = [*cells(self.experiment)][:2]
        axes = (names[0], names[1]) if len(names) == 2 else None
        self._request = FuturesRequest(path, values, int(steps), axes)
        self.outcomes.wait()
        self.want_other_views()

    def _on_taken(self, place: int) -> None:
        """Go on with one value; the others are kept as branches beside it."""
        if self.experiment is None or self._shown is None:
            return
        request, view = self._shown
        self._keep_others(request, view, place)
        setting, value = find(self.experiment, request.path), request.values[place]
        changed = varied(self.experiment, request.path, value)
        if setting.of(changed) != setting.of(self.experiment):
            self.propose(tr(setting.label), changed)
        self.wish(GoOn(request.steps))

    def _keep_others(self, request: FuturesRequest, view: Futures, place: int) -> None:
        if self.experiment is None or self._journal is None:
            return
        past = self._journal.losses.values[: view.step]
        earned, earlier = self._journal.earned(self.experiment)
        setting = find(self.experiment, request.path)
        kept = [
            PinnedRun(
                varied(self.experiment, request.path, future.value),
                np.concatenate([past, future.losses]),
                number=0,
                kind="branch",
                earlier=earlier
                if not view.step or setting.of(earned) == future.value
                else (*earlier, (view.step, earned)),
            )
            for other, future in enumerate(view.futures)
            if other != place and len(future.losses)
        ]
        if kept:
            self.wish(KeepRuns(tuple(kept)))

    def picture_parts(self) -> list[QWidget]:
        """What would come of it, without the form."""
        parts: list[QWidget] = [self.plot, self.outcomes]
        return [part for part in parts if part.isVisibleTo(self)]

    def _arrange(self) -> None:
        self.look.setText(tr("Look ahead"))
        describe(
            self.look,
            tr("Look ahead"),
            tr("Trains copies from here, one for each value; the run itself stays where it is."),
        )
        setting = tr("The number of the experiment that is to be another one.")
        values = tr("One to five values, with a space between them.")
        steps = tr("How many steps each of them is to go on for.")
        last = QWidget()
        across = QHBoxLayout(last)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(Row(tr("Steps"), steps, self.steps, 2 * LABEL), 1)
        across.addWidget(self.look)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(Row(tr("What if"), setting, self.setting, LABEL))
        down.addWidget(Row(tr("were"), values, self.values, LABEL))
        down.addWidget(last)
        self.plot.setMinimumHeight(LEAST)
        policy = QSizePolicy.Policy
        self.plot.setSizePolicy(policy.Expanding, policy.Ignored)
        down.addWidget(self.plot, 1)
        down.addWidget(self.outcomes)
