"""Training without a window: ``main.py train EXPERIMENT.json`` and what it writes."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine import ending, storage
from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.options import PROGRAM, parser

if TYPE_CHECKING:
    from engine.training.session import Session

STANDARD_INPUT = "-"
PROJECT = ".gradus"
BAD_INPUT, DIVERGED, INTERRUPTED = 2, 3, 130


def main(arguments: list[str]) -> int:
    """Train one experiment; the answer is the exit status."""
    try:
        options = parser().parse_args(arguments)
        return _train(options)
    except EngineError as error:
        _complain(str(error))
        return BAD_INPUT
    except (MemoryError, RuntimeError) as error:
        if not _is_memory(error):
            raise
        _complain("there is not enough memory for these data and this model")
        return BAD_INPUT
    except KeyboardInterrupt:
        _complain("stopped by the keyboard, nothing was written")
        return INTERRUPTED
    except SystemExit:  # --help has been printed
        return 0


def _is_memory(error: Exception) -> bool:
    """Whether memory has run out; torch says so in words only."""
    return isinstance(error, MemoryError) or "memory" in str(error)


def _train(options: argparse.Namespace) -> int:
    experiment = _experiment(options.experiment)
    if options.epochs is not None:
        training = replace(experiment.training, epochs=options.epochs)
        experiment = replace(experiment, training=training)
    _check_outputs(options)
    rows = _rows(experiment, options)
    # Only now: torch takes a second to import, and a mistake is told at once.
    from engine.answers.results import Log, answered, state
    from engine.experiment.cautions import caution
    from engine.training.session import Session

    ending.may_be_interrupted()
    told = caution(experiment.data)
    if told is not None:
        _complain(str(told))
    session = Session(experiment)
    code = _code(experiment, options)
    log = Log(session, options.every if options.log else 0, options.parameters)
    log.run()
    if code:
        storage.write_text(options.code, code)
    if options.log:
        storage.write_text(options.log, log.rows())
    if options.out:
        storage.write_text(options.out, json.dumps(state(session), allow_nan=False) + "\n")
    if options.save:
        _save(session, options.save)
    if rows is not None:
        storage.write_text(options.predictions, answered(session, rows))
    return _say(session, quiet=options.out is not None)


def _save(session: Session, path: Path) -> None:
    from engine.project import Project, save
    from engine.training.keeping import snapshot

    save(Project(session.experiment, snapshot(session)), path)


def _experiment(path: Path) -> Experiment:
    if path.suffix.lower() == PROJECT:
        from engine.project import opened  # seldom there is one

        return opened(path).experiment
    if str(path) != STANDARD_INPUT:
        return Experiment.load(path)
    name = "standard input"
    if sys.stdin is None:  # as where it was closed
        raise EngineError("there is nothing to read", name)
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EngineError(
            "is not a text file in UTF-8 (byte {position})", name, position=error.start
        ) from error
    return Experiment.read(text, name)


def _rows(experiment: Experiment, options: argparse.Namespace) -> Table | None:
    """The rows that the model will be asked about, read and checked before it is trained."""
    if options.predict is None:
        return None
    from engine.files.asking import wanted
    from engine.files.loading import ask
    from engine.files.tasks import Rows

    found = ask(Rows(options.predict, wanted(experiment.data)))
    assert isinstance(found, Table)
    return found


def _check_outputs(options: argparse.Namespace) -> None:
    """Whatever would fail in the end fails before the training."""
    if (options.predict is None) != (options.predictions is None):
        raise EngineError("--predict and --predictions need each other")
    if options.parameters and not options.log:
        raise EngineError("--parameters needs --log")
    written = (options.log, options.out, options.save, options.code, options.predictions)
    outputs = [path for path in written if path is not None]
    taken = {path.resolve() for path in (options.experiment, options.predict) if path is not None}
    for path in outputs:
        storage.check_writable(path)
        if path.resolve() in taken:
            raise EngineError("is named twice, and would be written over", str(path))
        taken.add(path.resolve())
    if options.save and options.save.suffix.lower() != PROJECT:
        raise EngineError("must end in .gradus", str(options.save))  # else nobody checks it
    if options.code:
        from engine.codegen.files import check_suffix

        check_suffix(options.code)


def _code(experiment: Experiment, options: argparse.Namespace) -> str:
    if not options.code:
        return ""
    from engine.codegen.files import rendered

    return rendered(experiment, options.code, options.style)


def _say(session: Session, quiet: bool) -> int:
    """Tell how it ended; the answer is the exit status."""
    from engine.answers.metrics import train_loss

    stopped = session.stopped
    assert stopped is not None
    if stopped.reason == "diverged":
        _complain(f"after step {session.step_number}: {stopped}")
        return DIVERGED
    if not quiet:
        before, after = session.loss, train_loss(session)
        print(
            f"{stopped}, step {session.step_number}, with the loss {after!r} "
            f"({before!r} before the last update)"
        )
    return 0


def _complain(text: str) -> None:
    ending.complain(PROGRAM, text)
