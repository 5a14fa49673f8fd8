"""The network as it is drawn: in the centre, over the data's axes, with every weight by its pen."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.views import answer
from engine.edits import layers
from engine.edits.parts import with_hidden
from engine.frames import Axis, Frame, Network, NetworkRequest, ParametersRequest
from engine.frames.things import Input, Neuron, Number, Thing
from gui.app import App
from gui.kit.colors import heat_colors
from gui.kit.numbers import number
from gui.kit.sight import Sight
from gui.kit.theme import LIGHT
from gui.kit.wishes import Edit, SwitchWeights
from gui.model.settings import Settings
from gui.panels.network.flow import ASIDE, beside
from gui.panels.network.looks import Looks
from gui.panels.network.matrices import Region
from gui.panels.network.menus import layer_menu
from gui.panels.network.panel import NetworkPanel
from gui.panels.network.plan import HEAD, LEAST, MOST, NAME, USUAL, least, planned
from gui.panels.network.scene import Flow
from tests.experiments import line
from tests.there import there

LONG = 60_000
LEFT = Qt.MouseButton.LeftButton
RNG = np.random.default_rng(3)
X1, X2 = RNG.uniform(-1, 1, (2, 30))
IN_CENTRE = QSizeF(890, 434)  # at 1280 × 720, under a title bar


def experiment(hidden: list[int], features: list[str] | None = None) -> Experiment:
    columns = {"x1": X1.tolist(), "x2": X2.tolist(), "y": (X1 * X2).tolist()}
    data = {"columns": columns, "features": features or ["x1", "x2"], "target": "y"}
    return Experiment.from_dict({"data": data, "model": {"hidden": hidden}})


def feed(panel: NetworkPanel, session: Session) -> None:
    views = answer(session, panel.wants())
    shapes = session.experiment.parameter_shapes()
    panel.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, shapes, views))


@pytest.fixture(scope="module")
def session() -> Session:
    session = Session(experiment([4, 2]))
    session.step(30)
    return session


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> NetworkPanel:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(890, 456)
    panel.show_experiment(session.experiment)
    panel.show()
    feed(panel, session)
    return panel


def test_maps_are_over_the_stage_s_axes_and_say_what_is_held(qtbot: QtBot) -> None:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    columns = {"x1": X1.tolist(), "x2": X2.tolist(), "x3": X1.tolist(), "y": X2.tolist()}
    data = {"columns": columns, "features": ["x1", "x2", "x3"], "target": "y"}
    panel.show_experiment(Experiment.from_dict({"data": data, "model": {"hidden": [2]}}))

    def asked() -> NetworkRequest:
        request = panel.wants()[0]
        assert isinstance(request, NetworkRequest)
        return request

    own = asked()
    panel.show_sight(Sight((("x3", -2.0, 0.5), ("x1", 0.0, 1.0))))
    assert asked().axes == (Axis("x3", -2.0, 0.5), Axis("x1", 0.0, 1.0)) and not asked().held
    assert panel.legend.told.endswith("the other features at their means")
    panel.show_sight(Sight((("x1", 0.0, 1.0), ("x3", 0.0, 1.0)), (("x2", 0.25),)))
    assert asked().held == (("x2", 0.25),) and panel.legend.told.endswith("at x2 = 0.25")
    panel.show_sight(Sight((("gone", 0.0, 1.0), ("x3", 0.0, 1.0))))
    assert asked() == own, "they are of other data"


# ---- where everything stands ---------------------------------------------------------------------


@pytest.mark.parametrize("layers", range(7))
@pytest.mark.parametrize(("neurons", "side"), [(8, USUAL), (16, LEAST)])
def test_up_to_six_layers_stand_whole_in_the_centre(layers: int, neurons: int, side: float) -> None:
    sizes = (2, *[neurons] * layers, 1)
    plan = planned(sizes, IN_CENTRE)
    assert plan.size == IN_CENTRE, "without scrolling"
    boxes = [box for column in plan.columns for box in column.boxes]
    assert all(box.top() >= HEAD and box.bottom() <= IN_CENTRE.height() for box in boxes)
    assert all(box.left() >= 0 and box.right() <= IN_CENTRE.width() for box in boxes)
    for one in boxes:
        assert not any(one.intersects(other) for other in boxes if other is not one)
    assert layers == 0 or plan.map_size >= side - 2
    ways = [plan.edge(layer, 0, 0) for layer in range(1, len(sizes))]
    assert min(way.dx() for way in ways) >= 40, "there is room for the weights"


def test_the_last_of_six_inputs_has_room_for_its_name() -> None:
    plan = planned((6, 1), IN_CENTRE)
    assert plan.columns[0].boxes[-1].bottom() + NAME <= IN_CENTRE.height()


def test_a_small_room_scrolls_instead_of_squeezing() -> None:
    sizes = (2, 16, 16, 1)
    plan = planned(sizes, QSizeF(200, 120))
    assert plan.size == least(sizes) and plan.map_size == LEAST


def test_a_large_layer_is_one_block() -> None:
    plan = planned((2, MOST + 1, 3, 1), IN_CENTRE)
    assert [column.is_block for column in plan.columns] == [False, True, False, False]
    assert [plan.has_edges(layer) for layer in (1, 2, 3)] == [False, False, True]


# ---- how numbers are drawn -----------------------------------------------------------------------


def test_a_weight_shows_its_size_by_width_and_its_sign_twice() -> None:
    strokes = Looks(LIGHT).strokes(np.array([[-2.0, 2.0], [0.02, 2.0]]), 2.0)
    by_place = {place: pen for pen, places in strokes for place in places.tolist()}
    low, high, small, _ = (by_place[place] for place in range(4))
    assert len(strokes) == 3 and by_place[1] is by_place[3]
    assert strokes[0][0] is small, "what is thin lies below"
    assert low.widthF() == high.widthF() > 4 * small.widthF()
    assert low.style() == Qt.PenStyle.CustomDashLine and high.style() == Qt.PenStyle.SolidLine
    assert low.color() != high.color()
    assert high.color() == QColor(heat_colors(LIGHT)[-1])


def test_every_map_is_painted_pixel_by_pixel(panel: NetworkPanel, session: Session) -> None:
    """The colour of a neuron at a place is that of what the neuron says there."""
    request = panel.wants()[0]
    assert isinstance(request, NetworkRequest)
    view = answer(session, (request,))[request]
    assert isinstance(view, Network)
    picture = panel.canvas.grab().toImage()
    plan, looks = panel.canvas.scene.plan, Looks(LIGHT)
    for layer, values in enumerate((view.inputs, *view.hidden)):
        most = panel.canvas.scene.pictures.spans[layer][1]
        assert np.abs(values).max() <= most
        for neuron, box in enumerate(plan.columns[layer].boxes):
            for down, across in RNG.integers(8, 38, (10, 2)):
                share = (values[neuron, down, across] + most) / (2 * most)
                expected = QColor(int(looks.heat[round(float(share) * 255)]))
                seen = picture.pixelColor(int(box.left()) + across, int(box.top()) + down)
                distance = max(
                    abs(seen.red() - expected.red()),
                    abs(seen.green() - expected.green()),
                    abs(seen.blue() - expected.blue()),
                )
                assert distance <= 3


def test_one_feature_gives_curves(qtbot: QtBot) -> None:
    session = Session(experiment([3], ["x1"]))
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(600, 400)
    panel.show_experiment(session.experiment)
    panel.show()
    feed(panel, session)
    curves = panel.canvas.scene.pictures.curves
    assert [len(layer) for layer in curves] == [1, 3, 1]
    box = panel.canvas.scene.plan.columns[1].boxes[0]
    (piece,) = curves[1][0]
    assert box.left() <= piece.first().x() and piece.last().x() <= box.right()
    weight, bias = session.parameters["hidden1.weight"][0, 0], session.parameters["hidden1.bias"][0]
    low, high = panel.canvas.scene.pictures.spans[1]
    axis = there(panel._request).axes[0]
    for point in piece.toList()[::7]:
        x = axis.low + (point.x() - box.left()) / box.width() * (axis.high - axis.low)
        value = low + (box.bottom() - point.y()) / box.height() * (high - low)
        assert value == pytest.approx(np.tanh(weight * x + bias), abs=1e-5)


def test_another_architecture_is_drawn_without_the_numbers_of_the_last(
    panel: NetworkPanel, session: Session
) -> None:
    panel.show_experiment(experiment([5]))
    assert panel.canvas.scene.pictures.maps == () and panel.canvas.scene.weights.layers == ()
    panel.canvas.grab()
    panel.show_experiment(session.experiment)
    feed(panel, session)
    assert len(panel.canvas.scene.pictures.maps) == 4
    panel.forget()
    assert panel.canvas.scene.pictures.maps == ()


# ---- pointing ------------------------------------------------------------------------------------


def test_every_painted_thing_is_found_where_it_is_painted(panel: NetworkPanel) -> None:
    things = [each.thing for each in panel.things()]
    expected = {
        *(Input(place) for place in range(2)),
        *(Neuron(0, place) for place in range(4)),
        *(Neuron(1, place) for place in range(2)),
        Neuron(2, 0),
        *(Number(name, place) for name, shape in experiment([4, 2]).parameter_shapes().items()
          for place in range(math.prod(shape))),
    }  # fmt: skip
    assert set(things) == expected and len(things) == len(expected)
    corner = QPointF(panel.canvas.mapTo(panel, QPoint()))
    for layer in range(1, 4):
        name = "output" if layer == 3 else f"hidden{layer}"
        sources = panel.canvas.scene.plan.columns[layer - 1].count
        for place in range(math.prod(experiment([4, 2]).parameter_shapes()[f"{name}.weight"])):
            way = panel.canvas.scene.plan.edge(layer, place // sources, place % sources)
            near = [
                panel.pointing.thing_at(way.pointAt(share) + corner) for share in (0.2, 0.35, 0.8)
            ]
            assert Number(f"{name}.weight", place) in [there(each).thing for each in near if each]
    for column in panel.canvas.scene.plan.columns:
        for place, box in enumerate(column.boxes):
            found = there(panel.pointing.thing_at(box.center() + corner)).thing
            assert found == (Neuron(column.layer - 1, place) if column.layer else Input(place))
            if column.layer:
                bias = there(panel.pointing.thing_at(box.bottomLeft() + corner)).thing
                assert isinstance(bias, Number) and bias.parameter.endswith("bias")
    assert panel.pointing.thing_at(corner + QPointF(3, 3)) is None


def test_every_thing_is_reached_by_keys_and_the_picture_is_told(
    panel: NetworkPanel, session: Session
) -> None:
    QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    mark, reached = panel.pointing.mark, set()
    for _ in panel.things():
        reached.add(there(mark.current).thing)
        QTest.keyClick(mark, Qt.Key.Key_Tab)
    assert reached == {each.thing for each in panel.things()}
    QTest.keyClick(mark, Qt.Key.Key_Escape)
    words = panel.in_words()
    weights = {name: values for name, values in session.parameters.items() if "weight" in name}
    largest = max(weights.values(), key=lambda values: np.abs(values).max())
    value = largest.ravel()[np.abs(largest).argmax()]
    assert words.startswith("2 → 4 → 2 → 1; largest: weight from ")
    assert words.endswith(number(float(value)))


# ---- changing layers -----------------------------------------------------------------------------


class Wishes:
    """What the panel wishes for, granted on the spot."""

    def __init__(self, panel: NetworkPanel) -> None:
        self.panel = panel
        self.texts: list[str] = []
        panel.wished.connect(self.take)

    def take(self, wish: object) -> None:
        if isinstance(wish, Edit):
            self.texts.append(wish.text)
            self.panel.show_experiment(wish.experiment)


def test_the_controls_over_the_layers_change_them(panel: NetworkPanel) -> None:
    wishes, heads = Wishes(panel), panel.canvas.heads

    def hidden() -> tuple[int, ...]:
        return there(panel.experiment).model.hidden

    QTest.mouseClick(heads[1].more, LEFT)
    assert hidden() == (5, 2) and heads[1].count.text() == "5"
    QTest.mouseClick(heads[2].less, LEFT)
    assert hidden() == (5, 1)
    QTest.mouseClick(heads[2].less, LEFT)
    assert hidden() == (5, 1), "the last neuron stays"
    QTest.mouseClick(panel.canvas.adding[1].button, LEFT)
    assert hidden() == (5, 5, 1) and len(panel.canvas.scene.plan.columns) == 5
    model = there(panel.experiment).model
    assert there(model.reshaped).layers == (0, None, 1), "the new one is in between"
    assert wishes.texts == ["Neurons", "Neurons", "Add a layer"]
    assert not heads[0].less.isVisible() and not heads[4].curve.isVisible()


def test_before_a_reshaping_the_bar_tells_of_the_network_that_was(panel: NetworkPanel) -> None:
    session = Session(experiment([4, 2]))
    session.step(3)
    session.change(with_hidden(session.experiment, (5, 2)))
    panel.show_experiment(session.experiment)
    feed(panel, session)
    assert "5" in panel.legend.text()
    session.goto(2)
    shapes = session.run.machine.experiment.parameter_shapes()
    views = answer(session, panel.wants())
    panel.draw(Frame(1, 2, 2, None, False, 0, np.empty(0), None, shapes, views))
    assert "4" in panel.legend.text() and "5" not in panel.legend.text()


def test_menus_do_the_rest(panel: NetworkPanel) -> None:
    wishes = Wishes(panel)

    def choose(menu: QMenu, *texts: str) -> None:
        for text in texts[:-1]:
            menu = next(each for each in menu.findChildren(QMenu) if each.title() == text)
        next(action for action in menu.actions() if action.text() == texts[-1]).trigger()

    def of_layer() -> QMenu:
        return layer_menu(panel, there(panel.experiment), 0, panel.edit, whole=True)

    choose(of_layer(), "Activation", "ReLU")
    assert [c.name for c in there(panel.experiment).model.activations] == ["relu", "tanh"]
    choose(of_layer(), "Freeze the weights")
    assert there(panel.experiment).model.frozen == ("hidden1.weight",)
    choose(there(panel._menu(Number("hidden1.weight", 3))), "Freeze the weights")
    assert there(panel.experiment).model.frozen == ()
    choose(there(panel._menu(Neuron(0, 2))), "Remove this neuron")
    assert there(there(panel.experiment).model.reshaped).neurons == ((0, 1, 3), (0, 1))
    choose(of_layer(), "Remove this layer")
    assert there(panel.experiment).model.hidden == (2,)
    assert panel._menu(Neuron(1, 0)) is None, "the output stays"
    assert wishes.texts == ["Activation", "Freeze", "Freeze", "Remove a neuron", "Remove a layer"]


def test_a_neuron_and_a_weight_are_switched_off_and_on(qtbot: QtBot) -> None:
    session = Session(experiment([4, 2]))
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(890, 456)
    panel.show_experiment(session.experiment)
    panel.show()
    feed(panel, session)
    wishes: list[SwitchWeights] = []

    def take(wish: object) -> None:
        if isinstance(wish, SwitchWeights):
            wishes.append(wish)
            session.switch(wish.name, wish.places, wish.off)
            feed(panel, session)

    panel.wished.connect(take)

    def choose(thing: Thing, text: str) -> None:
        menu = there(panel._menu(thing))
        next(action for action in menu.actions() if action.text() == text).trigger()

    whole, before = panel.canvas.grab().toImage(), session.parameters
    choose(Neuron(0, 1), "Switch off for a while")
    assert wishes[-1] == SwitchWeights("hidden2.weight", (1, 5), True)
    assert panel.canvas.scene.unheard(1) == [panel.canvas.scene.plan.columns[1].boxes[1]]
    assert panel.canvas.grab().toImage() != whole
    choose(Number("output.weight", 1), "Switch off for a while")
    choose(Input(0), "Switch off for a while")
    assert wishes[-1] == SwitchWeights("hidden1.weight", (0, 2, 4, 6), True)
    assert (session.parameters["hidden1.weight"][:, 0] == 0).all()
    for thing in (Input(0), Number("output.weight", 1), Neuron(0, 1)):
        choose(thing, "Switch on again")
    for name, values in before.items():
        np.testing.assert_array_equal(session.parameters[name], values)
    assert panel.canvas.grab().toImage() == whole


# ---- numbers and large layers --------------------------------------------------------------------


def test_numbers_are_written_on_demand(panel: NetworkPanel) -> None:
    before = panel.canvas.grab().toImage()
    QTest.mouseClick(panel.numbers, LEFT)
    assert panel.canvas.grab().toImage() != before
    assert panel.view_state() == {"numbers": True}
    panel.take_view_state({"numbers": False})
    assert panel.canvas.grab().toImage() == before


def test_a_matrix_of_a_large_layer_is_exact_when_zoomed(qtbot: QtBot) -> None:
    session = Session(experiment([120, 3]))
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(890, 456)
    panel.show_experiment(session.experiment)
    panel.show()
    feed(panel, session)
    matrices = panel.canvas.scene.matrices
    whole = session.parameters["hidden1.weight"]
    assert not matrices[1].exact and matrices[1].values.shape == (96, 2)
    assert (
        np.isin(matrices[1].values, whole).all()
        and np.abs(matrices[1].values).max() == np.abs(whole).max()
    )
    box = panel.canvas.scene.plan.matrix(1)
    while panel.canvas.regions[1].rows > 4:
        send_wheel(panel.canvas, box.center(), 120)
    feed(panel, session)
    view, region = panel.canvas.scene.matrices[1], panel.canvas.regions[1]
    assert view.exact and region.columns == 2
    part = whole[region.top : region.top + region.rows]
    np.testing.assert_array_equal(view.values, part)
    corner = QPointF(panel.canvas.mapTo(panel, QPoint()))
    for row in range(region.rows):
        for column in range(2):
            at = QPointF(box.left() + (column + 0.5) / 2 * box.width(),
                         box.top() + (row + 0.5) / region.rows * box.height())  # fmt: skip
            thing = there(panel.pointing.thing_at(at + corner)).thing
            assert thing == Number("hidden1.weight", (region.top + row) * 2 + column)
    while panel.canvas.regions[1].rows < 120:
        send_wheel(panel.canvas, box.center(), -120)
    assert panel.canvas.regions[1] == Region.whole("hidden1.weight", (120, 2))


def send_wheel(canvas: QWidget, at: QPointF, by: int) -> None:
    none = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, canvas.mapToGlobal(at), QPoint(), QPoint(0, by),
                        Qt.MouseButton.NoButton, *none, False)  # fmt: skip
    QApplication.sendEvent(canvas, event)


# ---- what flows ----------------------------------------------------------------------------------


def by_phases(panel: NetworkPanel, session: Session, running: bool = False) -> None:
    """The panel is shown the session as it stands, as the window would show it."""
    views = answer(session, panel.wants())
    shapes = session.experiment.parameter_shapes()
    panel.draw(Frame(1, session.step_number, 0, session.last_phase, running, 0, np.empty(0),
                     None, shapes, views))  # fmt: skip


def test_each_phase_flows_once_for_a_second_at_most(qtbot: QtBot) -> None:
    session = Session(experiment([4, 2]))
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(890, 456)
    panel.show_experiment(session.experiment)
    panel.show()
    by_phases(panel, session)
    assert panel.canvas.scene.flow is None and panel.moving.animation.duration() <= 1000
    session.phase()
    by_phases(panel, session)
    flow: Flow = there(panel.canvas.scene.flow)
    assert (flow.phase, panel.moving.goes_on) == ("forward", True) and flow.progress < 1
    by_phases(panel, session)
    assert panel.moving.goes_on, "the same again is no other phase"
    qtbot.waitUntil(lambda: not panel.moving.goes_on, timeout=LONG)
    row = there(panel._said)
    with_inputs = session.run.now
    assert with_inputs is not None and len(flow.activations) == 3
    np.testing.assert_array_equal(there(flow.activations[0]), row.activations[0])
    said = panel.canvas.grab().toImage()
    session.phase()
    by_phases(panel, session)
    assert not panel.moving.goes_on and panel.canvas.grab().toImage() == said, "the loss is no flow"
    session.phase()
    by_phases(panel, session)
    flow = there(panel.canvas.scene.flow)
    assert flow.phase == "backward" and panel.moving.goes_on
    for layer, name in enumerate(("hidden1", "hidden2", "output")):
        np.testing.assert_array_equal(flow.gradients[layer], session.gradients[f"{name}.weight"])
    session.phase()
    by_phases(panel, session)
    flow = there(panel.canvas.scene.flow)
    assert flow.phase == "update"
    np.testing.assert_array_equal(flow.changes[0], session.changes["hidden1.weight"])
    session.step()
    by_phases(panel, session)
    assert panel.canvas.scene.flow is None, "a whole step is no phase"
    session.phase()
    by_phases(panel, session, running=True)
    assert panel.canvas.scene.flow is None and not panel.moving.goes_on, "none while running"


def test_the_gradient_grows_back_from_the_output(panel: NetworkPanel) -> None:
    """Half-way only the later layers' gradients are there, in a colour that no weight has."""
    looks = panel.canvas.scene.looks
    plan = panel.canvas.scene.plan
    colors = []
    for progress in (0.0, 0.5, 1.0):
        panel.canvas.show_flow("backward", progress, None)
        picture = panel.canvas.grab().toImage()
        lines = [beside(max(plan.edges[layer], key=lambda line: -abs(line.dy())), ASIDE)
                 for layer in (1, 3)]  # fmt: skip
        colors.append([near(picture, line.pointAt(0.5), looks.gradient) for line in lines])
    assert colors == [[False, False], [False, True], [True, True]]


def near(picture: QImage, at: QPointF, color: QColor) -> bool:
    """Whether there is some of a colour about a place."""
    spots = (QPoint(int(at.x()) + x, int(at.y()) + y) for x in range(-9, 10) for y in (-1, 0, 1))
    seen = [picture.pixelColor(spot) for spot in spots]
    return any(abs(s.red() - color.red()) + abs(s.green() - color.green())
               + abs(s.blue() - color.blue()) < 60 for s in seen)  # fmt: skip


def test_nothing_moves_where_motion_is_unwanted(qtbot: QtBot) -> None:
    class Still(QProxyStyle):
        def styleHint(
            self,
            hint: QStyle.StyleHint,
            option: QStyleOption | None = None,
            widget: QWidget | None = None,
            data: QStyleHintReturn | None = None,
        ) -> int:
            still = hint == QStyle.StyleHint.SH_Widget_Animation_Duration
            return 0 if still else super().styleHint(hint, option, widget, data)

    session = Session(experiment([4, 2]))
    panel, style = NetworkPanel(), Still()
    qtbot.addWidget(panel)
    panel.canvas.setStyle(style)
    panel.show_experiment(session.experiment)
    panel.show()
    by_phases(panel, session)
    session.phase()
    by_phases(panel, session)
    flow = there(panel.canvas.scene.flow)
    assert (flow.phase, flow.progress, panel.moving.goes_on) == ("forward", 1.0, False)
    panel.canvas.setStyle(QApplication.style())


# ---- in the window -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(qapp: QApplication) -> Iterator[App]:
    app = App(qapp, Settings({"language": "en", "theme": "light", "recent": []}))
    app.window.may_close = lambda: True
    app.start(None)
    app.window.resize(1280, 720)
    yield app
    app.close()
    app.window.close()
    qapp.setStyleSheet("")


def test_a_press_exchanges_the_centre_s_modes_and_hidden_views_cost_nothing(
    app: App, qtbot: QtBot
) -> None:
    window, modes = app.window, app.window.center.modes
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    assert list(modes.buttons)[:2] == ["stage", "network"] and modes.buttons["stage"].isChecked()
    assert not any(isinstance(each, NetworkRequest) for each in app.board.wanted())
    QTest.mouseClick(modes.buttons["network"], LEFT, pos=QPoint(10, 10))
    assert window.center.main.host is window.hosts["network"]
    assert modes.buttons["network"].isChecked() and not modes.buttons["stage"].isChecked()
    assert app.stage.isVisible(), "the data stand at the right"
    qtbot.waitUntil(
        lambda: any(isinstance(each, NetworkRequest) for each in app.board.wanted()), timeout=LONG
    )
    panel = window.hosts["network"].panel
    assert isinstance(panel, NetworkPanel)
    qtbot.waitUntil(lambda: len(panel.canvas.scene.weights.layers) > 0, timeout=LONG)
    assert (
        panel.legend.mapTo(window, QPoint()).x() > modes.mapTo(window, QPoint(modes.width(), 0)).x()
    )
    QTest.mouseClick(modes.buttons["stage"], LEFT, pos=QPoint(10, 10))
    assert window.center.main.host is window.hosts["stage"] and not panel.isVisible()
    wanted = app.board.wanted()
    assert not any(isinstance(each, NetworkRequest) for each in wanted)
    assert ParametersRequest() not in wanted or there(window.hosts["parameters"].panel).isVisible()


@pytest.mark.long
def test_every_view_follows_a_network_that_is_reshaped_on_the_way(app: App, qtbot: QtBot) -> None:
    """No view breaks where history crosses it, and undo brings the training back as it was."""
    given = experiment([4, 2])
    app.document.adopt(given)
    qtbot.waitUntil(lambda: shown(app) == (0, 4), timeout=LONG)
    run = there(app.board.last).run
    app.runner.step(6)
    qtbot.waitUntil(lambda: shown(app) == (6, 4), timeout=LONG)
    before = there(app.board.last).loss
    smaller = layers.without_neuron(app.document.experiment, 0, 1)
    app.document.edit("One less", smaller)
    qtbot.waitUntil(lambda: shown(app) == (6, 3), timeout=LONG)
    app.runner.step(4)
    qtbot.waitUntil(lambda: shown(app) == (10, 3), timeout=LONG)
    assert there(app.board.last).run == run, "the losses go on"
    for name in app.window.hosts:
        app.window.show_view(name)
        qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
        app.runner.time.scrub(3)
        qtbot.waitUntil(lambda: shown(app) == (3, 4), timeout=LONG)
        app.runner.time.scrub(10)
        qtbot.waitUntil(lambda: shown(app) == (10, 3), timeout=LONG)
    app.document.undo()
    qtbot.waitUntil(lambda: shown(app) == (6, 4), timeout=LONG)
    assert there(app.board.last).loss == before
    app.document.redo()
    qtbot.waitUntil(lambda: shown(app) == (10, 3), timeout=LONG)


def shown(app: App) -> tuple[int, int] | None:
    """The step of the last frame, and the neurons of its first hidden layer."""
    frame = app.board.last
    return None if frame is None else (frame.step, frame.shapes.get("hidden1.weight", (0,))[0])


def test_explain_s_tab_says_how_much_there_is_to_see_while_it_is_hidden(
    app: App, qtbot: QtBot
) -> None:
    given = experiment([4, 2])
    zeros = replace(given.model, init=replace(given.model.init, scheme="zeros"))
    app.arranging.apply("network")
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    app.document.adopt(replace(given, model=zeros))

    def title() -> str:
        groups = app.window.groups.shown
        group = next(group for group in groups if "explain" in group.names)
        return group.tabs.tabText(group.names.index("explain"))

    qtbot.waitUntil(lambda: title().startswith("Explain · "), timeout=LONG)
    assert app.noticing.wants() == (), "once for each moment"
    app.board.forget()
    assert title() == "Explain", "it was of what is shown no more"
    app.window.show_view("explain")
    assert title() == "Explain"
    app.runner.step(1)
    qtbot.waitUntil(lambda: shown(app) == (1, 4), timeout=LONG)
    assert app.noticing.wants() == (), "the view itself looks"


def test_the_output_s_title_freezes_and_a_snowflake_says_so(panel: NetworkPanel) -> None:
    wishes = Wishes(panel)
    hidden, output = panel.canvas.heads[1], panel.canvas.heads[3]
    assert output.title.text() == "Output ▾" and output.title.icon().isNull()
    menu = layer_menu(panel, there(panel.experiment), 2, panel.edit, whole=True)
    found = {action.text(): action for action in menu.actions() if action.text()}
    assert list(found) == ["Add a layer before it", "Freeze the weights", "Freeze the biases"]
    found["Freeze the biases"].trigger()
    assert there(panel.experiment).model.frozen == ("output.bias",) and wishes.texts == ["Freeze"]
    assert not output.title.icon().isNull() and hidden.title.icon().isNull()
    assert output.title.accessibleName() == "Output; frozen: biases"
    assert output.title.toolTip().startswith("frozen: biases")
    panel.show_experiment(experiment([4, 2]))
    assert output.title.icon().isNull()


@pytest.mark.parametrize("layer", [-1, 1, 3])
def test_a_layer_that_has_gone_has_an_empty_menu(qtbot: QtBot, layer: int) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    menu = layer_menu(parent, line(), layer, lambda *_: None, whole=True)
    assert menu.actions() == []
