"""The gallery: fourteen functions with the numbers of the formulas that textbooks print."""

import math

import numpy as np
import pytest

from engine.answers.gallery import gallery
from engine.catalog import ACTIVATIONS
from engine.experiment.specs import Choice
from engine.frames import Frame, GalleryRequest
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import Refresh
from gui.panels.gallery import functions
from gui.panels.gallery.panel import GalleryPanel
from tests.hearing import wished

erf = np.vectorize(math.erf)
TEXTBOOK = {
    "identity": lambda z: z,
    "linear": lambda z: 2 * z + 1,
    "binary_step": lambda z: np.where(z >= 0, 1.0, 0.0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "arctan": np.arctan,
    "softsign": lambda z: z / (1 + np.abs(z)),
    "relu": lambda z: np.maximum(0, z),
    "leaky_relu": lambda z: np.where(z >= 0, z, 0.1 * z),
    "elu": lambda z: np.where(z >= 0, z, 0.9 * (np.exp(z) - 1)),
    "trelu": lambda z: np.where(z > 2, z, 0.0),
    "softplus": lambda z: np.log1p(np.exp(z)),
    "bent_identity": lambda z: (np.sqrt(z**2 + 1) - 1) / 2 + z,
    "gaussian": lambda z: np.exp(-(z**2)),
}


def frame(views):
    return Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, views)


def feed(panel):
    panel.draw(frame({request: gallery(request) for request in panel.wants()}))


@pytest.fixture(scope="module")
def shown(qapp):
    assert qapp
    panel = GalleryPanel()
    panel.resize(640, 700)
    panel.restyle(LIGHT)
    panel.show()
    feed(panel)
    yield panel
    panel.close()


@pytest.fixture
def panel(shown):
    shown.large.own.clear()
    shown.large._on_others([])
    shown._close()
    return shown


def test_the_fourteen_come_first_and_are_what_textbooks_write():
    choices = functions.gallery()
    assert [choice.name for choice in choices[:14]] == list(TEXTBOOK)
    assert {choice.name for choice in choices} == set(ACTIVATIONS)
    found = gallery(GalleryRequest(choices[:14]))
    assert (found.z[0], found.z[-1]) == (-10, 10)
    for choice, curve in zip(choices, found.curves, strict=False):
        np.testing.assert_allclose(
            curve.value, TEXTBOOK[choice.name](found.z), atol=1e-12, err_msg=choice.name
        )


def test_the_ranges_that_are_told_hold():
    wide = gallery(GalleryRequest(functions.gallery(), -60, 60, 24_001))
    for choice, curve in zip(functions.gallery(), wide.curves, strict=True):
        span = ACTIVATIONS[choice.name].span
        assert span, choice.name
        if span[0] not in "[(" or "α" in span:
            continue
        low, high = (
            eval(end.replace("−", "-").replace("∞", "inf").replace("π", "pi"),
                 {"inf": math.inf, "pi": math.pi})
            for end in span[1:-1].split(",")
        )  # fmt: skip
        assert low - 1e-3 <= curve.value.min() and curve.value.max() <= high
        for end, reached in ((low, curve.value.min()), (high, curve.value.max())):
            assert abs(end - reached) < 0.02 if math.isfinite(end) else abs(reached) > 5


def test_slopes_are_the_differences_of_the_curves():
    found = gallery(GalleryRequest(functions.gallery(), -10, 10, 20_001))
    for choice, curve in zip(functions.gallery(), found.curves, strict=True):
        differences = np.gradient(curve.value, found.z)
        away = np.abs(curve.slope - differences) < 1e-3
        assert away.mean() > 0.999, choice.name  # all but the kinks


def test_every_tile_is_drawn_once_and_asked_for_no_more(panel):
    assert panel.wants() == ()
    assert len(panel.tiles) == len(ACTIVATIONS)
    pictures = {panel.tiles[place].grab().toImage().cacheKey() for place in range(14)}
    assert len(pictures) == 14
    names = [tile.text() for tile in panel.tiles[:14]]
    assert names[1] == "Linear (2, 1)" and names[8] == "Leaky ReLU (0.1)"
    assert names[9] == "ELU (0.9)" and names[10] == "Thresholded ReLU (2)"


def test_a_click_enlarges_and_back_shows_all_again(panel, qtbot):
    with wished(qtbot, panel, Refresh):
        panel.tiles[3].click()
    assert panel.is_large and panel.large.title.text() == "Sigmoid"
    feed(panel)
    assert panel.wants() == ()
    assert "Range: (0, 1). Saturates below" in panel.large.about.text()
    panel.large.plot.hovered.emit(0.0, 0.0)
    assert [r.text for r in panel.large.readings] == ["0.5000", "0.2500"]
    panel.large.back.click()
    assert not panel.is_large


def test_saturation_is_where_the_slope_is_a_hundredth_of_the_steepest(panel):
    panel.enlarge(3)
    feed(panel)
    z = math.log((1 - 2 * 0.0025 + math.sqrt(1 - 4 * 0.0025)) / (2 * 0.0025))
    told = panel.large.about.text()
    number = float(told.split("above ")[1].split(".\n")[0])
    assert abs(number - z) < 0.06
    panel.enlarge(2)
    feed(panel)
    assert "The slope is 0 everywhere" in panel.large.about.text()


def test_a_slider_changes_the_curve(panel):
    panel.enlarge(8)
    feed(panel)
    panel.large._form.rows["alpha"].changed.emit("alpha", 0.5)
    assert panel.wants() == (GalleryRequest((Choice("leaky_relu", (("alpha", 0.5),)),)),)
    feed(panel)
    panel.large.plot.hovered.emit(-4.0, 0.0)
    assert panel.large.readings[0].text == "−2.000"


def test_others_and_an_own_function_are_laid_over_it(panel):
    panel.enlarge(4)
    panel.large._on_others(["relu"])
    panel.large.own.setText("z**3 / 10")
    panel.large.own.editingFinished.emit()
    feed(panel)
    panel.large.plot.hovered.emit(2.0, 0.0)
    tanh, slope, relu, own = (reading.text for reading in panel.large.readings)
    assert (relu, own) == ("2.000", "0.8000")
    assert tanh == f"{math.tanh(2):.4f}" and slope == f"{1 - math.tanh(2) ** 2:.5f}"
    assert panel.large.plot.color(1) != panel.large.plot.color(2)


def test_an_own_function_that_is_none_is_told_and_the_others_stay(panel):
    panel.enlarge(4)
    panel.large.own.setText("__import__('os')")
    panel.large.own.editingFinished.emit()
    feed(panel)
    assert not panel.large.trouble.isHidden() and panel.large.trouble.text()
    assert len(panel.large.plot._curves[0].value)
    panel.large.own.setText("2")
    panel.large.own.editingFinished.emit()
    feed(panel)
    assert panel.large.trouble.isHidden()


def test_it_takes_on_a_theme(panel):
    panel.restyle(DARK)
    panel.grab()
    panel.restyle(LIGHT)
