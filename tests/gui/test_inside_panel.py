"""The panel of the step's inside, with what the real engine answers."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import PHASES, Frame, Phase
from gui.kit.theme import DARK
from gui.kit.wishes import Follow, Pick, Refresh, Say
from gui.kit.worked.formulas import Formulas
from gui.kit.worked.lines import Line
from gui.panels.inside.panel import FORMULAS, TENSORS, InsidePanel
from gui.panels.inside.tensor_table import GRAD, LEARNS, NAME
from tests.experiments import flowers, line
from tests.hearing import hear


def look(panel: InsidePanel, session: Session, *, running: bool = False) -> None:
    panel.draw(
        Frame(
            run=0,
            step=session.step_number,
            epoch=session.epoch_number,
            phase=session.last_phase,
            running=running,
            losses_from=0,
            new_losses=np.array([]),
            loss=session.loss,
            shapes=session.experiment.parameter_shapes(),
            views=answer(session, panel.wants()),
        )
    )


@pytest.fixture
def opened(qtbot):
    def opened(experiment: Experiment) -> tuple[InsidePanel, Session]:
        panel = InsidePanel()
        qtbot.addWidget(panel)
        panel.resize(360, 900)
        panel.show_experiment(experiment)
        return panel, Session(experiment)

    return opened


def ready(qtbot, panel: InsidePanel) -> None:
    parts = [section.formulas for section in panel.sections.sections.values()]
    qtbot.waitUntil(lambda: all(part.is_ready for part in parts), timeout=20_000)


def test_each_phase_fills_in_its_numbers(qtbot, opened) -> None:
    panel, session = opened(line())
    look(panel, session)
    assert "Press Phase" in panel.note.text()
    for name in ("forward", "loss", "backward", "update"):
        formulas = panel.sections.sections[name].formulas
        before = formulas.latex
        session.phase()
        look(panel, session)
        assert len(formulas.latex) > len(before)
        assert re.search(r"= (\{-\})?\d", formulas.latex)
    assert panel.note.text() == ""
    ready(qtbot, panel)
    assert all(s.formulas.height() > 20 for s in panel.sections.sections.values())


def test_the_number_to_work_out_is_followed_everywhere(qtbot, opened) -> None:
    panel, _ = opened(flowers())
    with qtbot.waitSignal(panel.wished) as wish:
        panel.choosing.entry.setValue(3)
    assert wish.args == [Follow("output.weight", 2)]
    panel.show_following("hidden1.bias", 1)
    assert panel.choosing.parameter.currentData() == "hidden1.bias"
    assert panel.choosing.entry.value() == 2
    assert "b^{(1)}_{2}" in panel.sections.sections["backward"].formulas.latex


def test_the_formulas_wait_while_training_runs(opened) -> None:
    panel, session = opened(line())
    session.step()
    look(panel, session)
    before = panel.sections.latex
    session.step()
    asked = []
    hear(panel, Refresh, lambda: asked.append(True))
    look(panel, session, running=True)
    assert panel.wants() == () and panel.sections.latex == before
    assert "pause" in panel.note.text()
    look(panel, session)  # the frame that says so has no detail yet: another is asked for
    look(panel, session)
    assert len(asked) == 2 and panel.sections.latex != before


def test_a_selected_row_is_followed_and_a_typed_one_selected(opened) -> None:
    panel, session = opened(line())
    session.step()
    panel.show_selection(np.array([2, 4]))
    look(panel, session)
    assert panel.choosing.row.value() == 3
    assert r"\hat{y}_{3}" in panel.sections.latex
    chosen: list[list[int]] = []
    hear(panel, Pick, lambda rows: chosen.append(rows.tolist()))
    panel.choosing.row.setValue(5)
    look(panel, session)
    assert chosen == [[4]] and r"\hat{y}_{5}" in panel.sections.latex
    panel.choosing.row.setValue(0)
    look(panel, session)
    assert chosen == [[4]] and r"\hat{y}_{1}" in panel.sections.latex


def test_a_row_outside_the_batch_is_said_to_be(opened) -> None:
    experiment = line(training={"batch_size": 2, "shuffle": False})
    panel, session = opened(experiment)
    panel.show_selection(np.array([4]))
    session.step()
    look(panel, session)
    assert "Row 5 is not in this batch" in panel.note.text()


def test_any_parameter_of_a_network_can_be_looked_at(opened) -> None:
    panel, session = opened(flowers())
    session.step()
    look(panel, session)
    assert panel.choosing.parameter.currentData() == "output.weight"
    panel.choosing.parameter.setCurrentIndex(0)
    panel.choosing.parameter.activated.emit(0)
    panel.choosing.entry.setValue(3)
    assert r"\partial W^{(1)}_{2,1}" in panel.sections.latex


def test_the_formulas_are_copied_as_latex(opened) -> None:
    panel, session = opened(line())
    session.step()
    look(panel, session)
    said: list[str] = []
    hear(panel, Say, said.append)
    panel.sections.sections["loss"].button.click()
    text = QGuiApplication.clipboard().text()
    assert text == panel.sections.sections["loss"].formulas.latex
    assert r"\frac{1}{n} \sum_{i} (\hat{y}_i - y_i)^2" in text and len(said) == 1


def test_tensors_show_none_before_the_first_backward(opened) -> None:
    panel, session = opened(line())
    panel.tabs.setCurrentIndex(TENSORS)
    session.phase()
    look(panel, session)
    table = panel.tensors.table
    names = [table.index(row, NAME).data() for row in range(table.rowCount())]
    assert names == ["X", "y", "output.weight", "output.bias", "ŷ"]
    weight = names.index("output.weight")
    assert table.index(weight, GRAD).data() == "None"
    assert table.index(weight, LEARNS).data() == "True"
    session.step()
    look(panel, session)
    assert table.index(weight, GRAD).data() == "(1, 1)"


def test_the_tensors_names_are_never_cut(opened, qtbot) -> None:
    panel, session = opened(flowers(model={"hidden": [5]}))
    panel.resize(240, 500)
    panel.show()
    panel.tabs.setCurrentIndex(TENSORS)
    session.step()
    look(panel, session)
    view = panel.tensors.view
    names = [view.model().index(row, NAME).data() for row in range(view.model().rowCount())]
    widest = max(map(view.fontMetrics().horizontalAdvance, ["Tensor", *names]))
    qtbot.waitUntil(lambda: view.columnWidth(NAME) > widest)
    assert view.horizontalScrollBar().maximum() > 0  # the rest is to be reached


def test_the_numbers_of_the_chosen_tensor_are_shown(opened) -> None:
    panel, session = opened(line())
    panel.tabs.setCurrentIndex(TENSORS)
    session.step()
    look(panel, session)
    part = panel.tensors
    part.view.selectRow(0)
    values = part.values
    assert [values.index(row, 0).data() for row in range(values.rowCount())] == [
        "1.000", "2.000", "3.000", "4.000", "5.000",
    ]  # fmt: skip
    part.view.selectRow(2)
    part.which.setCurrentIndex(1)
    assert (values.rowCount(), values.columnCount()) == (1, 1)
    gradient = session.gradients["output.weight"]
    assert gradient is not None
    assert float(values.index(0, 0).data().replace("−", "-")) == pytest.approx(
        float(gradient[0, 0]), rel=1e-3
    )


def test_fewer_rows_forget_the_one_that_was_followed(opened) -> None:
    panel, _ = opened(line())
    panel.show_selection(np.array([4]))
    columns = {"x": [1, 2], "y": [2, 4]}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    panel.show_experiment(Experiment.from_dict({"data": data}))
    assert panel.choosing.row.value() == 0 and panel.wants()[0].followed is None


def test_another_theme_typesets_in_its_colours(qtbot, opened) -> None:
    panel, session = opened(line())
    session.step()
    look(panel, session)
    ready(qtbot, panel)
    panel.restyle(DARK)
    assert not panel.sections.sections["update"].formulas.is_ready
    ready(qtbot, panel)
    assert panel.tabs.currentIndex() == FORMULAS


def test_each_piece_is_typeset_in_a_turn_of_its_own(qtbot) -> None:
    turns: list[int] = []
    formulas = Formulas("formulas")
    formulas.turn = 0.0
    qtbot.addWidget(formulas)
    other = QTimer(formulas, interval=0)
    other.timeout.connect(lambda: turns.append(len(turns)))
    formulas.show_lines([Line(tuple(f"{n} + 0.625" for n in range(6)))], faded=False)
    other.start()
    with qtbot.waitSignal(formulas.typeset_all):
        pass
    assert len(turns) >= 5


def test_the_phase_that_has_run_is_brought_into_view(qtbot, opened) -> None:
    panel, session = opened(flowers())
    panel.resize(320, 500)
    panel.show()
    bar = panel.area.verticalScrollBar()
    for _ in range(4):
        session.phase()
        look(panel, session)
        qtbot.waitUntil(lambda: panel.sections.is_ready, timeout=20_000)
    section = panel.sections.sections["update"]
    qtbot.waitUntil(lambda: bar.value() == min(section.y(), bar.maximum()) > 0)
    bar.setValue(0)
    look(panel, session)  # the same phase again leaves it where the reader is
    assert bar.value() == 0


def test_formulas_are_those_of_the_step_though_the_settings_have_changed(opened) -> None:
    given = line(optimizer={"name": "adam", "lr": 0.1})
    panel, session = opened(given)
    session.step(2)
    look(panel, session)
    before = panel.sections.latex
    later = line(
        loss={"name": "l1", "reduction": "sum"},
        optimizer={"name": "sgd", "lr": 0.1},
        regularization={"l2": 0.5},
    )
    session.change(later)
    panel.show_experiment(later)
    look(panel, session)
    assert panel.sections.latex == before
    assert "before the last change" in panel.note.text()
    session.step()
    look(panel, session)
    assert panel.sections.latex != before and r"|\hat{y}_i - y_i|" in panel.sections.latex
    assert panel.note.text() == ""


def in_view(panel: InsidePanel, name: Phase) -> bool:
    """Whether a section begins at the top, or further down only because all below it is seen."""
    section, bar = panel.sections.sections[name], panel.area.verticalScrollBar()
    if not panel.sections.is_ready or bar.maximum() == 0:
        return False
    below = section.y() + section.height() - bar.value()
    at_top = bar.value() == section.y()
    return at_top or (bar.value() == bar.maximum() and below <= panel.area.viewport().height())


def test_the_phase_that_has_run_is_scrolled_to(qtbot, opened) -> None:
    panel, session = opened(flowers(optimizer={"name": "adam", "lr": 0.1}))
    panel.resize(360, 420)
    with qtbot.waitExposed(panel):
        panel.show()
    for name in PHASES:
        session.phase()
        look(panel, session)
        qtbot.waitUntil(lambda name=name: in_view(panel, name), timeout=20_000)
    assert panel.area.verticalScrollBar().value() > 0
    for leave, come in (
        (lambda: panel.tabs.setCurrentIndex(TENSORS), lambda: panel.tabs.setCurrentIndex(FORMULAS)),
        (panel.hide, panel.show),
    ):
        leave()
        panel.area.verticalScrollBar().setValue(0)
        come()
        qtbot.waitUntil(lambda: in_view(panel, "update"), timeout=20_000)


def test_a_panel_opened_after_the_step_shows_its_update(qtbot, opened) -> None:
    panel, session = opened(flowers(optimizer={"name": "adam", "lr": 0.1}))
    panel.resize(360, 420)
    session.step()
    with qtbot.waitExposed(panel):
        panel.show()
    look(panel, session)
    qtbot.waitUntil(lambda: in_view(panel, "update"), timeout=20_000)
    assert panel.area.verticalScrollBar().value() > 0


def test_a_model_with_more_parameters_follows_one_whose_step_is_shown(opened) -> None:
    panel, session = opened(line())
    session.step()
    look(panel, session)
    columns = {"a": [1, 2, 3], "b": [2, 4, 5], "y": [0, 1, 1]}
    data = {"columns": columns, "features": ["a", "b"], "target": "y"}
    panel.show_experiment(Experiment.from_dict({"data": data}))
    assert panel.choosing.parameter.count() == 2
