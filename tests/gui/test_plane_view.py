"""What the model makes of a plane: level lines, wrong points, slices, hard regions, the bar."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QSlider
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.views import answer
from engine.errors import EngineError
from engine.frames import Frame, Plane, PlaneRequest, PredictionsRequest
from gui.kit.colors import class_look
from gui.kit.sight import Sight
from gui.kit.theme import LIGHT
from gui.kit.wishes import Refresh
from gui.stage.layers import points
from gui.stage.layers.cloud import Cloud
from gui.stage.layers.density import Density
from gui.stage.layers.fading import FADES
from gui.stage.layers.isolines import isoline
from gui.stage.modes.mode import WRONG
from gui.stage.modes.plane_mode import PlaneMode
from gui.stage.modes.plane_rows import CONTOURS, NEAR, SHADES
from gui.stage.modes.probability_mode import ProbabilityMode
from gui.stage.modes.slices import distance
from gui.stage.overlay.lens_card import LensPage, typed_levels
from gui.stage.overlay.toolbox import AxisPicker
from gui.stage.plane.canvas import Area
from gui.stage.stage import Stage
from tests.hearing import hear
from tests.there import there

RANDOM = np.random.default_rng(3)
NAMES = ("a", "b", "c", "d")


def session_of(classes: int, features: int = 2, category: bool = False) -> Session:
    columns: dict[str, Any] = {name: RANDOM.normal(size=50) for name in NAMES[:features]}
    total = sum((values for values in columns.values()), 0.5 * columns["a"] ** 2)
    columns = {name: values.tolist() for name, values in columns.items()}
    if category:
        columns["kind"] = [("red", "green", "blue")[i % 3] for i in range(50)]
    noisy = total + 0.5 * RANDOM.normal(size=50)
    target = np.digitize(noisy, np.linspace(0, 1, classes - 1)) if classes else noisy
    data = {
        "columns": {**columns, "y": target.tolist()},
        "features": list(columns),
        "target": "y",
        "task": "classification" if classes else "regression",
    }
    document = {"data": data, "model": {"hidden": [4]}, "optimizer": {"lr": 0.3}}
    session = Session(Experiment.from_dict(document))
    session.step(40)
    return session


class Bench:
    """A stage with the real engine."""

    def __init__(self, stage: Stage, session: Session) -> None:
        self.stage, self.session = stage, session
        stage.opened(session.experiment)
        self.look()

    @property
    def mode(self) -> PlaneMode:
        return there(self.stage._board.plane)

    def look(self) -> None:
        views = answer(self.session, self.stage.wants())
        self.stage.draw(Frame(1, 40, 0, None, False, 0, np.empty(0), 0.5, {}, views))
        QApplication.processEvents()

    def switch(self, layer: str, shown: bool) -> None:
        self.stage._legend._on_switched(layer, shown)
        self.look()

    def rows(self) -> list[str]:
        return [row.text for row in self.mode.legend()]


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.restyle(LIGHT)
    stage.resize(700, 520)
    stage.show()
    return stage


@pytest.mark.parametrize("level", [0.3, 1.0, 1.7])
def test_a_level_line_of_a_cone_is_a_circle(level: float) -> None:
    x, y = np.meshgrid(np.linspace(-2, 2, 201), np.linspace(-2, 2, 201), indexing="ij")
    pieces = isoline(np.hypot(x, y), level)
    ends = pieces.reshape(-1, 2) * 0.02 - 2
    np.testing.assert_allclose(np.hypot(*ends.T), level, atol=2e-4)
    lengths = np.hypot(*(pieces[:, :2] - pieces[:, 2:]).T) * 0.02
    assert lengths.sum() == pytest.approx(2 * np.pi * level, rel=1e-3)


def test_a_saddle_is_joined_by_its_middle_and_lost_numbers_have_no_line() -> None:
    for values in ([[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]):
        for level in (0.3, 0.7):
            pieces = isoline(np.array(values), level)
            assert len(pieces) == 2
            middle = (pieces[:, :2] + pieces[:, 2:]) / 2
            corners = np.array([[0, 0], [1, 1], [1, 0], [0, 1]], dtype=float)
            away = np.hypot(*(middle[:, None] - corners[None]).transpose(2, 0, 1))
            cut = {tuple(corners[place]) for place in away.argmin(axis=1)}
            low = {(float(i), float(j)) for i in (0, 1) for j in (0, 1) if values[i][j] < level}
            high = {(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)} - low
            assert cut == (low if level < 0.5 else high)
    assert len(isoline(np.array([[np.nan, 0.0], [1.0, 1.0]]), 0.5)) == 0
    assert len(isoline(np.zeros((3, 3)), 0.5)) == 0


@pytest.mark.parametrize("classes", [0, 2, 3])
def test_the_model_answers_the_level_along_its_line(stage: Stage, classes: int) -> None:
    bench = Bench(stage, session_of(classes))
    assert bench.mode._lines._layer.levels == ()
    bench.switch(CONTOURS, True)
    lines = bench.mode._lines
    assert len(lines._layer.levels) > 1
    stage._board.lens.levels = (0.6,)
    bench.mode.refit()
    assert lines._layer.levels == (0.6,) and lines._layer.texts() in ([], ["0.6"])
    x, y = lines._layer._lines.getData()
    places = {"a": x.tolist(), "b": y.tolist()}
    if classes:
        found = bench.session.probabilities(places)
        found = found[:, 1] if classes == 2 else found.max(axis=1)
    else:
        found = bench.session.predict(places)
    assert len(found) > 10
    np.testing.assert_allclose(found, 0.6, atol=0.02)
    bench.switch(CONTOURS, False)
    assert lines._layer.levels == ()


@pytest.mark.parametrize("features", [1, 2])
@pytest.mark.parametrize("classes", [2, 3])
def test_wrong_points_are_crossed_out(stage: Stage, classes: int, features: int) -> None:
    bench = Bench(stage, session_of(classes, features))
    mode = there(stage._board.mode)
    assert PredictionsRequest() not in stage.wants()
    bench.switch(WRONG, True)
    assert PredictionsRequest() in stage.wants()
    columns = bench.session.experiment.data.table.columns
    called = bench.session.predict({name: columns[name] for name in NAMES[:features]})
    wrong = np.flatnonzero(called != np.array(columns["y"]))
    assert isinstance(mode, PlaneMode | ProbabilityMode)
    layer = mode._wrong._layer
    assert 0 < len(wrong) == layer.count()
    x, _ = layer._item.getData()
    np.testing.assert_array_equal(x, columns["a"][wrong])
    stage.forget()
    assert layer.count() == 0


@pytest.mark.parametrize("features", [1, 2])
def test_of_very_many_points_some_are_crossed_out_and_it_says_which(
    stage: Stage, features: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points, "MOST_SYMBOLS", 20)
    monkeypatch.setattr(points, "MOST_MARKED", 15)
    bench = Bench(stage, session_of(2, features))
    mode, data = there(stage._board.mode), bench.session.experiment.data
    rows = data.table.rows
    every = -(-rows // 15)
    assert every > 1
    bench.switch(WRONG, True)
    assert PredictionsRequest(every=every) in stage.wants()
    columns = data.table.columns
    called = bench.session.predict({name: columns[name] for name in NAMES[:features]})
    looked = np.arange(0, rows, every)
    wrong = looked[called[looked] != np.array(columns["y"])[looked]]
    assert isinstance(mode, PlaneMode | ProbabilityMode)
    x, _ = mode._wrong._layer._item.getData()
    assert len(wrong)
    np.testing.assert_array_equal(x, columns["a"][wrong])
    (row,) = mode._wrong.legend()
    assert row.text == f"wrong points, 1 in {every}" and f"Of {rows} points" in row.help


def test_other_features_are_held_where_the_learner_says(stage: Stage) -> None:
    bench = Bench(stage, session_of(0, 3, category=True))
    bench.mode.axes = ("a", "b")
    stage._board.refresh()
    page = LensPage(stage._board.lens, bench.session.experiment.data, ("a", "b"), stage)
    page.changed.connect(stage.extras.cards._on_lens)
    slider, box = page.held["c"], page.held["kind"]
    assert isinstance(slider, QSlider) and isinstance(box, QComboBox)
    refreshed: list[Refresh] = []
    hear(stage, Refresh, lambda: refreshed.append(Refresh()))
    slider.setValue(slider.maximum())
    assert refreshed
    seen: list[Sight] = []
    stage.looked.connect(seen.append)
    box.setCurrentIndex(2)
    box.activated.emit(2)
    column = bench.session.experiment.data.table.columns["c"]
    most = float(f"{column.max():.4g}")
    (request,) = (r for r in stage.wants() if isinstance(r, PlaneRequest))
    assert request.held == (("c", most), ("kind", 1.0)) == seen[-1].held
    stage._canvas.show_area(Area(-0.5, 0.25, 0.125, 0.875))
    assert seen[-1] == Sight((("a", -0.5, 0.25), ("b", 0.125, 0.875)), request.held)
    stage.fit()
    (request,) = (r for r in stage.wants() if isinstance(r, PlaneRequest))
    found = answer(bench.session, (request,))[request]
    ends = [
        np.linspace(*span, request.size)[[0, -1]] for span in (request.x_range, request.y_range)
    ]
    corners = [(a, b) for a in ends[0] for b in ends[1]]
    expected = bench.session.predict({
        "a": [a for a, _ in corners], "b": [b for _, b in corners],
        "c": [most] * 4, "kind": ["green"] * 4,
    })  # fmt: skip
    assert isinstance(found, Plane)
    values = found.value[::127, ::127].ravel()
    np.testing.assert_allclose(values, expected, rtol=1e-4, atol=1e-5)
    assert any("green" in text for text in bench.rows())
    page.reset.click()
    (request,) = (r for r in stage.wants() if isinstance(r, PlaneRequest))
    assert request.held == ()
    page.close()


def test_points_fade_with_their_distance_from_the_slice(stage: Stage) -> None:
    bench = Bench(stage, session_of(2, 4))
    bench.mode.axes = ("a", "b")
    stage._board.lens.hold(bench.session.experiment.data, "c", 1.0)
    columns = bench.session.experiment.data.table.columns
    c, d = columns["c"], columns["d"]
    expected = np.sqrt((((c - 1) / c.std()) ** 2 + ((d - d.mean()) / d.std()) ** 2) / 2)
    found = distance(bench.session.experiment.data, ("a", "b"), {"c": 1.0})
    np.testing.assert_allclose(found, expected)
    bench.switch(NEAR, True)
    points = stage._board.points
    counts = np.zeros(len(FADES), dtype=int)
    for (_, _, far), rows in points._rows.items():
        counts[far] += len(rows)
    steps = np.histogram(expected, [0, 0.5, 1.0, 1.5, np.inf])[0]
    assert counts.tolist() == steps.tolist()
    seen = {part[2]: item.opacity() for part, item in points._items.items()}
    assert seen == {far: FADES[far] for far in seen} and len(seen) > 2
    bench.switch(NEAR, False)
    assert {part[2] for part, rows in points._rows.items() if len(rows)} == {0}


def test_of_very_many_points_those_far_from_the_slice_count_less() -> None:
    x = np.repeat([0.1, 0.9], 500)
    cloud = Cloud(x, x, np.zeros(1000, np.int64))
    looks = [class_look(LIGHT, 0)]
    seen = np.where(x < 0.5, 1.0, FADES[-1]).astype(np.float32)
    found = []
    for weights in (None, seen):
        density = Density(cloud, looks, Area(0.0, 1.0, 0.0, 1.0), None, weights)
        density.go_on()
        found.append((density.pixels() >> 24).max(axis=1)[[1, 17]])
    full, faded = found
    assert full[0] == full[1] == faded[0] > faded[1] > 0


def test_regions_are_shaded_or_hard(stage: Stage) -> None:
    bench = Bench(stage, session_of(2))

    def colors() -> int:
        return len(np.unique(there(bench.mode._regions._shown)[0]))

    shaded = colors()
    bench.switch(SHADES, False)
    assert shaded > 20 > colors()


def test_the_bar_says_which_colour_is_which_value(stage: Stage) -> None:
    bench = Bench(stage, session_of(0))
    assert bench.rows()[:2] == ["y", "level lines"]
    bar = bench.mode.legend()[0]
    _, high = bench.mode.values()
    assert f"{high:.4g}" in bar.help and bar.sample.width() > 3 * 88
    image = bar.sample.toImage()
    ratio = image.devicePixelRatio()
    line = [image.pixelColor(int(x * ratio), int(3 * ratio)) for x in (25, 60, 85)]
    assert len({color.name() for color in line}) == 3


def test_how_the_plane_is_looked_at_is_kept(stage: Stage, qtbot: QtBot) -> None:
    bench = Bench(stage, session_of(2, 3))
    bench.switch(CONTOURS, True)
    bench.switch(SHADES, False)
    stage._board.lens.hold(bench.session.experiment.data, "c", 0.5)
    stage._board.lens.levels = (0.25, 0.75)
    state = stage.view_state()
    other = Stage()
    qtbot.addWidget(other)
    other.take_view_state(state)
    again = Bench(other, bench.session)
    assert other.view_state() == state
    axes = again.mode.axes
    held = [] if "c" in axes else [("c", 0.5)]
    (request,) = (r for r in other.wants() if isinstance(r, PlaneRequest))
    assert list(request.held) == held
    other.take_view_state({"shown": 3, "lens": {"held": {"c": "x"}, "features": ["a"]}})
    other.take_view_state({"shown": {CONTOURS: 1}, "lens": {"levels": ["x"]}})
    assert other.view_state()["shown"] == state["shown"]


def test_levels_are_typed_in_any_order() -> None:
    assert typed_levels("0.5, 0.1;−2 0.5") == (-2.0, 0.1, 0.5)
    assert typed_levels("  ") == ()
    assert typed_levels("0,5") == (0.5,)
    assert typed_levels("1/4 ０．５") == (0.25, 0.5)
    for text in ("half", "nan", " ".join(map(str, range(13)))):
        with pytest.raises(EngineError):
            typed_levels(text)


def test_the_page_refuses_levels_that_are_none(stage: Stage, qtbot: QtBot) -> None:
    bench = Bench(stage, session_of(2))
    button = there(stage.extras.cards.lens)
    assert button.isVisible()
    button.click()
    (page,) = button.findChildren(LensPage)
    assert CONTOURS in stage._board.off
    page.levels.setText("0.2 0.4")
    page.levels.editingFinished.emit()
    assert stage._board.lens.levels == (0.2, 0.4)
    assert CONTOURS not in stage._board.off, "lines whose levels were typed are seen"
    page.levels.setText("half")
    with qtbot.waitSignal(page.refused):
        page.levels.editingFinished.emit()
    assert page.levels.text() == "0.2, 0.4" and bench.mode.lens.levels == (0.2, 0.4)
    page.close()


def test_where_the_bar_is_narrow_the_axes_are_chosen_on_the_page(stage: Stage) -> None:
    bench = Bench(stage, session_of(2, 4))
    picker = stage._legend._picker
    assert all(part.isVisible() for part in picker.parts)
    stage._legend.bar.leave_room(480)
    QApplication.processEvents()
    assert not any(part.isVisible() for part in picker.parts)
    button = there(stage.extras.cards.lens)
    assert picker.geometry().right() <= button.geometry().left()
    button.click()
    (page,) = button.findChildren(LensPage)
    (choice,) = page.findChildren(AxisPicker)
    choice.chosen.emit("d", "c")
    assert bench.mode.axes == ("d", "c") and not page.isVisible()
    stage._legend.bar.leave_room(0)
    QApplication.processEvents()
    assert all(part.isVisible() for part in picker.parts)
