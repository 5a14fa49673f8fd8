"""The panel that hands back edits: one that is refused is taken back on the spot, and told."""

from __future__ import annotations

from collections.abc import Callable

from engine.edits import parts as edits
from engine.errors import EngineError
from engine.experiment import Experiment
from gui.kit.panel import Panel


class EditingPanel(Panel):
    """A panel whose controls change the experiment."""

    def edit(self, text: str, change: Callable[[Experiment], Experiment]) -> None:
        """Wish for the changed experiment, or what forbids it; then the controls go back."""
        if self.experiment is None:
            return
        before = self.experiment
        try:
            after = edits.allowed(before, change(before))
        except EngineError as error:
            self.show_experiment(before)
            self.refuse(error)
            return
        if after != before:
            self.propose(text, after)
