"""The causes at the left: a rail of sections, and the drawer that shows one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.experiment import Experiment
from gui.kit.icons import icon
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.shell.views import Host, View

WIDTH, ENTRY, ICON = 52, 50, QSize(20, 20)


class Rail(QFrame):
    """One button a section; the lit one folds the drawer away."""

    chosen = Signal(str)  # the section to open, or "" to fold the drawer

    def __init__(self, views: Sequence[View], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Rail")
        self._views = {view.name: view for view in views}
        self._open: tuple[str, ...] = ()
        self._theme = LIGHT
        self.buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        for view in views:
            button = self.buttons[view.name] = _entry(view, self)
            button.clicked.connect(self._on_clicked)
            column.addWidget(button)
        column.addStretch(1)
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        self.setFixedWidth(max(WIDTH, widest))

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer what the experiment has."""
        for name, button in self.buttons.items():
            button.setVisible(self._views[name].fits(experiment))

    def show_open(self, names: tuple[str, ...]) -> None:
        """Light the sections that are open."""
        self._open = names
        for name, button in self.buttons.items():
            button.setChecked(name in names)
        self._draw()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self._draw()

    def _draw(self) -> None:
        for name, button in self.buttons.items():
            color = self._theme.accent if name in self._open else self._theme.muted
            button.setIcon(icon(self._views[name].icon, color))

    def _on_clicked(self) -> None:
        name = self.sender().property("section")
        self.chosen.emit("" if name in self._open else name)


class Drawer(QFrame):
    """The open section in full height; on a tall screen a pinned one above it."""

    pinned = Signal(str)  # the section that stays open, or "" for none

    def __init__(self, hosts: Mapping[str, Host], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Drawer")
        self._hosts = dict(hosts)
        self._sections: dict[str, Section] = {}  # those that were opened
        self._theme = LIGHT
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_sections(self, names: tuple[str, ...], pinned: str, tall: bool) -> None:
        """Show these; without any, nothing of the drawer."""
        for name in names:
            if name not in self._sections:
                self._add(name)
        for name, section in self._sections.items():
            section.pin.setVisible(tall)
            section.pin.setChecked(name == pinned)
            section.setVisible(name in names)
        self.setVisible(bool(names))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        for section in self._sections.values():
            section.restyle(theme)

    def _add(self, name: str) -> None:
        """Below those that stand above it in the rail."""
        section = self._sections[name] = Section(self._hosts[name], self)
        order = list(self._hosts)
        above = [other for other in self._sections if order.index(other) < order.index(name)]
        self._column.insertWidget(len(above), section, 1)
        section.pin.clicked.connect(self._on_pin)
        section.restyle(self._theme)

    def _on_pin(self, checked: bool) -> None:
        self.pinned.emit(self.sender().property("section") if checked else "")


class Section(QFrame):
    """A heading and the section's form."""

    def __init__(self, host: Host, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Section")
        self.host = host
        heading = QLabel(host.view.title, self)
        heading.setFont(_bold(heading.font()))
        self.pin = QToolButton(self)
        self.pin.setProperty("quiet", True)
        self.pin.setProperty("section", host.view.name)
        self.pin.setCheckable(True)
        self.pin.setFixedSize(24, 24)
        self.pin.setAccessibleName(tr("Keep {title} open", title=host.view.title))
        self.pin.setToolTip(tr("Keep this section open beside another one."))
        head = QHBoxLayout()
        head.setContentsMargins(11, 6, 6, 2)
        head.addWidget(heading, 1)
        head.addWidget(self.pin)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        inset = QVBoxLayout()
        inset.setContentsMargins(10, 4, 4, 6)
        inset.addWidget(host)
        column.addLayout(inset, 1)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.pin.setIcon(icon("pin", theme.muted, theme.on_accent))

    def minimumSizeHint(self) -> QSize:
        """No form decides how small the window can be."""
        return QSize(100, 60)


def _entry(view: View, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setProperty("section", view.name)
    button.setProperty("rail", True)
    button.setText(view.title)
    button.setAccessibleName(view.title)
    button.setToolTip(view.help)
    button.setCheckable(True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    button.setIconSize(ICON)
    font = QFont(button.font())
    font.setPointSizeF(font.pointSizeF() * 0.8)
    button.setFont(font)
    button.setMinimumSize(WIDTH, ENTRY)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _bold(font: QFont) -> QFont:
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result
