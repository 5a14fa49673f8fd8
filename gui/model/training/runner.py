"""Training as the window sees it: commands go out, frames come in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Companion, Frame, Request, Snapshot, Style
from engine.link import messages, replies
from engine.link.client import Client, Hung, Lost, Told, Woke
from gui.kit import words
from gui.kit.pinned import PinnedRuns
from gui.kit.words import tr
from gui.model.journal.pinned import companion
from gui.model.training.losing import account
from gui.model.training.record import Record
from gui.model.training.time_travel import TimeTravel
from gui.model.training.weights import Weights

TICK = 16  # milliseconds between two looks while something moves
REST = 100  # milliseconds between two glances at a process that has nothing to say


class Runner(QObject):
    """Turns commands into messages, and what the training process answers into signals.

    A frame is asked for only when the last one has arrived and something may have changed, so
    nothing piles up and a window at rest costs nothing. An experiment that cannot be trained is
    not sent: training waits for one that can.
    """

    frame = Signal(object)  # a Frame
    passed = Signal(object)  # a Frame of before the data were such that training must wait
    failed = Signal(object)  # an EngineError
    collected = Signal()  # what a file needs is all here
    notice = Signal(str)
    crashed = Signal(str)  # the traceback of a mistake in the program
    ready = Signal()
    running_changed = Signal(bool)
    hung = Signal(int)  # the training process does not answer; the step that was shown last
    woke = Signal()  # it answers again

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = Client()
        self.time = TimeTravel(self._command)
        self.weights = Weights(self._command)
        self.record = Record(self._client, self._soon, self._tell)
        self._error: EngineError | None = None  # why the experiment cannot be trained
        self._unopened = False  # what training has is of the experiment that was open before
        self._resumes = False  # when the experiment is valid again
        self._shown_running = False
        self._told: tuple[Companion, ...] = ()  # kept runs that training knows of
        self._requests: Callable[[], tuple[Request, ...]] = tuple
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        """Whether training goes on by itself."""
        return self._client.running

    # ---- the experiment -------------------------------------------------------------------------

    def start(self) -> None:
        """Start the training process ahead of its first use: loading torch takes a second."""
        self._client.start()
        self._soon()

    def open(self, experiment: Experiment) -> None:
        """Train another experiment, from its beginning."""
        self._resumes = False
        self.time.forget_next()
        self._unopened = True
        self.change(experiment)

    def change(self, experiment: Experiment) -> None:
        """Go on with a changed experiment; one that cannot be trained pauses training."""
        if self._accepts(experiment):
            (self._client.open if self._unopened else self._client.change)(experiment)
            self._unopened = False
            if self._resumes:
                self.run()
        self._say_again()
        self._soon()

    # ---- commands -------------------------------------------------------------------------------

    def run(self) -> None:
        """Train until the experiment's epochs are done, or as many again."""
        self._command(messages.Run())

    def pause(self) -> None:
        """Stand still."""
        self._resumes = False
        self._send(messages.Pause())

    def set_speed(self, steps_per_second: float | None) -> None:
        """Run at most so many steps a second; None is as fast as it goes."""
        self._send(messages.Speed(steps_per_second))

    def phase(self) -> None:
        """Run the next of the four phases."""
        self._command(messages.NextPhase())

    def step(self, n: int = 1) -> None:
        """Run whole steps; one at hand is finished first."""
        self._command(messages.NextStep(n))

    def epoch(self, n: int = 1) -> None:
        """Run whole epochs."""
        self._command(messages.NextEpoch(n))

    def reset(self) -> None:
        """Back to the starting parameters."""
        self._command(messages.Reset())

    def export(self, path: str | Path, style: Style) -> None:
        """Write the experiment as a plain PyTorch program; a notice says when it is done."""
        self._command(messages.Export(Path(path), style, words.language()))

    def keep(self, runs: PinnedRuns) -> None:
        """Have these runs answer too, beside the one at hand."""
        told = tuple(map(companion, runs))
        before = [(run.number, run.mark) for run in self._told]
        if [(run.number, run.mark) for run in told] != before:
            self._told = told
            self._client.keep(told)
        self._soon()

    # ---- frames ---------------------------------------------------------------------------------

    def watch(self, requests: Callable[[], tuple[Request, ...]]) -> None:
        """Ask ``requests`` before each frame for the views that it should bring."""
        self._requests = requests
        self.refresh()

    def replay(self) -> None:
        """Ask for a frame with every loss from the first: somebody new keeps them."""
        self._client.replay()
        self._soon()

    def refresh(self) -> None:
        """Ask for a frame soon though training has not moved: another view is wanted."""
        self._client.refresh()
        self._soon()

    # ---- training that was lost, or is to be brought back ---------------------------------------

    def restart(self) -> None:
        """Start training again where it was shown last, whatever its process is doing."""
        if (lost := self._client.restart()) is not None:
            self._tell(lost)
        self._soon()

    def restore(self, experiment: Experiment, snapshot: Snapshot) -> None:
        """Bring back a run with its history, to go on as ``experiment`` says; it stands still."""
        self._resumes = False
        self.time.forget_next()
        if self._accepts(experiment):
            self._client.restore(experiment, snapshot)
        self._soon()

    def close(self) -> None:
        """End the training process."""
        self._timer.stop()
        self._client.exit()

    # ---- inside ---------------------------------------------------------------------------------

    def _accepts(self, experiment: Experiment) -> bool:
        """Whether the experiment can be trained; where it cannot, say why and stand still."""
        try:
            experiment.check()
        except EngineError as error:
            self._resumes = self._resumes or self.running
            self._send(messages.Pause())
            self._error = error
            self.failed.emit(error)
            return False
        self._error = None
        return True

    def _command(self, message: messages.Message) -> None:
        """Send what makes sense only while the experiment is one that can be trained."""
        self._resumes = False
        self.time.forget()
        if self._error is not None:
            self.failed.emit(self._error)
        else:
            self._send(message)
        self._say_again()

    def _say_again(self) -> None:
        """What does not answer is said to whoever asks for something."""
        if self._client.hangs:
            self.hung.emit(self._client.step)

    def _send(self, message: messages.Message) -> None:
        self._client.send(message)
        self._soon()

    def _soon(self) -> None:
        self._tell_running()
        if self._timer.interval() != TICK or not self._timer.isActive():
            self._timer.start(TICK)

    def _tick(self) -> None:
        arrived = self._client.poll()
        if self.time.is_scrubbing and not self._client.busy:
            self.time.go_on()
        self._client.look(self._requests)
        for reply in arrived:
            self._tell(reply)
        self._tell_running()
        if not self._client.busy and self._timer.isActive():
            self._timer.start(REST)

    def _tell(self, reply: Told) -> None:
        match reply:
            case Frame() if self._error is None:
                self.frame.emit(reply)
            case Frame():
                if not self._unopened:
                    self.passed.emit(reply)
            case replies.Ready():
                self.ready.emit()
            case replies.Failed(error):
                self.failed.emit(error)
            case replies.Crashed(details):
                self.crashed.emit(details)
            case replies.Collected():
                self.collected.emit()
            case replies.Exported(path):
                self.notice.emit(tr("{name} was written.", name=path.name))
            case Hung(step):
                self.hung.emit(step)
            case Woke():
                self.woke.emit()
            case Lost():
                self.notice.emit(account(reply))

    def _tell_running(self) -> None:
        if self.running != self._shown_running:
            self._shown_running = self.running
            self.running_changed.emit(self.running)
