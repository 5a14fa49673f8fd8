"""The metrics panel: its table for both tasks, the confusion matrix, parameters in own units."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from engine.answers import views
from engine.experiment import Experiment
from engine.frames import Frame, Metrics, MetricsRequest
from engine.frames.things import Figure
from engine.training.session import Session
from gui.kit.theme import DARK, LIGHT
from gui.panels.metrics.panel import MetricsPanel
from gui.panels.metrics.table_page import TablePage


def regression(scaling="none", test_fraction=0.25):
    columns = {"x": [1, 2, 3, 4], "y": [2, 4, 6, 9]}
    data = {
        "columns": columns,
        "features": ["x"],
        "target": "y",
        "test_fraction": test_fraction,
        "scaling": {"features": scaling, "target": scaling},
    }
    return Experiment.from_dict({"format": "gradus-experiment/1", "data": data})


def classification(classes=3):
    rows = 2 * classes
    columns = {"x": list(range(rows)), "y": [f"class {i % classes}" for i in range(rows)]}
    data = {"columns": columns, "features": ["x"], "target": "y", "task": "classification"}
    return Experiment.from_dict({"format": "gradus-experiment/1", "data": data})


def table(panel):
    page = panel.closer.page
    assert isinstance(page, TablePage)
    return page


def frame(metrics, loss=None):
    found = {MetricsRequest(): metrics}
    return Frame(1, 0, 0, None, False, 0, np.empty(0), loss, {}, found)


@pytest.fixture
def panel(qtbot):
    panel = MetricsPanel()
    qtbot.addWidget(panel)
    panel.resize(340, 400)
    panel.restyle(LIGHT)
    panel.show()
    return panel


def test_a_regression_has_errors_on_training_and_test_rows(panel):
    panel.show_experiment(regression())
    train, test = {"mse": 0.53, "mae": 1.2, "r2": 0.981}, {"mse": 1.25, "mae": 1.3, "r2": -2.0}
    panel.draw(frame(Metrics(train, test, test_loss=1.5, train_loss=0.75)))
    assert panel.figures.texts() == [
        ["Loss", "0.7500", "1.5000"],
        ["MSE", "0.5300", "1.2500"],
        ["MAE", "1.200", "1.300"],
        ["R²", "0.9810", "−2.000"],
    ]
    assert not panel.units.isVisible()


def test_what_is_unknown_is_a_dash(panel):
    panel.show_experiment(regression(test_fraction=0))
    assert {row[1] for row in panel.figures.texts()} == {"—"}
    session = Session(panel.experiment)
    panel.draw(frame(views.answer(session, panel.wants())[MetricsRequest()]))
    assert {row[2] for row in panel.figures.texts()} == {"—"}
    assert "—" not in {row[1] for row in panel.figures.texts()}


def test_a_scaled_linear_model_is_shown_in_the_columns_own_units(panel):
    panel.show_experiment(regression("standardize"))
    session = Session(panel.experiment)
    metrics = views.answer(session, panel.wants())[MetricsRequest()]
    panel.draw(frame(metrics))
    assert panel.units.isVisible()
    (weight, shown_weight), (bias, shown_bias) = panel.units.texts()
    assert (weight, bias) == ("W", "b")
    shown = [float(text.replace("−", "-")) for text in (shown_weight, shown_bias)]
    true = [metrics.in_units["output.weight"].item(), metrics.in_units["output.bias"].item()]
    assert shown == pytest.approx(true, rel=1e-3)
    panel.show_experiment(regression())
    panel.draw(frame(Metrics({}, {})))
    assert not panel.units.isVisible()


def test_a_classification_has_accuracy_and_a_confusion_matrix(panel):
    panel.show_experiment(classification())
    session = Session(panel.experiment)
    metrics = views.answer(session, panel.wants())[MetricsRequest()]
    panel.draw(frame(metrics))
    rows = panel.figures.texts()
    assert [row[0] for row in rows] == ["Loss", "Accuracy"]
    assert rows[1][1].endswith("\u202f%")
    assert table(panel).matrix.isVisible()
    count = metrics.confusion[0, 2]
    assert table(panel).matrix.sentence(0, 2) == f"{count} of 2 rows of class 0 are called class 2"
    panel.grab()


def test_more_than_ten_classes_have_only_the_accuracy(panel):
    panel.show_experiment(classification(11))
    session = Session(panel.experiment)
    panel.draw(frame(views.answer(session, panel.wants())[MetricsRequest()]))
    assert not table(panel).matrix.isVisible()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_cells_can_be_pointed_at(panel):
    panel.show_experiment(classification(2))
    counts = np.array([[5, 1], [0, 6]])
    panel.draw(frame(Metrics({}, {}, ("class 0", "class 1"), counts)))
    QApplication.processEvents()
    matrix = table(panel).matrix
    cells = {one.thing.confusion: one for one in panel.things() if one.thing.confusion}
    assert set(cells) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    for confusion, one in cells.items():
        found = panel.thing_at(one.box.center())
        assert found is not None and found.thing == Figure("confusion", confusion=confusion)
    assert matrix.sentence(0, 1) == "1 of 6 rows of class 0 are called class 1"
    assert "6 of 6 rows of class 1" in matrix.accessibleDescription()


def test_right_and_wrong_cells_differ_and_follow_the_theme(panel):
    panel.show_experiment(classification(2))
    panel.draw(frame(Metrics({}, {}, ("a", "b"), np.array([[3, 3], [3, 3]]))))
    QApplication.processEvents()
    image = table(panel).matrix.grab().toImage()
    ratio = image.devicePixelRatio()
    left = image.pixelColor(int(90 * ratio), int(30 * ratio))
    right = image.pixelColor(int(230 * ratio), int(30 * ratio))
    assert left != right
    panel.restyle(DARK)
    assert table(panel).matrix.grab().toImage() != image


def test_full_values_are_in_the_tooltips(panel):
    panel.show_experiment(regression())
    panel.draw(frame(Metrics({"mse": 0.123456789}, {})))
    assert "0.123456789" in panel.figures.tip(1, 0)


def test_it_says_when_a_number_was_put_in_by_hand(panel):
    panel.show_experiment(regression())
    for is_by_hand, said in ((False, ""), (True, " and a change by hand")):
        panel.draw(frame(Metrics({}, {}, step=51, is_by_hand=is_by_hand)))
        assert panel._when.text() == f"After the update of step 51{said}"
