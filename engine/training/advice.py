"""What to say when training stops."""

from __future__ import annotations

from engine.frames import Stop


def finished(epochs: int) -> Stop:
    """The run has done all the epochs that it was asked for."""
    return Stop("finished", "finished at epoch {epochs}", {"epochs": epochs})


def low(epoch: int, loss: float, limit: float) -> Stop:
    """The loss is as low as was asked for."""
    return Stop(
        "loss_below",
        "stopped: the loss of epoch {epoch} is {loss}, below {limit}",
        {"epoch": epoch, "loss": f"{loss:.4g}", "limit": f"{limit:g}"},
    )


def flat(epochs: int, change: float) -> Stop:
    """The loss has not fallen by the share ``change`` for so many epochs."""
    return Stop(
        "plateau",
        "stopped: for {epochs} epochs the loss has not fallen by {change} %",
        {"epochs": epochs, "change": f"{100 * change:g}"},
    )
