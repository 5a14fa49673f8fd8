"""One function of the gallery, large: its curve and slope, its parameters, others beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.catalog import ACTIVATIONS
from engine.data.formula import LONGEST
from engine.experiment.specs import Choice
from engine.frames import Gallery
from gui.kit import telling
from gui.kit.forms.choosers import CheckList, Item
from gui.kit.forms.entry_form import ParamForm
from gui.kit.forms.rows import NARROW, Row, describe
from gui.kit.formulas import plain
from gui.kit.legend import Reading
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.panels.gallery.functions import gallery, saturation
from gui.panels.gallery.plot import FunctionsPlot


class Large(QWidget):
    """Says by ``changed`` that other curves are wanted; ``functions`` has which."""

    closed = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.choice = gallery()[0]
        self.back = QToolButton()
        self.back.setText(f"‹ {tr('All functions')}")
        self.title, self.about, self.trouble = QLabel(), QLabel(), QLabel()
        self.plot = FunctionsPlot(self)
        self.legend = QGridLayout()
        self.readings: list[Reading] = []
        self.others, self.own = CheckList(), QLineEdit()
        self._form: ParamForm | None = None
        self._beside: tuple[str, ...] = ()
        self._arrange()
        self.back.clicked.connect(self.closed)
        self.plot.hovered.connect(self._point)
        self.plot.left.connect(self._unpoint)
        self.others.toggled_names.connect(self._on_others)
        self.own.editingFinished.connect(self.changed)

    @property
    def functions(self) -> tuple[Choice | str, ...]:
        """The function that is shown, those laid over it, and the learner's own."""
        beside = {choice.name: choice for choice in gallery()}
        typed = self.own.text().strip()
        return (self.choice, *(beside[name] for name in self._beside), *([typed] if typed else []))

    def show_choice(self, choice: Choice) -> None:
        """Show another function; what lies over it stays."""
        self.choice = choice
        entry = ACTIVATIONS[choice.name]
        self.title.setText(tr(entry.label))
        if self._form is not None:
            self._form.setParent(None)
            self._form.deleteLater()
            self._form = None
        if entry.params:
            self._form = ParamForm(entry, "")
            self._form.show_values({**entry.defaults(), **choice.as_dict()})
            self._form.changed.connect(self._on_value)
            self._down.insertWidget(self._down.indexOf(self.about), self._form)
        self._offer()
        self.changed.emit()

    def show_view(self, view: Gallery) -> None:
        """Draw the curves that were asked for."""
        self.plot.show_curves(view.z, view.curves)
        entry = ACTIVATIONS[self.choice.name]
        told = [
            f"f(z) = {plain(entry.formula)}",
            tr("Range: {span}.", span=entry.span) + " " + saturation(view.z, view.curves[0]),
            tr(entry.help),
        ]
        self.about.setText("\n".join(told))
        problem = view.curves[-1].problem
        self.trouble.setText(telling.sentence(problem) if problem else "")
        self.trouble.setVisible(problem is not None)
        self._show_legend()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.plot.restyle(theme)
        self._show_legend()

    def _arrange(self) -> None:
        self.title.setObjectName("Heading")
        for label in (self.about, self.trouble):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.about.setObjectName("Muted")
        self.trouble.setObjectName("Trouble")
        self.trouble.hide()
        self.own.setMaxLength(LONGEST)
        self.own.setPlaceholderText("z*exp(-z**2)")
        beside = tr("Other functions, laid over this one.")
        own = tr("A function of your own: an expression of z.")
        describe(self.back, tr("All functions"), tr("Shows all functions again."))
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.title)
        head.addStretch()
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.addLayout(head)
        self._down.addWidget(self.plot, 1)
        self._down.addLayout(self.legend)
        self._down.addWidget(self.about)
        self._down.addWidget(Row(tr("Laid over it"), beside, self.others, NARROW))
        self._down.addWidget(Row(tr("Own f(z)"), own, self.own, NARROW))
        self._down.addWidget(self.trouble)

    def _offer(self) -> None:
        lines = [
            Item(choice.name, tr(entry.label), tr(entry.help))
            for choice in gallery()
            if (entry := ACTIVATIONS[choice.name]) and choice.name != self.choice.name
        ]
        self._beside = tuple(name for name in self._beside if name != self.choice.name)
        self.others.show_items(lines, self._beside)

    def _on_others(self, names: list[str]) -> None:
        self._beside = tuple(names)
        self._offer()
        self.changed.emit()

    def _on_value(self, name: str, value: float) -> None:
        self.choice = self.choice.replace(**{name: value})
        if self._form is not None:
            self._form.show_values(self.choice.as_dict())
        self.changed.emit()

    def _show_legend(self) -> None:
        names = [f if isinstance(f, str) else tr(ACTIVATIONS[f.name].label) for f in self.functions]
        while self.legend.count():
            widget = self.legend.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        slope = Reading("f′(z)", tr("The slope of the function."), line=Qt.PenStyle.DashLine)
        slope.set_color(self._theme.warning)
        self.readings = [Reading(name, name) for name in names]
        for place, reading in enumerate(self.readings):
            reading.set_color(self.plot.color(place))
        self.readings.insert(1, slope)
        for place, reading in enumerate(self.readings):
            self.legend.addWidget(reading, place // 2, place % 2)

    def _point(self, z: float, _y: float) -> None:
        found = self.plot.read(z)
        if found:
            values = [found[0][0], found[0][1], *(value for value, _ in found[1:])]
            for reading, value in zip(self.readings, values, strict=False):
                reading.show_value(value)

    def _unpoint(self) -> None:
        self.plot.unread()
        for reading in self.readings:
            reading.show_value(None)
