"""How too little memory shows itself: torch and NumPy tell of it each in a way of their own."""

from __future__ import annotations

SIGNS = ("can't allocate memory", "not enough memory", "out of memory")


def is_lack_of_memory(error: BaseException) -> bool:
    """Whether something could not be done because there was too little memory for it."""
    return isinstance(error, MemoryError) or any(sign in str(error) for sign in SIGNS)
