"""The legend's lines that only a plane of two features has."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from gui.kit.colors import heat_colors
from gui.kit.fonts import tabular
from gui.kit.numbers import short
from gui.kit.swatches import bar_sample, patch_sample, rings_sample, symbol_sample
from gui.kit.words import tr
from gui.stage.modes.mode import Mode, Row
from gui.stage.plane.ticks import ticks

CONTOURS, SHADES, NEAR = "contours", "shades", "near"  # their switches
FIGURES = 3  # on the bar of colours, at most


def bar_row(mode: Mode, low: float, high: float) -> Row:
    """The bar of the colours of values, with values on it."""
    name = mode.experiment.data.target
    font = tabular(QApplication.font(), 0.75)
    figures = [
        ((value - low) / (high - low), text)
        for value, text in ticks(low, high, FIGURES)
        if low <= value <= high
    ]
    sample = bar_sample(heat_colors(mode.theme), figures, mode.theme.muted, font)
    help = tr(
        "The colours of {name}, for the points and the model, from {low} to {high}.",
        name=name, low=short(low), high=short(high),
    )  # fmt: skip
    return Row(name, sample, help, scale=(low, high))


def contour_row(mode: Mode) -> Row:
    """The switch of the lines of equal value."""
    help = tr("Show lines on which the model answers the same; the levels can be chosen.")
    return Row(tr("level lines"), rings_sample(mode.theme.muted), help, CONTOURS)


def shades_row(mode: Mode) -> Row:
    """The switch between probabilities and mere answers."""
    help = tr("Colour regions the stronger the surer the model is, or all alike.")
    return Row(tr("shaded"), patch_sample(mode.theme.accent, 0.5), help, SHADES)


def near_row(mode: Mode) -> tuple[Row, ...]:
    """The switch that lets points fade."""
    help = tr("Let points fade with their distance from this slice.")
    return (Row(tr("near the slice"), symbol_sample(mode.theme.muted, "o"), help, NEAR),)
