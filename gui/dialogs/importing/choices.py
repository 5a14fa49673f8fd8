"""What a learner may correct about how a file is read, and about what its columns are for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from engine.files.roles import Roles
from engine.files.source import Options, Preview
from gui.kit.forms.choosers import CheckList, Item, NameCombo
from gui.kit.forms.rows import Row, column, describe, show_checked
from gui.kit.words import tr

ENCODINGS = ("utf-8", "utf-16", "cp949", "euc-kr", "latin-1", "cp1252", "shift_jis", "gb18030")
TEXT_KINDS = ("csv", "clipboard")


class ReadingForm(QWidget):
    """Encoding, delimiter, decimal point, header, sheet, and what is done about odd rows."""

    changed = Signal(object)  # Options, corrected by the learner

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = Options()
        self.encoding, self.delimiter, self.decimal = NameCombo(), NameCombo(), NameCombo()
        self.sheet, self.missing, self.ragged = NameCombo(), NameCombo(), NameCombo()
        self.header = QCheckBox(tr("First row has names"))
        describe(self.header, self.header.text(), tr("The first row names the columns."))
        down = column(self)
        for row in self._rows():
            down.addWidget(row)
        down.insertWidget(3, self.header)
        self._fill()
        for combo in (self.encoding, self.delimiter, self.decimal, self.sheet, self.missing,
                      self.ragged):  # fmt: skip
            combo.chosen.connect(self._on_chosen)
        self.header.clicked.connect(self._on_chosen)

    def show_preview(self, preview: Preview) -> None:
        """Show what was found out; what makes no sense for the kind of file is greyed."""
        self._options = options = preview.options
        is_text = preview.kind in TEXT_KINDS
        known = dict.fromkeys((*ENCODINGS, options.encoding or "utf-8"))
        self.encoding.set_items([Item(name, name.upper()) for name in known])
        self.sheet.set_items([Item(name, name) for name in preview.sheets])
        for combo, name in (
            (self.encoding, options.encoding), (self.delimiter, options.delimiter),
            (self.decimal, options.decimal), (self.sheet, options.sheet),
            (self.missing, options.missing), (self.ragged, options.ragged),
        ):  # fmt: skip
            combo.show_name(name or "")
        self.encoding.setEnabled(preview.kind == "csv")
        self.delimiter.setEnabled(is_text)
        self.decimal.setEnabled(is_text)
        self.header.setEnabled(is_text or preview.kind == "excel")
        self.sheet.setEnabled(len(preview.sheets) > 1)
        show_checked(self.header, bool(options.header))

    def _on_chosen(self) -> None:
        chosen: dict[str, Any] = {
            "encoding": self.encoding.currentData(),
            "delimiter": self.delimiter.currentData(),
            "decimal": self.decimal.currentData(),
            "sheet": self.sheet.currentData() if self.sheet.isEnabled() else self._options.sheet,
            "missing": self.missing.currentData(),
            "ragged": self.ragged.currentData(),
            "header": self.header.isChecked() if self.header.isEnabled() else None,
        }
        self._options = replace(self._options, **chosen)
        self.changed.emit(self._options)

    def _rows(self) -> tuple[Row, ...]:
        return (
            Row(tr("Encoding"), tr("How the file's bytes stand for letters."), self.encoding),
            Row(tr("Delimiter"), tr("What stands between two cells."), self.delimiter),
            Row(tr("Decimal point"), tr("How numbers write their fractions."), self.decimal),
            Row(tr("Sheet"), tr("The sheet of the workbook."), self.sheet),
            Row(tr("Empty cells"), tr("What is done with rows that lack a value."), self.missing),
            Row(tr("Uneven rows"), tr("What is done with rows of another length."), self.ragged),
        )

    def _fill(self) -> None:
        self.delimiter.set_items(
            [
                Item(",", tr("comma ,")),
                Item(";", tr("semicolon ;")),
                Item("\t", tr("tab")),
                Item("|", tr("bar |")),
                Item(" ", tr("spaces")),
            ]
        )
        self.decimal.set_items([Item(".", tr("point 3.14")), Item(",", tr("comma 3,14"))])
        leave_out = Item("drop", tr("leave out"), tr("Those rows are not loaded."))
        ask = Item("refuse", tr("refuse"), tr("The file is not loaded as long as there are any."))
        mean = Item("mean", tr("fill by mean"), tr("The column's mean stands for them."))
        self.missing.set_items([ask, leave_out, mean])
        self.ragged.set_items([ask, leave_out])


class RolesForm(QWidget):
    """Which columns are features, which one is the target, and what is predicted."""

    target_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._preview: Preview | None = None
        self._features: tuple[str, ...] = ()
        self._target = ""
        self.features, self.target, self.task = CheckList(), NameCombo(), NameCombo()
        self.standardize = QCheckBox(tr("Standardize large features"))
        describe(
            self.standardize,
            self.standardize.text(),
            tr("Features beyond 10 are brought to mean 0 and deviation 1, so that training works."),
        )
        self.standardize.setChecked(True)
        down = column(self)
        features = tr("The columns that the model predicts from.")
        target = tr("The column that the model learns to predict.")
        down.addWidget(Row(tr("Features"), features, self.features))
        down.addWidget(Row(tr("Target"), target, self.target))
        down.addWidget(Row(tr("Task"), tr("What is predicted: a number or a class."), self.task))
        down.addWidget(self.standardize)
        self.task.set_items(
            [
                Item("", tr("as the target suggests")),
                Item("regression", tr("Regression")),
                Item("classification", tr("Classification")),
            ]
        )
        self.features.toggled_names.connect(self._on_features)
        self.target.chosen.connect(self._on_target)

    def show_preview(self, preview: Preview) -> None:
        """Offer the columns; roles that were chosen stay where the columns do."""
        self._preview = preview
        if preview.names != self._names and preview.names:
            self._names = preview.names
            self.target.set_items([Item(name, name) for name in preview.names])
            self.target.show_name(preview.names[-1])
            self._target = preview.names[-1]
            self._features = self._numeric()
        self._show()

    def roles(self) -> Roles | None:
        """What was chosen; None as long as there is nothing to choose from."""
        if not self._names:
            return None
        task = self.task.currentData() or None
        target = self.target.currentData()
        return Roles(self._features, target, task, self.standardize.isChecked())

    def _numeric(self) -> tuple[str, ...]:
        """The columns of numbers but the target."""
        assert self._preview is not None
        target = self.target.currentData()
        pairs = zip(self._preview.names, self._preview.kinds, strict=True)
        return tuple(name for name, kind in pairs if kind in ("number", "date") and name != target)

    def _show(self) -> None:
        if self._preview is None:
            return
        target = self.target.currentData()
        lines = [
            Item(name, name, "" if kind != "class" else tr("Holds words, not numbers."),
                 kind != "class")
            for name, kind in zip(self._preview.names, self._preview.kinds, strict=True)
            if name != target
        ]  # fmt: skip
        self.features.show_items(lines, self._features)
        self.standardize.setEnabled(bool(set(self._preview.large) & set(self._features)))

    def _on_features(self, names: tuple[str, ...]) -> None:
        self._features = names
        self._show()

    def _on_target(self) -> None:
        """A feature that becomes the target trades places with the old one."""
        old, self._target = self._target, self.target.currentData()
        usual = self._numeric()
        wanted = {*self._features, old}
        self._features = tuple(name for name in usual if name in wanted)
        self._show()
        self.target_chosen.emit()
