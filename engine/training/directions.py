"""Planes through the parameters along two directions: drawn at random, or the path's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.training.machine import Tensors
from engine.training.path import flat
from engine.training.section import Section


def at_random(origin: Tensors, free: Iterable[str], seed: int) -> Section:
    """Two random directions, centred at ``origin``, in which the ``free`` parameters move.

    Each neuron's weights with its bias are scaled to the norm that they have in the model, as in
    Li et al., "Visualizing the Loss Landscape of Neural Nets", 2018, section 4; where that is
    nought to 1.
    """
    generator = torch.Generator().manual_seed(seed)
    across, up = (_scaled(_drawn(origin, generator), origin) for _ in range(2))
    return Section(origin, *({name: along[name] for name in free} for along in (across, up)))


def _drawn(parameters: Tensors, generator: torch.Generator) -> dict[str, Tensor]:
    return {
        name: torch.randn(tensor.shape, generator=generator, dtype=torch.float64).to(tensor.dtype)
        for name, tensor in parameters.items()
    }


def _scaled(direction: Mapping[str, Tensor], origin: Tensors) -> dict[str, Tensor]:
    """Each row of a layer's weights with its bias as long as the model's own."""
    scaled = dict(direction)
    for name, weight in origin.items():
        if not name.endswith(".weight"):
            continue
        bias_name = name.replace("weight", "bias")
        bias = origin.get(bias_name)
        if bias is not None and len(bias) == len(weight):
            rows = [torch.cat([t[name], t[bias_name][:, None]], 1) for t in (origin, direction)]
            factor = _factor(*rows)
            scaled[bias_name] = direction[bias_name] * factor[:, 0]
        else:  # none, or one that all outputs share
            factor = _factor(weight, direction[name])
            if bias is not None:
                scaled[bias_name] = direction[bias_name] * _factor(
                    bias[None], direction[bias_name][None]
                )
                scaled[bias_name] = scaled[bias_name].reshape(bias.shape)
        scaled[name] = direction[name] * factor
    return scaled


def _factor(wanted: Tensor, drawn: Tensor) -> Tensor:
    """What makes each row of ``drawn`` as long as the one of ``wanted``, shape (rows, 1)."""
    lengths = wanted.norm(dim=1, keepdim=True)
    factor: Tensor = torch.where(lengths > 0, lengths, 1.0) / drawn.norm(dim=1, keepdim=True)
    return factor


@dataclass(frozen=True, slots=True)
class Principal:
    """The plane that a path lies in as well as it can; ``explains`` is the path's share in it."""

    section: Section
    explains: float


def principal(path: Tensor, last: Tensors) -> Principal:
    """The plane through the last of the places along which the others lie farthest from it.

    ``path`` has shape (places, numbers), ``last`` is its end. ``explains`` is the share of
    Σ‖θₖ − θ_last‖² that lies in the plane: the two largest eigenvalues' of the products of those
    differences. A path that has no direction of its own is given the first numbers' instead.
    """
    _, sizes, directions = torch.linalg.svd(path - path[-1], full_matrices=False)
    shares = sizes.square()
    total = float(shares.sum())
    found = [directions[k] for k in range(min(2, len(directions))) if sizes[k] > 0]
    across, up = (apart(direction, last) for direction in _completed(found, path.shape[1]))
    explains = float(shares[:2].sum()) / total if total > 0 else 1.0
    return Principal(Section(dict(last), across, up), explains)


def _completed(found: list[Tensor], size: int) -> list[Tensor]:
    """Two directions, the missing ones at right angles to those there are."""
    for place in range(size):
        if len(found) == 2:
            break
        unit = torch.zeros(size, dtype=torch.float64)
        unit[place] = 1
        for direction in found:
            unit -= (unit @ direction) * direction
        if float(unit.norm()) > 0.1:
            found.append(unit / unit.norm())
    return [direction * torch.sign(direction[direction.abs().argmax()]) for direction in found]


def apart(values: Tensor, like: Tensors) -> dict[str, Tensor]:
    """One row of numbers as parameters."""
    parts = torch.split(values, [tensor.numel() for tensor in like.values()])
    return {
        name: part.reshape(tensor.shape).to(tensor.dtype)
        for (name, tensor), part in zip(like.items(), parts, strict=True)
    }


@dataclass(frozen=True, slots=True)
class Projection:
    """Where parameters stand in a section's plane, in its own coordinates.

    The directions may lie askew: the place is the one of the plane that is nearest.
    ``directions`` has shape (2, numbers).
    """

    origin: Tensor
    directions: Tensor

    @classmethod
    def onto(cls, section: Section) -> Projection:
        """The projection onto a plane."""
        nowhere = {name: torch.zeros_like(tensor) for name, tensor in section.origin.items()}
        along = [flat({**nowhere, **direction}) for direction in (section.across, section.up)]
        return cls(flat(section.origin), torch.stack(along))

    def places(self, path: Tensor) -> tuple[Tensor, Tensor]:
        """Coordinates, shape (places, 2), and distances from the plane, shape (places,)."""
        off = path - self.origin
        found = self.moves(off)
        return found, (off - found @ self.directions).norm(dim=1)

    def moves(self, changes: Tensor) -> Tensor:
        """The coordinates of differences of parameters, shapes (changes, numbers) to (…, 2).

        NaN for one whose numbers are lost, and for all where the plane's own are.
        """
        askew = self.directions.T
        if torch.equal(self.directions @ askew, torch.eye(2, dtype=torch.float64)):
            return changes @ askew  # two numbers' own values, to the last bit
        found = torch.full((len(changes), 2), torch.nan, dtype=torch.float64)
        known = changes.isfinite().all(dim=1)
        if bool(known.any()) and bool(askew.isfinite().all()):  # LAPACK refuses all others
            near = torch.linalg.lstsq(askew, changes[known].T, driver="gelsd").solution
            found[known] = near.T
        return found
