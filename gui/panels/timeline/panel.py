"""The timeline: the whole run under one slider, to go back to any step and forth again."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.catalog import Range
from engine.experiment import Experiment
from engine.frames import Frame, Metrics, MetricsRequest, Request
from engine.frames.sights import Moment
from gui.kit.fonts import tabular
from gui.kit.forms.fields import NumberField
from gui.kit.guard import guarded
from gui.kit.numbers import count
from gui.kit.panel import Panel
from gui.kit.pointing import Pointing
from gui.kit.still import Still
from gui.kit.theme import Theme
from gui.kit.things import Painted, found_in, moved
from gui.kit.ties import Ties
from gui.kit.wishes import ShowStep
from gui.kit.words import tr
from gui.model.journal.journal import Journal
from gui.model.journal.marks import Mark, Marks
from gui.panels.timeline.slider import MarkedSlider

LEAST = 28  # pixels of the slider
SPACE = 8
LATE = 3  # frames of earlier steps that may still come after a step was asked for
DIGITS = 7  # of a step number that the field has room for
PAGES = 10  # of the slider, from one end to the other


class TimelinePanel(Panel):
    """A slider from the first step that can be gone to up to the furthest, and the step itself.

    The handle belongs to the learner: while the step asked for is on its way it stays put. Marks
    under it show where something was changed, where branches begin, the lowest test loss, and
    where training diverged.
    """

    hears_always = True  # the marks of changes

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = MarkedSlider()
        self._marks = Marks()
        self._journal: Journal | None = None
        self.field = NumberField(Range(0, 0), whole=True)
        self.total = Still()
        self._ends = (0, 0)
        self._asked: int | None = None
        self._late = 0
        self._pointing = Pointing(
            self, self.wish, self.slider, things=self.things, at=self.thing_at
        )
        self._arrange()
        self._show_ends(0, 0)
        self.slider.valueChanged.connect(self._ask)
        self.field.committed.connect(self._on_typed)

    def show_experiment(self, experiment: Experiment) -> None:
        """Changed or another one: what was asked for is of the past."""
        before = self.experiment
        super().show_experiment(experiment)
        if before is not None:
            self._marks.change(before, experiment)
        self._asked = None

    def forget(self) -> None:
        """There is no run to go back in."""
        self._asked = None
        self._show_ends(0, 0)
        self._show_step(0)
        self.slider.show_marks(())

    def wants(self) -> tuple[Request, ...]:
        """The test loss, where there are test rows."""
        has_test = self.experiment is not None and self.experiment.data.test_fraction > 0
        return (MetricsRequest(),) if has_test else ()

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(pointing=self._pointing, passed=self.record)

    def record(self, frame: Frame) -> None:
        """Follow the run, for the marks."""
        if self.experiment is not None:
            self._take(frame, self.experiment)
            metrics = frame.views.get(MetricsRequest())
            if isinstance(metrics, Metrics):
                self._marks.test(frame.step, metrics.test_loss)

    def read_journal(self, journal: Journal) -> None:
        """Learn from it what was noted of a run that was there before."""
        self._journal = journal

    def _take(self, frame: Frame, experiment: Experiment) -> None:
        is_another = self._marks.run != frame.run
        self._marks.take(frame, experiment)
        if self._journal is None or self._journal.run != frame.run:
            return
        if is_another and self._journal.marked:
            self._marks.recall(self._journal.turns, self._journal.marked)
        self._journal.marked = self._marks.noted

    def things(self) -> list[Painted]:
        """The marks."""
        return [moved(self._painted(mark), self.slider, self) for mark in self.slider.shown()]

    def thing_at(self, at: QPointF) -> Painted | None:
        """The mark at a place."""
        return found_in(self.slider, self, at, self._inside)

    def _inside(self, at: QPointF) -> Painted | None:
        mark = self.slider.at(at)
        return None if mark is None else self._painted(mark)

    def _painted(self, mark: Mark) -> Painted:
        return Painted(Moment(mark.step, mark.text), self.slider.box(mark))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.slider.restyle(theme)

    def draw(self, frame: Frame) -> None:
        """Stand at the frame's step, unless another one was asked for."""
        self.record(frame)
        self.slider.show_marks(self._marks.all())
        self._show_ends(frame.earliest, frame.step if frame.furthest is None else frame.furthest)
        self._late -= 1
        if self._asked not in (None, frame.step) and (self.slider.isSliderDown() or self._late > 0):
            return
        self._asked = None
        if not self.slider.isSliderDown():
            self._show_step(frame.step)

    def _arrange(self) -> None:
        figures = tabular(self.font())
        for widget in (self.field, self.total.label):
            widget.setFont(figures)
        self.field.setFixedWidth(self.fontMetrics().horizontalAdvance("0" * DIGITS) + 16)
        self.field.setMaximumHeight(self.fontMetrics().height() + 6)
        self.field.setAccessibleName(tr("Step"))
        self.field.set_help(tr("The step that is shown; type another one to go there."))
        self.slider.setAccessibleName(tr("Timeline"))
        self.slider.setToolTip(
            tr("Drag to see every step again as it was; training goes on from there.")
        )
        self.slider.setMinimumWidth(LEAST)
        self.total.setMinimumWidth(1)  # a long number must not make the dock wider
        self.total.label.setObjectName("Muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(SPACE)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        row.addWidget(self.total)

    def _show_ends(self, first: int, last: int) -> None:
        if (first, last) == self._ends and self.total.text():
            return
        self._ends = first, last
        self.slider.blockSignals(True)
        self.slider.setRange(first, last)
        self.slider.setPageStep(max(1, (last - first) // PAGES))
        self.slider.blockSignals(False)
        self.field.allowed = Range(first, last)
        self.total.setText(tr("of {total}", total=count(last)))
        self._make_room()
        self.setEnabled(last > first)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the total out where it has no room: half a number would be another one."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        needed = LEAST + self.field.width() + self.total.sizeHint().width() + 2 * SPACE + 8
        self.total.setVisible(self.width() >= needed)

    def _show_step(self, step: int) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(step)
        self.slider.blockSignals(False)
        self.field.set_value(step)

    def _ask(self, step: int) -> None:
        self._asked, self._late = step, LATE
        self.field.set_value(step)
        self.wish(ShowStep(step))

    def _on_typed(self, step: int) -> None:
        self._show_step(step)
        self._ask(step)
