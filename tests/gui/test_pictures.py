"""Views as pictures and their numbers as tables: what is saved is what is seen."""

from __future__ import annotations

import csv
import gc
import io
import math
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engine.answers import views
from engine.frames import Frame
from engine.training.session import Session
from gui.dialogs.picture import PictureDialog, Shown
from gui.kit import picturing
from gui.kit.columns import csv_text
from gui.kit.png import png
from gui.kit.theme import DARK, LIGHT, palette, stylesheet
from gui.panels.activation.panel import ActivationPanel
from gui.panels.loss.panel import LossPanel
from gui.panels.metrics.panel import MetricsPanel
from gui.panels.parameters.panel import ParametersPanel
from gui.panels.phases.panel import PhasesPanel
from gui.panels.table.panel import TablePanel
from gui.stage.stage import Stage
from tests.experiments import flowers, line

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", autouse=True)
def dark(qapp):
    """As the program is: by the application's own colours."""
    gc.collect()
    qapp.setPalette(palette(DARK))
    qapp.setStyleSheet(stylesheet(DARK))


@pytest.fixture
def window(qtbot):
    window = QWidget()
    QVBoxLayout(window)
    window.resize(640, 460)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def put(window, qtbot):
    """Show a panel in the window, after some steps of an experiment."""

    def put(panel, experiment, steps=3):
        window.layout().addWidget(panel)
        panel.restyle(DARK)
        panel.show_experiment(experiment)
        window.show()
        qtbot.waitExposed(window)
        session = Session(experiment)
        session.step(steps)
        panel.draw(frame(session, panel))
        return panel

    return put


def frame(session, panel):
    found = views.answer(session, panel.wants())
    losses = session.losses
    shapes = session.experiment.parameter_shapes()
    return Frame(1, len(losses), 1, "update", False, 0, losses, session.loss, shapes, found)


def colors(image: QImage) -> list[str]:
    points = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return [QColor(image.pixel(x, y)).name() for x, y in points]


def drawn(svg: bytes, size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_ARGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter)
    painter.end()
    return image


def pixels(image: QImage) -> np.ndarray:
    small = image.convertToFormat(QImage.Format.Format_RGB32).scaled(80, 60)
    bytes_ = np.frombuffer(bytes(small.constBits()), dtype=np.uint8)
    return bytes_.reshape(60, 80, 4)[..., :3].astype(float)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_view_is_pictured_in_either_theme_and_stays_as_it_is(put, theme):
    stage = put(Stage(), flowers())
    before = stage.grab().toImage()
    image = picturing.image(stage, QSize(900, 600), theme, "Flowers")
    assert image.size() == QSize(900, 600)
    found = colors(image)
    lightness = [QColor(color).lightnessF() for color in found]
    assert (np.mean(lightness) > 0.6) == (theme is LIGHT)
    assert stage.styleSheet() == "" and stage.grab().toImage() == before


def test_the_size_keeps_the_view_s_proportions_and_leaves_room_for_a_title(put):
    stage = put(Stage(), line())
    parts = stage.picture_parts()
    height = sum(part.height() for part in parts)
    width = max(part.width() for part in parts)
    bare, titled = (picturing.size_of(stage, 1000, titled) for titled in (False, True))
    assert bare.width() == titled.width() == 1000
    assert bare.height() == round(1000 * height / width)
    assert titled.height() == bare.height() + round(1000 * picturing.TITLE)


def test_labels_tables_and_what_lies_between_are_in_the_picture_s_theme(put):
    for make, experiment in ((ParametersPanel, line()), (PhasesPanel, flowers())):
        panel = put(make(), experiment)
        image = picturing.image(panel, QSize(600, 400), LIGHT)
        found = set(colors(image))
        assert min(QColor(color).lightnessF() for color in found) < 0.35  # the letters
        assert not {DARK.window, DARK.panel, DARK.text} & found
        panel.hide()


def test_the_title_is_written_above(put):
    stage = put(Stage(), line())
    size = picturing.size_of(stage, 800, True)
    image = picturing.image(stage, size, LIGHT, "A line")
    band = image.copy(0, 0, 800, round(800 * picturing.TITLE))
    assert LIGHT.text in {QColor(band.pixel(x, y)).name() for x in range(200) for y in range(36)}


@pytest.mark.parametrize("make", [Stage, LossPanel])
def test_svg_shows_the_same_as_pixels(put, make):
    panel = put(make(), line())
    size = picturing.size_of(panel, 800, True)
    svg = picturing.svg(panel, size, LIGHT, "The same")
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {size.width()} {size.height()}"
    assert any(text.text == "The same" for text in root.iter(f"{SVG}text"))
    difference = np.abs(
        pixels(drawn(svg, size)) - pixels(picturing.image(panel, size, LIGHT, "The same"))
    )
    assert difference.mean() < 4


def test_few_points_are_shapes_and_many_are_pixels(put, monkeypatch):
    stage = put(Stage(), flowers())
    size = picturing.size_of(stage, 600, False)
    shapes = picturing.svg(stage, size, LIGHT)
    monkeypatch.setattr(picturing, "MOST_SHAPES", 1)
    raster = picturing.svg(stage, size, LIGHT)
    count = stage.experiment.data.table.rows
    assert shapes.count(b"<path") - raster.count(b"<path") > count / 2
    assert raster.count(b"<image") > shapes.count(b"<image")


def test_tables_read_back_as_the_same_numbers(put):
    panel = put(LossPanel(), line(data={"test_fraction": 0.4}), steps=7)
    rows = list(csv.DictReader(io.StringIO(csv_text(panel.columns()))))
    assert [int(row["step"]) for row in rows] == list(range(1, 8))
    session = Session(panel.experiment)
    session.step(7)
    assert [float(row["loss"]) for row in rows] == session.losses.tolist()
    assert "test_loss" not in rows[0] or rows[0]["test_loss"] == ""


@pytest.mark.parametrize(
    ("make", "names"),
    [(Stage, ["x", "y"]), (TablePanel, ["x", "y"]), (ParametersPanel, ["name", "value"])],
)
def test_views_say_their_numbers(put, make, names):
    columns = put(make(), line()).columns()
    assert list(columns)[:2] == names
    assert len({len(column) for column in columns.values()}) == 1


def test_a_curve_says_its_numbers(put):
    columns = put(ActivationPanel(), line(model={"hidden": [3]})).columns()
    assert columns["f(z)"] == pytest.approx([math.tanh(z) for z in columns["z"]])


def test_figures_and_confusions_say_their_numbers(put):
    panel = put(MetricsPanel(), flowers())
    columns = panel.columns()
    rows = dict(zip(columns["figure"], columns["train"], strict=True))
    session = Session(panel.experiment)
    session.step(3)
    metrics = views.answer(session, panel.wants())[panel.wants()[0]]
    assert rows["accuracy"] == metrics.train["accuracy"] and rows["loss"] == metrics.train_loss
    assert rows["a -> c"] == metrics.confusion[0, 2]


def test_a_view_without_numbers_has_no_table(put):
    assert put(PhasesPanel(), line()).columns() is None


def test_cells_are_quoted_and_gaps_are_empty():
    text = csv_text({'a "b", c': [1.5, None, float("nan")], "d": ["x,y", "−2"]})
    assert text == '"a ""b"", c",d\n1.5,"x,y"\n,-2\n,\n'


@pytest.fixture
def dialog(put, window, qtbot):
    stage = put(Stage(), line())
    loss = LossPanel()
    window.layout().addWidget(loss)
    dialog = PictureDialog([Shown("Data", stage), Shown("Loss", loss)], "A line", window)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def saved(dialog, qtbot, button):
    with qtbot.waitSignal(dialog.saved) as caught:
        next(b for b in dialog.findChildren(type(dialog.table[0])) if b.text() == button).click()
    return caught.args


def test_the_dialog_saves_what_it_shows(dialog, qtbot):
    assert dialog.title.text() == "A line · Data"
    assert not dialog.preview.pixmap().isNull()
    dialog.width_field.setValue(640)
    content, name, suffix = saved(dialog, qtbot, "Save PNG…")
    image = QImage.fromData(content)
    assert (image.width(), name, suffix) == (640, "Data", ".png")
    assert image.size() == dialog.pixels
    dialog.titled.setChecked(False)
    content, name, suffix = saved(dialog, qtbot, "Save SVG…")
    assert suffix == ".svg" and b"A line" not in content
    content, name, suffix = saved(dialog, qtbot, "Save CSV…")
    assert suffix == ".csv" and content.startswith(b"x,y\n1")


def test_the_dialog_copies_and_says_so(dialog, qtbot):
    buttons = {b.text(): b for b in dialog.findChildren(type(dialog.table[0]))}
    with qtbot.waitSignal(dialog.said):
        buttons["Copy"].click()
    assert QGuiApplication.clipboard().image().size() == dialog.pixels
    with qtbot.waitSignal(dialog.said):
        buttons["Copy table"].click()
    assert QGuiApplication.clipboard().text().startswith("x,y\n")


def test_a_view_without_numbers_offers_no_table(dialog):
    assert all(button.isEnabled() for button in dialog.table)
    dialog.view.setCurrentIndex(1)  # no step was done: there are no losses yet
    assert dialog.title.text() == "A line · Loss"
    assert not any(button.isEnabled() for button in dialog.table)


def test_what_is_only_pressed_is_in_no_picture(put):
    panel = put(LossPanel(), line())
    panel.log.setFocus()
    found = []
    for text in ("MMMMMMMM", "i"):  # whatever stands on a box
        panel.log.setText(text)
        found.append(picturing.image(panel, panel.size(), LIGHT))
    assert found[0] == found[1]
    svg = picturing.svg(panel, panel.size(), LIGHT).decode()
    assert "train" in svg and panel.pin.text() not in svg
    assert panel.log.isVisible() and panel.window().focusWidget() is panel.log


def test_a_row_of_buttons_alone_leaves_no_gap(put, qtbot):
    panel = put(TablePanel(), line())
    first = panel.findChild(QPushButton)
    qtbot.waitUntil(lambda: first.isVisible() and first.height() > 15)
    assert picturing.size_of(panel, panel.width(), False).height() <= panel.height() - 15


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 5), (301, 64)])
def test_a_picture_for_the_report_has_every_pixel(width, height):
    numbers = np.random.default_rng(width)
    pixels = numbers.integers(0, 256, (height, width, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    drawn = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()
    read = QImage.fromData(QByteArray(png(drawn)), "PNG")
    plain = QImage.Format.Format_RGB32
    assert read.size() == drawn.size() and not read.hasAlphaChannel()
    assert read.convertToFormat(plain) == drawn.convertToFormat(plain)
