"""The one mutable thing: the current experiment, what can be undone, and the file it lives in."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from engine.edits.parts import with_fitting_goal
from engine.experiment import Experiment
from engine.experiment.starts import loses_weights
from engine.report.value import Report
from gui.kit.pinned import PinnedRuns
from gui.kit.words import tr
from gui.model.beginning import empty, is_complete, missing, read
from gui.model.differing import changed_number
from gui.model.entry import NO_REPORT, Entry, Parameters
from gui.model.examples import title_now
from gui.model.stand import Place, Stand
from gui.model.undo import Undo

if TYPE_CHECKING:
    from engine.frames import Snapshot

BURST = 1.0  # seconds between two turns of the same spin box that count as one gesture
PROJECT = ".gradus"


class Document(QObject):
    """The experiment that the window is about. Every change to it goes through ``edit``."""

    opened = Signal(object)  # a fresh start with this Experiment
    changed = Signal(object)  # this Experiment holds now: an edit, an undo or a redo
    edited = Signal(object, object)  # the Experiments before and after an edit
    report_changed = Signal(object)  # this Report holds now
    runs_wanted = Signal(object, object)  # PinnedRuns before and after an undo or a redo of those
    parameter_wanted = Signal(str, object)  # its name and its numbers: an undo or a redo of those
    reset_wanted = Signal()  # training has to begin at its start again
    forgot = Signal(str)  # the gesture before which training cannot be brought back any more
    state_changed = Signal()  # the title, the dirty mark or what can be undone

    _undo: Undo
    _saved: Stand  # what the file has
    _place: Place  # where training stands
    _by_hand: tuple[int, ...]  # what the run has that cannot be undone any more
    _last_edit: float

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.training: Callable[[], Snapshot | None] = lambda: None  # as it stands now
        self._runs: PinnedRuns = ()  # that are kept beside the run at hand
        self._start(empty("regression"), None)

    @property
    def experiment(self) -> Experiment:
        """The experiment that holds now."""
        return self._undo.here.experiment

    @property
    def report(self) -> Report:
        """What the learner has written about it."""
        return self._undo.here.report

    @property
    def dirty(self) -> bool:
        """Whether there is something that would be missed, and no file has.

        A run is missed where the file has one too, and where the learner put numbers into it.
        """
        return self._saved.misses(self.stand, self.is_project)

    @property
    def unsaved(self) -> bool:
        """Whether there is anything that no file has, a run included."""
        return self.dirty or self._place != self._saved.place

    @property
    def is_project(self) -> bool:
        """Whether the document's file holds all of it, and not the experiment alone."""
        return self.path is not None and self.path.suffix.lower() == PROJECT

    @property
    def stand(self) -> Stand:
        """What a file would have now."""
        here = self._undo.here
        return Stand(
            here.experiment,
            id(here.experiment),
            here.report,
            self._place,
            self._runs,
            (*self._by_hand, *self._undo.by_hand),
        )

    @property
    def title(self) -> str:
        """What it is called: the experiment's title, else its file's name, else nothing."""
        return title_now(self.experiment.title) or (self.path.stem if self.path else "")

    @property
    def missing(self) -> str:
        """What the learner has yet to do before anything can be trained; empty when nothing."""
        return missing(self.experiment.data)

    @property
    def trainable(self) -> bool:
        """Whether the experiment can be trained as it is."""
        return self._trainable

    @property
    def history(self) -> Undo:
        """What can be undone, for the menu's words."""
        return self._undo

    @property
    def origin(self) -> int:
        """Which data the experiment has, edited or not: a number that other data do not have."""
        return self._undo.here.origin

    def new(self, task: Literal["regression", "classification"]) -> None:
        """Start with an empty table for a task."""
        self.adopt(empty(task), None)

    def open(self, path: str | Path, example: bool = False) -> None:
        """Open an experiment or a table; an example is a copy that has no file of its own."""
        experiment, is_own = read(Path(path), example)
        self.adopt(experiment, Path(path) if is_own else None)

    def adopt(
        self,
        experiment: Experiment,
        path: Path | None = None,
        report: Report = NO_REPORT,
        training: Snapshot | None = None,
        runs: PinnedRuns = (),
        *,
        unsaved: bool = False,
    ) -> None:
        """Start with an experiment that was made elsewhere, or read from a file of its own.

        ``training`` is the run that goes on with it, ``runs`` are kept beside it, those of the one
        before no longer; ``unsaved`` says that no file has all this.
        """
        self._start(experiment, path, report)
        self.runs_wanted.emit(self._runs, runs)
        self._saved = replace(self._saved, runs=self._runs)
        if training is not None:
            self._undo.keep(training)
        if unsaved:
            self._saved = replace(self._saved, number=0)
        self._tell_opened()

    def saved_as(self, path: Path, stand: Stand) -> None:
        """A file has all that there was at ``stand``; it is the document's own from now on."""
        self.path = path
        self._saved = replace(stand, place=stand.place or self._saved.place)
        self._undo.seal()
        self.state_changed.emit()

    def stands_at(self, place: Place) -> None:
        """Training stands there now; where it stood first is what the file has."""
        before = self.dirty
        if not self._saved.place:
            self._saved = replace(self._saved, place=place)
        if place[:1] != self._place[:1] and place[1:2] == (0,):  # another run
            self._by_hand = ()
            self._saved = replace(self._saved, by_hand=())
        self._place = place
        if self.dirty != before:
            self.state_changed.emit()

    def save(self, path: str | Path) -> None:
        """Write the experiment to a file that is its own from now on."""
        experiment = self.experiment
        experiment.check()
        experiment.save(path)
        if self.is_project:  # which has more: the JSON is a copy of a part of it
            return
        self.path = Path(path)
        now = self.stand
        self._saved = replace(
            now, report=self._saved.report, place=self._saved.place, runs=self._saved.runs
        )
        self._undo.seal()
        self.state_changed.emit()

    def edit(
        self, text: str, experiment: Experiment, merge: str = "", *, other_data: bool = False
    ) -> None:
        """Make ``experiment`` the one that holds, as one entry that the undo menu calls ``text``.

        Edits with the same ``merge`` key become one entry; without a key, those that change the
        same single number in a burst do. ``other_data`` says that its rows are not those before.
        """
        before = self.experiment
        if experiment is before or experiment == before:
            return
        experiment = with_fitting_goal(before, experiment)
        now = time.monotonic()
        if not merge and now - self._last_edit > BURST:
            self._undo.seal()
        self._last_edit = now
        merge = merge or changed_number(before, experiment)
        if loses_weights(before, experiment):
            self._keep_training()
        self._undo.push(text, experiment, merge, other_data=other_data)
        self._tell()
        self.edited.emit(before, experiment)

    def write(self, text: str, report: Report, merge: str = "") -> None:
        """Make ``report`` the one that holds, as one entry that the undo menu calls ``text``.

        Those with the same ``merge`` key become one where they come in a burst.
        """
        if report == self.report:
            return
        now = time.monotonic()
        if now - self._last_edit > BURST:
            self._undo.seal()
        self._last_edit = now
        self._undo.push_report(text, report, merge)
        self._tell_report()

    def holds_runs(self, runs: PinnedRuns) -> None:
        """These are kept beside the run at hand now."""
        before = self.dirty
        self._runs = runs
        if self.dirty != before:
            self.state_changed.emit()

    def keep_runs(self, text: str, before: PinnedRuns, after: PinnedRuns) -> None:
        """The learner has changed which runs are kept: an entry that leaves the experiment."""
        self._undo.push_runs(text, before, after)
        self.state_changed.emit()

    def set_parameters(self, text: str, before: Parameters, after: Parameters) -> None:
        """The learner has put numbers into parameters: an entry that leaves the experiment."""
        self._undo.push_parameters(text, before, after)
        self.state_changed.emit()

    def forget_parameters(self) -> None:
        """Training has moved on: parameters that were set are no entries any more."""
        if self._undo.has_parameters:
            self._by_hand = self.stand.by_hand
            self._undo.forget_parameters()
            self.state_changed.emit()

    def reset(self, text: str = "", experiment: Experiment | None = None) -> None:
        """Train from the start again, with another experiment if one is given: one entry."""
        before = self.experiment
        after = before if experiment is None else experiment
        self._keep_training()
        self._undo.push_reset(text or tr("Reset"), after)
        if after is not before:
            self._tell()
            self.edited.emit(before, after)
        self.reset_wanted.emit()
        self.state_changed.emit()

    def reopen(self, text: str, experiment: Experiment, training: Snapshot | None) -> None:
        """Go on with another run, one of this experiment; without one, from its start."""
        if training is None:
            self.reset(text, experiment)
            return
        self._keep_training()
        self._undo.push_reset(text, experiment)
        self._undo.keep(training)
        self._tell()

    def take_training(self) -> Snapshot | None:
        """The run that was lost when the experiment at hand was left, once."""
        return self._undo.take_training()

    def undo(self) -> None:
        """Take back the last entry; training that was lost by it is there again."""
        undone = self._undo.here
        if self._undo.loses(-1):
            self._keep_training()
        if self._undo.undo():
            self._tell_gesture(undone, 0)

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._undo.loses(1):
            self._keep_training()
        if not self._undo.redo():
            return
        done = self._undo.here
        self._tell_gesture(done, 1)
        if done.reset and done.training is None:
            self.reset_wanted.emit()

    def _keep_training(self) -> None:
        """Keep the run that is about to be lost, where there is one of this experiment."""
        training = self.training()
        if training is None or not training.furthest:
            return
        if loses_weights(training.experiment, self.experiment):  # this one was never shown
            return
        gone = self._undo.keep(training)
        if gone:
            self.forgot.emit(gone)

    def _tell_opened(self) -> None:
        self.opened.emit(self.experiment)
        self.report_changed.emit(self.report)
        self.state_changed.emit()

    def _start(self, experiment: Experiment, path: Path | None, report: Report = NO_REPORT) -> None:
        self._undo = Undo(experiment, report)
        self._trainable = is_complete(experiment)
        self._place, self._by_hand = (), ()
        self._saved = Stand(experiment, id(experiment), report, (), self._runs)
        self._last_edit = 0.0
        self.path = path

    def _tell_report(self) -> None:
        self.report_changed.emit(self.report)
        self.state_changed.emit()

    def _tell_gesture(self, gesture: Entry, holds: int) -> None:
        """A gesture was taken back or done again: which of its two values ``holds`` now."""
        if gesture.writes:
            self._tell_report()
        elif gesture.runs:
            self.runs_wanted.emit(gesture.runs[1 - holds], gesture.runs[holds])
            self.state_changed.emit()
        else:
            self._tell(gesture.parameters[holds] if gesture.parameters else None)

    def _tell(self, parameters: Parameters | None = None) -> None:
        """The experiment is another, or only these parameters are."""
        if parameters is None:
            self._trainable = is_complete(self.experiment)
            self.changed.emit(self.experiment)
        for name, values in (parameters or {}).items():
            self.parameter_wanted.emit(name, values)
        self.state_changed.emit()
