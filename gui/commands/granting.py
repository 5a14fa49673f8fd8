"""Grants what panels wish for: the one place that knows who can."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QObject

from gui.commands.actions import Actions
from gui.commands.context import Context
from gui.commands.picturing import take_picture
from gui.commands.reporting import offer_views, open_form, pin_view, take_form
from gui.kit.wishes import (
    Edit,
    ExportCode,
    Follow,
    GenerateData,
    GoOn,
    KeepParameters,
    KeepRuns,
    OpenFile,
    OpenForm,
    Pause,
    Pick,
    PinMoment,
    PinRuns,
    PinView,
    Point,
    Preview,
    Refresh,
    Refuse,
    ReopenRun,
    SaveContent,
    SaveText,
    Say,
    SetParameter,
    ShowStep,
    ShowView,
    SwitchSnap,
    SwitchWeights,
    TakePicture,
    Tell,
    TrainAnew,
    Wish,
    WorkOut,
    WriteReport,
)
from gui.kit.words import tr


class Grants(QObject):
    """Hears every panel's wishes."""

    def __init__(self, context: Context, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._actions = actions
        context.files.form_found.connect(self._on_form)

    def grant(self, wish: Wish) -> None:
        """Do what is wished for."""
        match wish:
            case SetParameter() | KeepParameters() | Edit() | Preview() | Pick() | Follow():
                self._change(wish)
            case SwitchWeights(name, places, off):
                self._context.runner.weights.switch(name, places, off)
            case ShowStep() | GoOn() | Pause() | Refresh():
                self._train(wish)
            case Refuse() | Say() | Point() | Tell() | ShowView() | WorkOut():
                self._show(wish)
            case OpenFile() | ExportCode() | SaveText() | SaveContent() | TakePicture():
                self._file(wish)
            case PinRuns() | KeepRuns() | ReopenRun():
                self._keep(wish)
            case WriteReport() | PinMoment() | PinView() | OpenForm():
                self._report(wish)
            case TrainAnew(text, experiment, steps):
                self._context.document.reset(text, experiment)
                self._context.runner.step(steps)
            case GenerateData():
                self._actions["file.generate"].trigger()
            case SwitchSnap():
                self._actions["view.snap"].trigger()
            case _:
                assert_never(wish)

    def _change(self, wish: SetParameter | KeepParameters | Edit | Preview | Pick | Follow) -> None:
        on = self._context
        match wish:
            case Edit(text, experiment):
                on.document.edit(text, experiment)
            case Preview(experiment):
                on.runner.change(experiment)
            case SetParameter(name, values):
                on.runner.weights.put(name, values)
            case KeepParameters(text, before, after):
                on.keep_parameters(text, before, after)
            case Pick(rows):
                on.selection.choose(rows)
            case Follow(parameter, place):
                on.following.choose(parameter, place)
            case _:
                assert_never(wish)

    def _show(self, wish: Refuse | Say | Point | Tell | ShowView | WorkOut) -> None:
        on = self._context
        match wish:
            case Refuse(error):
                on.bar.show_error(error)
            case Say(text):
                on.bar.show_note(text)
            case Point(text):
                on.point(text)
            case Tell(view, painted, heard):
                on.pointed.tell(view, painted, heard)
            case ShowView(name):
                on.show_view(name)
            case WorkOut():
                on.pointed.work_out(wish)
            case _:
                assert_never(wish)

    def _file(self, wish: OpenFile | ExportCode | SaveText | SaveContent | TakePicture) -> None:
        on = self._context
        match wish:
            case OpenFile():
                on.files.choose()
            case ExportCode(style):
                on.files.copies.code(style)
            case SaveText(text, name, suffix):
                on.files.copies.text(text, name, suffix)
            case SaveContent(content, name, suffix):
                on.files.copies.content(content, name, suffix)
            case TakePicture(view):
                take_picture(on, view)
            case _:
                assert_never(wish)

    def _keep(self, wish: PinRuns | KeepRuns | ReopenRun) -> None:
        on = self._context
        match wish:
            case PinRuns(runs, text):
                on.pinned.choose(runs, text)
            case KeepRuns(runs, text):
                on.pinned.add(runs, on.runner.record.snapshot(), text)
            case ReopenRun(run):
                on.document.kept.open(tr("Reopen a run"), run.experiment, run.fork)
                on.runner.step(run.steps - (0 if run.fork is None else run.fork.step))
            case _:
                assert_never(wish)

    def _on_form(self, path: Path) -> None:
        take_form(self._context, path)

    def _report(self, wish: WriteReport | PinMoment | PinView | OpenForm) -> None:
        match wish:
            case WriteReport(text, report, merge):
                self._context.document.write(text, report, merge)
            case PinMoment(place, at):
                offer_views(self._context, place, at)
            case PinView(view):
                pin_view(self._context, view)
            case OpenForm():
                open_form(self._context)
            case _:
                assert_never(wish)

    def _train(self, wish: ShowStep | GoOn | Pause | Refresh) -> None:
        runner = self._context.runner
        match wish:
            case ShowStep(step):
                runner.time.scrub(step)
            case GoOn(steps):
                runner.step(steps)
            case Pause():
                runner.pause()
            case Refresh():
                runner.refresh()
            case _:
                assert_never(wish)
