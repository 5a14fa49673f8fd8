"""What each command of gui.commands does, by its id."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from gui.shell.help import KeysDialog, about
from gui.words import tr

if TYPE_CHECKING:
    from gui.app import App


class Handlers(QObject):
    """Does what the learner asks for with a menu, a button or a key."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self._handlers: dict[str, Callable[[], object]] = {
            "file.new_regression": lambda: app.files.new("regression"),
            "file.new_classification": lambda: app.files.new("classification"),
            "file.open": app.files.choose,
            "file.save": app.files.save,
            "file.save_as": app.files.save_as,
            "file.export": app.files.export,
            "file.quit": app.window.close,
            "edit.undo": app.document.undo,
            "edit.redo": app.document.redo,
            "edit.delete": app.stage.delete_selected,
            "edit.copy_reading": self._copy_reading,
            "run.reset": app.runner.reset,
            "run.back": self._back,
            "run.phase": app.runner.phase,
            "run.step": app.runner.step,
            "run.epoch": app.runner.epoch,
            "run.run": self._run_or_pause,
            "run.faster": app.transport.faster,
            "run.slower": app.transport.slower,
            "view.start": self._toggle_start_page,
            "view.fit": app.stage.fit,
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

    def _run_or_pause(self) -> None:
        if self._app.runner.running:
            self._app.runner.pause()
        else:
            self._app.runner.run()

    def _back(self) -> None:
        """One step back; from the middle of a step, to its beginning."""
        last = self._app.board.last
        if last is not None:
            inside = last.phase not in (None, "update")
            self._app.runner.goto(last.step if inside else max(last.step - 1, 0))

    def _copy_reading(self) -> None:
        QGuiApplication.clipboard().setText(self._app.transport.reading)
        self._app.window.bar.show_note(tr("Copied the step, the epoch and the loss."))

    def _toggle_start_page(self) -> None:
        self._app.window.show_start_page(self._app.actions["view.start"].isChecked())
