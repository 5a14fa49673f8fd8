"""The model's answer at a place of the learner's own: every number on the way is the session's."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from PySide6.QtCore import Qt

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import AskRequest, Frame
from gui.kit.numbers import number
from gui.kit.wishes import Refresh
from gui.panels.answer.panel import AnswerPanel
from tests.experiments import flowers
from tests.strategies import experiments

GOLDEN = Path(__file__).parents[1] / "goldens" / "hours-ability-frozen-bias" / "case.json"


def show(panel, session):
    panel.show_experiment(session.experiment)
    look(panel, session)


def look(panel, session):
    views = answer(session, panel.wants())
    panel.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, views))


@pytest.fixture
def panel(qtbot):
    panel = AnswerPanel()
    qtbot.addWidget(panel)
    panel.show()
    return panel


def hours(**sections):
    columns = {"hours": [1, 2, 3], "ability": [200, 400, 600]}
    data = {"columns": columns, "features": ["hours"], "target": "ability"}
    return Experiment.from_dict({"data": {**data, **sections.pop("data", {})}, **sections})


def test_four_hours_beyond_the_data(panel):
    session = Session(Experiment.from_dict(json.loads(GOLDEN.read_text(encoding="utf-8"))))
    session.step(200)
    show(panel, session)
    panel.ask((4.0,))
    look(panel, session)
    w, b = (session.parameters[f"output.{name}"].item() for name in ("weight", "bias"))
    assert panel.result.text() == f"ŷ = {w * 4 + b:.1f}"
    assert panel.lines.text() == f"ŷ = {w:.1f}·4 + {b:.4f} = {w * 4 + b:.1f}"


def test_typing_asks_for_another_answer(panel, qtbot):
    session = Session(hours())
    show(panel, session)
    wishes = []
    panel.wished.connect(wishes.append)
    field = panel.fields["hours"]
    field.selectAll()
    qtbot.keyClicks(field, "7\r")
    assert Refresh() in wishes
    assert panel.wants() == (AskRequest((7.0,)),)


def test_scaling_is_worked_out_and_undone(panel):
    scaling = {"features": "standardize", "target": "standardize"}
    session = Session(hours(data={"scaling": scaling}))
    session.step(100)
    show(panel, session)
    panel.ask((4.0,))
    look(panel, session)
    scaled = (4 - 2) / np.std([1, 2, 3])
    w, b = (session.parameters[f"output.{name}"].item() for name in ("weight", "bias"))
    own = (w * scaled + b) * np.std([200, 400, 600]) + 400
    assert panel.result.text() == f"ŷ = {own:.1f}"
    first, _, last = panel.lines.text().splitlines()
    assert first == "hours, scaled: 2.449" and last.endswith(f"= {own:.1f}")


def test_two_classes_have_z_p_and_a_threshold(panel):
    columns = {"a": [1, 2, 3, 4, 5, 6], "b": [2, 3, 1, 3, 3, 2], "k": ["no"] * 3 + ["yes"] * 3}
    data = {"columns": columns, "features": ["a", "b"], "target": "k", "task": "classification"}
    session = Session(Experiment.from_dict({"data": data, "model": {"threshold": 0.9}}))
    session.step(300)
    show(panel, session)
    panel.ask((4.0, 2.0))
    look(panel, session)
    w, b = session.parameters["output.weight"][0], session.parameters["output.bias"][0]
    z = float(w @ np.array([4.0, 2.0]) + b)
    p = 1 / (1 + np.exp(-z))
    z_line, p_line, said = panel.lines.text().splitlines()
    assert z_line.startswith("z = ") and float(z_line.split("= ")[-1].replace("−", "-")) == (
        pytest.approx(z, rel=1e-3)
    )
    assert p_line == f"p = σ(z) = {p:.4f}"
    assert said == ("p ≥ 0.9 → yes" if p >= 0.9 else "p < 0.9 → no")
    assert [label.text() for label, _ in panel.probabilities] == ["no", "yes"]
    assert float(panel.probabilities[1][1].text()) == pytest.approx(p, rel=1e-3)


def test_three_classes_of_a_network(panel):
    session = Session(flowers())
    session.step(10)
    show(panel, session)
    assert sum(float(figure.text()) for _, figure in panel.probabilities) == pytest.approx(1, 1e-3)
    assert panel.lines.text().startswith("a¹ = Tanh(W¹·… + b¹) = ")
    assert "p = softmax(z) = " in panel.lines.text()


def test_what_was_typed_stays_while_the_features_do(panel):
    session = Session(hours())
    show(panel, session)
    panel.ask((9.0,))
    panel.show_experiment(hours(optimizer={"lr": 0.1}))
    assert panel.wants() == (AskRequest((9.0,)),)
    panel.show_experiment(flowers())
    assert list(panel.fields) == ["length", "width"]


@given(experiments())
@settings(max_examples=15, deadline=None)
def test_the_numbers_on_the_way_come_to_the_answer(experiment):
    session = Session(experiment)
    session.step(2)
    data = experiment.data
    row = tuple(float(data.table.columns[name][0]) for name in data.features)
    view = answer(session, (AskRequest(row),))[AskRequest(row)]
    entering = view.layers[-1] if view.layers else view.inputs
    z = view.weight @ entering + (0 if view.bias is None else view.bias)
    np.testing.assert_allclose(z, view.z, rtol=1e-4, atol=1e-4)
    if data.task == "regression":
        own = view.z * view.target_factor + view.target_shift
        np.testing.assert_allclose(own, view.output, rtol=1e-6)
    else:
        assert view.output.sum() == pytest.approx(1)


def test_a_category_is_chosen_by_name_and_a_date_is_typed_as_one(panel, qtbot):
    columns = {"sex": ["m", "f", "f", "m"], "day": [19000, 19002, 19003, 19005], "y": [1, 2, 3, 4]}
    data = {"columns": columns, "features": ["sex", "day"], "target": "y"}
    data |= {"kinds": {"day": "date"}, "scaling": {"features": "standardize"}}
    session = Session(Experiment.from_dict({"data": data}))
    session.step(3)
    show(panel, session)
    sex, day = panel.fields.values()
    assert [sex.itemText(place) for place in range(sex.count())] == ["m", "f"]
    assert day.text() == "2022-01-10"
    sex.pick("1")
    day.setFocus()
    day.selectAll()
    qtbot.keyClicks(day, "2022-02-01")
    qtbot.keyClick(day, Qt.Key.Key_Return)
    look(panel, session)
    told = session.predict({"sex": ["f"], "day": [19024.0]})[0]
    assert panel.result.text() == f"ŷ = {number(float(told))}"
