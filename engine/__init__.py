"""Gradus without its window: experiments and their training, for scripts and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import EngineError
from engine.experiment import Experiment

if TYPE_CHECKING:
    from engine.training.session import Session

__all__ = ["EngineError", "Experiment", "Session"]


def __getattr__(name: str) -> Any:
    """Import torch only when somebody trains: the window's process never does."""
    if name == "Session":
        from engine.training.session import Session

        return Session
    raise AttributeError(f"module 'engine' has no attribute {name!r}")
