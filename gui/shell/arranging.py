"""Which arrangement the window has: the built-in ones, the learner's own, and the last one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from engine.experiment import Experiment
from gui.kit.words import tr
from gui.model.settings import ARRANGEMENT, OWN_ARRANGEMENTS, Settings
from gui.shell.arrangement import Arrangement
from gui.shell.switcher import MOST_KEYS
from gui.shell.views import View
from gui.shell.window import Window

TASKS = ("line", "classify")  # arrangements of a task's own experiments


class Arranging(QObject):
    """Applies arrangements to the window, and keeps the learner's own.

    ``best_for`` names the built-in one that shows an experiment best.
    """

    def __init__(
        self,
        window: Window,
        settings: Settings,
        built_in: Mapping[str, Arrangement],
        titles: dict[str, str],
        best_for: Callable[[Experiment], str],
    ) -> None:
        super().__init__(window.switcher)  # and goes with it, when the language is another one
        self._window = window
        self._settings = settings
        self._built_in, self._titles, self._best_for = built_in, titles, best_for
        self._own = self._read_own()
        self.current = next(iter(built_in))
        self._is_first = True  # nothing was opened yet
        switcher = window.switcher
        switcher.chosen.connect(self.apply)
        switcher.saved.connect(self.save)
        switcher.renamed.connect(self.rename)
        switcher.removed.connect(self.remove)
        for place in range(MOST_KEYS):
            shortcut = QShortcut(QKeySequence(f"Alt+{place + 1}"), switcher)
            shortcut.activated.connect(lambda place=place: switcher.choose_place(place))
        self._offer()

    @property
    def names(self) -> tuple[str, ...]:
        """Every arrangement, in the order of the row."""
        return (*self._built_in, *self._own)

    def apply(self, name: str) -> None:
        """Put every view where this arrangement says."""
        self._window.apply(self._named(name))

    def reset(self) -> None:
        """Once more, as it was at first."""
        self.apply(self.current)

    def save(self, name: str) -> None:
        """Keep what there is now under a name; the built-in ones stay what they are."""
        if name in self._built_in or name in self._titles.values():
            name = tr("{name} 2", name=name)
        self._own[name] = self._window.current_arrangement()
        self._write_own()
        self.apply(name)

    def rename(self, name: str, new: str) -> None:
        """Call one of the learner's own otherwise."""
        if new in self.names:
            return
        self._own = {new if other == name else other: a for other, a in self._own.items()}
        self.current = new if self.current == name else self.current
        self._write_own()

    def remove(self, name: str) -> None:
        """Forget one of the learner's own."""
        del self._own[name]
        if self.current == name:
            self.current = next(iter(self._built_in))
        self._write_own()

    def show_opened(self, experiment: Experiment) -> None:
        """Show it in the arrangement that an opened experiment names, or at first its task's.

        One that names none leaves what the learner has made of the window: only where that is what
        another task's experiment has opened does it give way.
        """
        best = self._best_for(experiment)
        gives_way = self._is_first or self._is_of_another_task(best)
        is_other = experiment.workspace is not None or gives_way
        self._window.show_experiment(experiment, self._named(best) if is_other else None)
        self._is_first = False

    def restore(self) -> None:
        """Stand as the learner has left it."""
        try:
            document = json.loads(self._settings.get(ARRANGEMENT) or "null")
        except ValueError:  # of an edited file
            document = None
        if isinstance(document, dict):
            self.take(document)

    def remember(self) -> None:
        """Keep how the window stands, for the next start."""
        self._settings.set(ARRANGEMENT, json.dumps(self.stand()))

    def stand(self) -> dict[str, Any]:
        """How the window stands now, and what each view shows, as JSON knows it."""
        panels = {name: host.panel for name, host in self._window.hosts.items()}
        return {
            "name": self.current,
            "arrangement": self._window.current_arrangement().to_dict(),
            "views": {name: panel.view_state() for name, panel in panels.items() if panel},
        }

    def take(self, stand: Mapping[str, Any]) -> None:
        """Stand that way again."""
        if stand.get("name") in self.names:
            self.current = str(stand["name"])
        usual = self._window.arrangement
        arrangement = stand.get("arrangement")
        if isinstance(arrangement, dict):
            arrangement = json.loads(json.dumps(arrangement))  # lists, as in a file
        self._window.apply(Arrangement.from_dict(arrangement, usual))
        self._window.switcher.show_current(self.current)
        self._is_first = False
        self.take_views(stand)

    def take_views(self, stand: Mapping[str, Any]) -> None:
        """Let each view show what it has shown, now or when it is made."""
        states = stand.get("views")
        for name, host in self._window.hosts.items():
            state = states.get(name) if isinstance(states, Mapping) else None
            if isinstance(state, Mapping):
                host.take_view_state(state)

    def notes(self) -> dict[str, Any]:
        """What the views know of this experiment alone."""
        found = {name: dict(host.notes) for name, host in self._window.hosts.items()}
        return {name: notes for name, notes in found.items() if notes}

    def take_notes(self, notes: object) -> None:
        """Let each view know that again; views without are to know nothing."""
        given = notes if isinstance(notes, Mapping) else {}
        for name, host in self._window.hosts.items():
            found = given.get(name)
            host.take_notes(found if isinstance(found, Mapping) else {})

    def view_actions(self) -> list[QAction]:
        """What the View menu offers: every section, and every view, brought to the front.

        What is in reach all the time, and views that stand in neither task's arrangement, have
        menus of their own: the whole fits a screen of 480 pixels.
        """
        tasks = [self._built_in[name] for name in TASKS if name in self._built_in]
        usual = {name for each in tasks for tabs in each.groups for name in tabs}
        views = [view for view in self._window.views if not view.mode]
        reach = self._menu(tr("&Drawer and centre"), self._window.sections)
        reach.addSeparator()  # a section and a view may have one name
        modes = [view for view in self._window.views if view.mode]
        reach.addActions([self._view_action(view) for view in modes])
        more = self._menu(tr("More &views"), [view for view in views if view.name not in usual])
        front = [self._view_action(view) for view in views if view.name in usual]
        return [reach.menuAction(), *front, more.menuAction()]

    def _menu(self, title: str, views: Sequence[View]) -> QMenu:
        menu = QMenu(title, self._window.switcher)
        menu.setToolTipsVisible(True)
        menu.addActions([self._view_action(view) for view in views])
        return menu

    def _view_action(self, view: View) -> QAction:
        action = QAction(view.title, self)
        action.setToolTip(view.help)
        action.triggered.connect(lambda _=False, n=view.name: self._window.show_view(n))
        return action

    def _named(self, name: str) -> Arrangement:
        """The arrangement that is the one at hand from now on."""
        self.current = name
        self._window.switcher.show_current(name)
        return self._built_in.get(name) or self._own[name]

    def _is_of_another_task(self, best: str) -> bool:
        """Whether the groups stand as a task has them, and ``best`` is the other one's."""
        if self.current == best or self.current not in TASKS or best not in TASKS:
            return False
        now, usual = self._window.current_arrangement(), self._built_in[self.current]
        return (now.groups, now.center, now.strip) == (usual.groups, usual.center, usual.strip)

    def _offer(self) -> None:
        titles = {**self._titles, **{name: name for name in self._own}}
        self._window.switcher.show_workspaces(titles, list(self._own))
        self._window.switcher.show_current(self.current)

    def _read_own(self) -> dict[str, Arrangement]:
        try:
            found = json.loads(self._settings.get(OWN_ARRANGEMENTS))
        except ValueError:
            return {}
        usual = next(iter(self._built_in.values()))
        if not isinstance(found, dict):
            return {}
        return {name: Arrangement.from_dict(value, usual) for name, value in found.items()}

    def _write_own(self) -> None:
        own = {name: arrangement.to_dict() for name, arrangement in self._own.items()}
        self._settings.set(OWN_ARRANGEMENTS, json.dumps(own, ensure_ascii=False))
        self._offer()
