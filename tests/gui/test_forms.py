"""Fields, sliders, lists and the forms made from catalog entries."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.catalog import ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES, Range
from engine.data import numerals
from engine.errors import EngineError
from engine.experiment.specs import Choice
from gui.kit.forms.choosers import CheckList, Item, ValueSlider
from gui.kit.forms.count_box import CountBox
from gui.kit.forms.entry_form import ChoiceForm, FlagRow, NumberRow, PairRow
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import keeps
from gui.kit.forms.steps import position, read, stepped, value_at
from tests.holding import assert_explained, row_of, type_number
from tests.there import there

POSITIVE = Range(low=0, low_open=True)


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()


def wheel(widget: QWidget) -> None:
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place, QPointF(widget.mapToGlobal(place)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


# ---- reading and stepping ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"), [("1e-3", 1e-3), (" −2.5 ", -2.5), (".5", 0.5), ("1E2", 100.0)]
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert read(text, Range(), whole=False) == value


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1,500", "1e999", "1/0", "1 5", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(EngineError):
        read(text, Range(), whole=False)


def test_whole_numbers_are_exact() -> None:
    assert read(str(2**63 - 1), Range(low=0), whole=True) == 2**63 - 1
    assert read("1e3", Range(), whole=True) == 1000
    for text in ("1.5", "1e999", "9" * 5000):
        with pytest.raises(EngineError):
            read(text, Range(), whole=True)


def test_steps_by_factors_stop_at_one_two_and_five() -> None:
    values = [0.01]
    for _ in range(4):
        values.append(stepped(values[-1], 1, POSITIVE, (1e-5, 10), log=True))
    assert values == [0.01, 0.02, 0.05, 0.1, 0.2]
    assert stepped(0.03, -1, POSITIVE, (1e-5, 10), log=True) == 0.02
    assert stepped(0.01, 10, POSITIVE, (1e-5, 10), log=True) == 0.1
    assert stepped(10, 1, POSITIVE, (1e-5, 10), log=True) == 10
    assert stepped(300, -1, POSITIVE, (1e-5, 10), log=True) == 200


def test_steps_end_at_the_stretch_but_not_for_what_was_typed() -> None:
    whole: dict[str, Any] = {"allowed": Range(1, 4096), "stretch": (1, 64), "whole": True}
    assert stepped(64, 1, **whole) == 64
    assert stepped(1, -1, **whole) == 1
    assert stepped(200, 1, **whole) == 200
    assert stepped(200, -1, **whole) == 199


@given(
    st.floats(-1e308, 1e308),
    st.integers(-30, 30),
    st.sampled_from([None, (0, 1), (-3, 3), (1e-5, 10), (1, 1000)]),
    st.booleans(),
)
def test_steps_never_leave_the_range(
    value: float, steps: int, stretch: tuple[float, float] | None, log: bool
) -> None:
    allowed = Range(low=0) if log else Range()
    value = abs(value) if log else value
    moved = stepped(value, steps, allowed, stretch, log and stretch is not None)
    assert math.isfinite(moved)
    assert moved in allowed
    assert (moved - value) * steps >= 0


@given(st.floats(1e-5, 10))
def test_a_slider_finds_its_place_again(value: float) -> None:
    share = position(value, 1e-5, 10, log=True)
    assert 0 <= share <= 1
    assert value_at(share, 1e-5, 10, log=True, whole=False) == pytest.approx(value, rel=6e-3)


# ---- the number field --------------------------------------------------------------------------


def test_typing_takes_effect_with_enter(qtbot: QtBot) -> None:
    field = NumberField(POSITIVE)
    field.set_value(0.5)
    shown(qtbot, field)
    with qtbot.waitSignal(field.committed) as signal:
        type_number(qtbot, field, "2.5e-7")
    assert signal.args == [2.5e-7]
    assert field.value() == 2.5e-7


def test_leaving_takes_over_what_was_typed(qtbot: QtBot) -> None:
    both = QWidget()
    first, second = NumberField(), NumberField()
    first.setParent(both)
    second.setParent(both)
    shown(qtbot, both)
    first.setFocus()
    first.selectAll()
    qtbot.keyClicks(first, "7")
    with qtbot.waitSignal(first.committed) as signal:
        second.setFocus()
    assert signal.args == [7.0]


def test_all_digits_are_kept_and_shown_while_the_field_has_the_keyboard(qtbot: QtBot) -> None:
    field = NumberField()
    field.set_help("Explains.")
    field.set_value(0.123456789)
    assert field.text() == "0.1235"
    assert "0.123456789" in field.toolTip()
    shown(qtbot, field)
    field.setFocus()
    assert field.text() == "0.123456789"
    with qtbot.assertNotEmitted(field.committed):
        qtbot.keyClick(field, Qt.Key.Key_Return)
        field.clearFocus()
    assert field.value() == 0.123456789
    assert field.text() == "0.1235"


def test_what_cannot_be_used_changes_nothing_and_says_why(qtbot: QtBot) -> None:
    field = NumberField(POSITIVE)
    field.set_help("Explains.")
    field.set_value(0.5)
    shown(qtbot, field)
    with qtbot.assertNotEmitted(field.committed):
        type_number(qtbot, field, "-1")
    assert field.value() == 0.5
    assert "> 0" in field.toolTip().splitlines()[0]  # before what the field is for
    assert field.property("invalid") is True
    field.clearFocus()
    assert field.text() == "0.5"
    assert field.property("invalid") is False
    assert "> 0" not in field.toolTip()


def test_escape_forgets_what_was_typed(qtbot: QtBot) -> None:
    field = NumberField()
    field.set_value(3)
    shown(qtbot, field)
    field.setFocus()
    qtbot.keyClicks(field, "9")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "3"


def test_a_new_value_does_not_disturb_typing_unless_it_is_another(qtbot: QtBot) -> None:
    field = NumberField()
    field.set_value(3)
    shown(qtbot, field)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "45")
    field.set_value(3)
    assert field.text() == "45"
    field.set_value(4)
    assert field.text() == "4"


def test_arrows_and_the_wheel_step_only_with_the_keyboard(qtbot: QtBot) -> None:
    row = NumberRow(OPTIMIZERS["sgd"].params[0], keeps())
    row.show_value(0.01)
    shown(qtbot, row)
    row.field.clearFocus()
    with qtbot.assertNotEmitted(row.changed):
        wheel(row.field)
        wheel(there(row.slider))
    row.field.setFocus()
    with qtbot.waitSignal(row.changed) as signal:
        wheel(row.field)
    assert signal.args == ["lr", 0.02]
    with qtbot.waitSignal(row.changed) as signal:
        qtbot.keyClick(row.field, Qt.Key.Key_Down)
    assert signal.args == ["lr", 0.01]


# ---- sliders and lists -------------------------------------------------------------------------


def test_a_dragged_log_slider_moves_by_factors(qtbot: QtBot) -> None:
    slider = ValueSlider((1e-5, 10), log=True)
    slider.resize(300, 20)
    shown(qtbot, slider)
    slider.set_number(1e-5)
    seen: list[float] = []
    slider.moved.connect(seen.append)
    slider.setFocus()
    for _ in range(50):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(1e-2, rel=0.01)
    ratios = [b / a for a, b in pairwise(seen)]
    assert max(ratios) / min(ratios) < 1.05


def test_a_slider_of_whole_numbers_is_never_stuck(qtbot: QtBot) -> None:
    row = NumberRow(SCHEDULES["step"].params[0], keeps())
    shown(qtbot, row)
    row.show_value(1)
    seen: list[int] = []
    row.changed.connect(lambda _, value: seen.append(value))
    row.changed.connect(lambda _, value: row.show_value(value))
    slider = there(row.slider)
    slider.setFocus()
    for _ in range(100):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert seen[-1] == 1000
    assert all(isinstance(value, int) for value in seen)


def test_a_value_beyond_the_slider_is_kept(qtbot: QtBot) -> None:
    row = NumberRow(OPTIMIZERS["sgd"].params[0], keeps())
    qtbot.addWidget(row)
    with qtbot.assertNotEmitted(row.changed):
        row.show_value(250.0)
    assert row.field.value() == 250.0
    slider = there(row.slider)
    assert slider.value() == slider.maximum()


def test_names_are_checked_with_the_space_bar(qtbot: QtBot) -> None:
    names = CheckList()
    names.show_items([Item("a", "a"), Item("b", "b"), Item("words", "words", "", False)], ["a"])
    shown(qtbot, names)
    assert names.currentText() == "a"
    names.setFocus()
    qtbot.keyClick(names, Qt.Key.Key_Space)
    qtbot.waitUntil(names.list.isVisible)
    qtbot.keyClick(names.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(names.toggled_names) as signal:
        qtbot.keyClick(names.list, Qt.Key.Key_Space)
    assert signal.args == [("a", "b")]
    names.hidePopup()


# ---- forms -------------------------------------------------------------------------------------


@pytest.mark.parametrize("catalog", [ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES])
def test_every_entry_has_its_form(qtbot: QtBot, catalog: dict) -> None:
    form = ChoiceForm(catalog, "Choice", "Explains.", keeps())
    qtbot.addWidget(form)
    with qtbot.assertNotEmitted(form.changed):
        for entry in catalog.values():
            form.show_choice(Choice(entry.name, tuple(entry.defaults().items())))
            shown_form = form.form()
            rows = shown_form.rows if shown_form else {}
            assert list(rows) == list(entry.defaults())
            assert entry.help in form.combo.toolTip()
    assert [form.combo.itemData(i) for i in range(form.combo.count())] == list(catalog)
    assert_explained(form)


def optimizer_form(qtbot: QtBot, choice: Choice) -> tuple[ChoiceForm, list[tuple[str, Choice]]]:
    form = ChoiceForm(OPTIMIZERS, "Optimizer", "Explains.", keeps())
    seen: list[tuple[str, Choice]] = []

    def hold(text: str, new: Choice) -> None:
        seen.append((text, new))
        form.show_choice(new)

    form.changed.connect(hold)
    form.show_choice(choice)
    shown(qtbot, form)
    return form, seen


def test_another_entry_comes_with_its_defaults_and_comes_back_as_it_was(qtbot: QtBot) -> None:
    form, seen = optimizer_form(qtbot, Choice.of(OPTIMIZERS["sgd"], lr=0.3))
    form.combo.setFocus()
    qtbot.keyClick(form.combo, Qt.Key.Key_Down)
    assert seen[-1] == ("Optimizer", Choice.of(OPTIMIZERS["adam"]))
    qtbot.keyClick(form.combo, Qt.Key.Key_Up)
    assert seen[-1] == ("Optimizer", Choice.of(OPTIMIZERS["sgd"], lr=0.3))


def test_one_value_changes_alone(qtbot: QtBot) -> None:
    form, seen = optimizer_form(qtbot, Choice.of(OPTIMIZERS["adam"]))
    pair = row_of(form, "betas", PairRow)
    type_number(qtbot, pair.fields[1], "0.9")
    assert seen == [("Betas", Choice.of(OPTIMIZERS["adam"], betas=(0.9, 0.9)))]


def test_values_that_do_not_go_together_are_refused_and_taken_back(qtbot: QtBot) -> None:
    form, seen = optimizer_form(qtbot, Choice.of(OPTIMIZERS["sgd"]))
    box = row_of(form, "nesterov", FlagRow).box
    with qtbot.waitSignal(form.refused) as signal:
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert "nesterov" in str(signal.args[0])
    assert not box.isChecked()
    assert seen == []


def test_options_appear_below_and_move_nothing_above(qtbot: QtBot) -> None:
    form, _ = optimizer_form(qtbot, Choice.of(OPTIMIZERS["rprop"]))
    form.resize(230, 600)
    before = form.combo.mapTo(form, QPoint())
    form.show_choice(Choice.of(OPTIMIZERS["adam"]))
    QApplication.processEvents()
    assert form.combo.mapTo(form, QPoint()) == before


@pytest.mark.parametrize("typed", ["１２", "12", " 1 2", "1,5", "24/2"])
def test_whole_numbers_are_typed_as_people_write_them(qtbot: QtBot, typed: str) -> None:
    box = CountBox()
    qtbot.addWidget(box)
    box.setRange(0, 2000)
    box.setValue(7)
    box.selectAll()
    box.lineEdit().insert(typed)
    box.interpretText()
    assert box.value() == (12 if numerals.unified(typed) in ("12", "24/2") else 7)
    box.lineEdit().setText("1 234")
    box.interpretText()
    assert box.value() == 1234
