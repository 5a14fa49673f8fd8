"""Builds the objects of the program and wires them together: the only place that does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from engine.errors import EngineError
from engine.experiment import Experiment
from gui import workspaces
from gui.commands.actions import Actions
from gui.commands.entries import key_lines
from gui.dialogs.importing.opening import look_at
from gui.kit import words
from gui.kit.message import Action
from gui.kit.panel import Panel
from gui.kit.theme import Theme
from gui.kit.wishes import PinView, TakePicture, Wish
from gui.kit.words import tr
from gui.model import examples, log
from gui.model.appearance import Appearance
from gui.model.document import PROJECT, Document
from gui.model.files import FORMS, Files
from gui.model.following import Following
from gui.model.journal.pinned import Pinned
from gui.model.recipes import Recipes
from gui.model.selection import Selection
from gui.model.settings import GEOMETRY, LANGUAGE, SPEED, THEME, Settings
from gui.shell.arrangement import STAGE
from gui.shell.arranging import Arranging
from gui.shell.board import Board
from gui.shell.crash import Reporter
from gui.shell.menus import Menus
from gui.shell.narrator import Narrator
from gui.shell.noticing import Noticing
from gui.shell.popups.pointed import Pointed
from gui.shell.start_page import NEW, StartPage
from gui.shell.state import State
from gui.shell.toasts import Toasts
from gui.shell.transport import Transport
from gui.shell.window import Window
from gui.stage.stage import Stage

if TYPE_CHECKING:
    from engine.frames import Frame
    from gui.commands.context import Context
    from gui.commands.granting import Grants
    from gui.model.runner import Runner
    from gui.shell.safety import Safety


class App(QObject):
    """Everything the window is made of, and who tells whom.

    ``runner`` is there once the window has been painted.
    """

    begun = Signal()  # the painted window is filled, and training has been asked to start
    runner: Runner
    _grants: Grants

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.appearance = Appearance(application, settings)
        self.document = Document(self)
        self.selection = Selection(self)
        self.pinned = Pinned(self)
        self.following = Following(self)
        self.recipes = Recipes(self)
        self.window = Window()
        self.files = Files(self.document, settings, self.window, look_at)
        self._training_started = self._closed = False
        self._safety: Safety | None = None
        self._build()
        self.reporter = Reporter(self.window, self.window.bar)
        self._wire_document()
        self._wire_window()

    def start(self, path: Path | None) -> None:
        """Open the window with a file, or with the first example."""
        self._restyle_what_shows(self.appearance.theme)
        self.transport.set_speed(self.settings.get(SPEED) or None)
        if path is None:
            self._open_first()
        elif path.suffix.lower() in FORMS:
            self._open_first()
            self.begun.connect(lambda: self.files.bring(path))
        else:
            self._show_opened(self.document.experiment)
            if path.suffix.lower() == PROJECT:
                self._make_safe()  # who opens projects
            self.files.open(path, otherwise=self._open_first)
        self.window.restore(self.settings.get(GEOMETRY))
        self.arranging.restore()
        self.window.show()
        self.stage.setFocus()

    def _open_first(self) -> None:
        """Show the first example, where there is one."""
        first = examples.first()
        if first is not None:
            self.files.open_example(first)
        else:
            self._show_opened(self.document.experiment)

    def protect(self) -> None:
        """Keep the work by itself from now on, and offer what a crash has left behind."""
        self._make_safe().begin()

    def leave(self) -> None:
        """The program is ended from outside, and nobody can be asked: keep the work before."""
        if self._safety is not None:
            self._safety.leave()

    def close(self) -> None:
        """End training before the program ends, or before it has even begun."""
        if not self._closed:
            self.window.painted.disconnect(self._begin)
        self._closed = True
        if self._training_started:
            self._training_started = False
            self.runner.close()
        self.narrator.stop()
        self.noticing.stop()
        self.files.close()
        self.reporter.remove()

    # ---- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        """Everything that has words: made again when the language is another one."""
        self.actions = Actions(self)
        self.stage = Stage(theme=self.appearance.theme)
        self.transport = Transport(self.actions)
        new = [self.actions[name] for name in NEW]
        self.start_page = StartPage(new, self.settings.recent)
        self.window.furnish(
            self.transport,
            self.stage,
            self.start_page,
            workspaces.views(),
            workspaces.sections(),
            self.stage.parts,
        )
        self.arranging = Arranging(
            self.window,
            self.settings,
            workspaces.BUILT_IN,
            workspaces.titles(),
            workspaces.best_for,
        )
        self.board = Board(self)
        self.narrator = Narrator(self.board, self.board)
        self.noticing = Noticing(self.board, self.window.groups, self.board)
        self.pointed = Pointed(lambda: self.document.experiment, self.board, self._refresh)
        self.selection.changed.connect(self.pointed.show_row)
        self.following.changed.connect(self.pointed.show_following)
        self.state = State(self.document, self.actions, self.window, self.transport, self.recipes)
        self.toasts = Toasts(self.document, self.window.bar)
        self.menus = Menus(self.window.menu_bar, self.actions, self.arranging.view_actions())
        self._add_panel(self.stage)
        self.stage.looked.connect(self.board.show_sight)
        self._wire_interface()

    def _add_panels(self) -> None:
        """Fill the places that are seen, only once the window is there to be looked at."""
        self.window.hosts["loss"].build()  # it hears of every loss, whether it is seen or not
        self.window.allow_views()

    def _add_panel(self, panel: Panel) -> None:
        self.board.add(panel)
        self.selection.changed.connect(panel.show_selection)
        self.pinned.changed.connect(panel.show_pinned)
        self.following.changed.connect(panel.show_following)
        self.document.report_changed.connect(panel.show_report)
        panel.show_selection(self.selection.rows)
        panel.show_pinned(self.pinned.runs)
        panel.show_report(self.document.report)
        self._refresh()

    def _make_safe(self) -> Safety:
        """Who saves, opens and keeps projects; not needed to paint the window."""
        if self._safety is None:
            from gui.shell.safety import Safety

            self._safety = Safety(
                self.document,
                self.files,
                self.pinned,
                lambda: self.board,
                lambda: self.arranging,
                lambda: self.stage,
                self.window,
            )
            self._safety.said.connect(self._show_note)
        return self._safety

    def _wire_document(self) -> None:
        self.document.opened.connect(self._show_opened)
        self.document.changed.connect(self._show_changed)
        self.document.forgot.connect(self._show_forgotten)
        self.pinned.forgot.connect(self._show_forgotten_runs)
        self.pinned.changed.connect(self.document.holds_runs)
        self.pinned.edited.connect(self.document.keep_runs)
        self.document.runs_wanted.connect(self.pinned.turn)
        self.files.failed.connect(self._show_error)
        self.files.said.connect(self._show_note)
        self.files.warned.connect(lambda sentence: self.window.bar.show_warning(sentence))

    def _wire_runner(self) -> None:
        self.files.export_requested.connect(self.runner.export)
        self.runner.frame.connect(self._draw)
        self.runner.passed.connect(self._keep)
        self.document.parameter_wanted.connect(self.runner.set_parameter)
        self.document.reset_wanted.connect(self.runner.reset)
        self.document.training = self.runner.snapshot
        self.runner.failed.connect(self._show_failure)
        self.pinned.changed.connect(self.runner.keep)
        self.runner.notice.connect(self._show_note)
        self.runner.crashed.connect(self.reporter.show_details)
        self.runner.running_changed.connect(self._show_running)
        self.runner.hung.connect(self._show_hang)
        self.runner.woke.connect(self._say_nothing)

    def _wire_window(self) -> None:
        self.window.may_close = self._may_close
        self.window.painted.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self.window.dropped.connect(self.files.bring)
        self.window.built.connect(self._add_panel)
        self.window.picture_wanted.connect(lambda panel: self._grant(TakePicture(panel)))
        self.window.pin_wanted.connect(lambda panel: self._grant(PinView(panel)))
        self.appearance.changed.connect(self._restyle)

    def _wire_interface(self) -> None:
        """What was built: it hears, and is heard, until it is built again."""
        self.window.addActions(self.actions.all())
        self.document.state_changed.connect(self.state.refresh)
        self.selection.changed.connect(self.state.set_selection)
        self.start_page.example_chosen.connect(self.files.open_example)
        self.start_page.file_chosen.connect(self.files.bring)
        self.board.stale.connect(self._refresh)
        self.menus.recent = self.settings.recent
        self.menus.recent_chosen.connect(self.files.bring)
        self.menus.example_chosen.connect(self.files.open_example)
        self.menus.classic_chosen.connect(self.files.open_classic)
        self.menus.theme_chosen.connect(self.appearance.choose)
        self.menus.language_chosen.connect(self._choose_language)

    # ---- what happens ---------------------------------------------------------------------------

    def _show_opened(self, experiment: Experiment) -> None:
        self._show_start_page(False)
        self.window.bar.clear()
        self.pointed.close_all()
        self.transport.show_experiment(experiment)
        self.transport.forget()
        self.selection.clear()
        self.selection.fit(experiment.data.table.rows, self.document.origin)
        self.window.show_experiment(experiment)
        self.arranging.show_opened(experiment)
        if not experiment.data.table.rows:
            self.window.show_view(STAGE)  # there the points are to be placed
        self.board.show_opened(experiment)
        self.state.start_over()
        if self._training_started:
            self._train_opened(experiment)
        self.stage.opened(experiment)

    def _show_changed(self, experiment: Experiment) -> None:
        self.window.bar.clear()
        self.transport.show_experiment(experiment)
        self.selection.fit(experiment.data.table.rows, self.document.origin)
        self.window.show_experiment(experiment)
        self.board.show_experiment(experiment)
        if not self.document.trainable:
            self._forget()
        if self._training_started:
            self._train(experiment)
        self.narrator.listen()

    def _train(self, experiment: Experiment) -> None:
        """Go on with a changed experiment, or with the run that it was left with."""
        training = self.document.take_training()
        if training is None:
            self.runner.change(experiment)
            return
        self.board.journal.recall(training, experiment)
        self.runner.restore(experiment, training)
        self.window.bar.show_note(tr("Training is back at step {step}.", step=training.step))

    def _train_opened(self, experiment: Experiment) -> None:
        """Begin with an experiment, or stand where its file says."""
        training = self.document.take_training()
        if training is None:
            self.runner.open(experiment)
        elif self.document.trainable:
            self.runner.restore(experiment, training)
            self.runner.switch_on()
        else:
            self.runner.restore(training.experiment, training)
            self.runner.change(experiment)

    def _show_forgotten(self, gesture: str) -> None:
        self.window.bar.show_note(
            tr(
                "The memory for undoing training is full: what was trained before “{what}” "
                "cannot be brought back any more.",
                what=gesture,
            )
        )

    def _show_forgotten_runs(self, many: int) -> None:
        self.window.bar.show_note(
            tr("The room for kept runs is full: the oldest, {many}, had to go.", many=many)
        )

    def _forget(self) -> None:
        """Training must wait: figures of data that are no more are not shown."""
        self.transport.forget()
        self.state.forget()
        self.board.forget()

    def _keep(self, frame: Frame) -> None:
        """Keep the losses of a frame that came when training had to wait already."""
        self.board.record(frame)
        self._forget()

    def _begin(self) -> None:
        """Fill the painted window, and start training: the process takes a second to come up."""
        if self._closed:  # in the same moment
            return
        # Only here: what the training process needs takes time to load, and no part in the picture.
        from gui.model.runner import Runner

        self.runner = Runner(self)
        self._wire_runner()
        context = self._grant_wishes()
        self._add_panels()
        self._restyle(self.appearance.theme)
        self._training_started = True
        self.runner.set_speed(self.transport.speed)
        self._make_safe().serve(self.runner)
        self.runner.keep(self.pinned.runs)
        self._train_opened(self.document.experiment)
        self.runner.watch(self.board.wanted)
        self.actions.serve(context)
        self.begun.emit()

    def _grant_wishes(self) -> Context:
        from gui.commands.granting import Grants

        context = self._context()
        self._grants = Grants(context, self.actions, self.board)
        self.board.wished.connect(self._grants.grant)
        self.transport.speed_changed.connect(self.runner.set_speed)
        return context

    def _context(self) -> Context:
        """What commands and wishes work on."""
        from gui.commands.context import Context

        return Context(
            document=self.document,
            files=self.files,
            runner=self.runner,
            selection=self.selection,
            pinned=self.pinned,
            following=self.following,
            recipes=self.recipes,
            stage=self.stage,
            transport=self.transport,
            bar=self.window.bar,
            window=self.window,
            theme=lambda: self.appearance.theme,
            point=self.stage.show_reading,
            pointed=self.pointed,
            show_start_page=self._show_start_page,
            show_view=self.window.show_view,
            reset_layout=self.arranging.reset,
            keep_parameters=self.state.set_parameters,
            keys=key_lines,
            action=self.actions.__getitem__,
            views=self.window.shown_views,
            menus=self.menus.all,
            frame=lambda: self.board.last,
        )

    def _show_start_page(self, shown: bool) -> None:
        self.actions["view.start"].setChecked(shown)
        self.window.show_start_page(shown)

    def _show_failure(self, error: EngineError) -> None:
        missing = self.document.missing
        if missing:
            self._show_note(missing)
        else:
            self._show_error(error)

    def _grant(self, wish: Wish) -> None:
        if self._training_started:
            self._grants.grant(wish)

    def _show_error(self, error: EngineError) -> None:
        self.window.bar.show_error(error)

    def _show_note(self, sentence: str) -> None:
        self.window.bar.show_note(sentence)

    def _say_nothing(self) -> None:
        self.window.bar.clear()

    def _show_running(self, running: bool) -> None:
        self.state.set_running(running)
        self.transport.show_running(running)

    def _show_hang(self, step: int) -> None:
        log.note(f"training has not answered since step {step}", is_error=True)
        self.window.bar.show_warning(
            tr("Training has not answered for some seconds, since step {step}.", step=step),
            Action(tr("Start training again"), self.runner.restart),
        )

    def _draw(self, frame: Frame) -> None:
        self.transport.draw(frame)
        self.state.draw(frame)
        self.board.draw(frame)
        self.narrator.listen()
        if self._safety is not None:
            self._safety.follow(frame)

    def _refresh(self) -> None:
        if self._training_started:
            self.runner.refresh()

    def _restyle_what_shows(self, theme: Theme) -> None:
        """What is there before any menu or page is opened."""
        self.board.restyle(theme)
        self.transport.restyle(theme)
        self.window.restyle(theme)

    def _restyle(self, theme: Theme) -> None:
        self.actions.restyle(theme)
        self._restyle_what_shows(theme)
        self.menus.mark(self.settings.get(THEME), self.settings.get(LANGUAGE))

    def _choose_language(self, code: str) -> None:
        self.settings.set(LANGUAGE, code)
        self.menus.mark(self.settings.get(THEME), code)
        if self.settings.language() != words.language():
            # Not now: the menu that was chosen from is taken away with all the rest.
            QTimer.singleShot(0, self, self._speak)

    def _speak(self) -> None:
        """Everything in another language, around the same experiment and the same training."""
        stand, last, speed = self.arranging.stand(), self.board.last, self.transport.speed
        before = (self.actions, self.board, self.state)
        self.pointed.close_all()
        self.appearance.speak(self.settings.language())
        self.window.empty()
        self._build()
        for part in before:
            part.deleteLater()
        self.reporter.bar = self.window.bar
        experiment = self.document.experiment
        self.transport.set_speed(speed)
        self.transport.show_experiment(experiment)
        self.window.show_experiment(experiment)
        self.arranging.take(stand)
        self.board.show_opened(experiment)
        self._restyle(self.appearance.theme)
        self.state.refresh()
        if self._training_started:
            context = self._grant_wishes()
            self._add_panels()
            self.runner.watch(self.board.wanted)
            self.actions.serve(context)
            self._show_running(self.runner.running)
            self.runner.replay()
        if last is not None:  # what the panels draw comes with the frame that brings every loss
            self.board.last = last
            self.transport.draw(last)
            self.state.draw(last)
        self.arranging.take_views(stand)
        self.stage.setFocus()

    def _may_close(self) -> bool:
        if not self.files.may_discard() or not self.files.may_end():
            return False
        self.settings.set(GEOMETRY, self.window.saveGeometry())
        self.arranging.remember()
        self.settings.set(SPEED, self.transport.speed or 0.0)
        if self._safety is not None:
            self._safety.end()
        return True
