"""After the start everything else is loaded a module at a time, and no torch with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long  # it loads all that there is
ROOT = Path(__file__).parents[2]
CODE = """
import pkgutil, sys
from PySide6.QtWidgets import QApplication
import gui
from gui.warming import Warming

application = QApplication([])
warming = Warming(application)
warming.start()
turns = before = most = 0
while not warming.is_over:
    before = len([name for name in sys.modules if name.startswith("gui.panels.")])
    warming.go_on()
    after = len([name for name in sys.modules if name.startswith("gui.panels.")])
    turns, most = turns + 1, max(most, after - before)
names = [module.name for module in pkgutil.walk_packages(gui.__path__, "gui.")]
print([name for name in names if name not in sys.modules])
print([name for name in ("torch", "polars", "pandas") if name in sys.modules])
print("ziamath.tex" in sys.modules, turns > 100, most < 15)
"""


def test_everything_is_loaded_little_by_little() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.split("\n")[:3] == ["[]", "[]", "True True True"]
