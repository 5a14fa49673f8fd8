"""The parts of the stage that are plain arithmetic: ticks, borders, edits of single points."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPainter, QPicture
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from engine.data.table import Table, labels, numbers
from engine.experiment.specs import Data
from gui.kit.colors import Look
from gui.kit.guard import guarded
from gui.kit.theme import LIGHT
from gui.stage.layers.cloud import Cloud
from gui.stage.layers.contour import borders
from gui.stage.layers.curves import FAR, reachable
from gui.stage.layers.density import PIECE, Density
from gui.stage.modes import editing
from gui.stage.modes.held import Held
from gui.stage.modes.lens import Lens
from gui.stage.plane.canvas import Area, Canvas
from gui.stage.plane.ticks import ticks
from tests.experiments import flowers, line


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(1, 12))
def test_ticks_are_few_inside_and_told_apart(low, span, most):
    assume(span > 1e-9 * abs(low))  # the plane never shows less
    high = low + span
    found = ticks(low, high, most)
    values = [value for value, _ in found]
    assert len(found) <= most + 1
    assert all(low - span * 1e-6 <= value <= high + span * 1e-6 for value in values)
    if span > 1e-3 * abs(low):
        assert len({text for _, text in found}) == len(found)


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (160, 182, ["160", "165", "170", "175", "180"]),
        (-0.1, 0.31, ["−0.1", "0", "0.1", "0.2", "0.3"]),
        (0, 4e7, ["0", "1e7", "2e7", "3e7", "4e7"]),
        (0, 4e-7, ["0", "1e−7", "2e−7", "3e−7", "4e−7"]),
        (0, 250_000, ["0", "50000", "100000", "150000", "200000", "250000"]),
        (0, 1.2e6, ["0", "500000", "1e6"]),
        (1e6, 1e6 + 4, ["1e6", "1000001", "1000002", "1000003", "1000004"]),
    ],
)
def test_ticks_are_written_as_people_write(low, high, texts):
    assert [text for _, text in ticks(low, high, 5)] == texts


@pytest.mark.parametrize("high", [200, 2e5, 9e5, 3e9, 2e14, 1e-4])
@pytest.mark.parametrize("low", [0.0, -1.0])
def test_every_figure_of_the_axes_is_drawn(qtbot, low, high):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 400)
    canvas.name_axes("salary", "price")
    canvas.show()
    canvas.show_area(Area(low * high, high, low * high, high))
    canvas.grab()
    for side in ("bottom", "left"):
        axis = canvas.plot.getPlotItem().getAxis(side)
        painter = QPainter(picture := QPicture())
        wanted = {text for _, text in axis._tickLevels[0]}
        _, _, specs = axis.generateDrawSpecs(painter)
        painter.end()
        assert {text for _, _, text in specs} == wanted, (side, picture.isNull())


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(-0.5, 0.5))
def test_the_border_of_a_linear_probability_is_its_straight_line(a, b, c):
    grid = np.linspace(-1, 1, 33)
    x, y = np.meshgrid(grid, grid, indexing="ij")
    scale = max(abs(a), abs(b), 1e-3) * 6
    logit = ((a * x + b * y + c) / scale).astype(np.float32)
    winner = (logit >= 0).astype(np.int8)
    across, along = borders(winner, 1 - winner, np.abs(logit))
    assert len(across) % 2 == 0
    assert (len(across) > 0) == (winner.min() != winner.max())
    at = (a * (across / 16 - 1) + b * (along / 16 - 1) + c) / scale
    assert np.abs(at).max(initial=0) < 1e-4


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(3, 6), st.sampled_from([0.1, 3.0, 1000.0]))
def test_the_borders_of_many_linear_logits_are_straight_lines(seed, classes, steep):
    draw = np.random.default_rng(seed)
    weights, biases = steep * draw.normal(size=(classes, 2)), steep * draw.normal(size=classes) / 3

    def logits(x, y):
        return np.stack([x, y], axis=-1) @ weights.T + biases

    grid = np.linspace(-1, 1, 65)
    values = logits(*np.meshgrid(grid, grid, indexing="ij"))
    order = np.argsort(values, axis=-1)
    winner, second = order[..., -1].astype(np.int8), order[..., -2].astype(np.int8)
    ranked = np.sort(values, axis=-1)
    lead = (ranked[..., -1] - ranked[..., -2]).astype(np.float32)
    across, along = borders(winner, second, lead)
    at = np.sort(logits(across / 32 - 1, along / 32 - 1), axis=-1)
    off = (at[:, -1] - at[:, -2]) / steep
    # In a cell where three classes meet the lines are led together; they are few.
    meeting = off > 1e-4
    assert meeting.sum() <= 12 * classes
    assert off.max(initial=0) < 0.4


def test_three_regions_meet_in_one_point():
    x, y = np.meshgrid(np.arange(6), np.arange(6), indexing="ij")
    winner = np.where(y > 2, 2, x > 2).astype(np.int8)
    second = np.where(winner == 2, x > 2, 2).astype(np.int8)
    across, along = borders(winner, second, np.full((6, 6), 0.9, dtype=np.float32))
    ends = list(zip(across.round(3).tolist(), along.round(3).tolist(), strict=True))
    meeting = max(ends, key=ends.count)
    assert ends.count(meeting) == 3
    assert meeting == pytest.approx((2.5, 2.5), abs=0.2)
    assert {round(place, 3) for place, height in ends if height < 2} == {2.5}


def test_no_border_where_one_class_wins_everywhere():
    winner = np.zeros((5, 5), dtype=np.int8)
    across, along = borders(winner, winner + 1, np.ones((5, 5), dtype=np.float32))
    assert len(across) == len(along) == 0


def test_an_added_point_leaves_the_old_table_alone():
    before = flowers()
    after = editing.added(before, {"length": 9.0, "width": 1.0, "kind": "d"})
    assert before.data.table.rows == 6
    assert after.data.table.row(6) == {"length": 9.0, "width": 1.0, "height": 1.5, "kind": "d"}
    after.check()


def test_a_first_point_of_a_new_third_class_changes_the_loss_with_it():
    columns = {"x": [1, 2], "kind": [0, 1]}
    data = {"columns": columns, "features": ["x"], "target": "kind", "task": "classification"}
    two = line(data=data, loss={"name": "bce"})
    three = editing.added(two, {"x": 3.0, "kind": 2})
    assert three.loss.name == "cross_entropy"
    editing.removed(three, [2]).check()


@pytest.mark.parametrize(
    ("known", "more", "classes"),
    [
        ([], [], (0, 1)),
        ([1], [], (0, 1)),
        ([5], [], (5, 6)),
        (["yes"], [], ("A", "yes")),
        (["yes", "no"], [], ("no", "yes")),
        ([0, 1], [2], (0, 1, 2)),
        (["a", "b"], [2, "c"], ("a", "b", "c")),
    ],
)
def test_offered_classes(known, more, classes):
    data = flowers().data
    table = data.table.delete(range(len(known), 6)).replace(kind=labels(known))
    changed = type(data)(table, data.features, "kind", "classification")
    assert editing.offered(changed, more) == classes


@given(st.sets(st.integers(-3, 20)) | st.sets(st.sampled_from("ABCXYZ")))
def test_the_next_class_is_new_and_of_the_same_kind(known):
    label = editing.next_class(known)
    assert label not in known
    assert all(type(label) is type(other) for other in known)


RED, BLUE = Look("#ff0000"), Look("#0000ff")


@pytest.mark.parametrize("slope", [0.5, -300.0, 7.6e18, -7.6e18])
def test_a_line_however_steep_is_painted_where_it_is_and_no_further_than_qt_can(slope):
    area = Area(-1.0, 11.0, -1.0, 11.0)
    x = np.append(np.linspace(-2, 12, 57), np.nan)  # a gap at the end stays one
    seen, heights = reachable(x, slope * (x - 4.321), area)
    assert np.nanmax(abs(heights)) <= 11 + FAR * 12
    assert np.isnan(heights[-1])
    upward = slice(None, -1) if slope > 0 else slice(-2, None, -1)
    for height in (-1.0, 5.0, 11.0):
        if abs(height / slope) < 6:
            at = np.interp(height, heights[upward], seen[upward])
            assert at == pytest.approx(4.321 + height / slope, abs=1e-9)


def test_the_density_is_in_the_colour_of_most():
    x = numbers(np.repeat([0.0, 1.0], 5000))
    cloud = Cloud(x, x, np.repeat([0, 1], 5000))
    density = Density(cloud, [RED, BLUE], cloud.bounds, None)
    density.go_on()
    assert density.whole
    picture = density.pixels()
    assert picture[0, 0] == 0xFFFF0000
    assert picture[-1, -1] == 0xFF0000FF
    assert np.count_nonzero(picture) == 2


def test_a_density_is_counted_in_pieces_each_of_which_is_like_the_whole():
    draw = np.random.default_rng(0)
    x, y = draw.normal(size=(2, 3 * PIECE + 7))
    cloud = Cloud(x, y, np.where(x > 0, 1, 0))
    hidden = y > 1.0
    density = Density(cloud, [RED, BLUE], cloud.bounds, hidden)
    density.go_on()
    first = density.pixels()
    for _ in range(3):
        assert not density.whole
        density.go_on()
    assert density.whole
    counts = np.zeros_like(density._counts).reshape(2, *first.shape)
    edges = [np.linspace(*pair, len(first) + 1) for pair in (cloud.bounds[:2], cloud.bounds[2:])]
    for group in (0, 1):
        some = ~hidden & (cloud.group == group)
        counts[group] = np.histogram2d(x[some], y[some], edges)[0]
    found = density._counts.reshape(counts.shape)
    assert found.sum() == np.count_nonzero(~hidden)
    assert np.abs(found - counts).sum() < 10  # on an edge either side is right
    dense = counts.sum(axis=0) > 60
    assert np.all(first[dense] >> 24), "what is dense is seen at once"


class Failing(QObject):
    """An event filter with a mistake in it."""

    @guarded(False)
    def eventFilter(self, watched, event):
        return {}[watched, event]


def test_an_error_in_a_method_that_qt_calls_is_reported_and_the_program_goes_on(qtbot):
    widget, failing = QWidget(), Failing()
    qtbot.addWidget(widget)
    widget.installEventFilter(failing)
    with qtbot.captureExceptions() as caught:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    widget.removeEventFilter(failing)
    assert {kind for kind, _, _ in caught} == {KeyError}


def test_a_slice_says_at_what_values_the_other_features_are_held():
    columns = {
        "a": numbers([1, 2, 6]), "b": numbers([1, 2, 3]), "c": numbers([36.6] * 3),
        "d": numbers([0, 0, 3]), "e": numbers([4, 4, 4]), "y": numbers([1, 2, 3]),
    }  # fmt: skip
    data = Data(Table(columns), ("a", "b", "c", "d", "e"), "y")
    held = Held()
    assert held.values(data, ("b", "a")) == {"c": 36.6, "d": 1.0, "e": 4.0}
    (row,) = held.row(data, ("b", "a"), Lens(), LIGHT)
    assert row.text == "at c = 36.6, d = 1, … +1"
    assert row.help.endswith("c = 36.6\nd = 1\ne = 4")
    by_hand = Lens(data.features, {"e": 9.0, "a": 5.0})
    (row,) = held.row(data, ("b", "a"), by_hand, LIGHT)
    assert row.text == "at e = 9, c = 36.6, … +1"
    assert held.row(replace(data, features=("a", "b")), ("a", "b"), Lens(), LIGHT) == ()
    words = Table({**columns, "e": labels(["u", "v", "v"]), "d": labels(["p", "q", "r"])})
    found = held.values(replace(data, table=words), ("a", "b"))
    thirds = {"d=p": 1 / 3, "d=q": 1 / 3, "d=r": 1 / 3}
    assert found == pytest.approx({"c": 36.6, "e=v": 2 / 3, **thirds})
