"""The log panel: rows in view from the exact history, whole logs copied or saved."""

import csv
import io
import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from engine import Session
from engine.answers.views import answer
from engine.frames import Frame
from gui.kit.pinned import PinnedRun
from gui.kit.wishes import SaveText
from gui.panels.log.panel import LogPanel
from tests.experiments import flowers, line


class Bench:
    """A panel over a real session: every wish for other views is granted at once."""

    def __init__(self, panel, session):
        self.panel, self.session, self.run, self.told = panel, session, 1, 0
        self.wishes = []
        panel.wished.connect(self.wishes.append)
        panel.show_experiment(session.experiment)
        self.look()

    def look(self, losses_from=None):
        session = self.session
        start = self.told if losses_from is None else losses_from
        for _ in range(5000):  # slices of the work are short on a busy machine
            self.wishes.clear()
            views = answer(session, self.panel.wants())
            new = session.losses_since(start)
            frame = Frame(
                self.run, session.step_number, session.epoch_number, None, False, start, new,
                session.loss, {}, views,
            )  # fmt: skip
            self.told = start = session.step_number
            self.panel.draw(frame)
            if not self.panel.wants():
                return
        raise AssertionError("the panel never has enough")

    def texts(self, column):
        rows = self.panel.rows
        return [rows.data(rows.index(row, column)) for row in range(min(rows.total, 8))]


@pytest.fixture
def panel(qtbot):
    panel = LogPanel()
    qtbot.addWidget(panel)
    panel.resize(320, 260)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def trained(steps=250, **sections):
    session = Session(line(**sections))
    session.step(steps)
    return session


def test_a_row_every_hundred_steps_with_the_parameters_as_they_were_then(panel):
    session = trained()
    bench = Bench(panel, session)
    assert bench.texts(0) == ["1", "101", "201"] and bench.texts(1) == ["1", "101", "201"]
    again = Session(line())
    again.step(101)
    row = panel.rows.row(1)
    assert row.loss == session.losses[100]
    assert row.values[:2] == (
        again.parameters["output.weight"].item(),
        again.parameters["output.bias"].item(),
    )


def test_the_rows_of_another_beginning_and_spacing(panel):
    bench = Bench(panel, trained(30))
    panel.first.set_value(2)
    panel.every.set_value(10)
    panel.every.committed.emit(10)
    bench.look()
    assert bench.texts(1) == ["2", "12", "22"]
    panel.unit.show_name("epoch")
    panel.unit.chosen.emit("epoch")
    bench.look()
    assert bench.texts(0) == ["2", "12", "22"]


def test_it_grows_while_training_goes_on_and_follows_the_end(panel):
    bench = Bench(panel, trained(100, training={"epochs": 10_000}))
    panel.every.set_value(1)
    panel.every.committed.emit(1)
    bench.look()
    panel.view.scrollToBottom()
    bench.session.step(50)
    bench.look()
    assert panel.rows.total == 150
    bar = panel.view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert panel.rows.row(149).loss == bench.session.losses[149]


def test_what_came_after_a_fork_is_read_again(panel):
    bench = Bench(panel, trained(40))
    panel.every.set_value(1)
    panel.every.committed.emit(1)
    bench.look()
    bench.session.goto(3)
    bench.session.set_parameter("output.weight", [[9.0]])
    bench.session.step(10)
    bench.look(losses_from=3)
    assert panel.rows.total == 13
    assert [panel.rows.row(row).loss for row in range(13)] == bench.session.losses.tolist()
    bench.session.reset()
    bench.run += 1
    bench.look(losses_from=0)
    assert panel.rows.total == 0


def test_columns_are_chosen(panel):
    bench = Bench(panel, trained(5))
    panel.every.set_value(1)
    panel._on_columns(["output.bias[0]"])
    bench.look()
    heads = [panel.rows.headerData(c, Qt.Orientation.Horizontal)
             for c in range(panel.rows.columnCount())]  # fmt: skip
    assert heads == ["epoch", "step", "loss", "b"]


def test_pinned_runs_have_their_losses_beside(panel):
    other = trained(150, optimizer={"momentum": 0.9})
    bench = Bench(panel, trained(250))
    panel.show_pinned((PinnedRun(other.experiment, other.losses.copy(), 1),))
    bench.look()
    last = panel.rows.columnCount() - 1
    assert panel.rows.headerData(last, Qt.Orientation.Horizontal) == "Momentum 0.9"
    assert bench.texts(last) == [f"{other.losses[0]:.4f}", f"{other.losses[100]:.4f}", ""]


def test_accuracy_of_classes_and_nothing_of_large_networks_at_first(panel):
    session = Session(flowers(data={"test_fraction": 0.4}))
    session.step(3)
    Bench(panel, session)
    assert [c.name for c in panel.rows.columns] == ["test_loss", "accuracy", "test_accuracy"]


def test_the_whole_log_is_copied_as_a_table_that_reads_back(panel):
    bench = Bench(panel, trained(1200, training={"epochs": 5000}))
    panel.every.set_value(1)
    panel._begin()
    panel._collect("table")
    assert panel.progress.isVisible()
    bench.look()
    assert not panel.progress.isVisible()
    rows = list(csv.DictReader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))
    assert len(rows) == 1200
    np.testing.assert_array_equal([float(row["loss"]) for row in rows], bench.session.losses)
    assert float(rows[-1]["output.bias[0]"]) == bench.session.parameters["output.bias"].item()


def test_the_whole_log_is_copied_as_the_course_prints_it(panel):
    bench = Bench(panel, trained(201, training={"epochs": 3000}))
    panel._on_columns(["output.weight[0,0]", "output.bias[0]"])
    panel._collect("course")
    bench.look()
    lines = QGuiApplication.clipboard().text().splitlines()
    number = r"-?\d+\.\d{3}"
    pattern = rf"Epoch +{{}}/3000 W: {number}, b: {number} Cost: \d+\.\d{{6}}"
    for printed, epoch in zip(lines, ("0", "100", "200"), strict=True):
        assert re.fullmatch(pattern.replace("{}", epoch), printed), printed


def test_a_file_is_wished_for_and_cancel_leaves_nothing(panel):
    bench = Bench(panel, trained(5))
    panel._collect("file")
    panel.cancel.click()
    assert not panel.collector.is_active and not panel.progress.isVisible()
    wishes = []
    panel.wished.connect(wishes.append)
    panel._collect("file")
    bench.look()
    (saved,) = [wish for wish in wishes if isinstance(wish, SaveText)]
    assert saved.text.startswith('step,epoch,loss,"output.weight[0,0]",output.bias[0]\n1,1,')
