"""The report's tool bar: reading or writing, what makes letters bold, pictures and files."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.kit.forms.rows import describe
from gui.kit.guard import guarded
from gui.kit.icons import icon
from gui.kit.theme import Theme, faint
from gui.kit.words import tr

AROUND = 56  # pixels: the pin's sign and what lies between the buttons


class Bar(QWidget):
    """Two rows; the second, which changes the text, is there while it is written."""

    reads = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._icons: dict[QToolButton, str] = {}
        self.write = self._switch(tr("Write"), tr("Write the report, as Markdown."))
        self.read = self._switch(
            tr("Read"), tr("Read the report with its figures, and fill in its form.")
        )
        self.pin = self._button("pin", tr("Pin this moment"), tr(
            "Put in the picture of a view, with step, settings and figures as they are now."
        ))  # fmt: skip
        self.files = self._button("save", tr("Export"), tr("Save the report for others to read."))
        self.heading = self._button("heading", tr("Heading"), tr("Make headings of these lines."))
        self.bold = self._button("bold", tr("Bold"), tr("Make what is selected bold."))
        self.list = self._button("list", tr("List"), tr("Make a list of these lines."))
        self.link = self._button("link", tr("Link"), tr("Make a link of what is selected."))
        self.formula = self._button(
            "sigma", tr("Formula"), tr("Make a formula of what is selected, as LaTeX.")
        )
        self.figure = self._button(
            "braces", tr("Figure"), tr("Put in a figure that stays up to date, by its name.")
        )
        self.freeze = self._button(
            "snowflake", tr("Freeze"), tr("Write out all figures as they are now, for good.")
        )
        self.figure_menu, self.file_menu = QMenu(self), QMenu(self)
        self.pdf = self._entry(tr("PDF…"), tr("Pages of A4 to print or hand in."))
        self.html = self._entry(tr("HTML…"), tr("One file with the pictures inside."))
        self.markdown = self._entry(tr("Markdown…"), tr("The text, with the pictures at its end."))
        self.file_menu.addSeparator()
        self.form = self._entry(tr("Open a form…"), tr("Begin a new report with a form's text."))
        self._arrange()

    def show_read(self, reads: bool) -> None:
        """Show which of the two it is."""
        (self.read if reads else self.write).setChecked(True)
        self._tools.setVisible(not reads)

    def restyle(self, theme: Theme) -> None:
        """Draw the icons in a theme's colours."""
        for button, name in self._icons.items():
            button.setIcon(icon(name, theme.text, disabled=faint(theme)))

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for all words, a sign and its tooltip say it."""
        super().resizeEvent(event)
        words = self.pin.fontMetrics().horizontalAdvance(self.pin.text())
        others = sum(each.sizeHint().width() for each in (self.write, self.read, self.files))
        style = Qt.ToolButtonStyle
        fits = others + words + AROUND <= self.width()
        self.pin.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if fits else style.ToolButtonIconOnly
        )

    def _switch(self, text: str, help: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setAutoRaise(True)
        describe(button, text, help)
        return button

    def _button(self, name: str, text: str, help: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        describe(button, text, help)
        button.setToolTip(f"{text}: {help}")
        button.setMinimumSize(26, 26)
        self._icons[button] = name
        return button

    def _entry(self, text: str, help: str) -> QAction:
        action = self.file_menu.addAction(text)
        action.setToolTip(help)
        return action

    def _arrange(self) -> None:
        self.pin.setText(tr("Pin this moment"))
        self.pin.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        either = QButtonGroup(self)
        for button in (self.write, self.read):
            either.addButton(button)
        either.buttonClicked.connect(lambda button: self.reads.emit(button is self.read))
        for button, menu in ((self.figure, self.figure_menu), (self.files, self.file_menu)):
            menu.setToolTipsVisible(True)
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget in (self.write, self.read):
            first.addWidget(widget)
        first.addStretch(1)
        for widget in (self.pin, self.files):
            first.addWidget(widget)
        tools = (self.heading, self.bold, self.list, self.link, self.formula, self.figure)
        for widget in (*tools, self.freeze):
            second.addWidget(widget)
        second.addStretch(1)
        self._tools = QWidget()
        self._tools.setLayout(second)
        down = QVBoxLayout(self)
        for layout in (first, second, down):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(2)
        down.addLayout(first)
        down.addWidget(self._tools)
