"""Where the model's answer changes from one class to another: border lines through a grid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Nodes = tuple[NDArray[np.int64], NDArray[np.int64]]
NEARLY_NOTHING = 1e-30


def borders(
    winner: NDArray[np.int8], second: NDArray[np.int8], lead: NDArray[np.float32]
) -> tuple[Array, Array]:
    """Line pieces between regions, as x and y of their ends in pairs, in steps of the grid.

    ``winner`` is the class at each node, ``second`` the next one and ``lead`` the difference of
    their logits. Between two nodes with different winners the border lies where, going straight
    from one to the other, the two logits are the same: exactly, where the model is linear.
    """
    points, crossed = _cell_edges(winner, second, lead)
    count = crossed.sum(axis=1)
    pieces = [_through(points[count == 2], crossed[count == 2])]
    pieces.append(_to_middle(points[count > 2], crossed[count > 2]))
    ends = np.concatenate(pieces)
    ends = ends[np.isfinite(ends).all(axis=1)].reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


def chained(x: Array, y: Array) -> tuple[Array, Array]:
    """Line pieces, their ends in pairs, as few long lines that are parted by NaN.

    Dashes run on along a line; a border that begins anew with each cell would have none.
    """
    ends = np.round(np.column_stack([x, y]), 6)
    _, nodes = np.unique(ends, axis=0, return_inverse=True)
    pieces = nodes.reshape(-1, 2)
    at: dict[int, list[int]] = {}
    for piece, pair in enumerate(pieces.tolist()):
        for node in pair:
            at.setdefault(node, []).append(piece)
    left, order = set(range(len(pieces))), list[int]()
    # From ends of lines first: a line that is begun in its middle would be two.
    starts = sorted(at, key=lambda node: len(at[node]) == 2)
    for node in starts:
        while (first := next((p for p in at[node] if p in left), None)) is not None:
            order += [*_followed(node, first, pieces, at, left), -1]
    place = {node: k for k, node in enumerate(nodes.tolist())}
    found = np.array([(np.nan, np.nan) if n < 0 else (x[place[n]], y[place[n]]) for n in order])
    return (found[:, 0], found[:, 1]) if len(found) else (np.empty(0), np.empty(0))


def _followed(
    node: int, piece: int, pieces: NDArray[np.intp], at: dict[int, list[int]], left: set[int]
) -> list[int]:
    """The nodes of a line from one of them on, along pieces that are ``left``."""
    line = [node]
    following: int | None = piece
    while following is not None:
        left.remove(following)
        first, last = pieces[following].tolist()
        node = last if first == node else first
        line.append(node)
        following = next((p for p in at[node] if p in left), None)
    return line


def _cell_edges(
    winner: NDArray[np.int8], second: NDArray[np.int8], lead: NDArray[np.float32]
) -> tuple[Array, NDArray[np.bool_]]:
    """Of every cell that a border enters: a point on each of its four sides, and which hold."""
    along_x = winner[1:, :] != winner[:-1, :]
    along_y = winner[:, 1:] != winner[:, :-1]
    sides = (along_x[:, :-1], along_x[:, 1:], along_y[:-1, :], along_y[1:, :])
    i, j = np.nonzero(sides[0] | sides[1] | sides[2] | sides[3])
    crossed = np.column_stack([side[i, j] for side in sides])
    points = np.empty((len(i), 4, 2))
    for side in (0, 1):  # bottom and top go along x
        along = (i, j + side), (i + 1, j + side)
        points[:, side, 0] = i + _share(winner, second, lead, *along)
        points[:, side, 1] = j + side
        up = (i + side, j), (i + side, j + 1)
        points[:, 2 + side, 0] = i + side  # left and right go along y
        points[:, 2 + side, 1] = j + _share(winner, second, lead, *up)
    return points, crossed


def _share(
    winner: NDArray[np.int8],
    second: NDArray[np.int8],
    lead: NDArray[np.float32],
    first: Nodes,
    last: Nodes,
) -> Array:
    """How far from the first nodes to the last ones their two winners have the same logit.

    Where a third class comes second its lead is the least that is known, which is near enough
    to where the three meet.
    """
    ahead, behind = lead[first].astype(np.float64), lead[last].astype(np.float64)
    known = (second[first] == winner[last]) & (second[last] == winner[first])
    share = (ahead + NEARLY_NOTHING) / (ahead + behind + 2 * NEARLY_NOTHING)
    return np.where(known, share, np.clip(share, 0.25, 0.75))


def _through(points: Array, crossed: NDArray[np.bool_]) -> Array:
    """A border that enters a cell at one side and leaves it at another."""
    rows = np.arange(len(points))
    first = crossed.argmax(axis=1)
    last = 3 - crossed[:, ::-1].argmax(axis=1)
    return np.hstack([points[rows, first], points[rows, last]])


def _to_middle(points: Array, crossed: NDArray[np.bool_]) -> Array:
    """Three or four borders that meet inside a cell."""
    weights = crossed / np.maximum(crossed.sum(axis=1, keepdims=True), 1)
    middle = np.einsum("ns,nsd->nd", weights, points)
    cell, side = np.nonzero(crossed)
    return np.hstack([points[cell, side], middle[cell]])
