"""What each command of gui.commands does, by its id."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from engine.errors import EngineError
from gui.dialogs.help import KeysDialog, about
from gui.kit.words import tr

if TYPE_CHECKING:
    from engine.experiment import Experiment
    from gui.app import App
    from gui.model.recipes import Recipe


class Handlers(QObject):
    """Does what the learner asks for with a menu, a button or a key."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        app.document.opened.connect(app.state.recipes.forget)
        self._handlers: dict[str, Callable[[], object]] = {
            "file.new_regression": lambda: app.files.new("regression"),
            "file.new_classification": lambda: app.files.new("classification"),
            "file.open": app.files.choose,
            "file.generate": self._generate,
            "file.regenerate": self._regenerate,
            "file.paste": app.files.paste,
            "file.save_data": app.files.save_data,
            "file.save": app.files.save,
            "file.save_as": app.files.save_as,
            "file.export": app.files.export,
            "file.quit": app.window.close,
            "edit.undo": app.document.undo,
            "edit.redo": app.document.redo,
            "edit.delete": lambda: app.stage.selecting.delete(),
            "edit.duplicate": lambda: app.stage.selecting.duplicate(),
            "edit.select_all": lambda: app.stage.selecting.choose_all(),
            "edit.copy": lambda: app.stage.selecting.copy(),
            "edit.cut": lambda: app.stage.selecting.cut(),
            "edit.paste": lambda: app.stage.selecting.paste(),
            "edit.point": app.stage.ask_point,
            "edit.noise": self._add_noise,
            "edit.copy_reading": self._copy_reading,
            "run.reset": app.runner.reset,
            "run.back": lambda: app.runner.back("step"),
            "run.back_phase": lambda: app.runner.back("phase"),
            "run.back_epoch": lambda: app.runner.back("epoch"),
            "run.phase": app.runner.phase,
            "run.step": app.runner.step,
            "run.epoch": app.runner.epoch,
            "run.run": self._run_or_pause,
            "run.faster": app.transport.faster,
            "run.slower": app.transport.slower,
            "view.start": self._toggle_start_page,
            "view.fit": app.stage.fit,
            "view.snap": lambda: app.stage.snap(app.actions["view.snap"].isChecked()),
            "view.limits": app.stage.ask_limits,
            "view.layout": app.window.reset_layout,
            "help.keys": lambda: KeysDialog(app.window).open(),
            "help.about": lambda: about(app.window).open(),
        }

    @property
    def commands(self) -> tuple[str, ...]:
        """The ids of every command that something answers to."""
        return tuple(self._handlers)

    def do(self, command: str) -> None:
        """Do what a command says."""
        self._handlers[command]()

    def _generate(self) -> None:
        from gui.dialogs.generate.dialog import (
            GenerateDialog,  # nothing before the first paint needs it
        )

        dialog = GenerateDialog(
            self._app.document.experiment, self._app.appearance.theme, self._app.window
        )
        dialog.edited.connect(self._take_generated)
        dialog.made.connect(self._remember)
        dialog.open()

    def _remember(self, recipe: Recipe) -> None:
        self._app.state.recipes.remember(self._app.document.experiment.data.table, recipe)
        self._app.state.allow()

    def _regenerate(self) -> None:
        """Draw the data again with the next seed; training goes on with its weights."""
        document, recipes = self._app.document, self._app.state.recipes
        recipe = recipes.of(document.experiment.data.table)
        if recipe is None:
            return
        try:
            recipe, experiment = recipe.again(document.experiment)
        except EngineError as error:  # an input's formula may end at the new points
            self._app.window.bar.show_error(error)
            return
        recipes.remember(experiment.data.table, recipe)
        document.edit(tr("Regenerate"), experiment, other_data=True)

    def _add_noise(self) -> None:
        from gui.dialogs.noise import NoiseDialog

        app = self._app
        dialog = NoiseDialog(app.document.experiment, app.selection.rows, app.window)
        dialog.edited.connect(app.document.edit)
        dialog.open()

    def _take_generated(self, text: str, experiment: Experiment) -> None:
        """Other data lie elsewhere: show all of them."""
        self._app.document.edit(text, experiment, other_data=True)
        self._app.actions["view.start"].setChecked(False)
        self._app.window.show_start_page(False)
        self._app.stage.fit()

    def _run_or_pause(self) -> None:
        if self._app.runner.running:
            self._app.runner.pause()
        else:
            self._app.runner.run()

    def _copy_reading(self) -> None:
        QGuiApplication.clipboard().setText(self._app.transport.reading)
        self._app.window.bar.show_note(tr("Copied the step, the epoch and the loss."))

    def _toggle_start_page(self) -> None:
        self._app.window.show_start_page(self._app.actions["view.start"].isChecked())
