"""What is chosen over the ground: which plane it is, and what can be done there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from engine.frames import Ground
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.rows import Row, describe
from gui.kit.message import SPARED
from gui.kit.words import tr

LABEL = 0.12  # of a row
AXES = 4  # parts of a line for the axes, of which the kind of plane and each button has one
FEW_LETTERS = 3  # of the plane's kind that are always seen
SPACE = 4  # pixels between two things


class GroundBar(QWidget):
    """Says which plane is wanted; the first two numbers, W and b of a line, at first."""

    changed = Signal()
    fit_wanted = Signal()
    start_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind, self.across, self.up = NameCombo(), NameCombo(), NameCombo()
        self.fit, self.start, self.again = QToolButton(), QToolButton(), QToolButton()
        self._seed = 0
        self._arrange()
        for combo in (self.kind, self.across, self.up):
            combo.chosen.connect(self._on_chosen)
        self.again.clicked.connect(self._on_again)
        self.fit.clicked.connect(self.fit_wanted)
        self.start.clicked.connect(self.start_wanted)

    def offer(self, cells: Mapping[str, str]) -> list[str]:
        """Offer these numbers, by the names of a log and as they are called.

        The answer are names of what was chosen and is not among them any more.
        """
        lines = [Item(name, label) for name, label in cells.items()]
        gone: list[str] = []
        for place, combo in enumerate((self.across, self.up)):
            chosen, name = combo.currentData(), combo.currentText()
            gone += [name] if chosen is not None and chosen not in cells else []
            combo.set_items(lines)
            first = [*cells][min(place, len(cells) - 1)] if cells else ""
            combo.show_name(chosen if chosen in cells else first)
        if self.across.currentData() == self.up.currentData() and len(cells) > 1:
            other = next(name for name in cells if name != self.across.currentData())
            self.up.show_name(other)
        return gone

    def ground(self) -> Ground | None:
        """The plane that is chosen; None where there are no two numbers."""
        kind = self.kind.currentData()
        if kind == "random":
            return Ground("random", seed=self._seed)
        if kind == "path":
            return Ground("path")
        across, up = self.across.currentData(), self.up.currentData()
        if across is None or up is None or across == up:
            return None
        return Ground("cells", across, up)

    def names(self) -> tuple[str, str]:
        """What the two axes are called."""
        if self.kind.currentData() == "cells":
            return self.across.currentText(), self.up.currentText()
        return tr("direction 1"), tr("direction 2")

    def leave_room(self, width: int) -> None:
        """Begin so many pixels further to the right."""
        self._top.setContentsMargins(width, 0, 0, 0)
        self._share(beside_tabs=width > 0)

    def state(self) -> dict[str, Any]:
        """What is chosen, as JSON knows it."""
        combos = {"kind": self.kind, "across": self.across, "up": self.up}
        return {**{n: c.currentData() for n, c in combos.items()}, "seed": self._seed}

    def take_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again, as far as it applies."""
        seed = state.get("seed")
        if isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed < 2**31:
            self._seed = seed
        for name, combo in (("kind", self.kind), ("across", self.across), ("up", self.up)):
            combo.pick(state.get(name))
        self._show_rows()

    def _arrange(self) -> None:
        self.kind.set_items(_kinds())
        self.kind.setMinimumContentsLength(FEW_LETTERS)
        self.kind.show_name("cells")
        describe(self.kind, tr("Plane"), tr("Which plane through the parameters is shown."))
        for button, text, help in (
            (self.fit, tr("Fit"), tr("Shows the whole way, at heights that are chosen anew.")),
            (
                self.start,
                tr("Start here"),
                tr("Makes the parameters at the dot the start: Reset comes back to them."),
            ),
            (self.again, tr("Other directions"), tr("Draws two other random directions.")),
        ):
            button.setText(text)
            button.setProperty(SPARED, True)
            describe(button, text, help)
        self._top, self._below = QHBoxLayout(), QHBoxLayout()
        self._axes = QWidget()
        axes = QHBoxLayout(self._axes)
        axes.setContentsMargins(0, 0, 0, 0)
        across = tr("The number along the horizontal axis.")
        up = tr("The number along the vertical axis.")
        axes.addWidget(Row("→", across, self.across, LABEL))
        axes.addWidget(Row("↑", up, self.up, LABEL))
        self.across.setAccessibleName(tr("across"))
        self.up.setAccessibleName(tr("up"))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(SPACE)
        self._top.setSpacing(SPACE)
        down.addLayout(self._top)
        down.addLayout(self._below)
        self._share(beside_tabs=False)
        self._show_rows()

    def _share(self, *, beside_tabs: bool) -> None:
        """Say which line has what: beside the tabs of the centre there is little room."""
        chosen, ends = (self.kind, self.again), (self.fit, self.start)
        above = (self.start,) if beside_tabs else (*chosen, *ends)
        below = (*chosen, self._axes, self.fit) if beside_tabs else (self._axes,)
        for line, widgets in ((self._top, above), (self._below, below)):
            for widget in widgets:
                line.addWidget(widget, AXES if widget is self._axes else 1)
        self._top.setAlignment(self.start, Qt.AlignmentFlag.AlignRight)

    def _show_rows(self) -> None:
        self._axes.setVisible(self.kind.currentData() == "cells")
        self.again.setVisible(self.kind.currentData() == "random")

    def _on_chosen(self) -> None:
        if self.across.currentData() == self.up.currentData():  # each is one of its own
            for place in range(self.up.count()):
                if self.up.itemData(place) != self.across.currentData():
                    self.up.show_name(self.up.itemData(place))
                    break
        self._show_rows()
        self.changed.emit()

    def _on_again(self) -> None:
        self._seed += 1
        self.changed.emit()


def _kinds() -> list[Item]:
    return [
        Item("cells", tr("Two numbers"), tr("The others stay as they are at the step shown.")),
        Item(
            "random",
            tr("Random directions"),
            tr("Two directions drawn at random, each neuron's part as long as its weights."),
        ),
        Item(
            "path",
            tr("The path's own plane"),
            tr("The plane through the present place in which most of the path lies."),
        ),
    ]
