"""The two looks, light and dark: every colour of the window under the name of its job."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

SHEET = Path(__file__).parents[2] / "resources" / "themes" / "gradus.qss"
SETTINGS = ("system", "light", "dark")

# Blue and vermilion after Okabe and Ito; the others were searched for so that they also differ in
# lightness, for colour-blind eyes too. Symbols and hatching differ as well: colour never speaks
# alone.
CLASS_SYMBOLS = ("o", "s", "t", "d", "star", "p", "h", "t1", "+", "x")


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb; ``border`` parts areas, ``outline`` is the edge of what can be used."""

    dark: bool
    window: str
    panel: str
    stage: str
    border: str
    outline: str
    text: str
    muted: str
    accent: str
    on_accent: str
    warning: str
    grid: str
    classes: tuple[str, ...]


LIGHT = Theme(
    dark=False,
    window="#ffffff",
    panel="#f6f8fa",
    stage="#eef2f6",
    border="#d8dee4",
    outline="#7b8691",
    text="#14181d",
    muted="#57616c",
    accent="#0a66c8",
    on_accent="#ffffff",
    warning="#ad4500",
    grid="#d5dbe1",
    classes=(
        "#0072b2", "#c95300", "#00935a", "#83206b", "#4a3c09",
        "#0b37c2", "#99738c", "#005541", "#ba5ce9", "#a15b31",
    ),
)  # fmt: skip
DARK = Theme(
    dark=True,
    window="#1b1e25",
    panel="#22262e",
    stage="#14161a",
    border="#333841",
    outline="#747e8b",
    text="#eef1f5",
    muted="#9ba4af",
    accent="#58a6ff",
    on_accent="#0c1420",
    warning="#e69f00",
    grid="#2c313a",
    classes=(
        "#56b4e9", "#e69f00", "#3ddf8d", "#e28bb8", "#f5f06a",
        "#946bfb", "#f13b38", "#cdf0d4", "#199879", "#e739b4",
    ),
)  # fmt: skip


def chosen(setting: str) -> Theme:
    """The theme that a setting names: ``light``, ``dark``, or ``system`` for the desktop's."""
    if setting == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return DARK if setting == "dark" else LIGHT


def of(colors: QPalette) -> Theme:
    """The theme that a palette was made from, for what is painted without being told of it."""
    text = colors.color(QPalette.ColorRole.WindowText)  # the ground may be transparent
    return DARK if text.lightnessF() > 0.5 else LIGHT


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's own roles, for every widget that the style sheet leaves alone."""
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.window,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_accent,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
    }
    result = QPalette(QColor(theme.panel), QColor(theme.window))
    for name, color in colors.items():
        result.setColor(name, QColor(color))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(faint(theme)))
    return result


@cache
def stylesheet(theme: Theme) -> str:
    """The style sheet of resources/themes with the theme's colours in it."""
    names = {
        **asdict(theme),
        "button": theme.window,
        "hover": mixed(theme.panel, theme.text, 0.07),
        "faint": faint(theme),
        "accent_hover": mixed(theme.accent, theme.text, 0.15),
        "pictures": f"{SHEET.parent.as_posix()}/{'dark' if theme.dark else 'light'}",
    }
    return Template(SHEET.read_text(encoding="utf-8")).substitute(names)


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two: ``share`` 0 is the first one, 1 the second."""
    a, b = QColor(first), QColor(second)
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    ).name()


def faded(theme: Theme) -> str:
    """Text of what does not hold now: it steps back, and still reads well."""
    return mixed(theme.text, theme.panel, 0.35)


def faint(theme: Theme) -> str:
    """What cannot be used now: still to be read, but stepping back."""
    return mixed(theme.muted, theme.panel, 0.4)
