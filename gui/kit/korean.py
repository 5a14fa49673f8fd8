"""Korean particles, chosen by the last sound of what was put into a sentence."""

from __future__ import annotations

import re

# After a final consonant, and after a vowel: the sentence has ``은(는)`` and the like.
PARTICLES = {
    "은(는)": ("은", "는"),
    "는(은)": ("은", "는"),
    "이(가)": ("이", "가"),
    "가(이)": ("이", "가"),
    "을(를)": ("을", "를"),
    "를(을)": ("을", "를"),
    "과(와)": ("과", "와"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
MARKED = re.compile("|".join(map(re.escape, PARTICLES)))
PASSED_OVER = " \u00a0\u202f\u2060\"'”’)]}>`*.,:;!?…"  # between a word and its particle
FIRST, LAST, FINALS = ord("가"), ord("힣"), 28
RIEUL = 8  # the final ㄹ, after which 로 stands as after a vowel
DIGITS = dict(zip("0123456789", (21, RIEUL, 0, 16, 0, 0, 1, RIEUL, RIEUL, 0), strict=True))
LETTERS = {"l": RIEUL, "m": 16, "n": 4, "r": RIEUL}  # as their names are read: 엘, 엠, 엔, 알
ENDINGS = {"l": RIEUL, "m": 16, "n": 4, "ng": 21}  # of a word that is read as a word
SIGNS = {"%": 0, "∞": 0, "β": 0, "α": 0, "η": 0, "λ": 0, "²": 1, "₀": 21, "₁": RIEUL, "₃": 16}


def with_particles(text: str) -> str:
    """Each marked particle as it sounds after what stands before it."""
    return MARKED.sub(lambda found: _particle(text[: found.start()], found[0]), text)


def _particle(before: str, marked: str) -> str:
    final = _final(before.rstrip(PASSED_OVER))
    after_consonant, after_vowel = PARTICLES[marked]
    if marked == "(으)로" and final == RIEUL:
        return after_vowel
    return after_consonant if final else after_vowel


def _final(word: str) -> int:
    """The final consonant of the last sound, 0 where it ends in a vowel."""
    if not word:
        return 0
    last = word[-1]
    if FIRST <= ord(last) <= LAST:
        return (ord(last) - FIRST) % FINALS
    if last in DIGITS:
        return DIGITS[last]
    if last in SIGNS:
        return SIGNS[last]
    latin = re.search(r"[A-Za-z]+$", word)
    return _latin(latin[0]) if latin else 0


def _latin(word: str) -> int:
    """Letters on their own, and capitals, are read by their names; others as a word."""
    if len(word) == 1 or word.isupper():
        return LETTERS.get(word[-1].lower(), 0)
    lower = word.lower()
    return ENDINGS.get(lower[-2:], ENDINGS.get(lower[-1], 0))
