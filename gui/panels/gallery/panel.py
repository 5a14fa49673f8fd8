"""The gallery: every activation function on one page, each enlarged on a click."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from engine.catalog import ACTIVATIONS
from engine.frames import Frame, Gallery, GalleryRequest, Request
from gui.kit.formulas import plain
from gui.kit.guard import guarded
from gui.kit.panel import Panel
from gui.kit.scrolling import scrolled
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.panels.gallery.functions import gallery, title
from gui.panels.gallery.large import Large
from gui.panels.gallery.tile import SIZE, Tile


class GalleryPanel(Panel):
    """Whatever the model is: the functions are asked of the training process once, and kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = gallery()
        self._all: Gallery | None = None
        self._shown: tuple[object, ...] = ()
        self.tiles = [self._tile(place) for place in range(len(self._choices))]
        self.large = Large()
        self.pages = QStackedWidget(self)
        self._columns = 0
        self._arrange()
        self.large.closed.connect(self._close)
        self.large.changed.connect(self._on_changed)
        self.restyle(LIGHT)

    def wants(self) -> tuple[Request, ...]:
        """The curves that are not there yet."""
        if self.is_large:
            wanted = self.large.functions
            return () if wanted == self._shown else (GalleryRequest(wanted),)
        return () if self._all else (GalleryRequest(self._choices),)

    def draw(self, frame: Frame) -> None:
        """Take in the curves that were asked for."""
        for request, view in frame.views.items():
            if isinstance(request, GalleryRequest) and isinstance(view, Gallery):
                self._take(request, view)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        for tile in self.tiles:
            tile.restyle(theme)
        self.large.restyle(theme)

    @property
    def is_large(self) -> bool:
        """Whether one function is shown large."""
        return self.pages.currentWidget() is self.large

    def enlarge(self, place: int) -> None:
        """Show one function large."""
        self.pages.setCurrentWidget(self.large)
        self.large.show_choice(self._choices[place])

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many tiles beside each other as there is room for."""
        super().resizeEvent(event)
        self._place()

    def _tile(self, place: int) -> Tile:
        choice = self._choices[place]
        entry = ACTIVATIONS[choice.name]
        tile = Tile(title(choice), plain(entry.formula))
        tile.clicked.connect(lambda: self.enlarge(place))
        return tile

    def _arrange(self) -> None:
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        scroll = scrolled(page)
        scroll.setAccessibleName(tr("Functions"))
        self.pages.addWidget(scroll)
        # Its read-outs keep room for long figures, which a narrow view gives up first.
        self.large.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.pages.addWidget(self.large)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.pages)
        self._place()

    def _place(self) -> None:
        columns = max(1, (self.width() - 16) // (SIZE.width() + 6))
        if columns != self._columns:
            self._columns = columns
            for place, tile in enumerate(self.tiles):
                self._grid.addWidget(tile, place // columns, place % columns)

    def _take(self, request: GalleryRequest, view: Gallery) -> None:
        if request.functions == self._choices:
            self._all = view
            for tile, curve in zip(self.tiles, view.curves, strict=True):
                tile.show_curve(view.z, curve)
        elif self.is_large and request.functions == self.large.functions:
            self._shown = request.functions
            self.large.show_view(view)

    def _on_changed(self) -> None:
        self._shown = ()
        self.want_other_views()

    def _close(self) -> None:
        self.pages.setCurrentIndex(0)
        self.want_other_views()
