"""What the picture of the network shows, in a line that is as long as there is room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from engine.experiment import Experiment
from engine.frames import Phase
from gui.kit.sight import Sight
from gui.kit.summary import layers
from gui.kit.words import tr


class Legend(QLabel):
    """Written anew only where it tells something else, or has another width."""

    def __init__(self) -> None:
        super().__init__()
        self.told = ""  # in full
        self._fitted: tuple[tuple[object, ...], int] = ((), -1)  # what it tells, its width
        self.setObjectName("Muted")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def tell(
        self,
        experiment: Experiment | None,
        past: Experiment | None,
        sight: Sight,
        phase: Phase | None,
        row: int | None,
    ) -> None:
        """What the lines are, or what the phase shows beside them; of ``past`` layers, if any."""
        of = experiment, past, sight, phase, row
        if self._fitted[1] == self.width() and all(
            one is other or (isinstance(one, str | int) and one == other)
            for one, other in zip(of, self._fitted[0], strict=True)
        ):
            return
        self._fitted = of, self.width()
        self.told = "" if experiment is None else _told(experiment, past, sight, phase, row)
        elide = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.told, elide, self.width())
        if shown != self.text():
            self.setText(shown)
            self.setToolTip(self.told)


def _told(
    experiment: Experiment,
    past: Experiment | None,
    sight: Sight,
    phase: Phase | None,
    row: int | None,
) -> str:
    match phase:
        case "forward" if row is not None:
            return tr("What each neuron says of row {row}", row=row + 1)
        case "backward":
            return tr("Beside each weight its gradient, back from the output")
        case "update":
            return tr("Grey, beside each weight: what it was before the update")
    told = tr(
        "{layers}; solid is positive, dashed negative, wider is larger",
        layers=layers(experiment if past is None else past),
    )
    held = sight.told(experiment.data)
    return f"{told}; {held}" if held else told
