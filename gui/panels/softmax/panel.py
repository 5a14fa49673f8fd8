"""Softmax over an axis of any matrix, and the cross-entropy in the three ways to write it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Frame, Request, Softmax, SoftmaxRequest
from engine.frames.softmax import Matrix
from gui.kit.fonts import tabular
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.rows import NARROW, Row, describe
from gui.kit.numbers import full, loss, short
from gui.kit.panel import Panel
from gui.kit.words import tr
from gui.panels.softmax.matrix import MatrixTable

TUTORIAL: Matrix = ((1.0, 2.0), (3.0, 4.0))
OWN, MODEL = "own", "model"
MOST_ROWS, MOST_COLUMNS = 20, 10


class SoftmaxPanel(Panel):
    """The matrix is typed or is what the model gives; torch itself computes what is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own: Matrix = TUTORIAL
        self._targets: tuple[int, ...] = (1, 0)
        self._shown: SoftmaxRequest | None = None
        self.source, self.axis = NameCombo(), NameCombo()
        self.logits = MatrixTable("z", short, editable=True)
        self.probabilities = MatrixTable(tr("Probabilities"))
        self.one_hot = MatrixTable(tr("One-hot"), short)
        self.code, self.sums, self.scatter = QLabel(), QLabel(), QLabel()
        self.losses, self.why = [(QLabel(), QLabel()) for _ in range(3)], QLabel()
        self.more_rows, self.more_columns, self.tutorial = (
            QPushButton(tr("Row")),
            QPushButton(tr("Column")),
            QPushButton("[[1, 2], [3, 4]]"),
        )
        self._fill_choices()
        self._arrange()
        self._connect()

    def wants(self) -> tuple[Request, ...]:
        """The model's own matrix with each frame, a typed one once."""
        request = self._request()
        return () if self._is_own and request == self._shown else (request,)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer the model's logits where it has more than one for a row."""
        super().show_experiment(experiment)
        several = experiment.data.outcome == "multiclass"
        if not several and not self._is_own:
            self.source.show_name(OWN)
        self._offer_sources(several)

    def forget(self) -> None:
        """Show nothing of a model; what was typed stays."""
        if self._is_own:
            return
        self._own, self._targets, self._shown = TUTORIAL, (1, 0), None
        for table in (self.logits, self.probabilities, self.one_hot):
            table.show_values(np.empty((0, 0)), [], [])
        for label in (self.sums, self.why, *(value for _, value in self.losses)):
            label.clear()

    def draw(self, frame: Frame) -> None:
        """Show what torch has computed."""
        for request, view in frame.views.items():
            if isinstance(view, Softmax) and request == self._request():
                self._shown = self._request()
                self._show(view)

    @property
    def _is_own(self) -> bool:
        return bool(self.source.currentData() != MODEL)

    @property
    def _dim(self) -> int:
        return int(self.axis.currentData())

    def _request(self) -> SoftmaxRequest:
        if self._is_own:
            return SoftmaxRequest(self._own, self._targets, self._dim)
        return SoftmaxRequest(None, (), self._dim)

    # ---- building -------------------------------------------------------------------------------

    def _fill_choices(self) -> None:
        self.axis.set_items(
            [
                Item("1", "dim=1", tr("Along each row: its numbers sum to 1.")),
                Item("0", "dim=0", tr("Along each column: its numbers sum to 1.")),
            ]
        )
        self._offer_sources(False)

    def _offer_sources(self, several: bool) -> None:
        chosen = self.source.currentData() or OWN
        self.source.set_items(
            [
                Item(OWN, tr("Typed"), tr("A matrix of your own: type into its cells.")),
                Item(
                    MODEL,
                    tr("The model's z"),
                    tr("What the model gives for its first training rows, a number a class."),
                    several,
                ),
            ][: 2 if several else 1]
        )
        self.source.show_name(chosen)

    def _arrange(self) -> None:
        for label in (self.code, self.sums, self.scatter, self.why):
            label.setWordWrap(True)
        for code, value in self.losses:
            code.setWordWrap(True)
            value.setFont(tabular(value.font(), 1.1, bold=True))
        for label in (self.sums, self.why):
            label.setObjectName("Muted")
        buttons = QHBoxLayout()
        for button, help in (
            (self.more_rows, tr("Adds a row, a sample.")),
            (self.more_columns, tr("Adds a column, a class.")),
            (self.tutorial, tr("The matrix that the course begins with.")),
        ):
            describe(button, button.text(), help)
            buttons.addWidget(button)
        matrix = tr("The matrix z: a row a sample, a column a class; y is the sample's class.")
        axis = tr("The axis along which the probabilities sum to one.")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(Row(tr("Matrix"), matrix, self.source, NARROW))
        down.addWidget(self.logits)
        down.addLayout(buttons)
        down.addWidget(Row(tr("Axis"), axis, self.axis, NARROW))
        for widget in (self.code, self.probabilities, self.sums, self.scatter, self.one_hot):
            down.addWidget(widget)
        heading = QLabel(tr("The cross-entropy, three ways"))
        heading.setObjectName("Group")
        down.addWidget(heading)
        for code, value in self.losses:
            down.addWidget(code)
            down.addWidget(value)
        down.addWidget(self.why)
        down.addStretch()

    def _connect(self) -> None:
        self.source.chosen.connect(self._on_chosen)
        self.axis.chosen.connect(self._on_chosen)
        self.logits.typed.connect(self._on_typed)
        self.logits.refused.connect(self.refuse)
        self.more_rows.clicked.connect(self._add_row)
        self.more_columns.clicked.connect(self._add_column)
        self.tutorial.clicked.connect(lambda: self._take(TUTORIAL, (1, 0)))

    # ---- what is typed --------------------------------------------------------------------------

    def _on_chosen(self) -> None:
        for button in (self.more_rows, self.more_columns, self.tutorial):
            button.setVisible(self._is_own)
        self.want_other_views()

    def _on_typed(self, row: int, column: int, value: float) -> None:
        classes = len(self._own[0])
        if not self._is_own:
            self.source.show_name(OWN)  # what is typed is the learner's own
        if column < classes:
            rows = [list(cells) for cells in self._own]
            rows[row][column] = value
            self._take(tuple(map(tuple, rows)), self._targets)
        elif value in range(classes):
            targets = [*self._targets]
            targets[row] = int(value)
            self._take(self._own, tuple(targets))
        else:
            known = f"0 … {classes - 1}"
            self.refuse(EngineError("must be a class, one of {known}", "y", known=known))
            self._take(self._own, self._targets)

    def _add_row(self) -> None:
        if len(self._own) < MOST_ROWS:
            self._take((*self._own, (0.0,) * len(self._own[0])), (*self._targets, 0))

    def _add_column(self) -> None:
        if len(self._own[0]) < MOST_COLUMNS:
            self._take(tuple((*cells, 0.0) for cells in self._own), self._targets)

    def _take(self, matrix: Matrix, targets: tuple[int, ...]) -> None:
        self._own, self._targets, self._shown = matrix, targets, None
        self.want_other_views()

    # ---- what is shown --------------------------------------------------------------------------

    def _show(self, view: Softmax) -> None:
        if not self._is_own:
            self._own = tuple(tuple(map(float, cells)) for cells in view.logits)
            self._targets = tuple(view.targets.tolist())
        rows, classes = view.logits.shape
        across, down = [str(c) for c in range(classes)], [str(r) for r in range(rows)]
        with_class = np.column_stack([view.logits, view.targets])
        self.logits.show_values(with_class, [*across, "y"], down)
        self.code.setText(_breakable(f"p = F.softmax(z, dim={self._dim})"))
        self.probabilities.show_values(_with_sums(view.probabilities), [*across, "Σ"], [*down, "Σ"])
        self.sums.setText(self._told())
        self.scatter.setText(_breakable("torch.zeros_like(z).scatter_(1, y.unsqueeze(1), 1)"))
        self.one_hot.show_values(view.one_hot, across, down)
        self._show_losses(view)

    def _told(self) -> str:
        if self._dim == 1:
            return tr("Each row sums to 1: one sample's probabilities of its classes.")
        return tr(
            "Each column sums to 1: over the samples, which is no sample's probability of anything."
        )

    def _show_losses(self, view: Softmax) -> None:
        for (label, figure), (code, value) in zip(self.losses, view.losses.items(), strict=True):
            label.setText(_breakable(code))
            figure.setText(loss(value))
            figure.setToolTip(full(value))
            figure.setAccessibleName(code)
        by_hand, _, whole = view.losses.values()
        if self._dim == 0:
            why = tr("The first is wrong: its probabilities are taken along the wrong axis.")
        elif by_hand == whole:
            why = tr("Three ways, one number, to the last digit.")
        elif np.isfinite(by_hand):
            why = tr(
                "They differ by {difference}: the first rounds the probability before its "
                "logarithm, the others go from z to the logarithm at once.",
                difference=f"{abs(by_hand - whole):.1e}".replace("-", "−"),
            )
        else:
            why = tr("The first has no number: a probability was rounded to 0, and ln 0 is −∞.")
        self.why.setText(why)


def _breakable(code: str) -> str:
    """Code that goes on in the next line after a bracket or a dot, where there is no room."""
    for end in "(.":
        code = code.replace(end, f"{end}&#8203;")
    return f"<code>{code}</code>"


def _with_sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrix with the sums of its rows at the right and those of its columns below."""
    rows = np.column_stack([values, values.sum(axis=1)])
    below = [*values.sum(axis=0), np.nan]
    return np.vstack([rows, below])
