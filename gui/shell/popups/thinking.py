"""The part of a popup that says which numbers are thought of as others, and what comes of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from engine.catalog import Range
from engine.experiment import Experiment
from engine.frames import Changed
from engine.frames.things import Thing
from gui.kit.forms.fields import NumberField
from gui.kit.forms.rows import describe
from gui.kit.guard import guarded
from gui.kit.numbers import full, loss, short, single
from gui.kit.thing_names import named
from gui.kit.words import tr
from gui.kit.worked.followed import FollowedFormulas
from gui.kit.worked.links import Link

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NARROWEST, HIGH = 90, 26  # pixels of the editor
EDGE = 28  # beside its text


class Thinking(QWidget):
    """``What if w = 2? The loss would be 0.31.`` with buttons that keep it or take it back."""

    kept = Signal()
    taken_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.keep, self.take_back = QPushButton(tr("Keep")), QPushButton(tr("Take back"))
        describe(self.take_back, tr("Take back"), tr("Everything is as it is again."))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 4, 0)
        across.addWidget(self.said, 1)
        for button in (self.take_back, self.keep):
            button.setProperty("slim", True)
            across.addWidget(button)
        self.keep.clicked.connect(self.kept)
        self.take_back.clicked.connect(self.taken_back)
        self.hide()

    def show_changes(
        self,
        changes: tuple[Changed, ...],
        experiment: Experiment,
        found: float | None,
        reason: str,
    ) -> None:
        """``found`` is what the loss would be; with a ``reason`` it cannot be kept."""
        self.setVisible(bool(changes))
        told = ", ".join(
            tr("{name} = {value}", name=named(change.thing, experiment), value=short(change.value))
            for change in changes
        )
        said = tr("What if {changes}?", changes=told)
        if found is not None:
            said += " " + tr("The loss would be {loss}.", loss=loss(found))
        self.said.setText(said)
        self.keep.setEnabled(not reason)
        describe(self.keep, tr("Keep"), reason or tr("Makes it so; it can be undone."))


class FigureField(NumberField):
    """A number of the model, which may be of single precision."""

    def format(self, value: float | None, exact: bool) -> str:
        return super().format(value, exact) if value is None or not exact else full(single(value))


class Editor(QObject):
    """A field at a number of a formula, until it is left."""

    committed = Signal(object, float)  # the Thing whose number it is
    ended = Signal()

    def __init__(self, over: FollowedFormulas) -> None:
        super().__init__(over)
        self._over = over
        self._thing: Thing | None = None
        self.field: NumberField | None = None

    def begin(self, link: Link, box: QRectF, allowed: Range, sentence: str) -> None:
        """Let another number be typed where one is drawn."""
        self.end()
        self._thing = link.thing
        field = self.field = FigureField(allowed, parent=self._over)
        field.set_value(link.value)
        describe(field, tr("What if"), sentence)
        digits = field.fontMetrics().horizontalAdvance(field.format(link.value, exact=True))
        field.setGeometry(self._place(box, max(NARROWEST, digits + EDGE)))
        field.committed.connect(self._on_committed)
        field.editingFinished.connect(self.end)
        field.installEventFilter(self)
        field.show()
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def _place(self, box: QRectF, wide: int) -> QRect:
        """Over the number, under it or above it: where the fewest other numbers are covered."""
        others = [other for _, _, other in self._over.numbers if other != box]
        most, lowest = self._over.width() - wide - 2, self._over.height() - HIGH
        lefts = (box.left() - 4, box.right() + 4 - wide)
        tops = (box.center().y() - HIGH / 2, box.bottom() + 3, box.top() - HIGH - 3)
        places = [
            QRect(max(0, min(round(left), most)), max(0, min(round(top), lowest)), wide, HIGH)
            for top in tops
            for left in lefts
        ]
        return min(places, key=lambda at: sum(QRectF(at).intersects(other) for other in others))

    def end(self) -> None:
        """Take the field away."""
        field, self.field = self.field, None
        if field is not None:
            field.removeEventFilter(self)
            held = field.hasFocus()
            field.hide()
            field.deleteLater()
            if held:
                self._over.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ended.emit()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape only leaves the field; Enter is for nobody behind it."""
        if isinstance(event, QKeyEvent) and isinstance(watched, NumberField):
            enters = Qt.Key(event.key()) in ENTERS
            if enters and event.type() == QEvent.Type.KeyPress:
                watched.keyPressEvent(event)
                event.accept()
                return True
        leaves = isinstance(event, QKeyEvent) and Qt.Key(event.key()) == Qt.Key.Key_Escape
        if leaves and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if leaves and event.type() == QEvent.Type.KeyPress:
            self.end()
            return True
        return super().eventFilter(watched, event)

    def _on_committed(self, value: object) -> None:
        if isinstance(value, (int, float)):
            self.committed.emit(self._thing, float(value))
