"""One word for one thing: the glossary against the dictionary, and particles by their sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gui.kit import words
from gui.kit.korean import with_particles

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
TOLD = ("README.ko.md", "resources/help/tasks.json", *sorted(
    str(path.relative_to(ROOT)) for path in (ROOT / "resources" / "samples").glob("*.json")
))  # fmt: skip


def rows() -> list[list[str]]:
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [row for row in cells if len(row) == 4][2:]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_thing_has_one_korean_word(row: list[str]) -> None:
    korean = json.loads((words.FOLDER / "ko.json").read_text(encoding="utf-8"))
    said = " ".join(korean.values())
    for word in row[1].split(", "):
        assert word in said, word
    for other in filter(None, row[3].split(", ")):
        assert [text for text, told in korean.items() if other in told] == [], other


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_outside_the_window_has_its_words(name: str) -> None:
    told = (ROOT / name).read_text(encoding="utf-8")
    others = [other for row in rows() for other in row[3].split(", ") if other]
    assert [other for other in others if other in told] == []


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("학습률 0.01은(는)", "학습률 0.01은"),
        ("학습률 0.2은(는)", "학습률 0.2는"),
        ("학습률 10은(는)", "학습률 10은"),
        ("{x}을(를)".format(x="고양이"), "고양이를"),
        ("사람을(를)", "사람을"),
        ("‘W’을(를) LaTeX로", "‘W’를 LaTeX로"),
        ("Adam이(가)", "Adam이"),
        ("SGD이(가)", "SGD가"),
        ("7(으)로", "7로"),
        ("3(으)로", "3으로"),
        ("서울(으)로", "서울로"),
        ("UTF-8(으)로", "UTF-8로"),
        ("숫자(으)로", "숫자로"),
        ("값(으)로", "값으로"),
        ("(100, 1)을(를)", "(100, 1)을"),
        ("N과(와)", "N과"),
        ("50%을(를)", "50%를"),
        ("을(를)", "를"),
    ],
)
def test_particles_follow_the_last_sound(marked: str, said: str) -> None:
    assert with_particles(marked) == said


def test_what_is_put_in_decides_the_particle() -> None:
    words.set_language("ko")
    try:
        assert "고양이로" in words.tr(
            "New points are of class {name} (key {key}).", name="고양이", key=1
        )
        assert "곰으로" in words.tr("New points are of class {name} (key {key}).", name="곰", key=1)
    finally:
        words.set_language("en")
