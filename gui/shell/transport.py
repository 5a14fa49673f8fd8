"""The transport: what makes training go, at which speed, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QWidget

from engine.experiment import Experiment
from gui.commands.actions import Actions
from gui.kit.figure import ElidedLabel, Figure
from gui.kit.icons import icon
from gui.kit.loss_names import loss_name
from gui.kit.numbers import NOTHING, count, full, loss
from gui.kit.theme import LIGHT, Theme, faint
from gui.kit.words import tr

if TYPE_CHECKING:
    from engine.frames import Frame

BUTTONS = ("run.reset", "run.back", "run.phase", "run.step", "run.epoch", "run.run")
BACK = ("run.back", "run.back_phase", "run.back_epoch")
SPEEDS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, None)


class Transport(QWidget):
    """Reset, Back, Phase, Step, Epoch, Run, speed; the step count and the loss beside them."""

    speed_changed = Signal(object)  # steps a second, or None: as fast as it goes

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Transport")
        self._actions = actions
        self._theme = LIGHT
        self._running = False
        self._epoch = "0"
        self.title = ElidedLabel()
        self.buttons = {name: self._button(name) for name in BUTTONS}
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._speed_text = QLabel()
        self.steps = Figure(tr("Step"))
        self.loss = Figure(tr("Loss"))
        self._loss: float | None = None  # as shown
        self._loss_name = tr("Loss")
        self._arrange()
        self._slider.valueChanged.connect(self._on_slider)
        self.set_speed(10.0)
        self._mark_primary()

    @property
    def speed(self) -> float | None:
        """The speed that is set: steps a second, or None for as fast as it goes."""
        return SPEEDS[self._slider.value()]

    @property
    def reading(self) -> str:
        """The figures at the right as one line of text."""
        step, loss = self.steps.text, self.loss.text
        return tr(
            "step {step}, epoch {epoch}, loss {loss}", step=step, epoch=self._epoch, loss=loss
        )

    def set_speed(self, speed: float | None) -> None:
        """Set the slider to the nearest speed there is."""
        known = [value for value in SPEEDS if value is not None]
        nearest = min(known, key=lambda value: abs(value - (speed or 0)))
        place = len(SPEEDS) - 1 if speed is None else SPEEDS.index(nearest)
        self._slider.setValue(place)
        self._on_slider(place)

    def faster(self) -> None:
        """One notch up."""
        self._slider.setValue(self._slider.value() + 1)

    def slower(self) -> None:
        """One notch down."""
        self._slider.setValue(self._slider.value() - 1)

    def show_experiment(self, experiment: Experiment) -> None:
        """Name the loss that is minimised; a number of the one before keeps its name."""
        self._loss_name = loss_name(experiment)
        self.loss.reserve(tr("{loss}, before update", loss=self._loss_name))
        if self._loss is None:
            self.loss.set_caption(self._loss_name)

    def forget(self) -> None:
        """There is no training whose figures could be shown."""
        self._loss, self._epoch = None, NOTHING
        self.steps.set_value(NOTHING)
        self.steps.set_caption(tr("Step"))
        self.loss.set_value(NOTHING)
        self.loss.set_caption(self._loss_name)

    def draw(self, frame: Frame) -> None:
        """Show how far training has come and whether it runs."""
        self._epoch = count(frame.epoch)
        self.steps.set_value(count(frame.step))
        if frame.loss is not None or frame.step == 0:  # after a restart it is not known at once
            self._show_loss(frame)
        self.steps.set_caption(_caption(frame, self.speed))
        if frame.running != self._running:
            self._running = frame.running
            self._mark_primary()

    def _show_loss(self, frame: Frame) -> None:
        """The loss of the last step, which its forward phase computed before its update."""
        tip = tr("The loss of step {step}, before its update.", step=count(_step_of_loss(frame)))
        known = frame.loss is not None
        self.loss.set_value(loss(frame.loss), f"{full(frame.loss)}\n{tip}" if known else "")
        if frame.loss != self._loss:
            self._loss = frame.loss
            name = self._loss_name
            self.loss.set_caption(tr("{loss}, before update", loss=name) if known else name)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self._keep_width()
        self._mark_primary()

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[name])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if name == BACK[0]:
            menu = QMenu(button)
            menu.setToolTipsVisible(True)
            menu.addActions([self._actions[back] for back in BACK])
            button.setMenu(menu)  # when it is held down: an arrow beside it would take room
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 16, 9)
        row.setSpacing(8)
        row.addWidget(self.title)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addWidget(self._speed_box())
        row.addStretch(1)
        row.addWidget(self.steps)
        row.addSpacing(16)
        row.addWidget(self.loss)

    def _speed_box(self) -> QFrame:
        self._slider.setRange(0, len(SPEEDS) - 1)
        self._slider.setPageStep(3)
        self._slider.setFixedWidth(96)
        self._slider.setToolTip(tr("How many steps a second Run does."))
        self._slider.setAccessibleName(tr("Speed"))
        widest = tr("{rate} steps/s", rate=5000)
        self._speed_text.setFixedWidth(self.fontMetrics().horizontalAdvance(widest))
        box = QFrame()
        box.setObjectName("Speed")
        row = QHBoxLayout(box)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self._slider)
        row.addWidget(self._speed_text)
        return box

    def _on_slider(self, place: int) -> None:
        speed = SPEEDS[place]
        text = tr("max") if speed is None else tr("{rate} steps/s", rate=f"{speed:g}")
        self._speed_text.setText(text)
        self.speed_changed.emit(speed)

    def _keep_width(self) -> None:
        """Let the last button be as wide as the longer of its two words, so that nothing moves."""
        button, action = self.buttons["run.run"], self._actions["run.run"]
        button.setMinimumWidth(0)
        button.ensurePolished()
        widths = []
        for word in (tr("Pause"), tr("Run")):
            action.setText(word)
            widths.append(button.sizeHint().width())
        button.setMinimumWidth(max(widths))

    def _mark_primary(self) -> None:
        """Let the next thing to press stand out: Phase, or Pause while training runs."""
        primary = "run.run" if self._running else "run.phase"
        action = self._actions["run.run"]
        action.setText(tr("Pause") if self._running else tr("Run"))
        for name, button in self.buttons.items():
            command = self._actions.commands[name]
            drawing = "pause" if name == "run.run" and self._running else command.icon
            color = self._theme.on_accent if name == primary else self._theme.text
            self._actions[name].setIcon(icon(drawing, color, disabled=faint(self._theme)))
            button.setProperty("primary", name == primary)
            button.style().unpolish(button)
            button.style().polish(button)


def _step_of_loss(frame: Frame) -> int:
    """Within a step the loss is already that of the next update."""
    return frame.step + (1 if frame.phase in ("loss", "backward") else 0)


def _caption(frame: Frame, speed: float | None) -> str:
    if not frame.running:
        return tr("step · epoch {epoch}", epoch=frame.epoch)
    # What was measured over a moment only may be more than is allowed.
    rate = count(round(min(frame.steps_per_second, speed or frame.steps_per_second)))
    return tr("step · epoch {epoch} · {rate}/s", epoch=frame.epoch, rate=rate)
