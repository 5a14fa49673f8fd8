"""The dialog that adds noise, and drawing generated data again."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from engine.catalog.generators import GENERATORS
from engine.edits import generate
from engine.edits.noise import Noise, with_noise
from gui.dialogs.generate.dialog import GenerateDialog
from gui.dialogs.noise import NoiseDialog
from gui.kit.theme import LIGHT
from tests.experiments import flowers, line
from tests.holding import type_number

NOBODY = np.empty(0, dtype=np.int64)


@pytest.fixture
def parent(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_the_typed_amounts_are_added(qtbot, parent):
    dialog, made = NoiseDialog(line(), NOBODY, parent), []
    dialog.edited.connect(lambda text, experiment: made.append((text, experiment)))
    dialog.show()
    dialog.target.set_value(50)
    dialog.seed.set_value(7)
    type_number(qtbot, dialog.features, "20")  # Enter is OK
    assert made == [("Add noise", with_noise(line(), Noise(0.2, 0.5, seed=7)))]


def test_classes_are_flipped_and_only_selected_rows(qtbot, parent):
    rows = np.array([0, 1, 2])
    dialog, made = NoiseDialog(flowers(), rows, parent), []
    dialog.edited.connect(lambda _, experiment: made.append(experiment))
    dialog.show()
    dialog.features.set_value(0)
    type_number(qtbot, dialog.target, "100")
    before, after = flowers().data.table.columns["kind"], made[0].data.table.columns["kind"]
    assert (before != after).tolist() == [True, True, True, False, False, False]


def test_generated_data_are_drawn_again_with_the_next_seed(parent):
    dialog, recipes = GenerateDialog(flowers(), LIGHT, parent), []
    dialog.made.connect(recipes.append)
    entry = GENERATORS[dialog.chosen]
    values = entry.defaults()
    dialog.accept()
    recipe = recipes[0]
    for seed in (1, 2):
        recipe, experiment = recipe.again(flowers())
        wanted = generate.make(entry, {**values, "seed": seed})
        assert experiment.data.table == wanted.table and recipe.seed == seed
