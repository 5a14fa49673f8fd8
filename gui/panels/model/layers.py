"""The inputs for a network's hidden layers: how many, how wide, and each one's activation."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QWidget

from engine.catalog import ACTIVATIONS
from engine.experiment.settings import NEURONS
from engine.experiment.specs import Choice, Model
from gui.kit.forms.entry_form import ChoiceForm
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import SPACE, Row, column, describe, keeps, keeps_others, show_checked
from gui.kit.words import tr

STRETCH = (1, 64)  # as far as the arrows go; more can be typed
FIRST = 4  # neurons of the first layer that is added


class HiddenLayers(QWidget):
    """A row of buttons that adds and removes layers, and each layer's number of neurons."""

    changed = Signal(str, object)  # what was done; the new sizes

    def __init__(self) -> None:
        super().__init__()
        self.sizes: tuple[int, ...] = ()
        self.count = QLabel()
        adding = f"{tr('Adds a hidden layer before the output.')} {keeps_others()}"
        removing = f"{tr('Removes the last hidden layer.')} {keeps_others()}"
        self.add = _button("+", tr("Add a layer"), adding)
        self.remove = _button("−", tr("Remove a layer"), removing)
        self.fields: list[NumberField] = []
        self._rows: list[Row] = []
        self._down = column(self)
        label = QLabel(tr("Hidden layers"))
        label.setObjectName("Muted")
        label.setBuddy(self.add)
        across = QHBoxLayout()
        across.setSpacing(SPACE)
        across.addWidget(label)
        across.addStretch()
        for widget in (self.count, self.remove, self.add):
            across.addWidget(widget)
        self._down.addLayout(across)
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(self._on_remove)

    def show_sizes(self, sizes: tuple[int, ...]) -> None:
        """Show the layers that there are; emits nothing."""
        self.sizes = sizes
        while len(self.fields) < len(sizes):
            self._add_row()
        for place, (row, field) in enumerate(zip(self._rows, self.fields, strict=True)):
            row.setVisible(place < len(sizes))
            if place < len(sizes):
                field.set_value(sizes[place])
        self.count.setText(str(len(sizes)) if sizes else tr("none"))
        self.remove.setEnabled(bool(sizes))

    def _add_row(self) -> None:
        field = NumberField(NEURONS, whole=True, stretch=STRETCH)
        field.setButtonSymbols(NumberField.ButtonSymbols.UpDownArrows)
        field.committed.connect(self._on_committed)
        label = tr("Neurons in layer {layer}", layer=len(self.fields) + 1)
        explanation = tr("How many neurons this hidden layer has, 1 to 4096.")
        row = Row(label, f"{explanation} {keeps_others()}", field, label_share=0.6)
        self.fields.append(field)
        self._rows.append(row)
        self._down.addWidget(row)

    def _on_committed(self) -> None:
        fields = self.fields[: len(self.sizes)]
        self.changed.emit(tr("Neurons"), tuple(int(field.value() or 1) for field in fields))

    def _on_add(self) -> None:
        self.changed.emit(tr("Add a layer"), (*self.sizes, *(self.sizes[-1:] or (FIRST,))))

    def _on_remove(self) -> None:
        self.changed.emit(tr("Remove a layer"), self.sizes[:-1])


class Activations(QWidget):
    """One activation for all hidden layers, or one for each."""

    changed = Signal(str, object)  # what was done; the new Choice, or a tuple of them
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.forms: list[ChoiceForm] = []
        self.separate = QCheckBox(tr("Each layer its own"))
        explanation = tr("Gives every hidden layer an activation of its own.")
        describe(self.separate, tr("Each layer its own"), f"{explanation} {keeps()}")
        self.separate.toggled.connect(self._on_separate)
        self.shared = self._form(tr("Activation"))
        self._down = column(self)
        self._down.addWidget(self.separate)
        self._down.addWidget(self.shared)

    def show_model(self, model: Model) -> None:
        """Show the activations that there are; emits nothing."""
        self.model = model
        several = isinstance(model.activation, tuple) and bool(model.hidden)
        show_checked(self.separate, several)
        self.separate.setVisible(several or len(model.hidden) > 1)
        self.setEnabled(bool(model.hidden))
        self.shared.setVisible(not several)
        choices = model.activations if several else ()
        while len(self.forms) < len(choices):
            form = self._form(tr("Layer {layer}", layer=len(self.forms) + 1))
            self.forms.append(form)
            self._down.addWidget(form)
        for place, form in enumerate(self.forms):
            form.setVisible(place < len(choices))
        for form, choice in zip(self.forms, choices, strict=False):
            form.show_choice(choice)
        if not isinstance(model.activation, tuple):
            self.shared.show_choice(model.activation)
        elif self.shared.choice is None:
            self.shared.show_choice(Choice("tanh"))

    def _form(self, label: str) -> ChoiceForm:
        explanation = tr("What bends the neurons' outputs.")
        form = ChoiceForm(ACTIVATIONS, label, explanation, keeps())
        form.changed.connect(self._on_changed)
        form.refused.connect(self.refused)
        return form

    def _on_separate(self, separate: bool) -> None:
        choices = self.model.activations
        if choices:
            self.changed.emit(tr("Activation"), choices if separate else choices[0])

    def _on_changed(self, text: str, choice: Choice) -> None:
        sender = self.sender()
        if sender is self.shared:
            self.changed.emit(text, choice)
        else:
            pairs = zip(self.forms, self.model.activations, strict=False)
            self.changed.emit(text, tuple(choice if form is sender else old for form, old in pairs))


def _button(text: str, name: str, explanation: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    describe(button, name, explanation)
    return button
