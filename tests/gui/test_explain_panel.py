"""Explain this moment: every finding has its words and a button that does what it says."""

from __future__ import annotations

import random
import re
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Session
from engine.answers.views import answer
from engine.frames import Finding, Findings, FindingsRequest, Frame, Request
from engine.frames.findings import NAMES
from gui import workspaces
from gui.commands.actions import Actions
from gui.commands.context import Context
from gui.commands.granting import Grants
from gui.kit import words
from gui.kit.theme import DARK
from gui.kit.wishes import Edit, Pick, Refresh, ShowView, Wish
from gui.model.document import Document
from gui.model.files import Files
from gui.model.settings import Settings
from gui.panels.explain.advice import advice
from gui.panels.explain.panel import ExplainPanel
from gui.panels.explain.sentences import sentence, title
from tests.experiments import line
from tests.situations import PLANTS, run

# What a button cannot take away in as many steps as before, and what it only shows.
LASTING = {"overfitting", "penalty", "noisy", "saturated", "vanishing"}


@pytest.fixture(scope="module")
def sessions() -> dict[str, Session]:
    return {name: run(PLANTS[name](random.Random(5))) for name in NAMES}


@pytest.fixture
def panel(qtbot: QtBot) -> ExplainPanel:
    panel = ExplainPanel()
    qtbot.addWidget(panel)
    panel.show()
    return panel


def all_found(session: Session) -> dict[str, Finding]:
    request = FindingsRequest(True)
    view = answer(session, (request,))[request]
    assert isinstance(view, Findings)
    return {finding.name: finding for finding in view.found}


def frame(session: Session, requests: tuple[Request, ...], running: bool = False) -> Frame:
    views = answer(session, requests)
    return Frame(1, session.step_number, 0, None, running, 0, np.empty(0), None, {}, views)


def show(panel: ExplainPanel, session: Session) -> None:
    panel.show_experiment(session.experiment)
    panel.draw(frame(session, panel.wants()))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_finding_has_its_words(sessions: dict[str, Session], language: str) -> None:
    words.set_language(language)
    try:
        said = {}
        for name, session in sessions.items():
            finding = all_found(session)[name]
            said[title(name)] = sentence(finding)
            label, _ = advice(finding, session.experiment)
            assert label and "{" not in label + sentence(finding)
            assert re.search(r"\d", sentence(finding)), "a sentence has its numbers"
    finally:
        words.set_language("en")
    assert len(said) == len(set(said.values())) == 20


@pytest.mark.parametrize("name", NAMES)
def test_the_button_takes_it_away_or_leads_to_it(sessions: dict[str, Session], name: str) -> None:
    session = sessions[name]
    _, wish = advice(all_found(session)[name], session.experiment)
    match wish:
        case Edit(text, experiment):
            experiment.check()
            assert text and experiment != session.experiment
            other = Session(experiment)
            other.step(session.step_number)
            assert name in LASTING or name not in all_found(other)
        case Pick(rows):
            assert len(rows) and rows.max() < session.experiment.data.table.rows
        case ShowView(view):
            assert view in {each.name for each in (*workspaces.views(), *workspaces.sections())}
        case _:
            pytest.fail(f"no such wish was expected: {wish}")


def test_a_card_for_each_finding_and_a_click_makes_its_wish(
    panel: ExplainPanel, sessions: dict[str, Session]
) -> None:
    session = sessions["alike"]
    show(panel, session)
    assert [card.name for card in panel.cards] == list(all_found(session))
    assert len(panel.cards) > 1
    wishes: list[Wish] = []
    panel.wished.connect(wishes.append)
    unscaled = next(card for card in panel.cards if card.name == "unscaled")
    unscaled.button.click()
    (wish,) = wishes
    assert isinstance(wish, Edit) and wish.experiment.data.scaling.features == "standardize"
    assert unscaled.sentence.text() in panel.in_words()
    assert unscaled.button.toolTip() == "Training goes on with the weights it has."
    panel.restyle(DARK)


def test_cards_stay_where_only_numbers_change(
    panel: ExplainPanel, sessions: dict[str, Session]
) -> None:
    session = Session(sessions["outlier"].experiment)
    session.step(1)
    show(panel, session)
    before = {card.name: (card, card.sentence.text()) for card in panel.cards}
    session.step(20)
    panel.draw(frame(session, (FindingsRequest(True),)))
    card = next(card for card in panel.cards if card.name == "outlier")
    assert card is before["outlier"][0] and card.sentence.text() != before["outlier"][1]


def test_at_rest_it_looks_soon_and_while_running_now_and_then(
    panel: ExplainPanel, qtbot: QtBot
) -> None:
    session = Session(line(optimizer={"name": "sgd", "lr": 0.01}))
    show(panel, session)
    assert panel.wants() == ()
    session.step()
    with qtbot.waitSignal(panel.wished) as wished:
        panel.draw(frame(session, panel.wants()))
    assert wished.args == [Refresh()] and panel.wants() == (FindingsRequest(True),)
    with qtbot.assertNotEmitted(panel.wished, wait=300):
        panel.draw(frame(session, panel.wants()))
    assert panel.wants() == ()
    panel.draw(frame(session, (FindingsRequest(False),), running=True))
    assert panel.wants() == (), "it has looked just now"
    with qtbot.waitSignal(panel.wished):
        panel.draw(frame(session, ()))
    assert panel.wants() == (FindingsRequest(True),), "what came while running was not all"


def test_a_view_that_is_wished_for_is_shown(qtbot: QtBot) -> None:
    shown: list[str] = []
    actions = Actions()
    nobody: Any = None
    window = QWidget()
    qtbot.addWidget(window)
    files = Files(Document(), Settings({}), window, nobody)
    context = Context(
        **dict.fromkeys((field.name for field in fields(Context)), nobody)
        | {"show_view": shown.append, "files": files}
    )
    actions.serve(context)
    Grants(context, actions, actions).grant(ShowView("metrics"))
    with qtbot.waitSignal(actions.asked):
        actions["run.explain"].trigger()
    assert shown == ["metrics", "explain"]


def test_nothing_of_another_experiment_remains(
    panel: ExplainPanel, sessions: dict[str, Session]
) -> None:
    show(panel, sessions["unscaled"])
    assert panel.cards and panel.columns()
    panel.forget()
    assert panel.cards == [] and panel.heading.text() == "" and panel.columns() is None
    assert panel.wants() == (FindingsRequest(True),)


def test_silence_is_said(panel: ExplainPanel) -> None:
    session = Session(line())
    show(panel, session)
    assert panel.cards == [] and "nothing" in panel.heading.text()
    large = Session(line(model={"hidden": [1200, 1200]}))
    panel.show_experiment(large.experiment)
    panel.draw(frame(large, (FindingsRequest(False),), running=True))
    assert "large" in panel.heading.text()
