"""The shape lens: any two tensors, what lies between them, and the trap of (n,) minus (n, 1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from engine.data.shapes import OPERATIONS, Array, Operation, broadcast, compute, shape_of, six_ways
from engine.experiment import Experiment
from engine.frames import (
    Arrays,
    Frame,
    ParametersRequest,
    Predictions,
    PredictionsRequest,
    PredictionWays,
    Request,
    View,
    WaysRequest,
)
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.rows import describe
from gui.kit.panel import Panel
from gui.kit.shapes import unbroken, written
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.panels.shapes.diagram import Diagram
from gui.panels.shapes.grid import Grid
from gui.panels.shapes.tensors import PREDICTION, TARGET, Tensor, tensors
from gui.panels.shapes.three_ways import ThreeWays
from gui.panels.shapes.ways import Ways

MOST_ROWS = 1_000  # of the table; more are left out of the picture and of the losses
MOST_CELLS = 40_000  # of the picture
SIGNS: dict[Operation, str] = {"-": "−", "+": "+", "*": "×", "@": "@"}


class ShapesPanel(Panel):
    """Choose two tensors and an operation; below, how their shapes meet and what that does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tensors: dict[str, Tensor] = {}
        self._prediction: Array | None = None
        self._parameters: Arrays = {}
        self.left, self.operation, self.right = NameCombo(), NameCombo(), NameCombo()
        self.diagram, self.grid, self.ways = Diagram(), Grid(), Ways()
        self.sentence, self.heading = QLabel(), QLabel(tr("The mean squared error, six ways"))
        self.three, self.three_heading = ThreeWays(), QLabel(tr("The same ŷ, three ways"))
        self._words()
        self._arrange()
        for combo in (self.left, self.operation, self.right):
            combo.chosen.connect(self._on_chosen)
        self._chosen = [TARGET, "-", PREDICTION]
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """The predictions for the rows, how else they can be written, and the model's tensors."""
        return (PredictionsRequest(MOST_ROWS), WaysRequest(), ParametersRequest())

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer the tensors of another experiment; those chosen stay where it has them."""
        super().show_experiment(experiment)
        self._prediction, self._parameters = None, {}
        regression = experiment.data.task == "regression"
        self.ways.setVisible(regression)
        self.heading.setVisible(regression)
        self._show()

    def forget(self) -> None:
        """Show no values of a model."""
        self._prediction, self._parameters = None, {}
        self.ways.forget()
        self.three.forget()
        self._show_three(None)
        self._show()

    def draw(self, frame: Frame) -> None:
        """Put the values of a frame in."""
        view = frame.views.get(PredictionsRequest(MOST_ROWS))
        if isinstance(view, Predictions):
            self._prediction = np.asarray(view.values, dtype=np.float64)
        self._parameters = frame.parameters
        self._show_three(frame.views.get(WaysRequest()))
        self._show()

    def _show_three(self, view: View | None) -> None:
        known = isinstance(view, PredictionWays)
        self.three.setVisible(known)
        self.three_heading.setVisible(known)
        if isinstance(view, PredictionWays):
            self.three.show_ways(view)

    def view_state(self) -> dict[str, Any]:
        """What is chosen."""
        return {name: combo.currentData() for name, combo in self._choices().items()}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again."""
        for name, combo in self._choices().items():
            combo.pick(state.get(name))

    def _choices(self) -> dict[str, NameCombo]:
        return {"left": self.left, "operation": self.operation, "right": self.right}

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        for part in (self.diagram, self.grid, self.ways):
            part.restyle(theme)

    def _words(self) -> None:
        describe(self.left, tr("First tensor"), tr("The tensor on the left of the operation."))
        describe(self.right, tr("Second tensor"), tr("The tensor on the right of the operation."))
        describe(self.operation, tr("Operation"), tr("What is done with the two tensors."))
        self.operation.set_items([Item(name, SIGNS[name]) for name in OPERATIONS])
        self.operation.setMinimumContentsLength(3)
        self.sentence.setWordWrap(True)
        for heading in (self.heading, self.three_heading):
            heading.setObjectName("Group")
        self._show_three(None)

    def _arrange(self) -> None:
        across = QGridLayout()  # as in written arithmetic: the sign before the second line
        across.setSpacing(5)
        across.addWidget(self.left, 0, 1)
        across.addWidget(self.operation, 1, 0)
        across.addWidget(self.right, 1, 1)
        across.setColumnStretch(1, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        down.addLayout(across)
        for part in (
            self.diagram,
            self.sentence,
            self.grid,
            self.heading,
            self.ways,
            self.three_heading,
            self.three,
        ):
            down.addWidget(part)
        down.addStretch()

    def _on_chosen(self) -> None:
        self._chosen = [combo.currentData() for combo in (self.left, self.operation, self.right)]
        self._show()

    def _show(self) -> None:
        if self.experiment is None:
            return
        rows = min(self.experiment.data.table.rows, MOST_ROWS)
        if self._prediction is not None and len(self._prediction) != rows:
            self._prediction = None
        found = tensors(self.experiment, rows, self._prediction, self._parameters)
        self._offer(found)
        left, right = self._tensors[self._chosen[0]], self._tensors[self._chosen[2]]
        self._show_meeting(left, cast(Operation, self._chosen[1]), right)
        self._show_ways(rows)

    def _offer(self, found: tuple[Tensor, ...]) -> None:
        labels = [tensor.label for tensor in self._tensors.values()]
        self._tensors = {tensor.name: tensor for tensor in found}
        if labels != [tensor.label for tensor in found]:
            lines = [Item(tensor.name, tensor.label) for tensor in found]
            self.left.set_items(lines)
            self.right.set_items(lines)
        for place, usual in ((0, TARGET), (2, PREDICTION)):
            if self._chosen[place] not in self._tensors:
                self._chosen[place] = usual
        for combo, name in zip((self.left, self.operation, self.right), self._chosen, strict=True):
            combo.show_name(name)

    def _show_meeting(self, left: Tensor, operation: Operation, right: Tensor) -> None:
        result = shape_of(left.shape, operation, right.shape)
        if operation == "@":
            self.diagram.show_product(left, operation, right, result)
        else:
            aligned = broadcast(left.shape, right.shape)
            self.diagram.show_broadcast(left, operation, right, aligned)
        self.sentence.setText(unbroken(_sentence(left, operation, right, result)))
        values = None
        if left.values is not None and right.values is not None and result is not None:
            small = len(result) <= 2 and int(np.prod(result)) <= MOST_CELLS
            both = np.asarray(left.values, np.float64), np.asarray(right.values, np.float64)
            values = compute(both[0], operation, both[1]) if small else None
        self.grid.setVisible(values is not None)
        if values is not None:
            self.grid.show_values(values, diagonal=_is_trap(left, right, result))

    def _show_ways(self, rows: int) -> None:
        target = self._tensors[TARGET].values
        if target is None or self._prediction is None or rows == 0:
            return
        self.ways.show_ways(six_ways(np.asarray(target, np.float64), self._prediction))


def _is_trap(left: Tensor, right: Tensor, result: tuple[int, ...] | None) -> bool:
    """Whether a row meets a column as long: each entry meets all, though only its own is meant."""
    flat = {len(left.shape), len(right.shape)} == {1, 2}
    return flat and result is not None and len(set(result)) == 1 and result[0] > 1


def _sentence(
    left: Tensor, operation: Operation, right: Tensor, result: tuple[int, ...] | None
) -> str:
    one, other = written(left.shape), written(right.shape)
    if result is None and operation == "@":
        return tr(
            "{one} @ {other} is refused: the last size of the first must be the first of the "
            "second.",
            one=one,
            other=other,
        )
    if result is None:
        return tr(
            "{one} and {other} do not fit: seen from the right, two sizes differ and neither is 1.",
            one=one,
            other=other,
        )
    shape = written(result)
    if operation == "@":
        return tr("Rows times columns: the result is {shape}.", shape=shape)
    if _is_trap(left, right, result) and {left.name, right.name} == {TARGET, PREDICTION}:
        return tr(
            "A trap: {one} counts as one row and {other} as one column, so every target meets "
            "every prediction: {shape}. Only the diagonal is meant.",
            one=one,
            other=other,
            shape=shape,
        )
    if left.shape == right.shape:
        return tr("Equal shapes: entry meets entry, the result is {shape}.", shape=shape)
    return tr(
        "Seen from the right, sizes of 1 and missing ones are repeated: the result is {shape}.",
        shape=shape,
    )
