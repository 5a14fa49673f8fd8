"""How the stage's parts stand: the legend over the tools and the plane."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget


def fill(stage: QWidget, legend: QWidget, tools: QWidget, plane: QWidget) -> QWidget:
    """Put them in; the answer is what holds the tools and the plane."""
    body = QWidget()
    across = _bare(QHBoxLayout(body))
    across.addWidget(tools)
    across.addWidget(plane, 1)
    down = _bare(QVBoxLayout(stage))
    down.addWidget(legend)
    down.addWidget(body, 1)
    return body


def _bare(layout: QBoxLayout) -> QBoxLayout:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
