"""What an example says about itself: in both languages, with the answer folded until asked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from gui.kit import words
from gui.model.document import Document
from gui.model.examples import FOLDER
from gui.panels.about.panel import APART, AboutPanel
from tests.experiments import line

EXAMPLES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_says_what_to_press_and_answers_its_question(path: Path) -> None:
    about = Experiment.load(path).about
    for language in ("en", "ko"):
        text, _, answer = about.text(language).partition(APART)
        assert len(text) > 40 and len(answer) > 40, language
        assert re.search(r"F\d|Shapes|텐서 모양", text), language
    assert re.search("[가-힣]", about.text("ko")) and not re.search("[가-힣]", about.text("en"))


def test_the_answer_is_folded_until_asked_for(qtbot: QtBot) -> None:
    panel = AboutPanel()
    qtbot.addWidget(panel)
    panel.show_experiment(Experiment.load(FOLDER / "b1-height-weight.json"))
    panel.show()
    assert not panel.answer.isVisible() and "13.3520" in panel.text.text()
    panel.ask.click()
    assert panel.answer.isVisible() and "1.0190" in panel.answer.text()
    panel.show_experiment(Experiment.load(FOLDER / "b2-hours-ability.json"))
    assert not panel.answer.isVisible()
    panel.show_experiment(line())
    assert not panel.ask.isVisible()


def test_an_examples_columns_have_names_in_the_language(qapp: object) -> None:
    assert qapp
    document = Document()
    document.open(FOLDER / "b1-height-weight.json", example=True)
    assert document.experiment.data.table.names == ("height", "weight")
    first = document.title
    words.set_language("ko")
    try:
        assert document.title == words.tr(first) != first
        document.open(FOLDER / "b1-height-weight.json", example=True)
        assert document.experiment.data.table.names == ("키", "몸무게")
        document.experiment.check()
    finally:
        words.set_language("en")
    assert document.title == first, "the title is in the language of now"


@pytest.mark.parametrize(
    ("name", "korean"),
    [
        ("f1-circle", ("안쪽", "바깥쪽")),
        ("f2-xor", ("다름", "같음")),
        ("f3-spiral", ("첫째", "둘째")),
    ],
)
def test_an_examples_classes_have_names_in_the_language(
    qapp: object, name: str, korean: tuple[str, str]
) -> None:
    assert qapp
    document = Document()
    document.open(FOLDER / f"{name}.json", example=True)
    english = document.experiment
    words.set_language("ko")
    try:
        document.open(FOLDER / f"{name}.json", example=True)
    finally:
        words.set_language("en")
    opened = document.experiment
    opened.check()
    assert opened.data.classes == korean and english.data.classes == Experiment.load(
        FOLDER / f"{name}.json"
    ).data.classes  # fmt: skip
    one, other = Session(english), Session(opened)
    for session in (one, other):
        session.step(3)
    np.testing.assert_array_equal(one.losses, other.losses)


def test_a_goal_that_is_none_is_followed_by_nobody(qtbot: QtBot) -> None:
    panel = AboutPanel()
    qtbot.addWidget(panel)
    panel.show_experiment(replace(line(), goal="log(x)"))
    assert panel.goal.text() == "Goal: log(x)" and panel._reaching is None
