"""The window's words: each English text has its Korean one, and a Korean window is all Korean."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from string import Formatter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QGraphicsScene,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.files import read as read_csv
from engine.frames import Frame
from gui.app import App
from gui.commands.entries import key_lines
from gui.dialogs.generate.dialog import GenerateDialog
from gui.dialogs.help.about import about
from gui.dialogs.help.keys import KeysDialog
from gui.dialogs.help.task_dialog import TaskDialog
from gui.kit import telling, words
from gui.kit.theme import LIGHT
from gui.kit.worked.formulas import Formulas
from gui.model.examples import examples
from gui.model.settings import Settings
from gui.shell.crash import details_of
from gui.shell.menus import Menus
from gui.shell.start_page import StartPage
from tests import texts
from tests.there import found

HORIZONTAL = Qt.Orientation.Horizontal
LONG = 60_000  # milliseconds that loading torch may take on a slow machine
# Names that are the same everywhere; what has no letters outside its placeholders is too.
NAMES = {
    "Gradus {version}", "MSE", "MAE", "R²", "Tanh", "Arctan", "ReLU", "Leaky ReLU", "ELU", "GELU",
    "SiLU (Swish)", "SELU", "Mish", "ReLU6", "SGD", "Adam", "AdamW", "RMSprop", "Adagrad",
    "Adadelta", "Adamax", "NAdam", "RAdam", "Rprop", "ASGD", "AMSGrad", "F1",
}  # fmt: skip
# Latin words of a Korean window that come from no translation: keys, numbers' types, columns.
OTHERS = {
    "Ctrl", "Shift", "Alt", "Del", "Home", "Left", "Return", "Space", "Esc", "English",
    "float32", "float64", "exp", "ln", "max", "min", "arctan", "tanh", "None", "class",
    "y_hat", "model", "loss", "loss_fn", "backward", "optimizer", "step", "zero_grad",
    "hidden1", "hidden2", "output", "weight", "bias", "first", "second",
    "reshape", "flatten", "mean", "nn", "MSELoss", "Linear",
    "grad", "requires_grad", "softmax", "log_softmax", "nll_loss", "cross_entropy", "y_one_hot",
    "torch", "zeros_like", "scatter_", "unsqueeze", "sum", "log", "dim", "code",
}  # fmt: skip
LATIN = re.compile(r"[A-Za-z][A-Za-z_]+\d*")
HANGUL = re.compile("[가-힣]")


@pytest.fixture(scope="module")
def korean() -> dict[str, str]:
    path = words.FOLDER / "ko.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def in_korean() -> Iterator[None]:
    words.set_language("ko")
    yield
    words.set_language("en")


def test_the_collection_finds_something_everywhere() -> None:
    for collect in (texts.interface, texts.catalog, texts.samples, texts.errors, texts.stops):
        assert len(collect()) > 2
    assert {"&Open…", "Learning rate", "is empty", "did you mean {guess}?"} <= set(
        texts.every_text()
    )


def test_texts_are_literals_or_come_from_where_they_are_collected() -> None:
    assert texts.not_literal() == []


def test_no_text_is_looked_up_before_the_language_is_known() -> None:
    early = [
        f"{path.name}:{call.lineno}"
        for path, tree in texts.trees("gui")
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef)
        for statement in node.body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for call in texts.calls(statement, "tr")
    ]
    assert early == []


def test_every_text_is_translated_and_nothing_else(korean: dict[str, str]) -> None:
    assert {text: where for text, where in texts.every_text().items() if text not in korean} == {}
    assert sorted(set(korean) - set(texts.every_text())) == []


def test_no_text_is_given_twice() -> None:
    pairs = json.loads(
        (words.FOLDER / "ko.json").read_text(encoding="utf-8"), object_pairs_hook=list
    )
    assert len(pairs) == len(dict(pairs))


@pytest.mark.parametrize(
    "same",
    [
        lambda text: sorted(name for _, name, *_ in Formatter().parse(text) if name is not None),
        lambda text: re.findall(r"&(\w)", text.lower()),
        lambda text: re.findall("[.…?:]$", text),
        lambda text: text != text.strip(),
    ],
    ids=["placeholders", "accelerators", "ends", "spaces"],
)
def test_a_translation_has_what_its_english_has(
    korean: dict[str, str], same: Callable[[str], object]
) -> None:
    wrong = {text: said for text, said in korean.items() if same(text) != same(said)}
    assert wrong == {}


def test_translations_are_korean(korean: dict[str, str]) -> None:
    def letters(text: str) -> str:
        return re.sub(r"\{\w*\}|[\W\d_]", "", text)

    foreign = {text for text, said in korean.items() if letters(text) and not HANGUL.search(said)}
    assert {text for text in foreign if letters(text) != "to"} == NAMES


# ---- errors -------------------------------------------------------------------------------------


def document(**changes: object) -> dict[str, object]:
    data = {"columns": {"x": [1, 2, 3], "y": [2, 4, 6]}, "features": ["x"], "target": "y"}
    return {"format": "gradus-experiment/1", "data": {**data, "task": "regression"}, **changes}


@pytest.mark.usefixtures("in_korean")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"optimizer": {"lr": -1}}, "optimizer.lr: 0보다 큰 수여야 합니다 (입력: -1)"),
        (
            {"optimizer": {"name": "adam", "betas": [0.9, 1.0]}},
            "optimizer.betas[1]: 0 이상 1 미만인 수여야 합니다 (입력: 1.0)",
        ),
        ({"data": [1, 2]}, "data: 객체여야 합니다 (입력: 값 2개의 목록)"),
        ({"model": None}, "model: 객체여야 합니다 (입력: null)"),
        ({"training": {"epochs": "all"}}, "training.epochs: 정수여야 합니다 (입력: 'all')"),
        (
            {"loss": {"name": "bce"}},
            "loss.name: bce 손실은 수치 타깃에 맞지 않습니다 / "
            "다음 중에서 고르세요: mse, l1, huber",
        ),
        (
            {"optimizer": {"name": "sdg"}},
            "optimizer.name: 알 수 없는 이름입니다: 'sdg' / 혹시 sgd?",
        ),
        (
            {"data": {"columns": {"value": [1]}, "features": ["x"], "target": "value"}},
            "data.features: 'x' 열이 없습니다 / 열: value",  # the learner's own name stays
        ),
    ],
)
def test_a_file_s_errors_are_told_in_korean(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(document(**changes)), encoding="utf-8")
    with pytest.raises(EngineError) as caught:
        Experiment.load(path)
    assert told(caught.value) == f"t.json: {said}"


@pytest.mark.usefixtures("in_korean")
@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("a,b\n1,2\n3\n", "t.csv, 3번째 줄: 칸이 1개인데 첫 행은 2개입니다"),
        (
            "a,y\n1,2\n3,\n4,5\n",
            "t.csv, 3번째 줄 y 열: 빈칸입니다 / 값을 채우거나, 열 위에서 빈칸 처리 방법을 고르세요",
        ),
        (
            "a,b\n1,2\n1,3\n1,x\n",
            "t.csv, 4번째 줄 b 열: 숫자여야 합니다 (입력: 'x') / "
            "값을 고치거나, 열 위에서 다른 종류를 고르세요",
        ),
        (" \n", "t.csv: 비어 있습니다"),
    ],
)
def test_a_table_s_errors_are_told_in_korean(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    with pytest.raises(EngineError) as caught:
        read_csv(tmp_path / "t.csv")
    assert told(caught.value) == said


def told(error: EngineError) -> str:
    hint = telling.hint(error)
    return f"{telling.place(error)}: {telling.sentence(error)}" + (f" / {hint}" if hint else "")


# ---- the window ---------------------------------------------------------------------------------


@pytest.fixture
def app(clean_qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    words.set_language("ko")
    translator = words.of_qt("ko", clean_qapp)
    clean_qapp.installTranslator(translator)
    app = App(clean_qapp, Settings({"language": "ko", "theme": "light", "recent": []}))
    app.window.may_close = lambda: True
    qtbot.addWidget(app.window)
    yield app
    app.close()
    clean_qapp.removeTranslator(translator)
    clean_qapp.setStyleSheet("")
    words.set_language("en")


def shows_another(app: App, frame: Frame | None) -> bool:
    return app.board.last not in (None, frame)


def test_the_whole_window_is_korean(app: App, qtbot: QtBot, korean: dict[str, str]) -> None:
    app.start(None)
    for name in ("a1", "c2", "d2", "f3"):
        path = next(e.path for e in examples() if e.path.name.startswith(name))
        app.files.open_example(path)
        qtbot.waitUntil(partial(shows_another, app, app.board.last), timeout=LONG)
        for view in app.window.hosts:
            app.window.show_view(view)
        assert HANGUL.search(app.window.windowTitle())
        assert stray(app.window, korean) == {}
    app.actions["view.start"].trigger()
    page = found(app.window, StartPage)
    assert len(page.findChildren(QAbstractButton)) > len(examples())
    assert stray(page, korean) == {}


def test_menus_and_dialogs_are_korean(app: App, qtbot: QtBot, korean: dict[str, str]) -> None:
    menus = found(app.window, Menus)
    for menu in menus.submenus:
        menu.aboutToShow.emit()
        assert stray(menu, korean) == {}
    data = GenerateDialog(app.document.experiment, LIGHT, app.window)
    data.list.setCurrentRow(data.list.count() - 1)
    keys = KeysDialog(key_lines(), app.window)
    asked = TaskDialog(app.actions.__getitem__, app.window)
    for dialog in (keys, asked, about(app.window), details_of("x", app.window), data):
        assert stray(dialog, korean) == {}
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Discard)
    qtbot.addWidget(buttons)
    assert HANGUL.search(buttons.buttons()[0].text())


@pytest.mark.parametrize(
    ("lr", "said"),
    [(0.01, "1에포크까지 학습을 마쳤습니다"), (1e30, "이 입력에 너무 커서 발산했습니다.")],
)
def test_the_window_says_in_korean_why_training_stopped(
    app: App, qtbot: QtBot, tmp_path: Path, lr: float, said: str
) -> None:
    path = tmp_path / "short.json"
    short = document(optimizer={"name": "sgd", "lr": lr}, training={"epochs": 1 + 20 * (lr > 1)})
    path.write_text(json.dumps(short), encoding="utf-8")
    with qtbot.waitSignal(app.document.opened, timeout=LONG):
        app.start(path)
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    app.actions["run.run"].trigger()
    qtbot.waitUntil(lambda: said in app.window.bar.text, timeout=LONG)
    app.actions["run.reset"].trigger()
    qtbot.waitUntil(lambda: app.window.bar.text == "", timeout=LONG)


def test_what_stands_in_for_another_language_says_nothing(qapp: QApplication) -> None:
    assert words.of_qt("none", qapp).isEmpty()


def stray(root: QWidget, korean: dict[str, str]) -> dict[str, str]:
    """The texts in a widget with a Latin word that is in no translation, and whose they are."""
    known = OTHERS | {word for said in korean.values() for word in LATIN.findall(said)}
    actions = [a for a in root.findChildren(QAction) if not isinstance(a.parent(), QGraphicsScene)]
    speaking: list[QWidget | QAction] = [root, *root.findChildren(QWidget), *actions]
    return {
        text: type(widget).__name__
        for widget in speaking
        for text in shown(widget)
        if not set(LATIN.findall(text)) <= known
    }


def shown(widget: QWidget | QAction) -> list[str]:
    """Everything that a widget says, to eyes or ears."""
    found = [widget.toolTip()]
    if isinstance(widget, QAbstractButton | QLabel | QAction | QLineEdit):
        found.append(widget.text())
    if isinstance(widget, QWidget):
        found.append(widget.accessibleName())
    if isinstance(widget, QWidget) and not isinstance(widget, Formulas):  # whose LaTeX is read out
        found.append(widget.accessibleDescription())
    if isinstance(widget, QComboBox):
        found += [widget.itemText(place) for place in range(widget.count())]
    if isinstance(widget, QTableView):
        model = widget.model()
        rows, columns = range(model.rowCount()), range(model.columnCount())
        found += [str(model.index(row, column).data()) for row in rows for column in columns]
        found += [str(model.headerData(section, HORIZONTAL)) for section in columns]
    return [text for text in found if text]
