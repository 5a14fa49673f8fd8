"""The tensors of the step with the numbers of the one that is chosen below them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engine.frames import Tensors, TensorView
from gui.kit.fonts import tabular
from gui.kit.forms.rows import describe
from gui.kit.shapes import written
from gui.kit.words import tr
from gui.panels.inside.tensor_table import GRAD, KIND, LEARNS, NAME, SHAPE, TensorTable, ValueTable


class TensorList(QWidget):
    """Two tables: all tensors, and one's values or gradient."""

    chosen = Signal(str)  # a tensor's name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table, self.values = TensorTable(), ValueTable()
        self.view, self.grid = _view(self.table), _view(self.values)
        self.caption = QLabel()
        self.caption.setObjectName("Muted")
        self.which = QTabBar()
        self.which.addTab(tr("Values"))
        self.which.addTab("grad")
        self._name = ""
        self._dress()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        down.addWidget(self.view, 5)
        down.addWidget(self.which)
        down.addWidget(self.caption)
        down.addWidget(self.grid, 4)
        self.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.which.currentChanged.connect(self._show_chosen)

    def show_tensors(self, tensors: Tensors) -> None:
        """Show the tensors as they are now; the chosen one stays chosen."""
        self.table.show_tensors(tensors.tensors)
        self._show_chosen()

    def _dress(self) -> None:
        describe(
            self.view, tr("Tensors"), tr("Every tensor of the step; choose one to see its numbers.")
        )
        describe(self.grid, tr("Values"), tr("The numbers of the chosen tensor."))
        describe(
            self.which, tr("Values or gradient"), tr("Show its numbers or those of its gradient.")
        )
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.verticalHeader().hide()
        header = self.view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for section in (NAME, SHAPE, KIND, LEARNS, GRAD):  # what is too wide can be scrolled
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        self.grid.horizontalHeader().setDefaultSectionSize(76)

    def _on_row(self) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self.table.tensors):
            self._name = self.table.tensors[row].name
            self._show_chosen()
            self.chosen.emit(self._name)

    def _show_chosen(self) -> None:
        tensor = self._chosen()
        if tensor is None:
            self.values.show_values(None)
            self.caption.setText("")
            return
        wanted = tensor.grad if self.which.currentIndex() else tensor.values
        self.values.show_values(wanted)
        self.caption.setText(_caption(tensor, bool(self.which.currentIndex())))

    def _chosen(self) -> TensorView | None:
        found = {tensor.name: tensor for tensor in self.table.tensors}
        return found.get(self._name) or next(iter(found.values()), None)


def _caption(tensor: TensorView, grad: bool) -> str:
    name = f"{tensor.name}.grad" if grad else tensor.name
    if grad and tensor.grad is None:
        return f"{name}  None"
    shown = len(tensor.values) if tensor.values.ndim else 1
    if tensor.shape and shown < tensor.shape[0]:
        return tr(
            "{name}  {shape}, first {count} rows",
            name=name,
            shape=written(tensor.shape),
            count=shown,
        )
    return f"{name}  {written(tensor.shape)}"


def _view(model: TensorTable | ValueTable) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setFont(tabular(view.font()))
    view.setShowGrid(False)
    view.setFrameShape(QTableView.Shape.NoFrame)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 8)
    view.horizontalHeader().setHighlightSections(False)
    return view
