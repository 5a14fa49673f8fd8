"""What is chosen before a race: how racers differ, the finish, and who is thought to win."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from engine.catalog.entry import POSITIVE, Range
from engine.edits.setting import varied
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.light import lightened
from engine.frames import Finish, RaceRequest
from engine.frames.race import MOST_RACERS
from gui.kit.forms.choosers import Closed, Item, NameCombo
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import Row, describe
from gui.kit.pinned import PinnedRuns
from gui.kit.variants import apart, offered, read, shown, suggested, written
from gui.kit.words import tr
from gui.panels.race.kept import KEPT, called, chosen

LABEL, GUESS = 0.34, 0.4  # of a row
BELIEVED = (3, 2)  # of their line: what is chosen needs more room than what is typed
EPOCHS = 200
SHARE = Range(0, 1, low_open=True)


class LimitField(NumberField):
    """A number to be reached, or none: that is what a blank stands for."""

    def parse(self, text: str) -> float | None:
        return None if not text.strip() else super().parse(text)

    def format(self, value: float | None, exact: bool) -> str:
        return "" if value is None else super().format(value, exact)


class RaceForm(QWidget):
    """Values as they are typed; a guess is kept and shown beside the outcome."""

    started = Signal()
    refused = Signal(object)  # an EngineError

    def __init__(self) -> None:
        super().__init__()
        self.setting, self.values, self.start = NameCombo(), QLineEdit(), QPushButton()
        self.epochs = NumberField(Range(1, 10**6), whole=True, stretch=(1, 10_000), log=True)
        self.below, self.accuracy = LimitField(POSITIVE), LimitField(SHARE)
        self.guess, self.reason = Closed(), QLineEdit()
        self._experiment: Experiment | None = None
        self._runs: PinnedRuns = ()
        self._heat = 0
        self._proposed = ""  # values that give way to others
        self.epochs.set_value(EPOCHS)
        self.below.set_value(None)
        self.accuracy.set_value(None)
        self._arrange()
        self.setting.chosen.connect(self._suggest)
        self.values.textChanged.connect(self._offer_guesses)
        self.start.clicked.connect(self.started)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer its settings."""
        self._experiment = experiment
        self._offer()
        self._of_classes.setVisible(experiment.data.task == "classification")

    def show_pinned(self, runs: PinnedRuns) -> None:
        """Offer the runs that are kept, too."""
        self._runs = runs
        self._offer()

    def forget(self) -> None:
        """Values for another experiment are proposed anew."""
        self._proposed = self.values.text()

    def request(self) -> RaceRequest:
        """The race that is chosen, in another heat; EngineError where it cannot be."""
        path = self.setting.currentData()
        if path == KEPT and self._experiment is not None:
            racers = chosen(self._read(path), self._experiment, self._runs)
            values: tuple[Any, ...] = tuple(racers)
            light = tuple(lightened(experiment) for experiment in racers.values())
        else:
            values, light = self._read(path), ()
        self._heat += 1
        return RaceRequest(path, values, self._finish(), self._heat, light)

    def committed(self) -> tuple[str, str]:
        """Who is thought to win, and why; empty where nothing was said."""
        guess = self.guess.currentText() if self.guess.currentIndex() > 0 else ""
        return guess, self.reason.text().strip()

    def state(self) -> dict[str, Any]:
        """What is chosen, as JSON knows it."""
        return {
            "setting": self.setting.currentData(),
            "values": self.values.text(),
            "epochs": self.epochs.value(),
            "below": self.below.value(),
            "accuracy": self.accuracy.value(),
        }

    def take_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again, as far as it applies."""
        self.setting.pick(state.get("setting"))
        values, epochs, below = (state.get(name) for name in ("values", "epochs", "below"))
        if isinstance(values, str):
            self.values.setText(values)
        if isinstance(epochs, int) and not isinstance(epochs, bool) and epochs in Range(1, 10**6):
            self.epochs.set_value(epochs)
        if below is None or (isinstance(below, float) and below > 0):
            self.below.set_value(below)
        share = state.get("accuracy")
        if share is None or (isinstance(share, int | float) and share in SHARE):
            self.accuracy.set_value(share)

    def commit(self, guess: str, reason: str) -> None:
        """Have said this before."""
        self.guess.setCurrentIndex(max(0, self.guess.findText(guess)))
        self.reason.setText(reason)

    def _read(self, path: str) -> tuple[Any, ...]:
        values = read(self.values.text(), path, 2, MOST_RACERS)
        if len(set(values)) < len(values):
            raise EngineError("has the same value twice", path)
        return values

    def _finish(self) -> Finish:
        classes = self._experiment is not None and self._experiment.data.task == "classification"
        share = self.accuracy.value() if classes else None
        return Finish(int(self.epochs.value() or 1), self.below.value(), share)

    def _offer(self) -> None:
        if self._experiment is None:
            return
        items = [
            Item(path, tr(setting.label), tr(setting.help))
            for path, setting in offered(self._experiment, from_start=True).items()
        ]
        if self._runs:
            help = tr("The run at hand and those that are kept under the loss, by their numbers.")
            items.append(Item(KEPT, tr("Kept runs"), help))
        before = self.setting.currentData()
        self.setting.set_items(items)
        is_other = self.setting.currentData() != before  # whose values these are not
        if is_other or self.values.text() in ("", self._proposed):
            self._suggest()

    def _suggest(self) -> None:
        path = self.setting.currentData()
        if path == KEPT:
            self._proposed = "  ".join(called(self._runs))
        elif self._experiment is not None and path is not None:
            self._proposed = written(suggested(self._experiment, path))
        self.values.setText(self._proposed)

    def _offer_guesses(self) -> None:
        self.guess.clear()
        self.guess.addItem(tr("no guess"))
        self.guess.addItems(self._names())

    def _names(self) -> list[str]:
        """What the racers will be called; as typed where that cannot be read."""
        path, text = self.setting.currentData(), self.values.text()
        try:
            values = read(text, path, 1, MOST_RACERS)
            if path == KEPT and self._experiment is not None:
                return [*chosen(values, self._experiment, self._runs)]
        except EngineError:
            return apart(text, path)
        return [shown(value) for value in values]

    def _arrange(self) -> None:
        setting = tr("In what the racers differ; all else is the same, the start too.")
        values = tr("Two to eight values, with a space between them.")
        epochs = tr("After so many epochs a racer is there.")
        below = tr("A racer is there when the mean loss of an epoch comes below this.")
        share = tr("A racer is there when this share of the training rows is right after an epoch.")
        guess = tr("Say before the start who will be first; it is shown beside the outcome.")
        self.start.setText(tr("Start the race"))
        describe(self.start, tr("Start the race"), tr("Trains them side by side, in fair turns."))
        self.reason.setPlaceholderText(tr("because …"))
        self.reason.setAccessibleName(tr("The reason for the guess"))
        finish, believed = QWidget(), QWidget()
        self._of_classes = Row(tr("Accuracy reached"), share, self.accuracy)
        ends = Row(tr("Epochs"), epochs, self.epochs), Row(tr("below"), below, self.below)
        guessed = Row(tr("My guess"), guess, self.guess, GUESS), self.reason
        for holder, parts, shares in ((finish, ends, (1, 1)), (believed, guessed, BELIEVED)):
            across = QHBoxLayout(holder)
            across.setContentsMargins(0, 0, 0, 0)
            for part, room in zip(parts, shares, strict=True):
                across.addWidget(part, room)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(Row(tr("The same but"), setting, self.setting, LABEL))
        down.addWidget(Row(tr("Values"), values, self.values, LABEL))
        for widget in (finish, self._of_classes, believed, self.start):
            down.addWidget(widget)


def begun(request: RaceRequest, subject: Experiment | None) -> tuple[Experiment | str | None, ...]:
    """What each racer starts as; None where there is no such experiment."""
    if request.experiments:
        return request.experiments
    return tuple(_varied(subject, request.path, value) for value in request.values)


def _varied(subject: Experiment | None, path: str, value: Any) -> Experiment | None:
    try:
        return None if subject is None else varied(subject, path, value)
    except EngineError:
        return None
