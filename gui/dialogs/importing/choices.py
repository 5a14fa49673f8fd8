"""What a learner may correct about how a file is read, and about what is predicted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.files.source import REPLACE, Preview
from gui.kit.forms.choosers import Item, NameCombo
from gui.kit.forms.count_box import CountBox
from gui.kit.forms.rows import SPACE, Row, column, describe, show_checked
from gui.kit.words import tr
from gui.model.findings import summary

ENCODINGS = (
    "utf-8", "utf-16", "cp949", "euc-kr", "cp1252", "latin-1", "shift_jis", "euc-jp", "gb18030",
    "big5", "cp1250", "cp1251", "koi8-r", "cp1253", "cp1254",
)  # fmt: skip
TEXT_KINDS = ("csv", "clipboard")
FRAMED = (*TEXT_KINDS, "excel", "html")
MOST_LINES = 9_999


class ReadingForm(QWidget):
    """Encoding, delimiter, decimal point, header row, lines to skip, and sheet."""

    changed = Signal(object)  # a dict of what was chosen, by the names of Options

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.encoding, self.delimiter = NameCombo(), NameCombo()
        self.decimal, self.sheet = NameCombo(), NameCombo()
        self.header, self.skip = CountBox(), CountBox()
        self.header.setSpecialValueText(tr("none"))
        for box in (self.header, self.skip):
            box.setMaximum(MOST_LINES)
            box.setKeyboardTracking(False)
        down = column(self)
        self._rows = self._make_rows()
        for row in self._rows:
            down.addWidget(row)
        self._fill()
        self._connect()

    def show_preview(self, preview: Preview) -> None:
        """Show what was found out; what makes no sense for the kind of file is greyed."""
        options = preview.options
        is_text = preview.kind in TEXT_KINDS
        found = (options.encoding or "utf-8", *preview.doubtful, *ENCODINGS, REPLACE)
        names = {REPLACE: tr("UTF-8, wrong bytes replaced")}
        self.encoding.set_items(
            [Item(name, names.get(name, name.upper())) for name in dict.fromkeys(found)]
        )
        self.sheet.set_items([Item(name, name) for name in preview.sheets])
        for combo, name in (
            (self.encoding, options.encoding), (self.delimiter, options.delimiter),
            (self.decimal, options.decimal), (self.sheet, options.sheet),
        ):  # fmt: skip
            combo.show_name(name or "")
        for box, value in ((self.header, options.header), (self.skip, options.skip)):
            with QSignalBlocker(box):
                box.setValue(value or 0)
        self.encoding.setEnabled(preview.kind in ("csv", "html"))
        self.delimiter.setEnabled(is_text)
        self.decimal.setEnabled(is_text or preview.kind == "html")
        self.header.setEnabled(preview.kind in FRAMED)
        self.skip.setEnabled(preview.kind in FRAMED)
        self.sheet.setEnabled(len(preview.sheets) > 1)
        self._rows[0].setVisible(bool(preview.sheets))

    def _connect(self) -> None:
        for name, combo in (
            ("encoding", self.encoding), ("delimiter", self.delimiter),
            ("decimal", self.decimal), ("sheet", self.sheet),
        ):  # fmt: skip
            combo.chosen.connect(self._teller(name))
        self.header.valueChanged.connect(self._teller("header"))
        self.skip.valueChanged.connect(self._teller("skip"))

    def _teller(self, name: str) -> Any:
        def tell(value: object) -> None:
            chosen: dict[str, object] = {name: value}
            if name in ("skip", "sheet", "delimiter", "encoding"):
                chosen["header"] = None  # another start has another header
            self.changed.emit(chosen)

        return tell

    def _make_rows(self) -> tuple[Row, ...]:
        return (
            Row(tr("Sheet"), tr("The sheet of the workbook, or the table in a packed file."),
                self.sheet),
            Row(tr("Header is in row"), tr("The line that names the columns; 0 where none does."),
                self.header),
            Row(tr("Skip lines"), tr("Lines at the start that are not looked at."), self.skip),
            Row(tr("Encoding"), tr("How the file's bytes stand for letters."), self.encoding),
            Row(tr("Delimiter"), tr("What stands between two cells."), self.delimiter),
            Row(tr("Decimal point"), tr("How numbers write their fractions."), self.decimal),
        )  # fmt: skip

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


class TargetForm(QWidget):
    """What is predicted, as a number or a class: the first thing to be looked at."""

    target_chosen = Signal(str)
    task_chosen = Signal(str)
    standardize_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target, self.task = NameCombo(), NameCombo()
        self.standardize = QCheckBox(tr("Standardize large features"))
        self.summary = QLabel()
        self.summary.setObjectName("Muted")
        self.summary.setWordWrap(True)
        help_text = tr(
            "Features beyond 10 are brought to mean 0 and deviation 1, so that training works."
        )
        describe(self.standardize, self.standardize.text(), help_text)
        self._lay_out()
        self.target.chosen.connect(self.target_chosen)
        self.task.chosen.connect(self.task_chosen)
        self.standardize.clicked.connect(self.standardize_chosen)

    def show_preview(self, preview: Preview) -> None:
        """Show what is predicted; the target is chosen among all columns that can be."""
        usable = [column for column in preview.columns if column.kind != "empty"]
        self.target.set_items([Item(column.name, column.name) for column in usable])
        self.target.show_name(preview.target or "")
        self.task.show_name(preview.task or "")
        self.task.setEnabled(preview.task is not None)
        self.standardize.setEnabled(bool(preview.large))
        show_checked(self.standardize, preview.options.standardize)
        self.summary.setText(summary(preview))

    def _lay_out(self) -> None:
        self.task.set_items(
            [
                Item("regression", tr("Regression"), tr("A number is predicted.")),
                Item(
                    "classification", tr("Classification"), tr("One of some classes is predicted.")
                ),
            ]
        )
        word = QLabel(tr("Predict"))
        describe(self.target, tr("Target"), tr("The column that the model learns to predict."))
        describe(self.task, tr("Task"), tr("What is predicted: a number or a class."))
        for widget in (word, self.target, self.task):
            widget.setObjectName("Heading")
            font = widget.font()
            font.setPointSizeF(font.pointSizeF() * 1.35)
            font.setBold(True)
            widget.setFont(font)
        across = QHBoxLayout()
        across.setSpacing(2 * SPACE)
        across.addWidget(word)
        across.addWidget(self.target, 3)
        across.addWidget(self.task, 2)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(SPACE)
        down.addLayout(across)
        down.addWidget(self.summary)
        down.addWidget(self.standardize)
        down.addStretch(1)
