"""What the commands do that make other data: generating, once more, and noise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from engine.errors import EngineError
from gui.commands.context import Context
from gui.kit.passing import open_once
from gui.kit.words import tr

if TYPE_CHECKING:
    from engine.experiment import Experiment
    from gui.model.recipes import Recipe


def generate(on: Context) -> None:
    """Ask for a data set in a dialog."""
    from gui.dialogs.generate.dialog import GenerateDialog  # not needed before the first paint

    dialog = GenerateDialog(on.document.experiment, on.theme(), on.window)
    dialog.edited.connect(partial(_take_generated, on))
    dialog.made.connect(partial(_remember, on))
    open_once(dialog)


def regenerate(on: Context) -> None:
    """Draw the data again with the next seed; training goes on with its weights."""
    recipe = on.recipes.of(on.document.experiment.data.table)
    if recipe is None:
        return
    try:
        recipe, experiment = recipe.again(on.document.experiment)
    except EngineError as error:  # an input's formula may end at the new points
        on.bar.show_error(error)
        return
    on.recipes.remember(experiment.data.table, recipe)
    on.document.edit(tr("Regenerate"), experiment, other_data=True)


def add_noise(on: Context) -> None:
    """Ask in a dialog how much."""
    from gui.dialogs.noise import NoiseDialog

    dialog = NoiseDialog(on.document.experiment, on.selection.rows, on.window)
    dialog.edited.connect(on.document.edit)
    open_once(dialog)


def _take_generated(on: Context, text: str, experiment: Experiment) -> None:
    """Other data lie elsewhere: show all of them."""
    on.document.edit(text, experiment, other_data=True)
    on.show_start_page(False)
    on.stage.fit()


def _remember(on: Context, recipe: Recipe) -> None:
    on.recipes.remember(on.document.experiment.data.table, recipe)
