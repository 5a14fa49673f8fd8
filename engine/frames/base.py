"""What every view is: a request, which a panel makes, and an answer, which it draws."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """What a panel can ask of the training; a value, so that equal ones are asked once."""


@dataclass(frozen=True, slots=True)
class View:
    """An answer: plain arrays that nobody changes."""
