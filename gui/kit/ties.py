"""What few panels have to do with, beside the experiment and the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from gui.kit.pinned import PinnedRuns
from gui.kit.sight import Sight

if TYPE_CHECKING:
    from engine.frames import Frame, Request, WhatIf
    from engine.report.value import Report
    from gui.kit.pointing import Pointing


@dataclass(frozen=True, slots=True)
class Notes:
    """What a panel knows of this experiment alone and its file shall have, as JSON.

    Of what it is given, it leaves out what is of another kind.
    """

    tell: Callable[[], dict[str, Any]]
    take: Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Ties:
    """What of the window a panel has to do with; what is not given it leaves alone."""

    speaker: QWidget | None = None  # the part of it that has its sentence as its description
    pointing: Pointing | None = None  # at what it paints
    selection: Callable[[NDArray[np.int64]], None] | None = None  # which rows are selected
    following: Callable[[str, int], None] | None = None  # which number of which parameter
    sight: Callable[[Sight], None] | None = None  # what part of the data the stage shows
    pinned: Callable[[PinnedRuns], None] | None = None  # the runs kept beside the one at hand
    report: Callable[[Report], None] | None = None  # what the learner has written
    room: Callable[[int], None] | None = None  # its bar begins so many pixels from the left
    passed: Callable[[Frame], None] | None = None  # a frame, while it is hidden
    wants_hidden: Callable[[], tuple[Request, ...]] | None = None  # views, for ``passed``
    ghosts: Callable[[], tuple[Request, ...]] | None = None  # views of what would be ...
    imagined: Callable[[WhatIf | None], None] | None = None  # ... were some numbers others
    notes: Notes | None = None


NONE = Ties()
