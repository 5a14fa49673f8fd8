"""What stands under the inputs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QWidget

from gui.panels.network.plan import Plan


def input_labels(
    canvas: QWidget, plan: Plan, names: Sequence[str]
) -> tuple[tuple[QRectF, str], ...]:
    """Under each input its name, where there is room."""
    column, letters = plan.columns[0], canvas.fontMetrics()
    high = letters.height()
    if column.is_block or len(names) != len(column.boxes):
        return ()
    elide, width = Qt.TextElideMode.ElideRight, min(110, int(plan.pitch))
    found = []
    for box, name in zip(column.boxes, names, strict=True):
        if len(column.boxes) < 7 and box.bottom() + high < canvas.height():
            room = QRectF(box.center().x() - width / 2, box.bottom() + 1, width, high)
            found.append((room, letters.elidedText(name, elide, width)))
    return tuple(found)
