"""The activation panel: layers, the gallery, dots on the curve, and a range that stands still."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest

from engine.answers import views
from engine.catalog import ACTIVATIONS
from engine.experiment import Experiment
from engine.frames import Activation, ActivationRequest, Frame
from engine.training.session import Session
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import Refresh
from gui.panels.activation.panel import ActivationPanel
from tests.hearing import nothing_wished, wished


def experiment(**model):
    columns = {"x": [1, 2, 3, 4], "y": [2, 4, 6, 8]}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    return Experiment.from_dict({"format": "gradus-experiment/1", "data": data, "model": model})


def frame(found):
    nothing = np.empty(0)
    return Frame(1, 0, 0, None, False, 0, nothing, None, {}, found)


@pytest.fixture
def panel(qtbot):
    panel = ActivationPanel()
    qtbot.addWidget(panel)
    panel.resize(340, 290)
    panel.restyle(LIGHT)
    panel.show()
    return panel


def draw_session(panel, session):
    panel.draw(frame(views.answer(session, panel.wants())))


def test_each_hidden_layer_can_be_chosen(panel):
    panel.show_experiment(experiment(hidden=[4, 2], activation=["tanh", "relu"]))
    names = [panel.box.itemText(index) for index in range(panel.box.count())]
    assert names == ["Hidden layer 1 · Tanh", "Hidden layer 2 · ReLU"]
    assert panel.wants() == (ActivationRequest(layer=0),)
    panel.box.setCurrentIndex(1)
    assert panel.wants() == (ActivationRequest(layer=1),)
    assert panel.formula.text() == "f(z) = max(0, z)"


def test_another_choice_asks_for_another_view(panel, qtbot):
    panel.show_experiment(experiment())
    with wished(qtbot, panel, Refresh):
        panel.box.setCurrentIndex(3)
    with nothing_wished(panel):
        panel.show_experiment(experiment(bias=False))


def test_the_chosen_layer_stays_chosen_while_other_things_change(panel):
    panel.show_experiment(experiment(hidden=[4, 2]))
    panel.box.setCurrentIndex(1)
    panel.show_experiment(experiment(hidden=[4, 3], activation="relu"))
    assert panel.box.currentIndex() == 1
    panel.show_experiment(experiment(hidden=[4]))
    assert panel.box.currentIndex() == 0


def test_dots_stand_on_the_curve_of_a_real_network(panel):
    panel.show_experiment(experiment(hidden=[4], activation="softplus"))
    draw_session(panel, Session(panel.experiment))
    z, value = panel.plot.drawn()
    assert len(z) == 16
    assert value == pytest.approx(np.log1p(np.exp(z)), abs=1e-3)
    assert panel.neurons.isVisible()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_without_hidden_layers_every_activation_can_be_looked_at(panel, name):
    panel.show_experiment(experiment())
    panel.box.setCurrentIndex(list(ACTIVATIONS).index(name))
    draw_session(panel, Session(panel.experiment))
    panel.grab()
    (low, high), (bottom, top) = panel.plot.view.viewRange()
    assert low < -6 < 6 < high
    assert bottom < 0 < top
    assert panel.plot.drawn()[0].size == 0
    assert panel.help.text() == ACTIVATIONS[name].help
    assert not panel.neurons.isVisible()
    lines = panel.help.fontMetrics().boundingRect(
        0, 0, panel.help.width(), 1000, 0x1000, panel.help.text()
    )
    assert lines.height() <= panel.help.height()


def view(dots):
    z = np.linspace(-6, 6, 241)
    return Activation("Tanh", z, np.tanh(z), 1 - np.tanh(z) ** 2, np.array(dots))


def test_dots_move_while_the_range_stands_still(panel):
    panel.show_experiment(experiment(hidden=[2]))
    (request,) = panel.wants()
    panel.draw(frame({request: view([0.5])}))
    before = panel.plot.view.viewRange()
    panel.draw(frame({request: view([900.0, -900.0, np.nan, np.inf])}))
    assert panel.plot.view.viewRange() == before
    assert panel.plot.drawn()[0].tolist() == [6, -6]


def test_pointing_reads_the_curve_and_its_slope(panel):
    panel.show_experiment(experiment(hidden=[2]))
    (request,) = panel.wants()
    panel.draw(frame({request: view([])}))
    panel.grab()
    place = panel.plot.mapFromScene(panel.plot.view.mapViewToScene(QPointF(0, 0)))
    QTest.mouseMove(panel.plot.viewport(), place)
    assert float(panel.value.text.replace("−", "-")) == pytest.approx(0, abs=0.05)
    assert float(panel.slope.text) == pytest.approx(1, abs=0.01)
    panel.plot.left.emit()
    assert (panel.value.text, panel.slope.text) == ("", "")


def test_the_middle_of_the_axis_is_nought_and_no_rest_of_arithmetic(panel):
    panel.show_experiment(experiment(hidden=[2]))
    (request,) = panel.wants()
    panel.draw(frame({request: view([])}))
    panel.grab()
    plot = panel.plot
    for z in (-3.0, 0.0, 3.0):
        found = [
            plot.place_at(plot.view.mapViewToScene(QPointF(z + rest, 0)))
            for rest in (-9e-16, 0, 9e-16)
        ]
        assert {(at.x(), at.y()) for at in found} == {(z, 0.0)}
    assert len({plot.read(rest) for rest in (-9e-16, 0.0, 9e-16)}) == 1


def test_a_curve_of_numbers_that_are_none_is_harmless(panel):
    panel.show_experiment(experiment(hidden=[2]))
    (request,) = panel.wants()
    broken = np.full(3, np.nan)
    panel.draw(frame({request: Activation("x", np.arange(3.0), broken, broken, broken)}))
    panel.grab()
    assert np.isfinite(panel.plot.view.viewRange()).all()


def test_a_frame_for_another_layer_draws_nothing(panel):
    panel.show_experiment(experiment(hidden=[2, 2]))
    panel.draw(frame({ActivationRequest(layer=1): view([0.5])}))
    assert panel.plot.drawn()[0].size == 0


def test_parameters_of_an_activation_are_named(panel):
    leaky = {"name": "leaky_relu", "alpha": 0.1}
    panel.show_experiment(experiment(hidden=[2], activation=leaky))
    assert panel.formula.text().endswith("Alpha 0.1")


def test_colours_follow_the_theme(panel):
    light = panel.plot.grab().toImage()
    panel.restyle(DARK)
    assert panel.plot.grab().toImage() != light


def test_on_a_low_panel_the_curve_comes_before_the_sentence(panel, qtbot):
    assert panel.help.isVisible()
    panel.resize(340, 180)
    assert not panel.help.isVisible()
    qtbot.waitUntil(lambda: panel.plot.height() >= 80)
