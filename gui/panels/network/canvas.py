"""The picture of the network, and where in it everything is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from engine.experiment import Experiment
from engine.experiment.specs import input_names
from engine.frames import Network, Parameters
from gui.kit.focus import FocusRing
from gui.kit.guard import guarded
from gui.kit.parameter_names import formula
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted
from gui.kit.words import tr
from gui.panels.network.axes import answers
from gui.panels.network.drawing import Scene, center_text, paint, pictures, weights
from gui.panels.network.heads import Adding, Head
from gui.panels.network.looks import Looks
from gui.panels.network.plan import least, planned
from gui.panels.network.things import painted

ROOM_FOR_ADDING = 96  # pixels between two columns' middles, for a button between their names


class NetworkCanvas(QWidget):
    """Paints an experiment's network with what the last frame brought of it."""

    resized = Signal()  # maps of another size are wanted
    wanted = Signal(str, object)  # what the undo menu says; what changes the experiment

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Network"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ring = FocusRing(self)
        self.heads: list[Head] = []
        self.adding: list[Adding] = []
        self._experiment: Experiment | None = None
        self._sizes: tuple[int, ...] = (1, 1)
        self._layers: tuple[str, ...] = ("output",)
        self._names: tuple[str, ...] = ()  # of the inputs
        self.scene = Scene(planned(self._sizes, QSizeF()), Looks(LIGHT))
        self._view: Network | None = None
        self._values: Parameters | None = None
        self._painted: tuple[object, list[Painted]] | None = None  # of this plan and place

    def show_experiment(self, experiment: Experiment) -> None:
        """Stand as the experiment's layers do; what was drawn of others goes."""
        before, self._experiment = self._experiment, experiment
        shapes = experiment.parameter_shapes()
        weights_of = [name for name in shapes if name.endswith(".weight")]
        sizes = (shapes[weights_of[0]][1], *(shapes[name][0] for name in weights_of))
        names = input_names(experiment.data, experiment.model)
        self._painted = None
        self._names = tuple(formula(name) for name in names)
        self._layers = tuple(name.removesuffix(".weight") for name in weights_of)
        if before is None or sizes != self._sizes:
            self._sizes = sizes
            self.forget()
            self._plan()
        self._place_heads()
        self.update()

    def forget(self) -> None:
        """Show the network without numbers."""
        self._view = self._values = None
        self._prepare()

    def show_network(self, view: Network | None, values: Parameters | None) -> None:
        """Draw what every neuron makes of the axes, and the parameters."""
        self._view = view or self._view
        self._values = values or self._values
        self._prepare()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.scene.looks = Looks(theme)
        for adding in self.adding:
            adding.restyle(theme)
        self._prepare()

    def things(self, offset: QPointF) -> list[Painted]:
        """Everything that can be pointed at, where the picture begins at ``offset``."""
        key = self.scene.plan, self._layers, offset.toTuple()
        if self._painted is None or self._painted[0] != key:
            shapes = {} if self._experiment is None else self._experiment.parameter_shapes()
            self._painted = key, painted(self.scene.plan, self._layers, shapes, offset)
        return self._painted[1]

    @property
    def map_pixels(self) -> tuple[int, int]:
        """How many pixels of the screen a hidden neuron's and an output's map have."""
        ratio = self.devicePixelRatioF()
        return round(self.scene.plan.map_size * ratio), round(self.scene.plan.output_size * ratio)

    def minimumSizeHint(self) -> QSize:
        """What can still be read."""
        return least(self._sizes).toSize()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._plan()

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the network under the names of its layers."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.scene.looks.ground)
        if self._experiment is None:
            return
        paint(painter, self.scene)
        self._write_inputs(painter)

    def _plan(self) -> None:
        before = self.map_pixels
        self.scene.plan = planned(self._sizes, QSizeF(self.size()))
        self.updateGeometry()
        self._prepare()
        self._place_heads()
        if self.map_pixels != before:
            self.resized.emit()

    def _prepare(self) -> None:
        """Make pictures of what is known; nothing of a network with other layers."""
        scene, experiment = self.scene, self._experiment
        scene.pictures, scene.weights = type(scene.pictures)(), type(scene.weights)()
        if experiment is not None and self._view is not None and self._fits(self._view):
            classes = scene.looks.classes(experiment)
            span = answers(experiment.data)
            scene.pictures = pictures(self._view, scene.plan, scene.looks, span, classes)
        if self._values is not None:
            scene.weights = weights(self._values, self._layers)
        self.update()

    def _fits(self, view: Network) -> bool:
        layers = (view.inputs, *view.hidden, view.output)
        return len(layers) == len(self._sizes) and all(
            len(values) in (0, count) for values, count in zip(layers, self._sizes, strict=True)
        )

    def _place_heads(self) -> None:
        """Over every column its name and controls, and between two of them room for a layer."""
        experiment, plan = self._experiment, self.scene.plan
        if experiment is None or len(plan.columns) != len(self._sizes):
            return
        while len(self.heads) < len(plan.columns):
            self.heads.append(Head(self))
            self.heads[-1].wanted.connect(self.wanted)
            self.adding.append(Adding(self))
            self.adding[-1].wanted.connect(self.wanted)
            self.adding[-1].restyle(self.scene.looks.theme)
        roomy = plan.pitch >= ROOM_FOR_ADDING
        for place, head in enumerate(self.heads):
            head.setVisible(place < len(plan.columns))
            self.adding[place].setVisible(roomy and place + 1 < len(plan.columns))
            if place < len(plan.columns):
                head.show_layer(experiment, plan.columns[place], plan)
            if place + 1 < len(plan.columns):
                self.adding[place].show_between(plan, place)

    def _write_inputs(self, painter: QPainter) -> None:
        column, scene = self.scene.plan.columns[0], self.scene
        painter.setPen(scene.looks.muted)
        if column.is_block or len(self._names) != len(column.boxes):
            return
        high = painter.fontMetrics().height()
        for box, name in zip(column.boxes, self._names, strict=True):
            if len(column.boxes) < 7 and box.bottom() + high < self.height():
                center_text(painter, QPointF(box.center().x(), box.bottom() + 1), 110, name)
