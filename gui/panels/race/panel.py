"""The race: variants of the experiment side by side, a guess before, and places after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.edits.setting import varied
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.settings import find
from engine.frames import Frame, Race, RaceRequest, Request
from gui.kit.panel import Panel
from gui.kit.pinned import PinnedRun, PinnedRuns
from gui.kit.theme import LIGHT, Theme
from gui.kit.variants import shown
from gui.kit.wishes import GoOn, Pause, PinRuns, Reset
from gui.kit.words import tr
from gui.panels.race import notes
from gui.panels.race.form import RaceForm
from gui.panels.race.plot import RacePlot
from gui.panels.race.standings import Standings

LEAST = 140  # pixels of the plot


class RacePanel(Panel):
    """The run at hand stands still meanwhile, and stays as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self.plot, self.standings = RaceForm(), RacePlot(), Standings()
        self.outcome = QLabel()
        self._request: RaceRequest | None = None  # of the race that is on
        self._shown: tuple[RaceRequest, Race] | None = None
        self._guess = ("", "")
        self._subject: Experiment | None = None  # that was raced with
        self._pinned: PinnedRuns = ()
        self._arrange()
        self.form.started.connect(self._on_started)
        self.standings.opened.connect(self._on_opened)
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """How the race stands, as long as it is on."""
        return () if self._request is None else (self._request,)

    def show_experiment(self, experiment: Experiment) -> None:
        """A race is one of the experiment as it was at its start."""
        super().show_experiment(experiment)
        self.form.show_experiment(experiment)
        if self._request is not None and experiment is not self._subject:
            self._end(tr("The experiment was changed: the race was given up."))

    def forget(self) -> None:
        """Nothing of another experiment is shown."""
        self._end("")
        self._shown = None
        self.standings.clear()
        self.plot.show_racers((), None)

    def show_pinned(self, runs: PinnedRuns) -> None:
        """Those that are kept already."""
        self._pinned = runs

    def draw(self, frame: Frame) -> None:
        """Show how it stands."""
        if self._request is None:
            return
        view = frame.views.get(self._request)
        if isinstance(view, Race):
            self._shown = self._request, view
            self.plot.show_racers(view.racers, self._request.finish.loss_below)
            self.standings.show_race(view, self.plot.color)
            if view.over:
                self._end(self._told(view))
                return
        if not frame.running:
            self.want_other_views()

    def view_state(self) -> dict[str, Any]:
        """What is chosen."""
        return self.form.state()

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again."""
        self.form.take_state(state)

    def notes(self) -> dict[str, Any]:
        """The race that is over, with the guess before it."""
        if self._shown is None or not self._shown[1].over:
            return {}
        return notes.written(*self._shown, self._guess)

    def take_notes(self, notes_of: Mapping[str, Any]) -> None:
        """Show a race that was over when its file was saved."""
        found = notes.read(notes_of)
        if found is None:
            return
        request, race, self._guess = found
        self._shown = request, race
        self.plot.show_racers(race.racers, request.finish.loss_below)
        self.standings.show_race(race, self.plot.color)
        self._end(self._told(race))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.plot.restyle(theme)
        if self._shown is not None:
            self.standings.show_race(self._shown[1], self.plot.color)

    # ---- inside ---------------------------------------------------------------------------------

    def _on_started(self) -> None:
        if self._request is not None:
            self._end(tr("The race was given up."))
            return
        try:
            request = self.form.request()
            if self.experiment is not None:
                self.experiment.check()
        except EngineError as error:
            self.refuse(error)
            return
        self._request, self._shown, self._subject = request, None, self.experiment
        self._guess = self.form.committed()
        self.form.start.setText(tr("Give up the race"))
        self.outcome.setText(tr("They are on the way…"))
        self.wish(Pause())
        self.want_other_views()

    def _end(self, said: str) -> None:
        self._request = None
        self.form.start.setText(tr("Start the race"))
        self.outcome.setText(said)

    def _told(self, race: Race) -> str:
        """Who was first, and what was thought before."""
        first = [shown(racer.value) for racer in race.racers if racer.place == 1]
        if not first:
            return tr("Nobody came to the finish.")
        by = {
            "steps": tr("by steps"),
            "rows": tr("by rows seen"),
            "loss": tr("by the last epoch's loss"),
        }[race.by]
        said = [tr("First, {by}: {winners}.", by=by, winners=", ".join(first))]
        guess, reason = self._guess
        if guess:
            because = f" ({reason})" if reason else ""
            right = tr("right") if guess in first else tr("not so")
            said.append(tr("Your guess {guess}{because}: {right}.", guess=guess, because=because,
                           right=right))  # fmt: skip
        return " ".join(said)

    def _on_opened(self, place: int) -> None:
        """Make a racer the run at hand; the others' curves stay beside it."""
        if self.experiment is None or self._shown is None:
            return
        request, race = self._shown
        kept = [
            PinnedRun(varied(self.experiment, request.path, racer.value), racer.losses.copy(), 0)
            for other, racer in enumerate(race.racers)
            if other != place and len(racer.losses)
        ]
        start = max((run.number for run in self._pinned), default=0) + 1
        numbered = [PinnedRun(run.experiment, run.losses, start + k) for k, run in enumerate(kept)]
        self.wish(PinRuns((*self._pinned, *numbered)))
        setting, racer = find(self.experiment, request.path), race.racers[place]
        changed = varied(self.experiment, request.path, racer.value)
        if setting.of(changed) != setting.of(self.experiment):
            self.propose(tr(setting.label), changed)
        self.wish(Reset())
        self.wish(GoOn(int(racer.steps[-1])))

    def picture_parts(self) -> list[QWidget]:
        """What came of it, without the form."""
        parts: list[QWidget] = [self.outcome, self.plot, self.standings]
        return [part for part in parts if part.isVisibleTo(self)]

    def _arrange(self) -> None:
        policy = QSizePolicy.Policy
        self.plot.setMinimumHeight(LEAST)
        self.plot.setSizePolicy(policy.Expanding, policy.Ignored)
        self.outcome.setWordWrap(True)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.form)
        down.addWidget(self.outcome)
        down.addWidget(self.plot, 1)
        down.addWidget(self.standings)
        self.standings.clear()
