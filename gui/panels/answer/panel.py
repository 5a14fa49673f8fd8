"""The model's answer: type values for the features, and see what the model makes of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from engine.data.moments import mean
from engine.experiment import Experiment
from engine.frames import Asked, AskRequest, Frame, Request
from gui.kit.fonts import tabular
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import Row
from gui.kit.numbers import full, number, short
from gui.kit.panel import Panel
from gui.kit.words import tr
from gui.panels.answer.fields import CategoryField, field_for
from gui.panels.answer.working import answer, working

MOST_FIELDS = 30


class AnswerPanel(Panel):
    """Beyond the data too: nothing has to be known about the place that is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, NumberField | CategoryField] = {}
        self._values: dict[str, float] = {}
        self._typed: set[str] = set()  # the features whose values are the learner's own
        self._is_blank = True
        self.result, self.lines, self.few = QLabel(), QLabel(), QLabel()
        self._rows = QVBoxLayout()
        self._probabilities = QGridLayout()
        self.probabilities: list[tuple[QLabel, QLabel]] = []
        self._arrange()

    def wants(self) -> tuple[Request, ...]:
        """The answer at the values that are typed."""
        return (self._request(),) if self.fields else ()

    def show_experiment(self, experiment: Experiment) -> None:
        """A field for each feature; what was typed stays where the feature does."""
        before = self.experiment
        super().show_experiment(experiment)
        features = experiment.data.features
        self._show_classes(experiment)
        known = before is not None and _kinds(before) == _kinds(experiment) and self.fields
        if known and not self._is_blank:
            return
        self._is_blank = False
        typed = {name: self._values[name] for name in self._typed if name in self._values}
        self._values = {name: typed.get(name, _typical(experiment, name)) for name in features}
        self._make_fields(experiment)

    def forget(self) -> None:
        """There is nobody to answer, and what was not typed was typical of other data."""
        self._is_blank = True
        figures = (figure for _, figure in self.probabilities)
        for label in (self.result, self.lines, *figures):
            label.clear()
            label.setToolTip("")

    def draw(self, frame: Frame) -> None:
        """Show the answer and how it comes about."""
        view = frame.views.get(self._request()) if self.fields else None
        if isinstance(view, Asked) and self.experiment is not None:
            self.result.setText(answer(self.experiment, view))
            self.result.setToolTip(", ".join(full(float(value)) for value in view.output))
            self.lines.setText("\n".join(working(self.experiment, view)))
            for (_, figure), value in zip(self.probabilities, view.output, strict=False):
                figure.setText(number(float(value)))
                figure.setToolTip(full(float(value)))

    def ask(self, values: tuple[float, ...]) -> None:
        """Type these values, one for each feature."""
        for field, value in zip(self.fields.values(), values, strict=False):
            field.set_value(value)
        self._on_typed()

    def _request(self) -> AskRequest:
        return AskRequest(tuple(self._values[name] for name in self.fields))

    def _arrange(self) -> None:
        self.result.setFont(tabular(self.font(), 1.45, bold=True))
        self.result.setAccessibleName(tr("The model's answer"))
        self.lines.setFont(tabular(self.font()))
        self.few.setObjectName("Muted")
        self.few.setText(tr("Only the first features can be typed; the others are at their mean."))
        for label in (self.result, self.lines, self.few):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines.setAccessibleName(tr("How the answer comes about"))
        self._rows.setContentsMargins(0, 0, 0, 0)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addLayout(self._rows)
        down.addWidget(self.few)
        down.addWidget(self.result)
        down.addLayout(self._probabilities)
        down.addWidget(self.lines)
        down.addStretch()

    def _make_fields(self, experiment: Experiment) -> None:
        while self._rows.count():
            row = self._rows.takeAt(0).widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        features = experiment.data.features
        self.fields = {name: field_for(experiment.data, name) for name in features}
        explanation = tr("The value at which the model is asked; it may lie beyond the data.")
        for name, field in self.fields.items():
            field.set_value(self._values[name])
            self._values[name] = float(field.value() or 0.0)  # a category may be gone
            field.committed.connect(self._on_typed)
            row = Row(name, explanation, field)
            row.setVisible(self._rows.count() < MOST_FIELDS)
            self._rows.addWidget(row)
        self.few.setVisible(len(features) > MOST_FIELDS)

    def _on_typed(self) -> None:
        before = self._values
        self._values = {name: float(field.value() or 0.0) for name, field in self.fields.items()}
        self._typed |= {name for name, value in self._values.items() if before.get(name) != value}
        self.want_other_views()

    def _show_classes(self, experiment: Experiment) -> None:
        classes = [str(label) for label in experiment.data.classes]
        if [label.text() for label, _ in self.probabilities] == classes:
            return
        for pair in self.probabilities:
            for widget in pair:
                widget.hide()
                widget.deleteLater()
        self.probabilities = [(QLabel(name), QLabel()) for name in classes]
        for place, (label, figure) in enumerate(self.probabilities):
            figure.setFont(tabular(self.font()))
            figure.setAccessibleName(tr("probability of {name}", name=label.text()))
            self._probabilities.addWidget(label, place, 0)
            self._probabilities.addWidget(figure, place, 1, Qt.AlignmentFlag.AlignRight)


def _kinds(experiment: Experiment) -> tuple[tuple[object, ...], ...]:
    """What the features are called, and what can be typed for them."""
    data = experiment.data
    values = data.encoding.values
    return tuple((name, data.kind_of(name), values.get(name)) for name in data.features)


def _typical(experiment: Experiment, name: str) -> float:
    """The feature's mean, as a number or a day that one would type; a category's first value."""
    data = experiment.data
    column = data.table.columns[name]
    if name in data.encoding.values or column.dtype == object or not len(column):
        return 0.0
    if data.kind_of(name) == "date":
        return float(round(mean(column)))
    return float(short(mean(column)).replace("−", "-"))
