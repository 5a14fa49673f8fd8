"""The transport: what makes training go, at which speed, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QWidget

from engine.experiment import Experiment
from gui.commands.actions import Actions
from gui.kit.figure import Figure, TwoLines
from gui.kit.guard import guarded
from gui.kit.icons import icon
from gui.kit.loss_names import loss_name
from gui.kit.numbers import NOTHING, count, full, loss
from gui.kit.summary import summary
from gui.kit.theme import LIGHT, Theme, faint
from gui.kit.words import tr

if TYPE_CHECKING:
    from engine.frames import Frame

BUTTONS = ("run.reset", "run.back", "run.phase", "run.step", "run.epoch", "run.run")
EDITS = ("edit.undo", "edit.redo")
BACK = ("run.back_phase", "run.back", "run.back_epoch")
SPEEDS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, None)
HEIGHT = 46  # pixels; more where letters are larger
LEAST_TITLE = 96  # pixels
ICON = QSize(16, 16)


class Level(NamedTuple):
    """How much the bar says; the first is the fullest."""

    words: bool  # on every button
    title: bool
    speed: bool  # as a figure beside its slider
    caption: int  # pixels at most, under a figure
    bare: bool = False  # without the slider, and without a word on any button


LEVELS = (
    Level(True, True, True, 170),
    Level(True, True, False, 170),
    Level(True, False, False, 120),
    Level(False, True, True, 120),
    Level(False, False, False, 90),
    Level(False, False, False, 60, bare=True),
)


class Transport(QFrame):
    """Title, undo and redo, Reset to Run, speed; the step count and the loss at the right."""

    speed_changed = Signal(object)  # steps a second, or None: as fast as it goes

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Transport")
        self._actions = actions
        self._theme = LIGHT
        self._running = False
        self._needs: list[int] = []  # pixels of width that each level needs
        self._epoch = "0"
        self._widest_run = 0
        self._answered = False  # training is there
        self.title = TwoLines()
        self.edits = {name: self._edit_button(name) for name in EDITS}
        self.buttons = {name: self._button(name) for name in BUTTONS}
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._speed_text = QLabel()
        self.steps = Figure(tr("Step"))
        self.loss = Figure(tr("Loss"), LEVELS[0].caption)
        self._loss: float | None = None  # as shown
        self._loss_name = tr("Loss")
        self._arrange()
        self._slider.valueChanged.connect(self._on_slider)
        self.set_speed(10.0)
        self._mark_primary()
        self.show_starting()

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

    def show_starting(self) -> None:
        """Say that training has not answered yet: what is asked of it now is kept."""
        self.steps.set_caption(tr("starting …"))
        self.loss.set_caption(tr("starting …"))

    def show_running(self, running: bool) -> None:
        """Answer Run and Pause at once, before training does."""
        if running != self._running:
            self._running = running
            self._mark_primary()

    def show_experiment(self, experiment: Experiment) -> None:
        """Name the loss that is minimised; a number of the one before keeps its name."""
        self.title.set_second(summary(experiment))
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
        self._theme = theme
        self._keep_width()
        self._mark_primary()
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

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self._actions[name])
        self._actions[name].changed.connect(self._draw_primary)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(ICON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if name == "run.back":
            menu = QMenu(button)
            menu.setToolTipsVisible(True)
            menu.addActions([self._actions[back] for back in BACK])
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
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
        row.addWidget(self._speed_box())
        row.addSpacing(6)
        row.addWidget(self.steps)
        row.addSpacing(14)
        row.addWidget(self.loss)

    def _speed_box(self) -> QWidget:
        self._slider.setRange(0, len(SPEEDS) - 1)
        self._slider.setPageStep(3)
        self._slider.setFixedWidth(76)
        self._slider.setToolTip(tr("How many steps a second Run does."))
        self._slider.setAccessibleName(tr("Speed"))
        widest = tr("{rate} steps/s", rate=5000)
        self._speed_text.setFixedWidth(self.fontMetrics().horizontalAdvance(widest))
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._slider)
        row.addWidget(self._speed_text)
        return box

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
        style = Qt.ToolButtonStyle
        for name, button in self.buttons.items():
            words = level.words or (name == "run.phase" and not level.bare)
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly
            )
            button.setMinimumWidth(self._widest_run if name == "run.run" and words else 0)
        self.title.setMinimumWidth(LEAST_TITLE if level.title else 0)
        self.title.setVisible(level.title)
        self._speed_text.setVisible(level.speed)
        self._slider.setVisible(not level.bare)
        for figure in (self.steps, self.loss):
            figure.set_widest(level.caption)

    def _on_slider(self, place: int) -> None:
        speed = SPEEDS[place]
        text = tr("fastest") if speed is None else tr("{rate} steps/s", rate=f"{speed:g}")
        self._speed_text.setText(text)
        self.speed_changed.emit(speed)

    def _keep_width(self) -> None:
        """Let the last button be as wide as the longer of its two words, so that nothing moves."""
        button, action = self.buttons["run.run"], self._actions["run.run"]
        button.setMinimumWidth(0)
        button.ensurePolished()
        style = button.toolButtonStyle()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        widths = []
        for word in (tr("Pause"), tr("Run")):
            action.setText(word)
            widths.append(button.sizeHint().width())
        button.setToolButtonStyle(style)
        self._widest_run = max(widths)

    def _draw_primary(self) -> None:
        """The button on the accent has its icon in another colour than the action in menus.

        Whenever an action changes, its button takes all of it on again.
        """
        for name, button in self.buttons.items():
            if button.property("primary"):
                command = self._actions.commands[name]
                drawing = "pause" if name == "run.run" and self._running else command.icon
                theme = self._theme
                button.setIcon(icon(drawing, theme.on_accent, disabled=faint(theme)))

    def _mark_primary(self) -> None:
        """Let the next thing to press stand out: Phase, or Pause while training runs."""
        primary = "run.run" if self._running else "run.phase"
        action = self._actions["run.run"]
        action.setText(tr("Pause") if self._running else tr("Run"))
        for name, button in self.buttons.items():
            command = self._actions.commands[name]
            drawing = "pause" if name == "run.run" and self._running else command.icon
            own = icon(drawing, self._theme.text, disabled=faint(self._theme))
            self._actions[name].setIcon(own)  # as menus show it
            button.setProperty("primary", name == primary)
            button.setIcon(own)
            button.style().unpolish(button)
            button.style().polish(button)
        self._draw_primary()


def _step_of_loss(frame: Frame) -> int:
    """Within a step the loss is already that of the next update."""
    return frame.step + (1 if frame.phase in ("loss", "backward") else 0)


def _caption(frame: Frame, speed: float | None) -> str:
    if not frame.running:
        return tr("step · epoch {epoch}", epoch=count(frame.epoch))
    # What was measured over a moment only may be more than is allowed.
    rate = count(round(min(frame.steps_per_second, speed or frame.steps_per_second)))
    return tr("step · epoch {epoch} · {rate}/s", epoch=count(frame.epoch), rate=rate)
