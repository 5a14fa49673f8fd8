"""Keeps an error inside a method that Qt calls from ending the program without a word.

PySide6 6.9 on Python 3.11 crashes where an exception that was raised in C code (a KeyError, a
failed int()) leaves a Python override of a C++ method. Slots are safe; overrides need this.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def guarded(otherwise: R) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Report an error as uncaught errors are reported, and answer ``otherwise`` to Qt."""

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        @wraps(method)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return method(*args, **kwargs)
            except Exception:
                sys.excepthook(*sys.exc_info())
                return otherwise

        return call

    return decorate
