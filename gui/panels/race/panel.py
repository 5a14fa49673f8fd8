"""The race: variants of the experiment side by side, a guess before, and places after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.light import lightened, whole
from engine.frames import Frame, Race, RaceRequest, Request
from gui.kit.note import Note
from gui.kit.panel import Panel
from gui.kit.pinned import PinnedRun, PinnedRuns
from gui.kit.racing import first_number, no_race
from gui.kit.scrolling import bring_into_view
from gui.kit.theme import LIGHT, Theme
from gui.kit.ties import Notes, Ties
from gui.kit.wishes import Pause, PinRuns, ReopenRun, Say
from gui.kit.words import tr
from gui.panels.race import notes
from gui.panels.race.form import RaceForm, begun
from gui.panels.race.outcome import told
from gui.panels.race.plot import RacePlot
from gui.panels.race.standings import Sideways, Standings

LEAST = 140  # pixels of the plot


class RacePanel(Panel):
    """The run at hand stands still meanwhile, and stays as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self.plot, self.standings = RaceForm(), RacePlot(), Standings()
        self.outcome, self._ranking = Note(), Sideways(self.standings)
        self._request: RaceRequest | None = None  # of the race that is on
        self._shown: tuple[RaceRequest, Race] | None = None
        self._guess = ("", "")
        self._is_given_up = False
        self._subject: Experiment | None = None  # that was raced with
        self._racers: tuple[Experiment | str | None, ...] = ()  # light ones are of a file
        self._pinned: PinnedRuns = ()
        self._theme = LIGHT
        self._arrange()
        self.form.started.connect(self._on_started)
        self.standings.opened.connect(self._on_opened)
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """How the race stands, as long as it is on."""
        return () if self._request is None else (self._request,)

    def ties(self) -> Ties:
        """Hidden it is the same: a race goes on, and others show its racers."""
        return Ties(
            pinned=self.show_pinned,
            passed=self.draw,
            wants_hidden=self.wants,
            notes=Notes(self.notes, self.take_notes),
        )

    def show_experiment(self, experiment: Experiment) -> None:
        """A race is one of the experiment as it was at its start."""
        super().show_experiment(experiment)
        self.form.show_experiment(experiment)
        if self._request is not None and experiment is not self._subject:
            self._is_given_up = True
            self._end(tr("The experiment was changed: the race was given up."))

    def forget(self) -> None:
        """Nothing of another experiment is shown."""
        self._end("")
        self._shown = None
        self.form.forget()
        self.standings.clear()
        self.plot.show_racers((), None)

    def show_pinned(self, runs: PinnedRuns) -> None:
        """Those that are kept already."""
        self._pinned = runs
        self.form.show_pinned(runs)
        if self._request is None and self._shown is not None:
            self._name_curves(self._first_kept(self._shown[1]))

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
                self._end(told(view, self._guess))
                self._keep_racers(view)
                if not self.isVisible():
                    self.wish(Say(self.outcome.text()))
                QTimer.singleShot(0, self, self._show_what_came)
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
        """How the race stands, with the guess before it."""
        if self._shown is None:
            return {}
        request, race = self._shown
        lights = tuple(lightened(r) if isinstance(r, Experiment) else r for r in self._racers)
        return notes.written(notes.Told(request, race, self._guess, lights, self._is_given_up))

    def take_notes(self, notes_of: Mapping[str, Any]) -> None:
        """Show a race as it stood when its file was saved; one under way can be run again."""
        found = notes.read(notes_of)
        if found is None:
            return
        self._guess, self._racers = found.guess, found.racers
        self._is_given_up = found.is_given_up
        self._shown = found.request, found.race
        self.plot.show_racers(found.race.racers, found.request.finish.loss_below)
        self.standings.show_race(found.race, self.plot.color)
        if found.race.over:
            self._end(told(found.race, self._guess))
        else:
            self.form.commit(*found.guess)
            given_up = tr("This race was given up: start it to run it again.")
            under_way = tr("This race was under way when it was saved: start it to run it again.")
            self._end(given_up if found.is_given_up else under_way)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.plot.restyle(theme)
        if self._shown is not None:
            self.standings.show_race(self._shown[1], self.plot.color)

    # ---- inside ---------------------------------------------------------------------------------

    def _on_started(self) -> None:
        if self._request is not None:
            self._is_given_up = True
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
        self.hears_always = True  # a change would end the race, seen or not
        self._racers = begun(request, self._subject)
        self._guess, self._is_given_up = self.form.committed(), False
        self._name_curves(first_number(self._pinned))
        self.form.start.setText(tr("Give up the race"))
        self.outcome.setText(tr("They are on the way…"))
        self.wish(Pause())
        self.want_other_views()

    def _show_what_came(self) -> None:
        """Scroll from the form to who was first, where there is no room for both."""
        bring_into_view(self, QRectF(self.outcome.geometry().united(self._ranking.geometry())))

    def _end(self, said: str) -> None:
        self._request, self.hears_always = None, False
        self.form.start.setText(tr("Start the race"))
        self.outcome.setText(said)

    def _keep_racers(self, race: Race) -> None:
        """Its racers are among the kept runs from now on, in place of those of the last race."""
        try:
            wanted = [self._whole(place) for place in range(len(race.racers))]
        except EngineError:
            return  # its data are no more
        start = first_number(self._pinned)
        self._name_curves(start)
        kept = [
            PinnedRun(experiment, racer.losses.copy(), start + place, kind="racer")
            for place, (experiment, racer) in enumerate(zip(wanted, race.racers, strict=True))
            if experiment is not None and len(racer.losses)
        ]
        self.wish(PinRuns((*no_race(self._pinned), *kept)))

    def _first_kept(self, race: Race) -> int:
        """The same of a race whose racers are kept already."""
        numbers = [run.number for run in self._pinned if run.kind == "racer"]
        places = [place for place, racer in enumerate(race.racers) if len(racer.losses)]
        return numbers[0] - places[0] if numbers and places else first_number(self._pinned)

    def _name_curves(self, first: int) -> None:
        """Colours and dashes are those that the racers have as kept runs."""
        if self.plot.first != first:
            self.plot.first = first
            self.restyle(self._theme)

    def _on_opened(self, place: int) -> None:
        """Make a racer the run at hand; the others stay among the kept runs."""
        if self.experiment is None or self._shown is None:
            return
        racers = self._shown[1].racers
        try:
            chosen = self._whole(place)
        except EngineError as error:
            self.refuse(error)
            return
        if chosen is None:
            return
        self.wish(ReopenRun(PinnedRun(chosen, racers[place].losses.copy(), 0, kind="racer")))

    def _whole(self, place: int) -> Experiment | None:
        """A racer's experiment; one of a file has the data at hand."""
        racer = self._racers[place]
        if isinstance(racer, str) and self.experiment is not None:
            return whole(racer, self.experiment.data.table)
        return racer if isinstance(racer, Experiment) else None

    def picture_parts(self) -> list[QWidget]:
        """What came of it, without the form."""
        parts: list[QWidget] = [self.outcome, self.plot, self.standings]
        return [part for part in parts if part.isVisibleTo(self)]

    def _arrange(self) -> None:
        policy = QSizePolicy.Policy
        self.plot.setMinimumHeight(LEAST)
        self.plot.setSizePolicy(policy.Expanding, policy.Ignored)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.form)
        down.addWidget(self.outcome)
        down.addWidget(self._ranking)
        down.addWidget(self.plot, 1)
        self.standings.clear()
