"""The program: it begins, is heard and seen, speaks another language, and ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from gui.app.assembly import Assembly
from gui.app.running import Running
from gui.app.showing import Showing
from gui.kit import words
from gui.kit.wishes import PinView, TakePicture, Wish
from gui.model import examples
from gui.model.document import PROJECT
from gui.model.files import FORMS
from gui.model.settings import GEOMETRY, LANGUAGE, SPEED, THEME, Settings
from gui.shell.crash import Reporter

if TYPE_CHECKING:
    from engine.frames import Frame
    from gui.commands.context import Context
    from gui.commands.granting import Grants
    from gui.shell.safety import Safety

APART = 10  # milliseconds: between two long pieces of work, whatever waits has its turn


class App(Assembly):
    """Everything the window is made of, and who tells whom."""

    begun = Signal()  # the painted window is filled, and training has been asked to start
    _grants: Grants

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application, settings)
        self._closed = False
        self._safety: Safety | None = None
        self.reporter = Reporter(self.window, self.window.bar)
        self._running = Running(self, self.reporter)
        self._running.drawn.connect(self._follow)
        self._showing = Showing(self, self._running)
        self._wire_interface()
        self._wire_window()

    def start(self, path: Path | None) -> None:
        """Open the window with a file, or with the first example."""
        self.restyle_what_shows(self.appearance.theme)
        self.transport.set_speed(self.settings.get(SPEED) or None)
        if path is None:
            self._open_first()
        elif path.suffix.lower() in FORMS:
            self._open_first()
            self.begun.connect(lambda: self.files.bring(path))
        else:
            self._showing.show_opened(self.document.experiment)
            if path.suffix.lower() == PROJECT:
                self._make_safe()  # who opens projects
            self.files.open(path, otherwise=self._open_first)
        self.window.restore(self.settings.get(GEOMETRY))
        self.arranging.restore()
        self.window.show()
        self.stage.setFocus()

    def protect(self) -> None:
        """Keep the work by itself from now on, and offer what a crash has left behind."""
        self._make_safe().begin()

    def keep(self) -> None:
        """The desktop's session may end, unless another program minds: keep the work before."""
        if self._safety is not None:
            self._safety.keep()

    def leave(self) -> None:
        """The program is ended from outside, and nobody can be asked: keep the work before."""
        if self._safety is not None:
            self._safety.leave()

    def close(self) -> None:
        """End training before the program ends, or before it has even begun."""
        if not self._closed:
            self.window.painted.disconnect(self._begin)
        self._closed = True
        if self.trains:
            self.trains = False
            self.runner.close()
        for part in (self.narrator, self.noticing, self.board):
            part.stop()
        self.files.close()
        self.reporter.remove()

    # ---- beginning ------------------------------------------------------------------------------

    def _open_first(self) -> None:
        """Show the first example, where there is one."""
        first = examples.first()
        if first is not None:
            self.files.open_example(first)
        else:
            self._showing.show_opened(self.document.experiment)

    def _begin(self) -> None:
        """Fill the painted window, and start training: the process takes a second to come up."""
        if self._closed:  # in the same moment
            return
        # Only here: what the training process needs takes time to load, and no part in the picture.
        from gui.model.training.runner import Runner

        self.runner = Runner(self)
        self._running.wire(self.runner)
        context = self._grant_wishes()
        self._add_panels()
        self.restyle(self.appearance.theme)
        self.trains = True
        self.runner.set_speed(self.transport.speed)
        self._make_safe().serve(self.runner)
        self.runner.keep(self.pinned.runs)
        self._running.open(self.document.experiment)
        self.runner.watch(self.board.wanted)
        self.actions.serve(context)
        self.begun.emit()

    def _add_panels(self) -> None:
        """Fill the places that are seen, only once the window is there to be looked at."""
        self.window.hosts["loss"].build()  # it hears of every loss, whether it is seen or not
        self.window.allow_views()

    def _make_safe(self) -> Safety:
        """Who saves, opens and keeps projects; not needed to paint the window."""
        if self._safety is None:
            from gui.shell.safety import Safety

            shown = (lambda: self.board, lambda: self.arranging, lambda: self.stage)
            self._safety = Safety(self.document, self.files, self.pinned, *shown, self.window)
            self._safety.said.connect(self._showing.show_note)
        return self._safety

    # ---- hearing --------------------------------------------------------------------------------

    def _wire_window(self) -> None:
        self.window.may_close = self._may_close
        self.window.painted.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self.window.dropped.connect(self.files.bring)
        self.window.built.connect(self.add_panel)
        self.window.picture_wanted.connect(lambda panel: self._grant(TakePicture(panel)))
        self.window.pin_wanted.connect(lambda panel: self._grant(PinView(panel)))
        self.appearance.changed.connect(self.restyle)

    def _wire_interface(self) -> None:
        """What was built: it hears, and is heard, until it is built again."""
        self.window.addActions(self.actions.all())
        self.document.state_changed.connect(self.state.refresh)
        self.selection.changed.connect(self.state.set_selection)
        self.start_page.example_chosen.connect(self.files.open_example)
        self.start_page.file_chosen.connect(self.files.bring)
        self.board.stale.connect(self.refresh)
        self.menus.recent = self.settings.recent
        self.menus.recent_chosen.connect(self.files.bring)
        self.menus.example_chosen.connect(self.files.open_example)
        self.menus.classic_chosen.connect(self.files.open_classic)
        self.menus.theme_chosen.connect(self.appearance.choose)
        self.menus.language_chosen.connect(self._choose_language)

    def _grant_wishes(self) -> Context:
        """Who grants what panels wish for, and with what; commands are served with the same."""
        from gui.app.serving import context_of
        from gui.commands.granting import Grants

        context = context_of(self)
        self._grants = Grants(context, self.actions, self.board)
        self.board.wished.connect(self._grants.grant)
        self.transport.speed_changed.connect(self.runner.set_speed)
        return context

    def _grant(self, wish: Wish) -> None:
        if self.trains:
            self._grants.grant(wish)

    def _follow(self, frame: Frame) -> None:
        if self._safety is not None:
            self._safety.follow(frame)

    # ---- another language -----------------------------------------------------------------------

    def _choose_language(self, code: str) -> None:
        self.settings.set(LANGUAGE, code)
        self.menus.mark(self.settings.get(THEME), code)
        if self.settings.language() != words.language():
            # Not now: the menu that was chosen from is taken away with all the rest.
            QTimer.singleShot(0, self, self._speak)

    def _speak(self) -> None:
        """Everything in another language, around the same experiment and the same training."""
        stand, last, speed = self.arranging.stand(), self.board.last, self.transport.speed
        self._build_again()
        self.transport.set_speed(speed)
        self.transport.show_experiment(self.document.experiment)
        self.window.show_experiment(self.document.experiment)
        self.arranging.take(stand)
        self.board.show_opened(self.document.experiment)
        self.restyle(self.appearance.theme)
        self.state.refresh()
        if self.trains:
            self._train_again()
        if last is not None:  # what the panels draw comes with the frame that brings every loss
            self.board.last = last
            self.transport.draw(last)
            self.state.draw(last)
        self.arranging.take_views(stand)
        self.stage.setFocus()

    def _build_again(self) -> None:
        before = (self.actions, self.board, self.state)
        self.pointed.close_all()
        self.appearance.speak(self.settings.language())
        self.window.empty()
        self.build()
        self._wire_interface()
        for part in before:
            part.deleteLater()
        self.reporter.bar = self.window.bar

    def _train_again(self) -> None:
        self.actions.serve(self._grant_wishes())
        self.runner.watch(self.board.wanted)
        self._running.show_running(self.runner.running)
        QTimer.singleShot(APART, self, self._fill_again)  # never in one turn

    def _fill_again(self) -> None:
        if self.trains:
            self._add_panels()
            self.runner.replay()

    # ---- the end --------------------------------------------------------------------------------

    def _may_close(self) -> bool:
        if not self.files.may_discard() or not self.files.may_end():
            return False
        self.settings.set(GEOMETRY, self.window.saveGeometry())
        self.arranging.remember()
        self.settings.set(SPEED, self.transport.speed or 0.0)
        if self._safety is not None:
            self._safety.end()
        return True
