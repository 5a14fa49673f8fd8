"""Inputs in the model panel: checked in a list, typed as a formula, taken back when refused."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine import Experiment
from gui.kit.parameter_names import formula as written
from gui.panels.model.panel import ModelPanel
from tests.experiments import flowers, line
from tests.holding import Holder, type_number


@pytest.fixture
def holder(qtbot):
    return Holder(qtbot, ModelPanel(), line())


def check(holder, name, on=True):
    items = holder.panel.inputs.list.list
    found = next(
        items.item(row)
        for row in range(items.count())
        if items.item(row).data(Qt.ItemDataRole.UserRole) == name
    )
    found.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def test_checking_adds_an_input_at_the_end(holder):
    check(holder, "x**3")
    check(holder, "x**2")
    assert holder.experiment.model.inputs == ("x", "x**3", "x**2")
    assert holder.texts == ["Inputs", "Inputs"]
    assert holder.panel.summary.text() == "3 → 1"
    check(holder, "x", on=False)
    assert holder.experiment.model.inputs == ("x**3", "x**2")


def test_the_list_has_the_inputs_in_the_order_of_their_weights(qtbot):
    holder = Holder(qtbot, ModelPanel(), line(model={"inputs": ["1", "x"], "bias": False}))
    inputs = holder.panel.inputs.list
    assert inputs.itemText(0) == "1, x"
    assert inputs.names[:3] == ("1", "x", "x**2")


def test_the_last_input_cannot_go(holder):
    check(holder, "x", on=False)
    assert holder.experiment == line()
    assert len(holder.errors) == 1
    assert holder.panel.inputs.list.itemText(0) == "x"


def test_a_typed_formula_is_added_and_the_line_empty_again(qtbot, holder):
    field = holder.panel.inputs.formula
    qtbot.keyClicks(field, "sin(3*x)")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert holder.experiment.model.inputs == ("x", "sin(3*x)")
    assert field.text() == ""


def test_a_wrong_formula_stays_to_be_mended(qtbot, holder):
    field = holder.panel.inputs.formula
    qtbot.keyClicks(field, "sin(q)")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert holder.experiment == line() and len(holder.errors) == 1
    assert field.text() == "sin(q)"


def test_names_that_are_no_identifiers_can_be_chosen_too(qtbot):
    columns = {"my length": [1, 2], "y": [1, 2]}
    data = {"columns": columns, "features": ["my length"], "target": "y"}
    holder = Holder(qtbot, ModelPanel(), Experiment.from_dict({"data": data}))
    assert "`my length`**2" in holder.panel.inputs.list.names


def test_formulas_are_shown_as_they_are_read():
    assert written("x1**2") == "x1²"
    assert written("a*b") == "a·b"
    assert written("x**10") == "x¹⁰"


def test_a_degree_is_typed_for_one_feature(qtbot, holder):
    form = holder.panel.inputs
    assert form.degree.isVisible() and form.degree.value() == 1
    type_number(qtbot, form.degree, "3")
    assert holder.experiment.model.inputs == ("x", "x**2", "x**3")
    assert holder.texts == ["Degree"]
    check(holder, "x**5")
    assert form.degree.value() == 5
    type_number(qtbot, form.degree, "11")
    assert holder.experiment.model.inputs == ("x", "x**2", "x**3", "x**5")
    holder.panel.show_experiment(flowers())
    assert not form.degree.isVisible()


def test_a_name_that_is_no_identifier_is_offered_and_stands_in_backquotes(qtbot):
    columns = {"petal length (cm)": [1, 2, 3], "sepal": [3, 1, 2], "y": [1, 2, 4]}
    data = {"columns": columns, "features": ["petal length (cm)", "sepal"], "target": "y"}
    holder = Holder(qtbot, ModelPanel(), Experiment.from_dict({"data": data}))
    field = holder.panel.inputs.formula
    qtbot.keyClicks(field, "sepal*Pet")
    popup = field.offers.popup()
    assert popup.isVisible() and field.offers.completionCount() == 1
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "sepal*`petal length (cm)`" and not popup.isVisible()
    qtbot.keyClicks(field, "**2 + `le")
    field.offers.activated.emit("petal length (cm)")
    assert field.text() == "sepal*`petal length (cm)`**2 + `petal length (cm)`"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert holder.experiment.model.inputs[-1].startswith("sepal*`petal")
    qtbot.keyClicks(field, "sepa")
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Return)  # nothing is marked: it is the formula's
    assert not popup.isVisible() and len(holder.errors) == 1
