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

from engine.data.table import Table
from engine.link.messages import (
    Change,
    Crashed,
    Hold,
    Listening,
    Message,
    Open,
    Quit,
    Ready,
    Reply,
    Restore,
)

# How long an orphaned process may take over the step at hand before it is ended all the same.
PATIENCE = 2.0


class Trainer:
    """The window's end of a training process. It never raises because that process has died."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, self._others = context.Pipe()
        self._process = context.Process(
            target=serve, args=(self._others,), name="training", daemon=True
        )
        self._outbox: list[Message] = []
        self._held: Table | None = None
        self._listening = False
        self._lost = False
        self._ended = False

    def start(self) -> None:
        """Start the process; messages may be sent at once and wait until it listens."""
        self._process.start()
        # Only the process itself may hold its end: else its death could not be noticed.
        self._others.close()

    @property
    def pid(self) -> int | None:
        """The process's number; None before it is started."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is there and can be spoken to."""
        return not self._lost and self._process.is_alive()

    def send(self, message: Message) -> None:
        """Send a message, or keep it until the process reads what it is sent."""
        if isinstance(message, Open | Change | Restore):
            message = self._without_table(message)
        self._outbox.append(message)
        if self._listening:
            self._flush()

    def poll(self, timeout: float = 0.0) -> list[Reply]:
        """The replies that have arrived, after waiting so long for the first at most."""
        replies: list[Reply] = []
        try:
            while not self._lost and self._connection.poll(0.0 if replies else timeout):
                replies.append(self._connection.recv())
        except (EOFError, OSError):
            self._lost = True
        if not self._listening and any(isinstance(reply, Listening) for reply in replies):
            self._listening = True
            self._flush()
        return replies

    def exit(self, timeout: float = 1.0) -> None:
        """End the process: asked first, made to after ``timeout`` seconds."""
        if self._ended or self._process.pid is None:
            return
        self.send(Quit())
        self._connection.close()  # also ends a process that has not come to listening yet
        self._lost = self._ended = True
        self._process.join(timeout)
        for end in (self._process.terminate, self._process.kill):
            if self._process.exitcode is None:
                end()
                self._process.join(timeout)

    def _without_table(self, message: Open | Change | Restore) -> Message:
        """Send the table ahead where it is a new one: moving a slider must not send it again."""
        data = message.experiment.data
        if data.table is not self._held:
            self._held = data.table
            self._outbox.append(Hold(data.table))
        empty = replace(data, table=Table({}))
        return replace(message, experiment=replace(message.experiment, data=empty))

    def _flush(self) -> None:
        waiting, self._outbox = self._outbox, []
        try:
            for message in waiting:
                self._connection.send(message)
        except OSError:
            self._lost = True


def serve(connection: Connection) -> None:
    """The training process's whole life; torch is loaded here and nowhere in the window."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides when training ends
    os.environ["OMP_NUM_THREADS"] = "1"
    inbox: SimpleQueue[Message] = SimpleQueue()
    threading.Thread(target=_listen, args=(connection, inbox), daemon=True).start()
    with suppress(OSError):  # the window is gone: nobody is left to tell
        connection.send(Listening())
        try:
            _work(connection, inbox)
        except Exception:
            connection.send(Crashed(traceback.format_exc()))
    os._exit(0)  # there is nothing left to save, and taking torch apart needs a third of a second


def _work(connection: Connection, inbox: SimpleQueue[Message]) -> None:
    gc.disable()  # what is loaded now stays: looking through it for garbage takes time
    import torch  # first of all the large libraries: on Windows it cannot be loaded after Qt

    torch.set_num_threads(1)
    from engine.link.worker import Worker

    gc.freeze()
    gc.enable()
    connection.send(Ready())
    Worker(connection.send, inbox).work()


def _listen(connection: Connection, inbox: SimpleQueue[Message]) -> None:
    """Take in messages at once, so that sending never holds up the window, whatever their size."""
    try:
        while True:
            inbox.put(connection.recv())
    except (EOFError, OSError):
        pass
    finally:
        inbox.put(Quit())
    threading.Event().wait(PATIENCE)
    os._exit(0)
