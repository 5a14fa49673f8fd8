"""Builds the objects of the program and wires them together: the only place that does."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Frame
from gui import examples, words
from gui.actions import Actions
from gui.board import Board
from gui.crash import Reporter
from gui.dock import Dock
from gui.document import Document
from gui.editing import EditingPanel
from gui.files import Files
from gui.handlers import Handlers
from gui.look import Look
from gui.menus import Menus
from gui.panels.activation import ActivationPanel
from gui.panels.data import DataPanel
from gui.panels.loss import LossPanel
from gui.panels.metrics import MetricsPanel
from gui.panels.model import ModelPanel
from gui.panels.parameters import ParametersPanel
from gui.panels.phases import PhasesPanel
from gui.panels.training import TrainingPanel
from gui.runner import Runner
from gui.settings import GEOMETRY, LANGUAGE, SPEED, STATE, THEME, Settings
from gui.stage.stage import Stage
from gui.start_page import NEW, StartPage
from gui.state import State
from gui.theme import Theme
from gui.transport import Transport
from gui.window import BOTTOM, LEFT, RIGHT, Window
from gui.words import tr


class App(QObject):
    """Everything the window is made of, and who tells whom."""

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.document = Document(self)
        self.runner = Runner(self)
        self.look = Look(application, settings)
        self.actions = Actions(self)
        self.stage = Stage()
        self.transport = Transport(self.actions)
        self.start_page = StartPage([self.actions[name] for name in NEW], settings.recent)
        self.window = Window(self.transport, self.stage, self.start_page)
        self.files = Files(self.document, settings, self.window)
        self.reporter = Reporter(self.window, self.window.bar)
        self.board = Board(self)
        self.state = State(self.document, self.runner, self.actions, self.window, self.transport)
        self._training_started = False
        self._add_panels()
        self._wire_document()
        self._wire_runner()
        self._wire_window()

    def start(self, path: Path | None) -> None:
        """Open the window with a file, or with the first example."""
        self.look.apply()
        self.transport.set_speed(self.settings.get(SPEED) or None)
        self._show_opened(self.document.experiment)
        first = examples.first()
        if first is not None:
            self.files.open_example(first)
        if path is not None:
            self.files.open(path)  # where that fails, the example stays
        self.window.restore(self.settings.get(GEOMETRY), self.settings.get(STATE))
        self.window.show()
        self.stage.setFocus()

    def close(self) -> None:
        """End training before the program ends, or before it has even begun."""
        self._training_started = False
        self.window.painted.disconnect(self._start_training)
        self.runner.close()
        self.reporter.remove()

    # ---- building -------------------------------------------------------------------------------

    def _add_panels(self) -> None:
        self.data, self.parameters = DataPanel(), ParametersPanel()
        self.activation = ActivationPanel()
        self.board.add(self.stage)
        places = {
            "data": (self.data, LEFT, 10, True),
            "model": (ModelPanel(), LEFT, 10, True),
            "training": (TrainingPanel(), LEFT, 12, True),
            "loss": (LossPanel(), RIGHT, 11, False),
            "activation": (self.activation, RIGHT, 13, False),
            "parameters": (self.parameters, RIGHT, 9, True),
            "metrics": (MetricsPanel(), RIGHT, 9, True),
            "phases": (PhasesPanel(), BOTTOM, 1, False),
        }
        for name, (panel, area, share, scrolls) in places.items():
            dock = Dock(name, panel.title, panel, share, scrolls, titled=area is not BOTTOM)
            dock.visibilityChanged.connect(self.board.on_visibility)
            self.window.add_dock(dock, area)
            self.board.add(panel)
            if isinstance(panel, EditingPanel):
                panel.refused.connect(self.window.bar.show_error)
        self.window.finish_layout(hidden=("metrics",))

    def _wire_document(self) -> None:
        self.board.edited.connect(self.document.edit)
        self.document.opened.connect(self._show_opened)
        self.document.changed.connect(self._show_changed)
        self.document.state_changed.connect(self.state.refresh)
        self.files.failed.connect(self.window.bar.show_error)
        self.files.said.connect(self.window.bar.show_note)
        self.files.export_requested.connect(self.runner.export)
        self.data.open_requested.connect(self.files.choose)

    def _wire_runner(self) -> None:
        self.runner.frame.connect(self._draw)
        self.runner.failed.connect(self._show_failure)
        self.runner.notice.connect(self.window.bar.show_note)
        self.runner.crashed.connect(self.reporter.show_details)
        self.runner.running_changed.connect(self.state.allow)
        self.board.stale.connect(self._refresh)
        self.activation.view_changed.connect(self._refresh)
        self.stage.view_changed.connect(self._refresh)
        self.stage.previewed.connect(self._train_changed)
        self.parameters.parameter_edited.connect(self.runner.set_parameter)

    def _wire_window(self) -> None:
        window = self.window
        window.may_close = self._may_close
        window.painted.connect(self._start_training)
        window.dropped.connect(self.files.open)
        window.addActions(self.actions.all())
        self.handlers = Handlers(self)
        self.actions.asked.connect(self.handlers.do)
        self.stage.pointed.connect(window.status.setText)
        self.start_page.example_chosen.connect(self.files.open_example)
        self.start_page.file_chosen.connect(self.files.open)
        self.look.changed.connect(self._restyle)
        toggles = [dock.toggleViewAction() for dock in window.docks.values()]
        self.menus = Menus(window.menuBar(), self.actions, toggles)
        self.menus.recent = self.settings.recent
        self.menus.recent_chosen.connect(self.files.open)
        self.menus.example_chosen.connect(self.files.open_example)
        self.menus.theme_chosen.connect(self.look.choose)
        self.menus.language_chosen.connect(self._choose_language)

    # ---- what happens ---------------------------------------------------------------------------

    def _show_opened(self, experiment: Experiment) -> None:
        self._show_stage()
        self.window.bar.clear()
        self.transport.show_experiment(experiment)
        self.board.show_opened(experiment)
        self.state.start_over()
        if self._training_started:
            self.runner.open(experiment)
        self.stage.opened(experiment)

    def _show_changed(self, experiment: Experiment) -> None:
        self.window.bar.clear()
        self.transport.show_experiment(experiment)
        self.board.show_experiment(experiment)
        self._train_changed(experiment)

    def _train_changed(self, experiment: Experiment) -> None:
        if self._training_started:
            self.runner.change(experiment)

    def _start_training(self) -> None:
        """Only once the window is there to be looked at: the process takes a second to start."""
        self._training_started = True
        self.transport.speed_changed.connect(self.runner.set_speed)
        self.runner.set_speed(self.transport.speed)
        self.runner.open(self.document.experiment)
        self.runner.watch(self.board.wanted)

    def _show_failure(self, error: EngineError) -> None:
        missing = self.document.missing
        if missing:
            self.window.bar.show_note(missing)
        else:
            self.window.bar.show_error(error)

    def _draw(self, frame: Frame) -> None:
        self.transport.draw(frame)
        self.state.draw(frame)
        self.board.draw(frame)

    def _refresh(self) -> None:
        if self._training_started:
            self.runner.refresh()

    def _show_stage(self) -> None:
        self.actions["view.start"].setChecked(False)
        self.window.show_start_page(False)

    def _restyle(self, theme: Theme) -> None:
        self.board.restyle(theme)
        self.actions.restyle(theme)
        self.transport.restyle(theme)
        self.window.restyle(theme)
        self.start_page.restyle(theme)
        self.menus.mark(self.settings.get(THEME), self.settings.get(LANGUAGE))

    def _choose_language(self, code: str) -> None:
        self.settings.set(LANGUAGE, code)
        self.menus.mark(self.settings.get(THEME), code)
        self.window.bar.show_note(tr("The language changes when Gradus is started again."))

    def _may_close(self) -> bool:
        if not self.files.may_discard():
            return False
        self.settings.set(GEOMETRY, self.window.saveGeometry())
        self.settings.set(STATE, self.window.layout_state())
        self.settings.set(SPEED, self.transport.speed or 0.0)
        return True


def run(file: str | None, overrides: Mapping[str, object]) -> int:
    """Open the window and stay until it is closed; the answer is the exit status."""
    QApplication.setApplicationName("Gradus")
    application = QApplication(sys.argv[:1])
    settings = Settings(overrides)
    words.set_language(settings.language())
    app = App(application, settings)
    app.reporter.install()
    application.aboutToQuit.connect(app.close)
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not quit(), which asks about unsaved work: nobody may be there to answer.
        signal.signal(number, lambda *_: application.exit(0))
    app.start(Path(file) if file else None)
    return application.exec()
