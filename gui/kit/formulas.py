"""The catalog's LaTeX formulas as one line of plain text: ``1 / (1 + exp(−z))``."""

from __future__ import annotations

import re

from engine.experiment.specs import Outcome
from gui.kit.words import tr

SYMBOLS = {
    r"\alpha": "α", r"\delta": "δ", r"\theta": "θ", r"\lambda": "λ", r"\sigma": "σ", r"\Phi": "Φ",
    r"\geq": "≥", r"\leq": "≤", r"\sum": "Σ", r"\cdot": "·", r"\left": "", r"\right": "",
    r"\,": "", r"\max": "max", r"\min": "min", r"\tanh": "tanh", r"\arctan": "arctan",
    r"\ln": "ln", "-": "−", "^2": "²",
}  # fmt: skip
CASES = re.compile(r"(.+?)\\text\{ if \}(.+?)\\text\{, else \}(.+)")
HAT = re.compile(r"\\hat\{y\}")
POWER = re.compile(r"e\^\{([^{}]*)\}")
FRACTION = re.compile(r"(\\ln )?\\frac\{([^{}]*)\}\{([^{}]*)\}")
ROOT = re.compile(r"\\sqrt\{([^{}]*)\}")


def output_letter(outcome: Outcome) -> str:
    """What the last layer gives: ŷ itself, or z, of which ŷ is the probability."""
    return "ŷ" if outcome == "regression" else "z"


def output_latex(outcome: Outcome) -> str:
    """The same in LaTeX."""
    return r"\hat{y}" if outcome == "regression" else "z"


def plain(latex: str) -> str:
    """The formula in letters that every font has."""
    cases = CASES.fullmatch(latex)
    if cases:
        value, condition, otherwise = (plain(part.strip()) for part in cases.groups())
        text = tr("{value} if {condition}, else {otherwise}")
        return text.format(value=value, condition=condition, otherwise=otherwise)
    text = HAT.sub("ŷ", latex).replace(r"\frac{1}{2}", "½")
    before = ""
    while before != text:  # from the innermost braces outwards
        before = text
        text = POWER.sub(r"exp(\1)", text)
        text = ROOT.sub(r"√(\1)", text)
        text = FRACTION.sub(_fraction, text)
    for name, symbol in SYMBOLS.items():
        text = text.replace(name, symbol)
    return re.sub(r"\s+", " ", text).replace("( ", "(").replace(" )", ")").strip()


def _fraction(match: re.Match[str]) -> str:
    text = f"{_grouped(match[2])} / {_grouped(match[3])}"
    return rf"\ln({text})" if match[1] else text


def _grouped(text: str) -> str:
    """In brackets where it is more than one thing."""
    return text if re.fullmatch(r"\\?\w+|exp\([^()]*\)|\|[^|]*\|", text) else f"({text})"
