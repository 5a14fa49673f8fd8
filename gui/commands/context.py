"""What commands and wishes work on: the window's parts as far as they need them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from engine.errors import EngineError
from gui.kit.panel import Panel
from gui.kit.theme import Theme
from gui.kit.things import Painted
from gui.kit.wishes import WorkOut

if TYPE_CHECKING:
    from engine.frames import Frame
    from gui.model.document import Document
    from gui.model.entry import Parameters
    from gui.model.files import Files
    from gui.model.following import Following
    from gui.model.journal.pinned import Pinned
    from gui.model.recipes import Recipes
    from gui.model.selection import Selection
    from gui.model.training.runner import Runner


class SelectedPoints(Protocol):
    """What can be done with the points that are selected on the stage."""

    def delete(self) -> object: ...
    def duplicate(self) -> object: ...
    def choose_all(self) -> object: ...
    def copy(self) -> object: ...
    def cut(self) -> object: ...
    def paste(self) -> object: ...


class Asking(Protocol):
    """What can be typed about the plane."""

    def point(self) -> None: ...
    def limits(self) -> None: ...


class Extras(Protocol):
    """What is drawn over the plane for a while."""

    def pin(self) -> bool: ...
    def unpin(self) -> None: ...


class Stage(Protocol):
    """The plane with the learner's data."""

    @property
    def selecting(self) -> SelectedPoints: ...
    @property
    def asking(self) -> Asking: ...
    @property
    def extras(self) -> Extras: ...
    def fit(self) -> None: ...
    def snap(self, snaps: bool) -> None: ...


class Transport(Protocol):
    """What makes training go."""

    @property
    def reading(self) -> str: ...
    def faster(self) -> None: ...
    def slower(self) -> None: ...


class Bar(Protocol):
    """Where things are said to the learner."""

    def show_error(self, error: EngineError) -> None: ...
    def show_note(self, sentence: str) -> None: ...


class Pointed(Protocol):
    """What is said of the things that views paint."""

    def tell(
        self, view: QWidget, painted: Painted | None, heard: Callable[[str], None]
    ) -> None: ...
    def begin(self) -> None: ...
    def work_out(self, wish: WorkOut) -> None: ...


@dataclass(frozen=True, slots=True)
class Context:
    """There from the window's first paint on; ``window`` is the parent of dialogs.

    ``keys`` gives the lines of the list of keys: the keys, and what they do; ``point`` says what
    the pointer is at; ``views`` are those that are seen, by their titles, first the one that has
    the focus, or the centre; ``action`` is a command's own, by its id;
    ``menus`` are those of the bar. ``frame`` is the newest one, ``show_view`` brings a view to the
    front.
    """

    document: Document
    files: Files
    runner: Runner
    selection: Selection
    pinned: Pinned
    following: Following
    recipes: Recipes
    stage: Stage
    transport: Transport
    bar: Bar
    window: QWidget
    theme: Callable[[], Theme]
    point: Callable[[str], None]
    pointed: Pointed
    show_start_page: Callable[[bool], None]
    show_view: Callable[[str], None]
    reset_layout: Callable[[], None]
    keep_parameters: Callable[[str, Parameters, Parameters], None]
    keys: Callable[[], list[tuple[str, str]]]
    action: Callable[[str], QAction]
    views: Callable[[], list[tuple[str, Panel]]]
    menus: Callable[[], list[QMenu]]
    frame: Callable[[], Frame | None]
