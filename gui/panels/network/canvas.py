"""The picture of the network, and where in it everything is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from engine.experiment import Experiment
from engine.experiment.specs import input_names
from engine.frames import Followed, Health, Matrix, Network, Parameters, Phase
from engine.frames.things import Number
from gui.kit.focus import FocusRing
from gui.kit.guard import guarded
from gui.kit.parameter_names import formula
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted
from gui.kit.words import tr
from gui.panels.network.axes import answers
from gui.panels.network.backdrop import Backdrop
from gui.panels.network.drawing import paint, pictures, weights
from gui.panels.network.ghost import Ghost
from gui.panels.network.heads import Adding, Head
from gui.panels.network.looks import Looks
from gui.panels.network.matrices import Region, share
from gui.panels.network.numbers import paint_numbers
from gui.panels.network.plan import HEAD, least, planned
from gui.panels.network.scene import Flow, Scene, small
from gui.panels.network.things import cells, painted

ROOM_FOR_ADDING = 96  # pixels between two columns' middles, for a button between their names


class NetworkCanvas(QWidget):
    """Paints an experiment's network with what the last frame brought of it."""

    resized = Signal()  # other pictures are wanted
    wanted = Signal(str, object)  # what the undo menu says; what changes the experiment

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Network"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing shows through
        self._ring = FocusRing(self)
        self.heads: list[Head] = []
        self.adding: list[Adding] = []
        self.shows_numbers = False
        self._experiment: Experiment | None = None
        self._is_past = False
        self._sizes: tuple[int, ...] = (1, 1)
        self._layers: tuple[str, ...] = ("output",)
        self._names: tuple[str, ...] = ()  # of the inputs
        self.regions: dict[int, Region] = {}  # of the matrices, by layer
        self.scene = Scene(
            planned(self._sizes, QSizeF()), Looks(LIGHT), self.font(), small(self.font())
        )
        self._backdrop = Backdrop()
        self.ghost = Ghost(self, self.scene)
        self._view: Network | None = None
        self._values: Parameters | None = None
        self._painted: tuple[object, list[Painted]] | None = None  # of this plan and place

    def show_experiment(self, experiment: Experiment, *, is_past: bool = False) -> None:
        """Stand as the experiment's layers do; what was drawn of others goes.

        Layers as they were in the ``past`` cannot be changed.
        """
        if experiment is self._experiment and is_past == self._is_past:
            return
        before, self._experiment, self._is_past = self._experiment, experiment, is_past
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
        self.scene.matrices = {}
        self._prepare()

    def show_network(
        self, view: Network | None, values: Parameters | None, matrices: dict[int, Matrix]
    ) -> None:
        """Draw what every neuron makes of the axes, and the parameters."""
        self._view = view or self._view
        self._values = values or self._values
        self.scene.matrices = {**self.scene.matrices, **matrices}
        self._prepare()

    def show_flow(self, phase: Phase | None, progress: float, row: Followed | None) -> None:
        """Let the followed row's activations flow, or the gradients back."""
        weights, before = self.scene.weights, self.scene.flow
        said = () if row is None else row.activations
        self.scene.flow = None if phase is None else Flow(
            phase, progress, said, weights.gradients, weights.changes
        )  # fmt: skip
        if self.scene.flow is not before:
            self.update(0, int(HEAD), self.width(), self.height() - int(HEAD))

    def show_health(self, health: Health | None) -> None:
        """On each layer a small bar of its gradient and its neurons."""
        layers = () if health is None else health.layers
        if len(layers) != len(self._layers):
            layers = ()
        largest = max((layer.gradient or 0.0 for layer in layers), default=0.0)
        for place, head in enumerate(self.heads):
            known = 0 < place <= len(layers)
            head.show_state(layers[place - 1] if known else None, largest)

    def show_numbers(self, shown: bool) -> None:
        """Write the numbers beside what they are, or not."""
        self.shows_numbers = shown
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.scene.looks = Looks(theme)
        for adding in self.adding:
            adding.restyle(theme)
        for head in self.heads:
            head.restyle(theme)
        self._prepare()
        self.update()

    def things(self, offset: QPointF) -> list[Painted]:
        """Everything that can be pointed at, where the picture begins at ``offset``."""
        exact = {layer: self.regions[layer] for layer, view in self.scene.matrices.items()
                 if view.exact and layer in self.regions
                 and view.request == self.regions[layer].request}  # fmt: skip
        key = self.scene.plan, self._layers, offset.toTuple(), tuple(exact.items())
        if self._painted is None or self._painted[0] != key:
            shapes = {} if self._experiment is None else self._experiment.parameter_shapes()
            cells_of = cells(self.scene.plan, exact, offset)
            drawn = painted(self.scene.plan, self._layers, shapes, offset)
            self._painted = key, [*cells_of, *drawn]
        return self._painted[1]

    def largest(self) -> tuple[Number, float] | None:
        """The largest of the weights that are drawn as lines; None where none is known."""
        known = [(f"{name}.weight", weight) for name, (weight, _) in
                 zip(self._layers, self.scene.weights.layers, strict=False)
                 if weight is not None and weight.size]  # fmt: skip
        if not known or self._is_past:
            return None
        name, weight = max(known, key=lambda each: float(np.abs(each[1]).max()))
        place = int(np.abs(weight).argmax())
        return Number(name, place), float(weight.ravel()[place])

    @property
    def is_past(self) -> bool:
        """Whether what is seen is of a network that was reshaped since."""
        return self._is_past

    @property
    def off(self) -> Mapping[str, NDArray[np.bool_]]:
        """Which numbers of a parameter count as 0 for a while."""
        return {} if self._view is None else self._view.off

    @property
    def map_pixels(self) -> tuple[int, int]:
        """How many pixels of the screen a hidden neuron's and an output's map have."""
        ratio = self.devicePixelRatioF()
        return round(self.scene.plan.map_size * ratio), round(self.scene.plan.output_size * ratio)

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """Those that are drawn one by one; none stands for all."""
        plan = self.scene.plan
        if not self.regions or self._experiment is None:
            return ()
        shapes = self._experiment.parameter_shapes()
        names = [f"{layer}.weight" for place, layer in enumerate(self._layers, start=1)
                 if plan.has_edges(place)]  # fmt: skip
        names += [f"{layer}.bias" for place, layer in enumerate(self._layers, start=1)
                  if not plan.columns[place].is_block]  # fmt: skip
        return tuple(name for name in names if name in shapes) or (next(reversed(shapes)),)

    def minimumSizeHint(self) -> QSize:
        """What can still be read."""
        return least(self._sizes).toSize()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._plan()

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom the matrix under the pointer."""
        at, layer = event.position(), self._matrix_at(event.position())
        if layer is None or not event.angleDelta().y():
            event.ignore()
            return
        box = self.scene.plan.matrix(layer)
        closer = event.angleDelta().y() > 0
        self.regions[layer] = self.regions[layer].zoomed(share(box, at), closer)
        self.resized.emit()

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the network under the names of its layers."""
        painter = QPainter(self)
        if self._experiment is None or event.rect().bottom() < HEAD:
            painter.fillRect(event.rect(), self.scene.looks.ground)
            return
        paint(painter, self.scene, self._backdrop)
        if self.shows_numbers:
            paint_numbers(painter, self.scene)

    def _matrix_at(self, at: QPointF) -> int | None:
        plan = self.scene.plan
        found = [layer for layer in self.regions if plan.matrix(layer).contains(at)]
        return found[0] if found else None

    def _plan(self) -> None:
        before = self.map_pixels
        self.scene.plan = plan = planned(self._sizes, QSizeF(self.size()))
        whole = {
            layer: Region.whole(
                f"{self._layers[layer - 1]}.weight", (self._sizes[layer], self._sizes[layer - 1])
            )
            for layer in range(1, len(self._sizes))
            if not plan.has_edges(layer)
        }
        same = self.regions.keys() == whole.keys() and all(
            self.regions[layer].shape == each.shape for layer, each in whole.items()
        )
        self.regions = self.regions if same else whole
        self.scene.names, self.scene.font = self._input_names(), self.font()
        self.updateGeometry()
        self._prepare()
        self._place_heads()
        self.update()
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
            scene.off = {layer: self.off.get(f"{name}.weight")
                         for layer, name in enumerate(self._layers, start=1)}  # fmt: skip
        self.update(0, int(HEAD), self.width(), self.height() - int(HEAD))

    def imagine(self, view: Network | None) -> None:
        """Show over the picture what would be; None takes it away."""
        scene, experiment = self.scene, self._experiment
        shown = view if view is not None and self._fits(view) else None
        classes = [] if experiment is None else scene.looks.classes(experiment)
        self.ghost.show_views(self._view, shown, classes, scene.looks.theme.warning)

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
            self.heads[-1].restyle(self.scene.looks.theme)
            self.adding.append(Adding(self))
            self.adding[-1].wanted.connect(self.wanted)
            self.adding[-1].restyle(self.scene.looks.theme)
        roomy = plan.pitch >= ROOM_FOR_ADDING
        for place, head in enumerate(self.heads):
            head.setVisible(place < len(plan.columns))
            shown = roomy and place + 1 < len(plan.columns) and not self._is_past
            self.adding[place].setVisible(shown)
            if place < len(plan.columns):
                head.show_layer(experiment, plan.columns[place], plan)
                head.setEnabled(not self._is_past)
            if place + 1 < len(plan.columns):
                self.adding[place].show_between(plan, place)

    def _input_names(self) -> tuple[tuple[QRectF, str], ...]:
        """Under each input its name, where there is room."""
        column, high = self.scene.plan.columns[0], self.fontMetrics().height()
        if column.is_block or len(self._names) != len(column.boxes):
            return ()
        elide, width = Qt.TextElideMode.ElideRight, min(110, int(self.scene.plan.pitch))
        found = []
        for box, name in zip(column.boxes, self._names, strict=True):
            if len(column.boxes) < 7 and box.bottom() + high < self.height():
                room = QRectF(box.center().x() - width / 2, box.bottom() + 1, width, high)
                found.append((room, self.fontMetrics().elidedText(name, elide, width)))
        return tuple(found)
