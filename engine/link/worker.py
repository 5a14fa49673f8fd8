"""What the training process does: it trains in short slices and answers between two steps."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic

from engine.answers.companions import COMPANIONS, shared
from engine.answers.exported import exported
from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Frame
from engine.link import messages, replies
from engine.link.keeper import Keeper
from engine.link.messages import Message
from engine.link.pace import Pace
from engine.link.replies import Reply
from engine.link.slices import Slices
from engine.link.trying import Trying
from engine.memory import give_back
from engine.training import rewind
from engine.training.memory import is_lack_of_memory
from engine.training.session import Session

REST = 0.2  # seconds after which training is at rest, and not just between two clicks


class Worker:
    """One session, the messages that move it, and the frames that show it."""

    def __init__(self, send: Callable[[Reply], None], inbox: SimpleQueue[Message]) -> None:
        self._send = send
        self._inbox = inbox
        self._table = Table({})
        self._session: Session | None = None
        self._running = False
        self._goal = 0  # the epoch to run to
        self._pace = Pace()
        self._run = 0
        self._known = 0  # losses that are still those of the last frame
        self._tables: dict[int, Table] = {}  # by their numbers, those that may be spoken of
        self._keeper = Keeper(self._tables)
        self._rested = True  # since training rests, the window was told what to keep
        self._trying = Trying()
        self._slices = Slices()  # of views that cost much
        self._waiting: messages.Look | None = None  # for a step
        self._news = False  # since the last frame: a step was made, or a view is finished

    def work(self) -> None:
        """Do what is asked until told to quit."""
        while not isinstance(message := self._next(), messages.Quit):
            if message is not None:  # each look is answered in its turn
                self._try(self._answer)
            self._try(partial(self._do, message), trains=message is None)
            if self._news or not self._running:
                self._try(self._answer)

    def _try(self, act: Callable[[], None], trains: bool = False) -> None:
        """Do something, and tell where it cannot be done; training that cannot go on ends."""
        try:
            act()
            self._trying.look_into(self._session)
        except EngineError as error:
            self._running = self._running and not trains
            self._send(replies.Failed(error))
        except Exception as error:
            self._running = False
            self._send(_told(error))

    def _next(self) -> Message | None:
        """The next message, waited for while idle; None where it is time to train or to keep."""
        if self._running:
            wait: float | None = min(self._pace.wait(), self._slices.wait(running=True))
        elif self._trying.goes_on or self._slices.goes_on:
            wait = 0.0
        else:
            wait = None if self._rested else REST
        try:
            return self._inbox.get(timeout=wait)
        except Empty:
            return None

    def _do(self, message: Message | None) -> None:
        if message is not None:
            self._handle(message)
            if isinstance(message, messages.Look):  # however many there are, it goes on
                self._work_on_views()
        elif self._running:
            self._slice()
            self._work_on_views()
            self._keep()
        elif self._slices.goes_on:
            self._work_on_views()
        elif self._trying.goes_on:
            self._trying.go_on()
        else:
            self._rested = True
            self._keep(rests=True)

    def _keep(self, rests: bool = False) -> None:
        """Tell the window what it needs to go on without this process, where that is new."""
        if self._session is None:
            return
        try:
            kept = self._keeper.news(self._session, self._run, rests)
        except EngineError as error:
            self._send(replies.Failed(error))
            return
        if kept is not None:
            used = (self._table, self._session.experiment.data.table)
            for number, table in list(self._tables.items()):
                if not any(table is one for one in used):  # only this message speaks of it
                    del self._tables[number]
            self._send(replace(kept, spoken_of=min(self._tables, default=0)))

    def _work_on_views(self) -> None:
        """Go on with what is costly."""
        unfinished = self._slices.goes_on
        self._slices.go_on(self._running)
        self._news = self._news or (unfinished and not self._slices.goes_on)

    def _collect(self) -> None:
        """Tell what a file needs."""
        if self._session is not None:
            self._keep(rests=True)
            self._send(self._keeper.collected(self._session, self._run))

    def _slice(self) -> None:
        """Train for a few milliseconds."""
        session, count = self._trained(), self._pace.steps()
        if count < 1:
            return
        started = monotonic()
        ran = session.run_steps(count, self._goal)
        self._news = self._news or ran > 0
        self._pace.ran(ran, monotonic() - started)
        self._running = session.stopped is None

    def _handle(self, message: Message) -> None:
        self._rested = False
        match message:
            case messages.Look():
                self._waiting = message
                if not (message.waits and self._running) or self._news:
                    self._answer()
            case messages.Hurry():
                pass  # what waited has been answered before
            case messages.Hold(table, number):
                self._table = self._tables[number] = table
            case messages.Open(experiment, run):
                self._open(experiment, max(run, self._run) + 1)
            case messages.Restore():
                self._restore(message)
            case messages.Change(experiment):
                self._change(experiment)
            case messages.Run():
                self._start()
            case messages.Pause():
                self._running = False
            case messages.Collect():
                self._collect()
            case messages.Keep(runs):
                COMPANIONS.put([shared(run, self._table) for run in runs])
            case messages.Speed(speed):
                self._pace.speed = speed
                self._pace.start()
            case messages.Export(path, style, language):
                from engine import codegen  # not needed to begin with: starting is quicker

                written = exported(self._trained())
                codegen.write(written.experiment, path, style, language, written.begun)
                self._send(replies.Exported(path))
            case _:
                self._move(message, self._trained())

    def _move(self, message: Message, session: Session) -> None:
        """Commands that go straight to the session; the ones by hand end a run."""
        if not isinstance(message, messages.SetParameter | messages.Switch):
            self._running = False
        match message:
            case messages.NextPhase():
                session.phase()
            case messages.NextStep(count):
                session.step(count)
            case messages.NextEpoch(count):
                session.epoch(count)
            case messages.Reset():
                session.reset()
                self._run += 1
            case messages.Goto(step):
                session.goto(step)
                self._known = min(self._known, session.step_number)
            case messages.Back(unit):
                rewind.back(session, unit)
                self._known = min(self._known, session.step_number)
            case messages.Switch(name, places, off):
                session.switch(name, places, off)
            case messages.SwitchOn():
                session.switch_on()
            case messages.SetParameter(name, values):
                session.set_parameter(name, values)

    def _open(self, experiment: Experiment, run: int) -> None:
        self._let_go()
        self._session, self._run = Session(self._whole(experiment)), run

    def _let_go(self) -> None:
        """Nothing of the run at hand is needed any more: what it took goes back to the system.

        Views that are worked on hold its networks, and kernels refer to each other.
        """
        self._session, self._running = None, False
        self._slices = Slices()
        self._trying.look_into(None)
        gc.collect()
        give_back()

    def _restore(self, message: messages.Restore) -> None:
        """Stand where the snapshot was taken, and go on with what was chosen since."""
        self._let_go()
        try:
            # Its tables came by themselves; of one that is known already nothing has to go back.
            snapshot = message.snapshot.sharing(self._table)
            self._session, self._run = Session.restored(snapshot), message.run
        except Exception:
            self._open(message.experiment, message.run + 1)
            raise
        self._keeper.adopt(self._session.run, message.numbers)
        self._change(message.experiment)

    def _change(self, experiment: Experiment) -> None:
        session = self._session
        if session is None:
            self._open(experiment, self._run + 1)
            return
        if not session.change(self._whole(experiment)):
            self._run += 1
        if self._running:
            self._aim(session)

    def _start(self) -> None:
        self._aim(self._trained())
        self._pace.start()
        self._running = True

    def _aim(self, session: Session) -> None:
        """Train to the next whole multiple of the experiment's epochs."""
        epochs = session.experiment.training.epochs
        self._goal = (session.epoch_number // epochs + 1) * epochs

    def _trained(self) -> Session:
        if self._session is None:
            raise EngineError("no experiment is open", hint="open one, or begin a new one")
        return self._session

    def _whole(self, experiment: Experiment) -> Experiment:
        """The experiment with the table that was sent ahead of it."""
        return replace(experiment, data=replace(experiment.data, table=self._table))

    def _answer(self) -> None:
        """Answer the look, where one waits, with exactly one frame, or with a blank."""
        look, self._waiting = self._waiting, None
        if look is None:
            return
        answer: Reply = replies.Blank()
        try:
            if self._session is not None:
                self._keep()
                answer = self._frame(look, self._session)
        finally:
            self._send(answer)

    def _frame(self, look: messages.Look, session: Session) -> Frame:
        self._news = False
        known = min(look.losses, self._known) if look.run == self._run else 0
        known = max(known, session.run.base)
        frame = Frame(
            run=self._run,
            step=session.step_number,
            epoch=session.epoch_number,
            phase=session.last_phase,
            running=self._running,
            losses_from=known,
            new_losses=session.losses_since(known),
            loss=session.loss,
            shapes=session.run.machine.experiment.parameter_shapes(),
            views=self._slices.answer(session, self._run, look.requests),
            stopped=self._trying.told(session.stopped),
            steps_per_second=self._pace.steps_per_second if self._running else 0.0,
            earliest=session.run.history.first,
            furthest=session.run.furthest,
            forks=session.run.forks,
            unfinished=self._slices.goes_on,
            chosen_shapes=session.experiment.parameter_shapes(),
        )
        self._known = known + len(frame.new_losses)
        return frame


def _told(error: Exception) -> Reply:
    """How an unexpected error is told: too little memory is nobody's mistake."""
    if not is_lack_of_memory(error):
        return replies.Crashed(traceback.format_exc())
    return replies.Failed(
        EngineError(
            "this needs more memory than the computer has left",
            hint="use fewer rows, smaller batches or fewer neurons",
        )
    )
