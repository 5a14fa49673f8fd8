"""What goes into a report from elsewhere: the picture of a view, and a form."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from engine import storage
from engine.errors import EngineError
from engine.report.value import FINE, Report
from gui.commands.context import Context
from gui.kit import picturing
from gui.kit.panel import Panel
from gui.kit.passing import pop_up
from gui.kit.png import png
from gui.kit.theme import LIGHT
from gui.kit.words import tr
from gui.model.figures import moment

WIDTH = 1280  # pixels of a picture at most
REPORT = "report"  # the view
MOST_FORM = 1_000_000  # bytes


def offer_views(on: Context, place: int | None, at: QPoint) -> None:
    """Let the learner choose the view whose picture goes into the report."""
    views = _views(on)
    if len(views) < 2:
        pin(on, place=place)
        return
    menu = QMenu(on.window)
    for title, panel in views:
        menu.addAction(title).triggered.connect(
            lambda _=False, t=title, p=panel: pin(on, t, p, place)
        )
    pop_up(menu, at if not at.isNull() else QCursor.pos())


def pin(on: Context, title: str = "", view: Panel | None = None, place: int | None = None) -> None:
    """Put the picture of a view into the report, at a place of its text or at its end."""
    views = _views(on)
    if view is None and not views:
        on.bar.show_note(tr("No view is open whose picture could be taken."))
        return
    if view is None:
        title, view = views[0]
    report = with_moment(on, title, view, place)
    on.document.write(tr("Pinned moment"), report)
    on.bar.show_note(tr("The picture of “{view}” is in the report.", view=title))


def pin_view(on: Context, wanted: QWidget) -> None:
    """Put the picture of this view, which is seen, into the report."""
    for title, panel in _views(on):
        if panel is wanted:
            pin(on, title, panel)


def with_moment(on: Context, title: str, view: Panel, place: int | None) -> Report:
    """The report with a picture more and, under it, when it was taken."""
    frame = on.frame()
    size = picturing.size_of(view, min(WIDTH, FINE * view.width()), False)
    size = size.boundedTo(size.scaled(WIDTH, WIDTH, Qt.AspectRatioMode.KeepAspectRatio))
    content = png(picturing.image(view, size, LIGHT))
    step = frame.step if frame is not None else 0
    report = on.document.report
    report, name = report.with_picture(f"{title}-{step}", content)
    caption = _plain(moment(on.document.experiment, frame))
    block = f"![{_plain(title)}]({name})\n\n*{_plain(title)}: {caption}*"
    text = report.text
    at = len(text) if place is None else min(place, len(text))
    before, after = text[:at].rstrip("\n"), text[at:].lstrip("\n")
    return report.with_text("\n\n".join(part for part in (before, block, after) if part) + "\n")


def open_form(on: Context) -> None:
    """Ask for a form, and begin a new report with its text."""
    name, _ = QFileDialog.getOpenFileName(
        on.window, tr("Open a form"), "", f"{tr('Forms')} (*.md *.markdown *.txt)"
    )
    if name:
        take_form(on, Path(name))


def take_form(on: Context, path: Path) -> None:
    """Begin a new report with the text of a Markdown file; undo brings the old one back."""
    try:
        if path.is_file() and path.stat().st_size > MOST_FORM:
            raise EngineError("is too large for a form", path.name)
        text = storage.read_text(path).replace("\r\n", "\n").replace("\r", "\n")
    except EngineError as error:
        on.bar.show_error(error)
        return
    on.document.write(tr("Form"), Report(text))
    on.show_view(REPORT)
    on.bar.show_note(tr("The report begins with the form “{name}”.", name=path.name))


def _views(on: Context) -> list[tuple[str, Panel]]:
    """The views that are seen, but for the report itself."""
    return [(title, panel) for title, panel in on.views() if panel.is_pinned_as_picture]


def _plain(text: str) -> str:
    """Words of the window as they can stand in Markdown, where braces and stars mean something."""
    for sign in "\\*_[]<>`":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("{", "{{").replace("}", "}}")
