"""An experiment as one line of text, to be pasted into a chat and from there into Gradus."""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
import zlib

from engine.errors import EngineError
from engine.experiment import Experiment

BEGIN = "gradus:"
MOST_LETTERS = 20_000
MOST_PACKED = (MOST_LETTERS - len(BEGIN)) * 3 // 4  # bytes that those letters are
MOST_UNPACKED = 5_000_000  # bytes
NAME = "gradus"
LOOKED_AT = 100_000  # letters of what is pasted: a message may lie around the line, and in it
QUOTED = re.compile(r"^(?:[ \t]*>)+", re.MULTILINE)
NO_LETTER = re.compile(r"[^!-~]+")  # white space, what is not seen, and other words than English
LINE = re.compile(r"gradus:([\w+/-]*)", re.ASCII | re.IGNORECASE)
PACKED = re.compile(r"gradus:e[AFJN][\w+/-]{20}", re.ASCII | re.IGNORECASE)  # as zlib begins


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
    """Whether a text is an experiment that somebody has shared, or a message that has one in it."""
    plain = _plain(text)
    return LINE.match(plain) is not None or PACKED.search(plain) is not None


def received(text: str) -> Experiment:
    """The experiment in a text that somebody has shared.

    White space in it is ignored, and what messengers put there: line ends with or without a mark
    of a quotation, letters that nobody sees, a wide colon, and words before and after.
    """
    plain = _plain(text)
    found = PACKED.search(plain) or LINE.search(plain)
    letters = LINE.match(plain, found.start()) if found else None
    if letters is None:
        raise _cut()
    return _unpacked(letters[1])


def _plain(text: str) -> str:
    """The letters of a text of which an experiment may be written."""
    begin = unicodedata.normalize("NFKC", text[:LOOKED_AT])
    return NO_LETTER.sub("", QUOTED.sub("", begin))


def _unpacked(letters: str) -> Experiment:
    """What the letters mean; those after its end belong to the message around it."""
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        packed = base64.b64decode(whole + "=" * (-len(whole) % 4), b"-_", validate=True)
        unpacker = zlib.decompressobj()
        document = unpacker.decompress(packed, MOST_UNPACKED + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise _cut(len(letters)) from error
    if len(document) > MOST_UNPACKED:
        raise EngineError(
            "would be larger than {most} MB when unpacked", NAME, most=MOST_UNPACKED // 1_000_000
        )
    if not unpacker.eof:
        raise _cut(len(letters))
    if len(packed) - len(unpacker.unused_data) > MOST_PACKED:
        raise _too_long()
    try:
        return Experiment.read(document.decode(), NAME)
    except UnicodeDecodeError as error:
        raise _cut() from error


def _cut(length: int = 0) -> EngineError:
    if length > MOST_LETTERS:
        return _too_long()
    return EngineError(
        "is not whole: a part of the text is missing or was changed",
        NAME,
        "copy all of it, from gradus: to the end",
    )


def _too_long() -> EngineError:
    return EngineError("is longer than {most} letters", NAME, most=f"{MOST_LETTERS:,}")
