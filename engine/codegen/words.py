"""The language of a program's comments: English sentences and what they are in Korean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

COMMENT = re.compile(r"(?P<head>(?:^|  )\s*# )(?P<text>.+)$")
WORDS: dict[str, dict[str, str]] = {
    "ko": {
        "Data": "데이터",
        "Model": "모델",
        "Training": "학습",
        "Plain PyTorch, written by Gradus; with --trace it prints the loss of every step.": (
            "Gradus가 생성한 순수 PyTorch 프로그램입니다. "
            "--trace를 붙이면 스텝마다 손실을 출력합니다."
        ),
        "It starts from the weights after step {step}, where the network was changed.": (
            "신경망을 바꾼 스텝 {step}의 가중치에서 시작합니다."
        ),
        "On one thread sums come out the same in every run, and small models train fastest.": (
            "스레드 하나에서는 합이 실행마다 같고 작은 모델이 가장 빨리 학습됩니다."
        ),
        "… {count} more rows; the saved program has them all": (
            "… {count}행 더 있음. 저장한 프로그램에는 모두 들어 있습니다"
        ),
        "The classes: {meaning}.": "클래스 번호: {meaning}.",
        "{index} is {label}": "{index} → {label}",
        "Features: subtract the mean.": "특성: 평균을 뺍니다.",
        "Features: subtract the mean, divide by the standard deviation.": (
            "특성: 평균을 빼고 표준편차로 나눕니다."
        ),
        "Target: subtract the mean.": "타깃: 평균을 뺍니다.",
        "Target: subtract the mean, divide by the standard deviation.": (
            "타깃: 평균을 빼고 표준편차로 나눕니다."
        ),
        "In the order of the first layer's weights: {inputs}.": (
            "첫 층의 가중치와 같은 순서입니다: {inputs}."
        ),
        "frozen": "고정됨",
        "low enough": "충분히 낮음",
        "it falls no more": "더 내려가지 않음",
        "what each update hands to the next": "갱신이 다음 갱신에 넘겨주는 값",
        "or the next gradient would be added to it": "비우지 않으면 다음 그래디언트가 더해집니다",
        "Where the sign has changed, the parameter waits for one step.": (
            "부호가 바뀐 곳에서는 매개변수가 한 스텝 쉽니다."
        ),
        "torch keeps these two as tensors of its default type, hence the rounding.": (
            "torch는 이 둘을 기본 자료형의 텐서로 두므로 반올림됩니다."
        ),
        "Both averages start at zero; dividing by these corrects for it.": (
            "두 평균은 0에서 시작하므로 이 값으로 나누어 바로잡습니다."
        ),
        "of all momenta; a tensor, to round as torch's does": (
            "모든 모멘텀의 곱. torch처럼 반올림되도록 텐서로 둡니다"
        ),
        "How many gradients the average of squares rests on, and how many it can ever rest on.": (
            "제곱 평균이 그래디언트 몇 개에 바탕을 두는지, 많아야 몇 개일 수 있는지."
        ),
    }
}
LANGUAGES = ("en", *WORDS)
_language: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Write comments in a language of LANGUAGES from here to the end of the block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def said(text: str, **values: object) -> str:
    """A sentence in the language at hand, its placeholders filled in afterwards."""
    translated = WORDS.get(_language.get(), {}).get(text, text)
    return translated.format(**values) if values else translated


def retold(source: str) -> str:
    """Source with those of its comments in the language at hand that are known in it."""
    return "\n".join(
        COMMENT.sub(lambda found: found["head"] + said(found["text"]), line)
        for line in source.split("\n")
    )
