"""The start page: what to press first, a picture of every example, and the learner's own files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QLabel

from gui.kit.theme import DARK, LIGHT, palette
from gui.model.examples import examples
from gui.model.sketches import MOST_BYTES, MOST_POINTS, sketch
from gui.shell.cards import BeginCard, Card, PictureCard
from gui.shell.start_page import StartPage
from gui.shell.thumbnail import Thumbnail


def saved(tmp_path: Path, **sections) -> Path:
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
    path.write_text(json.dumps({"format": "gradus-experiment/1", **sections}), encoding="utf-8")
    return path


@pytest.fixture
def page(qtbot, tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text("x,y\n1,2\n")
    page = StartPage([QAction("&New regression"), QAction("&Open…")], lambda: [table])
    qtbot.addWidget(page)
    page.resize(760, 900)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_every_example_has_a_picture_of_its_own_data():
    for example in examples():
        seen = sketch(example.path)
        assert seen is not None, example.path
        assert 0 < len(seen.x) == len(seen.y) == len(seen.shades) <= MOST_POINTS
        assert min(seen.x) >= 0 and max(seen.x) <= 1
    looks = {sketch(example.path).look for example in examples()}
    assert looks == {"line", "curve", "classes", "heat"}


def test_the_line_is_the_least_squares_one(tmp_path):
    x, y = [1.0, 2.0, 4.0, 7.0], [3.0, 1.0, 5.0, 9.0]
    data = {"columns": {"x": x, "y": y}, "features": ["x"], "target": "y"}
    seen = sketch(saved(tmp_path, data=data))
    slope, offset = np.polyfit(x, y, 1)
    edges = (slope * np.array([1.0, 7.0]) + offset - min(y)) / (max(y) - min(y))
    assert seen.line == pytest.approx(tuple(edges))


def test_classes_are_told_apart_and_lie_in_lanes_over_one_feature(tmp_path):
    columns = {"x": [1, 2, 3], "kind": ["b", "a", "b"]}
    data = {"columns": columns, "features": ["x"], "target": "kind", "task": "classification"}
    seen = sketch(saved(tmp_path, data=data))
    assert seen.shades == seen.y == (1.0, 0.0, 1.0)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"data": {"columns": {"x": ["a"]}, "features": ["x"], "target": "x"}}'],
)
def test_what_cannot_be_sketched_has_no_picture(tmp_path, text):
    path = tmp_path / "odd.json"
    path.write_text(text)
    assert sketch(path) is None


def test_tables_missing_and_large_files_have_no_picture(tmp_path):
    table, large = tmp_path / "a.csv", tmp_path / "large.json"
    table.write_text("x,y\n1,2\n")
    large.write_text(" " * (MOST_BYTES + 1))
    assert [sketch(path) for path in (table, large, tmp_path / "none.json")] == [None] * 3


def test_a_first_time_learner_sees_what_to_press(page, qtbot):
    (begin,) = page.findChildren(BeginCard)
    words = " ".join(label.text() for label in begin.findChildren(QLabel))
    assert "Begin here" in words and "press Phase four times" in words
    assert begin.mapTo(page, begin.rect().bottomRight()).y() < 300, "without scrolling"
    with qtbot.waitSignal(page.example_chosen) as chosen:
        begin.click()
    assert chosen.args == [examples()[0].path]


def test_all_the_others_are_cards_in_groups_with_names(page, qtbot):
    cards = [card for card in page.findChildren(PictureCard) if card.findChildren(Thumbnail)]
    assert len(cards) == len(examples()) - 1
    groups = [label.text() for label in page.findChildren(QLabel, "Group")]
    assert groups[:2] == ["Recent files", "B   Two parameters, step by step"]
    assert groups[-1] == "F   Boundaries that bend"
    assert all(card.accessibleName() for card in page.findChildren(Card))
    with qtbot.waitSignal(page.example_chosen) as chosen:
        cards[-1].click()
    assert chosen.args == [examples()[-1].path]


def test_own_files_come_first_and_open(page, qtbot, tmp_path):
    card = next(card for card in page.findChildren(PictureCard) if "mine.csv" in card.toolTip())
    with qtbot.waitSignal(page.file_chosen) as chosen:
        card.click()
    assert chosen.args == [tmp_path / "mine.csv"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_pictures_are_in_the_theme_s_colours(qtbot, theme):
    seen = sketch(next(e.path for e in examples() if sketch(e.path).look == "classes"))
    picture = Thumbnail(seen, 80)
    qtbot.addWidget(picture)
    picture.setPalette(palette(theme))
    picture.resize(160, 80)
    image = picture.grab().toImage()
    colors = {QColor(image.pixel(x, y)).name() for x in range(160) for y in range(80)}
    assert theme.stage in colors
    assert {theme.classes[0], theme.classes[1]} <= colors
