"""A form's boxes: fenced blocks ``answer ID``, each with the paragraph before it as its question.

````
How steep is the line?

```answer slope
About one kilogram a centimetre.
```
````
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from engine.report.parsing import parser

KIND = "answer"


@dataclass(frozen=True, slots=True)
class Box:
    """What is asked, and what was answered; the block has the lines from ``first`` to ``end``."""

    name: str
    question: str
    answer: str
    first: int
    end: int

    @property
    def is_filled(self) -> bool:
        """Whether anything was answered."""
        return bool(self.answer.strip())


def boxes(text: str) -> tuple[Box, ...]:
    """Every box of a report, in its order."""
    return boxes_of(parser().parse(text))


def boxes_of(tokens: Sequence[Token]) -> tuple[Box, ...]:
    """The boxes among the parts of a text."""
    return tuple(
        Box(name_of(token), _question(tokens[:place]), _answer(token), *_lines(token))
        for place, token in enumerate(tokens)
        if is_box(token)
    )


def is_box(token: Token) -> bool:
    """Whether a part of a text is a box, which stands in nothing else."""
    return token.type == "fence" and token.level == 0 and token.info.split()[:1] == [KIND]


def name_of(token: Token) -> str:
    """The box's ID; empty where it has none."""
    return token.info.partition(KIND)[2].strip()


def answered(text: str) -> tuple[int, int]:
    """How many boxes are filled, and how many there are."""
    found = boxes(text)
    return sum(box.is_filled for box in found), len(found)


def with_answer(text: str, number: int, answer: str) -> str:
    """The text with another answer in the box of this number, counted from 0."""
    box = boxes(text)[number]
    lines = _lined(text).split("\n")
    clean = _lined(answer).rstrip("\n")
    longest = max(map(len, re.findall(r"`{3,}", clean)), default=2)
    fence = "`" * (longest + 1)  # nothing that is answered ends the block
    inside = clean.split("\n") if clean else []
    block = [f"{fence}{KIND} {box.name}".rstrip(), *inside, fence]
    return "\n".join((*lines[: box.first], *block, *lines[box.end :]))


def _answer(token: Token) -> str:
    return token.content.removesuffix("\n")


def _lined(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(token: Token) -> tuple[int, int]:
    assert token.map is not None
    return token.map[0], token.map[1]


def _question(before: Sequence[Token]) -> str:
    """The text of the paragraph that ends right before; empty where something else does."""
    if not before or before[-1].type not in ("paragraph_close", "heading_close"):
        return ""
    return before[-2].content
