"""The code panel: the whole program of the experiment, with the lines lit that ran last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from engine.errors import EngineError
from engine.frames import Frame, Listing, ListingRequest, Phase, Request, Style
from gui.kit import telling, words
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.icons import icon
from gui.kit.panel import Panel
from gui.kit.theme import LIGHT, Theme
from gui.kit.wishes import ExportCode, Say
from gui.kit.words import tr
from gui.panels.code.view import CodeView


class CodePanel(Panel):
    """A choice of styles, the program, and what to do with it.

    The training process writes the program, and sends it only where it differs from the one shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style: Style = "module"
        self._listing: Listing | None = None
        self._shown: tuple[str, Phase | None] = ("", None)  # digest and phase that are lit
        self.styles = _styles(self)
        self.copy = _button("copy", tr("Copy"), tr("Copies the program to the clipboard."))
        self.save = _button("save", tr("Save…"), tr("Saves the program as a file."))
        self.view = CodeView()
        self.refusal = QLabel()
        self._arrange()
        self._connect()
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """The program in the chosen style, unless it is the one that is here."""
        known = "" if self._listing is None else self._listing.digest
        return (ListingRequest(self._style, known, words.language()),)

    def forget(self) -> None:
        """Show no program: it was another experiment's, or there is none for this one."""
        self._listing, self._shown = None, ("", None)
        self._show_refusal(None)
        self.view.show_program((), flash=False)
        self.view.light([])
        self.copy.setEnabled(False)
        self.save.setEnabled(False)

    def draw(self, frame: Frame) -> None:
        """Show the program if it is another one, and light the lines of the last phase."""
        for request, view in frame.views.items():
            if isinstance(request, ListingRequest) and isinstance(view, Listing):
                self._take(request, view)
        self._light(frame.phase, follow=not frame.running)

    def view_state(self) -> dict[str, Any]:
        """What is chosen."""
        return {name: combo.currentData() for name, combo in self._choices().items()}

    def take_view_state(self, state: Mapping[str, Any]) -> None:
        """Choose it again."""
        for name, combo in self._choices().items():
            combo.pick(state.get(name))

    def _choices(self) -> dict[str, NameCombo]:
        return {"style": self.styles}

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.view.restyle(theme)
        self.copy.setIcon(icon("copy", theme.text, disabled=theme.muted))
        self.save.setIcon(icon("save", theme.text, disabled=theme.muted))

    def _arrange(self) -> None:
        self.view.setAccessibleName(tr("Program"))
        self.view.setToolTip(
            tr("The same training in PyTorch; the lines of the last phase are lit.")
        )
        self.refusal.setWordWrap(True)
        self.refusal.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(5)
        row.addWidget(self.styles, 1)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.refusal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addLayout(self._pages, 1)

    def _connect(self) -> None:
        self.styles.chosen.connect(self._choose)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._ask_to_save)

    def _choose(self, style: Style) -> None:
        self._style, self._listing = style, None
        self._shown = ("", None)
        self.want_other_views()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("".join(f"{line}\n" for line in self.view.lines))
        self.wish(Say(tr("The program was copied.")))

    def _ask_to_save(self) -> None:
        self.wish(ExportCode(self._style))

    def _take(self, request: ListingRequest, listing: Listing) -> None:
        """Show a program; one that was asked for before the style was changed comes too late."""
        before = self._listing
        if request.style != self._style or (before and before.digest == listing.digest):
            return
        self._listing = listing
        self._show_refusal(listing.refused)
        self.view.show_program(listing.lines, flash=before is not None)

    def _show_refusal(self, error: EngineError | None) -> None:
        self.copy.setEnabled(error is None)
        self.save.setEnabled(error is None)
        self._pages.setCurrentWidget(self.view if error is None else self.refusal)
        if error is not None:
            told, advice = (telling.capital(f(error)) for f in (telling.sentence, telling.hint))
            self.refusal.setText(f"{told}.\n\n{advice}.")

    def _light(self, phase: Phase | None, follow: bool) -> None:
        listing = self._listing
        if listing is None or self._shown == (listing.digest, phase):
            return
        moved = self._shown[1] != phase
        self._shown = (listing.digest, phase)
        lines = [n for n, of in enumerate(listing.phases) if of == phase and phase is not None]
        self.view.light(lines)
        if lines and moved and follow:
            self.view.bring(_last_group(lines), lines[-1])


def _last_group(lines: list[int]) -> int:
    """The first of the lines at the end that follow each other: those in the loop."""
    first = len(lines) - 1
    while first > 0 and lines[first - 1] == lines[first] - 1:
        first -= 1
    return lines[first]


def _styles(parent: QWidget) -> NameCombo:
    styles = NameCombo(parent)
    styles.set_items(
        [
            Item("module", tr("With torch.nn"), tr("as programs are mostly written")),
            Item("scratch", tr("Tensors only"), tr("the update written out")),
            Item("formula", tr("By formula"), tr("the gradients written out too")),
        ]
    )
    styles.setAccessibleName(tr("Style of the program"))
    styles.setToolTip(tr("How much of the program is left to torch."))
    return styles


def _button(name: str, text: str, help: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setToolTip(help)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
