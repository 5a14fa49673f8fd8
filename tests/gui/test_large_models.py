"""What the window does for one edit does not grow with the model."""

from __future__ import annotations

from dataclasses import replace
from time import thread_time

import numpy as np
import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from engine import Experiment
from gui import workspaces
from gui.kit.parameter_names import cell_name, cell_names
from gui.panels.parameters.rows import MOST, ParameterRows
from gui.panels.phases.wrapping import ENTRY, wrapped


def experiment(*hidden: int) -> Experiment:
    """A parabola, and a network of this size."""
    x = np.linspace(-2, 2, 20)
    return Experiment.from_dict(
        {
            "format": "gradus-experiment/1",
            "data": {
                "columns": {"x": x.tolist(), "y": (x * x).tolist()},
                "features": ["x"],
                "target": "y",
            },
            "model": {"hidden": list(hidden)},
        }
    )


@pytest.mark.usefixtures("qapp")
def test_every_panel_takes_an_edit_of_a_large_model_at_once() -> None:
    """Naming each of the 20 million parameters once would take some 20 seconds."""
    large = experiment(4096, 4096, 700)
    views = (*workspaces.sections(), *workspaces.views())
    shown = {view.name: view.make() for view in views if view.name != "stage"}
    for panel in shown.values():
        panel.show_experiment(large)
    for panel in shown.values():
        faster = replace(large, optimizer=large.optimizer.replace(lr=0.02))
        begun = thread_time()
        panel.show_experiment(faster)
        assert thread_time() - begun < 1.0, panel
        panel.deleteLater()


@pytest.mark.parametrize("shape", [(1, 1), (1,), (4,), (3, 1), (1, 3), (11, 2), (2, 12)])
def test_one_name_is_that_of_the_list(shape: tuple[int, ...]) -> None:
    for name in ("hidden1.weight", "output.bias"):
        names = cell_names(name, shape)
        assert [cell_name(name, shape, place) for place in range(len(names))] == names


def test_of_a_very_large_tensor_the_first_numbers_have_rows() -> None:
    rows = ParameterRows({"hidden1.weight": (1000, 1000), "hidden1.bias": (1000,)})
    assert rows.count == MOST + 1 + 1000 + 1
    assert "100" in rows.label(0) and rows.label(MOST) == cell_name("W", (1000, 1000), MOST - 1)
    assert rows.path(MOST + 2) == "hidden1.bias[0]"


def test_a_line_of_thousands_of_numbers_is_broken_at_once(qapp: QApplication) -> None:
    """Measuring each beginning of it would take a minute."""
    metrics = QFontMetrics(qapp.font())
    line = ENTRY.join(["0.12"] * 5000)
    begun = thread_time()
    (shown,) = wrapped((line,), metrics, 300, 3)
    (vector,) = wrapped((f"({','.join(['0.12'] * 5000)})",), metrics, 300, 3)
    assert thread_time() - begun < 1.0
    for text in (shown, vector):
        assert text.count("0.12") > 3 and "…" in text
        assert metrics.horizontalAdvance(text) <= 300
