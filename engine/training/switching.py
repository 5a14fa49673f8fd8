"""Weights that are switched off for a while: they count as 0 and training leaves them alone.

A keyframe has what they were in the optimizer's state, beside its memory: NaN where a weight is on.
So history crosses a switch as any change on the way. The experiment knows nothing of it: neither
its file nor its program has it, and Reset, which begins the experiment anew, ends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from engine.training.history import Keyframe

OFF = "switched off"
State = Mapping[str, Mapping[str, Any]]


def switched(keyframe: Keyframe, name: str, places: Sequence[int], off: bool) -> Keyframe:
    """With the numbers at these flat places of a parameter off, or on again as they were."""
    values = keyframe.parameters[name].detach().clone()
    known = keyframe.state.get(name, {}).get(OFF)
    held = torch.full_like(values, torch.nan) if known is None else known.clone()
    flat, kept = values.view(-1), held.view(-1)
    for place in places:
        is_off = not bool(kept[place].isnan())
        if off and not is_off:
            kept[place], flat[place] = flat[place].clone(), 0.0
        elif is_off and not off:
            flat[place], kept[place] = kept[place].clone(), torch.nan
    state = {each: dict(memory) for each, memory in keyframe.state.items()}
    state.setdefault(name, {})[OFF] = held
    if bool(held.isnan().all()):
        del state[name][OFF]
    return replace(keyframe, parameters={**keyframe.parameters, name: values}, state=state)


def on_again(keyframe: Keyframe) -> Keyframe:
    """With everything on, as it was."""
    for name, held in held_of(keyframe.state).items():
        places = torch.nonzero(~held.isnan().view(-1)).view(-1).tolist()
        keyframe = switched(keyframe, name, places, off=False)
    return keyframe


def held_of(state: State) -> dict[str, Tensor]:
    """What the numbers that are off were, by parameter."""
    return {name: memory[OFF] for name, memory in state.items() if OFF in memory}


def without_memory(state: State) -> dict[str, dict[str, Any]]:
    """Nothing of an optimizer's memory, but what is off."""
    return {name: {OFF: held} for name, held in held_of(state).items()}
