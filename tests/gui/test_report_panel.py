"""The report in the window: written, read with live figures, filled in, pinned into, exported."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QBuffer, QPoint, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QMenu, QTextBrowser
from pytestqt.qtbot import QtBot

from engine.answers.views import answer
from engine.frames import Frame, MetricsRequest, ParametersRequest
from engine.report.boxes import answered, boxes
from engine.report.markup import html
from engine.report.page import page
from engine.report.value import Report
from engine.training.session import Session
from gui.app import App
from gui.app.serving import context_of
from gui.commands.reporting import take_form
from gui.kit.fonts import interface_font
from gui.kit.panel import Panel
from gui.kit.png import png
from gui.kit.theme import DARK, LIGHT, of, palette
from gui.kit.wishes import OpenForm, PinMoment, SaveContent, SaveText, WriteReport
from gui.model.document import Document
from gui.model.figures import figures, letters, moment, names, wanted
from gui.model.settings import Settings
from gui.panels.report.formulas import Formulas, embedded
from gui.panels.report.page import Page, kept_words, look, sheet
from gui.panels.report.panel import LIVE, ReportPanel
from gui.panels.report.printing import DPI, _laid_out, _page_of, pdf
from gui.panels.report.reading import Boxed, Reader, Text
from tests.experiments import flowers, line
from tests.hearing import hear
from tests.there import there

LONG = 60_000
BLACK = "#000000"
FORM = """# The slope

How steep is the line?

```answer slope
```

The loss is {loss}, and W is {W}.

```answer why
Because.
```
"""


def frame(session: Session, panel: Panel) -> Frame:
    shapes, views = session.experiment.parameter_shapes(), answer(session, panel.wants())
    place = session.step_number, session.epoch_number
    losses = session.losses
    return Frame(1, *place, "update", False, 0, losses, session.loss, shapes, views)


@pytest.fixture
def document(qapp: QApplication) -> Document:
    assert qapp
    found = Document()
    found.adopt(line())
    return found


@pytest.fixture
def panel(qtbot: QtBot, document: Document) -> ReportPanel:
    found = ReportPanel()
    qtbot.addWidget(found)
    found.resize(420, 500)
    hear(found, WriteReport, document.write)
    document.report_changed.connect(found.show_report)
    found.show_experiment(document.experiment)
    found.show()
    return found


def begins(panel: ReportPanel, text: str) -> bool:
    return shown(panel).startswith(text)


def shown(panel: ReportPanel) -> str:
    parts = panel.reader.parts
    texts = [(part.answer if isinstance(part, Boxed) else part).toPlainText() for part in parts]
    return "\n".join(texts).replace("\u2060", "")


# ---- writing ------------------------------------------------------------------------------------


def test_what_is_typed_is_the_documents_and_its_undo_is_the_windows(
    qtbot: QtBot, panel: ReportPanel, document: Document
) -> None:
    qtbot.keyClicks(panel.editor, "It fell ")
    panel.editor.insert("😀")  # two of Qt's letters
    qtbot.keyClicks(panel.editor, " fast")
    assert document.report.text == "It fell 😀 fast" and document.dirty
    panel.editor.moveCursor(panel.editor.textCursor().MoveOperation.Start)
    document.write("Form", Report("It fell 😀 very fast"))
    assert panel.editor.toPlainText() == "It fell 😀 very fast"
    assert panel.editor.place == 0  # the cursor stays where it is
    panel.editor.moveCursor(panel.editor.textCursor().MoveOperation.End)
    assert panel.editor.place == len(document.report.text)
    document.undo()
    document.undo()
    assert panel.editor.toPlainText() == document.report.text == ""
    document.redo()
    assert panel.editor.toPlainText() == "It fell 😀 fast"
    assert not panel.editor.document().isUndoAvailable()


def test_the_tool_bar_writes_markdown(panel: ReportPanel, document: Document) -> None:
    editor, bar = panel.editor, panel.bar
    editor.selectAll()
    bar.bold.click()
    assert document.report.text == "**bold**" and editor.textCursor().selectedText() == "bold"
    bar.bold.click()
    editor.setPlainText("one\ntwo")
    editor.selectAll()
    bar.list.click()
    assert document.report.text == "- one\n- two"
    editor.selectAll()
    bar.list.click()
    bar.heading.click()
    assert document.report.text == "one\n## two" or document.report.text == "## one\n## two"
    editor.setPlainText("here")
    editor.selectAll()
    bar.link.click()
    assert document.report.text == "[here](https://)"
    assert editor.place == len("[here](https://")


def test_figures_are_offered_by_name_and_frozen_for_good(
    panel: ReportPanel, document: Document
) -> None:
    session = Session(line())
    session.step(3)
    panel.draw(frame(session, panel))
    panel._offer_figures(panel.bar.figure_menu)
    offered = {action.text().split("\t")[0]: action for action in panel.bar.figure_menu.actions()}
    assert {"{loss}", "{step}", "{W}", "{b}", "{lr}"} <= set(offered)
    offered["{loss}"].trigger()
    assert document.report.text == "{loss}"
    panel.bar.freeze.click()
    assert document.report.text == f"{session.loss:.4f}"
    document.undo()
    assert document.report.text == "{loss}"


# ---- reading ------------------------------------------------------------------------------------


def test_figures_are_live_while_it_is_read(
    qtbot: QtBot, panel: ReportPanel, document: Document
) -> None:
    document.write("Report", Report("Loss {loss}, W {W}, {unknown}, MSE {mse}, rate {lr}"))
    panel.read(True)
    assert panel.wants() == (MetricsRequest(), ParametersRequest(("output.weight",)))
    session = Session(line())
    for steps in (1, 4):
        session.step(steps)
        panel.draw(frame(session, panel))
        weight = float(session.parameters["output.weight"][0, 0])
        expected = f"Loss {session.loss:.4f}, W {weight:.4g}"
        qtbot.waitUntil(partial(begins, panel, expected), timeout=20 * LIVE)
    assert "{unknown}" in shown(panel) and "rate 0.01" in shown(panel)


def test_a_form_opens_to_be_filled_in_and_its_answers_are_part_of_the_text(
    qtbot: QtBot, panel: ReportPanel, document: Document
) -> None:
    document.write("Form", Report(FORM))
    assert panel.is_read
    first, second = panel.reader.answers
    assert first.accessibleName() == "How steep is the line?"
    assert (first.toPlainText(), second.toPlainText()) == ("", "Because.")
    qtbot.keyClicks(first, "One kilogram")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    qtbot.keyClicks(first, "a centimetre ```")
    assert boxes(document.report.text)[0].answer == "One kilogram\na centimetre ```"
    assert panel.reader.answers == [first, second]  # no box is made again under the hands
    assert answered(document.report.text) == (2, 2)
    document.undo()
    assert first.toPlainText() == "" and answered(document.report.text) == (1, 2)
    document.undo()
    assert panel.reader.answers == [] and document.report == Report()


def test_a_formula_in_an_answer_is_read_typeset_below_its_box(
    panel: ReportPanel, document: Document
) -> None:
    document.write("Form", Report(FORM))
    first, second = (part for part in panel.reader.parts if isinstance(part, Boxed))
    assert first.read.isHidden() and second.read.isHidden()
    panel.reader.answered.emit(0, "It is $\\frac{1}{2}$,\nnow at {lr}.")
    assert not first.read.isHidden() and second.read.isHidden()
    assert "<img" in first.read.html and "now at 0.01" in first.read.html
    assert panel.reader.parts[1] is first
    document.undo()
    assert first.read.isHidden()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{nope} and {loss}", "{nope} is no figure and stays as it is."),
        ("{Loss}", "{Loss} is no figure. Perhaps {loss}?"),
        ("```answer a\n{optimiser.lr}\n```", "Perhaps {optimizer.lr}?"),
        ("{W} {lr} {optimizer.lr} {{nope}} {1, 2} `{nope}` ${nope}$", ""),
    ],
)
def test_a_name_that_is_no_figure_is_told(
    panel: ReportPanel, document: Document, text: str, said: str
) -> None:
    document.write("x", Report(text))
    assert said in panel.hint.text() and panel.hint.isVisible() == bool(said)
    document.write("x", Report("{loss}"))
    assert not panel.hint.isVisible()


def test_html_pictures_and_links_are_what_the_report_may_have(
    panel: ReportPanel, document: Document
) -> None:
    text = "<img src='file:///etc/passwd'> ![p](file:///etc/passwd) [l](file:///etc/passwd) ![q](x)"
    document.write("Report", Report(text))
    panel.read(True)
    assert "<img src='file:///etc/passwd'>" in shown(panel) and "[p]" not in text.split("!")[0]
    first = panel.reader.parts[0]
    assert isinstance(first, QTextBrowser)
    html = first.document().toHtml()
    assert "<img" not in html and "href=" not in html
    image = QTextDocument.ResourceType.ImageResource.value
    assert (
        Page(document.report, Formulas(QFont(), "#000000")).resource(
            image, QUrl("file:///etc/hostname")
        )
        is None
    )


def test_what_was_written_while_it_was_hidden_is_there_when_it_is_seen(
    panel: ReportPanel, document: Document
) -> None:
    panel.read(True)
    panel.hide()
    document.write("Form", Report("Nothing that changes"))
    panel.show()
    assert shown(panel).strip() == "Nothing that changes"


def test_words_give_way_to_signs_where_there_is_no_room(panel: ReportPanel) -> None:
    style = Qt.ToolButtonStyle
    panel.resize(420, 500)
    assert panel.bar.pin.toolButtonStyle() == style.ToolButtonTextBesideIcon
    panel.bar.resize(200, 60)
    assert panel.bar.pin.toolButtonStyle() == style.ToolButtonIconOnly


def test_a_picture_of_a_korean_name_is_drawn(panel: ReportPanel, document: Document) -> None:
    document.write("Report", Report("![손실](pictures/손실.png)", {"손실.png": picture()}))
    panel.read(True)
    drawn = panel.reader.parts[0].grab().toImage()
    middle = drawn.pixelColor(drawn.width() // 2, drawn.height() // 2)
    assert middle.name() == "#0a66c8"


def test_its_state_is_kept_and_a_picture_shows_the_page(panel: ReportPanel) -> None:
    panel.take_view_state({"read": True})
    assert panel.is_read and panel.view_state() == {"read": True}
    assert panel.picture_parts() == [panel.reader]
    panel.take_view_state({"read": "nonsense"})
    assert not panel.is_read and panel.picture_parts() == [panel.editor]


# ---- figures by name ----------------------------------------------------------------------------


def test_names_are_those_that_the_experiment_has() -> None:
    assert {"loss", "mse", "W", "b"} <= set(names(line())) and "accuracy" not in names(line())
    classes = flowers(data={"test_fraction": 0.4})
    assert {"accuracy", "test_accuracy", "test_loss"} <= set(names(classes))
    assert letters(classes) == {"W1": "hidden1.weight", "b1": "hidden1.bias",
                                "W2": "hidden2.weight", "b2": "hidden2.bias",
                                "W3": "output.weight", "b3": "output.bias"}  # fmt: skip
    large = flowers(model={"hidden": [50]})
    assert "W1" not in letters(large) and wanted(large, ["W1"]) == ()


def test_a_moment_is_told_in_one_line() -> None:
    session = Session(line())
    session.step(2)
    shapes = session.experiment.parameter_shapes()
    views = answer(session, (ParametersRequest(),))
    found = Frame(1, 2, 2, None, False, 0, session.losses, session.loss, shapes, views)
    text = moment(line(), found).replace("\u00a0", " ")
    assert text.startswith(f"step 2, epoch 2 · loss {session.loss:.4f} · W = ")
    assert text.endswith(" · SGD, Learning rate 0.01, Batch size all, Seed 0")
    assert figures(line(), None)["training.epochs"] == "200"
    assert moment(line(), None).startswith("SGD")


# ---- exports ------------------------------------------------------------------------------------


def picture() -> bytes:
    image = QImage(900, 500, QImage.Format.Format_RGB32)
    image.fill(QColor("#0a66c8"))
    return png(image)


def test_a_pdf_has_numbered_pages_with_fonts_and_pictures_inside(qapp: QApplication) -> None:
    word = "그래디언트를 따라 내려갑니다. "
    text = "# 보고서\n\n" + word * 40 + "\n\n![a](pictures/손.png)\n\n*a: step 3*\n\n" + word * 60
    content = pdf(Report(text, {"손.png": picture()}), {}, "Title", qapp.font())
    assert content.startswith(b"%PDF-1.4") and content.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 2
    assert b"/FontFile2" in content and b"/Image" in content


@pytest.mark.parametrize("lines", range(24, 46, 3))
def test_no_page_of_a_pdf_ends_within_a_box_or_after_its_question(
    qapp: QApplication, lines: int
) -> None:
    answer = "\n".join(["word"] * 6)
    text = "\n\n".join(["word"] * lines) + f"\n\nWhy?\n\n```answer a\n{answer}\n```\n"
    writer = QPdfWriter(QBuffer())
    writer.setResolution(DPI)
    page = _laid_out(Report(text), {}, qapp.font(), writer)
    box = there(next((each for each in page.rootFrame().childFrames()), None))
    question = page.findBlock(box.firstPosition() - 1)
    assert question.text() == "Why?"
    bottom = page.documentLayout().frameBoundingRect(box).bottom()
    assert int(bottom // page.pageSize().height()) == _page_of(page, question)


def test_figures_in_a_pdf_are_found_by_who_searches_for_them(qapp: QApplication) -> None:
    """Each digit's drawing is said to be that digit, whichever face draws it."""
    content = pdf(Report("W = 1234567890"), {}, "", interface_font(qapp.font()))
    told = b" ".join(re.findall(rb"beginbfrange.*?endbfrange", content, re.DOTALL))
    words = rb"<([0-9A-F]{4})> <([0-9A-F]{4})> (?:<([0-9A-F]{4})>|\[(.*?)\])"
    found: set[int] = set()
    for first, last, letter, others in re.findall(words, told):
        found.update(int(word, 16) for word in re.findall(rb"<(.{4})>", others))
        if letter:
            start = int(letter, 16)
            found.update(range(start, start + int(last, 16) - int(first, 16) + 1))
    assert set(map(ord, "W=1234567890")) <= found


def test_korean_is_broken_between_words(qapp: QApplication) -> None:
    page = Page(Report(), Formulas(QFont(), "#000000"))
    page.setDefaultFont(qapp.font())
    words = ["그래디언트를", "따라서", "내려갑니다", "가나다라마바사"] * 12
    page.setHtml(kept_words(f"<p>{' '.join(words)}</p>"))
    page.setTextWidth(180)
    assert page.size().height() > 60
    block = page.begin()
    text, lines = block.text(), block.layout().lineCount()
    starts = [block.layout().lineAt(at).textStart() for at in range(lines)]
    assert lines > 5 and all(start == 0 or text[start - 1] == " " for start in starts)


def drawn(text: str, font: QFont) -> QImage:
    """The report on a white page."""
    formulas = Formulas(font, "#000000")
    page = Page(Report(text), formulas)
    page.setDefaultFont(font)
    page.setDefaultStyleSheet(sheet(BLACK, BLACK, BLACK, BLACK, BLACK, 20))
    page.setHtml(kept_words(html(text, look(Report(text), {}, 300, formulas))))
    page.setTextWidth(300)
    image = QImage(300, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    page.drawContents(painter)
    painter.end()
    return image


def ink(image: QImage, left: int, right: int) -> list[int]:
    """The rows in which something is drawn."""
    across = range(left, min(right, image.width()))
    rows = range(image.height())
    return [y for y in rows if any(image.pixelColor(x, y).lightness() < 120 for x in across)]


def test_a_formula_stands_on_the_line_of_its_words(qapp: QApplication) -> None:
    font = interface_font(qapp.font())
    word = QFontMetrics(font).horizontalAdvance("HHHH")
    for latex in ("$H$", r"$H^{2^2}$", r"$H_{2_2}$"):
        image = drawn(f"HHHH {latex}", font)
        words, formula = ink(image, 0, word), ink(image, word + 2, word + 12)
        assert abs(words[-1] - formula[-1]) <= 1, latex
    assert len(ink(drawn("$$\\frac{1}{2}$$", font), 0, 300)) > len(words) + 8


def test_what_is_quoted_has_a_bar_at_its_side(qapp: QApplication) -> None:
    font = interface_font(qapp.font())
    quoted, plain = drawn("> H\n> H", font), drawn("H\nH", font)
    bar = ink(quoted, 4, 7)  # after the margin
    assert len(bar) > 36 and bar == [*range(bar[0], bar[-1] + 1)]
    assert not ink(quoted, 290, 300) and len(ink(plain, 4, 7)) < 36


def test_what_is_copied_is_what_was_written(qapp: QApplication) -> None:
    assert qapp
    reader = Reader()
    reader.show_report(
        Report("> 인용\n\n|가나|b|\n|-|-|\n|1|2|\n\n둘 $x^2$, $$y$$ 끝\n\n$$\nz\n$$\n"), {}
    )
    text = reader.parts[0]
    assert isinstance(text, Text)
    text.selectAll()
    copied = text.createMimeDataFromSelection().text()
    assert copied.split() == ["인용", "가나", "b", "1", "2", "둘", "$x^2$,", "$$y$$", "끝", "$$z$$"]
    reader.deleteLater()


def test_all_that_is_printed_is_dark_whatever_the_theme(qapp: QApplication) -> None:
    assert qapp
    page = Page(Report(), Formulas(QFont(), "#000000"))
    page.setDefaultStyleSheet(sheet("#112233", BLACK, BLACK, BLACK, BLACK, 20))
    page.setHtml("<h1>a</h1><h2>b</h2><p>c</p><ul><li>e</li></ul>")
    block, seen = page.begin(), 0
    while block.isValid():
        first = block.begin().fragment().charFormat()
        assert first.foreground().color().name() == "#112233"
        seen += 1
        block = block.next()
    assert seen == 4


def test_formulas_of_a_file_are_drawings_that_run_nothing(qapp: QApplication) -> None:
    assert qapp
    tex = r"x < y", r"\text{a b}", r"\frac{1}{2}", r"\begin{cases}a & b\end{cases}"
    text = page(Report("\n\n".join(f"$${one}$$" for one in tex)), {}, "", "en", embedded)
    found = re.findall(r'alt="([^"]*)" src="data:image/svg.xml;base64,([^"]*)"', text)
    assert [unescape(alt).strip("{}") for alt, _ in found] == [one.strip("{}") for one in tex]
    for _, data in found:
        parts = list(ElementTree.fromstring(b64decode(data)).iter())
        assert {part.tag.rpartition("}")[2] for part in parts} <= {"svg", "path", "rect"}
        assert not {key for part in parts for key in part.attrib if key.lower().startswith("on")}


def test_what_is_exported_is_asked_a_name_for(panel: ReportPanel, document: Document) -> None:
    document.write("Report", Report("# A\n\n{step} <b> $x^2$"))
    session = Session(line())
    session.step(7)
    panel.draw(frame(session, panel))
    saved: dict[str, str | bytes] = {}
    hear(panel, SaveText, lambda text, _, suffix: saved.update({suffix: text}))
    hear(panel, SaveContent, lambda content, _, suffix: saved.update({suffix: content}))
    for action in (panel.bar.pdf, panel.bar.html, panel.bar.markdown):
        action.trigger()
    assert set(saved) == {".pdf", ".html", ".md"}
    assert saved[".md"] == "# A\n\n7 \\<b> $x^2$\n"
    assert '<p>7 &lt;b&gt; <img class="formula" alt="x^2"' in str(saved[".html"])
    asked: list[str] = []
    hear(panel, OpenForm, lambda: asked.append("form"))
    hear(panel, PinMoment, lambda place, _: asked.append(f"pin {place}"))
    panel.bar.form.trigger()
    panel.bar.pin.click()
    panel.read(True)
    panel.bar.pin.click()
    assert asked == ["form", "pin 21", "pin None"]


# ---- in the whole window ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    app = App(qapp, Settings({"language": "en", "theme": "dark", "recent": []}))
    app.window.may_close = lambda: True
    form = tmp_path_factory.mktemp("form") / "form.md"
    form.write_text(FORM, encoding="utf-8")
    app.start(form)  # as `main.py form.md` does
    app.window.resize(1280, 720)
    yield app
    app.close()
    app.window.close()
    qapp.setStyleSheet("")


def stands_at(app: App, step: int) -> bool:
    return app.board.last is not None and app.board.last.step == step


def trained(app: App, qtbot: QtBot, steps: int) -> None:
    qtbot.waitUntil(lambda: hasattr(app, "runner"), timeout=LONG)
    for at in range(steps):
        app.runner.step()
        qtbot.waitUntil(partial(stands_at, app, at + 1), timeout=LONG)


def test_a_form_that_the_program_is_started_with_begins_the_report(app: App, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(app.document.report.text), timeout=LONG)
    assert app.document.report.text == FORM and app.document.experiment.data.table.rows
    panel = there(app.window.hosts["report"].panel)
    assert isinstance(panel, ReportPanel) and panel.is_read
    qtbot.waitUntil(panel.isVisible)


def test_every_view_has_its_own_way_into_the_report(app: App, qtbot: QtBot) -> None:
    trained(app, qtbot, 0)
    app.document.write("Report", Report(""))
    app.window.show_view("metrics")
    menu = app.window.groups.menu_of("metrics")
    next(entry for entry in menu.actions() if entry.text() == "Pin to the report").trigger()
    assert app.document.report.text.startswith("![Metrics](pictures/Metrics-")
    menu.deleteLater()
    slot = app.window.center.main
    for at, offers in ((slot.width() - 40, True), (_tab(app, "network"), False)):
        place = QPoint(at, 12)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, slot.mapToGlobal(place))
        slot.contextMenuEvent(event)
        opened = QApplication.activePopupWidget()
        assert (opened is not None) is offers
        if isinstance(opened, QMenu):
            next(e for e in opened.actions() if e.text() == "Pin to the report").trigger()
            opened.close()
    assert "\n![Data](pictures/Data-" in app.document.report.text
    texts = [entry.text() for entry in app.window.groups.menu_of("report").actions()]
    assert "Picture or table…" in texts and "Pin to the report" not in texts


def _tab(app: App, name: str) -> int:
    """Where in the centre the tab of a mode is."""
    tab, slot = app.window.center.modes.buttons[name], app.window.center.main
    return tab.mapTo(slot, tab.rect().center()).x()


def test_a_moment_is_pinned_with_picture_and_figures_and_undone(app: App, qtbot: QtBot) -> None:
    trained(app, qtbot, 2)
    app.document.write("Report", Report("Before"))
    colors = app.window.hosts["parameters"].panel
    assert colors is not None
    app.actions["view.moment"].trigger()
    report = app.document.report
    (name,) = report.pictures
    assert report.text.startswith(f"Before\n\n![Data](pictures/{name})\n\n*Data: step 2, epoch 2")
    loss = there(app.board.last).loss
    assert f"loss {loss:.4f}" in report.text and "{" not in report.text
    image = QImage.fromData(report.pictures[name])
    assert image.width() <= 1280 and image.height() > 100
    corner = image.pixelColor(2, image.height() - 2)
    assert corner.lightnessF() > 0.7  # light paper, whatever the window's theme is
    assert of(there(app.window.hosts["loss"].panel).palette()) == DARK
    assert app.document.history.undo_text == "Pinned moment"
    app.document.undo()
    assert app.document.report.text == "Before" and app.document.report.pictures == {}


def test_the_view_is_chosen_where_several_are_seen(app: App, qtbot: QtBot) -> None:
    trained(app, qtbot, 0)
    app.window.show_view("report")
    panel = there(app.window.hosts["report"].panel)
    assert isinstance(panel, ReportPanel)
    app.document.write("Report", Report("one\n\ntwo"))
    panel.read(False)
    panel.wish(PinMoment(3, QPoint(10, 10)))
    menu = there(QApplication.activePopupWidget())
    titles = [action.text() for action in menu.actions()]
    assert "Data" in titles and "Parameters" in titles and "Report" not in titles
    next(action for action in menu.actions() if action.text() == "Parameters").trigger()
    menu.close()
    assert re.match(
        r"one\n\n!\[Parameters\].*\n\n\*Parameters: .*\*\n\ntwo", app.document.report.text
    )
    app.document.undo()


def test_a_form_is_opened_or_refused_in_a_sentence(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    trained(app, qtbot, 0)
    on = context_of(app)
    form = tmp_path / "form.md"
    form.write_bytes(b"\xef\xbb\xbf" + FORM.replace("\n", "\r\n").encode())
    take_form(on, form)
    assert app.document.report.text == FORM and app.document.history.undo_text == "Form"
    for content in (b"\xff\xfe\x00\xd8", b"", b"x" * 1_000_001):
        form.write_bytes(content)
        take_form(on, form)
        assert app.document.report.text == FORM
        assert "form.md" in app.window.bar.text
    app.document.undo()
    form.write_text("# Dropped", encoding="utf-8")
    before = app.document.experiment
    app.window.dropped.emit(form)  # nothing is asked: the experiment stays
    assert app.document.report.text == "# Dropped" and app.document.experiment is before
    take_form(on, tmp_path / "none.md")
    assert "no such file" in app.window.bar.text
    app.document.undo()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_palette_tells_its_theme_where_the_ground_is_transparent(theme) -> None:
    colors = palette(theme)
    colors.setColor(QPalette.ColorRole.Window, QColor(0, 0, 0, 0))
    assert of(colors) == theme


def test_the_experiment_s_edits_leave_the_report(document: Document) -> None:
    document.write("Report", Report("mine"))
    document.edit("Title", replace(document.experiment, title="Other"))
    document.undo()
    assert document.report.text == "mine"
