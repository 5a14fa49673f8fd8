"""What stands over each layer: its name with a menu, its neurons one more or less, its curve."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from engine.catalog import ACTIVATIONS
from engine.edits import layers as edits
from engine.experiment import Experiment
from engine.frames import LayerHealth
from gui.kit.forms.rows import describe, keeps_others
from gui.kit.guard import guarded
from gui.kit.icons import icon
from gui.kit.passing import pop_up
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.panels.network.menus import layer_menu
from gui.panels.network.plan import HEAD, Column, Plan
from gui.panels.network.state import HIGH, WIDE, StateBar

BUTTON = 24
SIDES = 12  # pixels beside a button's text
MARK = 12  # pixels of the snowflake
COUNT = 22  # pixels of the number between − and +
ROOM_FOR_COUNT = 2 * BUTTON + COUNT  # of pitch, below which the menu alone has it
Change = Callable[[Experiment], Experiment]


class Head(QWidget):
    """Over one column; only hidden layers have anything that can be changed."""

    wanted = Signal(str, object)  # what the undo menu says; a Change

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self.layer = 0
        self._help = ""
        self.title, self.curve = Short(self), Short(self)
        self.count = QLabel(self)
        self.less, self.more = Short(self), Short(self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button, text in ((self.less, "−"), (self.more, "+")):
            button.show_text(text)
        self.state = StateBar(self)
        self.state.hide()
        self.title.installEventFilter(self)
        self.less.clicked.connect(lambda: self._resize(-1))
        self.more.clicked.connect(lambda: self._resize(1))
        self.title.clicked.connect(lambda: self._pop_up(self.title, whole=True))
        self.curve.clicked.connect(lambda: self._pop_up(self.curve, whole=False))

    def show_layer(self, experiment: Experiment, column: Column, plan: Plan) -> None:
        """Stand over a column and say what it is."""
        self._experiment, self.layer = experiment, column.layer
        model = experiment.model
        is_hidden, has_menu = 0 < column.layer <= len(model.hidden), column.layer > 0
        width = int(plan.pitch) - 2
        self.setGeometry(round(column.middle - width / 2), 0, width, int(HEAD))
        name = tr("Inputs") if not column.layer else tr("Output")
        if is_hidden:
            name = tr("Hidden {layer}", layer=column.layer)
            choice = model.activations[column.layer - 1]
            self.curve.show_text(f"{tr(ACTIVATIONS[choice.name].label)} ▾")
            self._describe(name)
        short = f"{column.layer} ▾" if is_hidden else ""
        self.title.show_text(f"{name} ▾" if has_menu else name, short)
        passive = Qt.WidgetAttribute.WA_TransparentForMouseEvents
        self.title.setAttribute(passive, not has_menu)
        policy = Qt.FocusPolicy.TabFocus if has_menu else Qt.FocusPolicy.NoFocus
        self.title.setFocusPolicy(policy)
        self._tell(name, frozen(experiment, column.layer))
        self.show_state(None, 0.0)
        self.count.setText(str(column.count))
        self._arrange(width, is_hidden)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.state.restyle(theme)
        self.title.restyle(theme.accent)

    def show_state(self, layer: LayerHealth | None, largest: float) -> None:
        """Under the name, how its gradient and its neurons are; the name's tooltip says it."""
        wide = min(self.width(), WIDE)
        self.state.setGeometry((self.width() - wide) // 2, int(HEAD) - HIGH, wide, HIGH)
        self.state.show_state(layer, largest)

    @guarded(False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Write the name's tooltip when it is wanted: its figures change with every frame."""
        if event.type() == QEvent.Type.ToolTip:
            words = (self.state.words, self._help)
            self.title.setToolTip("\n".join(text for text in words if text))
        return False

    def _tell(self, name: str, still: list[str]) -> None:
        """What the title's tooltip and a screen reader say; a snowflake marks what is frozen."""
        self.title.mark(bool(still))
        words = [tr("frozen: {parts}", parts=", ".join(still))] if still else []
        self.title.setAccessibleName("; ".join([name, *words]))
        help = [tr("What can be done with this layer.")] if self.layer else []
        self._help = "\n".join([*words, *help])
        self.title.setToolTip(self._help)

    def _describe(self, name: str) -> None:
        fewer, more = (
            tr("Takes the last neuron of this layer away."),
            tr("Adds a neuron to this layer."),
        )
        describe(self.less, tr("{layer}: one neuron less", layer=name), f"{fewer} {keeps_others()}")
        describe(self.more, tr("{layer}: one neuron more", layer=name), f"{more} {keeps_others()}")
        curve = tr("What bends the neurons' outputs.")
        describe(self.curve, tr("{layer}: activation", layer=name), curve)

    def _arrange(self, width: int, is_hidden: bool) -> None:
        counts = is_hidden and width >= ROOM_FOR_COUNT
        curves = is_hidden and width >= ROOM_FOR_COUNT + self.curve.natural
        for button in (self.less, self.more):
            button.setVisible(counts)
        self.curve.setVisible(curves)
        wide = min(width, self.title.natural)
        self.title.setGeometry((width - wide) // 2, 0, wide, BUTTON)
        curve = self.curve.natural if curves else 0
        left = (width - ROOM_FOR_COUNT - curve) // 2 if counts else 0
        self.less.setGeometry(left, BUTTON, BUTTON, BUTTON)
        room = COUNT if counts else width
        self.count.setGeometry(left + (BUTTON if counts else 0), BUTTON, room, BUTTON)
        self.more.setGeometry(left + BUTTON + COUNT, BUTTON, BUTTON, BUTTON)
        self.curve.setGeometry(left + ROOM_FOR_COUNT, BUTTON, max(curve, 1), BUTTON)

    def _resize(self, by: int) -> None:
        if self._experiment is None or not 0 < self.layer <= len(self._experiment.model.hidden):
            return  # it has gone since it was drawn
        layer, count = self.layer - 1, self._experiment.model.hidden[self.layer - 1] + by
        self.wanted.emit(tr("Neurons"), lambda old: edits.with_neurons(old, layer, count))

    def _pop_up(self, button: QWidget, *, whole: bool) -> None:
        if self._experiment is not None:
            menu = layer_menu(self, self._experiment, self.layer - 1, self.wanted.emit, whole=whole)
            pop_up(menu, button.mapToGlobal(QPoint(0, button.height())))


def frozen(experiment: Experiment, layer: int) -> list[str]:
    """Which of a layer's parameters training leaves as they are; the inputs are layer 0."""
    hidden = len(experiment.model.hidden)
    name = "output" if layer > hidden else f"hidden{layer}"
    parts = {"weight": tr("weights"), "bias": tr("biases")}
    return [text for kind, text in parts.items() if f"{name}.{kind}" in experiment.model.frozen]


class Adding(QWidget):
    """Stands between two columns: one more layer there."""

    wanted = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.at = 0
        self.button = Short(self)
        self.button.setGeometry(0, 0, BUTTON, BUTTON)
        self.setFixedSize(BUTTON, BUTTON)
        self.button.clicked.connect(
            lambda: self.wanted.emit(
                tr("Add a layer"), lambda old, at=self.at: edits.with_layer(old, at)
            )
        )

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.button.setIcon(icon("circle-plus", theme.accent))

    def show_between(self, plan: Plan, at: int) -> None:
        """Stand before the hidden layer at a place, or before the output."""
        self.at = at
        left, right = plan.columns[at], plan.columns[at + 1]
        middle = (left.boxes[0].right() + right.boxes[0].left()) / 2
        self.move(round(middle - BUTTON / 2), 0)
        help = f"{tr('Adds a hidden layer here.')} {keeps_others()}"
        describe(self.button, tr("Add a layer at place {place}", place=at + 1), help)


class Short(QToolButton):
    """A flat button whose text is cut where it has no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("quiet", True)
        self.setProperty("pictured", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._whole = self._short = ""
        self._marked = False
        self._color = LIGHT.accent
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(MARK, MARK))

    @property
    def natural(self) -> int:
        """The width that its text asks for."""
        return self.fontMetrics().horizontalAdvance(self._whole) + SIDES + self._room

    @property
    def _room(self) -> int:
        return MARK + 4 if self._marked else 0

    def restyle(self, color: str) -> None:
        """Take on the colour of a theme."""
        self._color = color
        self.mark(self._marked)

    def mark(self, marked: bool) -> None:
        """Stand beside a snowflake, or not."""
        self._marked = marked
        self.setIcon(icon("snowflake", self._color) if marked else QIcon())
        self._cut()

    def show_text(self, text: str, short: str = "") -> None:
        """Say this where it fits, else what is ``short``, else its beginning."""
        self._whole, self._short = text, short
        self._cut()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """More fits, or less."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room, elide = self.width() - 8 - self._room, Qt.TextElideMode.ElideRight
        cut = self.fontMetrics().elidedText(self._whole, elide, room)
        self.setText(cut if cut == self._whole else self._short or cut)
