"""All the panels together: what is shown to each of them, and what the visible ones want."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from engine.experiment import Experiment
from gui.kit.panel import Panel
from gui.kit.sight import Sight
from gui.kit.theme import Theme
from gui.kit.turns import turns
from gui.model.journal.journal import Journal, Reader

if TYPE_CHECKING:
    from engine.frames import Changed, Frame, Request, WhatIf, WhatIfRequest, Where


class Asker(Protocol):
    """What asks for views as a panel does, and is none."""

    def wants(self) -> tuple[Request, ...]: ...
    def draw(self, frame: Frame) -> None: ...


class Board(QObject):
    """Passes experiments, frames and themes on to the panels."""

    wished = Signal(object)  # a Wish of some panel
    stale = Signal()  # a panel came into view: a new frame is wanted
    forgotten = Signal()  # nothing of a training is shown, until there is a frame again

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panels: list[Panel] = []
        self._experiment: Experiment | None = None
        self._theme: Theme | None = None
        self._unstyled: list[Panel] = []  # hidden ones that have not taken on the theme yet
        self._sight = Sight()  # of the stage
        self.last: Frame | None = None  # the newest frame of the experiment that is open
        self.journal = Journal()  # of the run at hand, for every panel
        self.askers: list[Asker] = []
        self._imagined: tuple[Where, tuple[Changed, ...]] | None = None
        self._what_if: WhatIfRequest | None = None  # what was asked for last

    def add(self, panel: Panel) -> None:
        """Take in one more panel, and show it what the others have been shown."""
        self._panels.append(panel)
        panel.wished.connect(self.wished)
        panel.came_into_view.connect(self._catch_up)
        if isinstance(panel, Reader):
            panel.read_journal(self.journal)
        self._tell_sight(panel)
        self._show(panel)
        if self._theme is not None:
            panel.restyle(self._theme)

    def remove(self, panel: Panel) -> None:
        """Let a panel go."""
        self._panels.remove(panel)
        if panel in self._unstyled:
            self._unstyled.remove(panel)
        panel.wished.disconnect(self.wished)

    def show_sight(self, sight: Sight) -> None:
        """Show every panel what the stage shows of the data."""
        self._sight = sight
        for panel in self._panels:
            self._tell_sight(panel)

    def _tell_sight(self, panel: Panel) -> None:
        if (show := panel.ties().sight) is not None:
            show(self._sight)

    def imagine(self, imagined: tuple[Where, tuple[Changed, ...]] | None) -> None:
        """Have shown what would be if some numbers were others; None takes it away."""
        self._imagined, self._what_if = imagined, None
        for panel in self._panels:
            _draw_imagined(panel, None)
        self.stale.emit()

    def show_opened(self, experiment: Experiment) -> None:
        """Show an experiment of which there are no frames yet."""
        self.forget()
        self.journal.open(experiment)
        self.show_experiment(experiment)

    def forget(self) -> None:
        """Show nothing of a training, until there is a frame again."""
        self.last = None
        for panel in self._panels:
            panel.forget()
        self.forgotten.emit()

    def record(self, frame: Frame) -> None:
        """Keep the losses of a frame that nobody is shown."""
        self.journal.take(frame)
        for panel in self._panels:
            _pass(panel, frame)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the experiment that holds now."""
        self._experiment = experiment
        self.journal.show_experiment(experiment)
        for panel in self._panels:
            self._show(panel)

    @property
    def experiment(self) -> Experiment | None:
        """The one that holds."""
        return self._experiment

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Every panel, the stage first."""
        return tuple(self._panels)

    def wanted(self) -> tuple[Request, ...]:
        """The views that the visible panels draw, and what others have under way, each once."""
        visible = [panel for panel in self._panels if panel.isVisible()]
        askers: list[Panel | Asker] = [*visible, *self.askers]
        wanted = [request for asker in askers for request in asker.wants()]
        hidden = [panel.ties().wants_hidden for panel in self._panels if not panel.isVisible()]
        wanted += [request for wants in hidden if wants is not None for request in wants()]
        if self._imagined is not None:
            wanted.append(self._asked(visible, *self._imagined))
        return tuple(dict.fromkeys(wanted))

    def _asked(
        self, visible: Sequence[Panel], where: Where, changes: tuple[Changed, ...]
    ) -> WhatIfRequest:
        """What the visible panels would show if some numbers were others."""
        from engine.frames import WhatIfRequest

        askers = [panel.ties().ghosts for panel in visible]
        ghosts = [request for ghosts in askers if ghosts is not None for request in ghosts()]
        self._what_if = WhatIfRequest(where, changes, tuple(dict.fromkeys(ghosts)))
        return self._what_if

    def draw(self, frame: Frame) -> None:
        """Show a frame in what is visible; the losses are kept even where nobody looks."""
        self.last = frame
        self.journal.take(frame)
        for panel in self._panels:
            if panel.isVisible():
                panel.draw(frame)
            else:
                _pass(panel, frame)
        for asker in self.askers:
            asker.draw(frame)
        if self._what_if is not None:
            self._draw_imagined(frame, self._what_if)

    def _draw_imagined(self, frame: Frame, asked: WhatIfRequest) -> None:
        from engine.frames import WhatIf

        found = frame.views.get(asked)
        if isinstance(found, WhatIf):
            for panel in self._panels:
                if panel.isVisible():
                    _draw_imagined(panel, found)

    def restyle(self, theme: Theme) -> None:
        """Show a theme: what is seen at once, the rest one by one in turns of the event loop."""
        self._theme = theme
        self._unstyled = [panel for panel in self._panels if not panel.isVisible()]
        for panel in self._panels:
            if panel.isVisible():
                panel.restyle(theme)
        turns().ask(self)

    def stop(self) -> None:
        """Leave what is not seen as it is: its panels may be gone in the next turn."""
        self._unstyled = []

    def go_on(self) -> None:
        """Show the theme in one more of those that are not seen."""
        if self._unstyled:
            self._restyle(self._unstyled[0])
            turns().ask(self)

    def _restyle(self, panel: Panel) -> None:
        """Unless it was done already."""
        if panel in self._unstyled and self._theme is not None:
            self._unstyled.remove(panel)
            panel.restyle(self._theme)

    def _show(self, panel: Panel) -> None:
        if self._experiment is not None and (panel.hears_always or panel.isVisible()):
            panel.show_experiment(self._experiment)

    def _catch_up(self, panel: Panel) -> None:
        """What was hidden sees what holds now; what it missed of training comes with a frame."""
        self._restyle(panel)
        if panel.experiment is not self._experiment:
            self._show(panel)
        self.stale.emit()


def _pass(panel: Panel, frame: Frame) -> None:
    """Let what is hidden take in what must not be missed of a frame."""
    if (take := panel.ties().passed) is not None:
        take(frame)


def _draw_imagined(panel: Panel, found: WhatIf | None) -> None:
    if (draw := panel.ties().imagined) is not None:
        draw(found)
