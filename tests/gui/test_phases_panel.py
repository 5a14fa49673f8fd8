"""The phase strip: the learner's own numbers, card by card, from real steps."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from engine.answers import views
from engine.experiment import Experiment
from engine.frames import PHASES, FollowRequest, Frame
from engine.training.session import Session
from gui.kit.numbers import number
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import Refresh
from gui.panels.phases.cards import CODE, PADDING
from gui.panels.phases.panel import PhasesPanel
from gui.panels.phases.wrapping import ENTRY, MORE, wrapped

TITLES = ("1 Forward", "2 Loss", "3 Backward", "4 Update")
HEIGHTS = {
    "columns": {"height": [166, 169, 171, 173, 176], "weight": [58.7, 60.1, 62.1, 70.4, 75.7]},
    "features": ["height"],
    "target": "weight",
    "scaling": {"features": "center", "target": "center"},
}
ONES = {"init": {"values": {"output.weight": [[1.0]], "output.bias": [1.0]}}}
COLOURS = {
    "columns": {"a": [1, 2, 3, 4], "b": [2, 3, 1, 2], "y": ["red", "green", "blue", "red"]},
    "features": ["a", "b"],
    "target": "y",
    "task": "classification",
}


def experiment(**sections):
    sections = {
        "data": HEIGHTS,
        "model": ONES,
        "optimizer": {"name": "sgd", "lr": 0.001},
        **sections,
    }
    return Experiment.from_dict({"format": "gradus-experiment/1", **sections})


@pytest.fixture
def panel(qtbot):
    panel = PhasesPanel()
    qtbot.addWidget(panel)
    panel.resize(800, 150)
    panel.restyle(LIGHT)
    panel.show()
    return panel


def show(panel, phases, **sections):
    """Show an experiment after so many phases of its first step; the session behind it."""
    panel.show_experiment(experiment(**sections))
    session = Session(panel.experiment)
    for _ in range(phases):
        session.phase()
    draw(panel, session, PHASES[phases - 1] if phases else None)
    return session


def draw(panel, session, phase):
    found = views.answer(session, panel.wants())
    panel.draw(Frame(1, 0, 0, phase, False, 0, np.empty(0), None, {}, found))


def lines(panel, phase):
    return [line.replace("\u00a0", " ") for line in panel.cards[phase].lines]


def test_before_the_first_phase_there_are_only_formulas(panel):
    show(panel, 0)
    assert [card.state for card in panel.cards.values()] == ["waiting"] * 4
    assert lines(panel, "forward") == ["ŷ = W·x + b"]
    assert lines(panel, "loss") == ["mean (ŷ − y)²"]
    assert lines(panel, "backward") == ["∂L/∂W", "∂L/∂b"]
    assert lines(panel, "update") == ["W ← W − η·∂L/∂W"]
    assert panel.code.lit == ()


def test_with_a_column_of_ones_each_weight_stands_by_its_input(panel):
    data = {**HEIGHTS, "scaling": {"features": "none", "target": "none"}}
    model = {"inputs": ["1", "height"], "bias": False}
    show(panel, 0, data=data, model=model)
    assert lines(panel, "forward") == ["ŷ = W₁·1 + W₂·height"]
    assert lines(panel, "backward") == ["∂L/∂W₁", "∂L/∂W₂"]
    show(panel, 0, data=data, model={"inputs": ["1"], "bias": False})
    assert lines(panel, "forward") == ["ŷ = W·1"], "a constant, no slope"
    show(panel, 0, data=data, model={"inputs": ["height**2", "height + 1"]})
    assert lines(panel, "forward") == ["ŷ = W·x + b"]
    whole = "ŷ = W₁·height² + W₂·(height + 1) + b"
    assert panel.cards["forward"].toolTip().endswith(whole)


def test_each_phase_brings_its_numbers_and_lights_its_code(panel):
    show(panel, 1)
    assert lines(panel, "forward") == [
        "ŷ = W·x + b",
        "ŷ₁ = −4.000",
        "ŷ₂ = −1.000",
        "ŷ₃ = 1.000",
        "… 5 rows",
    ]
    assert panel.code.lit == ("y_hat = model(x)",)
    show(panel, 2)
    assert lines(panel, "loss") == ["mean (ŷ − y)²", "= 13.3520"]
    show(panel, 3)
    assert lines(panel, "backward") == ["∂L/∂W = −19.04", "∂L/∂b = 2.000"]
    assert [card.state for card in panel.cards.values()] == ["done", "done", "current", "waiting"]
    assert panel.code.lit == ("optimizer.zero_grad()", "loss.backward()")
    show(panel, 4)
    assert lines(panel, "update") == [
        "W ← 1.000 − 0.001·(−19.04)",
        "= 1.019",
        "b ← 1.000 − 0.001·2.000",
        "= 0.9980",
    ]
    assert panel.code.lit == ("optimizer.step()",)


def test_tooltips_have_every_digit_and_every_row(panel):
    session = show(panel, 4)
    tip = panel.cards["forward"].toolTip()
    assert tip.count("ŷ") >= 6
    gradient = session.gradients["output.weight"].item()
    assert str(np.float32(gradient)).replace("-", "−") in panel.cards["backward"].toolTip()


def test_the_next_step_fades_what_is_to_come_again(panel):
    session = show(panel, 4)
    session.phase()
    draw(panel, session, "forward")
    assert [card.state for card in panel.cards.values()] == ["current"] + ["waiting"] * 3
    assert lines(panel, "loss") == ["mean (ŷ − y)²"]


def test_another_optimizer_says_only_what_came_out(panel):
    session = show(panel, 4, optimizer={"name": "adam"})
    weight = session.parameters["output.weight"].item()
    first, second, last = lines(panel, "update")
    assert first == f"W ← {weight:.3f}"
    assert second.startswith("b ← ")
    assert last == "(Adam)"


def test_momentum_is_no_plain_descent(panel):
    show(panel, 0, optimizer={"name": "sgd", "momentum": 0.9})
    assert "η" not in lines(panel, "update")[0]


def test_a_frozen_parameter_is_said_to_be(panel):
    show(panel, 4, model={**ONES, "frozen": ["output.bias"]})
    assert lines(panel, "backward")[1] == "b is frozen"
    assert lines(panel, "update")[2] == "b ← 1.000"


def by_hand(session, row, parameters):
    """A row's way through a tanh network with NumPy alone: the outputs of its layers."""
    data = session.experiment.data
    x = data.table.columns["height"]
    y = data.table.columns["weight"]
    out = np.array([x[row] - x.mean()])
    outputs = []
    for layer in ("hidden1", "hidden2", "output"):
        out = parameters[f"{layer}.weight"] @ out + parameters[f"{layer}.bias"]
        out = out if layer == "output" else np.tanh(out)
        outputs.append(out)
    return outputs, float((out[0] - (y[row] - y.mean())) ** 2)


def softmax(panel):
    """The probabilities of the first row's classes before the first update."""
    parameters = Session(panel.experiment).parameters
    logits = parameters["output.weight"] @ np.array([1.0, 2.0]) + parameters["output.bias"]
    return np.exp(logits) / np.exp(logits).sum()


def test_of_a_network_one_row_and_one_weight_are_followed(panel):
    panel.show_selection(np.array([3]))
    session = show(panel, 4, model={"hidden": [4, 2]}, optimizer={"name": "adam", "lr": 0.01})
    before = Session(panel.experiment).parameters
    (first, second, answer), term = by_hand(session, 3, before)
    assert lines(panel, "forward") == [
        "ŷ = f(x), row 4:",
        "a¹ " + ENTRY.join(f"{value:.2f}".replace("-", "−") for value in first),
        "a² " + ENTRY.join(f"{value:.2f}".replace("-", "−") for value in second),
        f"ŷ = {number(answer[0])}",
    ]
    mean = np.mean([by_hand(session, row, before)[1] for row in range(5)])
    assert lines(panel, "loss") == ["(ŷ − y)²", f"row 4: {term:.2f}", f"mean = {mean:.4f}"]
    slope = session.gradients["output.weight"][0, 0]
    assert lines(panel, "backward") == [
        "W₁ of output:", f"∂L/∂W₁ = {slope:.3f}".replace("-", "−"), "20 more…",
    ]  # fmt: skip
    old, new = before["output.weight"][0, 0], session.parameters["output.weight"][0, 0]
    sign = "+" if new > old else "−"
    assert lines(panel, "update") == [
        f"W₁ ← {number(old)} {sign} {number(abs(new - old))}", f"= {number(new)} (Adam)",
    ]  # fmt: skip
    assert panel.cards["forward"].toolTip().count(ENTRY) == 4


def test_a_row_that_is_not_in_the_batch_gives_way_to_the_first_that_is(panel):
    panel.show_selection(np.array([0]))
    training = {"batch_size": 1, "seed": 2}
    session = show(panel, 1, model={"hidden": [2]}, training=training)
    row = int(session.run.now.rows[0])
    assert row != 0
    assert lines(panel, "forward")[0] == f"ŷ = f(x), row {row + 1}:"


def test_a_selected_row_comes_first_among_those_of_a_line(panel):
    panel.show_selection(np.array([3]))
    show(panel, 1)
    assert lines(panel, "forward")[1:4] == ["ŷ₄ = 3.000", "ŷ₁ = −4.000", "ŷ₂ = −1.000"]


def test_selecting_asks_for_that_row(panel, qtbot):
    show(panel, 1, model={"hidden": [2]})
    with qtbot.waitSignal(panel.wished) as wish:
        panel.show_selection(np.array([2, 4]))
    assert wish.args == [Refresh()]
    panel.show_following("hidden1.weight", 1)
    assert panel.wants() == (FollowRequest(2, "hidden1.weight", 1),)


def test_a_large_network_asks_for_one_row_and_one_number(panel):
    session = show(panel, 3, model={"hidden": [64, 64]})
    (view,) = views.answer(session, panel.wants()).values()
    assert sum(values.nbytes for values in view.activations) < 2_000


def test_deep_networks_leave_middle_layers_out_of_the_card_but_not_of_the_tooltip(panel):
    show(panel, 1, model={"hidden": [2, 2, 2, 2, 2]})
    heads = [line.split(" ")[0] for line in lines(panel, "forward")]
    assert heads == ["ŷ", "a¹", "…", "a⁵", "ŷ"]
    assert "a³" in panel.cards["forward"].toolTip()


def test_probabilities_say_what_logits_mean(panel):
    show(panel, 1, data=COLOURS, model={}, loss={"name": "cross_entropy"})
    expected = softmax(panel)
    shown = lines(panel, "forward")[-1].removeprefix("ŷ = softmax(z) = ").strip("()").split(", ")
    assert [float(text) for text in shown] == pytest.approx(expected, abs=6e-3)


def test_a_frozen_weight_of_a_network_is_said_to_be(panel):
    show(panel, 4, model={"hidden": [2], "frozen": ["output.weight"]})
    assert lines(panel, "backward")[1] == lines(panel, "update")[1] == "W₁ is frozen"


def test_a_row_of_numbers_is_cut_between_two_of_them(panel):
    metrics, row = panel.fontMetrics(), f"a¹ 0.31{ENTRY}−0.92{ENTRY}0.88"
    room = metrics.horizontalAdvance("a¹ 0.31 −0.92 …")
    assert wrapped((row,), metrics, room, 3) == ["a¹ 0.31 −0.92 …"]
    assert wrapped((row,), metrics, 500, 3) == ["a¹ 0.31 −0.92 0.88"]


def test_the_code_gives_way_to_the_learner_s_numbers(panel):
    show(panel, 4)
    card = panel.cards["update"]
    for width, has_code in ((654, False), (800, True), (900, True)):
        panel.resize(width, 114)
        QApplication.processEvents()
        assert panel.code.isVisible() == has_code, width
        room = card.width() - 2 * PADDING
        written = wrapped(card.lines, card.fontMetrics(), room, 9)
        assert len(written) <= card._most(), (width, written)


def test_the_strip_is_low(panel):
    assert 100 <= panel.sizeHint().height() <= 118
    assert panel.minimumSizeHint().height() <= 30, "on a low window it is one line"


def test_several_classes_and_penalties(panel):
    sections = {"data": COLOURS, "model": {}, "loss": {"name": "cross_entropy"}}
    show(panel, 4, **sections, regularization={"l1": 0.1, "l2": 0.01})
    assert lines(panel, "forward")[1].count(",") == 2
    term = -np.log(softmax(panel)[panel.experiment.data.classes.index("red")])
    loss = lines(panel, "loss")
    assert loss[:3] == ["−ln ŷ_c", f"row 1: {term:.3f}", "+ 0.1·Σ|w|"]
    assert "ln" in panel.cards["loss"].toolTip()


def test_numbers_of_another_model_are_not_kept(panel):
    show(panel, 4)
    panel.show_experiment(experiment(model={"hidden": [3]}))
    assert lines(panel, "backward") == ["∂L/∂W₁"]


def test_cards_keep_their_size_whatever_they_say(panel):
    show(panel, 0)
    before = [card.geometry() for card in (*panel.cards.values(), panel.code)]
    show(panel, 4, data=COLOURS, model={"hidden": [8, 8]}, loss={"name": "cross_entropy"})
    panel.grab()
    assert [card.geometry() for card in (*panel.cards.values(), panel.code)] == before


def test_it_fits_beside_both_columns_on_a_small_screen(panel):
    assert panel.minimumSizeHint().width() <= 640


def test_lines_are_broken_at_spaces_and_the_last_is_cut(panel):
    metrics = panel.fontMetrics()
    room = metrics.horizontalAdvance("W ← 1.000 −")
    assert wrapped(("W ← 1.000 − 0.001",), metrics, room, 3) == ["W ← 1.000 −", "0.001"]
    cut = wrapped(("one", "two", "three", "four"), metrics, 500, 2)
    assert cut == ["one", "two …"]
    assert wrapped(("Cross-entropy",), metrics, metrics.horizontalAdvance("entropy"), 3) == [
        "Cross-", "entropy",
    ]  # fmt: skip
    narrow = wrapped(("antidisestablishment",), metrics, room, 3)
    assert narrow[0].endswith("…")


def test_every_phase_has_a_line_of_code():
    assert list(dict.fromkeys(phase for phase, _ in CODE)) == list(PHASES)


def test_the_current_card_stands_out_in_both_themes(panel):
    show(panel, 2)
    light = panel.cards["loss"].grab().toImage()
    assert panel.cards["forward"].grab().toImage() != light
    panel.restyle(DARK)
    assert panel.cards["loss"].grab().toImage() != light


NUMBER = re.compile(r"[−\d.]+(?:e[−\d]+)?")


@given(st.integers(40, 260), st.integers(1, 9))
def test_no_number_is_ever_cut(room, most):
    texts = (
        "ŷ = W·x + b", "ŷ₁\u00a0=\u00a0−4.125", "ŷ₂\u00a0=\u00a0(0.1003,\u00a00.2871,\u00a00.6126)",
        "W₁ ← −0.005294 −\u00a00.05·(−8.415)", "=\u00a00.4155", "∂L/∂W =\u00a0−1.234e−7",
    )  # fmt: skip
    metrics = QFontMetrics(QFont())
    written = wrapped(texts, metrics, room, most)
    whole = {number for text in texts for number in NUMBER.findall(text)}
    assert {number for line in written for number in NUMBER.findall(line)} <= whole
    assert len(written) <= most
    short = metrics.horizontalAdvance(f"({MORE})")
    assert all(metrics.horizontalAdvance(line) <= max(room, short) for line in written)


@pytest.mark.parametrize("width", [400, 480, 560, 660, 800])
def test_titles_are_whole_at_every_width(panel, width):
    show(panel, 4)
    panel.resize(max(width, panel.minimumSizeHint().width()), 150)
    QApplication.processEvents()
    for title, card in zip(TITLES, panel.cards.values(), strict=True):
        font = card.font()
        font.setBold(True)
        assert card.width() >= QFontMetrics(font).horizontalAdvance(title) + 12


def test_a_higher_strip_writes_more_lines(panel):
    show(panel, 4)
    low, at = panel.cards["update"]._most(), panel.height()
    panel.resize(800, at + 120)
    QApplication.processEvents()
    assert panel.cards["update"]._most() >= low + 4
