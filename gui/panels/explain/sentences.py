"""What is said of each finding: what it is called, and one sentence with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.frames import Finding
from gui.kit.words import tr
from gui.panels.explain import of_course, of_model


def title(name: str) -> str:
    """What a finding is called."""
    return {
        "diverging": tr("Diverging"),
        "leak": tr("Leak"),
        "symmetric": tr("Symmetric start"),
        "dead": tr("Dead units"),
        "saturated": tr("Saturated"),
        "vanishing": tr("Vanishing gradient"),
        "unscaled": tr("Unscaled input"),
        "zigzag": tr("Zigzag across a valley"),
        "penalty": tr("Weights held by the penalty"),
        "plateau": tr("Plateau"),
        "alike": tr("All answers alike"),
        "ignored": tr("A class is ignored"),
        "threshold": tr("The threshold never fires"),
        "outlier": tr("An outlier rules the loss"),
        "slow": tr("Learning rate too small"),
        "noisy": tr("Batch too small for its rate"),
        "overfitting": tr("Overfitting"),
        "imbalance": tr("Imbalance"),
        "constant": tr("A constant input"),
        "converged": tr("Converged"),
    }[name]


def sentence(finding: Finding) -> str:
    """What happens and why, with its numbers."""
    return _SENTENCES[finding.name](finding, finding.numbers)


Numbers = Mapping[str, float]


_SENTENCES: Mapping[str, Callable[[Finding, Numbers], str]] = {
    "diverging": of_course.diverging,
    "leak": of_model.leak,
    "symmetric": of_model.symmetric,
    "dead": of_model.dead,
    "saturated": of_model.saturated,
    "vanishing": of_model.vanishing,
    "unscaled": of_model.unscaled,
    "zigzag": of_course.zigzag,
    "penalty": of_course.penalty,
    "plateau": of_course.plateau,
    "alike": of_model.alike,
    "ignored": of_model.ignored,
    "threshold": of_model.threshold,
    "outlier": of_model.outlier,
    "slow": of_course.slow,
    "noisy": of_course.noisy,
    "overfitting": of_course.overfitting,
    "imbalance": of_model.imbalance,
    "constant": of_model.constant,
    "converged": of_course.converged,
}
