"""How a program on the command line ends: in one line, whatever happens to it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TextIO

from engine.errors import EngineError

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

UNDONE = 2  # the exit status


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line, as all others, and whose help is output as any."""

    def error(self, message: str) -> NoReturn:
        """Raise EngineError with what argparse has to say."""
        raise EngineError("{why}", hint="see {program} --help", why=message, program=self.prog)

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Print the help; where it cannot be, argparse itself would say nothing."""
        stream = sys.stdout if file is None else file
        if stream is not None:
            stream.write(self.format_help())


def may_be_interrupted() -> None:
    """From now on Ctrl+C raises KeyboardInterrupt; until now it has ended the program at once."""
    if callable(signal.getsignal(signal.SIGINT)):
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def deaf_to_the_keyboard() -> Iterator[None]:
    """A process that is started in here does not hear Ctrl+C before it has said what it means."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def told_in_full(program: str, run: Callable[[], int]) -> int:
    """Run a command; where standard output takes nothing any more, say so in one line."""
    try:
        status = _status(run)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return _unwritten(program, "nobody reads it any more")
    except OSError as error:
        if error.filename is not None:
            raise
        return _unwritten(program, (error.strerror or str(error)).lower())
    return status


def _status(run: Callable[[], int]) -> int:
    """How a command ended; --help and --version end it by an exception of their own."""
    try:
        return run()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        return end.code


def complain(program: str, text: str) -> None:
    """Say one line on standard error; where nothing can be said there, the status alone tells."""
    if sys.stderr is None:  # as where it was closed
        return
    try:
        sys.stderr.write(f"{program}: {' '.join(text.split())}\n")
        sys.stderr.flush()
    except OSError:
        _let_go(sys.stderr)


def _unwritten(program: str, why: str) -> int:
    _let_go(sys.stdout)
    complain(program, f"standard output: {why}")
    return UNDONE


def _let_go(stream: TextIO) -> None:
    """What is left in its buffer would be tried once more at the end, and complained about."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
