"""What stands in for the window around one panel: it shows the panel every edit that it emits."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.experiment import Experiment
from gui.kit.forms.editing import EditingPanel
from gui.kit.forms.entry_form import ChoiceForm, ParamRow
from gui.kit.forms.fields import NumberField
from gui.kit.wishes import Edit, Refuse
from tests.hearing import hear
from tests.there import there

R = TypeVar("R", bound=ParamRow)


class Holder(QObject):
    """Keeps the experiment that holds, what was done to it and what was refused."""

    def __init__(self, qtbot: QtBot, panel: EditingPanel, experiment: Experiment) -> None:
        super().__init__(panel)
        self.panel = panel
        self.experiment = experiment
        self.texts: list[str] = []
        self.errors: list[EngineError] = []
        qtbot.addWidget(panel)
        hear(panel, Edit, self._take)
        hear(panel, Refuse, self.errors.append)
        panel.show_experiment(experiment)
        with qtbot.waitActive(panel):
            panel.show()
            panel.activateWindow()

    def _take(self, text: str, experiment: Experiment) -> None:
        experiment.check()
        self.texts.append(text)
        self.experiment = experiment
        self.panel.show_experiment(experiment)


def row_of(form: ChoiceForm, name: str, kind: type[R]) -> R:
    """The row of one number of the entry that a form shows."""
    row = there(form.form()).rows[name]
    assert isinstance(row, kind)
    return row


def type_number(qtbot: QtBot, field: NumberField, text: str) -> None:
    """Replace a field's text and press Enter."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def choose(qtbot: QtBot, combo: QWidget, *keys: Qt.Key) -> None:
    """Press keys on a closed list."""
    combo.setFocus()
    for key in keys:
        qtbot.keyClick(combo, key)


def controls(panel: QWidget) -> list[QWidget]:
    """Everything in a panel that takes the keyboard, but for parts of Qt's own widgets."""
    return [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget, QScrollBar)
        and not (isinstance(widget, QAbstractItemView) and widget.window() is not panel.window())
    ]


def assert_explained(panel: QWidget) -> None:
    """Every control has a name for screen readers and a tooltip that is a sentence."""
    found = controls(panel)
    assert found
    for control in found:
        assert control.accessibleName(), control
        assert control.toolTip().rstrip().partition("\n")[0].endswith("."), control.accessibleName()
