"""Which of the older encodings a text is likely to be in, by the letters that it would have."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

HEAD = 65_536  # bytes that are looked at
LATIN = ("cp1252", "cp1250", "cp1254")
CYRILLIC = ("cp1251", "koi8-r", "cp866")
GREEK = ("cp1253",)
EASTERN = ("shift_jis", "euc-jp", "gb18030", "big5", "cp949")
ALL = (*EASTERN, *CYRILLIC, *GREEK, *LATIN)
LEAST = 12  # bytes beyond ASCII that tell a language
LIKELY = 0.55
CLEAR = 0.25  # by how much the best must be ahead not to be in doubt
COMMON = frozenset(
    "이다는을의에가고하지로기사도인리나를한시어아자은서정대수부구전해일제게주보장스그들면공성원라상조과"
    "유적동비여신무소만마안오선관미경운국개계생화위치방연중재영단분용간금발세학물내문실명호번년월입출남"
    "산강김박최진현민준우예윤임송황차몸키점름령차율액량값층종류별등급여합총평균가격매출날짜역광울천북"
)
KANA = re.compile("[ぁ-んァ-ヶー]")
HALF_KANA = re.compile("[｡-ﾟ]")
HAN = re.compile("[\u4e00-\u9fff]")
HANGUL = re.compile("[가-힣]")
ODD = re.compile("[\ue000-\uf8ff\ufffd\u0080-\u009f¤¦§¨©ª«¬®¯°±²³´¶·¸¹º»¼½¾‡†‰ˆ˜™›‹]")
ACCENTED = frozenset(
    "äöüÄÖÜßéèêëáàâãåíìîïóòôõøúùûñçÉÀÁÂÅÇØÆæœÑÍÓÚ’“”–—€£°µ²³½…‘§±·×«»©®şğıİŞĞčšžřěůťďňłąęśćżźőű"
)


def best(content: bytes) -> str:
    """The encoding in which the bytes look most like a language; Western Latin in doubt."""
    scores = _scores(content)
    usual = "cp1252" if "cp1252" in scores else "latin-1"
    head = content[:HEAD]
    beyond = sum(byte > 0x7F for byte in head)
    if not scores:
        return usual
    if beyond < LEAST:
        return _latin(head, usual)
    found = max(scores, key=lambda name: (scores[name], -ALL.index(name)))
    if scores[found] < LIKELY or scores[found] < scores.get(usual, -1.0) + CLEAR:
        return _latin(head, usual)
    return _latin(head, usual) if found in LATIN else found


def likely(content: bytes) -> tuple[str, ...]:
    """All encodings that the bytes allow, the likelier ones first."""
    scores = _scores(content)
    return tuple(sorted(scores, key=lambda name: -scores[name]))


def is_doubtful(content: bytes, encoding: str) -> bool:
    """Whether another encoding would do nearly as well."""
    scores = _scores(content)
    mine = scores.get(encoding, 0.0)
    rivals = [
        score for name, score in scores.items() if name != encoding and not _alike(name, encoding)
    ]
    rival = max(rivals, default=0.0)
    if encoding in ("cp1250", "cp1254"):
        return True
    if encoding in (*LATIN, "latin-1"):
        return rival >= LIKELY and rival > mine - CLEAR
    return mine < LIKELY or rival > mine - CLEAR


def is_japanese(content: bytes) -> bool:
    """Whether a Japanese encoding gives kana, which other bytes hardly give by chance."""
    head = content[:HEAD]
    head = head[: head.rfind(b"\n") + 1] or head
    for name in ("euc-jp", "shift_jis"):
        try:
            letters = [letter for letter in head.decode(name) if letter > "\x7f"]
        except UnicodeDecodeError:
            continue
        kana = len(KANA.findall("".join(letters)))
        if kana >= 2 and kana >= 0.1 * len(letters):
            return True
    return False


def is_common_korean(text: str) -> bool:
    """Whether enough of the syllables are such as Korean text is mostly made of."""
    found = HANGUL.findall(text[:HEAD])
    return len(found) < 8 or sum(letter in COMMON for letter in found) >= 0.25 * len(found)


def _latin(head: bytes, usual: str) -> str:
    """Which Latin letters: some of the Western ones, inside words, are others' own letters."""
    if usual != "cp1252":
        return usual
    text = head.decode("cp1252", "replace")
    if re.search("[åæÅÆ]", text):
        return usual
    if re.search(r"[^\W\d_][¹³¿ø]|[¹³][^\W\d_]", text) and _decodes(head, "cp1250"):
        return "cp1250"
    turkish = re.search("[þýðÝÐÞ]", text) and re.search("[çöüÇÖÜ]", text)
    if turkish and not re.search("[áíóúÁÍÓÚéÉ]", text) and _decodes(head, "cp1254"):
        return "cp1254"
    return usual


def _decodes(head: bytes, name: str) -> bool:
    try:
        head.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _alike(one: str, other: str) -> bool:
    return one in LATIN and other in LATIN


def _scores(content: bytes) -> dict[str, float]:
    return _scores_of(content[:HEAD])


@lru_cache(maxsize=4)
def _scores_of(head: bytes) -> dict[str, float]:
    head = head[: head.rfind(b"\n") + 1] or head
    found = {}
    for name in ALL:
        try:
            text = head.decode(name)
        except UnicodeDecodeError:
            continue
        found[name] = _score(text, name)
    return found


def _score(text: str, name: str) -> float:
    """How much of what is beyond ASCII is what the encoding's languages write, up to 1."""
    letters = [letter for letter in text if letter > "\x7f"][:4000]
    if not letters:
        return 0.0
    joined = "".join(letters)
    odd = len(ODD.findall(joined)) / len(letters)
    if name in ("shift_jis", "euc-jp"):
        kana, half = len(KANA.findall(joined)), len(HALF_KANA.findall(joined))
        common = sum(_level(letter, name) for letter in letters)
        share = (kana + common - 2 * half) / len(letters)
        return share - odd if kana or half == 0 else share - 1
    if name == "cp949":
        return len(HANGUL.findall(joined)) / len(letters) - odd
    if name in ("gb18030", "big5"):
        return (sum(_level(letter, name) for letter in letters)) / len(letters) - odd
    if name in CYRILLIC or name in GREEK:
        return _alphabetic(text, letters) - odd
    good = sum(letter in ACCENTED for letter in letters) / len(letters)
    return good - 0.5 * odd - _in_a_row(text)


def _level(letter: str, name: str) -> float:
    """1 for a character of the first, common level of a Chinese or Japanese encoding."""
    if not HAN.match(letter):
        return 0.3 if letter in "、。，！？：（）「」・ー" else 0.0
    try:
        code = letter.encode({"shift_jis": "euc-jp", "gb18030": "gb2312"}.get(name, name))
    except UnicodeEncodeError:
        return 0.0
    first, last = {"big5": (0xA4, 0xC6), "gb18030": (0xB0, 0xD7)}.get(name, (0xB0, 0xCF))
    return 1.0 if len(code) == 2 and first <= code[0] <= last else 0.2


def _alphabetic(text: str, letters: list[str]) -> float:
    """The share of small letters and of words with one alphabet in them."""
    alphabetic = [letter for letter in letters if letter.isalpha() and letter not in "µªº"]
    if not alphabetic:
        return 0.0
    small = sum(
        letter.islower() or not before.isalpha()
        for before, letter in pairwise(" " + text)
        if letter > "\x7f" and letter.isalpha()
    )
    mixed = sum(
        before.isascii() and before.isalpha()
        for before, letter in pairwise(text)
        if letter > "\x7f"
    )
    return small / len(letters) - 1.5 * mixed / len(letters)


def _in_a_row(text: str) -> float:
    """The share of letters beyond ASCII that follow another: Latin words have single ones."""
    beyond = [(before > "\x7f", letter > "\x7f") for before, letter in pairwise(text)]
    both = sum(before and letter for before, letter in beyond)
    return both / max(sum(letter for _, letter in beyond), 1)
