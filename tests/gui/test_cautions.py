"""A split that leaves a class out is told above the stage, with a button that mends it."""

from PySide6.QtWidgets import QWidget

from gui.model.document import Document
from gui.shell.cautions import caution
from gui.shell.messages import Messages
from tests.engine.test_cautions import data_document, data_of
from tests.experiments import line

HUGE = {"columns": {"x": [1e200, 2e200, 3e200], "y": [1, 2, 3]}, "features": ["x"], "target": "y"}


def test_the_button_stratifies_and_the_warning_goes(qtbot, tmp_path):
    from engine import Experiment

    host = QWidget()
    qtbot.addWidget(host)
    host.resize(700, 400)
    host.show()
    bar, document = Messages(host), Document(host)
    data = data_of(["a", "a", "a", "a", "a", "c"], test_fraction=0.5, split_seed=0)
    path = tmp_path / "case.json"
    Experiment.from_dict({"data": data_document(data)}).save(path)
    document.open(path)
    caution(document, bar)
    assert bar.text.endswith("all training rows are of the class 'a': nothing tells it from others")
    (button,) = bar.frame.buttons
    assert button.text() == "Stratify"
    button.click()
    assert document.experiment.data.stratified
    bar.clear()
    caution(document, bar)
    assert bar.text == ""


def test_what_no_axis_reaches_is_told(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    bar, document = Messages(host), Document(host)
    document.adopt(line(data=HUGE, training={"dtype": "float64"}))
    caution(document, bar)
    assert bar.text.startswith("Numbers of x lie beyond 1e15, where the plane draws nothing")
    bar.clear()
    document.adopt(line())
    caution(document, bar)
    assert bar.text == ""
