"""What a panel can wish for: one frozen value each, which one place in the window grants.

Panels change nothing by themselves and know nobody who could: they emit a wish and are shown what
came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.experiment import Experiment
from gui.kit.pinned import PinnedRun, PinnedRuns

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from engine.frames import Style, Where
    from engine.frames.things import Thing
    from engine.report.value import Report
    from gui.kit.things import Painted


@dataclass(frozen=True, slots=True)
class Edit:
    """Let ``experiment`` be the one that holds; ``text`` is what the undo menu calls the change."""

    text: str
    experiment: Experiment


@dataclass(frozen=True, slots=True)
class Preview:
    """Train on ``experiment`` while a point is in the hand; no edit yet."""

    experiment: Experiment


@dataclass(frozen=True, slots=True)
class Refuse:
    """Say why what was asked for cannot be."""

    error: EngineError


@dataclass(frozen=True, slots=True)
class Say:
    """Tell the learner something that is no error."""

    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """Say what the pointer is at; empty when it has left."""

    text: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Say in a sentence what a painted thing is, with its numbers; None when it has been left.

    ``view`` is whose coordinates it is painted in; ``heard`` is given the sentence, for those who
    cannot see it.
    """

    view: QWidget
    painted: Painted | None
    heard: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class WorkOut:
    """Open the formula of a painted thing beside it; by the keyboard it is to have the focus.

    ``where`` is in which light, where that is not the view's own; with ``change`` that number of
    the formula is to be typed anew at once.
    """

    view: QWidget
    painted: Painted
    by_keys: bool = False
    where: Where | None = None
    change: Thing | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """Select these rows of the table (int64, shape (rows,)), everywhere."""

    rows: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Follow:
    """Follow one number of a parameter through the step, everywhere; ``place`` is flat."""

    parameter: str
    place: int


@dataclass(frozen=True, slots=True)
class Refresh:
    """Ask for a frame: other views are wanted than the last one brought."""


@dataclass(frozen=True, slots=True)
class ShowStep:
    """Go to a step, exactly; of several that are wished for in a hurry the last one counts."""

    step: int


@dataclass(frozen=True, slots=True)
class GoOn:
    """Train for so many steps."""

    steps: int


@dataclass(frozen=True, slots=True)
class TrainAnew:
    """Train another experiment from its start, for so many steps: one change, called ``text``."""

    text: str
    experiment: Experiment
    steps: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Let training stand still."""


@dataclass(frozen=True, slots=True)
class SetParameter:
    """Put numbers of the learner's own into a parameter: its whole new array."""

    name: str
    values: NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class SwitchWeights:
    """Let the weights at these flat places count as 0 for a while, or be what they were again."""

    name: str
    places: tuple[int, ...]
    off: bool


@dataclass(frozen=True, slots=True)
class KeepParameters:
    """Make one undo entry of parameters that were set: arrays by name, before and after."""

    text: str
    before: Mapping[str, NDArray[np.floating]]
    after: Mapping[str, NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class ShowView:
    """Bring a view or a section of the drawer to the front, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class OpenFile:
    """Ask for a file and open it."""


@dataclass(frozen=True, slots=True)
class GenerateData:
    """Make a data set from a few numbers or a formula."""


@dataclass(frozen=True, slots=True)
class ExportCode:
    """Write the training as a program in this style, to a file that the learner names."""

    style: Style


@dataclass(frozen=True, slots=True)
class PinRuns:
    """Keep these runs to compare with, and no others.

    ``text`` is what the undo menu calls that; without one it goes with what is done just then.
    """

    runs: PinnedRuns
    text: str = ""


@dataclass(frozen=True, slots=True)
class KeepRuns:
    """Keep these too: what has come, or would come, from where training stands; they reopen.

    ``text`` as with ``PinRuns``.
    """

    runs: PinnedRuns
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReopenRun:
    """Let a run that is kept be the one at hand, as far as it had come; undone like any change."""

    run: PinnedRun


@dataclass(frozen=True, slots=True)
class SaveText:
    """Write a text to a file that the learner names; ``name`` is what is suggested."""

    text: str
    name: str
    suffix: str


@dataclass(frozen=True, slots=True)
class SaveContent:
    """The same for what is no text."""

    content: bytes
    name: str
    suffix: str


@dataclass(frozen=True, slots=True)
class WriteReport:
    """Let ``report`` be the one that holds; those of one ``merge`` key are one entry in a burst."""

    text: str
    report: Report
    merge: str


@dataclass(frozen=True, slots=True)
class PinMoment:
    """Put the picture of a view, which is chosen ``at`` a point of the screen, into the report.

    ``place`` is where in its text, None its end.
    """

    place: int | None
    at: QPoint


@dataclass(frozen=True, slots=True)
class PinView:
    """Put the picture of this view into the report."""

    view: QWidget


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Ask for a form, and begin a new report with it."""


@dataclass(frozen=True, slots=True)
class TakePicture:
    """Let the view be saved or copied as a picture, or its numbers as a table."""

    view: QWidget


@dataclass(frozen=True, slots=True)
class SwitchSnap:
    """Let points snap to the grid, or not any more."""


Wish = (
    Edit
    | Preview
    | Refuse
    | Say
    | Point
    | Tell
    | WorkOut
    | Pick
    | Follow
    | Refresh
    | ShowStep
    | GoOn
    | TrainAnew
    | Pause
    | SetParameter
    | SwitchWeights
    | KeepParameters
    | ShowView
    | OpenFile
    | GenerateData
    | ExportCode
    | PinRuns
    | KeepRuns
    | ReopenRun
    | SaveText
    | SaveContent
    | WriteReport
    | PinMoment
    | PinView
    | OpenForm
    | TakePicture
    | SwitchSnap
)
