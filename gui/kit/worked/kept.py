"""What was typeset and may be wanted again: the newest of it, until another experiment is opened.

It knows nothing of typesetting, so that a window which never shows a formula need not load that.
"""

from __future__ import annotations

from collections.abc import Hashable

MOST = 2_500_000  # letters of SVG of the pieces that are kept: 12 MB, a long formula takes 0.2

_kept: dict[Hashable, tuple[object, int]] = {}


def take(key: Hashable) -> object | None:
    """What is kept under a key, which becomes the newest; None where nothing is."""
    found = _kept.pop(key, None)
    if found is None:
        return None
    _kept[key] = found
    return found[0]


def keep(key: Hashable, piece: object, letters: int) -> None:
    """Keep one more; the oldest go where all of them are too large together."""
    _kept[key] = piece, letters
    whole = letters_kept()
    for oldest in [*_kept][:-1]:
        if whole <= MOST:
            return
        whole -= _kept.pop(oldest)[1]


def letters_kept() -> int:
    """How large all of them are."""
    return sum(letters for _, letters in _kept.values())


def forget() -> None:
    """Keep nothing: the numbers of another experiment are others."""
    _kept.clear()
