"""An experiment as a line of text: the same again, however a chat has broken it."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from engine import EngineError, Experiment
from engine.project.sharing import BEGIN, MOST_LETTERS, is_shared, received, shared
from tests.experiments import line
from tests.strategies import experiments


@settings(max_examples=20)
@given(experiments())
def test_what_was_shared_is_the_same_again(experiment: Experiment) -> None:
    text = shared(experiment)
    assert is_shared(text) and len(text) <= MOST_LETTERS and "\n" not in text
    assert received(text) == experiment


def test_white_space_is_ignored() -> None:
    text = shared(line())
    broken = "  \n" + "\r\n ".join(text[at : at + 40] for at in range(0, len(text), 40)) + "\n\n"
    assert is_shared(broken) and received(broken) == line()


MESSAGES = {
    "a quotation": lambda text: "\r\n".join(f"> {text[at : at + 60]}" for at in range(0, 9**4, 60)),
    "a quotation of one": lambda text: "\n".join(
        f"> > {text[at : at + 60]}" for at in range(0, 9**4, 60)
    ),
    "letters nobody sees": lambda text: "\ufeff" + "\u200b".join(text) + "\u200e",
    "a wide colon": lambda text: text.replace(":", "\uff1a"),
    "words around it": lambda text: f"[김민수] [오후 3:12] 이거 봐: {text}\n다 풀어 봐, nice?",
    "quotation marks": lambda text: f"\u201c{text}\u201d",
    "a fence": lambda text: f"```\n{text}\n```",
    "twice": lambda text: f"{text}\n{text}",
}


@pytest.mark.parametrize("put", MESSAGES.values(), ids=MESSAGES)
def test_what_messengers_make_of_it_is_read_too(put: Callable[[str], str]) -> None:
    text = put(shared(line()))
    assert is_shared(text) and received(text) == line()


@pytest.mark.parametrize("text", ["", "x\ty\n1\t2", "gradus", "a gradus:text"])
def test_a_table_is_told_from_it_by_its_beginning(text: str) -> None:
    assert not is_shared(text)


def test_a_large_one_says_so() -> None:
    document = line().to_dict()
    values = np.random.default_rng(1).normal(size=3000).tolist()
    document["data"]["columns"] = dict.fromkeys(document["data"]["columns"], values)
    with pytest.raises(EngineError, match="too large to be shared"):
        shared(Experiment.from_dict(document))


def packed(content: bytes) -> str:
    return BEGIN + base64.urlsafe_b64encode(zlib.compress(content, 9)).decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BEGIN, "not whole"),
        (BEGIN + "!!!", "not whole"),
        (shared(line())[:50] + "!!!!" + shared(line())[50:], "not whole"),
        (shared(line())[:-9], "not whole"),
        (packed(b" " * 5_000_001), "larger than 5 MB"),
        (BEGIN + "a" * (MOST_LETTERS + 1), "longer than"),
        (packed(b"\xff\xfe"), "not whole"),
        (packed(b"[]"), "must be an object"),
        (packed(b'{"format": "gradus-experiment/9"}'), "a newer Gradus"),
    ],
)
def test_what_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        received(text)


def test_a_text_with_mistakes_is_refused_in_a_sentence() -> None:
    text = shared(line())
    for seed in range(300):
        random = Random(seed)
        letters = list(text)
        for _ in range(random.randint(1, 4)):
            letters[random.randrange(len(BEGIN), len(letters))] = random.choice("aZ09-_=é ")
        try:
            received("".join(letters))
        except EngineError as error:
            assert "\n" not in str(error)
