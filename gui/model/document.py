"""The one mutable thing: the current experiment, what can be undone, and the file it lives in."""

from __future__ import annotations

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
from gui.model.beginning import empty, is_complete, read
from gui.model.differing import changed_number
from gui.model.entry import NO_REPORT, Entry, Parameters
from gui.model.examples import title_now
from gui.model.kept import Kept
from gui.model.run_at_hand import RunAtHand
from gui.model.stand import Stand
from gui.model.undo import Undo

if TYPE_CHECKING:
    from engine.frames import Snapshot

PROJECT = ".gradus"


class Document(QObject):
    """The experiment that the window is about. Every change to it goes through ``edit``."""

    opened = Signal(object)  # a fresh start with this Experiment
    changed = Signal(object)  # this Experiment holds now: an edit, an undo or a redo
    edited = Signal(object, object)  # the Experiments before and after an edit
    report_changed = Signal(object)  # this Report holds now
    state_changed = Signal()  # the title, the dirty mark or what can be undone

    _saved: Stand  # what the file has
    trainable: bool  # whether the experiment can be trained as it is

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None
        self._told_dirty = False
        self.history = Undo(empty("regression"))  # what was done and can be undone
        self.run = RunAtHand(self.history, self)
        self.kept = Kept(self.history, self.run, self)
        self._start(self.experiment, None)
        self.run.moved.connect(self._on_moved)
        self.run.changed.connect(self._tell_state)
        self.kept.changed.connect(self._tell_state)
        self.kept.held.connect(self._tell_dirty)
        self.kept.begun.connect(self.reset)
        self.kept.opened.connect(self._tell)

    @property
    def experiment(self) -> Experiment:
        """The experiment that holds now."""
        return self.history.here.experiment

    @property
    def report(self) -> Report:
        """What the learner has written about it."""
        return self.history.here.report

    @property
    def dirty(self) -> bool:
        """Whether there is something that would be missed, and no file has.

        A run is missed where the file has one too, and where the learner put numbers into it.
        """
        return self._saved.misses(self.stand, self._is_project)

    @property
    def unsaved(self) -> bool:
        """Whether there is anything that no file has, a run included."""
        return self.dirty or self.run.place != self._saved.place

    @property
    def _is_project(self) -> bool:
        """Whether the document's file holds all of it, and not the experiment alone."""
        return self.path is not None and self.path.suffix.lower() == PROJECT

    @property
    def stand(self) -> Stand:
        """What a file would have now."""
        here = self.history.here
        what = here.experiment, id(here.experiment), here.report
        return Stand(*what, self.run.place, self.kept.runs, self.run.by_hand)

    @property
    def title(self) -> str:
        """What it is called: the experiment's title, else its file's name, else nothing."""
        return title_now(self.experiment.title) or (self.path.stem if self.path else "")

    def new(self, task: Literal["regression", "classification"]) -> None:
        """Start with an empty table for a task."""
        self.adopt(empty(task))

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
        self.kept.wanted.emit(self.kept.runs, runs)
        self._saved = self._saved.with_runs(self.kept.runs, unsaved)
        if training is not None:
            self.history.keep(training)
        self.opened.emit(self.experiment)
        self._tell_report()

    def saved_as(self, path: Path, stand: Stand) -> None:
        """A file has all that there was at ``stand``; it is the document's own from now on."""
        self._has(path, replace(stand, place=stand.place or self._saved.place))

    def save(self, path: str | Path) -> None:
        """Write the experiment to a file that is its own from now on."""
        experiment = self.experiment
        experiment.check()
        experiment.save(path)
        if not self._is_project:  # which has more: the JSON is a copy of a part of it
            self._has(Path(path), self.stand.beside(self._saved))

    def _has(self, path: Path, stand: Stand) -> None:
        self.path, self._saved = path, stand
        self.history.seal()
        self._tell_state()

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
        self.history.begin_gesture(seals=not merge)
        merge = merge or changed_number(before, experiment)
        if loses_weights(before, experiment):
            self.run.keep()
        self.history.push(text, experiment, merge, other_data=other_data)
        self._tell()
        self.edited.emit(before, experiment)

    def write(self, text: str, report: Report, merge: str = "") -> None:
        """Make ``report`` the one that holds, as one entry that the undo menu calls ``text``.

        Those with the same ``merge`` key become one where they come in a burst.
        """
        if report == self.report:
            return
        self.history.begin_gesture()
        self.history.push_report(text, report, merge)
        self._tell_report()

    def reset(self, text: str = "", experiment: Experiment | None = None) -> None:
        """Train from the start again, with another experiment if one is given: one entry."""
        before = self.experiment
        after = before if experiment is None else experiment
        self.run.keep()
        self.history.push_reset(text or tr("Reset"), after)
        if after is not before:
            self._tell()
            self.edited.emit(before, after)
        self.run.reset_wanted.emit()
        self._tell_state()

    def undo(self) -> None:
        """Take back the last entry; training that was lost by it is there again."""
        undone = self.history.here
        if self.history.loses(-1):
            self.run.keep()
        if self.history.undo():
            self._tell_gesture(undone, 0)

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.history.loses(1):
            self.run.keep()
        if not self.history.redo():
            return
        done = self.history.here
        self._tell_gesture(done, 1)
        if done.reset and done.training is None:
            self.run.reset_wanted.emit()

    def _on_moved(self, is_other: bool) -> None:
        self._saved = self._saved.following(self.run.place, is_other)
        self._tell_dirty()

    def _start(self, experiment: Experiment, path: Path | None, report: Report = NO_REPORT) -> None:
        self.history.begin(experiment, report)
        self.trainable = is_complete(experiment)
        self.run.start_over()
        self._saved = Stand(experiment, id(experiment), report, (), self.kept.runs)
        self.path = path

    def _tell_report(self) -> None:
        self.report_changed.emit(self.report)
        self._tell_state()

    def _tell_gesture(self, gesture: Entry, holds: int) -> None:
        """A gesture was taken back or done again: which of its two values ``holds`` now."""
        if gesture.writes:
            self._tell_report()
        elif gesture.runs:
            self.kept.wanted.emit(gesture.runs[1 - holds], gesture.runs[holds])
            self._tell_state()
        else:
            self._tell(gesture.parameters[holds] if gesture.parameters else None)

    def _tell(self, parameters: Parameters | None = None) -> None:
        """The experiment is another, or only these parameters are."""
        if parameters is None:
            self.trainable = is_complete(self.experiment)
            self.changed.emit(self.experiment)
        for name, values in (parameters or {}).items():
            self.run.parameter_wanted.emit(name, values)
        self._tell_state()

    def _tell_dirty(self) -> None:
        if self.dirty != self._told_dirty:
            self._tell_state()

    def _tell_state(self) -> None:
        self._told_dirty = self.dirty
        self.state_changed.emit()
