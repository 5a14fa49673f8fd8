"""The two looks, light and dark: every colour of the window under the name of its job."""

from __future__ import annotations

from dataclasses import dataclass

# Okabe and Ito's palette, which people with colour-blind eyes can tell apart, and three more
# with their own lightness; symbols differ as well, so that colour never speaks alone.
CLASS_SYMBOLS = ("o", "s", "t", "d", "star", "p", "h", "t1", "+", "x")


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb."""

    dark: bool
    window: str
    panel: str
    stage: str
    border: str
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
    text="#14181d",
    muted="#66707b",
    accent="#0a66c8",
    on_accent="#ffffff",
    warning="#c24e00",
    grid="#d5dbe1",
    classes=(
        "#0072b2", "#d55e00", "#009e73", "#a2578a", "#b88600",
        "#3a8fc4", "#6b4c9a", "#8c6d46", "#3f4750", "#7a8a00",
    ),
)  # fmt: skip
DARK = Theme(
    dark=True,
    window="#1b1e25",
    panel="#22262e",
    stage="#14161a",
    border="#333841",
    text="#eef1f5",
    muted="#98a1ac",
    accent="#58a6ff",
    on_accent="#0c1420",
    warning="#e69f00",
    grid="#2c313a",
    classes=(
        "#56b4e9", "#e69f00", "#2fc99a", "#e08cc0", "#f0e442",
        "#7fa8ff", "#b79cf0", "#c9a57b", "#cfd6de", "#b5c832",
    ),
)  # fmt: skip
