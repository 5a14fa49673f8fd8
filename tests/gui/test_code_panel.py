"""The code panel: real programs, lit by phase, changed in place, copied and saved."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from engine.answers import views
from engine.codegen import program
from engine.frames import PHASES, Frame
from engine.training.session import Session
from gui.app import App
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import ExportCode, Refresh, Say
from gui.model.settings import Settings
from gui.panels.code.colors import parts
from gui.panels.code.panel import CodePanel
from gui.panels.code.view import CodeView
from tests.experiments import flowers, line
from tests.hearing import wished
from tests.holding import assert_explained, choose
from tests.there import found


@pytest.fixture
def panel(qtbot):
    panel = CodePanel()
    qtbot.addWidget(panel)
    panel.resize(420, 260)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def draw(panel, session, running=False):
    found = views.answer(session, panel.wants())
    panel.draw(
        Frame(
            run=1,
            step=session.step_number,
            epoch=session.epoch_number,
            phase=session.last_phase,
            running=running,
            losses_from=0,
            new_losses=session.losses,
            loss=session.loss,
            shapes=session.experiment.parameter_shapes(),
            views=found,
        )
    )
    return found


def lit(panel):
    return [panel.view.lines[number].strip() for number in panel.view.lit]


def texts(experiment, style="module"):
    return tuple(one.text for one in program(experiment, style).lines)


def slower(session, lr=0.123):
    """The same experiment with another learning rate."""
    optimizer = session.experiment.optimizer.replace(lr=lr)
    session.change(replace(session.experiment, optimizer=optimizer))


def test_it_shows_the_program(panel) -> None:
    draw(panel, Session(line()))
    assert panel.view.lines == texts(line())
    assert panel.view.toPlainText() == "\n".join(texts(line()))
    assert panel.view.isReadOnly()


def test_the_lines_of_the_last_phase_are_lit(panel) -> None:
    session = Session(line())
    draw(panel, session)
    assert lit(panel) == []
    expected = {
        "forward": ["return self.output(x)", "prediction = model(inputs)"],
        "loss": ["loss = loss_function(prediction, targets)"],
        "backward": ["optimizer.zero_grad()", "loss.backward()"],
        "update": ["optimizer.step()"],
    }
    for phase in PHASES:
        session.phase()
        draw(panel, session)
        assert lit(panel) == expected[phase]
        marked = [mark.cursor.blockNumber() for mark in panel.view.extraSelections()]
        assert marked == list(panel.view.lit)


def test_a_program_that_is_there_is_not_sent_again(panel) -> None:
    session = Session(line())
    assert len(draw(panel, session)) == 1
    session.step()
    assert draw(panel, session) == {}
    assert panel.view.lines == texts(line())


def test_a_frame_without_news_does_nothing(panel) -> None:
    session = Session(line())
    session.phase()
    draw(panel, session)
    before = panel.view.document().revision()
    bar = panel.view.verticalScrollBar()
    bar.setValue(0)
    draw(panel, session)
    assert panel.view.document().revision() == before
    assert bar.value() == 0, "only another phase may scroll"


def test_what_a_control_changed_lights_up_and_fades(panel, qtbot) -> None:
    session = Session(line())
    draw(panel, session)
    assert panel.view.flashing == frozenset(), "nothing is new in the first program"
    slower(session)
    draw(panel, session)
    assert [panel.view.lines[number] for number in panel.view.flashing] == [
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.123)"
    ]
    assert panel.view.extraSelections()
    qtbot.waitUntil(lambda: not panel.view.flashing)
    assert panel.view.extraSelections() == []


def test_another_program_altogether_does_not_light_up(panel) -> None:
    draw(panel, Session(line()))
    draw(panel, Session(flowers(optimizer={"name": "adam"})))
    assert panel.view.lines == texts(flowers(optimizer={"name": "adam"}))
    assert panel.view.flashing == frozenset()


def test_other_text_moves_neither_view_nor_selection(panel) -> None:
    session = Session(line())
    draw(panel, session)
    bar = panel.view.verticalScrollBar()
    bar.setValue(7)
    cursor = panel.view.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    panel.view.setTextCursor(cursor)
    bar.setValue(7)
    slower(session)
    draw(panel, session)
    assert bar.value() == 7
    assert panel.view.textCursor().selectedText() == panel.view.lines[0]


def is_lit_in_view(panel):
    first = panel.view.firstVisibleBlock()
    number = first.blockNumber()
    height = panel.view.blockBoundingRect(first).height()
    return number <= panel.view.lit[-1] < number + panel.view.viewport().height() / height


def test_stepping_by_hand_and_another_style_bring_the_lines_into_view(panel, qtbot) -> None:
    session = Session(line())
    session.phase()
    draw(panel, session)
    assert is_lit_in_view(panel)
    choose(qtbot, panel.styles, Qt.Key.Key_Down)
    panel.view.verticalScrollBar().setValue(0)
    draw(panel, session)
    assert is_lit_in_view(panel)


@pytest.mark.parametrize(("keys", "style"), [(1, "scratch"), (2, "formula")])
def test_the_style_is_chosen(panel, qtbot, keys, style) -> None:
    session = Session(line())
    draw(panel, session)
    stale = views.answer(session, panel.wants())
    with wished(qtbot, panel, Refresh, keys):
        choose(qtbot, panel.styles, *[Qt.Key.Key_Down] * keys)
    assert stale == {}
    draw(panel, session)
    assert panel.view.lines == texts(line(), style)
    assert panel.view.flashing == frozenset(), "a choice of style is no change of the program"


def test_an_answer_in_the_style_of_before_is_left_alone(panel, qtbot) -> None:
    session = Session(line())
    late = panel.wants()
    choose(qtbot, panel.styles, Qt.Key.Key_Down)
    wanted = panel.wants
    panel.wants = lambda: late
    draw(panel, session)
    assert panel.view.lines == ()
    panel.wants = wanted
    draw(panel, session)
    assert panel.view.lines == texts(line(), "scratch")


def test_where_there_are_no_formulas_it_says_so(panel, qtbot) -> None:
    session = Session(flowers())
    choose(qtbot, panel.styles, Qt.Key.Key_Down, Qt.Key.Key_Down)
    session.phase()
    draw(panel, session)
    assert "hidden layers" in panel.refusal.text() and panel.refusal.isVisible()
    assert not panel.copy.isEnabled() and not panel.save.isEnabled()
    draw(panel, session)
    choose(qtbot, panel.styles, Qt.Key.Key_Home)
    draw(panel, session)
    assert panel.view.isVisible() and panel.copy.isEnabled() and panel.save.isEnabled()
    assert panel.view.lines == texts(flowers())
    assert lit(panel)[-1].endswith(" = model(inputs)")


def test_copy_and_save(panel, qtbot) -> None:
    draw(panel, Session(line()))
    with wished(qtbot, panel, Say):
        qtbot.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == program(line()).text
    with wished(qtbot, panel, ExportCode) as saved:
        qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    assert saved == ["module"]


def test_it_is_explained_and_takes_on_themes(panel) -> None:
    assert_explained(panel)
    session = Session(line())
    session.phase()
    draw(panel, session)
    grounds = []
    for theme in (LIGHT, DARK):
        panel.restyle(theme)
        (first, *_) = panel.view.extraSelections()
        grounds.append(first.format.background().color().name())
    assert len(set(grounds)) == 2


@pytest.mark.usefixtures("qapp")
@settings(max_examples=80)
@given(st.lists(st.lists(st.sampled_from(["", "a", "b = 1", "# c"]), max_size=7), max_size=4))
def test_any_change_is_made_in_place(programs) -> None:
    view = CodeView()
    for lines in programs:
        view.show_program(tuple(lines), flash=True)
        assert view.toPlainText() == "\n".join(lines)
        assert view.lines == tuple(lines)


def test_what_has_changed_is_scrolled_into_view(qtbot) -> None:
    view = CodeView()
    qtbot.addWidget(view)
    view.resize(240, 200)
    view.show()
    program = ["a = 1", "optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)"]
    program += [f"c{number}" for number in range(4)]
    view.show_program(tuple(program), flash=True)
    bar = view.horizontalScrollBar()
    assert bar.value() == 0 < bar.maximum()
    program[1] = program[1].replace("0.1", "0.25")
    view.show_program(tuple(program), flash=True)
    letter = view.fontMetrics().horizontalAdvance("0")
    begin, end = program[1].index("0.25") * letter, program[1].index(", momentum") * letter
    assert bar.value() <= begin and end <= bar.value() + view.viewport().width()
    assert bar.value() < bar.maximum(), "no further than needed"
    program[0] = "a = 2"
    view.show_program(tuple(program), flash=True)
    assert bar.value() == 0


def test_parts_of_a_line() -> None:
    assert parts("x = 1  # one") == ((4, 1, "number"), (7, 5, "comment"))
    kinds = [(start, length, kind) for start, length, kind in parts('"🌱"; 2')]
    assert kinds[-1] == (6, 1, "number"), "Qt counts the plant as two letters"


# ---- in the window ------------------------------------------------------------------------------


def test_the_whole_way_from_the_training_process_to_a_file(clean_qapp, qtbot, tmp_path) -> None:
    app = App(clean_qapp, Settings({"language": "en", "theme": "light"}))
    app.window.may_close = lambda: True
    qtbot.addWidget(app.window)
    try:
        app.start(None)
        qtbot.waitUntil(lambda: app.board.last is not None, timeout=20_000)
        host = app.window.hosts["code"]
        assert host.panel is None, "nobody has looked at it"
        app.window.show_view("code")
        qtbot.waitUntil(lambda: not host.visibleRegion().isEmpty())
        panel = app.window.hosts["code"].panel
        assert isinstance(panel, CodePanel)
        qtbot.waitUntil(lambda: "class Model(nn.Module):" in panel.view.lines)
        choose(qtbot, panel.styles, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: "# Model" in panel.view.lines and "slope" in str(panel.view.lines))
        app.runner.phase()
        qtbot.waitUntil(lambda: "prediction = forward(inputs)" in lit(panel))
        path = tmp_path / "mine.py"
        filters = save_as(path)
        qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
        assert filters == ["Script with gradients by formula (*.py)"]
        qtbot.waitUntil(path.exists)
        qtbot.waitUntil(lambda: "mine.py was written." in app.window.bar.text)
        assert path.read_text(encoding="utf-8") == program(app.document.experiment, "formula").text
    finally:
        app.close()
        clean_qapp.setStyleSheet("")


def save_as(path) -> list[str]:
    """Fill in the next file dialog; the list gets the kind of file that it proposed."""
    proposed: list[str] = []
    timer = QTimer(QApplication.instance())

    def fill_in() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            timer.stop()
            proposed.append(dialog.selectedNameFilter())
            found(dialog, QLineEdit, "fileNameEdit").setText(str(path))
            dialog.accept()

    timer.timeout.connect(fill_in)
    timer.start(20)
    return proposed
