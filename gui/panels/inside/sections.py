"""The four phases of a step, each with its formulas under its name."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import PHASES, Detail, Phase
from gui.kit.forms.rows import describe
from gui.kit.icons import icon
from gui.kit.telling import capital
from gui.kit.theme import Theme
from gui.kit.thing_names import named
from gui.kit.words import tr
from gui.kit.worked.backward import backward_lines
from gui.kit.worked.focus import Focus
from gui.kit.worked.followed import FollowedFormulas
from gui.kit.worked.formulas import A_TURN
from gui.kit.worked.forward import forward_lines
from gui.kit.worked.lines import Line
from gui.kit.worked.links import Link
from gui.kit.worked.loss import loss_lines
from gui.kit.worked.update import update_lines

TARGET = 24  # pixels that can be aimed at


class Section(QWidget):
    """One phase: its title, a button that copies its LaTeX, and its formulas."""

    copied = Signal(str)  # LaTeX

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(title)
        self._title.setObjectName("Group")
        self.formulas = FollowedFormulas(title)
        self.formulas.turn = A_TURN  # nobody waits for all of them
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        describe(
            self.button, tr("Copy {name} as LaTeX", name=title), tr("Copy these formulas as LaTeX.")
        )
        self.button.clicked.connect(lambda: self.copied.emit(self.formulas.latex))
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        self.button.setMinimumSize(TARGET, TARGET)  # however little room there is for a moment
        head.addWidget(self.button)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addLayout(head)
        down.addWidget(self.formulas)

    def light(self, current: bool) -> None:
        """Show whether the phase is the one that ran last."""
        if self._title.property("current") != current:
            self._title.setProperty("current", current)
            self._title.style().unpolish(self._title)
            self._title.style().polish(self._title)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.button.setIcon(icon("copy", theme.muted))
        self.formulas.restyle(theme)


class Sections(QWidget):
    """Forward, loss, backward and update under one another; phases to come are letters only."""

    copied = Signal(str)  # LaTeX
    followed = Signal(object, object)  # a Phase, and the Link that was pressed
    change_wanted = Signal(object, object)  # the same
    settled = Signal()  # all formulas stand where they stay

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sections = {phase: Section(title) for phase, title in _titles().items()}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(10)
        for phase, section in self.sections.items():
            section.copied.connect(self.copied)
            section.formulas.followed.connect(
                lambda _, link, phase=phase: self.followed.emit(phase, link)
            )
            section.formulas.change_wanted.connect(
                lambda _, link, __, phase=phase: self.change_wanted.emit(phase, link)
            )
            section.formulas.typeset_all.connect(self._on_typeset)
            down.addWidget(section)
        down.addStretch()

    @property
    def latex(self) -> str:
        """Everything that is shown."""
        return "\n\n".join(section.formulas.latex for section in self.sections.values())

    def show_step(
        self, experiment: Experiment, detail: Detail | None, phase: Phase | None, focus: Focus
    ) -> None:
        """Write the formulas, with numbers as far as the step has come."""
        reached = -1 if phase is None else PHASES.index(phase)
        for place, (name, section) in enumerate(self.sections.items()):
            known = detail if place <= reached else None
            lines = _lines(name, experiment, known, focus)
            things = {link.thing for line in lines for link in line.links}
            section.formulas.names = {thing: capital(named(thing, experiment)) for thing in things}
            section.formulas.show_lines(lines, known is None)
            section.light(place == reached)

    def place_of(self, phase: Phase, link: Link) -> QRectF:
        """Where a number is drawn, in these coordinates."""
        formulas = self.sections[phase].formulas
        boxes = [box for _, each, box in formulas.links() if each == link]
        return boxes[0].translated(QPointF(formulas.mapTo(self, QPoint(0, 0))))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        for section in self.sections.values():
            section.restyle(theme)

    @property
    def is_ready(self) -> bool:
        """Whether everything is typeset."""
        return all(section.formulas.is_ready for section in self.sections.values())

    def _on_typeset(self) -> None:
        if self.is_ready:
            self.settled.emit()


def _lines(phase: Phase, experiment: Experiment, detail: Detail | None, focus: Focus) -> list[Line]:
    if phase == "forward":
        return forward_lines(experiment, detail)
    if phase == "loss":
        return loss_lines(experiment, detail)
    if phase == "backward":
        return backward_lines(experiment, detail, focus)
    return update_lines(experiment, detail, focus)


def _titles() -> dict[Phase, str]:
    return {
        "forward": tr("1 Forward"),
        "loss": tr("2 Loss"),
        "backward": tr("3 Backward"),
        "update": tr("4 Update"),
    }
