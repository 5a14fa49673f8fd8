"""A race as a file has it, over or under way, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from engine.errors import EngineError
from engine.frames import Race, RaceRequest
from engine.frames.race import MOST_RACERS, By, Finish, Racer

PARTS = ("epoch", "rows", "seconds", "arrived", "lost", "place")


@dataclass(frozen=True, slots=True)
class Told:
    """A race, what was thought before it, and its racers as light experiments, None of some.

    One that is not over was under way, or had been given up.
    """

    request: RaceRequest
    race: Race
    guess: tuple[str, str]
    racers: tuple[str | None, ...]
    is_given_up: bool = False


def written(told: Told) -> dict[str, Any]:
    """What was raced, what was thought before, and how it stands."""
    request, race = told.request, told.race
    return {
        "path": request.path,
        "epochs": request.finish.epochs,
        "below": request.finish.loss_below,
        "accuracy": request.finish.accuracy,
        "by": race.by,
        "over": race.over,
        "given_up": told.is_given_up,
        "same": [race.same_start, race.same_batches],
        "guess": [*told.guess],
        "racers": [
            {
                "value": racer.value,
                "steps": racer.steps.tolist(),
                "losses": racer.losses.tolist(),
                "refused": _reason(racer.refused),
                "experiment": light,
                **{name: getattr(racer, name) for name in PARTS},
            }
            for racer, light in zip(race.racers, told.racers, strict=True)
        ],
    }


def read(notes: Mapping[str, Any]) -> Told | None:
    """The same again; None where it is nothing that was written here."""
    try:
        items = notes["racers"][:MOST_RACERS]
        racers = tuple(_racer(item) for item in items)
        lights = tuple(_light(item.get("experiment")) for item in items)
        finish = Finish(int(notes["epochs"]), notes["below"], notes.get("accuracy"))
        guess, reason = (str(part) for part in notes["guess"])
        values = tuple(racer.value for racer in racers)
        request = RaceRequest(str(notes["path"]), values, finish)
        by = {str(name): name for name in get_args(By)}[notes["by"]]
        start, batches = (bool(part) for part in notes.get("same", (True, True)))
        race = Race(racers, by, bool(notes.get("over", True)), start, batches)
        return Told(request, race, (guess, reason), lights, notes.get("given_up") is True)
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
        refused=_error(item["refused"]),
    )


def _light(text: object) -> str | None:
    return text if isinstance(text, str) else None


def _reason(error: EngineError | None) -> list[str]:
    """Why one cannot run: the sentence with its numbers, and what it is about."""
    if error is None:
        return []
    return [str(EngineError(error.message, **error.values)), error.where, error.hint]


def _error(parts: object) -> EngineError | None:
    if not isinstance(parts, list) or len(parts) != 3:
        return EngineError(parts) if isinstance(parts, str) and parts else None
    return EngineError(*map(str, parts))
