"""What the window's process and the training process say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Arrays, Frame, Request, Style, Unit

# ---- to the training process --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hold:
    """The table of the experiments that follow: these come without it, so it travels once."""

    table: Table


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
    """Go on where another training process was lost."""

    experiment: Experiment
    parameters: Arrays
    run: int
    step: int
    epoch: int


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
class Export:
    """Write the experiment as a plain PyTorch program."""

    path: Path
    style: Style
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Look:
    """Ask for one frame; ``run`` and ``losses`` say which history the asker has already."""

    requests: tuple[Request, ...] = ()
    run: int = -1
    losses: int = 0


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
    | Export
    | Look
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


Reply = Listening | Ready | Blank | Exported | Failed | Crashed | Frame
