"""Views that cost much, as work in slices.

An answer may be a generator that yields between slices of about a millisecond and returns the view.
One that is worth looking at on the way yields what there is so far; else it yields None.
The training process goes on with it between two steps, and at rest; whatever else is asked for
meanwhile is answered at once. What the view is made of must be taken before the first slice ends,
as copies: training goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

from engine.frames import View

S = TypeVar("S")
Work = Generator[View | None, None, View | None]


def whole(found: View | Work | None) -> View | None:
    """A view at once, whatever it costs."""
    work = meanwhile(found, lambda: None)
    while True:
        try:
            next(work)
        except StopIteration as end:
            view: View | None = end.value
            return view


def meanwhile(found: View | Work | None, say: Callable[[], S]) -> Generator[S, None, View | None]:
    """What a work comes to; between its slices ``say`` tells in place of it."""
    while isinstance(found, Generator):
        try:
            next(found)
        except StopIteration as end:
            found = end.value
        else:
            yield say()
    return found
