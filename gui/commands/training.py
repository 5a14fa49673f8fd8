"""Commands of the Training menu, which the transport's buttons are too."""

from __future__ import annotations

from gui.commands.context import Context
from gui.commands.entry import SEPARATOR, Command, Entry
from gui.kit.words import tr


def entries() -> tuple[Entry, ...]:
    """The menu from top to bottom."""
    return (
        *_back(),
        *_further_back(),
        *_on(),
        Command(
            "run.run",
            tr("Run"),
            tr("Train on and on, until paused or finished."),
            "play",
            ("F5", "Ctrl+Space"),
            "ready",
            do=_run_or_pause,
        ),
        SEPARATOR,
        Command(
            "run.explain",
            tr("E&xplain this moment"),
            tr("Say what is noteworthy at this step, why, and what can be done about it."),
            "info",
            ("Ctrl+M",),
            do=lambda on: on.show_view("explain"),
        ),
        SEPARATOR,
        *_speed(),
    )


def _run_or_pause(on: Context) -> None:
    """What the one button does."""
    if on.runner.running:
        on.runner.pause()
    else:
        on.runner.run()


def _back() -> tuple[Entry, ...]:
    """Towards the start."""
    return (
        Command(
            "run.reset",
            tr("Reset"),
            tr("Go back to the starting parameters, step 0; undo brings the training back."),
            "rotate-ccw",
            ("Ctrl+R",),
            "changed",
            do=lambda on: on.document.reset(),
        ),
        Command(
            "run.back",
            tr("Back"),
            tr("Go back one step, exactly; held down, it offers a phase and an epoch too."),
            "chevron-left",
            ("Alt+Left", "Shift+F8"),
            "trained",
            do=lambda on: on.runner.time.back("step"),
        ),
    )


def _further_back() -> tuple[Entry, ...]:
    """By other measures than a step."""
    return (
        Command(
            "run.back_phase",
            tr("Back one phase"),
            tr("Undo the last phase: stand where the phase before it ended."),
            keys=("Shift+F7",),
            when="trained",
            do=lambda on: on.runner.time.back("phase"),
        ),
        Command(
            "run.back_epoch",
            tr("Back one epoch"),
            tr("Go back to the start of this epoch, or of the one before."),
            keys=("Shift+F9",),
            when="trained",
            do=lambda on: on.runner.time.back("epoch"),
        ),
    )


def _on() -> tuple[Entry, ...]:
    """Towards the end."""
    return (
        Command(
            "run.phase",
            tr("Phase"),
            tr("Do the next phase of a step: forward, loss, backward or update."),
            "chevron-right",
            ("F7",),
            "paused",
            do=lambda on: on.runner.phase(),
        ),
        Command(
            "run.step",
            tr("Step"),
            tr("Do one whole step: one update of the parameters."),
            "step-forward",
            ("F8",),
            "paused",
            do=lambda on: on.runner.step(),
        ),
        Command(
            "run.epoch",
            tr("Epoch"),
            tr("Train until every training row was used once."),
            "chevrons-right",
            ("F9",),
            "paused",
            do=lambda on: on.runner.epoch(),
        ),
    )


def _speed() -> tuple[Entry, ...]:
    """How fast it runs."""
    return (
        Command(
            "run.faster",
            tr("&Faster"),
            tr("Run at the next higher speed."),
            "rabbit",
            ("Ctrl+.",),
            do=lambda on: on.transport.faster(),
        ),
        Command(
            "run.slower",
            tr("S&lower"),
            tr("Run at the next lower speed."),
            "turtle",
            ("Ctrl+,",),
            do=lambda on: on.transport.slower(),
        ),
    )
