"""What the window's process says to the training process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.table import Table
from engine.experiment import Experiment
from engine.frames import Companion, Request, Snapshot, Style, Unit


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
