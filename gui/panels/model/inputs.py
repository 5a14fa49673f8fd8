"""What goes into the model: inputs to check, and a line for a formula of one's own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.experiment import Experiment
from engine.experiment.settings import DEGREE
from gui.kit.forms.choosers import CheckList, Item
from gui.kit.forms.fields import NumberField
from gui.kit.forms.formula_field import FormulaField
from gui.kit.forms.rows import NARROW, Row, column, starts_anew
from gui.kit.parameter_names import formula
from gui.kit.words import tr

Change = Callable[[Experiment], Experiment]


class InputsForm(QWidget):
    """Emits edits of the experiment's inputs."""

    wanted = Signal(str, object)  # what the undo menu says; a Change

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self.list, self.formula = CheckList(), FormulaField()
        chosen = tr("What the first layer sees: the features, and what is made of them.")
        typed = tr(
            "Type a formula of the features (scaled, if they are), such as x1*x2 or sin(3*x), "
            "and press Enter."
        )
        powers = tr("Makes a polynomial: all powers of the feature up to this one, 1 to 10.")
        self.degree = NumberField(DEGREE, whole=True)
        self.degree.setButtonSymbols(NumberField.ButtonSymbols.UpDownArrows)
        self._degree = Row(tr("Degree"), f"{powers} {starts_anew()}", self.degree, NARROW)
        self._rows = (
            Row(tr("Inputs"), f"{chosen} {starts_anew()}", self.list, NARROW),
            Row(tr("Add input"), f"{typed} {starts_anew()}", self.formula, NARROW),
        )
        self.formula.setPlaceholderText(tr("formula"))
        down = column(self)
        for row in (self._rows[0], self._degree, self._rows[1]):
            down.addWidget(row)
        self.degree.committed.connect(self._on_degree)
        self.list.toggled_names.connect(self._on_toggled)
        self.formula.returnPressed.connect(self._on_typed)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer the inputs of an experiment."""
        from engine.edits import inputs as input_edits

        before, self._experiment = self._experiment, experiment
        known = before is not None and _subject(before) == _subject(experiment)
        if known:
            return
        self.formula.set_names(experiment.data.encoding.variables)
        offers = input_edits.offered(experiment)
        chosen = input_edits.shown(experiment)
        lines = [Item(text, formula(text), text) for text in self._ordered(offers, chosen)]
        self.list.show_items(lines, chosen)
        for row in self._rows:
            row.setEnabled(bool(offers))
        single = bool(offers) and len(experiment.data.features) == 1
        self._degree.setVisible(single)
        if single:
            self.degree.set_value(input_edits.degree(experiment) or None)
        if self.formula.text().strip() in chosen:
            self.formula.clear()

    def _ordered(self, offers: tuple[str, ...], chosen: tuple[str, ...]) -> list[str]:
        """First those of the model, as its weights stand; nothing moves while the list is open."""
        before = self.list.names if self.list.is_open else ()
        return list(dict.fromkeys([*(t for t in before if t in offers), *chosen, *offers]))

    def _on_toggled(self, names: tuple[str, ...]) -> None:
        from engine.edits import inputs as input_edits

        experiment = self._experiment
        if experiment is None:
            return
        # What was there keeps its order, and its place among the weights; what is new comes last.
        kept = tuple(text for text in input_edits.shown(experiment) if text in names)
        inputs = (*kept, *(text for text in names if text not in kept))
        self._experiment = None  # what is refused must be shown again as it was
        self.wanted.emit(tr("Inputs"), lambda old: input_edits.with_inputs(old, inputs))

    def _on_degree(self, highest: int) -> None:
        from engine.edits import inputs as input_edits

        self.wanted.emit(tr("Degree"), lambda old: input_edits.with_degree(old, int(highest)))

    def _on_typed(self) -> None:
        from engine.edits import inputs as input_edits

        text = self.formula.text()
        self.wanted.emit(tr("Add input"), lambda old: input_edits.with_input_added(old, text))


def _subject(experiment: Experiment) -> tuple[object, ...]:
    return experiment.data.features, experiment.model.inputs
