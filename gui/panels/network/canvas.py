"""The picture of the network, and where in it everything is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, QSizeF, Qt, Signal
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
from gui.panels.network.drawn import drawn_parameters, fits, largest, regions_of
from gui.panels.network.ghost import Ghost
from gui.panels.network.heading import Heading
from gui.panels.network.input_labels import input_labels
from gui.panels.network.looks import Looks
from gui.panels.network.matrices import Region, share
from gui.panels.network.numbers import paint_numbers
from gui.panels.network.plan import HEAD, least, planned
from gui.panels.network.scene import Flow, Scene, small
from gui.panels.network.things import cells, painted


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
        self._heading = Heading(self)
        self._heading.wanted.connect(self.wanted)
        self.heads, self.adding = self._heading.heads, self._heading.adding
        self.shows_numbers = self._is_past = False
        self._experiment: Experiment | None = None
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
        self._heading.show_health(health, len(self._layers))

    def show_numbers(self, shown: bool) -> None:
        """Write the numbers beside what they are, or not."""
        self.shows_numbers = shown
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.scene.looks = Looks(theme)
        self._heading.restyle(theme)
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
        return None if self._is_past else largest(self.scene.weights, self._layers)

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
        if not self.regions or self._experiment is None:
            return ()
        return drawn_parameters(self.scene.plan, self._layers, self._experiment.parameter_shapes())

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
        whole = regions_of(plan, self._layers, self._sizes)
        same = self.regions.keys() == whole.keys() and all(
            self.regions[layer].shape == each.shape for layer, each in whole.items()
        )
        self.regions = self.regions if same else whole
        self.scene.names = input_labels(self, plan, self._names)
        self.scene.font = self.font()
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
        if experiment is not None and self._view is not None and fits(self._view, self._sizes):
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
        shown = view if view is not None and fits(view, self._sizes) else None
        classes = [] if experiment is None else scene.looks.classes(experiment)
        self.ghost.show_views(self._view, shown, classes, scene.looks.theme.warning)

    def _place_heads(self) -> None:
        plan = self.scene.plan
        if self._experiment is not None and len(plan.columns) == len(self._sizes):
            self._heading.place(self._experiment, plan, is_past=self._is_past)
