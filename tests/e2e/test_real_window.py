"""The real program in a real window on a virtual screen, driven by mouse and keys alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

ROOT = Path(__file__).parent.parent.parent
TOOLS = ("Xvfb", "openbox", "xdotool", "xclip")
SIZE = (1280, 720)
PATIENCE = 40  # seconds until something that will come has come, on a slow machine
CLOSING = 10  # seconds that the program may take to end

pytestmark = pytest.mark.e2e


class Desktop:
    """A virtual screen with a window manager, and hands for it."""

    def __init__(self, home: Path) -> None:
        missing = [tool for tool in TOOLS if shutil.which(tool) is None]
        assert not missing, f"install {', '.join(missing)}"
        read, write = os.pipe()
        screen = ["-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"]
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), *screen],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as stream:
            display = stream.readline().strip()
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("QT_")},
            "DISPLAY": f":{display}",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            "LC_ALL": "C.UTF-8",
        }
        self._manager = subprocess.Popen(
            ["openbox"], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def do(self, *arguments: object) -> str:
        """One call of xdotool."""
        command = ["xdotool", *map(str, arguments)]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        ).stdout.strip()

    def click(self, x: int, y: int) -> None:
        """A real click of the left button."""
        self.do("mousemove", x, y, "click", 1)

    def key(self, *keys: str) -> None:
        """Real key presses."""
        self.do("key", "--clearmodifiers", *keys)

    def clipboard(self) -> str:
        """The text that was copied last."""
        command = ["xclip", "-selection", "clipboard", "-o"]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        ).stdout

    def close(self) -> None:
        """Take the screen away."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(PATIENCE)


class Program:
    """``python3 main.py``, as a user starts it."""

    def __init__(self, desktop: Desktop, *arguments: str) -> None:
        self.desktop = desktop
        self.process = subprocess.Popen(
            [sys.executable, "main.py", *arguments],
            cwd=ROOT,
            env=desktop.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.window = until(lambda: self._find())
        desktop.do("windowsize", "--sync", self.window, "100%", "100%")
        desktop.do("windowfocus", "--sync", self.window)

    def reading(self) -> tuple[int, float | None]:
        """The step and the loss that the window shows, copied from it."""
        _, step, _, _, _, loss = until(self._copied).replace("−", "-").split()
        return int(step.strip(",")), None if loss == "—" else float(loss)

    def undo_all(self) -> bool:
        """Undo once more, until the title has no mark of unsaved work."""
        self.desktop.key("ctrl+z")
        return "*" not in self.desktop.do("getwindowname", self.window)

    def close(self) -> tuple[int, str]:
        """Close the window as the window manager does; the exit status and all complaints."""
        until(self._closes)
        _, complaints = self.process.communicate()
        return self.process.returncode, complaints

    def _closes(self) -> bool:
        """Whether it ends; a window manager may miss a key, a program that asks would stay."""
        self.desktop.key("alt+F4")
        try:
            self.process.wait(CLOSING)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _copied(self) -> str:
        """The line that the window copies; empty until it has, as while it still opens."""
        self.desktop.key("ctrl+shift+c")
        found = re.search(r"step \d+, epoch \d+, loss \S+", self.desktop.clipboard())
        return found[0] if found else ""

    def _find(self) -> str:
        assert self.process.poll() is None, self.process.communicate()
        return self.desktop.do("search", "--onlyvisible", "--name", "Gradus").split("\n")[0]


def until(condition: Callable[[], object]) -> str:
    """Ask again and again, each time through another program, until there is an answer."""
    last = monotonic() + PATIENCE
    while not (result := condition()):
        assert monotonic() < last, f"still {result!r}"
    return str(result)


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    """A screen of its own for each test."""
    screen = Desktop(tmp_path)
    yield screen
    screen.close()


def test_place_points_step_run_and_close(desktop: Desktop) -> None:
    program = Program(desktop)
    program.reading()  # keys are heard
    desktop.key("ctrl+n")  # an empty plane
    for x, y in ((480, 420), (560, 340), (620, 300), (700, 210)):
        desktop.click(x, y)
    desktop.key("F8")  # Step
    until(lambda: program.reading()[0] == 1)
    step, first = program.reading()
    assert step == 1 and first is not None
    desktop.key("F5")  # Run
    until(lambda: program.reading()[0] > 5)
    desktop.key("F5")  # Pause
    _, last = program.reading()
    assert last is not None and last < first
    until(program.undo_all)  # nothing is left to be asked about
    assert program.close() == (0, "")


def test_a_signal_ends_it_without_complaints(desktop: Desktop) -> None:
    program = Program(desktop)
    program.reading()
    program.process.terminate()
    _, complaints = program.process.communicate(timeout=PATIENCE)
    assert (program.process.returncode, complaints) == (0, "")
