"""What the program is made of, before anybody hears of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from gui import workspaces
from gui.commands.actions import Actions
from gui.dialogs.importing.opening import look_at
from gui.kit.panel import Panel
from gui.kit.theme import Theme
from gui.model.appearance import Appearance
from gui.model.document import Document
from gui.model.files import Files
from gui.model.following import Following
from gui.model.journal.pinned import Pinned
from gui.model.recipes import Recipes
from gui.model.selection import Selection
from gui.model.settings import LANGUAGE, THEME, Settings
from gui.shell.arranging import Arranging
from gui.shell.board import Board
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
    from gui.model.training.runner import Runner


class Assembly(QObject):
    """What stays, and what ``build`` makes of it in the interface's language.

    ``runner`` is there once the window has been painted, and ``trains`` says so.
    """

    runner: Runner

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
        self.trains = False
        self.build()

    def build(self) -> None:
        """Make everything that has words: again when the language is another one."""
        self._build_window()
        self._build_around()
        self.add_panel(self.stage)
        self.stage.looked.connect(self.board.show_sight)

    def add_panel(self, panel: Panel) -> None:
        """Let a panel hear of what the window knows; it is shown it at once."""
        self.board.add(panel)
        ties = panel.ties()
        if ties.following is not None:
            self.following.changed.connect(ties.following)
        if ties.selection is not None:
            self.selection.changed.connect(ties.selection)
            ties.selection(self.selection.rows)
        if ties.pinned is not None:
            self.pinned.changed.connect(ties.pinned)
            ties.pinned(self.pinned.runs)
        if ties.report is not None:
            self.document.report_changed.connect(ties.report)
            ties.report(self.document.report)
        self.refresh()

    def refresh(self) -> None:
        """Ask for a frame, though nothing was trained."""
        if self.trains:
            self.runner.refresh()

    def show_start_page(self, shown: bool) -> None:
        """Show the page of what can be begun with, or the experiment again."""
        self.actions["view.start"].setChecked(shown)
        self.window.show_start_page(shown)

    def restyle_what_shows(self, theme: Theme) -> None:
        """Show in another theme what is there before any menu or page is opened."""
        self.board.restyle(theme)
        self.transport.restyle(theme)
        self.window.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Show everything in another theme."""
        self.actions.restyle(theme)
        self.restyle_what_shows(theme)
        self.menus.mark(self.settings.get(THEME), self.settings.get(LANGUAGE))

    def _build_window(self) -> None:
        """What the window is furnished with."""
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

    def _build_around(self) -> None:
        """Who shows and says what happens, in the window as it is furnished."""
        self.board = Board(self)
        self.narrator = Narrator(self.board, self.board)
        self.noticing = Noticing(self.board, self.window.groups, self.board)
        self.pointed = Pointed(lambda: self.document.experiment, self.board, self.refresh)
        self.selection.changed.connect(self.pointed.show_row)
        self.following.changed.connect(self.pointed.show_following)
        self.state = State(self.document, self.actions, self.window, self.transport, self.recipes)
        self.toasts = Toasts(self.document, self.window.bar)
        self.menus = Menus(self.window.menu_bar, self.actions, self.arranging.view_actions())
