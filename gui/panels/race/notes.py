"""A race that is over as a file has it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np

from engine.frames import Race, RaceRequest
from engine.frames.race import MOST_RACERS, By, Finish, Racer

PARTS = ("epoch", "rows", "seconds", "arrived", "lost", "place", "refused")


def written(request: RaceRequest, race: Race, guess: tuple[str, str]) -> dict[str, Any]:
    """What was raced, what was thought before, and how it went."""
    return {
        "path": request.path,
        "epochs": request.finish.epochs,
        "below": request.finish.loss_below,
        "by": race.by,
        "guess": [*guess],
        "racers": [
            {
                "value": racer.value,
                "steps": racer.steps.tolist(),
                "losses": racer.losses.tolist(),
                **{name: getattr(racer, name) for name in PARTS},
            }
            for racer in race.racers
        ],
    }


def read(notes: Mapping[str, Any]) -> tuple[RaceRequest, Race, tuple[str, str]] | None:
    """The same again; None where it is nothing that was written here."""
    try:
        racers = tuple(_racer(item) for item in notes["racers"][:MOST_RACERS])
        finish = Finish(int(notes["epochs"]), notes["below"])
        guess, reason = (str(part) for part in notes["guess"])
        values = tuple(racer.value for racer in racers)
        request = RaceRequest(str(notes["path"]), values, finish)
        by = {str(name): name for name in get_args(By)}[notes["by"]]
        return request, Race(racers, by, over=True), (guess, reason)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _racer(item: Mapping[str, Any]) -> Racer:
    steps = np.array(item["steps"], dtype=np.int64)
    losses = np.array(item["losses"], dtype=np.float64)
    if steps.ndim != 1 or steps.shape != losses.shape:
        raise ValueError
    value, place = item["value"], item["place"]
    return Racer(
        value=tuple(value) if isinstance(value, list) else value,
        steps=steps,
        losses=losses,
        epoch=int(item["epoch"]),
        rows=int(item["rows"]),
        seconds=float(item["seconds"]),
        arrived=bool(item["arrived"]),
        lost=bool(item["lost"]),
        place=None if place is None else int(place),
        refused=str(item["refused"]),
    )
