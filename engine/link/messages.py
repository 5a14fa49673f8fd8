"""What the window's process and the training process say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Array, Companion, Frame, Moment, Request, Snapshot, Style, Unit

# ---- to the training process --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hold:
    """The table of the experiments that follow: these come without it, so it travels once."""

    table: Table
    number: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """Start an experiment from its beginning, standing still, as a run numbered above ``run``."""

    experiment: Experiment
    run: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """Go on with a changed experiment, from the weights there are where they still fit."""

    experiment: Experiment


@dataclass(frozen=True, slots=True)
class Restore:
    """Go on from a snapshot, then with ``experiment``, as the run with this number.

    The snapshot's changes have ``numbers``; its experiments have tables of their own.
    """

    experiment: Experiment
    snapshot: Snapshot
    run: int
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Train until the experiment's epochs are done; done ones are followed by as many again."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stand still after the step at hand."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How many steps a second at most; None is as fast as it goes."""

    steps_per_second: float | None


@dataclass(frozen=True, slots=True)
class NextPhase:
    """Run the next phase of the step at hand."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """Run whole steps; the step at hand is finished first."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class NextEpoch:
    """Run whole epochs."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class Reset:
    """Go back to the starting parameters and forget the losses."""


@dataclass(frozen=True, slots=True)
class Goto:
    """Go to a step, exactly: back, or forth again to where training has been."""

    step: int


@dataclass(frozen=True, slots=True)
class Back:
    """Undo the last phase, the last step, or the epoch down to its start."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class SetParameter:
    """Put numbers of the learner's own into one parameter."""

    name: str
    values: NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Switch:
    """Let the weights at these flat places count as 0 for a while, or be what they were again."""

    name: str
    places: tuple[int, ...]
    off: bool


@dataclass(frozen=True, slots=True)
class SwitchOn:
    """Let everything that is off be on again: a run was opened that had ended so."""


@dataclass(frozen=True, slots=True)
class Export:
    """Write the experiment as a plain PyTorch program."""

    path: Path
    style: Style
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Look:
    """Ask for one frame; ``run`` and ``losses`` say which history the asker has already.

    One that ``waits`` is answered once training, as long as it runs, has made a step since the
    last frame, or before the next message is heeded: nothing is sent where nothing happens.
    """

    requests: tuple[Request, ...] = ()
    run: int = -1
    losses: int = 0
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Hurry:
    """Have the look that waits answered as things are."""


@dataclass(frozen=True, slots=True)
class Collect:
    """Tell all that is needed to go on elsewhere, with keyframes on the whole way."""


@dataclass(frozen=True, slots=True)
class Keep:
    """These runs stand beside the one at hand, to be asked too; their tables come with them."""

    runs: tuple[Companion, ...] = ()


@dataclass(frozen=True, slots=True)
class Quit:
    """End the training process."""


Message = (
    Hold
    | Open
    | Change
    | Restore
    | Run
    | Pause
    | Speed
    | NextPhase
    | NextStep
    | NextEpoch
    | Reset
    | Goto
    | Back
    | SetParameter
    | Switch
    | SwitchOn
    | Export
    | Look
    | Hurry
    | Collect
    | Keep
    | Quit
)

# ---- from the training process ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listening:
    """The process is there and reads what it is sent."""


@dataclass(frozen=True, slots=True)
class Ready:
    """torch is loaded: from now on messages are answered within a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Beat:
    """The process is there, however busy."""


NEWEST = 0  # the number of the moment at which training stands


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
