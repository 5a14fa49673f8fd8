"""The input for one number: typed, or stepped with arrow keys and the wheel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QToolTip, QWidget

from engine.catalog import Range
from engine.catalog.entry import ANY
from engine.errors import EngineError
from gui.kit import telling
from gui.kit.forms.steps import read, stepped
from gui.kit.guard import guarded
from gui.kit.numbers import full, short

WIDEST = "−1.2345e−10"  # what a field has room for


class NumberField(QAbstractSpinBox):
    """A number that is typed or stepped with arrow keys or the wheel.

    It shows four significant digits and, while it has the keyboard, all of them. Typing takes
    effect with Enter or on leaving; text that cannot be used changes nothing and says why.
    """

    committed = Signal(object)  # the new float, or int where only whole numbers are meant

    def __init__(
        self,
        allowed: Range = ANY,
        whole: bool = False,
        stretch: tuple[float, float] | None = None,
        log: bool = False,
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.allowed, self.whole, self.stretch, self.log, self.unit = (
            allowed, whole, stretch, log, unit,
        )  # fmt: skip
        self.help = ""
        self._value: float | None = None
        self._typed = False
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setAlignment(Qt.AlignmentFlag.AlignRight)
        self.lineEdit().textEdited.connect(self._on_typed)
        self.editingFinished.connect(self._on_finished)
        self.set_value(0)

    def value(self) -> float | None:
        """The number as it is, whatever is being typed."""
        return self._value

    def set_value(self, value: float | None) -> None:
        """Show a number; emits nothing and leaves alone what is being typed over the same one."""
        if value == self._value and self._typed:
            return
        self._value, self._typed = value, False
        self._refresh()

    def set_help(self, text: str) -> None:
        """Explain the field; its tooltip adds the number in full."""
        self.help = text
        self._refresh_tooltip()

    def parse(self, text: str) -> float | None:
        """The number that ``text`` stands for; raises EngineError where it cannot be used."""
        return read(text.removesuffix(self.unit.strip()), self.allowed, self.whole)

    def step_from(self, value: float | None, steps: int) -> float | None:
        """Where the arrow keys lead."""
        if value is None:
            return None
        return stepped(value, steps, self.allowed, self.stretch, self.log, self.whole)

    def format(self, value: float | None, exact: bool) -> str:
        """The number as text: short, or with every digit."""
        text = str(value) if self.whole else full(value) if exact else short(value)
        return text + self.unit

    # ---- what Qt calls --------------------------------------------------------------------------

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        undoing = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self._typed
            and any(event.matches(key) for key in undoing)
        ):
            event.ignore()  # nothing is being typed, so the window's own undo is meant
            return False
        return super().event(event)

    def stepBy(self, steps: int) -> None:
        self._commit(self.step_from(self._value, steps))

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepUpEnabled | flags.StepDownEnabled

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, text, place

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # the wheel scrolls the panel, unless the field was chosen first

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._typed:
            self._forget()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self._typed:
            self._refresh()
            self.selectAll()

    @guarded(None)
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)  # emits editingFinished, which takes over what was typed
        self._forget()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        hint.setWidth(self.fontMetrics().horizontalAdvance(WIDEST) + 16)
        return hint

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("0.0001") + 16, self.sizeHint().height())

    # ---- what happens inside --------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        self._typed = True
        try:
            self.parse(text)
        except EngineError as error:
            self._mark(telling.sentence(error))
        else:
            self._mark("")

    def _on_finished(self) -> None:
        if not self._typed:
            return
        try:
            value = self.parse(self.text())
        except EngineError:
            where = self.mapToGlobal(QPoint(0, self.height()))
            QToolTip.showText(where, self.toolTip(), self)
        else:
            self._commit(value)

    def _commit(self, value: float | None) -> None:
        changed = value != self._value
        self._value = value
        self._forget()
        if changed:
            self.committed.emit(value)

    def _forget(self) -> None:
        self._typed = False
        self._refresh()

    def _refresh(self) -> None:
        text = self.format(self._value, exact=self.hasFocus())
        if text != self.text():
            self.lineEdit().setText(text)
            self.lineEdit().setCursorPosition(0)
        self._mark("")

    def _mark(self, trouble: str) -> None:
        """Show in colour and words that the text cannot be used, or that it can."""
        self._refresh_tooltip(trouble)
        if bool(trouble) != bool(self.property("invalid")):
            self.setProperty("invalid", bool(trouble))
            self.style().unpolish(self)
            self.style().polish(self)

    def _refresh_tooltip(self, trouble: str = "") -> None:
        exact = self.format(self._value, exact=True)
        more = exact if exact != self.format(self._value, exact=False) else ""
        text = "\n".join(part for part in (trouble, self.help, "" if trouble else more) if part)
        if text != self.toolTip():
            self.setToolTip(text)
