"""What the training process says to the window's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from engine.errors import EngineError
from engine.frames import Array, Frame, Moment

NEWEST = 0  # the number of the moment at which training stands


@dataclass(frozen=True, slots=True)
class Listening:
    """The process is there and reads what it is sent."""


@dataclass(frozen=True, slots=True)
class Ready:
    """torch is loaded: from now on messages are answered within a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Beat:
    """The process is there, however busy."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What would be needed to go on without this process, as far as it is new.

    ``changes`` are the numbers and steps of all moments at which something was changed; of those
    moments and the one where training stands (number 0) come the new ones, without their tables,
    each with its table's number (0 where it has its own). ``losses`` are those of the steps after
    ``losses_from``, up to the last one that is known. Of tables with numbers below ``spoken_of``
    no later message speaks.
    """

    run: int
    changes: tuple[tuple[int, int], ...]
    moments: Mapping[int, tuple[Moment, int]]
    losses_from: int
    losses: Array
    watched: Mapping[str, NDArray[Any]]
    spoken_of: int = 0


@dataclass(frozen=True, slots=True)
class Collected:
    """Keyframes between the ``changes``, spread over the whole way; each as in ``Kept``."""

    run: int
    changes: tuple[tuple[int, int], ...]
    moments: tuple[tuple[Moment, int], ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """There is nothing to show; the answer to a Look that no frame can answer."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The program was written."""

    path: Path


@dataclass(frozen=True, slots=True)
class Failed:
    """What was asked for cannot be done; everything is as it was."""

    error: EngineError


@dataclass(frozen=True, slots=True)
class Crashed:
    """A mistake in the program itself, as a traceback; training stands still."""

    details: str


Reply = Listening | Ready | Beat | Kept | Collected | Blank | Exported | Failed | Crashed | Frame
