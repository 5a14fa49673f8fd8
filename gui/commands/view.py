"""Commands of the View menu: the plane, the panels, the looks."""

from __future__ import annotations

from gui.commands.context import Context
from gui.commands.entry import SEPARATOR, Command, Entry, Nested, Submenu
from gui.kit.words import tr


def _pin_moment(on: Context) -> None:
    from gui.commands.reporting import pin  # nothing before the first paint needs pictures

    pin(on)


def _pin(on: Context) -> None:
    if not on.stage.extras.pin():
        on.bar.show_note(
            tr("Only a line or curve over one feature can be pinned, and at most six of them.")
        )


def entries() -> tuple[Entry, ...]:
    """The menu from top to bottom."""
    return (
        Command(
            "view.start",
            tr("Start &page"),
            tr("Choose an example, or start with something new."),
            "layout-grid",
            ("Ctrl+Home",),
            switch=lambda on, shown: on.show_start_page(shown),
        ),
        Nested(tr("Plan&e"), _plane()),
        *_things(),
        SEPARATOR,
        Submenu("views"),
        SEPARATOR,
        Submenu("theme"),
        Submenu("language"),
        SEPARATOR,
        Command(
            "view.layout",
            tr("Reset &layout"),
            tr("Put every view back where this arrangement has it."),
            "panels-top-left",
            do=lambda on: on.reset_layout(),
        ),
    )


def _things() -> tuple[Entry, ...]:
    """What is in the views."""
    return (
        Command(
            "view.moment",
            tr("Pin m&oment to the report"),
            tr("Put the picture of the view at hand into the report, with step and figures."),
            keys=("Ctrl+Shift+M",),
            do=_pin_moment,
        ),
        Command(
            "view.point",
            tr("Point &at things"),
            tr(
                "Go from thing to thing with the arrow keys and open formulas with Enter; "
                "again for the next view."
            ),
            "mouse-pointer",
            ("F4",),
            do=lambda on: on.pointed.begin(),
        ),
    )


def _plane() -> tuple[Command, ...]:
    """What is done with the plane itself."""
    return (
        *_axes(),
        *_pinned(),
    )


def _axes() -> tuple[Command, ...]:
    """Where it begins and ends."""
    return (
        Command(
            "view.fit",
            tr("&Fit to data"),
            tr("Move the stage's axes so that every point is in view."),
            "scan",
            ("Ctrl+0",),
            do=lambda on: on.stage.fit(),
        ),
        Command(
            "view.limits",
            tr("Axis li&mits…"),
            tr("Type where the stage's axes begin and end; a double click on an axis does too."),
            keys=("Ctrl+L",),
            do=lambda on: on.stage.asking.limits(),
        ),
        Command(
            "view.snap",
            tr("S&nap to grid"),
            tr("Points that are put or moved go to round places."),
            keys=("Ctrl+Shift+L",),
            switch=lambda on, snaps: on.stage.snap(snaps),
        ),
    )


def _pinned() -> tuple[Command, ...]:
    """Curves that stay."""
    return (
        Command(
            "view.pin",
            tr("Pin this &curve"),
            tr("Keep the line or curve of this step on the stage while training goes on."),
            "pin",
            ("Ctrl+P",),
            do=_pin,
        ),
        Command(
            "view.unpin",
            tr("&Unpin all curves"),
            tr("Remove the pinned lines and curves from the stage."),
            do=lambda on: on.stage.extras.unpin(),
        ),
    )
