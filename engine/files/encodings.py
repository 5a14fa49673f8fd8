"""How a file's bytes stand for letters; what is no text is refused."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from engine.errors import EngineError
from engine.files.scripts import best, is_common_korean, is_doubtful, is_japanese, likely
from engine.files.source import REPLACE, Question

HEAD = 65_536  # bytes that are looked at
KOREAN = ("cp949", "euc-kr")
MOST = 2_000  # letters beyond ASCII that are looked at
HANGUL = re.compile("[가-힣]")  # three bytes each, which nothing else looks like by chance
BEYOND = re.compile(r"[^\x00-\x7f]")
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What begins like this is no text, whatever its name says.
SIGNATURES = {
    b"PK\x03\x04": "a workbook (.xlsx, .ods) or another packed file",
    b"\xd0\xcf\x11\xe0": "an old workbook (.xls)",
    b"PAR1": "a Parquet file",
    b"\x93NUMPY": "a NumPy file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a packed file",
    b"\x80\x04\x95": "a Python pickle",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, how it was found, and what is in doubt about it."""

    text: str
    encoding: str
    questions: tuple[Question, ...] = ()
    others: tuple[str, ...] = ()  # encodings in which the bytes would be letters too


def decoded(content: bytes, encoding: str | None) -> Decoded:
    """The text of a file; EngineError where it is none, or is none in the encoding given."""
    for signature, kind in SIGNATURES.items():
        if content.startswith(signature):
            raise EngineError(
                "is no text but looks like {kind}",
                hint="give the file the ending that belongs to it",
                kind=kind,
            )
    if encoding is None:
        return _found_out(content)
    if encoding == REPLACE:
        return Decoded(_cleaned(content.decode("utf-8", "replace")), REPLACE)
    try:
        return Decoded(_cleaned(content.decode(encoding)), encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise EngineError(
            "is not a text file in {encoding}", hint="choose another encoding", encoding=encoding
        ) from error


def _found_out(content: bytes) -> Decoded:
    encoding = guess_encoding(content)
    if encoding == REPLACE:
        text = content.decode("utf-8", "replace")
        line = text[: text.index("\ufffd")].count("\n") + 1
        said = EngineError(
            "line {line} has letters of another encoding than the rest, which is UTF-8",
            hint="choose another encoding, or have them replaced",
            line=line,
        )
        return Decoded(_cleaned(text), encoding, (Question("encoding", said),))
    if not _decodes(content, encoding):
        if encoding.startswith("utf"):
            raise EngineError("is not a text file in {encoding}", encoding=encoding)
        encoding = "latin-1"  # which takes any byte; the first ones only looked like another
    text = _cleaned(content.decode(encoding))
    if text.isascii() or encoding.startswith("utf"):
        return Decoded(text, encoding)
    others = tuple(name for name in likely(content) if name != encoding)
    is_sure = is_common_korean(text) if encoding in KOREAN else not is_doubtful(content, encoding)
    if is_sure or not others:
        return Decoded(text, encoding, (), others)
    said = EngineError("the encoding is not certain: it is read as {encoding}",
                       hint="compare the preview, or choose another encoding",
                       encoding=encoding.upper())  # fmt: skip
    return Decoded(text, encoding, (Question("encoding", said),), others)


def _cleaned(text: str) -> str:
    if "\0" in text:
        raise EngineError("is not a text file")
    return text.removeprefix("\ufeff")


def guess_encoding(content: bytes) -> str:
    """UTF-8 where the bytes allow it, else what they look like."""
    for mark, name in BOMS.items():
        if content.startswith(mark):
            return name
    if b"\0" in content[:HEAD]:
        return _sixteen_bits(content[:HEAD])
    if _decodes(content, "utf-8"):
        return "utf-8"
    if (
        _decodes(content, "cp949")
        and _is_korean(content.decode("cp949"))
        and not is_japanese(content)
    ):
        return "euc-kr" if _decodes(content, "euc-kr") else "cp949"
    if _is_broken(content):
        return REPLACE
    return best(content)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_korean(text: str) -> bool:
    """Whether text that CP949 allows is Korean rather than Latin letters that look like it.

    In Korean text most letters are common syllables, which as Latin text would be two odd letters
    or signs in a row. ``Är``, ``°C`` and ``ÇÃ`` look like single syllables between Latin letters.
    """
    found = islice(BEYOND.finditer(text), MOST)
    return sum(_weight(text, match.start()) for match in found) > 0


def _weight(text: str, place: int) -> int:
    """1 for a letter that speaks for Korean, -1 for Latin, 0 for neither."""
    before, letter, after = text[place - 1 : place], text[place], text[place + 1 : place + 2]
    lead, trail = letter.encode("cp949")
    is_syllable = bool(HANGUL.match(letter))
    if not (before + after).isascii():
        return int(is_syllable and trail > 0xA0) - (not is_syllable and lead >= 0xC0 <= trail)
    if trail < 0x80:  # a letter or sign, and an ASCII letter: Är, °C, n’t
        return -1
    if trail >= 0xC0 and _in_word(text, place, lead):
        return -1
    return int(is_syllable or lead < 0xB0)


def _in_word(text: str, place: int, lead: int) -> bool:
    """Whether a sign or a letter, and a letter after it, stand in a Latin word: l’été, ÇÃO, ÄÄ."""
    before, after = text[max(place - 2, 0) : place], text[place + 1 : place + 3]
    if lead < 0xC0:
        return after[:1].isalpha() or (0x91 <= lead <= 0x97 and before[-1:].isalpha())
    beside = (len(part) == 2 and part.isalpha() for part in (before, after))
    return lead >= 0xE0 or after[:1].isupper() or any(beside)


def _sixteen_bits(head: bytes) -> str:
    """UTF-16 without a mark: every second byte of most letters is nought."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if max(even, odd) > 0.3 * half and min(even, odd) < 0.05 * half:
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        text = head[: len(head) // 2 * 2].decode(encoding, "replace")
        if all(letter.isprintable() or letter.isspace() for letter in text):
            return encoding
    raise EngineError("is not a text file")


def _is_broken(content: bytes) -> bool:
    """Whether this is UTF-8 in which some bytes are wrong: another one would spoil all others."""
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    beyond = sum(1 for _ in islice(BEYOND.finditer(text), MOST)) - min(wrong, MOST)
    return beyond > 0 and (bool(HANGUL.search(text)) or beyond > 3 * wrong)
