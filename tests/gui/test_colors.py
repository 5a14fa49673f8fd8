"""Everything can be read and told apart: contrast in both themes, and classes for every eye."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QTableWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.commands.actions import Actions
from gui.kit.calm import calm_plot
from gui.kit.colors import class_look, contrast, hatched, lit, readable
from gui.kit.fonts import FAMILIES, interface_font
from gui.kit.theme import DARK, LIGHT, Theme, faded, mixed, palette, stylesheet
from gui.panels.metrics.confusion import STRONGEST
from gui.shell.transport import Transport

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
TEXT, EDGE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
APART = 10.0  # ΔE of CIE 1976
COLOR = re.compile(r"#[0-9a-f]{6}")

# Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB.
EYES = {
    "protanope": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranope": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "ordinary": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
# What a control's rule is about: these must be seen by their edge.
CONTROLS = (
    "QPushButton", "QToolButton", "QLineEdit", "QAbstractSpinBox", "QComboBox", "QPlainTextEdit",
    "::indicator", "::handle", "::groove",
)  # fmt: skip
# A label says what these are; none of them has an edge of its own.
BARE = ("quiet", "tab=", "rail=", "folded=", "#StageBar QToolButton", "QToolButton[dots]")


def luminance(color: str) -> float:
    """Relative luminance, straight from WCAG's formula."""
    parts = (linear(np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255)).tolist()
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


def linear(encoded: NDArray[np.float64]) -> NDArray[np.float64]:
    """RGB without its gamma."""
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, reckoned here and not by the program."""
    a, b = luminance(one), luminance(other)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def lab(color: str, eye: str) -> NDArray[np.float64]:
    """CIE L*a*b* (D65) of a colour as an eye sees it."""
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    seen = np.clip(np.array(EYES[eye]) @ linear(rgb), 0, 1)
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ seen / to_xyz.sum(axis=1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def rules(theme: Theme) -> Iterator[tuple[str, dict[str, str]]]:
    """Selectors of the style sheet with their declarations."""
    text = re.sub(r"/\*.*?\*/", "", stylesheet(theme), flags=re.DOTALL)
    for selectors, body in re.findall(r"([^{}]+){([^{}]*)}", text):
        pairs = (part.split(":", 1) for part in body.split(";") if ":" in part)
        declared = {name.strip(): value.strip() for name, value in pairs}
        for selector in selectors.split(","):
            yield " ".join(selector.split()), declared


def grounds(theme: Theme) -> list[str]:
    """What words and controls lie on."""
    return [theme.window, theme.panel, theme.stage]


def own_ground(declared: dict[str, str], theme: Theme) -> list[str]:
    """The ground that a rule's words lie on: its own, or whatever is behind it."""
    found = COLOR.findall(declared.get("background", declared.get("background-color", "")))
    hover = mixed(theme.panel, theme.text, 0.07)
    return found or [*grounds(theme), hover]


@THEMES
def test_every_text_of_the_style_sheet_is_readable_on_every_ground_it_has(theme: Theme) -> None:
    checked = 0
    for selector, declared in rules(theme):
        if "disabled" in selector or not COLOR.fullmatch(declared.get("color", "")):
            continue  # WCAG excepts what cannot be used
        for ground in own_ground(declared, theme):
            assert ratio(declared["color"], ground) >= TEXT, (selector, declared["color"], ground)
            checked += 1
        pair = declared.get("selection-color"), declared.get("selection-background-color")
        if pair[0] and pair[1]:
            assert ratio(pair[0], pair[1]) >= TEXT, selector
    assert checked > 60


@THEMES
def test_every_control_of_the_style_sheet_has_an_edge_that_is_seen(theme: Theme) -> None:
    checked = 0
    for selector, declared in rules(theme):
        is_control = any(part in selector for part in CONTROLS)
        if not is_control or "disabled" in selector or any(part in selector for part in BARE):
            continue
        edge = declared.get("border-color", declared.get("border", ""))
        if not edge and ("::handle" in selector or "::groove" in selector):
            edge = declared.get("background", "")
        for color, ground in product(COLOR.findall(edge), grounds(theme)):
            if color == theme.on_accent:
                continue
            assert ratio(color, ground) >= EDGE, (selector, color, ground)
            checked += 1
    assert checked > 40


@THEMES
def test_every_pair_of_the_palette_is_readable(theme: Theme) -> None:
    role, colors = QPalette.ColorRole, palette(theme)
    pairs = [
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.PlaceholderText, role.Base),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Window),
        (role.LinkVisited, role.Window),
        (role.Link, role.Base),
    ]
    for text, ground in pairs:
        assert ratio(colors.color(text).name(), colors.color(ground).name()) >= TEXT, (text, ground)


@THEMES
def test_what_is_painted_is_readable_too(theme: Theme) -> None:
    for text, ground in product((theme.muted, theme.text, theme.accent), grounds(theme)):
        assert ratio(text, ground) >= TEXT
    assert ratio(faded(theme), theme.panel) >= TEXT
    for color in (theme.accent, theme.warning):  # the confusion matrix
        assert ratio(theme.text, mixed(theme.window, color, STRONGEST)) >= TEXT
    for color in (*theme.classes, theme.muted, theme.accent):  # code, on lines that run as well
        assert ratio(readable(color, theme, lit(theme)), lit(theme)) >= TEXT


@THEMES
def test_points_and_curves_are_seen_on_the_stage(theme: Theme) -> None:
    for color in (*theme.classes, theme.accent, theme.warning, theme.text):
        assert ratio(color, theme.stage) >= EDGE, color


@THEMES
@pytest.mark.parametrize("eye", EYES)
def test_the_first_five_classes_differ_for_every_eye(theme: Theme, eye: str) -> None:
    for one, other in combinations(theme.classes[:5], 2):
        apart = float(np.linalg.norm(lab(one, eye) - lab(other, eye)))
        assert apart >= APART, (one, other, apart)


@THEMES
def test_no_two_classes_share_symbol_or_colour_or_the_first_five_their_hatching(
    theme: Theme,
) -> None:
    looks = [class_look(theme, place) for place in range(len(theme.classes))]
    assert len({look.color for look in looks}) == len({look.symbol for look in looks}) == 10
    patterns = {hatched(look.place, 48, 48).tobytes() for look in looks[:5]}
    assert len(patterns) == 5


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for one, other in (("#777777", "#ffffff"), ("#0a66c8", "#f6f8fa"), ("#123456", "#fedcba")):
        assert contrast(one, other) == pytest.approx(ratio(one, other), rel=1e-6)


# ---- real widgets ------------------------------------------------------------------------------


def controls() -> list[QWidget]:
    """One of each kind that can be used."""
    default = QPushButton("B")
    default.setCheckable(True)
    default.setChecked(True)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(50)
    box = QComboBox()
    box.addItems(["a", "b"])
    return [
        QPushButton("A"), default, QToolButton(), QLineEdit("a"), QSpinBox(), box,
        QCheckBox("c"), slider, QPlainTextEdit("p"),
    ]  # fmt: skip


def page(theme: Theme, widgets: list[QWidget], qtbot: QtBot) -> QWidget:
    """The widgets below each other on the panels' ground, styled as in the window."""
    holder = QWidget()
    holder.setPalette(palette(theme))
    holder.setStyleSheet(f"QWidget#Page {{ background: {theme.panel}; }}" + stylesheet(theme))
    holder.setObjectName("Page")
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(holder)
    for widget in widgets:
        column.addWidget(widget)
    qtbot.addWidget(holder)
    with qtbot.waitExposed(holder):
        holder.show()
    return holder


def colors_of(image: QImage) -> set[str]:
    """Every colour in a picture."""
    return {
        QColor(image.pixel(x, y)).name()
        for x, y in product(range(image.width()), range(image.height()))
    }


@THEMES
def test_painted_controls_stand_out_from_the_panel(theme: Theme, qtbot: QtBot) -> None:
    widgets = controls()
    _holder = page(theme, widgets, qtbot)
    for widget in widgets:
        shown = colors_of(widget.grab().toImage())
        assert max(ratio(color, theme.panel) for color in shown) >= EDGE, widget
        if not isinstance(widget, QCheckBox | QSlider):
            image = widget.grab().toImage()
            edge = QColor(image.pixel(0, image.height() // 2)).name()
            assert ratio(edge, theme.panel) >= EDGE, (widget, edge)


@THEMES
def test_the_focus_is_seen_on_every_kind_of_control(theme: Theme, qtbot: QtBot) -> None:
    plot = calm_plot("plot")
    plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widgets = [*controls(), QTableWidget(2, 2), plot]
    kinds = QListWidget()
    kinds.setObjectName("Kinds")
    widgets.append(kinds)
    holder = page(theme, widgets, qtbot)
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    for widget, other in zip(widgets, [*widgets[1:], widgets[0]], strict=True):
        other.setFocus(Qt.FocusReason.TabFocusReason)
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(widget.hasFocus)
        after = widget.grab().toImage()
        assert before.size() == after.size(), "nothing moves"
        changed = [
            (QColor(before.pixel(x, y)).name(), QColor(after.pixel(x, y)).name())
            for x, y in product(range(before.width()), range(before.height()))
            if before.pixel(x, y) != after.pixel(x, y)
        ]
        # Around a button in the accent the ring is the text's colour, which the panel sets off.
        filled = isinstance(widget, QPushButton) and widget.isChecked()
        strong = [pair for pair in changed if ratio(*pair) >= (2.0 if filled else EDGE)]
        assert len(strong) >= 20, (widget, set(changed))


@THEMES
def test_the_primary_button_has_its_own_icon_and_menus_have_the_text_s(
    theme: Theme, qtbot: QtBot
) -> None:
    actions = Actions()
    transport = Transport(actions)
    qtbot.addWidget(transport)
    actions.allow({"ready", "paused", "trained", "changed"})
    transport.restyle(theme)
    shown = {
        name: colors_of(holder.icon().pixmap(20).toImage())
        for name, holder in (
            ("menu", actions["run.phase"]),
            ("bar", transport.buttons["run.phase"]),
        )
    }
    assert theme.text in shown["menu"] and theme.on_accent in shown["bar"]
    actions["run.phase"].setToolTip("other")  # a button takes its action on again
    image = transport.buttons["run.phase"].icon().pixmap(20).toImage()
    assert theme.on_accent in colors_of(image)


def test_the_interface_has_one_face_for_both_scripts(qapp: QApplication) -> None:
    font = interface_font(qapp.font())
    assert tuple(font.families()[: len(FAMILIES)]) == FAMILIES
    assert font.pointSizeF() == qapp.font().pointSizeF()
    assert interface_font(font) == font, "chosen twice is chosen once"
