"""What the window says about the state of things: title, undo texts, what can be pressed."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from engine.edits import parts as edits
from gui.commands.actions import Actions
from gui.kit import telling
from gui.kit.message import Action, Message
from gui.kit.words import tr, without_accelerator
from gui.model.document import Document
from gui.model.entry import Parameters
from gui.model.recipes import Recipes
from gui.shell.cautions import caution
from gui.shell.transport import Transport
from gui.shell.window import Window

if TYPE_CHECKING:
    from engine.frames import Cure, Frame, Stop

MOST_START_VALUES = 100_000  # numbers that an experiment keeps as typed ones


class State(QObject):
    """Keeps words and enabled commands in step with the document and the training."""

    def __init__(
        self,
        document: Document,
        actions: Actions,
        window: Window,
        transport: Transport,
        recipes: Recipes,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._actions = actions
        self._window = window
        self._transport = transport
        self.recipes = recipes
        self._trained = False
        self._place: tuple[object, ...] = ()  # the run, the step and the phase of the last frame
        self._set_in: object = None  # the run in which the learner last set parameters
        self._running = False
        self._selected = False
        self._stop: Stop | None = None
        self._said = ""  # about the last stop; what others say is left alone
        self._forks = False
        self._foretold = ""  # about the branch that going on would begin
        self._allowed: set[str] | None = None
        self.recipes.changed.connect(self.allow)

    def start_over(self) -> None:
        """Another experiment was opened: nothing is trained yet."""
        self._trained = False
        self._place, self._set_in = (), None
        self.recipes.forget()
        self.refresh()

    def forget(self) -> None:
        """There is no training that could be gone back in."""
        self._trained = False
        self.allow()

    def refresh(self) -> None:
        """The document or its undo list has changed."""
        history = self._document.history
        if history.has_parameters:
            self._set_in = self._place[:1]
        undo, redo = history.undo_text, history.redo_text
        self._actions.set_text("edit.undo", tr("&Undo: {what}", what=undo) if undo else tr("&Undo"))
        self._actions.set_text("edit.redo", tr("&Redo: {what}", what=redo) if redo else tr("&Redo"))
        for name in ("edit.undo", "edit.redo"):
            action = self._actions[name]
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{without_accelerator(action.text())} ({keys})")
        title = self._document.title or tr("Untitled")
        self._window.setWindowTitle(f"{title}[*] – Gradus")
        self._window.setWindowModified(self._document.dirty)
        self._transport.title.set_text(f"{title} •" if self._document.dirty else title)
        caution(self._document, self._window.bar)
        self.allow()

    def draw(self, frame: Frame) -> None:
        """Training has moved, or stands still."""
        self._trained = frame.step > 0 or frame.phase is not None
        place = frame.run, frame.step, frame.phase
        if frame.running or place != self._place:
            self._place = place
            self._document.run.stands_at(place)
            self._document.run.forget_parameters()
        self._tell(frame.stopped)
        self._foretell(frame.forks and not frame.running)
        self.allow()

    def set_parameters(self, text: str, before: Parameters, after: Parameters) -> None:
        """The learner has put numbers into parameters: before the first step they are the start."""
        at_start = self._place[1:2] == (0,) and not self._running
        few = sum(array.size for array in after.values()) <= MOST_START_VALUES
        if at_start and few:
            experiment = edits.with_start_values(self._document.experiment, after)
            self._document.edit(text, experiment)
            return
        self._document.run.set_parameters(text, before, after)
        if at_start:
            self._window.bar.show_note(
                tr(
                    "More than {count} numbers are no start of the experiment: they hold for this "
                    "run, and are neither saved nor reset to.",
                    count=f"{MOST_START_VALUES:,}",
                )
            )

    def set_running(self, running: bool) -> None:
        """Training was started, or stands still."""
        self._running = running
        self.allow()

    def set_selection(self, rows: Sized) -> None:
        """Other rows are selected, or none."""
        self._selected = len(rows) > 0
        self.allow()

    def allow(self) -> None:
        """Enable the commands that can be used now."""
        holds = {
            "undo": bool(self._document.history.undo_text),
            "redo": bool(self._document.history.redo_text),
            "generated": self.recipes.of(self._document.experiment.data.table) is not None,
            "trained": self._trained,
            "changed": self._trained or self._place[:1] == self._set_in,
            "paused": self._document.trainable and not self._running,
            "ready": self._document.trainable,
            "selected": self._selected,
        }
        allowed = {name for name, held in holds.items() if held}
        if allowed != self._allowed:
            self._allowed = allowed
            self._actions.allow(allowed)

    def _foretell(self, forks: bool) -> None:
        """Say in the past that the settings are those of now, so that going on will branch off."""
        if forks == self._forks:
            return
        self._forks, bar = forks, self._window.bar
        if forks:
            bar.show_note(
                tr("Something was changed after this step: going on from here is a new branch.")
            )
            self._foretold = bar.text
        elif bar.text == self._foretold:
            bar.clear()

    def _tell(self, stop: Stop | None) -> None:
        """Say once why training has stopped by itself, as long as it stands still."""
        if stop == self._stop:
            return
        before, self._stop, bar = self._stop, stop, self._window.bar
        if stop is None:
            if bar.text == self._said:
                bar.clear()
            return
        sentence = telling.capital(tr(stop.message, **stop.values)) + "."
        if stop.reason != "diverged":
            bar.show_note(sentence)
        elif not _is_same(before, stop) or bar.text == self._said:  # what was closed stays closed
            bar.show(Message(sentence, _hint(stop), "warning", self._cures(stop)))
        self._said = bar.text

    def _cures(self, stop: Stop) -> tuple[Action, ...]:
        """The button that applies what has helped."""
        cure = stop.cure
        if cure is None:
            return ()
        label = telling.capital(", ".join(tr(word, **values) for word, values in cure.words))
        return (Action(label, lambda: self._apply(cure, label)),)

    def _apply(self, cure: Cure, label: str) -> None:
        """Back to the start with what helps, as one edit that can be undone."""
        self._document.reset(label, cure.applied(self._document.experiment))


def _is_same(one: Stop | None, other: Stop) -> bool:
    """Whether it is the same stop, of which only more is known."""
    return one is not None and (one.message, one.values) == (other.message, other.values)


def _hint(stop: Stop) -> str:
    if stop.trying:
        return tr("Looking for a change that helps…")
    return "" if stop.cure else tr("None of the changes that were tried has helped.")
