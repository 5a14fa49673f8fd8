"""Commands are data: what menus, buttons and keys read must be whole and free of conflicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar
from pytestqt.qtbot import QtBot

from gui.commands.actions import Actions
from gui.commands.context import Context
from gui.commands.entries import Menu, all_commands, all_menus
from gui.commands.entry import SEPARATOR, Command, nothing
from gui.kit import icons
from gui.kit.theme import DARK, LIGHT
from gui.model.examples import examples
from gui.shell.menus import Menus
from gui.shell.run_buttons import BUTTONS


def test_ids_and_keys_are_used_once() -> None:
    commands = all_commands()
    keys = [QKeySequence(key).toString() for command in commands for key in command.keys]
    for values in ([command.id for command in commands], keys):
        assert [value for value, count in Counter(values).items() if count > 1] == []
    assert "" not in keys


@pytest.mark.parametrize("command", all_commands(), ids=lambda command: command.id)
def test_a_command_is_whole(command) -> None:
    assert command.tip.endswith(".")
    assert (command.do is nothing) == (command.switch is not None)
    assert not command.icon or (icons.FOLDER / f"{command.icon}.svg").is_file()


def test_no_key_steals_what_is_typed() -> None:
    for command in all_commands():
        for key in command.keys:
            assert key == "Del" or "+" in key or key.startswith("F")


@pytest.mark.parametrize("menu", all_menus(), ids=lambda menu: menu.title)
def test_a_menu_is_whole(menu: Menu) -> None:
    texts = [entry.text for entry in menu.entries if isinstance(entry, Command)]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(letters) == len(set(letters))
    assert menu.entries[0] != SEPARATOR != menu.entries[-1]
    assert (SEPARATOR, SEPARATOR) not in zip(menu.entries, menu.entries[1:], strict=False)


@pytest.mark.usefixtures("qapp")
def test_conditions_enable_their_commands() -> None:
    actions = Actions()
    actions.allow({"undo"})
    assert actions["edit.undo"].isEnabled()
    assert not actions["edit.redo"].isEnabled()
    assert not any(actions[name].isEnabled() for name in BUTTONS)
    assert actions["file.open"].isEnabled()
    actions.allow({"ready", "paused", "trained", "changed"})
    assert all(actions[name].isEnabled() for name in BUTTONS)


def test_an_action_does_its_command_and_says_which(qtbot: QtBot) -> None:
    actions = Actions()
    stepped: list[bool] = []
    snapped: list[object] = []
    steps: Any = SimpleNamespace(step=lambda: stepped.append(True))
    plane: Any = SimpleNamespace(snap=snapped.append)
    nobody: Any = None
    actions.serve(
        Context(
            **dict.fromkeys((field.name for field in fields(Context)), nobody)
            | {"runner": steps, "stage": plane}
        )
    )
    with qtbot.waitSignal(actions.asked) as asked:
        actions["run.step"].trigger()
    assert asked.args == ["run.step"] and stepped == [True]
    actions["view.snap"].trigger()
    actions["view.snap"].trigger()
    assert snapped == [True, False]
    assert "F8" in actions["run.step"].toolTip()


def test_menus_say_what_was_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    built = Menus(bar, Actions(bar), [])
    built.recent = lambda: [tmp_path / "one & two.json"]
    titles = [action.text().replace("&", "") for action in bar.actions()]
    assert titles == ["File", "Edit", "Training", "View", "Examples", "Help"]
    submenus = {menu.title().replace("&", ""): menu for menu in built.submenus}
    recent = submenus["Open recent"]
    recent.aboutToShow.emit()
    with qtbot.waitSignal(built.recent_chosen) as chosen:
        recent.actions()[0].trigger()
    assert chosen.args == [tmp_path / "one & two.json"]
    shown = submenus["Examples"]
    shown.aboutToShow.emit()
    shown.aboutToShow.emit()
    entries = [action for action in shown.actions() if action.data() is not None]
    assert len(entries) == len(examples()) > 10
    built.mark("dark", "ko")
    for name, value in (("Theme", "dark"), ("Language", "ko")):
        ticked = [action.data() for action in submenus[name].actions() if action.isChecked()]
        assert ticked == [value]
    with qtbot.waitSignal(built.theme_chosen) as theme:
        submenus["Theme"].actions()[1].trigger()
    assert theme.args == ["light"]


@pytest.mark.usefixtures("qapp")
def test_icons_take_the_theme_s_colours() -> None:
    for theme in (LIGHT, DARK):
        image = icons.pixmap("play", theme.text, 48).toImage()
        colors = {
            image.pixelColor(x, y).name()
            for x in range(48)
            for y in range(48)
            if image.pixelColor(x, y).alpha() == 255
        }
        assert colors == {theme.text}
    assert not icons.app_icon().isNull()
