"""The legend's lines of a plane with one feature, and those that every mode has."""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.kit.numbers import short
from gui.kit.swatches import (
    handles_sample,
    line_sample,
    patch_sample,
    ringed_sample,
    stick_sample,
    symbol_sample,
)
from gui.kit.theme import mixed
from gui.kit.words import tr
from gui.stage.layers.curves import MOST_SQUARES, MOST_STICKS
from gui.stage.modes.mode import STEP, Mode, Row

BY_HAND = "by hand"  # the switch of the handles on the line
EARLIER = "earlier"  # the switch of the curves of earlier steps
TEST = "test"  # the switch of the points kept for testing


def every(mode: Mode, is_any_line: bool) -> tuple[Row, ...]:
    """The line, which may be any straight one, and switches for what hangs on it."""
    return (
        _current(mode),
        *(_optimum(mode) if is_any_line and len(mode.points.cloud) > 1 else ()),
        *_residuals(mode),
        _earlier(mode),
        *step_row(mode),
        *test_row(mode),
    )


def _current(mode: Mode) -> Row:
    name = tr("current line") if mode.straight else tr("current curve")
    return Row(name, line_sample(mode.theme.accent), tr("What the model answers now."))


def _optimum(mode: Mode) -> tuple[Row, Row]:
    best = tr("Show the straight line with the smallest squared error over these points.")
    sample = line_sample(mode.theme.muted, 1.5, Qt.PenStyle.DotLine)
    drag = tr("Drag two handles to move the line yourself, and watch the loss.")
    return (
        Row(tr("least squares"), sample, best, "optimum"),
        Row(tr("fit by hand"), handles_sample(mode.theme.accent), drag, BY_HAND),
    )


def _residuals(mode: Mode) -> list[Row]:
    theme, many, rows = mode.theme, len(mode.points.cloud), []
    if 0 < many <= MOST_STICKS:
        help = tr("Show how far each training point is from the model's answer.")
        rows.append(Row(tr("residuals"), stick_sample(theme.warning), help, "residuals"))
    if 0 < many <= MOST_SQUARES:
        help = tr(
            "Show the squares over the residuals; their mean area is the MSE of the line "
            "as it is now."
        )
        sample = patch_sample(theme.warning, 0.35)
        rows.append(Row(tr("squared residuals"), sample, help, "squares", tr("MSE now {value}")))
    return rows


def _earlier(mode: Mode) -> Row:
    help = tr("Show the curves of earlier steps, from the first on, as faint lines.")
    sample = line_sample(mixed(mode.theme.accent, mode.theme.stage, 0.6), 1)
    return Row(tr("earlier steps"), sample, help, EARLIER)


def test_row(mode: Mode) -> tuple[Row, ...]:
    """The legend's line for test rows, where there are any."""
    if not mode.experiment.data.test_fraction:
        return ()
    sample = symbol_sample(mode.theme.muted, "o", fill=mode.theme.stage)
    help = tr("Show the points kept apart, from which the model never learns.")
    return (Row(tr("test points"), sample, help, TEST),)


def step_row(mode: Mode) -> tuple[Row, ...]:
    """The legend's line for the step at hand, where there is something to show of it."""
    line = mode.straight is not None
    if mode.experiment.training.batch_size is None and not line:
        return ()
    help = tr(
        "Ring the batch's points; show where the gradient pulls the line, and the line before."
    )
    if not line:
        help = tr("Ring the points of the batch at hand.")
    sample = ringed_sample(mode.theme.text, mode.theme.muted)
    return (Row(tr("this step"), sample, help, STEP),)


def dotted_sample(color: str, threshold: float) -> Row:
    """The legend's line for the threshold."""
    sample = line_sample(color, 1.5, Qt.PenStyle.DotLine)
    return Row(
        tr("probability {value}", value=short(threshold)),
        sample,
        tr("Where the model's answer changes its class."),
    )
