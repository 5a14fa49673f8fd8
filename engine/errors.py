"""The one way to fail that a user is expected to cause and can mend."""

from __future__ import annotations

from typing import Any


class EngineError(Exception):
    """A mistake in what was asked for: what is wrong, where, and what to do about it.

    ``message`` may hold ``{name}`` placeholders that ``values`` fills in, so that an interface can
    translate the sentence before the figures are put into it. ``where`` is the path of a field
    (``optimizer.lr``), a file, or a row; ``hint`` is one sentence that says what to do.
    """

    def __init__(self, message: str, where: str = "", hint: str = "", **values: Any) -> None:
        self.message = message
        self.where = where
        self.hint = hint
        self.values = values
        super().__init__(message, where, hint)

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep ``values`` when the error travels between processes."""
        return (_rebuild, (self.message, self.where, self.hint, self.values))

    def at(self, where: str) -> EngineError:
        """The same error, found at ``where``."""
        return EngineError(self.message, where, self.hint, **self.values)

    def __str__(self) -> str:
        text = fill(self.message, self.values)
        if self.where:
            text = f"{self.where}: {text}"
        return f"{text} ({fill(self.hint, self.values)})" if self.hint else text


def fill(text: str, values: dict[str, Any]) -> str:
    """``text`` with its placeholders filled in; text without values may hold any brace."""
    return text.format(**values) if values else text


def _rebuild(message: str, where: str, hint: str, values: dict[str, Any]) -> EngineError:
    return EngineError(message, where, hint, **values)
