"""Back by a phase, a step or an epoch: each stands exactly where the session has stood before."""

from __future__ import annotations

from engine.frames import PHASES, Unit
from engine.training.session import Session

UNITS: tuple[Unit, ...] = ("phase", "step", "epoch")


def back(session: Session, unit: Unit) -> None:
    """Undo the last phase, the last or begun step, or the epoch down to its start."""
    if unit == "phase":
        _back_phase(session)
    elif unit == "step":
        session.goto(session.step_number if session.run.phases_done else _before(session))
    else:
        _back_epoch(session)


def _before(session: Session) -> int:
    """The step before this one, where there is one."""
    return max(session.step_number - 1, session.run.history.first)


def _back_phase(session: Session) -> None:
    step, done = session.step_number, session.run.phases_done
    if not done:
        session.goto(_before(session))
        done = len(PHASES) if session.step_number < step else 1
    else:
        session.goto(step)
    for _ in range(done - 1):
        session.phase()


def _back_epoch(session: Session) -> None:
    """To the start of this epoch, or of the one before where it has only begun."""
    run = session.run
    if not run.phases_done and run.machine.batches.batch == 0:
        run.goto(_before(session))
    start = run.step_number - run.machine.batches.batch
    session.goto(max(start, run.history.first))
