"""Where everything of the network stands: columns of neurons, and what joins them."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, QSizeF

MOST = 16  # neurons of a layer that are drawn one by one
LEAST, USUAL, LARGE = 24.0, 46.0, 92.0  # pixels of a map's side
ROOMY = 900.0  # pixels of height from which maps grow beyond the usual size
EDGE = 26.0  # pixels at the sides
FOOT = 2.0  # below the columns
NAME = 18.0  # below the last input, where there is room for it
GAP = 18.0  # between two neurons, where there is room for it
HEAD = 48.0  # of the layers' names and what can be done with them
RAISED = 4  # that a bias stands above its neuron's corner
SHARE = 0.56  # of the way from one column to the next that a map takes at most


@dataclass(frozen=True, slots=True)
class Column:
    """A layer: ``boxes`` are its neurons', or the only one of a layer that is too large."""

    layer: int  # 0 are the inputs, then the hidden layers, last the output
    count: int
    boxes: tuple[QRectF, ...]
    biases: tuple[QPoint, ...] = field(init=False)  # their middles

    def __post_init__(self) -> None:
        biases = tuple(bias_place(box) for box in self.boxes)
        object.__setattr__(self, "biases", biases)

    @property
    def is_block(self) -> bool:
        """Whether its neurons are too many to be drawn one by one."""
        return self.count > MOST

    @property
    def middle(self) -> float:
        """Where it stands from left to right."""
        return self.boxes[0].center().x()


def bias_place(box: QRectF) -> QPoint:
    """The middle of a neuron's bias: on its left side, near the corner, where nothing cuts it."""
    return QPoint(round(box.left()), round(box.bottom()) - RAISED)


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns from left to right, in a picture of this size."""

    columns: tuple[Column, ...]
    size: QSizeF
    pitch: float  # pixels from one column to the next
    edges: tuple[tuple[QLineF, ...], ...] = field(init=False)  # into each layer, as its weights

    def __post_init__(self) -> None:
        pairs = zip(self.columns, self.columns[1:], strict=False)
        edges = ((), *(_lines(one, other) for one, other in pairs))
        object.__setattr__(self, "edges", edges)

    def edge(self, layer: int, neuron: int, source: int) -> QLineF:
        """The way from a neuron of the layer before to one of ``layer``."""
        return self.edges[layer][neuron * self.columns[layer - 1].count + source]

    def has_edges(self, layer: int) -> bool:
        """Whether the weights into a layer are lines; else they are a matrix."""
        return bool(self.edges[layer])

    def matrix(self, layer: int) -> QRectF:
        """Where the weights into a layer stand as a matrix, between its column and the last."""
        left = self.columns[layer - 1].boxes[0].right() + 6
        right = self.columns[layer].boxes[0].left() - 6
        side = max(8.0, min(right - left, self.size.height() - HEAD - 2 * FOOT))
        middle = HEAD + (self.size.height() - HEAD) / 2
        return QRectF((left + right - side) / 2, middle - side / 2, side, side)

    @property
    def map_size(self) -> float:
        """Pixels of the side of a hidden neuron's map."""
        return self.columns[0].boxes[0].width()

    @property
    def output_size(self) -> float:
        """Pixels of the side of an output's map."""
        return self.columns[-1].boxes[0].width()


def _lines(one: Column, other: Column) -> tuple[QLineF, ...]:
    """From every neuron to every neuron, in the order of the weights."""
    if one.is_block or other.is_block:
        return ()
    starts = [QPointF(box.right(), box.center().y()) for box in one.boxes]
    ends = [QPointF(box.left(), box.center().y()) for box in other.boxes]
    return tuple(QLineF(start, end) for end in ends for start in starts)


def least(sizes: tuple[int, ...]) -> QSizeF:
    """The least room in which a network of so many neurons a layer can be read."""
    most = max((count for count in sizes if count <= MOST), default=1)
    return QSizeF(2 * EDGE + len(sizes) * LEAST / SHARE, HEAD + max(2, most) * LEAST + FOOT)


def planned(sizes: tuple[int, ...], room: QSizeF) -> Plan:
    """The plan of a network with so many neurons a layer, inputs first, for this much room."""
    size = room.expandedTo(least(sizes))
    height = size.height() - HEAD - FOOT
    few = [count for count in sizes if count <= MOST] or [1]
    largest = LARGE if size.height() >= ROOMY else USUAL
    wide = (size.width() - 2 * EDGE) / (len(sizes) + 0.5)
    side = _side(max(few), height, largest, wide)
    last = sizes[-1]
    output = side if last > MOST else max(side, _side(last, height, 2 * side, 1.6 * wide))
    first, end = EDGE + side / 2, size.width() - EDGE - output / 2
    # From edge to edge the ways between two columns are alike, whatever the output's size.
    pitch = (end - output / 2 - first - side / 2 - (len(sizes) - 2) * side) / (len(sizes) - 1)
    columns = []
    for layer, count in enumerate(sizes):
        is_last = layer == len(sizes) - 1
        middle = end if is_last else first + layer * (side + pitch)
        columns.append(_column(layer, count, middle, output if is_last else side, height))
    return Plan(tuple(columns), size, side + pitch)


def _side(count: int, height: float, most: float, wide: float) -> float:
    return float(int(max(LEAST, min(most, height / count, wide * SHARE))))


def _column(layer: int, count: int, middle: float, side: float, height: float) -> Column:
    if count > MOST:
        tall = min(height, 5 * USUAL)
        top = HEAD + (height - tall) / 2
        return Column(layer, count, (QRectF(round(middle - side / 2), top, side, tall),))
    gap = min(GAP, (height - count * side) / count)
    rest = height - count * side - (count - 1) * gap
    top = HEAD + (max(0.0, min(rest / 2, rest - NAME)) if layer == 0 else rest / 2)
    left = round(middle - side / 2)
    tops = (round(top + place * (side + gap)) for place in range(count))
    return Column(layer, count, tuple(QRectF(left, each, side, side) for each in tops))
