"""Training as its user sees it: changes and commands go out, frames come in, deaths are mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

from engine.experiment import Experiment
from engine.experiment.starts import is_reshaped
from engine.frames import Companion, Followed, Frame, Predictions, Request, Snapshot, Step, View
from engine.link.messages import (
    Change,
    Collect,
    Export,
    Hurry,
    Keep,
    Look,
    Message,
    Open,
    Restore,
    Run,
    SetParameter,
    Speed,
    Switch,
)
from engine.link.process import Trainer
from engine.link.replies import Blank, Collected, Crashed, Kept, Reply
from engine.link.shelf import Shelf

DEATHS = 3  # so many lost processes ...
MOST_KEPT = 200_000_000  # bytes of what a new process goes on from
WITHIN = 10.0  # ... in so many seconds are not put down to chance


@dataclass(frozen=True, slots=True)
class Lost:
    """The training process died; ``again`` says whether another goes on from ``step``.

    What was before ``first`` cannot be gone back to any more, unless it is 0. ``shown`` is the
    step that was shown last; ``by_hand`` whether the learner has ended it.
    """

    step: int
    again: bool
    first: int = 0
    shown: int = 0
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Hung:
    """The training process neither says nor does anything: it may be started again."""

    step: int


@dataclass(frozen=True, slots=True)
class Woke:
    """The training process that had hung goes on."""


Told = Reply | Lost | Hung | Woke


class Client:
    """Speaks to a training process, and replaces it with one that goes on where it died.

    At most one frame is on its way. Of changes that come faster than frames only the newest is
    sent, so that nothing piles up however slow a frame is.
    """

    def __init__(self) -> None:
        self._trainer: Trainer | None = None
        self._experiment: Experiment | None = None
        self._unsent = False  # the experiment is newer than the process's
        self._frame: Frame | None = None
        self._shelf = Shelf()
        self._run = 0
        self._losses = 0
        self._speed: float | None = None
        self.running = False
        self._sent = 0  # messages
        self._commands = 0  # that start or end a run, to tell frames from before them
        self._asked: tuple[Experiment, int] | None = None
        self._moved = False
        self._waits = False  # the look on its way waits until there is news
        self._beside: tuple[Companion, ...] = ()
        self._deaths: list[float] = []
        self.hangs = False

    def start(self) -> None:
        """Start a process if there is none, going on from what the last one had shown."""
        if self._trainer is not None:
            return
        self._trainer = Trainer()
        self._trainer.start()
        self._asked, self.hangs = None, False
        if self._speed is not None:
            self._trainer.send(Speed(self._speed))
        if self._beside:
            self._trainer.send(Keep(self._beside))
        if self._experiment is not None:
            self._unsent = False
            self._send(self._resumption(self._experiment))

    @property
    def pid(self) -> int | None:
        """The process's number; None while there is none."""
        return self._trainer.pid if self._trainer else None

    @property
    def step(self) -> int:
        """The step that was shown last."""
        return self._frame.step if self._frame else 0

    @property
    def busy(self) -> bool:
        """Whether there is something to wait for or to ask."""
        return self._expects or self._unsent or self._asked is not None

    @property
    def _expects(self) -> bool:
        """Whether the next frame may show something new."""
        more = self._frame is not None and self._frame.more_comes
        return self.running or self._moved or more

    def open(self, experiment: Experiment) -> None:
        """Train another experiment from its beginning; frames of the last one come no more."""
        self._experiment, self._unsent, self.running = experiment, False, False
        self._frame, self._losses = None, 0
        self._shelf.clear()
        self._commands += 1
        self._asked = self._asked and (experiment, -1)
        if self._trainer is None:
            self.start()
        else:
            self._send(Open(experiment, self._run))

    def change(self, experiment: Experiment) -> None:
        """Go on with a changed experiment; the steps of a reshaping are all sent, one by one."""
        before = self._experiment
        if self._unsent and before is not None and is_reshaped(before, experiment):
            self._send_change()
        self._experiment, self._unsent = experiment, True

    def send(self, message: Message) -> None:
        """Send a command; the changes made before it are sent first."""
        self.start()
        self._send_change()
        if isinstance(message, Speed):
            self._speed = message.steps_per_second
        elif not isinstance(message, Export | SetParameter | Switch):
            self.running = isinstance(message, Run)
            self._commands += 1
        self._send(message)

    def keep(self, runs: tuple[Companion, ...]) -> None:
        """Have these runs stand beside the one at hand, to be asked too."""
        self._beside = runs
        self._send(Keep(runs))

    def replay(self) -> None:
        """Let the next look ask for every loss of the run again; a frame on its way has not all."""
        self._losses, self._moved = 0, True
        self._asked = self._asked and (self._asked[0], -1)

    def refresh(self) -> None:
        """Let the next look ask for a frame even if nothing has moved."""
        self._moved = True

    def look(self, requests: Callable[[], tuple[Request, ...]]) -> None:
        """Ask for a frame, if the last one has come and something may have changed.

        While nothing but steps can bring news, the process may take its time until there is one.
        """
        if self._trainer is None or self._experiment is None:
            return
        if self._asked is not None:
            self._hurry()
            return
        self._send_change()
        if self._expects:
            self._waits = not self._moved
            self._trainer.send(Look(requests(), self._run, self._losses, self._waits))
            self._asked = self._experiment, self._commands
            self._moved = False

    def _hurry(self) -> None:
        """Have a look that waits for a step answered where there is more to ask or to say."""
        if self._waits and self._unsent:
            self._send_change()
        elif self._waits and self._moved:
            self._send(Hurry())

    def poll(self, timeout: float = 0.0) -> list[Told]:
        """What has arrived since, after waiting so long for the first at most."""
        if self._trainer is None:
            return []
        replies: list[Told] = []
        for reply in self._trainer.poll(timeout):
            taken = self._take(reply)
            if taken is not None:
                replies.append(taken)
        if not self._trainer.alive:
            replies.append(self._recover(self._trainer))
        elif self._trainer.hangs() != self.hangs:
            self.hangs = not self.hangs
            replies.append(Hung(self.step) if self.hangs else Woke())
        return replies

    def restart(self) -> Lost | None:
        """End the process, however it is, and go on with another; None where there is none."""
        return None if self._trainer is None else self._recover(self._trainer, by_hand=True)

    def snapshot(self) -> Snapshot | None:
        """Where training stands, as shown last, and the way there; None before anything was."""
        return self._shelf.snapshot()

    def collect(self) -> None:
        """Have all told that a file needs; ``Collected`` says when it was."""
        self.start()
        self._send_change()
        self._send(Collect())

    def restore(self, experiment: Experiment, snapshot: Snapshot) -> None:
        """Bring back a run as it was, and go on with it as ``experiment`` says; it stands still."""
        self._experiment, self._unsent, self.running = experiment, False, False
        self._run += self._sent + 1  # above any that messages which were sent may have begun
        self._losses = 0
        self._commands += 1
        self._asked = self._asked and (experiment, -1)
        self._frame = None
        self.start()
        self._send(self._restoration(experiment, snapshot))

    def exit(self) -> None:
        """End the process."""
        trainer, self._trainer = self._trainer, None
        self.running = self._moved = self._unsent = False
        self._asked = None
        if trainer is not None:
            trainer.exit()

    # ---- what arrives ---------------------------------------------------------------------------

    def _take(self, reply: Reply) -> Reply | None:
        if isinstance(reply, Kept):
            if self._trainer is not None:
                self._shelf.take(reply, self._trainer.tables)
                self._trainer.forget_tables(reply.spoken_of)
            return None
        if isinstance(reply, Collected):
            if self._trainer is not None:
                self._shelf.spread(reply, self._trainer.tables)
            return reply
        if isinstance(reply, Crashed):
            self.running = False
        elif isinstance(reply, Frame | Blank):
            asked, self._asked = self._asked, None
            if isinstance(reply, Blank) or asked is None or self._experiment is None:
                self.running = self.running and isinstance(reply, Frame)
                return None
            return self._take_frame(reply, *asked)
        return reply

    def _take_frame(self, frame: Frame, asked: Experiment, commands: int) -> Frame | None:
        """The frame as it fits what was asked for since; None where nothing of it does."""
        if commands < 0 or not _fits(frame, self._experiment):
            self._losses = min(self._losses, frame.losses_from)  # what it brought comes again
            return None
        if commands != self._commands:
            stopped = None if self.running else frame.stopped
            frame = replace(frame, running=self.running, stopped=stopped)
        self._shelf.show(frame, asked)
        if self._experiment and asked.data.table.rows != self._experiment.data.table.rows:
            frame = replace(frame, views=_without_rows(frame))
        self.running = frame.running
        self._frame, self._run = frame, frame.run
        self._losses = frame.losses_from + len(frame.new_losses)
        return frame

    # ---- what is sent ---------------------------------------------------------------------------

    def _send(self, message: Message) -> None:
        self._moved, self._waits = True, False  # what waited is answered before it is heeded
        self._sent += 1
        if self._trainer is not None:
            self._trainer.send(message)

    def _send_change(self) -> None:
        if self._unsent and self._experiment is not None:
            self._unsent = False
            self._send(Change(self._experiment))

    # ---- deaths ---------------------------------------------------------------------------------

    def _recover(self, dead: Trainer, by_hand: bool = False) -> Lost:
        now = monotonic()
        self._deaths = [death for death in self._deaths if now - death < WITHIN]
        self._deaths += [] if by_hand else [now]
        dead.kill()
        self._trainer, self._asked, self.hangs = None, None, False
        again = len(self._deaths) < DEATHS
        found = self._shelf.snapshot()
        if again:
            self.start()
            if self.running:
                self._send(Run())
        else:
            self.running, self._moved, self._deaths = False, False, []
        step, first = (found.step, found.first) if found else (self.step, 0)
        gone = self._frame is not None and first > self._frame.earliest
        return Lost(step, again, first if gone else 0, self.step, by_hand)

    def _resumption(self, experiment: Experiment) -> Message:
        snapshot = self._shelf.snapshot()
        if snapshot is None:
            return Open(experiment, self._run)
        return self._restoration(experiment, snapshot)

    def _restoration(self, experiment: Experiment, snapshot: Snapshot) -> Restore:
        kept = snapshot.within(MOST_KEPT)
        self._losses = min(self._losses, kept.base + len(kept.losses))
        return Restore(experiment, kept, self._run, self._shelf.adopt(kept, self._run))


def _fits(frame: Frame, experiment: Experiment | None) -> bool:
    """Whether a frame is of the experiment, or of the way to it."""
    shapes = frame.shapes if frame.chosen_shapes is None else frame.chosen_shapes
    return experiment is not None and shapes == experiment.parameter_shapes()


def _without_rows(frame: Frame) -> dict[Request, View]:
    """The views but for those that speak of single rows of the table."""
    return {
        request: view
        for request, view in frame.views.items()
        if not isinstance(view, Predictions | Step | Followed)
    }
