"""A thing's formula in place: followed from number to number, pinned, copied, and what if."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Changed, Frame, Pointed, PointRequest, Request, WhatIf, Where
from engine.frames.sights import Moment
from engine.frames.things import StepLoss, Thing
from gui.kit.guard import guarded
from gui.kit.numbers import count
from gui.kit.panel import Panel
from gui.kit.telling import capital
from gui.kit.theme import Theme
from gui.kit.thing_names import named
from gui.kit.ties import Ties
from gui.kit.wishes import Say
from gui.kit.words import tr
from gui.kit.worked.focus import Focus
from gui.kit.worked.links import Link
from gui.kit.worked.pointed import worked
from gui.kit.worked.where import led
from gui.shell.popups.keeping import allowed_for, kept, why_not
from gui.shell.popups.parts import Parts

WIDTH = 400
MOST_HIGH = 0.6  # of the window


class Looked(NamedTuple):
    """What a popup shows: a thing, and in which light."""

    thing: Thing
    where: Where


class Popup(Panel):
    """One formula, with the way that was followed to it.

    While training runs its numbers stand still. ``imagined`` says which numbers are thought of as
    others, for everything that shows what would come of it.
    """

    imagined = Signal(object)  # (Where, changes), or None
    closed = Signal()
    resized = Signal()  # the formulas need another size

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # A press on its ground is none on the window below it, which would close it.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.way: list[Looked] = []
        self.changes: tuple[Changed, ...] = ()
        self.pointed: Pointed | None = None
        self._plain: Pointed | None = None  # without the changes
        self._steps: list[int | None] = []  # of each line
        self._running = False
        self._follow = Focus()
        self._loss: float | None = None
        self.begin_change: Thing | None = None  # to be typed anew once it is drawn
        self.parts = Parts(self)
        self.formulas = self.parts.formulas
        self._connect()

    @property
    def looked(self) -> Looked:
        """What is shown now."""
        return self.way[-1]

    @property
    def pinned(self) -> bool:
        """Whether it stays until it is closed."""
        return self.parts.pin.isChecked()

    def look_at(self, thing: Thing, where: Where) -> None:
        """Show another thing, from the beginning of a way."""
        self.way = []
        self._go(Looked(thing, where))

    def go_back(self) -> None:
        """To the formula before."""
        if len(self.way) > 1:
            self.way.pop()
            self._go(self.way.pop())

    def think(self, changes: tuple[Changed, ...]) -> None:
        """Let some numbers be others, or none."""
        if changes == self.changes:
            return
        self.changes, self._loss = changes, None
        self._show_thought()
        self.imagined.emit((self.looked.where, changes) if changes else None)
        self.want_other_views()

    def end(self) -> None:
        """Take back what was only thought, and go."""
        self.think(())
        self.closed.emit()  # while it still has the focus that it gives back
        self.hide()

    # ---- what the window shows it ---------------------------------------------------------------

    def wants(self) -> tuple[Request, ...]:
        """The numbers of what is shown, while training stands still."""
        return () if self._running and self.pointed is not None else (self._request(),)

    def show_experiment(self, experiment: Experiment) -> None:
        super().show_experiment(experiment)
        self._show_title()
        self._show_thought()

    def show_following(self, parameter: str, place: int) -> None:
        self._follow = Focus(parameter, place)
        self._write()

    def draw(self, frame: Frame) -> None:
        """Write the formulas with a frame's numbers."""
        if frame.running != self._running:
            self._running = frame.running
            self.want_other_views()
        found = frame.views.get(self._request())
        if isinstance(found, Pointed):
            self.pointed = found
            self._plain = self._plain if self.changes else found
            self._write()
            self._show_thought()
        elif not self._running and self.pointed is None:
            self.want_other_views()  # an earlier step takes more than one look

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(imagined=self.draw_imagined)

    def draw_imagined(self, found: WhatIf | None) -> None:
        """Say what the loss would be."""
        self._loss = None if found is None else found.loss
        self._show_thought()

    def forget(self) -> None:
        self.pointed = self._plain = None

    def settle(self) -> None:
        self.formulas.finish()

    def restyle(self, theme: Theme) -> None:
        self.parts.restyle(theme)

    def in_words(self) -> str:
        return self.formulas.latex

    def sizeHint(self) -> QSize:
        """As high as the formulas are, within the window."""
        window = self.window()
        wide = min(WIDTH, window.width() - 16)
        return QSize(wide, min(round(MOST_HIGH * window.height()), self.parts.height_for(wide)))

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Escape goes back or closes; it is no shortcut of the window's while this has the keys."""
        if isinstance(event, QKeyEvent) and Qt.Key(event.key()) == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._escape()
                return True
        return super().event(event)

    # ---- inside ---------------------------------------------------------------------------------

    def _connect(self) -> None:
        parts = self.parts
        parts.back.clicked.connect(self.go_back)
        parts.copy.clicked.connect(self._on_copy)
        parts.close.clicked.connect(self.end)
        parts.thinking.taken_back.connect(lambda: self.think(()))
        parts.thinking.kept.connect(self._on_keep)
        parts.editor.committed.connect(self._on_changed)
        self.formulas.followed.connect(self._on_followed)
        self.formulas.change_wanted.connect(self._on_change_wanted)
        self.formulas.typeset_all.connect(self.resized)
        self.formulas.typeset_all.connect(self._on_typeset)

    def _request(self) -> PointRequest:
        return PointRequest(self.looked.thing, self.looked.where, self.changes)

    def _go(self, looked: Looked) -> None:
        if self.changes:
            self.think(())
        self.way.append(looked)
        self.parts.editor.end()
        self.pointed = self._plain = None
        self.formulas.own = looked.thing
        self.parts.back.setVisible(len(self.way) > 1)
        if self.experiment is not None:
            self.show_experiment(self.experiment)
        self.want_other_views()

    def _write(self) -> None:
        found, experiment = self.pointed, self.experiment
        if found is None or experiment is None:
            return
        shapes = {name: values.shape for name, values in found.detail.before.items()}
        made = found.detail.setup.put_into(experiment, shapes)
        if made is None:
            return
        parts = worked(made, found, self._follow)
        lines = [line for part in parts for line in part.lines]
        self._steps = [part.step for part in parts for _ in part.lines]
        here = self.looked.where.step
        others = (line for line, step in enumerate(self._steps) if step != here)
        self.formulas.elsewhere = frozenset(others)
        things = {link.thing for line in lines for link in line.links}
        self.formulas.names = {thing: capital(named(thing, made)) for thing in things}
        self.formulas.changed = tuple(change.thing for change in self.changes)
        self.parts.show_hint(bool(things))
        self.formulas.show_lines(lines, False)
        self._show_title()

    def _show_title(self) -> None:
        """What it is, and of which step where it is of one."""
        if self.experiment is None:
            return
        title = capital(named(self.looked.thing, self.experiment))
        in_a_step = self.looked.where.step is not None and self.pointed is not None
        says_so = isinstance(self.looked.thing, StepLoss | Moment)
        if in_a_step and self.pointed is not None and not says_so:
            step = count(self.pointed.detail.step + 1)
            title = tr("{name} · step {step}", name=title, step=step)
        self.parts.name(title)

    def _show_thought(self) -> None:
        if self.experiment is not None:
            reason = why_not(self.changes, self.looked.where, self._plain)
            self.parts.thinking.show_changes(self.changes, self.experiment, self._loss, reason)
            self.resized.emit()

    def _escape(self) -> None:
        if self.changes:
            self.think(())
        elif len(self.way) > 1:
            self.go_back()
        else:
            self.end()

    def _on_followed(self, line: int, link: Link) -> None:
        self._go(Looked(*led(link.thing, self.looked.where, self._steps[line])))

    def _on_typeset(self) -> None:
        thing, self.begin_change = self.begin_change, None
        found = [each for each in self.formulas.links() if each[1].thing == thing]
        if thing is not None and found:
            self._on_change_wanted(*found[0])

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.formulas.latex)
        self.wish(Say(tr("The formulas were copied as LaTeX.")))

    def _on_change_wanted(self, line: int, link: Link, box: QRectF) -> None:
        if self.experiment is None:
            return
        if self._steps[line] != self.looked.where.step:  # what is of a step changes within it
            self._on_followed(line, link)
            return
        allowed = allowed_for(link.thing, self.experiment)
        if isinstance(allowed, EngineError):
            self.refuse(allowed)
            return
        self.parts.editor.begin(link, box, allowed, self.formulas.sentence(link))

    def _on_changed(self, thing: Thing, value: float) -> None:
        others = tuple(change for change in self.changes if change.thing != thing)
        self.think((*others, Changed(thing, value)))

    def _on_keep(self) -> None:
        if self.experiment is None or self._plain is None:
            return
        try:
            wishes = kept(self.changes, self.experiment, self._plain)
        except EngineError as error:
            self.refuse(error)
            return
        self.think(())
        for wish in wishes:
            self.wish(wish)
