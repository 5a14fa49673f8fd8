"""Panels say what the learner has chosen to see, and show it again, in another window too."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gui.kit.panel import Panel
from gui.panels.activation.panel import ActivationPanel
from gui.panels.code.panel import CodePanel
from gui.panels.inside.panel import InsidePanel
from gui.panels.loss.panel import LossPanel
from gui.panels.path.panel import PathPanel
from gui.panels.shapes.panel import ShapesPanel
from tests.experiments import flowers

CHOSEN: dict[type[Panel], dict[str, Any]] = {
    LossPanel: {"log": True, "log_x": True, "smoothing": 0.9},
    CodePanel: {"style": "scratch"},
    InsidePanel: {"tab": 1},
    ActivationPanel: {"place": 1, "layered": True},
    PathPanel: {"across": "hidden1.weight[1,0]", "up": "output.bias[2]"},
}
NONSENSE = {
    "log": "yes", "log_x": "x", "smoothing": "much", "style": ["x"],
    "tab": "second", "place": "first", "layered": 3, "across": "nowhere", "up": None,
    "left": 7, "operation": "", "right": {},
}  # fmt: skip


def shown(qtbot: QtBot, kind: Callable[[], Panel]) -> Panel:
    panel = kind()
    qtbot.addWidget(panel)
    panel.show_experiment(flowers())
    return panel


@pytest.mark.parametrize("kind", CHOSEN, ids=lambda kind: kind.__name__)
def test_what_was_chosen_is_shown_again(qtbot: QtBot, kind: type[Panel]) -> None:
    panel, other = shown(qtbot, kind), shown(qtbot, kind)
    usual = panel.view_state()
    panel.take_view_state(CHOSEN[kind])
    assert panel.view_state() == CHOSEN[kind] != usual
    other.take_view_state(json.loads(json.dumps(panel.view_state())))
    assert other.view_state() == CHOSEN[kind]


@pytest.mark.parametrize("kind", [*CHOSEN, ShapesPanel], ids=lambda kind: kind.__name__)
def test_a_state_of_another_kind_changes_nothing(qtbot: QtBot, kind: type[Panel]) -> None:
    panel = shown(qtbot, kind)
    usual = panel.view_state()
    panel.take_view_state(NONSENSE)
    assert panel.view_state() == usual
    panel.take_view_state({})
    assert panel.view_state() == usual
