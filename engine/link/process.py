"""The training process: how it is started, spoken to and ended, and how it begins its work."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from queue import SimpleQueue
from time import sleep

from engine.data.table import Table
from engine.ending import deaf_to_the_keyboard
from engine.link.messages import Change, Hold, Message, Open, Quit, Restore
from engine.link.post import Post
from engine.link.pulse import work_done
from engine.link.replies import Beat, Crashed, Listening, Ready, Reply
from engine.link.silence import BEAT, LIMIT, Silence
from engine.wire import Wire

# How long an orphaned process may take over the step at hand before it is ended all the same.
PATIENCE = 2.0
TABLES = 64  # of so many the process may still speak


class Trainer:
    """The window's end of a training process. It never waits for it, nor raises when it dies."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        connection, self._others = context.Pipe()
        self._process = context.Process(
            target=serve, args=(self._others,), name="training", daemon=True
        )
        self._silence = Silence(self._work_done)
        self._post = Post(connection, self._silence.hear)
        self._early: list[Message] = []
        self._tables: dict[int, Table] = {}
        self._newest = 0  # number of a table
        self._listening = False
        self._ended = False

    def start(self) -> None:
        """Start the process; messages may be sent at once and wait until it listens."""
        with deaf_to_the_keyboard():
            self._process.start()
        # Only the process itself may hold its end: else its death could not be noticed.
        self._others.close()
        self._post.start()

    @property
    def pid(self) -> int | None:
        """The process's number; None before it is started."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is there and can be spoken to."""
        return not self._ended and not self._post.lost and self._process.is_alive()

    @property
    def tables(self) -> dict[int, Table]:
        """The tables that the process has been sent lately, by their numbers."""
        return self._tables

    def forget_tables(self, before: int) -> None:
        """Of tables with lower numbers the process speaks no more."""
        for number in [number for number in self._tables if number < before]:
            del self._tables[number]

    def hangs(self) -> bool:
        """Whether the process has neither said nor done anything for seconds; asked often."""
        return self._silence.hangs() or self._post.is_full

    def send(self, message: Message) -> None:
        """Send a message, or keep it until the process reads what it is sent."""
        if isinstance(message, Open | Change | Restore):
            message = self._without_table(message)
        self._send(message)

    def poll(self, timeout: float = 0.0) -> list[Reply]:
        """The replies that have arrived, after waiting so long for the first at most."""
        if self._ended:
            return []
        replies = self._post.collect(timeout)
        if not self._listening and any(isinstance(reply, Listening) for reply in replies):
            self._listening, self._silence.limit = True, LIMIT
            for message in self._early:
                self._post.send(message)
            self._early.clear()
        return replies

    def exit(self, timeout: float = 1.0) -> None:
        """End the process: asked first, made to after ``timeout`` seconds."""
        if self._ended or self._process.pid is None:
            return
        if self._listening and not self.hangs():
            self._post.send(Quit())
            self._process.join(timeout)
        self.kill()
        self._process.join(timeout)

    def kill(self) -> None:
        """End the process at once, without waiting for that."""
        self._ended = True
        if self._process.pid is not None and self._process.exitcode is None:
            self._process.kill()

    def _send(self, message: Message) -> None:
        if self._listening:
            self._post.send(message)
        else:
            self._early.append(message)

    def _without_table(self, message: Open | Change | Restore) -> Message:
        """Send the table ahead where it is a new one: moving a slider must not send it again."""
        data = message.experiment.data
        if self._tables.get(self._newest) is not data.table:
            self._newest += 1
            self._tables[self._newest] = data.table
            self._send(Hold(data.table, self._newest))
            if len(self._tables) > TABLES:
                del self._tables[next(iter(self._tables))]
        empty = replace(data, table=Table({}))
        return replace(message, experiment=replace(message.experiment, data=empty))

    def _work_done(self) -> float | None:
        pid = self._process.pid
        return None if pid is None else work_done(pid)


def serve(connection: Connection) -> None:
    """The training process's whole life; torch is loaded here and nowhere in the window."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides when training ends
    os.environ["OMP_NUM_THREADS"] = "1"
    inbox: SimpleQueue[Message] = SimpleQueue()
    wire = Wire(connection)
    with suppress(OSError):  # the window is gone: nobody is left to tell
        wire.send(Listening())
        for task in (_listen, _beat):
            threading.Thread(target=task, args=(wire, inbox), daemon=True).start()
        try:
            _work(wire, inbox)
        except Exception:
            wire.send(Crashed(traceback.format_exc()))
    os._exit(0)  # there is nothing left to save, and taking torch apart needs a third of a second


def _work(wire: Wire, inbox: SimpleQueue[Message]) -> None:
    gc.disable()  # what is loaded now stays: looking through it for garbage takes time
    import torch  # first of all the large libraries: on Windows it cannot be loaded after Qt

    torch.set_num_threads(1)
    from engine.link.worker import Worker

    gc.freeze()
    gc.enable()
    wire.send(Ready())
    Worker(wire.send, inbox).work()


def _listen(wire: Wire, inbox: SimpleQueue[Message]) -> None:
    """Take in messages at once, so that they never wait in the pipe, whatever their size."""
    try:
        while True:
            inbox.put(wire.receive())
    except (EOFError, OSError):
        pass
    finally:
        inbox.put(Quit())
    threading.Event().wait(PATIENCE)
    os._exit(0)


def _beat(wire: Wire, _: SimpleQueue[Message]) -> None:
    """Say again and again that this process is there, whatever its other threads are busy with."""
    with suppress(OSError):
        while True:
            wire.send(Beat())
            sleep(BEAT)
