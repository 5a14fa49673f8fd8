"""What came of a race, in sentences."""

from __future__ import annotations

from engine.frames import Race
from gui.kit.telling import sentence
from gui.kit.variants import shown
from gui.kit.words import tr


def told(race: Race, bet: tuple[str, str]) -> str:
    """Who was first, what was thought before, what they shared, and who could not run."""
    first = [shown(racer.value) for racer in race.racers if racer.place == 1]
    said = [tr("Nobody came to the finish.")]
    if first:
        said = [tr("First, {by}: {winners}.", by=_by(race), winners=", ".join(first))]
        guess, reason = bet
        if guess:
            because = f" ({reason})" if reason else ""
            right = tr("right") if guess in first else tr("not so")
            said.append(tr("Your guess {guess}{because}: {right}.", guess=guess,
                           because=because, right=right))  # fmt: skip
    return " ".join([*said, _shared(race), *_refused(race)])


def _by(race: Race) -> str:
    return {
        "steps": tr("by steps"),
        "rows": tr("by rows seen"),
        "loss": tr("by the last epoch's loss"),
    }[race.by]


def _shared(race: Race) -> str:
    """What was the same for all of them."""
    if race.same_start:
        if race.same_batches:
            return tr("All had the same start and the same batches.")
        return tr("All had the same start, but other batches.")
    if race.same_batches:
        return tr("All had the same batches, but started elsewhere.")
    return tr("They started elsewhere and saw other batches.")


def _refused(race: Race) -> list[str]:
    """Who could not run, and why."""
    return [
        tr("{value} cannot run: {why}.", value=shown(racer.value), why=sentence(racer.refused))
        for racer in race.racers
        if racer.refused is not None
    ]
