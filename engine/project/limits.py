"""How much a project file may hold, and what its members may be called."""

from __future__ import annotations

import re

from engine.errors import EngineError

FORMAT = "gradus-project/1"
FAMILY = "gradus-project/"
MANIFEST, EXPERIMENT, REPORT = "manifest.json", "experiment.json", "report.md"
RUN, COLUMNS, EXPERIMENTS = "run/run.json", "run/columns.json", "run/experiments.json"
NOTES, STATES = "notes.json", "window.json"
ABOUT, PICTURE = "autosave.json", "autosave.png"  # of an autosave alone

MOST_MEMBERS = 5000
MOST_FILE = 500_000_000  # bytes
MOST_UNPACKED = 500_000_000  # bytes of all members together
MOST_JSON = 60_000_000  # bytes of one member; as values they take many times as much
MOST_NOTES = 10_000_000
MOST_REPORT = 5_000_000
MOST_PICTURE = 20_000_000
MOST_ARRAY = 400_000_000
PICTURES = (".png", ".jpg", ".jpeg")
LARGE = 1000  # numbers of a column from which on it is a member of its own

# Every member that this program writes, and how large it may be.
_KINDS = (
    (re.compile(re.escape(MANIFEST)), 2_000_000),
    (re.compile(re.escape(REPORT)), MOST_REPORT),
    (
        re.compile("|".join(map(re.escape, (EXPERIMENT, RUN, COLUMNS, EXPERIMENTS)))),
        MOST_JSON,
    ),
    (re.compile("|".join(map(re.escape, (NOTES, STATES)))), MOST_NOTES),
    (re.compile("|".join(map(re.escape, (ABOUT, PICTURE)))), 2_000_000),
    (re.compile(r"(data|run|run/arrays|run/losses)/[0-9]{1,6}\.npy"), MOST_ARRAY),
    (re.compile(r"pictures/[^/\\:\x00-\x1f]{1,120}\.(png|jpg|jpeg)"), MOST_PICTURE),
)


def most_bytes_of(name: str) -> int:
    """How large the member of this name may be; EngineError for a name that is none."""
    for pattern, most in _KINDS:
        if pattern.fullmatch(name):
            return most
    raise EngineError("holds something that no project has: {name}", name=shown(name))


def misfit(where: str) -> EngineError:
    """What is said of a part of a file that no program of this name has written."""
    return EngineError("does not fit the rest of the file", where)


def shown(name: str) -> str:
    """A name from a file as it can stand in a sentence."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in name)
    return plain if len(plain) <= 60 else f"{plain[:57]}…"
