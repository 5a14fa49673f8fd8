"""The report as it is read: its text with figures and pictures, and a form's boxes to fill in."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QMimeData, QSize, QSizeF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from engine.report.answers import is_more_than_words, lines
from engine.report.boxes import Box, boxes
from engine.report.markup import Look, pieces
from engine.report.parsing import may_link
from engine.report.value import Report
from gui.kit.forms.rows import describe
from gui.kit.guard import guarded
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.panels.report.formulas import Formulas
from gui.panels.report.page import JOINER, LINE, Page, kept_words, look, sheet
from gui.panels.report.writing import Answer

SETTLED = 120  # milliseconds after the last change of the width
NARROWEST = 120


class Text(QTextBrowser):
    """A part of the text, as high as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Report"))
        self.viewport().setAutoFillBackground(False)
        self.html = ""
        self._page: Page | None = None
        self.anchorClicked.connect(_open)

    def show_html(
        self, html: str, report: Report, theme: Theme, width: int, formulas: Formulas
    ) -> None:
        """Show another text, so wide."""
        self.html = html
        page = Page(report, formulas)
        page.setParent(self)
        page.setDefaultFont(self.font())
        page.setDocumentMargin(0)
        colors = (theme.text, theme.muted, theme.panel, theme.border, theme.accent)
        page.setDefaultStyleSheet(sheet(*colors, LINE * self.fontMetrics().height()))
        page.setHtml(kept_words(html))
        page.setTextWidth(width)
        before, self._page = self._page, page
        self.setDocument(page)
        if before is not None:
            before.deleteLater()
        page.documentLayout().documentSizeChanged.connect(self._fit)
        self._fit(page.size())

    def _fit(self, size: QSizeF) -> None:
        self.setFixedHeight(math.ceil(size.height()) + 4)

    @guarded(QMimeData())
    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied is what was written, formulas too."""
        found = QMimeData()
        text = self.textCursor().selection().toPlainText().replace(JOINER, "")
        if self._page is not None:
            text = self._page.with_formulas(text, self.textCursor())
        found.setText(text.strip("\n"))
        return found


class Boxed(QWidget):
    """A box to write in and, where that is read otherwise than it is written, how it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.answer, self.read = Answer(), Text()
        self.read.setAccessibleName(tr("The answer as it is read"))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(2)
        down.addWidget(self.answer)
        down.addWidget(self.read)
        self.read.hide()

    def show_box(self, box: Box) -> None:
        """Show what is asked and what was answered."""
        describe(
            self.answer, box.question or box.name or tr("Answer"), tr("Write your answer here.")
        )
        if self.answer.toPlainText().rstrip("\n") != box.answer:  # an empty last line is not kept
            self.answer.show_text(box.answer)

    def show_read(self, html: str, *drawn: Any) -> None:
        """Show it typeset and with figures; nothing where it is read as it is written."""
        if html and html != self.read.html:
            self.read.show_html(html, *drawn)
        self.read.html = html
        self.read.setVisible(bool(html))


class Reader(QScrollArea):
    """Text and boxes, one below the other; only what has changed is made again."""

    answered = Signal(int, str)  # the box's number, and what is in it now

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._down = QVBoxLayout(inside)
        self._down.setContentsMargins(4, 2, 6, 8)
        self._down.setSpacing(8)
        self._down.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(inside)
        for part in (inside, self.viewport()):
            part.setAutoFillBackground(False)
        self.parts: list[Text | Boxed] = []
        self._report, self._values, self._theme = Report(), dict[str, str](), LIGHT
        self._formulas = self._typesetting()
        self._width = 0
        self._later = QTimer(self, singleShot=True, interval=SETTLED)
        self._later.timeout.connect(self._show)

    def show_report(self, report: Report, values: dict[str, str]) -> None:
        """Show a report with these figures."""
        self._report, self._values = report, values
        self._show()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme, self._width = theme, 0
        self._formulas = self._typesetting()
        self._show()

    @property
    def answers(self) -> list[Answer]:
        """The boxes, in their order."""
        return [part.answer for part in self.parts if isinstance(part, Boxed)]

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew, once the width stays."""
        super().resizeEvent(event)
        if self._room() != self._width:
            self._later.start()

    def sizeHint(self) -> QSize:
        return QSize(240, 200)

    def _typesetting(self) -> Formulas:
        return Formulas(self.font(), self._theme.text, fine=self.devicePixelRatioF())

    def _room(self) -> int:
        margins = self._down.contentsMargins()
        return max(NARROWEST, self.viewport().width() - margins.left() - margins.right())

    def _show(self) -> None:
        width = self._room()
        drawn = look(self._report, self._values, width, self._formulas)
        found = pieces(self._report.text, drawn)
        kinds = [Boxed if isinstance(part, Box) else Text for part in found]
        if kinds != [type(part) for part in self.parts]:
            self._make(kinds)
        other = width != self._width
        self._width = width
        how = self._report, self._theme, width, self._formulas
        for widget, part in zip(self.parts, found, strict=True):
            if isinstance(widget, Text) and isinstance(part, str):
                if other or part != widget.html:
                    widget.show_html(part, *how)
            elif isinstance(widget, Boxed) and isinstance(part, Box):
                widget.show_box(part)
                widget.read.html = "" if other else widget.read.html
                widget.show_read(self._as_read(part.answer, drawn), *how)

    def _as_read(self, answer: str, drawn: Look) -> str:
        """How an answer is read; empty where that is as it was written."""
        if not is_more_than_words(answer, self._values):
            return ""
        return f"<p>{'<br>'.join(lines(answer, self._values, drawn.formula))}</p>"

    def _make(self, kinds: list[type[Text] | type[Boxed]]) -> None:
        for part in self.parts:
            self._down.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.parts = [kind() for kind in kinds]
        for part in self.parts:
            self._down.addWidget(part)
        for number, answer in enumerate(self.answers):
            answer.typed.connect(lambda text, number=number: self.answered.emit(number, text))


def asks(text: str) -> bool:
    """Whether a report is a form."""
    return bool(boxes(text))


def _open(address: QUrl) -> None:
    if may_link(address.toString()):
        QDesktopServices.openUrl(address)
