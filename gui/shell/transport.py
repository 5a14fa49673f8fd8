"""The transport: what makes training go, at which speed, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from engine.experiment import Experiment
from gui.commands.actions import Actions
from gui.kit.figure import Figure, TwoLines
from gui.kit.guard import guarded
from gui.kit.icons import icon
from gui.kit.loss_names import loss_name
from gui.kit.numbers import NOTHING, count, full, loss
from gui.kit.summary import summary
from gui.kit.theme import Theme, faint
from gui.kit.words import tr
from gui.shell.levels import LEVELS, Level
from gui.shell.run_buttons import ICON, RunButtons
from gui.shell.speed import Speed

if TYPE_CHECKING:
    from engine.frames import Frame

EDITS = ("edit.undo", "edit.redo")
HEIGHT = 46  # pixels; more where letters are larger
LEAST_TITLE = 96  # pixels
FASTEST = 10_000  # steps a second for whose figure there is room from the beginning


class Transport(QFrame):
    """Title, undo and redo, Reset to Run, speed; the step count and the loss at the right."""

    speed_changed = Signal(object)  # steps a second, or None: as fast as it goes

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Transport")
        self._actions = actions
        self._needs: list[int] = []  # pixels of width that each level needs
        self._epoch = "0"
        self._answered = False  # training is there
        self.title = TwoLines()
        self.edits = {name: self._edit_button(name) for name in EDITS}
        self._run_buttons = RunButtons(actions, self)
        self.buttons = self._run_buttons.all
        self._speed = Speed()
        self.steps = Figure(tr("Step"))
        self.loss = Figure(tr("Loss"), LEVELS[0].caption)
        self._loss: float | None = None  # as shown
        self._loss_name = tr("Loss")
        self._arrange()
        self._speed.changed.connect(self.speed_changed)
        self._run_buttons.mark_primary()
        self.show_starting()

    @property
    def speed(self) -> float | None:
        """The speed that is set: steps a second, or None for as fast as it goes."""
        return self._speed.value

    @property
    def reading(self) -> str:
        """The figures at the right as one line of text."""
        step, loss = self.steps.text, self.loss.text
        return tr(
            "step {step}, epoch {epoch}, loss {loss}", step=step, epoch=self._epoch, loss=loss
        )

    def set_speed(self, speed: float | None) -> None:
        """Set the slider to the nearest speed there is."""
        self._speed.set(speed)

    def faster(self) -> None:
        """One notch up."""
        self._speed.turn(1)

    def slower(self) -> None:
        """One notch down."""
        self._speed.turn(-1)

    def show_starting(self) -> None:
        """Say that training has not answered yet: what is asked of it now is kept."""
        self.steps.set_caption(tr("starting …"))
        self.loss.set_caption(tr("starting …"))

    def show_running(self, running: bool) -> None:
        """Answer Run and Pause at once, before training does."""
        self._run_buttons.show_running(running)

    def show_experiment(self, experiment: Experiment) -> None:
        """Name the loss that is minimised; a number of the one before keeps its name."""
        self.title.set_second(summary(experiment))
        self.steps.reserve(_running(count(experiment.training.epochs), count(FASTEST)))
        name = loss_name(experiment)
        if name != self._loss_name or not self._needs:  # measuring takes longer than the rest
            self._loss_name = name
            self.loss.reserve(tr("{loss}, before update", loss=name))
            self._measure()
        if self._loss is None and self._answered:
            self.loss.set_caption(self._loss_name)

    def forget(self) -> None:
        """There is no training whose figures could be shown."""
        self._loss, self._epoch = None, NOTHING
        self.steps.set_value(NOTHING)
        self.loss.set_value(NOTHING)
        if self._answered:
            self.steps.set_caption(tr("Step"))
            self.loss.set_caption(self._loss_name)
        else:
            self.show_starting()

    def draw(self, frame: Frame) -> None:
        """Show how far training has come and whether it runs."""
        self._answered = True
        self._epoch = count(frame.epoch)
        self.steps.set_value(count(frame.step))
        if frame.loss is not None or frame.step == 0:  # after a restart it is not known at once
            self._show_loss(frame)
        self.steps.set_caption(_caption(frame, self.speed))
        self.show_running(frame.running)

    def _show_loss(self, frame: Frame) -> None:
        """The loss of the last step, which its forward phase computed before its update."""
        tip = tr("The loss of step {step}, before its update.", step=count(_step_of_loss(frame)))
        known = frame.loss is not None
        self.loss.set_value(loss(frame.loss), f"{full(frame.loss)}\n{tip}" if known else "")
        if frame.loss != self._loss or not known:
            self._loss = frame.loss
            name = self._loss_name
            self.loss.set_caption(tr("{loss}, before update", loss=name) if known else name)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._run_buttons.restyle(theme)
        for name, button in self.edits.items():
            drawing = self._actions.commands[name].icon
            self._actions[name].setIcon(icon(drawing, theme.text, disabled=faint(theme)))
            button.setIcon(self._actions[name].icon())
        self._measure()

    def minimumSizeHint(self) -> QSize:
        """The barest level."""
        return QSize(self._needs[-1] if self._needs else 400, self._height())

    def sizeHint(self) -> QSize:
        """The fullest level."""
        return QSize(self._needs[0] if self._needs else 1000, self._height())

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _height(self) -> int:
        return max(HEIGHT, round(2.6 * self.fontMetrics().height()))

    def _edit_button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self._actions[name])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(ICON)
        button.setProperty("narrow", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _arrange(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(6)
        row.addWidget(self.title, 1)
        for button in self.edits.values():
            row.addWidget(button)
        row.addSpacing(10)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addSpacing(6)
        row.addWidget(self._speed)
        row.addSpacing(6)
        row.addWidget(self.steps)
        row.addSpacing(14)
        row.addWidget(self.loss)

    def _measure(self) -> None:
        """Find out how wide every level is, and take the fullest that fits."""
        needs = []
        for level in LEVELS:
            self._take(level)
            self._row.invalidate()
            needs.append(self._row.minimumSize().width())
        self._needs = needs
        self._fit()
        self.updateGeometry()

    def _fit(self) -> None:
        if self._needs:
            fitting = [need <= self.width() for need in self._needs]
            self._take(LEVELS[fitting.index(True) if True in fitting else -1])

    def _take(self, level: Level) -> None:
        self._run_buttons.take(level)
        self._speed.take(level)
        self.title.setMinimumWidth(LEAST_TITLE if level.title else 0)
        self.title.setVisible(level.title)
        for figure in (self.steps, self.loss):
            figure.set_widest(level.caption)


def _step_of_loss(frame: Frame) -> int:
    """Within a step the loss is already that of the next update."""
    return frame.step + (1 if frame.phase in ("loss", "backward") else 0)


def _caption(frame: Frame, speed: float | None) -> str:
    if not frame.running:
        return tr("step · epoch {epoch}", epoch=count(frame.epoch))
    # What was measured over a moment only may be more than is allowed.
    rate = count(round(min(frame.steps_per_second, speed or frame.steps_per_second)))
    return _running(count(frame.epoch), rate)


def _running(epoch: str, rate: str) -> str:
    return tr("step · epoch {epoch} · {rate}/s", epoch=epoch, rate=rate)
