"""Where each panel stands in the window, and how it is made."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from gui.kit.panel import Panel
from gui.kit.words import tr

LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


@dataclass(frozen=True, slots=True)
class Place:
    """A panel's dock: ``share`` is its part of the height, ``scrolls`` if it may be too high.

    One that is ``slim`` is as high as it must be, whatever room there is.
    A ``tall`` one stands beside the others of its area, from top to bottom.
    """

    name: str
    title: str
    area: Qt.DockWidgetArea
    share: int
    scrolls: bool = False
    hidden: bool = False
    slim: bool = False
    tall: bool = False


def places() -> tuple[Place, ...]:
    """Every dock, in the order in which an area is filled."""
    return (
        Place("data", tr("Data"), LEFT, 10, scrolls=True),
        Place("model", tr("Model"), LEFT, 10, scrolls=True),
        Place("training", tr("Training"), LEFT, 12, scrolls=True),
        Place("loss", tr("Loss"), RIGHT, 11),
        Place("activation", tr("Activation curves"), RIGHT, 13),
        Place("parameters", tr("Parameters"), RIGHT, 9, scrolls=True),
        Place("timeline", tr("Timeline"), RIGHT, 1, slim=True),
        Place("metrics", tr("Metrics"), RIGHT, 9, scrolls=True, hidden=True),
        Place("table", tr("Table"), RIGHT, 11, hidden=True, tall=True),
        Place("inside", tr("Inside the step"), RIGHT, 11, hidden=True, tall=True),
        Place("shapes", tr("Shapes"), RIGHT, 11, scrolls=True, hidden=True, tall=True),
        Place("answer", tr("Answer"), RIGHT, 11, scrolls=True, hidden=True, tall=True),
        Place("path", tr("Path"), RIGHT, 11, hidden=True, tall=True),
        Place("log", tr("Log"), RIGHT, 11, hidden=True, tall=True),
        Place("softmax", tr("Softmax"), RIGHT, 11, scrolls=True, hidden=True, tall=True),
        Place("gallery", tr("Functions"), RIGHT, 11, hidden=True, tall=True),
        Place("code", tr("Code"), RIGHT, 11, hidden=True, tall=True),
        Place("phases", tr("One step"), BOTTOM, 1),
    )


def panels() -> dict[str, Panel]:
    """Every panel by its dock's name; loaded only now, so that the window is painted sooner."""
    from gui.panels.activation.panel import ActivationPanel
    from gui.panels.answer.panel import AnswerPanel
    from gui.panels.code.panel import CodePanel
    from gui.panels.data.panel import DataPanel
    from gui.panels.gallery.panel import GalleryPanel
    from gui.panels.inside.panel import InsidePanel
    from gui.panels.log.panel import LogPanel
    from gui.panels.loss.panel import LossPanel
    from gui.panels.metrics.panel import MetricsPanel
    from gui.panels.model.panel import ModelPanel
    from gui.panels.parameters.panel import ParametersPanel
    from gui.panels.path.panel import PathPanel
    from gui.panels.phases.panel import PhasesPanel
    from gui.panels.shapes.panel import ShapesPanel
    from gui.panels.softmax.panel import SoftmaxPanel
    from gui.panels.table.panel import TablePanel
    from gui.panels.timeline.panel import TimelinePanel
    from gui.panels.training.panel import TrainingPanel

    return {
        "data": DataPanel(),
        "model": ModelPanel(),
        "training": TrainingPanel(),
        "loss": LossPanel(),
        "activation": ActivationPanel(),
        "parameters": ParametersPanel(),
        "timeline": TimelinePanel(),
        "metrics": MetricsPanel(),
        "table": TablePanel(),
        "inside": InsidePanel(),
        "shapes": ShapesPanel(),
        "gallery": GalleryPanel(),
        "answer": AnswerPanel(),
        "path": PathPanel(),
        "log": LogPanel(),
        "softmax": SoftmaxPanel(),
        "code": CodePanel(),
        "phases": PhasesPanel(),
    }
