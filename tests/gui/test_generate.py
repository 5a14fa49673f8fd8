"""The dialog that makes data, operated as a learner does, alone and in the whole window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from engine.catalog.generators import GENERATORS
from engine.edits import generate
from engine.experiment import Experiment
from engine.experiment.specs import Data
from gui.app import App
from gui.dialogs.generate.dialog import FORMULA, GenerateDialog
from gui.dialogs.generate.formula_form import RangeRow
from gui.kit.forms.entry_form import NumberRow
from gui.kit.theme import DARK, LIGHT
from gui.model.settings import Settings
from gui.panels.data.panel import DataPanel
from tests.experiments import flowers, line
from tests.hearing import watch_parameters
from tests.holding import assert_explained, type_number
from tests.there import found, there

LONG = 60_000  # milliseconds that loading torch may take on a slow machine


def opened(qtbot: QtBot, experiment: Experiment | None = None) -> GenerateDialog:
    dialog = GenerateDialog(experiment or line(), LIGHT)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test asks it afterwards
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def choose(qtbot: QtBot, dialog: GenerateDialog, name: str) -> None:
    """Walk down the list with the arrow keys."""
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Home)
    for _ in [*GENERATORS, FORMULA][: [*GENERATORS, FORMULA].index(name)]:
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.chosen == name


def type_formula(qtbot: QtBot, dialog: GenerateDialog, text: str) -> None:
    choose(qtbot, dialog, FORMULA)
    dialog.formula.field.setFocus()
    dialog.formula.field.selectAll()
    qtbot.keyClicks(dialog.formula.field, text)


def type_param(qtbot: QtBot, dialog: GenerateDialog, name: str, text: str) -> None:
    row = dialog.form().rows[name]
    assert isinstance(row, NumberRow)
    type_number(qtbot, row.field, text)


def ok(dialog: GenerateDialog) -> bool:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def taken(qtbot: QtBot, dialog: GenerateDialog) -> tuple[str, Experiment]:
    """What OK hands over."""
    button = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    with qtbot.waitSignal(dialog.edited) as heard:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    text, experiment = heard.args
    return text, experiment


def drawn(dialog: GenerateDialog) -> np.ndarray:
    """The places of all points in the picture, sorted."""
    parts = [np.column_stack(item.getData()) for item in dialog.preview.items]
    both = np.concatenate(parts)
    return both[np.lexsort(both.T)]


def places(data: Data) -> np.ndarray:
    names = data.features[:2] if len(data.features) > 1 else (data.features[0], data.target)
    both = data.table.matrix(names)
    return both[np.lexsort(both.T)]


@pytest.mark.parametrize("name", [*GENERATORS, FORMULA])
def test_every_data_set_has_its_form_its_sentence_and_its_picture(qtbot: QtBot, name: str) -> None:
    dialog = opened(qtbot)
    choose(qtbot, dialog, name)
    assert dialog.help.text().endswith(".")
    assert_explained(dialog)
    shown = [form for form in (*dialog._forms.values(), dialog.formula) if form.isVisible()]
    assert len(shown) == 1
    if name != FORMULA:
        assert list(dialog.form().rows) == list(GENERATORS[name].defaults())
        assert dialog.help.text() == GENERATORS[name].help
    experiment = taken(qtbot, dialog)[1]
    experiment.check()
    assert np.array_equal(drawn(dialog), places(experiment.data))


def test_the_numbers_decide_and_rows_and_seed_stay(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    type_param(qtbot, dialog, "rows", "50")
    type_param(qtbot, dialog, "seed", "7")
    choose(qtbot, dialog, "blobs")
    type_param(qtbot, dialog, "classes", "5")
    type_param(qtbot, dialog, "noise", "0.25")
    text, experiment = taken(qtbot, dialog)
    assert text == "Generate data"
    assert experiment.data == generate.blobs(50, 5, 0.25, 7)
    assert experiment.loss.name == "cross_entropy"
    clouds = [item for item in dialog.preview.items if len(item.getData()[0])]
    assert [len(item.getData()[0]) for item in clouds] == [10] * 5
    symbols = {item.opts["symbol"] for item in clouds}
    colors = {item.opts["brush"].color().name() for item in clouds}
    assert len(symbols) == len(colors) == 5


def test_a_slider_draws_at_once(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    before = drawn(dialog)
    row = dialog.form().rows["slope"]
    assert isinstance(row, NumberRow) and row.slider is not None
    row.slider.setFocus()
    qtbot.keyClick(row.slider, Qt.Key.Key_Right)
    assert row.field.value() != 2.0
    assert not np.array_equal(drawn(dialog), before)


def test_regenerate_takes_the_next_seed(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    for seed in (1, 2):
        qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
        row = dialog.form().rows["seed"]
        assert isinstance(row, NumberRow) and row.field.value() == seed
    assert taken(qtbot, dialog)[1].data == generate.line(200, 2.0, 1.0, 1.0, 2)


def test_after_the_last_seed_comes_the_first(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    type_param(qtbot, dialog, "seed", str(2**63 - 1))
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert taken(qtbot, dialog)[1].data == generate.line(200, 2.0, 1.0, 1.0, 0)


def test_a_number_that_cannot_be_used_changes_nothing_and_enter_keeps_the_dialog(
    qtbot: QtBot,
) -> None:
    dialog = opened(qtbot)
    before = drawn(dialog)
    for text in ("9", "20001", "many"):
        type_param(qtbot, dialog, "rows", text)
        assert dialog.isVisible()
    assert np.array_equal(drawn(dialog), before)


def test_what_is_far_too_large_is_refused_in_words(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    type_param(qtbot, dialog, "slope", "1e300")
    assert not ok(dialog)
    assert "too large for float32" in dialog.help.text()
    type_param(qtbot, dialog, "slope", "3")
    assert ok(dialog)
    assert dialog.help.text() == GENERATORS["line"].help


def test_cancel_leaves_everything(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    with qtbot.assertNotEmitted(dialog.edited):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_settings_stay_where_they_fit(qtbot: QtBot) -> None:
    before = flowers(
        data={"test_fraction": 0.25, "split_seed": 9, "scaling": {"features": "center"}},
        optimizer={"name": "adam", "lr": 0.03},
        training={"batch_size": 2},
        title="Flowers",
    )
    dialog = opened(qtbot, before)
    choose(qtbot, dialog, "moons")
    after = taken(qtbot, dialog)[1]
    assert (after.optimizer, after.training) == (before.optimizer, before.training)
    assert after.model == before.model
    assert after.loss.name == "bce"
    assert (after.data.test_fraction, after.data.split_seed) == (0.25, 9)
    assert after.data.scaling == before.data.scaling
    assert after.title == "Moons"
    assert replace(after.data, table=before.data.table) != before.data


# ---- a formula ----------------------------------------------------------------------------------


def test_ranges_appear_while_a_formula_is_typed(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    type_formula(qtbot, dialog, "z = 1 + 5*a")
    assert dialog.formula.variables() == ("a",)
    rows = dialog.formula.findChildren(RangeRow)
    (row,) = (row for row in rows if not row.isHidden())
    low = row.low
    type_number(qtbot, low, "2")
    type_number(qtbot, row.high, "3")
    dialog.formula.field.setFocus()
    dialog.formula.field.end(False)
    qtbot.keyClicks(dialog.formula.field, " + 7*")
    assert dialog.formula.variables() == ("a",) and not ok(dialog)  # half typed: nothing jumps
    qtbot.keyClicks(dialog.formula.field, "b + 0.5*randn()")
    assert dialog.formula.variables() == ("a", "b") and ok(dialog)
    assert low.value() == 2
    data = taken(qtbot, dialog)[1].data
    wanted = "1 + 5*a + 7*b + 0.5*randn()"
    assert data == generate.from_formula(f"z = {wanted}", {"a": (2, 3)}, 200, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("y = 3*", "is not a formula"),
        ("y = x.tofile", "is not a formula"),
        ("y = rand(3)*x", "rand takes no value: write rand()"),
        ("y = open(x)", "open is not a function of one value"),
        ("y = 3", "write a letter"),
        ("y = log(x)", "is not a finite number"),
    ],
)
def test_a_wrong_formula_is_told_under_the_field(qtbot: QtBot, text: str, said: str) -> None:
    dialog = opened(qtbot)
    type_formula(qtbot, dialog, "y = 2*x")
    before = drawn(dialog)
    type_formula(qtbot, dialog, text)
    assert said in dialog.formula.trouble.text()
    assert not ok(dialog)
    qtbot.keyClick(dialog.formula.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert len(drawn(dialog)) == len(before)
    assert dialog.preview.items[0].opacity() < 0.5
    assert dialog.preview.caption.text() == "The last points that could be made."
    type_formula(qtbot, dialog, "y = 2*x")
    assert dialog.preview.items[0].opacity() == 1
    assert "rows" in dialog.preview.caption.text()
    assert dialog.formula.trouble.text() == ""
    assert ok(dialog)


def test_rows_and_seed_of_a_formula(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    type_formula(qtbot, dialog, "x*rand()")
    type_number(qtbot, dialog.formula.rows["rows"].field, "1000")
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert dialog.formula.rows["seed"].field.value() == 1
    data = taken(qtbot, dialog)[1].data
    assert data == generate.from_formula("x*rand()", {}, 1000, 1)


def test_the_axes_stand_still_while_the_points_fit(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    type_formula(qtbot, dialog, "y = x")
    before = dialog.preview.plot.view.viewRange()
    type_formula(qtbot, dialog, "y = 0.9*x")
    assert dialog.preview.plot.view.viewRange() == before
    type_formula(qtbot, dialog, "y = 9*x")
    assert dialog.preview.plot.view.viewRange() != before


# ---- in the window ------------------------------------------------------------------------------


@pytest.fixture
def app(clean_qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    app = App(clean_qapp, Settings({"language": "en", "theme": "dark"}))
    qtbot.addWidget(app.window)
    app.window.may_close = lambda: True
    app.start(None)
    watch_parameters(qtbot, app)
    yield app
    app.close()
    clean_qapp.setStyleSheet("")


def test_generated_data_are_one_entry_to_undo_and_are_trained(app: App, qtbot: QtBot) -> None:
    before = app.document.experiment
    app.actions["file.generate"].trigger()
    dialog = found(app.window, GenerateDialog)
    assert dialog.preview._theme is DARK
    choose(qtbot, dialog, "spiral")
    seen = app.board.last
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert app.document.experiment.data == generate.spiral(200, 0.0, 0)
    assert app.document.history.undo_text == "Generate data"
    qtbot.waitUntil(lambda: app.board.last not in (None, seen), timeout=LONG)
    assert app.document.trainable
    app.actions["edit.undo"].trigger()
    assert app.document.experiment is before


def test_the_data_panel_opens_the_dialog(app: App) -> None:
    app.window.show_view("data")
    found(app.window, DataPanel).generate.click()
    assert found(app.window, GenerateDialog).isVisible()


def test_regenerating_draws_the_next_seed_and_keeps_the_weights(app: App, qtbot: QtBot) -> None:
    again = app.actions["file.regenerate"]
    assert not again.isEnabled(), "an example was not generated here"
    app.actions["file.generate"].trigger()
    dialog = found(app.window, GenerateDialog)
    choose(qtbot, dialog, "moons")
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert again.isEnabled()
    first = app.document.experiment
    stratified = replace(first, data=replace(first.data, stratified=True, test_fraction=0.2))
    app.document.edit("Stratified", stratified)
    qtbot.waitUntil(lambda: _shows(app, stratified), timeout=LONG)
    app.actions["run.step"].trigger()
    qtbot.waitUntil(lambda: app.board.last is not None and app.board.last.step == 1, timeout=LONG)
    weights = there(app.board.last).parameters
    again.trigger()
    data = app.document.experiment.data
    wanted = generate.make(GENERATORS["moons"], {**GENERATORS["moons"].defaults(), "seed": 1})
    assert data == replace(wanted, stratified=True, test_fraction=0.2)
    assert app.document.history.undo_text == "Regenerate"
    seen = app.board.last
    qtbot.waitUntil(lambda: app.board.last not in (None, seen), timeout=LONG)
    for name, values in there(app.board.last).parameters.items():
        np.testing.assert_array_equal(values, weights[name])
    again.trigger()
    app.actions["edit.undo"].trigger()
    assert app.document.experiment.data == data and again.isEnabled()
    edited = data.table.replace(x1=data.table.columns["x1"] + 1)
    app.document.edit("Move", replace(app.document.experiment, data=replace(data, table=edited)))
    assert not again.isEnabled(), "what was edited by hand is not drawn over"
    app.actions["edit.undo"].trigger()
    assert again.isEnabled()


def test_other_data_end_the_selection_and_edits_of_the_same_rows_keep_it(
    app: App, qtbot: QtBot
) -> None:
    def generate_data(name: str) -> None:
        app.actions["file.generate"].trigger()
        dialog = next(one for one in app.window.findChildren(GenerateDialog) if one.isVisible())
        choose(qtbot, dialog, name)
        dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()

    def selected() -> int:
        """How many are, in the program and on the stage, which must agree."""
        assert app.selection.rows.tolist() == app.stage._board.rows.tolist()
        return len(app.selection.rows)

    def select_all() -> None:
        app.actions["edit.select_all"].trigger()
        assert selected() == app.document.experiment.data.table.rows == 200

    undo, redo = app.actions["edit.undo"].trigger, app.actions["edit.redo"].trigger
    generate_data("blobs")
    for replaces in (
        lambda: generate_data("moons"), undo, redo, app.actions["file.regenerate"].trigger,
        lambda: generate_data("line"), undo,
    ):  # fmt: skip
        select_all()
        replaces()
        assert not selected()
    select_all()
    data = app.document.experiment.data
    noisy = data.table.replace(x1=data.table.columns["x1"] + 1)
    app.document.edit("Noise", replace(app.document.experiment, data=replace(data, table=noisy)))
    one = replace(app.document.experiment, data=replace(data, features=("x1",)))
    app.document.edit("Features", one)
    for step in (undo, undo, redo, redo):
        assert selected() == 200
        step()
    assert selected() == 200


def _shows(app: App, experiment: Experiment) -> bool:
    """Whether the last frame is one of the experiment's network."""
    frame = app.board.last
    shapes = experiment.parameter_shapes()
    return frame is not None and frame.shapes == shapes
