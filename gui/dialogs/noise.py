"""The dialog that adds noise to the data."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from engine.catalog import Range
from engine.edits.noise import Noise, with_noise
from engine.experiment import Experiment
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import Row
from gui.kit.numbers import count
from gui.kit.words import tr

PERCENT = Range(low=0, high=1000)
SHARE = Range(low=0, high=100)
SEEDS = Range(0, 2**63 - 1)
USUAL = 10.0  # percent


class NoiseDialog(QDialog):
    """Asks how much; on the selected rows, or on all where none are."""

    edited = Signal(str, object)  # as the undo menu says it; the new Experiment

    def __init__(
        self, experiment: Experiment, rows: NDArray[np.int64], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Add noise"))
        self._experiment, self._rows = experiment, rows if len(rows) else None
        self._classes = experiment.data.task == "classification"
        self.features = NumberField(PERCENT, stretch=(0, 100), unit=" %")
        self.target = NumberField(SHARE if self._classes else PERCENT, stretch=(0, 100), unit=" %")
        self.seed = NumberField(SEEDS, whole=True)
        self.features.set_value(USUAL)
        self.target.set_value(0.0)
        self._lay_out()

    def accept(self) -> None:
        """Hand over the noisy data."""
        amount, target = (field.value() or 0.0 for field in (self.features, self.target))
        noise = Noise(
            features=amount / 100,
            target=0.0 if self._classes else target / 100,
            flipped=target / 100 if self._classes else 0.0,
            seed=int(self.seed.value() or 0),
        )
        self.edited.emit(tr("Add noise"), with_noise(self._experiment, noise, self._rows))
        super().accept()

    def _lay_out(self) -> None:
        down = QVBoxLayout(self)
        down.addWidget(QLabel(self._whom()))
        features = tr("Gaussian noise on every feature, in percent of its standard deviation.")
        down.addWidget(Row(tr("On the features"), features, self.features))
        if self._classes:
            help = tr("So many of the rows get another class.")
            down.addWidget(Row(tr("Wrong classes"), help, self.target))
        else:
            help = tr("Gaussian noise on the target, in percent of its standard deviation.")
            down.addWidget(Row(tr("On the target"), help, self.target))
        seed = tr("Another number draws other noise.")
        down.addWidget(Row(tr("Seed"), seed, self.seed))
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        down.addWidget(buttons)

    def _whom(self) -> str:
        if self._rows is None:
            return tr("On all {count} rows.", count=count(self._experiment.data.table.rows))
        return tr("On the {count} selected rows.", count=count(len(self._rows)))
