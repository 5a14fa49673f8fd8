"""Commands of the File menu: beginning, opening, making, saving and exporting."""

from __future__ import annotations

from gui.commands import generating
from gui.commands.context import Context
from gui.commands.entry import SEPARATOR, Command, Entry, Submenu
from gui.commands.picturing import take_film, take_picture
from gui.kit.words import tr


def _open_form(on: Context) -> None:
    from gui.commands.reporting import open_form  # nothing before the first paint needs reports

    open_form(on)


def entries() -> tuple[Entry, ...]:
    """The menu from top to bottom."""
    return (
        *_new(),
        Submenu("recent"),
        Submenu("classics"),
        *_brought(),
        *_generated(),
        SEPARATOR,
        *_saved(),
        *_given(),
        SEPARATOR,
        *_pictured(),
        SEPARATOR,
        Command(
            "file.quit",
            tr("&Quit"),
            tr("Close Gradus."),
            "log-out",
            ("Ctrl+Q",),
            do=lambda on: on.window.close(),
        ),
    )


def _new() -> tuple[Entry, ...]:
    """What is begun with."""
    return (
        Command(
            "file.new_regression",
            tr("New &regression"),
            tr("Start with an empty plane for a numeric target."),
            "chart-line",
            ("Ctrl+N",),
            do=lambda on: on.files.new("regression"),
        ),
        Command(
            "file.new_classification",
            tr("New &classification"),
            tr("Start with an empty plane for points of several classes."),
            "chart-scatter",
            ("Ctrl+Shift+N",),
            do=lambda on: on.files.new("classification"),
        ),
        Command(
            "file.open",
            tr("&Open…"),
            tr(
                "Open a project, an experiment, or a table from CSV, Excel, Parquet, JSON or NumPy."
            ),
            "folder-open",
            ("Ctrl+O",),
            do=lambda on: on.files.choose(),
        ),
    )


def _brought() -> tuple[Entry, ...]:
    """What others have written."""
    return (
        Command(
            "file.form",
            tr("Open a for&m…"),
            tr("Begin a new report with the text of a Markdown file, and its boxes to fill in."),
            "notebook-text",
            do=_open_form,
        ),
        Command(
            "file.paste",
            tr("Paste da&ta…"),
            tr("Open the table, or the shared experiment, that was copied in another program."),
            "clipboard-paste",
            ("Ctrl+Shift+V",),
            do=lambda on: on.files.paste(),
        ),
    )


def _generated() -> tuple[Entry, ...]:
    """Data that are made."""
    return (
        Command(
            "file.generate",
            tr("&Generate…"),
            tr("Make a data set from a few numbers or a formula."),
            "sparkles",
            ("Ctrl+G",),
            do=generating.generate,
        ),
        Command(
            "file.regenerate",
            tr("Rege&nerate"),
            tr("Draw the generated data again, with the next seed."),
            "dices",
            ("Ctrl+Shift+G",),
            "generated",
            do=generating.regenerate,
        ),
    )


def _saved() -> tuple[Entry, ...]:
    """What is kept, to be opened again."""
    return (
        Command(
            "file.save",
            tr("&Save"),
            tr("Save everything to its file: experiment, training, report and views."),
            "save",
            ("Ctrl+S",),
            do=lambda on: on.files.own.save(),
        ),
        Command(
            "file.save_as",
            tr("Save &as…"),
            tr("Save everything to a file of another name."),
            "save",
            ("Ctrl+Shift+S",),
            do=lambda on: on.files.own.save_as(),
        ),
        Command(
            "file.save_json",
            tr("Save as &JSON…"),
            tr("Save the experiment alone, as text that other programs can read."),
            "file-json",
            do=lambda on: on.files.own.save_json(),
        ),
    )


def _given() -> tuple[Entry, ...]:
    """What is for others."""
    return (
        Command(
            "file.share",
            tr("S&hare as text"),
            tr("Copy the experiment as one line, to be pasted into a chat and from there here."),
            "copy",
            do=lambda on: on.files.sharing.share(),
        ),
        Command(
            "file.save_data",
            tr("Save &data as…"),
            tr("Save the table alone, for a spreadsheet or another program."),
            "save",
            ("Ctrl+Shift+D",),
            do=lambda on: on.files.copies.data(),
        ),
        Command(
            "file.export",
            tr("&Export code…"),
            tr("Write the same training as a plain PyTorch script or notebook."),
            "file-code",
            ("Ctrl+E",),
            do=lambda on: on.files.copies.code(),
        ),
    )


def _pictured() -> tuple[Entry, ...]:
    """What views look like."""
    return (
        Command(
            "file.picture",
            tr("P&icture or table of a view…"),
            tr("Save or copy the view as a picture, or its numbers as a table."),
            "image",
            ("Ctrl+Shift+P",),
            do=take_picture,
        ),
        Command(
            "file.film",
            tr("Fi&lm of a view…"),
            tr("Save a view over a range of steps, as a moving picture."),
            do=take_film,
        ),
    )
