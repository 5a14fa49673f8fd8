"""How large a learning rate may be: the bound, kept while its reasons stay, and the sharpness."""

from __future__ import annotations

from collections.abc import Generator
from weakref import WeakKeyDictionary

from engine.frames import Edge, Sharpness
from engine.training.curvature import sharpness as found
from engine.training.machine import Machine
from engine.training.session import Session
from engine.training.stability import bound, curvature

_KNOWN: WeakKeyDictionary[Machine, Edge] = WeakKeyDictionary()


def edge(session: Session) -> Edge:
    """Found once for each machine: steps change nothing about it."""
    machine = session.run.machine
    if machine not in _KNOWN:
        largest = bound(machine)
        _KNOWN[machine] = Edge(largest, None if largest is None else curvature(machine))
    return _KNOWN[machine]


def sharpness(session: Session) -> Generator[None, None, Sharpness]:
    """At the parameters as they are when it is begun."""
    step = session.step_number
    value, settled = yield from found(session.run.machine)
    return Sharpness(step, value, settled)
