"""Every command of the window as data: its words, icon, keys, and what must hold to use it."""

from __future__ import annotations

from dataclasses import dataclass

from gui.kit.words import tr


@dataclass(frozen=True, slots=True)
class Command:
    """Something the learner can ask for. Menus, the toolbar and shortcuts all read this.

    ``when`` names the condition under which it can be used (empty: always); ``tip`` is one
    sentence that says what it does.
    """

    id: str
    text: str
    tip: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    when: str = ""
    checkable: bool = False


def all_commands() -> tuple[Command, ...]:
    """Every command, in the interface's language."""
    return (*_file(), *_edit(), *_training(), *_speed(), *_view(), *_help())


def _file() -> tuple[Command, ...]:
    return (
        Command(
            "file.new_regression",
            tr("New &regression"),
            tr("Start with an empty plane for a numeric target."),
            "chart-line",
            ("Ctrl+N",),
        ),
        Command(
            "file.new_classification",
            tr("New &classification"),
            tr("Start with an empty plane for points of several classes."),
            "chart-scatter",
            ("Ctrl+Shift+N",),
        ),
        Command(
            "file.open",
            tr("&Open…"),
            tr("Open an experiment, or a table from CSV, Excel, Parquet, JSON or NumPy."),
            "folder-open",
            ("Ctrl+O",),
        ),
        Command(
            "file.paste",
            tr("Paste da&ta…"),
            tr("Open the table that was copied in another program."),
            "clipboard-paste",
            ("Ctrl+Shift+V",),
        ),
        Command(
            "file.generate",
            tr("&Generate…"),
            tr("Make a data set from a few numbers or a formula."),
            "sparkles",
            ("Ctrl+G",),
        ),
        Command(
            "file.regenerate",
            tr("Rege&nerate"),
            tr("Draw the generated data again, with the next seed."),
            "dices",
            ("Ctrl+Shift+G",),
            "generated",
        ),
        Command(
            "file.save_data",
            tr("Save &data as…"),
            tr("Save the table alone, for a spreadsheet or another program."),
            "save",
            ("Ctrl+Shift+D",),
        ),
        Command(
            "file.save",
            tr("&Save"),
            tr("Save the experiment to its file."),
            "save",
            ("Ctrl+S",),
        ),
        Command(
            "file.save_as",
            tr("Save &as JSON…"),
            tr("Save the experiment to a file of another name."),
            "file-json",
            ("Ctrl+Shift+S",),
        ),
        Command(
            "file.export",
            tr("&Export code…"),
            tr("Write the same training as a plain PyTorch script or notebook."),
            "file-code",
            ("Ctrl+E",),
        ),
        Command("file.quit", tr("&Quit"), tr("Close Gradus."), "log-out", ("Ctrl+Q",)),
    )


def _edit() -> tuple[Command, ...]:
    return (
        Command(
            "edit.undo",
            tr("&Undo"),
            tr("Take back what was done last."),
            "undo-2",
            ("Ctrl+Z",),
            "undo",
        ),
        Command(
            "edit.redo",
            tr("&Redo"),
            tr("Do again what was taken back."),
            "redo-2",
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            "redo",
        ),
        Command(
            "edit.delete",
            tr("&Delete selected points"),
            tr("Remove the points that are selected on the stage."),
            "trash-2",
            ("Del",),
            "selected",
        ),
        Command(
            "edit.cut",
            tr("Cu&t points"),
            tr("Copy the selected points as text and remove them."),
            keys=("Ctrl+X",),
            when="selected",
        ),
        Command(
            "edit.copy",
            tr("&Copy points"),
            tr("Copy the selected points as text, for here or for a spreadsheet."),
            "copy",
            ("Ctrl+C",),
            "selected",
        ),
        Command(
            "edit.paste",
            tr("P&aste points"),
            tr("Add the points that were copied here or in a spreadsheet."),
            "clipboard-paste",
            ("Ctrl+V",),
        ),
        Command(
            "edit.duplicate",
            tr("Dup&licate points"),
            tr("Put the selected points once more, a little aside."),
            keys=("Ctrl+D",),
            when="selected",
        ),
        Command(
            "edit.select_all",
            tr("&Select all points"),
            tr("Select every point that is shown."),
            keys=("Ctrl+A",),
        ),
        Command(
            "edit.point",
            tr("&Point…"),
            tr("Type the exact values of the selected point, or of a new one."),
            keys=("Ctrl+I",),
        ),
        Command(
            "edit.noise",
            tr("Add &noise…"),
            tr("Shake the selected rows' numbers, or those of all rows."),
        ),
        Command(
            "edit.copy_reading",
            tr("Copy st&ep and loss"),
            tr("Copy the step, the epoch and the loss as one line of text."),
            "copy",
            ("Ctrl+Shift+C",),
        ),
    )


def _training() -> tuple[Command, ...]:
    return (
        Command(
            "run.reset",
            tr("Reset"),
            tr("Go back to the starting parameters, step 0."),
            "rotate-ccw",
            ("Ctrl+R",),
            "changed",
        ),
        Command(
            "run.back",
            tr("Back"),
            tr("Go back one step, exactly; held down, it offers a phase and an epoch too."),
            "chevron-left",
            ("Alt+Left", "Shift+F8"),
            "trained",
        ),
        Command(
            "run.back_phase",
            tr("Back one phase"),
            tr("Undo the last phase: stand where the phase before it ended."),
            keys=("Shift+F7",),
            when="trained",
        ),
        Command(
            "run.back_epoch",
            tr("Back one epoch"),
            tr("Go back to the start of this epoch, or of the one before."),
            keys=("Shift+F9",),
            when="trained",
        ),
        Command(
            "run.phase",
            tr("Phase"),
            tr("Do the next phase of a step: forward, loss, backward or update."),
            "chevron-right",
            ("F7",),
            "paused",
        ),
        Command(
            "run.step",
            tr("Step"),
            tr("Do one whole step: one update of the parameters."),
            "step-forward",
            ("F8",),
            "paused",
        ),
        Command(
            "run.epoch",
            tr("Epoch"),
            tr("Train until every training row was used once."),
            "chevrons-right",
            ("F9",),
            "paused",
        ),
        Command(
            "run.run",
            tr("Run"),
            tr("Train on and on, until paused or finished."),
            "play",
            ("F5", "Ctrl+Space"),
            "ready",
        ),
    )


def _speed() -> tuple[Command, ...]:
    return (
        Command(
            "run.faster",
            tr("&Faster"),
            tr("Run at the next higher speed."),
            "rabbit",
            ("Ctrl+.",),
        ),
        Command(
            "run.slower",
            tr("S&lower"),
            tr("Run at the next lower speed."),
            "turtle",
            ("Ctrl+,",),
        ),
    )


def _view() -> tuple[Command, ...]:
    return (
        Command(
            "view.start",
            tr("Start &page"),
            tr("Choose an example, or start with something new."),
            "layout-grid",
            ("Ctrl+Home",),
            checkable=True,
        ),
        Command(
            "view.fit",
            tr("&Fit to data"),
            tr("Move the stage's axes so that every point is in view."),
            "scan",
            ("Ctrl+0",),
        ),
        Command(
            "view.snap",
            tr("S&nap to grid"),
            tr("Points that are put or moved go to round places."),
            keys=("Ctrl+Shift+L",),
            checkable=True,
        ),
        Command(
            "view.limits",
            tr("Axis li&mits…"),
            tr("Type where the stage's axes begin and end; a double click on an axis does too."),
            keys=("Ctrl+L",),
        ),
        Command(
            "view.layout",
            tr("Reset &layout"),
            tr("Put every dock back where it was at first."),
            "panels-top-left",
        ),
    )


def _help() -> tuple[Command, ...]:
    return (
        Command(
            "help.keys",
            tr("&Keyboard shortcuts"),
            tr("List every key that does something."),
            "keyboard",
            ("F1",),
        ),
        Command("help.about", tr("&About Gradus"), tr("Version and licences."), "info"),
    )
