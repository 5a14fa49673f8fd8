"""What the document tells, shown in the window."""

from __future__ import annotations

from PySide6.QtCore import QObject

from engine.errors import EngineError
from engine.experiment import Experiment
from gui.app.assembly import Assembly
from gui.app.running import Running
from gui.kit.words import tr
from gui.kit.worked import kept
from gui.shell.arrangement import STAGE


class Showing(QObject):
    """Hears the document, its kept runs and its files."""

    def __init__(self, of: Assembly, running: Running) -> None:
        super().__init__(of)
        self._of, self._running = of, running
        of.document.opened.connect(self.show_opened)
        of.document.changed.connect(self._show_changed)
        of.document.run.forgot.connect(self._show_forgotten)
        of.document.kept.wanted.connect(of.pinned.turn)
        of.pinned.forgot.connect(self._show_forgotten_runs)
        of.pinned.changed.connect(of.document.kept.hold)
        of.pinned.edited.connect(of.document.kept.edit)
        of.files.failed.connect(self._show_error)
        of.files.said.connect(self.show_note)
        of.files.warned.connect(lambda sentence: of.window.bar.show_warning(sentence))

    def show_opened(self, experiment: Experiment) -> None:
        """Show an experiment that nothing shown until now has to do with."""
        of = self._of
        of.window.holding.hold()
        of.show_start_page(False)
        of.window.bar.clear()
        of.pointed.close_all()
        kept.forget()
        of.transport.show_experiment(experiment)
        of.transport.forget()
        of.selection.clear()
        of.selection.fit(experiment.data.table.rows, of.document.history.here.origin)
        of.arranging.show_opened(experiment)
        if not experiment.data.table.rows:
            of.window.show_view(STAGE)  # there the points are to be placed
        of.board.show_opened(experiment)
        of.state.start_over()
        if of.trains:
            self._running.open(experiment)
        of.stage.opened(experiment)

    def show_note(self, sentence: str) -> None:
        """Say something that needs no answer."""
        self._of.window.bar.show_note(sentence)

    def _show_changed(self, experiment: Experiment) -> None:
        of = self._of
        of.window.bar.clear()
        of.transport.show_experiment(experiment)
        of.selection.fit(experiment.data.table.rows, of.document.history.here.origin)
        of.window.show_experiment(experiment)
        of.board.show_experiment(experiment)
        if not of.document.trainable:
            self._running.forget()
        if of.trains:
            self._running.change(experiment)
        of.narrator.listen()

    def _show_forgotten(self, gesture: str) -> None:
        self.show_note(
            tr(
                "The memory for undoing training is full: what was trained before “{what}” "
                "cannot be brought back any more.",
                what=gesture,
            )
        )

    def _show_forgotten_runs(self, many: int) -> None:
        self.show_note(
            tr("The room for kept runs is full: the oldest, {many}, had to go.", many=many)
        )

    def _show_error(self, error: EngineError) -> None:
        self._of.window.bar.show_error(error)
