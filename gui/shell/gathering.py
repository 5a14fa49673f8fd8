"""All that one file holds, gathered from where it is in the window, and given back to there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer

from engine.project import Branch, Project, Trained, Turn
from engine.report.value import Report
from gui.kit.pinned import KINDS, Kind, PinnedRun
from gui.model.document import Document
from gui.model.journal import turns
from gui.model.journal.journal import Known
from gui.model.journal.pinned import Pinned
from gui.shell.arranging import Arranging
from gui.shell.board import Board

if TYPE_CHECKING:
    from pathlib import Path

    from engine.frames import Snapshot
    from gui.model.training.runner import Runner

PATIENCE = 1500  # milliseconds that the training process has to tell what only it knows
LEAVING = 1.0  # seconds, where the program is ended from outside
MARKS, VIEWS, TESTS = "marks", "views", "tests"


class Gathering(QObject):
    """Asks those who have a part of it.

    ``board`` and ``arranging`` are asked for each time: they are others in another language.
    """

    def __init__(
        self,
        document: Document,
        pinned: Pinned,
        board: Callable[[], Board],
        arranging: Callable[[], Arranging],
    ) -> None:
        super().__init__(document)
        self._document, self._pinned = document, pinned
        self._board, self._arranging = board, arranging
        self._runner: Runner | None = None
        self._then: list[Callable[[], None]] = []
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._go_on)

    def serve(self, runner: Runner) -> None:
        """From now on there is training."""
        self._runner = runner
        runner.collected.connect(self._go_on)

    def prepare(self, then: Callable[[], None]) -> None:
        """Call ``then`` once training has told what it alone knows, or does not answer."""
        self._then.append(then)
        if self._runner is None or not _has_run(self._runner.record.snapshot()):
            self._go_on()
        elif len(self._then) == 1:
            self._patience.start()
            self._runner.record.collect()

    def hear_out(self) -> None:
        """Wait until training has told what it alone knows, a moment at most: the program ends."""
        if self._runner is not None and _has_run(self._runner.record.snapshot()):
            self._runner.record.collect_now(LEAVING)

    def project(self) -> Project:
        """What a file would have now."""
        document, journal = self._document, self._board().journal
        report = document.report.shown
        return Project(
            document.experiment,
            run=self._run(),
            branches=tuple(Branch(steps, losses) for steps, losses in journal.branches),
            turns=tuple(Turn(t.step, t.before, t.after) for t in journal.turns.all()),
            pinned=tuple(map(_trained, self._pinned.runs)),
            report=report.text,
            pictures=report.pictures,
            notes={
                MARKS: dict(journal.marked),
                VIEWS: self._arranging().notes(),
                TESTS: [list(pair) for pair in journal.tests.pairs],
            },
            states=self._arranging().stand(),
        )

    def give_back(self, project: Project, path: Path | None, *, unsaved: bool = False) -> None:
        """Stand as a project says; its experiment is the document's from now on."""
        run = project.run
        known = Known(
            np.empty(0) if run is None else run.losses,
            0 if run is None else run.base,
            tuple((branch.steps, branch.losses) for branch in project.branches),
            tuple(turns.Turn(t.step, t.before, t.after) for t in project.turns),
            _marks(project),
            project.notes.get(TESTS),
        )
        report = Report(project.report, dict(project.pictures))
        runs = tuple(map(_kept, project.pinned))
        self._document.adopt(project.experiment, path, report, run, runs, unsaved=unsaved)
        self._board().journal.expect(known if run is not None else None)
        if project.states:
            self._arranging().take(project.states)
        self._arranging().take_notes(project.notes.get(VIEWS))

    def _run(self) -> Snapshot | None:
        found = self._runner.record.snapshot() if self._runner is not None else None
        return found.as_known() if found is not None and _has_run(found) else None

    def _go_on(self) -> None:
        self._patience.stop()
        waiting, self._then = self._then, []
        for then in waiting:
            then()


def _has_run(snapshot: Snapshot | None) -> bool:
    """Whether there is more than an experiment's own start."""
    return snapshot is not None and bool(
        snapshot.furthest or snapshot.phases or len(snapshot.moments) > 1
    )


def _trained(run: PinnedRun) -> Trained:
    kind = "" if run.kind == "pinned" else run.kind
    words = kind, run.title, run.note, run.hidden
    return Trained(run.experiment, run.losses, run.number, run.fork, *words, run.earlier)


def _kept(run: Trained) -> PinnedRun:
    kind: Kind = next((kind for kind in KINDS if kind == run.kind), "pinned")
    losses, words = run.losses.copy(), (run.title, run.note, run.hidden)
    return PinnedRun(run.experiment, losses, run.number, run.fork, kind, *words, run.earlier)


def _marks(project: Project) -> dict[str, Any]:
    found = project.notes.get(MARKS)
    return found if isinstance(found, dict) else {}
