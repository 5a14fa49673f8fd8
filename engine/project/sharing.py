"""An experiment as one line of text, to be pasted into a chat and from there into Gradus."""

from __future__ import annotations

import base64
import binascii
import json
import zlib

from engine.errors import EngineError
from engine.experiment import Experiment

BEGIN = "gradus:"
MOST_LETTERS = 20_000
MOST_UNPACKED = 5_000_000  # bytes
NAME = "gradus"


def shared(experiment: Experiment) -> str:
    """The experiment as text; EngineError where that would be too long for a chat."""
    document = json.dumps(experiment.to_dict(), ensure_ascii=False, separators=(",", ":")).encode()
    text = BEGIN + base64.urlsafe_b64encode(zlib.compress(document, 9)).decode().rstrip("=")
    if len(text) > MOST_LETTERS or len(document) > MOST_UNPACKED:
        raise EngineError(
            "is too large to be shared as text: {got} letters, {most} at most",
            hint="save it as a file and send that",
            got=f"{len(text):,}",
            most=f"{MOST_LETTERS:,}",
        )
    return text


def is_shared(text: str) -> bool:
    """Whether a text is an experiment that somebody has shared."""
    return text.lstrip().lower().startswith(BEGIN)


def received(text: str) -> Experiment:
    """The experiment in a text that somebody has shared; white space in it is ignored."""
    letters = "".join(text.split())[len(BEGIN) :]
    if len(letters) > MOST_LETTERS:
        raise EngineError("is longer than {most} letters", NAME, most=f"{MOST_LETTERS:,}")
    try:
        packed = base64.b64decode(letters + "=" * (-len(letters) % 4), b"-_", validate=True)
        unpacker = zlib.decompressobj()
        document = unpacker.decompress(packed, MOST_UNPACKED + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise _cut() from error
    if len(document) > MOST_UNPACKED:
        raise EngineError(
            "would be larger than {most} MB when unpacked", NAME, most=MOST_UNPACKED // 1_000_000
        )
    if not unpacker.eof:
        raise _cut()
    try:
        return Experiment.read(document.decode(), NAME)
    except UnicodeDecodeError as error:
        raise _cut() from error


def _cut() -> EngineError:
    return EngineError(
        "is not whole: a part of the text is missing or was changed",
        NAME,
        "copy all of it, from gradus: to the end",
    )
