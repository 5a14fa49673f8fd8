"""A report on A4 pages, as a PDF: the fonts inside, page by page, with its number at the foot."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextFormat,
    QTextTable,
)

from engine.report.markup import html
from engine.report.value import Report
from gui.kit.theme import LIGHT
from gui.panels.report.formulas import Formulas
from gui.panels.report.page import LINE, Page, kept_words, look, sheet

DPI = 300
POINT = 10.5  # the letters' size
MARGINS = QMarginsF(22, 20, 22, 18)  # millimetres
FOOT = 8.0  # millimetres below the text
SCREEN = 96  # pixels an inch that a picture's width is told in
MOST_HIGH = 0.5  # of the page's width: two pictures and their captions on each
MOST_KEPT = 0.6  # of a page that may be left empty for it
HAIR = 3.0  # dots, so that no edge of the next page is seen
FINE = 6.0  # dots of a formula in such a pixel


def pdf(report: Report, values: dict[str, str], title: str, font: QFont) -> bytes:
    """The file's content."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(title)
    writer.setCreator("Gradus")
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            MARGINS,
            QPageLayout.Unit.Millimeter,
        )
    )
    letters = QFont(font)
    letters.setPointSizeF(POINT)
    letters.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    letters.clearFeatures()
    letters.setFeature(QFont.Tag("locl"), 0)  # its digits are none that a reader can search for
    page = _laid_out(report, values, letters, writer)
    painter = QPainter(writer)
    count = page.pageCount()
    for number in range(count):
        if number:
            writer.newPage()
        _paint(painter, page, number)
        _number(painter, page, letters, f"{title}   {number + 1} / {count}".strip())
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def _laid_out(report: Report, values: dict[str, str], font: QFont, writer: QPdfWriter) -> Page:
    formulas = Formulas(font, LIGHT.text, fine=FINE, pixel=DPI / SCREEN)
    page = Page(report, formulas)
    page.documentLayout().setPaintDevice(writer)
    page.setDefaultFont(font)
    page.setDocumentMargin(0)
    colors = (LIGHT.text, LIGHT.muted, LIGHT.panel, LIGHT.outline, LIGHT.accent)
    page.setDefaultStyleSheet(sheet(*colors, LINE * QFontMetricsF(font).height()))
    across = round(writer.width() * SCREEN / DPI)
    highest = MOST_HIGH * across
    page.setHtml(kept_words(html(report.text, look(report, values, across, formulas, highest))))
    foot = FOOT / 25.4 * DPI
    page.setPageSize(QSizeF(writer.width(), writer.height() - foot))
    _keep_together(page)
    return page


def _keep_together(page: Page) -> None:
    """A heading stands on the page of what it is over, and a picture on that of its caption.

    So do a question and its box, and a table's rows, where a page has room for them.
    """
    block = page.begin()
    while block.isValid():
        after = block.next()
        table = _table_at(page, after) if _table_at(page, block) is None else None
        binds = after.isValid() and (block.blockFormat().headingLevel() or _is_titled(block, after))
        if binds and _page_of(page, block) != _page_of(page, after):
            _begin_page(block)
        elif table is not None and _is_parted(page, block, table):
            before = block.previous()
            is_under = before.isValid() and before.blockFormat().headingLevel()
            _begin_page(before if is_under else block)
        block = after


def _begin_page(block: QTextBlock) -> None:
    form = QTextBlockFormat()
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).mergeBlockFormat(form)


def _table_at(page: Page, block: QTextBlock) -> QTextTable | None:
    """The table that a block is in."""
    if not block.isValid():
        return None
    cursor = QTextCursor(page)
    cursor.setPosition(block.position())
    return cursor.currentTable()


def _is_parted(page: Page, block: QTextBlock, table: QTextTable) -> bool:
    """Whether a table ends on another page than what stands before it, and need not."""
    place = page.documentLayout().frameBoundingRect(table)
    top = page.documentLayout().blockBoundingRect(block).top()
    high = page.pageSize().height()
    last = int((place.bottom() - 1) // high)
    return last != _page_of(page, block) and place.bottom() - top < MOST_KEPT * high


def _is_titled(block: QTextBlock, after: QTextBlock) -> bool:
    """Whether a block is a picture and the one after it begins in italics."""
    is_picture = block.begin().fragment().charFormat().isImageFormat()
    return is_picture and after.begin().fragment().charFormat().fontItalic()


def _page_of(page: Page, block: QTextBlock) -> int:
    place: QRectF = page.documentLayout().blockBoundingRect(block)
    lines = block.layout()
    first = lines.lineAt(0).y() if lines.lineCount() else 0.0  # it may lie on the next page
    return int((place.top() + first + 1) // page.pageSize().height())


def _paint(painter: QPainter, page: Page, number: int) -> None:
    size = page.pageSize()
    part = QRectF(0, number * size.height(), size.width(), size.height() - HAIR)
    painter.save()
    painter.translate(0, -part.top())
    page.drawContents(painter, part)
    painter.restore()


def _number(painter: QPainter, page: Page, font: QFont, text: str) -> None:
    small = QFont(font)
    small.setPointSizeF(8)
    painter.setFont(small)
    painter.setPen(LIGHT.muted)
    size = page.pageSize()
    foot = QRectF(0, size.height(), size.width(), FOOT / 25.4 * DPI)
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
    painter.drawText(foot, flags, text)
