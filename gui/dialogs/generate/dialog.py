"""The dialog in which a data set is made from a few numbers, or from a formula."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.catalog import Value
from engine.catalog.generators import GENERATORS, SEED
from engine.edits import generate
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import Data
from gui.dialogs.generate.formula_form import FormulaForm
from gui.dialogs.generate.preview import Preview
from gui.kit import telling
from gui.kit.forms.entry_form import ParamForm
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import SPACE, column, describe
from gui.kit.icons import icon
from gui.kit.scrolling import scrolled
from gui.kit.theme import Theme
from gui.kit.words import tr, without_accelerator
from gui.model.recipes import Recipe, with_generated

FORMULA = "formula"
LIST_WIDTH, FORM_WIDTH = 160, 270
SHARED = ("rows", "seed")  # what a data set takes over from the one looked at before


class GenerateDialog(QDialog):
    """A list of data sets, the numbers of the chosen one, and a picture of what they make."""

    edited = Signal(str, object)  # as the undo menu says it; the Experiment with the new data
    made = Signal(object)  # the Recipe of these data

    def __init__(self, experiment: Experiment, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Generate data"))
        self._experiment = experiment
        self._made: Experiment | None = None
        self._values: dict[str, dict[str, Value]] = {
            name: entry.defaults() for name, entry in GENERATORS.items()
        }
        self._values[FORMULA] = {name: self._values["line"][name] for name in SHARED}
        self.list = _list()
        self.help = QLabel()
        self.help.setWordWrap(True)
        self.help.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.formula = FormulaForm()
        self.preview = Preview(theme)
        self._forms: dict[str, ParamForm] = {}
        self.buttons = self._buttons(theme)
        self._lay_out()
        self.list.currentRowChanged.connect(self._on_chosen)
        self.formula.changed.connect(self._refresh)
        self.formula.shared.connect(self._on_value)
        self.list.setCurrentRow(0)

    @property
    def chosen(self) -> str:
        """The name of the data set that is looked at."""
        name: str = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        return name

    def form(self) -> ParamForm:
        """The numbers of the chosen data set."""
        return self._forms[self.chosen]

    def accept(self) -> None:
        """Hand over the experiment with the data that the picture shows."""
        if self._made is not None:
            self.edited.emit(tr("Generate data"), self._made)
            self.made.emit(self._recipe())
            super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a number's field takes the number over, and closes nothing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (enter and isinstance(self.focusWidget(), NumberField)):
            super().keyPressEvent(event)

    # ---- building -------------------------------------------------------------------------------

    def _buttons(self, theme: Theme) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.again = buttons.addButton(tr("Re&generate"), QDialogButtonBox.ButtonRole.ResetRole)
        self.again.setIcon(icon("dices", theme.text))
        self.again.setAutoDefault(False)
        self.again.clicked.connect(self._on_again)
        for button, explanation in (
            (self.again, tr("Draw other points, with the next seed.")),
            (buttons.button(standard.Ok), tr("Put these points in place of the data.")),
            (buttons.button(standard.Cancel), tr("Keep the data as they are.")),
        ):
            describe(button, without_accelerator(button.text()), explanation)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _lay_out(self) -> None:
        content = QWidget()
        self._down = column(content)
        self._down.setContentsMargins(0, 0, SPACE, 0)
        self._down.addWidget(self.help)
        self._down.addWidget(self.formula)
        scroll = scrolled(content, sideways=False, has_focus=False)
        scroll.setFixedWidth(FORM_WIDTH)
        across = QHBoxLayout()
        across.setSpacing(2 * SPACE)
        across.addWidget(self.list)
        across.addWidget(scroll)
        across.addWidget(self.preview, 1)
        down = QVBoxLayout(self)
        down.addLayout(across, 1)
        down.addWidget(self.buttons)
        self.resize(920, 500)

    def _show_form(self) -> None:
        """The numbers of the chosen data set in place of all others."""
        name = self.chosen
        if name != FORMULA and name not in self._forms:
            form = self._forms[name] = ParamForm(GENERATORS[name], "")
            form.changed.connect(self._on_value)
            self._down.addWidget(form)
        for known, form in self._forms.items():
            form.setVisible(known == name)
        self.formula.setVisible(name == FORMULA)

    # ---- what happens ---------------------------------------------------------------------------

    def _on_chosen(self) -> None:
        self._show_form()
        self._refresh()

    def _on_value(self, name: str, value: Value) -> None:
        self._values[self.chosen][name] = value
        if name in SHARED:
            for values in self._values.values():
                values[name] = value
        self._refresh()

    def _on_again(self) -> None:
        seed = self._values[self.chosen]["seed"]
        assert isinstance(seed, int)
        self._on_value("seed", seed + 1 if seed + 1 in SEED.ranges[0] else 0)

    def _refresh(self) -> None:
        """Make the data anew; while they cannot be made, the picture keeps the last ones, faded."""
        self._show_values()
        trouble: EngineError | None = None
        try:
            data = self._data()
            self._made = with_generated(self._experiment, data, self._title())
            self.preview.show_data(data)
        except EngineError as error:
            self._made, trouble = None, error
            self.preview.show_stale()
        self.formula.show_trouble(trouble)
        self._explain(trouble)
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(trouble is None)

    def _show_values(self) -> None:
        if self.chosen == FORMULA:
            self.formula.show_shared(*self._shared())
        else:
            self.form().show_values(self._values[self.chosen])

    def _data(self) -> Data:
        if self.chosen == FORMULA:
            return self.formula.make(*self._shared())
        return generate.make(GENERATORS[self.chosen], self._values[self.chosen])

    def _recipe(self) -> Recipe:
        """How to draw the same kind of data again."""
        rows, seed = self._shared()
        if self.chosen == FORMULA:
            return Recipe(self.formula.maker(rows), seed, self._title())
        entry, values = GENERATORS[self.chosen], dict(self._values[self.chosen])
        return Recipe(
            lambda seed: generate.make(entry, {**values, "seed": seed}), seed, self._title()
        )

    def _title(self) -> str:
        if self.chosen == FORMULA:
            return self.formula.field.text().strip()
        return tr(GENERATORS[self.chosen].label)

    def _shared(self) -> tuple[int, int]:
        rows, seed = (self._values[self.chosen][name] for name in SHARED)
        assert isinstance(rows, int) and isinstance(seed, int)
        return rows, seed

    def _explain(self, trouble: EngineError | None) -> None:
        if self.chosen == FORMULA:
            self.help.setText(_about_formulas())
        elif trouble is not None:
            self.help.setText(telling.sentence(trouble))
        else:
            self.help.setText(tr(GENERATORS[self.chosen].help))


def _list() -> QListWidget:
    """Every data set by its name, and the formula at the end."""
    lines = [(name, tr(entry.label), tr(entry.help)) for name, entry in GENERATORS.items()]
    result = QListWidget()
    for name, label, help_text in [*lines, (FORMULA, tr("Formula"), _about_formulas())]:
        item = QListWidgetItem(label)
        item.setData(Qt.ItemDataRole.UserRole, name)
        item.setToolTip(help_text)
        item.setSizeHint(QSize(0, result.fontMetrics().height() + 2 * SPACE))
        result.addItem(item)
    result.setObjectName("Kinds")
    result.setAccessibleName(tr("Data sets"))
    result.setToolTip(tr("The kinds of data that can be made."))
    result.setFixedWidth(LIST_WIDTH)
    return result


def _about_formulas() -> str:
    return tr("Your own formula: rand() is a random number from 0 to 1, randn() a normal one.")
