"""Between training and the window: the frames that come, and what went wrong on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.errors import EngineError
from engine.experiment import Experiment
from gui.app.assembly import Assembly
from gui.kit.message import Action
from gui.kit.words import tr
from gui.model import log
from gui.model.beginning import missing, needs_rows

if TYPE_CHECKING:
    from engine.frames import Frame
    from gui.model.training.runner import Runner
    from gui.shell.crash import Reporter


class Running(QObject):
    """Has the runner train what the document holds, and shows what comes of it."""

    drawn = Signal(object)  # a Frame that was shown

    def __init__(self, of: Assembly, reporter: Reporter) -> None:
        super().__init__(of)
        self._of, self._reporter = of, reporter

    def wire(self, runner: Runner) -> None:
        """Hear the runner, which has just been made, and let it hear the document."""
        document, pinned = self._of.document, self._of.pinned
        self._of.files.copies.export_requested.connect(runner.export)
        document.run.parameter_wanted.connect(runner.weights.put)
        document.run.reset_wanted.connect(runner.reset)
        document.run.snapshot = runner.record.snapshot
        pinned.changed.connect(runner.keep)
        runner.frame.connect(self._draw)
        runner.passed.connect(self._keep)
        runner.failed.connect(self._show_failure)
        runner.notice.connect(self._show_note)
        runner.crashed.connect(self._reporter.show_details)
        runner.running_changed.connect(self.show_running)
        runner.hung.connect(self._show_hang)
        runner.woke.connect(self._say_nothing)

    def open(self, experiment: Experiment) -> None:
        """Begin with an experiment, or stand where its file says."""
        of = self._of
        training = of.document.run.take()
        if training is None:
            of.runner.open(experiment)
        elif of.document.trainable:
            of.runner.restore(experiment, training)
            of.runner.weights.switch_on()
        else:
            of.runner.restore(training.experiment, training)
            of.runner.change(experiment)

    def change(self, experiment: Experiment) -> None:
        """Go on with a changed experiment, or with the run that it was left with."""
        training = self._of.document.run.take()
        if training is None:
            self._of.runner.change(experiment)
            return
        self._of.board.journal.recall(training, experiment)
        self._of.runner.restore(experiment, training)
        if training.furthest:  # else there is nothing that was lost
            told = tr("Training is back at step {step}.", step=training.step)
            self._of.window.bar.show_note(told)

    def forget(self) -> None:
        """Training must wait: figures of data that are no more are not shown."""
        self._of.transport.forget()
        self._of.state.forget()
        self._of.board.forget()

    def show_running(self, running: bool) -> None:
        """Training goes on by itself now, or no longer."""
        self._of.state.set_running(running)
        self._of.transport.show_running(running)

    def _keep(self, frame: Frame) -> None:
        """Keep the losses of a frame that came when training had to wait already."""
        self._of.board.record(frame)
        self.forget()

    def _draw(self, frame: Frame) -> None:
        self._of.transport.draw(frame)
        self._of.state.draw(frame)
        self._of.board.draw(frame)
        self._of.narrator.listen()
        self.drawn.emit(frame)

    def _show_failure(self, error: EngineError) -> None:
        data = self._of.document.experiment.data
        lacking = missing(data)
        if lacking:
            other = Action(tr("Choose another class"), self._of.stage.take_another_class)
            self._of.window.bar.show_note(lacking, *(() if needs_rows(data) else (other,)))
        else:
            self._of.window.bar.show_error(error)

    def _show_hang(self, step: int) -> None:
        log.note(f"training has not answered since step {step}", is_error=True)
        self._of.window.bar.show_warning(
            tr("Training has not answered for some seconds, since step {step}.", step=step),
            Action(tr("Start training again"), self._of.runner.restart),
        )

    def _show_note(self, sentence: str) -> None:
        self._of.window.bar.show_note(sentence)

    def _say_nothing(self) -> None:
        self._of.window.bar.clear()
