"""The inside of the step at hand: its formulas with the learner's numbers, and its tensors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QLabel, QTabBar, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import Detail, DetailRequest, Frame, Phase, Request, Tensors, TensorsRequest
from engine.frames.detail import Picked
from engine.frames.pointed import AT_HAND, Where
from engine.frames.things import PhaseCard, Thing
from gui.kit.forms.rows import SPACE, describe
from gui.kit.guard import guarded
from gui.kit.panel import Panel
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted
from gui.kit.ties import Ties
from gui.kit.wishes import Follow, Pick, Say, WorkOut
from gui.kit.words import tr
from gui.kit.worked.focus import Focus
from gui.kit.worked.links import Link
from gui.kit.worked.where import led
from gui.panels.inside.area import SectionsArea
from gui.panels.inside.choosing import Choosing
from gui.panels.inside.note import note
from gui.panels.inside.sections import Sections
from gui.panels.inside.tensor_list import TensorList

FORMULAS, TENSORS = 0, 1


class InsidePanel(Panel):
    """Formulas of the four phases for one row and one parameter; or every tensor by name.

    While training runs the formulas wait: their numbers would be gone before they are read.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs, self.choosing = QTabBar(), Choosing()
        self.sections, self.tensors = Sections(), TensorList()
        self.note = QLabel()
        self._focus = Focus()
        self._followed: int | None = None
        self._output = 0  # the one that is written out
        self._detail: Detail | None = None
        self._phase: Phase | None = None
        self._running = False
        self.area = SectionsArea(self.sections)
        self._arrange()
        self._connect()
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """The step's detail, while it stands still; or its tensors."""
        if self.tabs.currentIndex() == TENSORS:
            return (TensorsRequest(),)
        return () if self._running else (self._request(),)

    def show_experiment(self, experiment: Experiment) -> None:
        """Write the formulas of another experiment."""
        before = self.experiment
        super().show_experiment(experiment)
        if before is None or before.parameter_shapes() != experiment.parameter_shapes():
            self._detail = None
        self.choosing.show_experiment(experiment)
        self._output = min(self._output, max(len(experiment.data.classes) - 1, 0))
        if self._followed is not None and self._followed >= experiment.data.table.rows:
            self._followed = None
            self.choosing.show_row(None)
        self._show()

    def forget(self) -> None:
        """Show the formulas in letters, and no tensors."""
        self._detail = self._phase = None
        self.area.forget()
        self.tensors.show_tensors(Tensors(()))
        self._show()

    def draw(self, frame: Frame) -> None:
        """Show the step that a frame has."""
        if frame.running != self._running:
            self._running = frame.running
            self.want_other_views()
        tensors = frame.views.get(TensorsRequest())
        if isinstance(tensors, Tensors):
            self.tensors.show_tensors(tensors)
        if frame.running:
            self._say()
            return
        detail = frame.views.get(self._request())
        self._detail = detail if isinstance(detail, Detail) else None
        self._phase = frame.phase
        self._show()

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(selection=self.show_selection, following=self.show_following)

    def show_selection(self, rows: NDArray[np.int64]) -> None:
        """Follow the first of the selected rows."""
        if len(rows) and int(rows[0]) != self._followed:
            self._follow(int(rows[0]))
            self.choosing.show_row(self._followed)

    def show_following(self, parameter: str, place: int) -> None:
        """Work out that number."""
        if Focus(parameter, place) != self._focus:
            self._focus = Focus(parameter, place)
            self.choosing.show_focus(self._focus)
            self._show()

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Go to the phase that has run meanwhile."""
        super().showEvent(event)
        self.area.look_again()

    def settle(self) -> None:
        """Typeset the formulas."""
        for section in self.sections.sections.values():
            section.formulas.finish()

    def view_state(self) -> dict[str, Any]:
        """Which tab."""
        return {"tab": self.tabs.currentIndex()}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """That tab again."""
        if state.get("tab") in (FORMULAS, TENSORS):
            self.tabs.setCurrentIndex(state["tab"])

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.sections.restyle(theme)

    def sizeHint(self) -> QSize:
        """Wide enough for most formulas."""
        return QSize(340, 500)

    def minimumSizeHint(self) -> QSize:
        """As narrow as a group is on a small screen; formulas are broken there."""
        return QSize(200, 200)

    def _arrange(self) -> None:
        self.tabs.addTab(tr("Formulas"))
        self.tabs.addTab(tr("Tensors"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        describe(self.tabs, tr("Formulas or tensors"), tr("What to see of the step."))
        self.note.setObjectName("Muted")
        self.note.setWordWrap(True)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(SPACE)
        for widget in (self.tabs, self.choosing, self.note):
            down.addWidget(widget)
        down.addWidget(self.area, 1)
        down.addWidget(self.tensors, 1)
        self.tensors.hide()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.choosing.followed.connect(self._on_followed)
        self.choosing.focused.connect(self._on_focused)
        self.choosing.output_chosen.connect(self._on_output)
        self.sections.copied.connect(self._copy)
        self.sections.followed.connect(self._on_number)
        self.sections.change_wanted.connect(self._on_change)

    def _on_tab(self, tab: int) -> None:
        for widget in (self.choosing, self.area):
            widget.setVisible(tab == FORMULAS)
        self.tensors.setVisible(tab == TENSORS)
        self.area.look_again()
        self._say()
        self.want_other_views()

    def _on_followed(self, row: int | None) -> None:
        self._follow(row)
        if row is not None:
            self.wish(Pick(np.array([row], dtype=np.int64)))

    def _follow(self, row: int | None) -> None:
        self._followed = row
        self.want_other_views()

    def _request(self) -> DetailRequest:
        name, place = self._focus.name, self._focus.place
        return DetailRequest(self._followed, name=name, place=place, neuron=self._output)

    def _on_focused(self, focus: Focus) -> None:
        self._focus = focus
        before = () if self._detail is None else self._detail.before.values()
        if any(isinstance(held, Picked) for held in before):
            self.want_other_views()
        self._show()
        self.wish(Follow(focus.name, focus.place))

    def _on_output(self, place: int) -> None:
        self._output = place
        self.want_other_views()

    def _on_number(self, phase: Phase, link: Link) -> None:
        """To where a number comes from."""
        light = Where(self._followed, step=AT_HAND)
        self._work_out(phase, link, *led(link.thing, light, AT_HAND))

    def _on_change(self, phase: Phase, link: Link) -> None:
        """What if it were another: in the formulas of its phase."""
        light = Where(self._followed, step=AT_HAND)
        self._work_out(phase, link, PhaseCard(phase), light, change=link.thing)

    def _work_out(
        self, phase: Phase, link: Link, thing: Thing, light: Where, change: Thing | None = None
    ) -> None:
        painted = Painted(thing, self.sections.place_of(phase, link))
        by_keys = self.sections.sections[phase].formulas.hasFocus()
        self.wish(WorkOut(self.sections, painted, by_keys or change is not None, light, change))

    def _copy(self, latex: str) -> None:
        QGuiApplication.clipboard().setText(latex)
        self.wish(Say(tr("The formulas were copied as LaTeX.")))

    def _show(self) -> None:
        if self.experiment is not None:
            detail = self._detail
            shapes = {name: v.shape for name, v in detail.before.items()} if detail else {}
            made = detail.setup.put_into(self.experiment, shapes) if detail else None
            shown, phase = (detail, self._phase) if made else (None, None)
            self.area.phase = self._phase if detail is not None else None
            self.sections.show_step(made or self.experiment, shown, phase, self._focus)
        self._say()

    def _say(self) -> None:
        self.note.setText(said := self._note())
        self.note.setVisible(bool(said))

    def _note(self) -> str:
        if self.tabs.currentIndex() == TENSORS:
            return ""
        waits = tr("Training runs: pause to see the numbers of a step.")
        return waits if self._running else note(self._detail, self._followed, self.experiment)
