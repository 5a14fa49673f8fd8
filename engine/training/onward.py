"""Sessions that train beside the run at hand: to a step, for as long as a slice lasts."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from time import monotonic

from engine.training.session import Session

SLICE = 0.001  # seconds


def toward(
    session: Session, step: int, stride: int = 1, *, past_end: bool = False
) -> Iterator[None]:
    """Go on to a step unless something stops it before; yields after each stride.

    ``past_end`` says that only lost numbers do, and neither its epochs nor a rule.
    """
    while (left := step - session.step_number) > 0 and _goes(session, past_end):
        session.step(min(stride, left))
        yield


def sliced(work: Iterable[object]) -> Generator[None, None, None]:
    """Go on with a work; yields after each slice of time."""
    until = monotonic() + SLICE
    for _ in work:
        if monotonic() > until:
            yield
            until = monotonic() + SLICE


def _goes(session: Session, past_end: bool) -> bool:
    stop = session.stopped
    return stop is None or (past_end and stop.reason != "diverged")
