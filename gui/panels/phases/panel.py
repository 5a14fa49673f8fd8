"""The strip under the stage: the four phases of a step with their numbers, and as code."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from engine.experiment import Experiment
from engine.frames import (
    PHASES,
    Followed,
    FollowRequest,
    Frame,
    Phase,
    Request,
    Step,
    StepRequest,
)
from engine.frames import things as pointed_at
from gui.kit.guard import guarded
from gui.kit.panel import Panel
from gui.kit.pointing import Pointing
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted
from gui.kit.ties import Ties
from gui.kit.words import tr
from gui.panels.phases.cards import CodeCard, PhaseCard, State
from gui.panels.phases.texts import Numbers, card_details, card_lines, is_small

LEAST = 94  # pixels of a card, on average, with chevrons between them
ROOMY = 132  # with the code beside them: an update, or a network's row, stands in one line
SPACING = 5
WIDTHS: dict[Phase, int] = {"forward": 4, "loss": 4, "backward": 4, "update": 6}
WIDTHS_FOLLOWED: dict[Phase, int] = {"forward": 5, "loss": 4, "backward": 4, "update": 5}


class PhasesPanel(Panel):
    """Forward › Loss › Backward › Update; the last one that ran is framed, those to come faded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._follow = FollowRequest()
        self._known = Numbers()
        self._phase: Phase | None = None
        self.cards = {phase: PhaseCard(*words) for phase, words in _words().items()}
        self.code = CodeCard()
        self._chevrons: list[QLabel] = []
        self._arrange()
        self._pointing = Pointing(self, self.wish, *self.cards.values(), things=self.things)
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """The numbers inside the step at hand: of many parameters only what is followed."""
        if self.experiment is not None and is_small(self.experiment):
            return (StepRequest(), self._follow)
        return (self._follow,)

    def show_experiment(self, experiment: Experiment) -> None:
        """Write the model's own formulas."""
        super().show_experiment(experiment)
        self.code.show_output("y_hat" if experiment.data.task == "regression" else "z")
        self._known = Numbers(followed=self._follow)  # what was may be of another model
        self._share_width()
        self._show()

    def forget(self) -> None:
        """Show the formulas alone."""
        self._known, self._phase = Numbers(followed=self._follow), None
        self._show()

    def draw(self, frame: Frame) -> None:
        """Show the numbers of the step and the phase that it has reached."""
        step, followed = frame.views.get(StepRequest()), frame.views.get(self._follow)
        self._known = Numbers(
            step if isinstance(step, Step) else None,
            followed if isinstance(followed, Followed) else self._follow,
        )
        self._phase = frame.phase
        self._show()

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(
            pointing=self._pointing, selection=self.show_selection, following=self.show_following
        )

    def show_selection(self, rows: NDArray[np.int64]) -> None:
        """Follow the first of the selected rows, as the formulas of the step do."""
        if len(rows) and int(rows[0]) != self._follow.row:
            self._follow = replace(self._follow, row=int(rows[0]))
            self.want_other_views()

    def show_following(self, parameter: str, place: int) -> None:
        """Follow that number."""
        self._follow = replace(self._follow, parameter=parameter, place=place)
        self.want_other_views()

    def things(self) -> list[Painted]:
        """The four cards."""
        return [
            Painted(pointed_at.PhaseCard(phase), QRectF(card.geometry()))
            for phase, card in self.cards.items()
            if card.isVisible()
        ]

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        for card in (*self.cards.values(), self.code):
            card.restyle(theme)

    def minimumSizeHint(self) -> QSize:
        """Room for the four cards; chevrons and code are there where they find more."""
        return QSize(self._narrowest(), self.cards["forward"].minimumSizeHint().height())

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the code out where the cards would have no room beside it, then the chevrons."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        small = self.experiment is None or is_small(self.experiment)
        for phase, share in (WIDTHS if small else WIDTHS_FOLLOWED).items():
            self._row.setStretchFactor(self.cards[phase], share)
        beside = sum(chevron.sizeHint().width() + SPACING for chevron in self._chevrons)
        wanted = len(self.cards) * (ROOMY + SPACING)
        code = self.code.sizeHint().width() + 2 * SPACING
        high = self.height() >= self.code.sizeHint().height() - 8
        self.code.setVisible(high and self.width() >= wanted + beside + code)
        for chevron in self._chevrons:
            chevron.setVisible(self.width() >= len(self.cards) * (LEAST + SPACING) + beside)

    def _narrowest(self) -> int:
        least = [card.minimumSizeHint().width() for card in self.cards.values()]
        return sum(least) + SPACING * len(least)

    def _arrange(self) -> None:
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        for phase, card in self.cards.items():
            layout.addWidget(card, WIDTHS[phase])
            if phase != "update":
                chevron = QLabel("›")
                chevron.setObjectName("Muted")
                layout.addWidget(chevron)
                self._chevrons.append(chevron)
        layout.addSpacing(SPACING)
        layout.addWidget(self.code)

    def _show(self) -> None:
        if self.experiment is None:
            return
        made = self._made(self.experiment)
        nothing = Numbers(followed=self._follow)
        for phase, card in self.cards.items():
            state = self._state(phase)
            told = (self.experiment, nothing)
            if made is not None and state != "waiting":
                told = (made, self._known)
            card.show_text(card_lines(phase, *told), partial(card_details, phase, *told), state)
        self.code.light(self._phase)

    def _made(self, experiment: Experiment) -> Experiment | None:
        """The experiment as it was at the step that is known; None where there is none of it."""
        step, followed = self._known.step, self._known.followed
        if step is not None:
            return step.setup.put_into(experiment, step.shapes)
        if isinstance(followed, Followed):
            return followed.setup.put_into(experiment, followed.shapes)
        return None

    def _state(self, phase: Phase) -> State:
        reached = -1 if self._phase is None else PHASES.index(self._phase)
        place = PHASES.index(phase)
        return "current" if place == reached else "done" if place < reached else "waiting"


def _words() -> dict[Phase, tuple[str, str]]:
    """The cards' titles, and a sentence on each phase."""
    return {
        "forward": (
            tr("1 Forward"),
            tr("The model makes a prediction ŷ for every row of the batch."),
        ),
        "loss": (tr("2 Loss"), tr("One number says how far the predictions are from the targets.")),
        "backward": (
            tr("3 Backward"),
            tr("The gradient says how the loss changes with each parameter."),
        ),
        "update": (
            tr("4 Update"),
            tr("The optimizer moves every parameter a little against its gradient."),
        ),
    }
