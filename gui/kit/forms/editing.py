"""The panel that hands back edits: one that is refused is taken back on the spot, and told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.edits import parts as edits
from engine.edits import setting as setting_edits
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.settings import find
from gui.kit.panel import Panel
from gui.kit.words import tr


class EditingPanel(Panel):
    """A panel whose controls change the experiment."""

    def put(self, path: str, value: Any) -> None:
        """Give the setting at a path another value; its label is what the undo menu says."""
        if self.experiment is not None:
            setting = find(self.experiment, path)
            self.edit(tr(setting.label), lambda old: setting_edits.put(old, path, value))

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
