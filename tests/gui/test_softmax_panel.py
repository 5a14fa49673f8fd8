"""Softmax over either axis, and cross-entropy three ways: torch's numbers beside NumPy's."""

import numpy as np
import pytest

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Frame, Softmax, SoftmaxRequest
from gui.panels.softmax.panel import SoftmaxPanel
from tests.experiments import line

EIGHT = {
    "a": [1, 2, 3, 4, 1, 1, 1, 1],
    "b": [2, 1, 1, 1, 7, 2, 6, 7],
    "k": [2, 2, 2, 1, 1, 1, 0, 0],
}


@pytest.fixture(scope="module")
def session():
    data = {"columns": EIGHT, "features": ["a", "b"], "target": "k", "task": "classification"}
    session = Session(Experiment.from_dict({"data": data}))
    session.step(20)
    return session


@pytest.fixture
def panel(qtbot, session):
    panel = SoftmaxPanel()
    qtbot.addWidget(panel)
    panel.show_experiment(session.experiment)
    panel.show()
    feed(panel, session)
    return panel


def feed(panel, session):
    views = answer(session, panel.wants())
    panel.draw(Frame(1, 0, 0, None, False, 0, np.empty(0), None, {}, views))


def softmax(z, axis):
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


@pytest.mark.parametrize("dim", [0, 1])
def test_probabilities_and_losses_are_those_of_the_definition(session, dim):
    rng = np.random.default_rng(1)
    z = rng.normal(size=(5, 3))
    y = (0, 2, 1, 1, 0)
    request = SoftmaxRequest(tuple(map(tuple, z.tolist())), y, dim)
    view = answer(session, (request,))[request]
    np.testing.assert_allclose(view.probabilities, softmax(z, dim), rtol=1e-5)
    np.testing.assert_allclose(view.probabilities.sum(axis=dim), 1, rtol=1e-6)
    np.testing.assert_array_equal(view.one_hot, np.eye(3)[list(y)])
    by_hand, nll, whole = view.losses.values()
    right = -np.log(softmax(z, 1)[np.arange(5), list(y)]).mean()
    assert nll == pytest.approx(right, rel=1e-5) and whole == pytest.approx(right, rel=1e-5)
    wrong = -np.log(softmax(z, dim)[np.arange(5), list(y)]).mean()
    assert by_hand == pytest.approx(wrong, rel=1e-5)


def test_the_matrix_of_the_course_comes_first(panel):
    assert panel.logits.texts() == [["1", "2", "1"], ["3", "4", "0"]]
    assert panel.probabilities.texts()[0] == ["0.2689", "0.7311", "1.000"]
    assert panel.wants() == ()
    assert [figure.text() for _, figure in panel.losses] == ["0.8133"] * 3


def test_the_other_axis_sums_over_columns_and_spoils_the_first_loss(panel, session):
    panel.axis.show_name("0")
    panel._on_chosen()
    feed(panel, session)
    assert panel.probabilities.texts()[2][:2] == ["1.000", "1.000"]
    assert panel.probabilities.texts()[0][2] != "1.000"
    assert "Each column sums to 1" in panel.sums.text()
    assert "The first is wrong" in panel.why.text()


def test_what_is_typed_is_computed_by_torch(panel, session):
    panel.logits.item(0, 0).setText("200")
    feed(panel, session)
    assert panel.probabilities.texts()[0][:2] == ["1.000", "0"]
    assert "ln 0 is −∞" in panel.why.text()
    panel.logits.item(0, 2).setText("0")
    feed(panel, session)
    assert panel.logits.texts()[0] == ["200", "2", "0"]


def test_a_cell_that_is_no_number_or_no_class_is_refused_and_stays(panel, session, qtbot):
    with qtbot.waitSignal(panel.wished):
        panel.logits.item(0, 0).setText("many")
    wishes = []
    panel.wished.connect(wishes.append)
    panel.logits.item(1, 2).setText("2")
    assert "must be a class" in str(wishes[0].error)
    feed(panel, session)
    assert panel.logits.texts() == [["1", "2", "1"], ["3", "4", "0"]]


def test_rows_and_columns_are_added_and_the_matrix_of_the_course_comes_back(panel, session):
    panel.more_rows.click()
    panel.more_columns.click()
    feed(panel, session)
    assert panel.logits.texts()[2] == ["0", "0", "0", "0"]
    panel.tutorial.click()
    feed(panel, session)
    assert len(panel.logits.texts()) == 2


def test_the_models_own_numbers_are_shown_with_each_frame(panel, session):
    panel.source.show_name("model")
    panel._on_chosen()
    feed(panel, session)
    view = answer(session, panel.wants())[panel.wants()[0]]
    assert isinstance(view, Softmax)
    x = np.column_stack([EIGHT["a"], EIGHT["b"]])
    parameters = session.parameters
    z = x @ parameters["output.weight"].T + parameters["output.bias"]
    np.testing.assert_allclose(view.logits, z, rtol=1e-4, atol=1e-5)
    assert view.losses["F.cross_entropy(z, y)"] == pytest.approx(
        -np.log(softmax(z, 1)[np.arange(8), EIGHT["k"]]).mean(), rel=1e-4
    )
    panel.show_experiment(line())
    assert panel.wants() != () and panel.wants()[0].matrix is not None
