"""The report: written as Markdown, read with live figures, filled in where it is a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QMenu, QStackedLayout, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.report.boxes import with_answer
from engine.report.figures import frozen, names
from engine.report.value import Report
from gui.kit.guard import guarded
from gui.kit.panel import Panel
from gui.kit.theme import Theme
from gui.kit.ties import Ties
from gui.kit.wishes import OpenForm, PinMoment, SaveContent, SaveText, WriteReport
from gui.kit.words import language, tr
from gui.model.figures import figures, unknown, wanted
from gui.panels.report.bar import Bar
from gui.panels.report.page import forget_pictures
from gui.panels.report.reading import Reader, asks
from gui.panels.report.writing import Editor

if TYPE_CHECKING:
    from engine.frames import Frame, Request

LIVE = 200  # milliseconds between two looks at figures that change


class ReportPanel(Panel):
    """Two pages: the text as it is written, and as it is read.

    Figures named in it are live until they are frozen; a form's answers are part of its text.
    """

    hears_always = True
    is_pinned_as_picture = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = Report()
        self.bar, self.editor, self.reader = Bar(), Editor(), Reader()
        self.hint = QLabel()
        self._frame: Frame | None = None
        self._names: tuple[str, ...] = ()
        self._live = QTimer(self, singleShot=True, interval=LIVE)
        self._arrange()
        self._connect()
        self.read(False)

    @property
    def is_read(self) -> bool:
        """Whether the report is read, and not written."""
        return self.bar.read.isChecked()

    def read(self, reads: bool) -> None:
        """Show the report as it is read, or as it is written."""
        self.bar.show_read(reads)
        self._pages.setCurrentWidget(self.reader if reads else self.editor)
        self._show()

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(report=self.show_report)

    def show_report(self, report: Report) -> None:
        """Show what is written; a form that is new is there to be filled in."""
        is_new = not self.report.text and asks(report.text)
        if not report.pictures:
            forget_pictures()
        self.report = report
        self._names = names(report.text)
        self.editor.show_text(report.text)
        if is_new:
            self.read(True)
        self._show()
        self._say_unknown()
        self.want_other_views()

    def show_experiment(self, experiment: Experiment) -> None:
        super().show_experiment(experiment)
        self._say_unknown()
        self._later()

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Show what was written meanwhile."""
        super().showEvent(event)
        self._show()

    def wants(self) -> tuple[Request, ...]:
        """The views that bring what is named in the text."""
        return wanted(self.experiment, self._names) if self.experiment is not None else ()

    def draw(self, frame: Frame) -> None:
        self._frame = frame
        if self._names:
            self._later()

    def forget(self) -> None:
        self._frame = None
        self._later()

    def restyle(self, theme: Theme) -> None:
        self.bar.restyle(theme)
        self.reader.restyle(theme)

    def picture_parts(self) -> list[QWidget]:
        return [self.reader if self.is_read else self.editor]

    def view_state(self) -> dict[str, Any]:
        return {"read": self.is_read}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        self.read(state.get("read") is True)

    @property
    def values(self) -> dict[str, str]:
        """Every figure that is known now, as it is written."""
        return figures(self.experiment, self._frame) if self.experiment is not None else {}

    def _arrange(self) -> None:
        self.editor.setAccessibleName(tr("Report"))
        self.editor.setPlaceholderText(
            tr(
                "What did you see, and why? Write it here. Pin this moment puts in the picture "
                "of a view; {loss} becomes the loss.",
                loss="{loss}",
            )
        )
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        for page in (self.editor, self.reader):
            self._pages.addWidget(page)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(self.bar)
        down.addWidget(holder, 1)
        self.hint.setObjectName("Muted")
        self.hint.setWordWrap(True)
        self.hint.hide()
        down.addWidget(self.hint)

    def _connect(self) -> None:
        bar, editor = self.bar, self.editor
        bar.reads.connect(self.read)
        bar.bold.clicked.connect(lambda: editor.enclose("**", tr("bold")))
        bar.heading.clicked.connect(lambda: editor.begin_lines("## "))
        bar.list.clicked.connect(lambda: editor.begin_lines("- "))
        bar.link.clicked.connect(lambda: editor.link(tr("text")))
        bar.formula.clicked.connect(lambda: editor.enclose("$", r"\frac{a}{b}"))
        bar.freeze.clicked.connect(self._freeze)
        bar.pin.clicked.connect(self._pin)
        bar.figure_menu.aboutToShow.connect(lambda: self._offer_figures(bar.figure_menu))
        bar.form.triggered.connect(lambda: self.wish(OpenForm()))
        bar.pdf.triggered.connect(self._save_pdf)
        bar.html.triggered.connect(self._save_html)
        bar.markdown.triggered.connect(self._save_markdown)
        editor.typed.connect(self._on_typed)
        self.reader.answered.connect(self._on_answered)
        self._live.timeout.connect(self._show)

    def _later(self) -> None:
        """Show other figures, not at each frame."""
        if not self._live.isActive():
            self._live.start()

    @guarded(None)
    def _show(self) -> None:
        if self.is_read and self.isVisible():
            self.reader.show_report(self.report, self.values)

    def _say_unknown(self) -> None:
        """Name what stands in braces and is no figure; a name is often meant for another."""
        found = unknown(self.experiment, self._names) if self.experiment is not None else {}
        name, other = next(iter(found.items()), ("", ""))
        if other:
            text = tr(
                "{name} is no figure. Perhaps {other}?", name=_braced(name), other=_braced(other)
            )
        else:
            text = tr("{name} is no figure and stays as it is.", name=_braced(name))
        self.hint.setText(text if name else "")
        self.hint.setVisible(bool(name))

    def _on_typed(self, text: str) -> None:
        self._write(tr("Report"), self.report.with_text(text), "report")

    def _on_answered(self, number: int, answer: str) -> None:
        text = with_answer(self.report.text, number, answer)
        self._write(tr("Answer"), self.report.with_text(text), f"answer {number}")

    def _freeze(self) -> None:
        text = frozen(self.report.text, self.values)
        self._write(tr("Frozen figures"), self.report.with_text(text), "")

    def _write(self, text: str, report: Report, merge: str) -> None:
        self.wish(WriteReport(text, report, merge))

    def _pin(self) -> None:
        place = None if self.is_read else self.editor.place
        at = self.bar.pin.mapToGlobal(self.bar.pin.rect().bottomLeft())
        self.wish(PinMoment(place, at))

    def _offer_figures(self, menu: QMenu) -> None:
        menu.clear()
        if self.experiment is None:
            return
        from gui.model.figures import names as known

        values = self.values
        for name in known(self.experiment):
            action = menu.addAction(f"{{{name}}}\t{values.get(name, '')}")
            action.triggered.connect(lambda _=False, n=name: self.editor.insert(f"{{{n}}}"))

    def _save_pdf(self) -> None:
        from gui.panels.report.printing import pdf

        content = pdf(self.report, self.values, self._title, self.font())
        self.wish(SaveContent(content, tr("report"), ".pdf"))

    def _save_html(self) -> None:
        from engine.report.page import page
        from gui.panels.report.formulas import embedded

        text = page(self.report, self.values, self._title, language(), embedded)
        self.wish(SaveText(text, tr("report"), ".html"))

    def _save_markdown(self) -> None:
        from engine.report.page import markdown

        self.wish(SaveText(markdown(self.report, self.values), tr("report"), ".md"))

    @property
    def _title(self) -> str:
        return self.experiment.title if self.experiment is not None else ""


def _braced(name: str) -> str:
    return f"{{{name}}}"
