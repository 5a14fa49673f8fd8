"""The sentence beside a thing: Qt's tooltip, put where it hides little, and gone at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from gui.kit.things import Painted
from gui.shell.popups.placing import quiet

NAME = "qtooltip_label"  # what Qt calls it


def show_tip(view: QWidget, painted: Painted, sentence: str) -> None:
    """Say a sentence on a thing of a view."""
    box = _on_screen(view, painted)
    QToolTip.showText(box.bottomLeft(), sentence, view)
    tip = _tip()
    if tip is None:
        return
    window = view.window()
    room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
    tip.move(quiet(box, tip.sizeHint(), room, _others(view, painted)))


def hide_tip() -> None:
    """Take it away now, not in a moment: what is opened must not lie under it."""
    QToolTip.hideText()
    tip = _tip()
    if tip is not None:
        tip.hide()


def _tip() -> QLabel | None:
    tips = [each for each in QApplication.topLevelWidgets() if each.objectName() == NAME]
    return next((tip for tip in tips if isinstance(tip, QLabel) and tip.isVisible()), None)


def _others(view: QWidget, painted: Painted) -> list[QRect]:
    from engine.frames.things import Answer, Datum, Residual, StepLoss  # with the first tip
    from gui.kit.panel import Panel

    crowds = Datum | Residual | Answer | StepLoss  # there are too many to keep out of their way
    pointing = view.ties().pointing if isinstance(view, Panel) else None
    if isinstance(painted.thing, crowds) or pointing is None:
        return []
    return [
        _on_screen(view, one)
        for one in pointing.painted()
        if one.path is None and one.thing != painted.thing
    ]


def _on_screen(view: QWidget, painted: Painted) -> QRect:
    box = painted.box.toAlignedRect()
    return QRect(view.mapToGlobal(box.topLeft()), box.size())
