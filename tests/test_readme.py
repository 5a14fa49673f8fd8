"""The two READMEs: the same headings in their order, commands, pictures, links and keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGLISH, KOREAN = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ko.md")
)
HEADINGS = {
    "Gradus": "Gradus",
    "Start": "시작하기",
    "The first five minutes": "처음 5분",
    "Your own data": "내 데이터",
    "Without a window": "창 없이",
    "For teachers": "선생님께",
    "More": "더 보기",
}


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


def test_they_have_the_same_headings() -> None:
    assert headings(ENGLISH) == list(HEADINGS)
    assert headings(KOREAN) == list(HEADINGS.values())


@pytest.mark.parametrize(
    "pattern",
    [
        r"^ {4}.+$",  # commands
        r"(?s)```python.*?```",
        r"`([^`\n]+)`",
        r"\]\(([^)]+)\)",
        r"(?:Ctrl|Shift)\+(?:Shift\+)?\w+|\bF\d\b",
        r"(?m)^\d\. ",
    ],
    ids=["commands", "program", "code", "links", "keys", "steps"],
)
def test_they_say_the_same(pattern: str) -> None:
    english, korean = (
        sorted(re.findall(pattern, text, re.MULTILINE | re.ASCII)) for text in (ENGLISH, KOREAN)
    )
    assert [x for x in english if "README" not in x] == [x for x in korean if "README" not in x]
    assert english
