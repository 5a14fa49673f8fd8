"""A project: an experiment with all that became of it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.experiment import Experiment
from engine.frames import Array, Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A run that is kept to compare with: ``losses`` are exact, one a step, shape (steps,).

    ``fork`` is where it can be gone on from: with its experiment that leads to the same losses.
    ``kind`` is a word of the window's; ``title`` and ``note`` are the learner's. ``earlier`` are
    the settings that held until a step.
    """

    experiment: Experiment
    losses: Array
    number: int = 1
    fork: Snapshot | None = None
    kind: str = ""
    title: str = ""
    note: str = ""
    hidden: bool = False
    earlier: tuple[tuple[int, Experiment], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """What was trained before something was changed, to be drawn: steps and their losses."""

    steps: Array
    losses: Array


@dataclass(frozen=True, slots=True)
class Turn:
    """At ``step`` the settings ``before`` gave way to those ``after``."""

    step: int
    before: Experiment
    after: Experiment


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """What one file holds.

    ``run`` is None where nothing was trained. ``report`` is Markdown that may show ``pictures``,
    by their names (``loss-1.png``). ``notes`` are what the window has noted of the run, such as
    marks and guesses, and ``states`` how it stood: both are JSON by names that only the window
    knows.
    """

    experiment: Experiment
    run: Snapshot | None = None
    branches: tuple[Branch, ...] = ()
    turns: tuple[Turn, ...] = ()
    pinned: tuple[Trained, ...] = ()
    report: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)
    states: Mapping[str, Any] = field(default_factory=dict)
